"""Dates in words: what a date of known precision is called, in whichever language's phrases."""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from .date_phrases import ENGLISH, ENGLISH_SHORT, Phrases, Ranges
from .edtf import Edtf
from .edtf_parse import Form, civil

_Unit = Literal["day", "month", "season", "year"]
_UNITS: tuple[Form, ...] = ("day", "month", "year")
_UNIT: dict[Form, _Unit] = {  # the unit that is known, where it is not the year
    "instant": "day",
    "day": "day",
    "month": "month",
    "day-of-month": "month",
    "season": "season",
}
_NO_AD = 1000  # the first year that needs no AD
_LONG_YEAR = 10_000


class Dates:
    """Dates in the words of one language; what was said before is at hand."""

    def __init__(self, words: Phrases, short: Phrases) -> None:
        self._words = _remembered(words)  # most dates of a site stand on many of its pages
        self._short = _remembered(short)

    def words(self, date: Edtf) -> str:
        """The date as running text says it, such as “between January and February 2025”."""
        return self._words(date.text)

    def short(self, date: Edtf) -> str:
        """The date as a column of a table says it, such as “Jan–Feb 2025”."""
        return self._short(date.text)


def _remembered(say: Phrases) -> Callable[[str], str]:
    return lru_cache(maxsize=4096)(lambda text: _said(Edtf.parse(text), say))


IN_ENGLISH = Dates(ENGLISH, ENGLISH_SHORT)
words, short = IN_ENGLISH.words, IN_ENGLISH.short


def _said(date: Edtf, say: Phrases) -> str:
    if date.form == "interval":
        return _interval(date, say)
    if date.form == "set":
        return _set(date, say)
    return _single(date, say, say.years_within if date.approximate else say.years)


def _single(date: Edtf, say: Phrases, years: str = "") -> str:
    """A date that is neither interval nor set; unless `years` is given, to stand among others."""
    if date.form == "unknown":
        return _unknown(date, say)
    whole, say = say, say.governed if date.approximate else say
    if date.form in ("decade", "century", "millennium"):
        said = _decade(date, say) or _years(date, years or say.years_within, say)
    elif date.form == "instant":
        said = _instant(date, say)
    else:
        said = _part_of(date, say)
    return _doubted(date, said, whole)


def _unit(date: Edtf) -> _Unit:
    return _UNIT.get(date.form, "year")


def _part_of(date: Edtf, say: Phrases, dated: bool = True) -> str:
    """A date, or what is unknown within one."""
    hidden: dict[Form, str] = {
        "month-of-year": say.month_of_year,
        "day-of-month": say.day_of_month,
        "day-of-year": say.day_of_year,
    }
    pattern = hidden.get(date.form)
    pieces = _pieces(_unit(date), date.first or 0, say.governed if pattern else say, dated)
    return (pattern or "{date}").format(date=" ".join(pieces))


def _doubted(date: Edtf, said: str, say: Phrases) -> str:
    if date.approximate:
        said = say.about.format(date=said)
    return say.uncertain.format(date=said) if date.uncertain else said


def _joined(unit: _Unit, day: int, say: Phrases) -> str:
    return " ".join(_pieces(unit, day, say))


