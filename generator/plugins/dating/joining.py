"""The expressions of a text: of those that overlap the longest, and two ends as one interval."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from .grammar import Expression, expressions
from .said import Pair, Point
from .traps import is_date

_JOINS = re.compile(r"\s*[–—-]\s*|\s+(?:to|until|till|through|and)\s+(?:early |late |mid-)?")
_SHARES = re.compile(r"(?:,? (?:and|or) |, | ?/ ?)(?:in )?")
_OPENS_PAIR = re.compile(r"\b(?:(from)|(between))\s+(?:early |late |mid-)?$", re.IGNORECASE)
_PAIRED = (
    "day",
    "day-of-year",
    "month",
    "month-of-year",
    "year",
    "old-year",
    "weekday",
    "season",
    "iso",
    "numeric",
)


def dates_of(text: str) -> list[Expression]:
    """Every expression of a text that names a date, in their order; none overlaps another."""
    return list(_shared(text, _joined(text, _chosen(text))))


def _chosen(text: str) -> list[Expression]:
    """For each place the longest expression that is a date; none overlaps another."""
    chosen: list[Expression] = []
    end = 0
    for readings in expressions(text):
        if readings[0].start < end:
            continue
        real = next((each for each in readings if is_date(text, each)), None)
        if real:
            chosen.append(real)
            end = real.end
    return chosen


def _joined(text: str, found: Sequence[Expression]) -> Iterator[Expression]:
    """“Between January and February” is one interval, and so is “2014–2016”."""
    at = 0
    while at < len(found):
        one, other = found[at], found[at + 1] if at + 1 < len(found) else None
        pair = other and _pair(text, one, other)
        if pair:
            yield pair
            at += 2
            continue
        opened = _opening(text, one) if one.kind == "days" else None
        yield msgspec.structs.replace(one, start=opened) if opened is not None else one
        at += 1


def _pair(text: str, one: Expression, other: Expression) -> Expression | None:
    join = _JOINS.fullmatch(text, one.end, other.start)
    if not join:
        return None
    opener = _OPENS_PAIR.search(text, max(0, one.start - 20), one.start)
    word = join[0].strip()
    paired = (*_PAIRED, "relative") if opener and opener[2] else _PAIRED
    if one.kind not in paired or other.kind not in paired:
        return None
    fits = {"and": "between"}.get(word.split()[0], "from")
    spoken = opener and opener[0].split()[0].lower() == fits
    if (
        not spoken
        and word[:1] not in tuple("–—-")
        and not (
            word.split()[0] in ("to", "through")
            and one.kind == other.kind
            and one.kind != "weekday"
        )
    ):
        return None
    start = opener.start() if spoken and opener else one.start
    return Expression(start, other.end, Pair(one.meaning, other.meaning), "interval")


def _opening(text: str, one: Expression) -> int | None:
    opener = _OPENS_PAIR.search(text, max(0, one.start - 20), one.start)
    return opener.start() if opener else None


def _shared(text: str, found: Iterator[Expression]) -> Iterator[Expression]:
    """In “in March and April 2024” both are of the year that is named once."""
    listed = list(found)
    for number, one in enumerate(listed, 1):
        other = listed[number] if number < len(listed) else None
        if (
            other
            and isinstance(one.meaning, Point)
            and isinstance(other.meaning, Point)
            and one.meaning.months
            and other.meaning.months
            and one.meaning.turn is None
            and (one.meaning.year, one.meaning.year_shift) == (None, None)
            and _SHARES.fullmatch(text, one.end, other.start)
        ):
            year = {"year": other.meaning.year, "year_shift": other.meaning.year_shift}
            one = msgspec.structs.replace(one, meaning=msgspec.structs.replace(one.meaning, **year))
        yield one
