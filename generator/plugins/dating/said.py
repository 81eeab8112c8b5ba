"""What an expression means before anyone asks when it was said."""

from typing import Literal

import msgspec

from .days import Unit

Toward = Literal["past", "future", "unclear", ""]  # where a sentence looks; empty: it does not say


class Fixed(msgspec.Struct, frozen=True):
    """A date that needs no other."""

    text: str


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the calendar, named by its parts; the year may be missing."""

    year: int | None = None
    year_shift: int | None = None  # “last year” is -1
    months: tuple[int, int] | None = None  # first and last; the same for a month
    day: int | None = None
    weekday: int | None = None  # Monday is 0
    week_shift: int | None = None
    season: int | None = None  # EDTF: 21 is spring
    turn: int | None = None  # “last August” is -1, “next Friday” 1
    approximate: bool = False


class Shift(msgspec.Struct, frozen=True):
    """Units away from the publication: “last week”, “two years ago”."""

    unit: Unit
    count: int
    approximate: bool = False
    counted: bool = False  # “a decade ago” is a year, “last decade” is ten of them


class Run(msgspec.Struct, frozen=True):
    """A stretch of time up to the publication, or from it on: “the past three months”."""

    unit: Unit
    count: int


class Near(msgspec.Struct, frozen=True):
    """Units away from another date of the text: “a day earlier”, “that year”."""

    unit: Unit
    count: int


class Pair(msgspec.Struct, frozen=True):
    """From one to the other, as one interval."""

    first: "Meaning"
    last: "Meaning"


class Unsure(msgspec.Struct, frozen=True):
    """A date that words cannot settle; it stays open."""


Meaning = Fixed | Point | Shift | Run | Near | Pair | Unsure
