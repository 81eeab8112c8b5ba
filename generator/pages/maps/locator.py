"""The map of where: a country shaded, a place marked no more precisely than is stored.

What is known of a position is cut down to its precision before anything is drawn: to a grid whose
cells are as large as what is known, or to the country alone. Two positions in one cell give the
same map, so that nobody can read more out of it.
"""

from collections.abc import Iterable

from generator.model.records import Event, Locality
from generator.model.registers import Place

from .locator_map import Locator, Mark, draw
from .shapes import across, world

PRECISIONS = ("exact", "town", "district", "region", "country", "unknown")
FINEST = {  # what the kind of a place allows, however precisely it is known
    "site": "exact",
    "city": "town",
    "region": "region",
    "sea": "region",
    "country": "country",
}
# Degrees between the lines of the grid. A map of a country has no use for a finer one.
GRIDS = {"exact": 0.05, "town": 0.05, "district": 0.25, "region": 1.0}
ABOUT = {"district": 25, "region": 110}  # kilometres: a circle that holds a cell of the grid
SEA = 200  # kilometres


def locator(where: Place | Iterable[Locality], events: Iterable[Event] = ()) -> Locator | None:
    """The map of a place, or of the places of an article and of its events.

    None where nothing may be drawn, or the places are too far apart for one map.
    """
    if isinstance(where, Place):
        marks = [mark_of(where, FINEST[where.kind])]
    else:
        marks = [mark_of(place, precision) for place, precision in _stated(where, events)]
    return draw(tuple(mark for mark in marks if mark))


def mark_of(place: Place, precision: str) -> Mark | None:
    """What a precision, and the kind of a place, allow to be drawn of it; None: nothing."""
    code = place.country if place.country in world().countries else None
    precision = _coarser(precision, FINEST[place.kind])
    lon, lat = place.longitude, place.latitude
    about = SEA if place.kind == "sea" else ABOUT.get(precision, 0)
    if precision in GRIDS and lon is not None and lat is not None and _fits(about, code):
        grid = GRIDS[precision]
        lon, lat = (round(round(degrees / grid) * grid, 2) for degrees in (lon, lat))
        return Mark(place.name, "about" if about else "point", code, lon, lat, about)
    if code is None:
        return None
    return Mark(place.name, "shaded" if place.kind == "country" else "within", code)


def _stated(where: Iterable[Locality], events: Iterable[Event]) -> Iterable[tuple[Place, str]]:
    """Each place once, at its coarsest; an event's place that its article does not name among its
    own has no precision."""
    found: dict[str, tuple[Place, str]] = {}
    for locality in where:
        place = locality.place
        before = found.get(place.id, (place, locality.precision))[1]
        found[place.id] = (place, _coarser(before, locality.precision))
    for event in events:
        if event.where:
            found.setdefault(event.where.id, (event.where, "unknown"))
    return found.values()


def _coarser(one: str, other: str) -> str:
    return max(one, other, key=PRECISIONS.index)


def _fits(about: int, code: str | None) -> bool:
    """Whether a circle says more than the country's own shape would."""
    return code is None or 2 * about < across(code)
