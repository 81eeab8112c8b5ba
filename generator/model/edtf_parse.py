"""Reading dates: which days a text can mean, or one sentence on what to write instead.

The notation is the Extended Date/Time Format as the Library of Congress published it on 4 February
2019 (https://www.loc.gov/standards/datetime/), which is annex A of ISO 8601-2:2019: level 0,
level 1, and the sets of level 2. Days are numbered as `datetime.date.toordinal` numbers them
(1 January of year 1 is day 1), and the same calendar goes on before year 1 and after year 9999.
"""

import re
from datetime import date
from typing import Literal

from .edtf_advice import MONTHS, advice, shown

_Whole = Literal["instant", "day", "month", "year", "season"]
_Years = Literal["decade", "century", "millennium"]  # 202X, 20XX, 2XXX
_Hidden = Literal["month-of-year", "day-of-month", "day-of-year"]  # 2024-XX, -11-XX, -XX-XX
Form = Literal[_Whole, _Years, _Hidden, "interval", "set", "unknown"]
Reading = tuple[int | None, int | None, Form, bool, bool]  # first, last, form, ~, ?
Span = tuple[int | None, int | None, Form]

LONGEST = 200  # characters; a set of eighteen days
LARGEST_YEAR = 10**9
_SEASONS = {"21": 3, "22": 6, "23": 9, "24": 12}  # the month each begins with
_MASKS: dict[int, Form] = {1: "decade", 2: "century", 3: "millennium"}  # how many X
_IN_RANGES = {(form, False, False) for form in ("day", "month", "year")}

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII).fullmatch
_MASKED = re.compile(
    r"(-?)(?=[\dX]{4}(?![\dX]))(\d*)(X*)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)", re.ASCII
).fullmatch
_LONG_YEAR = re.compile(r"Y(-?[1-9]\d{4,9})([?~%]?)", re.ASCII).fullmatch
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:Z|([+-])(\d\d)(?::(\d\d))?)?", re.ASCII
).fullmatch


class _UnreadableError(ValueError):
    """Not the notation at all; carries the piece that is not."""


def day_number(year: int, month: int, day: int) -> int:
    """The number of a day of the proleptic Gregorian calendar; month 13 is the next January."""
    years, months = divmod(year * 12 + month - 3, 12)  # counted from March: leap days come last
    leaps = years // 4 - years // 100 + years // 400
    return 365 * years + leaps + (153 * months + 2) // 5 + day - 306


def civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day's number; year 0 is 1 BC (ISO 8601-1:2019)."""
    cycles, within = divmod(number - 1, 146_097)  # days in the 400 years the calendar repeats after
    found = date.fromordinal(within + 1)
    return found.year + 400 * cycles, found.month, found.day


def read(text: str) -> Reading:
    """The first and the last day a text can mean, its form, and whether it has `~` and `?`.

    Raises ValueError with a sentence for whoever wrote the text. Takes time in proportion to the
    length of the text, which is at most LONGEST.
    """
    try:
        return _read(text)
    except _UnreadableError as unreadable:
        raise ValueError(advice(text, str(unreadable), _reads)) from None


def _read(text: str) -> Reading:
    if plain := _DATE(text):
        year, month, day = plain.groups()
        return *_plain(int(year), month, day), False, False
    if len(text) > LONGEST:
        raise ValueError(f"{shown(text)} is too long for a date ({LONGEST} characters at most)")
    if instant := _INSTANT(text):
        return _instant(instant)
    if text.startswith(("[", "{")):
        return _set(text)
    return _interval(text) if "/" in text else _single(text)


def _plain(year: int, month: str | None, day: str | None) -> Span:
    if month is None:
        return day_number(year, 1, 1), day_number(year, 13, 1) - 1, "year"
    if month in _SEASONS:
        return _season(year, month, day)
    number = int(month)
    if not 1 <= number <= len(MONTHS):
        raise ValueError(
            f"there is no month {month}; write a month from 01 to 12,"
            " or for a season 21 (spring) to 24 (winter)"
        )
    first = day_number(year, number, 1)
    length = day_number(year, number + 1, 1) - first
    if day is None:
        return first, first + length - 1, "month"
    if not 1 <= int(day) <= length:
        raise ValueError(
            f"{MONTHS[number - 1]} {year} has {length} days, so there is no day {day};"
            f" write a day from 01 to {length}"
        )
    first += int(day) - 1
    return first, first, "day"


def _season(year: int, code: str, day: str | None) -> Span:
    if day is not None:
        raise ValueError(f"a season has no day {day}; write {year:04}-{code} or name the month")
    month = _SEASONS[code]
    return day_number(year, month, 1), day_number(year, month + 3, 1) - 1, "season"


def _instant(found: re.Match[str]) -> Reading:
    year, month, day, hour, minute, second, sign, ahead, more = found.groups()
    if hour > "23" or minute > "59" or second > "59":
        raise ValueError(f"{shown(found[0])}: the time of day runs from 00:00:00 to 23:59:59")
    offset = int(ahead or 0) * 60 + int(more or 0)
    if offset > 14 * 60 or (more or "00") > "59" or (sign == "-" and not offset):
        raise ValueError(
            f"{shown(found[0])}: a time zone is Z, or from -14:00 to +14:00, such as +09:00"
        )
    first, last, _ = _plain(int(year), month, day)
    return first, last, "instant", False, False


