"""Events as calendars take them (iCalendar, RFC 5545): never a day that nobody knows.

A calendar knows days and times, and nothing vaguer. What is dated to a day is on that day. What is
known to lie within a month or less is drawn over all of its days, and says in words how it is
dated. Whatever is known less well stays out, and is counted: a bar over a whole year would say that
it went on all year.
"""

import re
from datetime import UTC, date, datetime, timedelta

import msgspec

from generator.model.edtf import Edtf

MOST_DAYS = 31
WIDEST = 75  # octets of a line, its end apart (RFC 5545, 3.1)
_WITHIN = range(0x80, 0xC0)  # octets of a letter that are not its first (RFC 3629)
_LAST_DAY = date.max.toordinal()
# 3.3.11 has no place for controls, and none for what ends a line elsewhere.
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class Days(msgspec.Struct, frozen=True):
    """When an event is drawn. Each value stands behind the name of its property, as
    `;VALUE=DATE:20250327` or as `:20250327T050000Z`."""

    start: str
    end: str | None  # the day after the last one (3.8.2.2); None: a moment
    exact: bool  # whether that is all there is to say of its date


def days_of(when: Edtf) -> Days | None:
    """The days of a date; None where they are not known, or more than MOST_DAYS."""
    if when.first is None or when.last is None or not 1 <= when.first <= when.last < _LAST_DAY:
        return None
    if when.last - when.first >= MOST_DAYS:
        return None
    sure = not when.approximate and not when.uncertain
    if sure and (moment := utc(when)):
        return Days(f":{stamp(moment)}", None, True)
    exact = sure and when.form == "day"
    start, end = date.fromordinal(when.first), date.fromordinal(when.last) + timedelta(1)
    return Days(f";VALUE=DATE:{_day(start)}", f";VALUE=DATE:{_day(end)}", exact)


def utc(when: Edtf) -> str | None:
    """A date that is a time of a known zone, as an instant of RFC 3339 in UTC.

    None for any other: a time of no zone is another one on each reader's clock.
    """
    if when.form != "instant" or not when.text[19:]:
        return None
    try:
        moment = datetime.fromisoformat(when.text).astimezone(UTC)
    except (ValueError, OverflowError):  # before year 1, or after 9999
        return None
    return f"{moment.replace(tzinfo=None).isoformat()}Z"


def stamp(instant: str) -> str:
    """An instant of RFC 3339 in UTC as iCalendar writes it: 20250327T050000Z."""
    return re.sub(r"[-:]", "", instant)


def calendar_text(text: str) -> str:
    """A text as the value of a property (3.3.11): its line ends, commas and semicolons escaped."""
    plain = str(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")
    return plain if plain.isprintable() else _CONTROLS.sub("", plain)


def folded(text: str) -> str:
    """Lines as iCalendar has them: empty ones left out, long ones folded, each with its CRLF."""
    return "".join(f"{_folded(line)}\r\n" for line in text.split("\n") if line.strip())


def _folded(line: str) -> str:
    """A line in pieces of WIDEST octets at most, no letter cut in two; a space begins the next."""
    if len(line) * 4 <= WIDEST:
        return line
    octets = line.encode()
    pieces, begin, room = [], 0, WIDEST
    while len(octets) - begin > room:
        end = begin + room
        while octets[end] in _WITHIN:
            end -= 1
        pieces.append(octets[begin:end])
        begin, room = end, WIDEST - 1  # the space counts
    return b"\r\n ".join([*pieces, octets[begin:]]).decode()


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
