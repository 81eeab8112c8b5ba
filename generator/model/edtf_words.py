"""Dates in words. A language is one entry of CATALOGUE; no phrase is more precise than its date."""

from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from .edtf import Edtf
from .edtf_parse import Form, civil


class Phrases(Struct, frozen=True, kw_only=True):
    """How a language says dates: `str.format` patterns, and the names that go into them.

    `day`, `month` and `season` list the pieces of such a date in the order they are said. What
    the last pieces of several dates have in common is said once: “3 and 7 March 2025”.
    """

    months: tuple[str, ...]
    seasons: tuple[str, str, str, str]  # spring first
    day: tuple[str, ...] = ("{day}", "{month}", "{year}")
    month: tuple[str, ...] = ("{month}", "{year}")
    season: tuple[str, ...] = ("{season}", "{year}")
    before_christ: str
    first_thousand: str  # the years 1 to 999, which without a word look like no year
    winter: str  # the year of a winter, which ends in the next
    decade: str
    years: str  # a century or a millennium, standing alone
    years_within: str  # the same within a longer phrase
    month_of_year: str
    day_of_month: str
    day_of_year: str
    instant: str
    zoned: str  # the offset is empty in UTC itself
    about: str
    uncertain: str
    unknown: str
    year_unknown: str  # for XXXX-12-25
    between: str
    between_long: str  # where it takes more than a name or a number to say the first date
    before: str  # the date given is the first one that is too late
    since: str
    end_unknown: str
    start_unknown: str
    comma: str
    or_: str
    and_: str
    any_of: "Ranges"
    every: "Ranges"


class Ranges(Struct, frozen=True, kw_only=True):
    """Ranges within a set; `{unit}` is the name of a day, a month or a year."""

    units: tuple[str, str, str]  # day, month, year
    closed: str
    no_start: str
    no_end: str


class Language(Struct, frozen=True):
    """What `words` and `short` say in a language."""

    words: Phrases
    short: Phrases


_ENGLISH = Phrases(
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    seasons=("spring", "summer", "autumn", "winter"),
    before_christ="{year} BC",
    first_thousand="AD {year}",
    winter="{year}–{next}",
    decade="the {year}s",
    years="between {first} and {last}",
    years_within="{first}–{last}",
    month_of_year="an unknown month of {date}",
    day_of_month="a day in {date}",
    day_of_year="an unknown day of {date}",
    instant="{date}, {time}",
    zoned="{date}, {time} (UTC{offset})",
    about="about {date}",
    uncertain="{date} (uncertain)",
    unknown="date unknown",
    year_unknown="{date}, year unknown",
    between="between {first} and {last}",
    between_long="between {first} and {last}",
    before="before {date}",
    since="since {date}",
    end_unknown="from {date}, end unknown",
    start_unknown="until {date}, start unknown",
    comma=", ",
    or_=" or ",
    and_=" and ",
    any_of=Ranges(
        units=("day", "month", "year"),
        closed="any {unit} from {first} to {last}",
        no_start="any {unit} up to {last}",
        no_end="any {unit} from {first} on",
    ),
    every=Ranges(
        units=("day", "month", "year"),
        closed="every {unit} from {first} to {last}",
        no_start="every {unit} up to {last}",
        no_end="every {unit} from {first} on",
    ),
)
_ENGLISH_SHORT = replace(
    _ENGLISH,
    months=tuple(name[:3] for name in _ENGLISH.months),
    decade="{year}s",
    years="{first}–{last}",
    month_of_year="a month of {date}",
    day_of_year="a day of {date}",
    about="c. {date}",
    uncertain="{date}?",
    unknown="unknown",
    between="{first}–{last}",
    between_long="{first} – {last}",
    end_unknown="{date} – ?",
    start_unknown="? – {date}",
)
CATALOGUE: dict[str, Language] = {"en": Language(_ENGLISH, _ENGLISH_SHORT)}

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


def words(date: Edtf, lang: str = "en") -> str:
    """The date as running text says it, such as “between January and February 2025”.

    `lang` is a BCP 47 tag; a language that CATALOGUE does not have is English.
    """
    return _told(date.text, lang, False)


def short(date: Edtf, lang: str = "en") -> str:
    """The date as a column of a table says it, such as “Jan–Feb 2025”; `lang` as for `words`."""
    return _told(date.text, lang, True)


@lru_cache(maxsize=4096)  # most dates of a site stand on many of its pages
def _told(text: str, lang: str, short: bool) -> str:
    language = _language(lang)
    return _said(Edtf.parse(text), language.short if short else language.words)


def _language(tag: str) -> Language:
    return CATALOGUE.get(tag) or CATALOGUE.get(tag.partition("-")[0].lower()) or CATALOGUE["en"]


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
    if date.form in ("decade", "century", "millennium"):
        said = _decade(date, say) or _years(date, years or say.years_within, say)
    elif date.form == "instant":
        said = _instant(date, say)
    else:
        said = _part_of(date, _joined(_unit(date), date.first or 0, say), say)
    return _doubted(date, said, say)


def _unit(date: Edtf) -> _Unit:
    return _UNIT.get(date.form, "year")


def _part_of(date: Edtf, whole: str, say: Phrases) -> str:
    hidden: dict[Form, str] = {
        "month-of-year": say.month_of_year,
        "day-of-month": say.day_of_month,
        "day-of-year": say.day_of_year,
    }
    return hidden.get(date.form, "{date}").format(date=whole)


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
        return [_year(year, say)]
    wintry = unit == "season" and month == len(say.months)  # winters begin in December
    values = {
        "day": number,
        "month": say.months[month - 1],
        "season": say.seasons[month // 3 - 1],
        "year": _winter(year, say) if wintry else _year(year, say),
    }
    patterns = {"day": say.day, "month": say.month, "season": say.season}[unit]
    return [each.format_map(values) for each in patterns if dated or "{year}" not in each]


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
    whole = " ".join(_pieces(_unit(leap), leap.first or 0, say, dated=False))
    return _doubted(date, say.year_unknown.format(date=_part_of(leap, whole, say)), say)


def _interval(date: Edtf, say: Phrases) -> str:
    start, end = date.parts[0]
    if start and end:
        if start == end:
            return _said(start, say)
        first, last = _several([start, end], say)
        brief = first.isalnum() and last.replace(" ", "").isalnum()
        pattern = say.between if brief else say.between_long
        return pattern.format(first=first, last=last)
    if start:
        pattern = say.since if date.text.endswith("..") else say.end_unknown
        return pattern.format(date=_single(start, say))
    if end and date.text.startswith(".."):
        return say.before.format(date=_doubted(end, _after(end, say), say))
    return say.start_unknown.format(date=_single(end, say)) if end else say.unknown


def _after(date: Edtf, say: Phrases) -> str:
    """What follows a date, in the date's own precision: an interval includes its last day."""
    return _joined(_unit(date), (date.last or 0) + 1, say)


def _several(dates: list[Edtf], say: Phrases) -> list[str]:
    """Single dates, in which the pieces that all of them end with are said with the last only."""
    unit = _unit(dates[0])
    if any(each.form != unit or each.approximate or each.uncertain for each in dates):
        return [_single(each, say) for each in dates]
    split = [_pieces(unit, each.first or 0, say) for each in dates]
    shared = 0
    while shared < len(split[0]) - 1 and len({each[-shared - 1] for each in split}) == 1:
        shared += 1
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
    said = _several(dates, say)
    pattern = ranges.closed if start and end else ranges.no_end if start else ranges.no_start
    return pattern.format(unit=unit, first=said[0], last=said[-1])
