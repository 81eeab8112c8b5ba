"""Dates as English prose writes them, when they name their year: nothing here is a guess."""

import re
from collections.abc import Iterator

import msgspec

from generator.model.edtf import Edtf

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
LONGEST_LINE = 100  # characters of a line that is a date and nothing else

_SHORT = {"june": "june|jun", "july": "july|jul", "may": "may", "september": "september|sept|sep"}
_SMALL = "|".join(_SHORT.get(month, f"{month}|{month[:3]}") for month in MONTHS)
# With a capital, since “they may 2000 times” and “they march 2000 miles” are verbs.
_NAME = rf"(?:{'|'.join(f'{each.capitalize()}|{each.upper()}' for each in _SMALL.split('|'))})"
_YEAR = r"(?:19|20)\d\d(?![\d.,-]?\d)"
# In “on March 2, 2000 soldiers crossed” there is no year.
_COUNTED = (
    r"(?! (?:more |additional |(?:[A-Z][a-z]+ ){1,3})?"
    r"(?:troops|soldiers|men|women|people|civilians|fighters"
    r"|tons|tonnes|km|kilometres|kilometers|miles|metres|meters|shells|rockets|missiles|drones)\b)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_DATE = re.compile(
    rf"(?<![\w/–—-])(?<!\d[.,:])(?:"
    rf"(?P<d1>{_DAY})(?:st|nd|rd|th)? (?:of )?(?P<m1>(?i:{_SMALL}))\b\.?,? (?P<y1>{_YEAR})"
    rf"|(?P<m2>{_NAME})\.? (?P<d2>{_DAY})(?:st|nd|rd|th)?,? (?P<y2>{_YEAR})"
    rf"|(?P<y3>{_YEAR.partition('(?!')[0]})-(?P<m3>\d\d)-(?P<d3>\d\d)(?![\w-])"
    rf"|(?P<m4>{_NAME})\b\.?,? (?:of )?(?P<y4>{_YEAR})"
    rf")(?!\w){_COUNTED}"
)
_LABEL = re.compile(
    r"(?P<label>(?:first )?published|posted|date|(?:last )?updated)?(?: on| at)?\s*[:|–-]?\s*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[ ,|–-]*(?:at )?(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?)?", re.IGNORECASE
)


class Dateline(msgspec.Struct, frozen=True):
    """A line that is a day and nothing else; `labelled` when it says that it is a publication's."""

    date: Edtf
    labelled: bool


def dates_in(text: str) -> Iterator[tuple[int, int, Edtf]]:
    """Every date with its year named: where it begins and ends, and the date, in their order."""
    for match in _DATE.finditer(text):
        date = _date(match)
        if date:
            yield match.start(), match.end(), date


def dateline(line: str) -> Dateline | None:
    """What a line such as “Published: 27 March 2025” says; one that says “updated” is none."""
    if len(line) > LONGEST_LINE:
        return None
    for start, end, date in dates_in(line):
        before, after = _LABEL.fullmatch(line[:start]), _CLOCK.fullmatch(line[end:])
        if before and after and date.form == "day":
            label = (before["label"] or "").lower()
            return None if label.endswith("updated") else Dateline(date, labelled=bool(label))
    return None


def _date(match: re.Match[str]) -> Edtf | None:
    named = {name[0]: value for name, value in match.groupdict().items() if value}
    month, day = named["m"].lower(), named.get("d")
    if not month.isdigit():
        month = str(1 + next(i for i, name in enumerate(MONTHS) if name.startswith(month)))
    try:
        return Edtf.parse(f"{named['y']}-{int(month):02}" + (f"-{int(day):02}" if day else ""))
    except ValueError:
        return None
