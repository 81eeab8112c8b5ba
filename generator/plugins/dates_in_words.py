"""Dates as English prose writes them, when they name their year: nothing here is a guess."""

import re
from collections.abc import Iterator

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

_MONTH = "|".join(f"{month}|{month[:3]}\\.?|{month[:4]}\\.?" for month in MONTHS)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = (
    re.compile(rf"\b{_DAY} (?:of )?(?P<month>{_MONTH}),? {_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b(?P<month>{_MONTH}) {_DAY},? {_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b(?P<month>{_MONTH}),? (?:of )?{_YEAR}\b", re.IGNORECASE),
)
_LABEL = re.compile(
    r"(?:(?:first )?published|posted|updated|last updated|date)?(?: on| at)?\s*[:|–-]?\s*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"[ ,|at–-]*(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?)?\s*")


def dates_in(text: str) -> Iterator[tuple[int, int, Edtf]]:
    """Every date with its year named: where it begins and ends, and the date, in their order."""
    taken: list[tuple[int, int]] = []
    found = []
    for form in _FORMS:
        for match in form.finditer(text):
            date = _date(match.groupdict())
            if date and not any(
                start < match.end() and match.start() < end for start, end in taken
            ):
                taken.append(match.span())
                found.append((*match.span(), date))
    yield from sorted(found, key=lambda item: item[:2])


def whole_line_date(line: str) -> Edtf | None:
    """The day of a line that is a date and nothing else, such as “Published: 27 March 2025”."""
    for start, end, date in dates_in(line):
        alone = _LABEL.fullmatch(line[:start]) and _CLOCK.fullmatch(line[end:])
        if alone and date.form == "day":
            return date
    return None


def _date(named: dict[str, str | None]) -> Edtf | None:
    month = (named["month"] or "").rstrip(".").lower()
    number = (
        int(month)
        if month.isdigit()
        else 1 + next(i for i, name in enumerate(MONTHS) if name.startswith(month))
    )
    stated = named.get("day")
    day = f"-{int(stated):02}" if stated else ""
    try:
        return Edtf.parse(f"{named['year']}-{number:02}{day}")
    except ValueError:
        return None
