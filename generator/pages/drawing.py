"""Where dates and figures are drawn on their scales, in per cent; never finer than they are known.

A scale of years has a cell for every month, all of one width, as the grid behind it has; a scale of
one month has a cell for every day. What is rounded is rounded outwards: a band is never narrower
than the time it stands for, so that the eye cannot read a day into a month.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from itertools import chain

import msgspec

from generator.model.edtf import Edtf
from generator.model.edtf_parse import civil
from generator.model.records import Figure

BREAK = 24.0  # per cent of the scale over which a band without an end breaks off, at the most
LEEWAY = 0.94  # the largest number of a scale ends short of its edge, where its mark has room


class DateMark(msgspec.Struct, frozen=True):
    """One stretch of a date: a day is a point, anything longer a band of its true length."""

    start: float
    end: float
    open_start: bool = False
    open_end: bool = False

    @property
    def point(self) -> float | None:
        """The middle of a single day; None for anything longer."""
        return round((self.start + self.end) / 2, 1) if self._is_day else None

    @property
    def fixed(self) -> tuple[float, float]:
        """Where the band begins and how wide it is, its open end apart."""
        broken = min(BREAK, (self.end - self.start) * 0.6)
        start = self.start + (broken if self.open_start else 0)
        end = self.end - (broken if self.open_end else 0)
        return round(start, 1), round(end - round(start, 1), 1)

    _is_day: bool = False


class Scale(msgspec.Struct, frozen=True):
    """The years that a list of events is drawn over, or one month of one year."""

    first: int
    span: int
    month: int | None = None

    @property
    def days(self) -> int:
        """How many days its month has; 0 where it shows years."""
        return _days(self.first, self.month) if self.month else 0


class Bar(msgspec.Struct, frozen=True):
    """A period of a timeline: how much happened in it, against the fullest one."""

    period: str
    count: int
    height: float  # per cent


class FigureMark(msgspec.Struct, frozen=True):
    """A figure's low, best and high on a scale from nought, in per cent."""

    low: float | None
    best: float | None
    high: float | None


def scale_of(date: Edtf | str) -> Scale | None:
    """The scale that a date is drawn on: the years it touches, if any are known. A period, such as
    `2025` or `2025-03`, is its own scale."""
    period = Edtf.parse(date) if isinstance(date, str) else date
    years = [int(year.lstrip("Y")) for year in period.years]
    if not years:
        return None
    month = civil(period.first or 0)[1] if isinstance(date, str) and period.months else None
    return Scale(years[0], years[-1] - years[0] + 1, month)


def date_marks(date: Edtf, scale: Scale) -> tuple[DateMark, ...]:
    """What to draw of a date: one mark for each of its stretches, none for an unknown date.

    A mark may reach beyond 0 or 100 where the date outlasts the scale.
    """
    return tuple(
        DateMark(
            start=0.0 if first is None else _place(first, scale, after=False),
            end=100.0 if last is None else _place(last, scale, after=True),
            open_start=first is None,
            open_end=last is None,
            _is_day=first is not None and first == last,
        )
        for first, last in date.spans
        if (first, last) != (None, None)
    )


def density(counts: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    """Bars for periods and their numbers of events, as the filter `counts` gives them; years or
    months between two that have events get a bar of nought, so that gaps are seen as gaps."""
    numbers = dict(counts)
    most = max(numbers.values(), default=1)
    return tuple(
        Bar(period, numbers.get(period, 0), round(numbers.get(period, 0) / most * 100, 1))
        for period in _without_gaps(sorted(numbers))
    )


def _without_gaps(periods: list[str]) -> list[str]:
    if not periods or not all(re.fullmatch(r"\d{4}(-\d\d)?", period) for period in periods):
        return periods
    if len(periods[0]) == len("2025"):
        return [f"{year:04}" for year in range(int(periods[0]), int(periods[-1]) + 1)]
    year = periods[0][:4]
    return [f"{year}-{month:02}" for month in range(1, 13)]


def is_vague(date: Edtf) -> bool:
    """Whether a mark is drawn hollow: about then, doubted, or at some time within its band."""
    return date.approximate or date.uncertain or "-XX" in date.text or date.text[0] == "["


def figure_mark(figure: Figure, most: float) -> FigureMark:
    """Where a figure's numbers stand on the scale that ends with the largest of its company."""
    low, best, high = (
        None if number is None else round(number / most * 100 * LEEWAY, 1)
        for number in (figure.low, figure.best, figure.high)
    )
    return FigureMark(low, best, high)


def largest(figures: Iterable[Figure]) -> float:
    """The end of the scale that figures share; at least 1."""
    numbers = chain.from_iterable((f.low, f.best, f.high) for f in figures)
    return max((number for number in numbers if number is not None), default=1) or 1


def _place(day: int, scale: Scale, *, after: bool) -> float:
    """The place of a day's beginning, rounded down, or of its end, rounded up."""
    year, month, day_of_month = civil(day)
    days = _days(year, month)
    months = (year - scale.first) * 12 + month - (scale.month or 1)
    part = (months * days + day_of_month - (not after)) * 1000
    whole = days * (1 if scale.month else 12 * scale.span)
    return (-(-part // whole) if after else part // whole) / 10


def _days(year: int, month: int) -> int:
    return monthrange(2000 + year % 400, month)[1]  # the calendar repeats after 400 years
