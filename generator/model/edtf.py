"""A date that is known as precisely as it is known, and no more: `2025-03`, `2024~`, `../2025`."""

from collections.abc import Iterator
from datetime import date
from typing import Self

import msgspec

from .edtf_parse import Form, civil, read

SortKey = tuple[bool, int, bool, bool, int, int, str]
MOST_MONTHS = 12  # likewise, on a month's page
MOST_YEARS = 10  # a date that spans more is on no timeline page

# How many of year, month and day a form fixes.
_FIXED: dict[Form, int] = {
    "year": 1,
    "month-of-year": 1,
    "day-of-year": 1,
    "month": 2,
    "day-of-month": 2,
    "day": 3,
}
_IN_MONTHS = frozenset({"month", "day", "instant", "day-of-month"})
_LAST_DAY = date.max.toordinal()
_BEFORE_INSTANTS = -100_000  # seconds; further back from midnight than any time zone reaches


class Edtf(msgspec.Struct, frozen=True):
    """A date in the Extended Date/Time Format; make one with `Edtf.parse`.

    Days are numbered as `datetime.date.toordinal` numbers them, in the proleptic Gregorian
    calendar, continued before year 1 and after year 9999. Qualifiers (`~`, `?`, `%`) widen
    nothing: the days of `2024-11~` are those of November 2024. An instant counts as the day it
    was written with, in its own time zone.

    Seasons are meteorological and of the northern hemisphere: spring is March to May, and winter
    is December to the February of the next year. The standard leaves their months open; who
    reports from the south writes months instead.
    """

    text: str  # exactly what was typed
    first: int | None  # the earliest day possible; None: open or unknown
    last: int | None  # the latest day possible; None: open or unknown
    form: Form
    approximate: bool  # `~` or `%`, anywhere in the text
    uncertain: bool  # `?` or `%`, anywhere in the text

    @classmethod
    def parse(cls, text: str) -> Self:
        """The date a text stands for (Library of Congress EDTF, levels 0 and 1; sets of level 2).

        Raises ValueError with one sentence that says what is wrong and what to write instead.
        """
        return cls(text, *read(text))

    def __str__(self) -> str:
        return self.text

    @property
    def digest(self) -> str:
        """Two dates are equal if their texts are: all else is read from it."""
        return self.text

    @property
    def known(self) -> bool:
        """Whether the year is known at all: not so for `XXXX`, nor for `XXXX-03`."""
        return self.form != "unknown"

    @property
    def is_open(self) -> bool:
        """Whether a known date lacks a bound: an end is open (`..`) or unknown (left empty)."""
        return self.known and (self.first is None or self.last is None)

    @property
    def parts(self) -> tuple[tuple[Self | None, Self | None], ...]:
        """What the date is made of, as pairs of ends; None is an end that is open or unknown.

        An interval is one pair, a set has a pair for each member. A date that is neither, and a
        member that is a single date, is both ends of its pair.
        """
        if self.form == "interval":
            return (self._pair(self.text.split("/")),)
        if self.form == "set":
            return tuple(self._pair(each.split("..")) for each in self.text[1:-1].split(","))
        return ((self, self),)

    @property
    def spans(self) -> tuple[tuple[int | None, int | None], ...]:
        """The first and last days of each part, None for no bound; () if the date is unknown."""
        if self.form == "set":
            return tuple((a.first if a else None, b.last if b else None) for a, b in self.parts)
        return ((self.first, self.last),) if self.known else ()

    @property
    def sort_key(self) -> SortKey:
        """Orders by first day, then by last; two dates share a key only if they are equal.

        A date without a start comes right before those that begin on its last day, one without an
        end after those that have one, and an unknown date last. Instants of one day follow the
        day itself and are in order of time.
        """
        if self.first is None:
            return not self.known, self.last or 0, False, False, 0, 0, self.text
        moment = _moment(self.text) if self.form == "instant" else _BEFORE_INSTANTS
        return False, self.first, True, self.last is None, self.last or 0, moment, self.text

    def overlaps(self, other: "Edtf") -> bool:
        """Whether the two can share a day. A missing end has no bound.

        An unknown date overlaps nothing, and a set only what one of its members overlaps.
        """
        return any(_meet(mine, theirs) for mine in self.spans for theirs in other.spans)

    @property
    def years(self) -> tuple[str, ...]:
        """The years the date touches, in order and in EDTF's own spelling, such as `2024`.

        Where one end is missing, those of the other end. Empty if there are more than MOST_YEARS,
        or if the date is unknown.
        """
        if self.is_open:
            return self._bounded_end().years
        touched: set[int] = set()
        for first, last in self.spans:
            if first is not None and last is not None:
                begins, ends = civil(first)[0], civil(last)[0]
                touched.update(range(begins, min(ends, begins + MOST_YEARS) + 1))
        return tuple(map(_year, sorted(touched))) if len(touched) <= MOST_YEARS else ()

    @property
    def months(self) -> tuple[str, ...]:
        """The months the date touches, such as `2024-11`, for one known to the month or finer.

        Where one end is missing, those of the other end. Empty if there are more than MOST_MONTHS,
        if a year or less is all that is known, or if the date is unknown.
        """
        if self.is_open:
            return self._bounded_end().months
        touched: set[tuple[int, int]] = set()
        for start, end in self.parts:
            if start is None or end is None or not {start.form, end.form} <= _IN_MONTHS:
                return ()
            touched.update(_months(start.first, end.last))
        listed = [f"{year:04}-{month:02}" for year, month in sorted(touched) if year >= 0]
        return tuple(listed) if len(listed) <= MOST_MONTHS else ()

    @property
    def year(self) -> str | None:
        """The year, if `years` has exactly one."""
        years = self.years
        return years[0] if len(years) == 1 else None

    @property
    def html(self) -> str | None:
        """A value for `<time datetime>` (HTML, 4.5.14) that says no more than the date does.

        None where HTML has no such value: a qualified date, a span, a year before 1.
        """
        if self.first is None or self.first < 1 or self.approximate or self.uncertain:
            return None
        if self.form == "instant":
            return self.text if self.text[-3] not in "+-" else f"{self.text}:00"
        year, month, day = civil(self.first)
        fixed = _FIXED.get(self.form, 0)
        return "-".join((f"{year:04}", f"{month:02}", f"{day:02}")[:fixed]) or None

    @property
    def iso_first(self) -> str | None:
        """The earliest day as YYYY-MM-DD, if there is one and it is in the years 1 to 9999."""
        return _iso(self.first)

    @property
    def iso_last(self) -> str | None:
        """The latest day as YYYY-MM-DD, if there is one and it is in the years 1 to 9999."""
        return _iso(self.last)

    def _pair(self, ends: list[str]) -> tuple[Self | None, Self | None]:
        dates = [self.parse(end) if end not in ("", "..") else None for end in ends]
        return dates[0], dates[-1]

    def _bounded_end(self) -> Self:
        """The part that the one bound of a date with an end missing comes from."""
        dates = [each for pair in self.parts for each in pair if each]
        if self.first is None:
            return next(each for each in dates if each.last == self.last)
        return next(each for each in dates if each.first == self.first)


