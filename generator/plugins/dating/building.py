"""What the tokens mean that a rule of the grammar took."""

import re
from collections.abc import Sequence
from typing import cast

from .days import Unit
from .lexicon import Token
from .said import Fixed, Meaning, Near, Pair, Point, Run, Shift, Unsure

_TWO_DIGITS = 100
_MONTHS = 12
_TURN_OF_CENTURY = 30  # a year of two digits below it is of the present century
_CENTURIES = range(10, 22)  # from the tenth to the present one
_REPORTED = ("week", "month", "quarter", "year")  # what figures are given for
_VAGUE = ("about", "around", "roughly", "approximately", "nearly", "almost", "some", "more", "less")


class Found:
    """The tokens that a rule took, by their classes."""

    def __init__(self, taken: Sequence[Token]) -> None:
        self.taken = taken

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.taken)

    def all(self, *kinds: str) -> list[int]:
        return [t.value for t in self.taken if t.kind in kinds and isinstance(t.value, int)]

    def one(self, *kinds: str) -> int | None:
        return next(iter(self.all(*kinds)), None)

    def unit(self) -> Unit:
        said = (t.value for t in self.taken if t.kind in ("unit", "units", "quarter"))
        return cast(Unit, next(said))

    @property
    def turn(self) -> int:
        """Which way “last”, “this” and “next” point; the first of them counts."""
        turns = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}
        said = [turns.get(t.kind, 0) for t in self.taken if t.kind in (*turns, "this", "current")]
        return next((turn for turn in said if turn), 0)


def date(found: Found) -> Meaning | None:
    """Whatever a calendar's words name, its year said, implied or missing."""
    number = found.one("month", "mon", "verbmonth")
    shift = found.turn if found.has("unit") else None
    turn = found.turn if found.has("last", "next", "this", "past", "coming") else None
    return Point(
        year=found.one("year", "oldyear"),
        year_shift=shift,
        months=(number, number) if number else None,
        day=found.one("daynum", "nth"),
        weekday=found.one("weekday", "wday"),
        season=found.one("season"),
        turn=None if shift is not None else turn,
        approximate=found.has("about", "around", "circa"),
    )


def day_of_week(found: Found) -> Meaning | None:
    if found.has("unit"):
        return Point(weekday=found.one("weekday"), week_shift=found.turn)
    turn = found.turn if found.has("last", "next", "past", "coming", "this") else None
    return Point(weekday=found.one("weekday"), turn=turn or None)


def days_of_a_month(found: Found) -> Meaning | None:
    days = found.all("daynum", "nth")
    number = found.one("month", "mon")
    if not number or days[0] >= days[1]:
        return None
    ends = [Point(year=found.one("year"), months=(number, number), day=day) for day in days]
    return Pair(*ends)


def iso(found: Found) -> Meaning | None:
    return Fixed(str(found.taken[0].value)[:10])


def numeric(found: Found) -> Meaning | None:
    """Day and month in figures, where only one of two readings is a date.

    With dots the day comes first wherever that is written.
    """
    text = str(found.taken[0].value)
    first, second, year = re.split("[./]", text)
    day, number = first, second
    if "/" in text and first != second:
        if (int(first) > 12) == (int(second) > 12):  # noqa: PLR2004
            return None
        if int(second) > 12:  # noqa: PLR2004
            day, number = second, first
    return Fixed(f"{_in_full(int(year))}-{int(number):02}-{int(day):02}")


def day_with_dashes(found: Found) -> Meaning | None:
    """“27-Oct-89”, as telegrams and tables have it."""
    day, year = found.all("daynum", "small", "year")
    return Fixed(f"{_in_full(year)}-{found.one('month', 'mon') or 0:02}-{day:02}")


def _in_full(year: int) -> int:
    if year >= _TWO_DIGITS:
        return year
    return year + (2000 if year < _TURN_OF_CENTURY else 1900)


def years(found: Found) -> Meaning | None:
    years = found.all("year", "daynum", "small")
    first, last = years[0], years[1]
    if last < _TWO_DIGITS:
        last += first // _TWO_DIGITS * _TWO_DIGITS
    return Fixed(f"{first}/{last}") if first < last else None


def winter(found: Found) -> Meaning | None:
    year, after = found.all("year", "daynum", "small")[:2]
    return Point(year=year, season=24) if (year + 1) % 100 == after % 100 else None


def era(found: Found) -> Meaning | None:
    return Fixed(f"{next(str(t.value) for t in found.taken if t.kind == 'era')[:3]}X")


