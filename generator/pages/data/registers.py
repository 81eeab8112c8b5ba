"""What researchers are given of the registers: what the ids in the other tables stand for."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, NamedTuple, get_args

from generator.model.registers import Actor, Place, SourceKind
from generator.pages.maps.locator import FINEST, mark_of
from generator.pages.maps.locator_map import Mark

from .columns import ARTICLES, CLAIMS, EVENTS, FIGURES
from .corrections import CORRECTIONS
from .tables import Column, Table, columns


def _entry(part: str = "") -> tuple[Column, ...]:
    """What every register says of its entries; `part` leads to the entry."""
    return columns(
        Column("id", "id", "its own id, which stays", attrgetter(f"{part}id")),
        Column("url", "address", "its page", attrgetter(f"{part}permalink")),
        Column("name", "text", "its name", attrgetter(f"{part}name")),
        Column("aliases", "texts", "what else it is called", attrgetter(f"{part}aliases")),
        Column("about", "text", "what it is", attrgetter(f"{part}about"), True),
        Column("as_of", "date", "when that was known to hold, in EDTF",
               attrgetter(f"{part}as_of"), True),
    )  # fmt: skip


def _country(part: str = "") -> Column:
    about = "ISO 3166-1 alpha-2; empty: of none, or not on record"
    return Column("country", "country", about, attrgetter(f"{part}country"), True)


def _kind(part: str, words: tuple[str, ...]) -> Column:
    return Column("kind", "word", "what kind it is", attrgetter(f"{part}kind"), words=words)


def _web() -> Column:
    return Column("web", "address", "its own page on the web", attrgetter("url"), True)


def _by_id(entries: Iterable[Any]) -> list[Any]:
    return sorted(entries, key=attrgetter("id"))


class Shown(NamedTuple):
    """A place, and what its page's map may show of it."""

    place: Place
    mark: Mark | None

    @property
    def at(self) -> Mark | None:
        """The mark, if it has a position."""
        return self.mark if self.mark and self.mark.how in ("point", "about") else None


def _places(places: Iterable[Place]) -> list[Shown]:
    return [Shown(place, mark_of(place, FINEST[place.kind])) for place in _by_id(places)]


def _at(name: str) -> Any:
    return lambda row: getattr(row.at, name) if row.at else None


ACTORS = Table(
    "actors",
    "Actors",
    "A row for each state, government, army, agency, group or person that a report names.",
    columns(
        *_entry(),
        _kind("", get_args(Actor.__annotations__["kind"])),
        _country(),
        _web(),
    ),
    _by_id,
)
PLACES = Table(
    "places",
    "Places",
    "A row for each place that a report names.",
    columns(
        *_entry("place."),
        _kind("place.", get_args(Place.__annotations__["kind"])),
        _country("place."),
        Column("latitude", "number", "degrees, WGS 84, cut down to what its kind allows to show; "
               "no measurement", _at("lat"), True),
        Column("longitude", "number", "degrees, WGS 84, likewise", _at("lon"), True),
        Column("within_km", "number", "how far from there it may be, at the least; 0: a town or "
               "site, within some kilometres", _at("about"), True),
    ),
    _places,
)  # fmt: skip
SOURCES = Table(
    "sources",
    "Sources",
    "A row for each agency, newspaper or office that reports rest on or that carried a claim.",
    columns(*_entry(), _kind("", get_args(SourceKind)), _country(), _web()),
    _by_id,
)
MEASURES = Table(
    "measures",
    "Measures",
    "A row for each thing that figures count, and what it must not be held against.",
    columns(
        *_entry(),
        Column("definition", "text", "what is counted and what is not", attrgetter("definition")),
        Column("unit", "text", "what it is counted in", attrgetter("unit")),
        Column("not_comparable", "text", "which figures must not be held together",
               attrgetter("not_comparable"), True),
    ),
    _by_id,
)  # fmt: skip
TAGS = Table("tags", "Tags", "A row for each subject.", _entry(), _by_id)

TABLES = {
    table.name: table
    for table in (
        ARTICLES, EVENTS, CLAIMS, FIGURES, CORRECTIONS, ACTORS, PLACES, SOURCES, MEASURES, TAGS
    )
}  # fmt: skip