def _months(first: int | None, last: int | None) -> Iterator[tuple[int, int]]:
    if first is None or last is None:
        return
    year, month, _ = civil(first)
    end = civil(last)[:2]
    for _ in range(MOST_MONTHS + 1):
        if (year, month) > end:
            return
        yield year, month
        year, month = year + month // 12, month % 12 + 1


def _moment(text: str) -> int:
    """Seconds from the start of the written day, in UTC; a time without a zone is taken for UTC."""
    hour, minute, second = int(text[11:13]), int(text[14:16]), int(text[17:19])
    zone = text[19:]
    ahead = int(zone[:3]) * 60 + int(zone[0] + (zone[4:] or "0")) if zone not in ("", "Z") else 0
    return (hour * 60 + minute - ahead) * 60 + second


def _meet(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    return _reaches(one[0], other[1]) and _reaches(other[0], one[1])


def _reaches(first: int | None, last: int | None) -> bool:
    return first is None or last is None or first <= last


def _year(year: int) -> str:
    if abs(year) > date.max.year:
        return f"Y{year}"
    return f"{year:04}" if year >= 0 else f"-{-year:04}"


def _iso(day: int | None) -> str | None:
    return date.fromordinal(day).isoformat() if day and 1 <= day <= _LAST_DAY else None