def century(found: Found) -> Meaning | None:
    number = found.one("nth", "ordinal") or 0
    return (
        Fixed(f"{number - 1:02}XX") if number in _CENTURIES and found.unit() == "century" else None
    )


def part_of_year(found: Found) -> Meaning | None:
    """Quarters, halves and the first months of a year."""
    cut = next((n for n, t in enumerate(found.taken) if t.kind in ("half", "quarter", "units")), 0)
    which, year = Found(found.taken[: cut + 1]), Found(found.taken[cut + 1 :])
    number = which.one("q", "first", "ordinal", "nth") or 0
    if which.has("units"):
        count = which.one("number", "daynum", "small") or 0
        first = _MONTHS + 1 - count if which.has("last") else 1
        span = (first, first + count - 1)
    else:
        length = 6 if which.has("half") else 3
        span = (length * (number - 1) + 1, length * number)
    whole = 1 <= span[0] <= span[1] <= _MONTHS and span != (1, _MONTHS)
    if not whole or (which.has("units") and which.unit() != "month"):
        return None
    if year.has("unit"):
        return Point(year_shift=year.turn, months=span) if year.unit() == "year" else None
    return Point(year=year.one("year"), months=span)


def part_of_year_named_first(found: Found) -> Meaning | None:
    """“The 2024 fourth quarter” and “2024 Q4”."""
    named = next((n for n, t in enumerate(found.taken) if t.kind == "possessive"), 0)
    rest = found.taken[named + 1 :]
    return part_of_year(Found([*rest, *found.taken[: named or 1]]))


def shift(found: Found) -> Meaning | None:
    unit = found.unit()
    if unit in ("day", "hour"):
        return None
    return Shift(unit, found.turn)


def end_of(found: Found) -> Meaning | None:
    """“Year-end” and “the month’s end”; a week-end is something else."""
    return Shift(found.unit(), 0) if found.unit() in ("year", "month") else None


def date_of_a_year(found: Found) -> Meaning | None:
    return Point(year=found.one("year")) if found.unit() == "year" else None


def weekend(found: Found) -> Meaning | None:
    return Shift("weekend", -1) if found.unit() == "weekend" else None


def deictic(found: Found) -> Meaning | None:
    count = found.one("deictic") or 0
    if found.has("before", "after"):  # the day before yesterday
        count += 1 if found.has("after") else -1
    return Shift("day", count) if abs(count) <= 2 else None  # noqa: PLR2004


def this_part(found: Found) -> Meaning | None:
    return Shift("day", -1 if found.has("last") else 0)


def counted(found: Found) -> int:
    return found.one("number", "daynum", "small") or 1


def ago(found: Found) -> Meaning | None:
    if found.unit() in ("hour", "weekend"):
        return None
    about = found.has(*_VAGUE, "over")
    return Shift(found.unit(), -counted(found), about, counted=True)


def ago_to_the_day(found: Found) -> Meaning | None:
    """“Two years ago today”: what is said of today is no reason to take the whole year."""
    return Unsure() if found.unit() in ("day", "week", "month", "year") else None


def unsure(found: Found) -> Meaning | None:
    """“A year ago Tuesday”, “the latest quarter”: a date, but which one only its author knows."""
    if found.has("latest") and found.unit() not in _REPORTED:
        return None
    return Unsure()


def year_before(found: Found) -> Meaning | None:
    """“The year-earlier quarter”, of the quarter that was named before."""
    here = found.taken[0].value == "year"
    return Near("year", -1) if here and found.unit() == "year" else None


def comes(found: Found) -> Meaning | None:
    """“Comes four months after”: what comes is the news, so the count ends at the publication."""
    unit, count = found.unit(), counted(found)
    if unit in ("hour", "weekend") or found.has("before"):
        return None
    return Shift(unit, -count, approximate=True, counted=True)


def run(found: Found) -> Meaning | None:
    count = counted(found)
    if found.unit() == "weekend" or (count == 1 and found.unit() == "hour"):
        return None
    return Run(found.unit(), count * (found.turn or -1))


def near(found: Found) -> Meaning | None:
    unit = found.unit() if found.has("unit", "units") else "day"  # “the night before”
    if unit in ("hour", "weekend"):
        return None
    away = -1 if found.has("earlier", "before", "previous") else 1
    return Near(unit, 0 if found.has("same", "that") else away * counted(found))


def feast(found: Found) -> Meaning | None:
    value = next(token.value for token in found.taken if token.kind == "feast")
    assert isinstance(value, tuple)
    number, day = value
    turn = found.turn if found.has("last", "next", "this") else None
    return Point(year=found.one("year"), months=(number, number), day=day, turn=turn)
