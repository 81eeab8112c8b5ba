"""The phrases that dates are said with. English is here; other languages translate it.

No phrase is more precise than its date.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct, structs
from msgspec.structs import replace


class Phrases(Struct, frozen=True, kw_only=True):
    """How a language says dates: `str.format` patterns, and the names that go into them.

    `day`, `month` and `season` are the pieces of such a date in the order they are said. What
    several dates have in common is said once: “3 and 7 March 2025”. Many languages inflect what
    follows a day or a word such as “before”: березень 2025, but 27 березня 2025, до березня 2025.
    """

    months: tuple[str, ...]
    months_of: tuple[str, ...]  # after a day, and governed
    seasons: tuple[str, ...]  # spring first
    seasons_of: tuple[str, ...]  # governed
    year: str = "{year}"  # a year by itself
    year_of: str = "{year}"  # the same, governed
    day: str = "{day} {month} {year}"
    month: str = "{month} {year}"
    season: str = "{season} {year}"
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

    @property
    def governed(self) -> "Phrases":
        """The same for a date that a word stands before, such as “about” or “since”."""
        if self.months is self.months_of:
            return self
        names = {"months": self.months_of, "seasons": self.seasons_of, "year": self.year_of}
        return replace(self, **names)


class Ranges(Struct, frozen=True, kw_only=True):
    """Ranges within a set; `{unit}` is the name of a day, a month or a year."""

    units: tuple[str, str, str]  # day, month, year
    closed: str
    no_start: str
    no_end: str


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNITS = ("day", "month", "year")
_SEASONS = ("spring", "summer", "autumn", "winter")
ENGLISH = Phrases(
    months=_MONTHS,
    months_of=_MONTHS,
    seasons=_SEASONS,
    seasons_of=_SEASONS,
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
        units=_UNITS,
        closed="any {unit} from {first} to {last}",
        no_start="any {unit} up to {last}",
        no_end="any {unit} from {first} on",
    ),
    every=Ranges(
        units=_UNITS,
        closed="every {unit} from {first} to {last}",
        no_start="every {unit} up to {last}",
        no_end="every {unit} from {first} on",
    ),
)
ENGLISH_SHORT = replace(
    ENGLISH,
    months=(_BRIEF := tuple(name[:3] for name in _MONTHS)),
    months_of=_BRIEF,
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

Translate = Callable[[str, str], str]
"""What a phrase is in another language, given with what it is said of: “March”, “month”."""

DATE = "date"
_NAMES = {"months": "month", "months_of": "inflected month", "seasons": "season"}
_NAMES |= {"seasons_of": "inflected season", "year": "year", "year_of": "inflected year"}


def phrases_in(translate: Translate) -> tuple[Phrases, Phrases]:
    """The phrases of another language, for running text and for columns.

    What columns say in English as running text does, they say so in every language.
    """
    full = replace(ENGLISH, **_translated(ENGLISH.__struct_fields__, ENGLISH, translate, ""))
    names = [
        name
        for name in ENGLISH.__struct_fields__
        if getattr(ENGLISH, name) != getattr(ENGLISH_SHORT, name) and name != "months_of"
    ]
    brief = _translated(names, ENGLISH_SHORT, translate, "short ")
    return full, replace(full, **brief, months_of=brief["months"], year_of=full.year)


def _translated(
    names: Iterable[str], english: Phrases, translate: Translate, brief: str
) -> dict[str, Any]:
    def said(value: Any, of: str) -> Any:
        if isinstance(value, tuple):
            return tuple(translate(each, of) for each in value)
        if isinstance(value, Ranges):
            return replace(value, **{n: said(v, DATE) for n, v in structs.asdict(value).items()})
        return translate(value, of)

    return {name: said(getattr(english, name), brief + _NAMES.get(name, DATE)) for name in names}