def _single(text: str) -> Reading:
    """A date that is no instant, interval or set, with its qualifier (levels 0 and 1)."""
    if found := _LONG_YEAR(text):
        if abs(int(found[1])) > LARGEST_YEAR:
            raise ValueError(f"{shown(text)} is too far away; years go to Y{LARGEST_YEAR}")
        span = _plain(int(found[1]), None, None)
    elif found := _MASKED(text):
        span = _unknown_year(found) if found[3] == "XXXX" else _masked(found)
    else:
        raise _UnreadableError(text)
    mark = found.group(found.re.groups)
    return *span, mark in ("~", "%"), mark in ("?", "%")


def _masked(found: re.Match[str]) -> Span:
    sign, digits, hidden, month, day = found.group(1, 2, 3, 4, 5)
    if sign and digits == "0000":
        raise ValueError("there is no year -0000; write 0000 for 1 BC and -0001 for 2 BC")
    if hidden:
        if month:
            raise ValueError(
                f"{shown(found[0])} has a month of an unclear year; write {sign}{digits}{hidden}"
            )
        # before year 0, the digits that are larger come earlier
        years = sorted(int(sign + digits + each * len(hidden)) for each in "09")
        return day_number(years[0], 1, 1), day_number(years[1], 13, 1) - 1, _MASKS[len(hidden)]
    _require_month_of_day(found)
    year = int(sign + digits)
    if month == "XX":
        first, last, _ = _plain(year, None, None)
        return first, last, "day-of-year" if day else "month-of-year"
    if day == "XX":
        first, last, form = _plain(year, month, None)
        return (first, last, "day-of-month") if form == "month" else _season(year, month, day)
    return _plain(year, month, day)


def _unknown_year(found: re.Match[str]) -> Span:
    if found[1]:
        raise _UnreadableError(found[0])
    _require_month_of_day(found)
    if found[4] in _SEASONS and found[5]:
        raise _UnreadableError(found[0])
    if found[4] not in (None, "XX"):
        _plain(2000, found[4], None if found[5] == "XX" else found[5])  # a leap year has every day
    return None, None, "unknown"


def _require_month_of_day(found: re.Match[str]) -> None:
    if found[4] == "XX" and found[5] not in (None, "XX"):
        year = found[0][: found.start(4) - 1]
        raise ValueError(f"{shown(found[0])} has a day but no month; write {year}-XX-XX")


def _interval(text: str) -> Reading:
    """Two ends: dates, `..` (open) or nothing (unknown), as in level 1, “Extended Interval”."""
    start, _, end = text.partition("/")
    if "/" in end:
        raise _UnreadableError(text)
    opening, closing = _end(start), _end(end)
    first, last = opening[0], closing[1]
    if first is None and last is None:
        raise ValueError("an interval needs a date on at least one side, as in ../2025-03-27")
    if first is not None and last is not None and first > last:
        raise ValueError(f"{shown(text)} ends before it begins; write {end}/{start}")
    return first, last, "interval", opening[3] or closing[3], opening[4] or closing[4]


def _end(text: str) -> Reading:
    if text in ("", ".."):
        return None, None, "unknown", False, False
    reading = _single(text)
    if reading[2] == "unknown":
        raise ValueError(
            f"an interval cannot end or begin with {shown(text)}; leave that side of the / empty"
        )
    return reading


def _set(text: str) -> Reading:
    """One of several dates `[…]` or all of them `{…}` (level 2, “Set representation”)."""
    closing = "]" if text[0] == "[" else "}"
    if text[-1] != closing:
        raise ValueError(f"{shown(text)} opens with {text[0]} and must end with {closing}")
    pieces = text[1:-1].split(",")
    if "" in pieces or (len(pieces) == 1 and ".." not in text):
        raise ValueError(f"{shown(text)} needs two dates or more, with one comma between two")
    members = [_range(piece) if ".." in piece else _single(piece) for piece in pieces]
    starts = [each[0] for each in members if each[0] is not None]
    ends = [each[1] for each in members if each[1] is not None]
    if any(each[2] == "unknown" for each in members):
        raise ValueError(f"{shown(text)} has a date of an unknown year; leave that date out")
    no_start, no_end = len(starts) < len(members), len(ends) < len(members)
    if no_start and no_end:
        raise ValueError(f"{shown(text)} is open on both sides; give it a first or a last date")
    if None in (each[0] for each in members[1:]) or None in (each[1] for each in members[:-1]):
        raise ValueError(f"{shown(text)} is open in the middle; put the date with .. first or last")
    first, last = None if no_start else min(starts), None if no_end else max(ends)
    return first, last, "set", any(each[3] for each in members), any(each[4] for each in members)


def _range(text: str) -> Reading:
    """Dates in a row within a set, `..` between them or on one side; their unit is the dates'."""
    start, _, end = text.partition("..")
    dates = [_single(each) for each in (start, end) if each]
    kinds = {each[2:] for each in dates}  # form and qualifiers
    if len(kinds) != 1 or not kinds <= _IN_RANGES:
        raise ValueError(f"{shown(text)} must run between two days, two months or two years")
    first, last = dates[0][0] if start else None, dates[-1][1] if end else None
    if first is not None and last is not None and first > last:
        raise ValueError(f"{shown(text)} ends before it begins; write {end}..{start}")
    return first, last, "set", False, False


def _reads(text: str) -> bool:
    try:
        _read(text)
    except ValueError:
        return False
    return True