def _pieces(unit: _Unit, day: int, say: Phrases, dated: bool = True) -> list[str]:
    """The pieces of what begins on the day of that number, without its year unless `dated`."""
    year, month, number = civil(day)
    if unit == "year":
        return [say.year.format(year=_year(year, say))]
    wintry = unit == "season" and month == len(say.months)  # winters begin in December
    values = {
        "day": number,
        "month": (say.months_of if unit == "day" else say.months)[month - 1],
        "season": say.seasons[month // 3 - 1],
        "year": _winter(year, say) if wintry else _year(year, say),
    }
    pattern = {"day": say.day, "month": say.month, "season": say.season}[unit]
    return [each.format_map(values) for each in pattern.split() if dated or "{year}" not in each]


def _year(year: int, say: Phrases) -> str:
    if year < 1:
        return say.before_christ.format(year=1 - year)  # year 0 is 1 BC
    if year < _NO_AD:
        return say.first_thousand.format(year=year)
    return f"{year:,}" if year >= _LONG_YEAR else str(year)


def _winter(year: int, say: Phrases) -> str:
    if not _NO_AD <= year < _LONG_YEAR - 1:
        return _year(year, say)
    following = year + 1
    return say.winter.format(
        year=year, next=f"{following % 100:02}" if following % 100 else following
    )


def _decade(date: Edtf, say: Phrases) -> str | None:
    """“the 2020s”; not “the 2000s”, which could as well be a century."""
    year = civil(date.first or 0)[0]
    if date.form != "decade" or year < _NO_AD or year % 100 == 0:
        return None
    return say.decade.format(year=year)


def _years(date: Edtf, pattern: str, say: Phrases) -> str:
    first, last = civil(date.first or 0)[0], civil(date.last or 0)[0]
    return pattern.format(first=_year(first, say), last=_year(last, say))


def _instant(date: Edtf, say: Phrases) -> str:
    day = _joined("day", date.first or 0, say)
    time, zone = date.text[11:19].removesuffix(":00"), date.text[19:]
    if not zone:
        return say.instant.format(date=day, time=time)
    hours, minutes = zone[1:3].lstrip("0"), zone[4:].strip("0")
    sign = "−" if zone[0] == "-" else "+"
    offset = f"{sign}{hours or 0}" + (f":{zone[4:]}" if minutes else "")
    return say.zoned.format(date=day, time=time, offset="" if offset == "+0" else offset)


def _unknown(date: Edtf, say: Phrases) -> str:
    """A date of no known year: its month and day, if it has them, without a year."""
    if not date.text[5:7].isdigit():
        return say.unknown
    leap = Edtf.parse(f"2000{date.text[4:]}")  # a year that has every day
    inner = say.governed if date.approximate else say
    return _doubted(date, say.year_unknown.format(date=_part_of(leap, inner, dated=False)), say)


def _interval(date: Edtf, say: Phrases) -> str:
    start, end = date.parts[0]
    if start and end:
        if start == end:
            return _said(start, say)
        first, last = _several([start, end], say.governed)
        brief = first.isalnum() and last.replace(" ", "").isalnum()
        pattern = say.between if brief else say.between_long
        return pattern.format(first=first, last=last)
    if start:
        pattern = say.since if date.text.endswith("..") else say.end_unknown
        return pattern.format(date=_single(start, say.governed))
    if end and date.text.startswith(".."):
        return say.before.format(date=_doubted(end, _after(end, say.governed), say))
    return say.start_unknown.format(date=_single(end, say.governed)) if end else say.unknown


def _after(date: Edtf, say: Phrases) -> str:
    """What follows a date, in the date's own precision: an interval includes its last day."""
    return _joined(_unit(date), (date.last or 0) + 1, say)


def _several(dates: list[Edtf], say: Phrases) -> list[str]:
    """Single dates, in which the pieces that all of them share are said once: with the last, or
    with the first where the year is said first."""
    unit = _unit(dates[0])
    if any(each.form != unit or each.approximate or each.uncertain for each in dates):
        return [_single(each, say) for each in dates]
    split = [_pieces(unit, each.first or 0, say) for each in dates]
    year_first = say.day.index("{year}") < say.day.index("{day}")
    place, step = (0, 1) if year_first else (-1, -1)
    shared = 0
    while shared < len(split[0]) - 1 and len({each[place + shared * step] for each in split}) == 1:
        shared += 1
    if year_first:
        return [" ".join(split[0]), *(" ".join(each[shared:]) for each in split[1:])]
    brief = [" ".join(each[: len(each) - shared]) for each in split]
    return [*brief[:-1], " ".join(split[-1])]


def _set(date: Edtf, say: Phrases) -> str:
    singles = [start for start, end in date.parts if start is not None and start == end]
    one_of = date.text.startswith("[")
    if len(singles) == len(date.parts):
        said = _several(singles, say)
    else:
        ranges = say.any_of if one_of else say.every
        said = [_range(start, end, ranges, say) for start, end in date.parts]
    if len(said) == 1:
        return said[0]
    return say.comma.join(said[:-1]) + (say.or_ if one_of else say.and_) + said[-1]


def _range(start: Edtf | None, end: Edtf | None, ranges: Ranges, say: Phrases) -> str:
    if start and start == end:
        return _single(start, say)
    dates = [each for each in (start, end) if each]
    unit = ranges.units[_UNITS.index(dates[0].form)]
    said = _several(dates, say.governed)
    pattern = ranges.closed if start and end else ranges.no_end if start else ranges.no_start
    return pattern.format(unit=unit, first=said[0], last=said[-1])
