"""Arithmetic on the calendar, as far as the publication's date is known and no further."""

from datetime import date, timedelta
from typing import Literal

import msgspec

from generator.model.edtf import Edtf

Unit = Literal["hour", "day", "weekend", "week", "month", "quarter", "year", "decade", "century"]

_YEARS = {"year": 1, "decade": 10, "century": 100}
_DAYS = {"day": 1, "week": 7}
_HOURS_OF_A_DAY = 24
_MONTHS_OF_A_QUARTER = 3
_SATURDAY = 5  # as date.weekday counts


class Anchor(msgspec.Struct, frozen=True):
    """The day that relative words are counted from; of it, what is known."""

    year: int
    month: int | None = None
    day: date | None = None

    @classmethod
    def of(cls, published: Edtf | None) -> "Anchor | None":
        """The anchor a date gives; None for one that is missing, a span, or not sure."""
        if not published or published.approximate or published.uncertain:
            return None
        if published.first is None or published.first < 1 or published.form not in _KNOWN:
            return None
        try:
            day = date.fromordinal(published.first)
        except (ValueError, OverflowError):
            return None
        if published.form == "year":
            return cls(day.year)
        if published.form == "month":
            return cls(day.year, day.month)
        return cls(day.year, day.month, day)


_KNOWN = ("year", "month", "day", "instant")


def shifted(unit: Unit, count: int, anchor: Anchor) -> str | None:
    """The unit that lies `count` units after the anchor's own, in EDTF: -1 of week is last week.

    None where the anchor is not known as precisely as that. A week is Monday to Sunday (ISO 8601).
    """
    if unit in _YEARS:
        return _of_years(unit, anchor.year, count)
    if anchor.month is None:
        return None
    if unit == "month":
        return month(*_month(anchor.year, anchor.month, count))
    if unit == "quarter":
        number = (anchor.month - 1) // _MONTHS_OF_A_QUARTER
        year, first = _month(anchor.year, number * _MONTHS_OF_A_QUARTER + 1, count * 3)
        return months(year, first, first + 2)
    if anchor.day is None or unit == "hour":
        return None
    if unit == "day":
        return (anchor.day + timedelta(count)).isoformat()
    monday = anchor.day - timedelta(anchor.day.weekday()) + timedelta(7 * count)
    first_day = monday + timedelta(_SATURDAY if unit == "weekend" else 0)
    return f"{first_day}/{monday + timedelta(6)}"


def ago(unit: Unit, count: int, anchor: Anchor) -> str | None:
    """What lies so many units from the anchor, as precisely as the unit says it.

    “Two decades ago” is a year, and not a sure one.
    """
    if unit in ("decade", "century"):
        return f"{_year(anchor.year + count * _YEARS[unit])}~"
    return shifted(unit, count, anchor)


def run(unit: Unit, count: int, anchor: Anchor) -> str | None:
    """The interval of so many units that ends (or, for a positive count, begins) at the anchor."""
    if unit == "hour":
        unit, count = "day", -(-count // _HOURS_OF_A_DAY) if count > 0 else count // _HOURS_OF_A_DAY
    if unit in _YEARS:
        here, there = str(anchor.year), _year(anchor.year + count * _YEARS[unit])
    elif unit == "month" and anchor.month:
        here = month(anchor.year, anchor.month)
        there = month(*_month(anchor.year, anchor.month, count))
    elif unit in _DAYS and anchor.day:
        here = anchor.day.isoformat()
        there = (anchor.day + timedelta(count * _DAYS[unit])).isoformat()
    else:
        return None
    return f"{there}/{here}" if count < 0 else f"{here}/{there}"


def month(year: int, number: int) -> str:
    """A month in EDTF."""
    return f"{_year(year)}-{number:02}"


def months(year: int, first: int, last: int) -> str:
    """Months of a year as an interval, or the one month they are."""
    return month(year, first) if first == last else f"{month(year, first)}/{month(year, last)}"


def _month(year: int, number: int, count: int) -> tuple[int, int]:
    years, index = divmod(year * 12 + number - 1 + count, 12)
    return years, index + 1


def _of_years(unit: Unit, year: int, count: int) -> str:
    if unit == "decade":
        return f"{year // 10 + count:03}X"
    if unit == "century":
        return f"{year // 100 + count:02}XX"
    return _year(year + count)


def _year(year: int) -> str:
    if not 1 <= year <= date.max.year:
        raise OverflowError(year)
    return f"{year:04}"


def a_year_off(interval: str, count: int) -> str | None:
    """Months as they lie in another year: a third quarter moved on or back by `count` years."""
    ends = [Edtf.parse(end) for end in interval.split("/")]
    if any(end.form != "month" or not end.year or not end.year.isdecimal() for end in ends):
        return None
    return "/".join(f"{_year(int(str(end.year)) + count)}{str(end)[4:]}" for end in ends)
