"""Draws the map of some marks: the countries concerned amid their neighbours, and the marks on it.

It knows of a mark no more than what may be seen of it.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import radians
from typing import Literal

import msgspec

from .labels import Box, Label, Sheet, beside, within
from .paths import Rings, Survey, path, survey
from .projection import WIDTH, Point, View, area, view_of
from .shapes import EARTH, Vector, frame_of, vector, world

ROOM = 1.35  # a country fills three quarters of its map
LEAST = radians(7)  # the least that a map is wide: it shows a country, not a street
FARTHEST = 1.5  # radii of the globe between places that one map can still hold
LARGE = radians(40)  # a country wider than this is shown in part when a spot in it is meant:
AROUND = radians(7)  # so much to the north and to the south of the spot
POINT, RING = 5, 10  # units: the radius of a point, and of the ring around a tiny country
GAP = 10  # units between a spot and its name
NEIGHBOURS = 6  # names of other countries, at the most
BROAD = 600  # square units: what a neighbour shows when its name may stand beside it


class Mark(msgspec.Struct, frozen=True):
    """What may be drawn of one place, and nothing beyond that."""

    name: str
    how: Literal["shaded", "point", "about", "within"]
    country: str | None = None
    lon: float | None = None  # degrees, on the grid of what is known
    lat: float | None = None
    about: int = 0  # kilometres around it

    @property
    def country_name(self) -> str | None:
        """What maps call its country."""
        return world().countries[self.country].name if self.country else None

    @property
    def spot(self) -> tuple[float, float] | None:
        """Its longitude and latitude in radians, if it is drawn as a spot."""
        if self.lon is None or self.lat is None:
            return None
        return radians(self.lon), radians(self.lat)


class Spot(msgspec.Struct, frozen=True):
    """A point, a circle that stands for “about here”, or a ring around something tiny."""

    what: Literal["point", "about", "tiny"]
    x: int
    y: int
    radius: int
    name: str

    @property
    def box(self) -> Box:
        """What it takes up."""
        x, y, radius = self.x, self.y, self.radius
        return x - radius, y - radius, x + radius, y + radius


class Locator(msgspec.Struct, frozen=True):
    """A map, ready to be drawn as SVG, and what it shows, for its words."""

    marks: tuple[Mark, ...]
    width: int
    height: int
    land: str
    subject: str
    disputed: str
    borders: str
    dashed: str
    spots: tuple[Spot, ...]
    names: tuple[Label, ...]  # of what it is about
    neighbours: tuple[Label, ...]
    undecided: tuple[str, ...]  # disputed shapes that it shows apart


@lru_cache(maxsize=512)
def draw(marks: tuple[Mark, ...]) -> Locator | None:
    """The map of these marks; kept, because many articles are about the same places."""
    view = _view(marks)
    if view is None:
        return None
    codes = tuple(dict.fromkeys(mark.country for mark in marks if mark.country))
    seen, shapes = survey(view, codes), world()
    own = {code: seen.country(code) for code in codes}
    disputed = {
        name: seen.country(name)
        for name, parties in shapes.disputed.items()
        if not {*codes}.isdisjoint(parties)
    }
    spots = tuple(_spots(marks, own, view))
    land = seen.rings(seen.shapes.land)
    paper = Sheet(view.height, land)
    names = _names(marks, own, spots, paper)
    taken = [*(spot.box for spot in spots), *(name.box for name in names)]
    return Locator(
        marks=marks,
        width=WIDTH,
        height=view.height,
        land=path(land, closed=True),
        subject=path([ring for rings in own.values() for ring in rings], closed=True),
        disputed=path([ring for rings in disputed.values() for ring in rings], closed=True),
        borders=path(seen.lines(seen.shapes.borders), closed=False),
        dashed=path(seen.dashed(), closed=False),
        spots=spots,
        names=tuple(names),
        neighbours=tuple(_neighbours(seen, {*codes}, paper, taken)),
        undecided=tuple(name for name, rings in disputed.items() if rings),
    )


def _view(marks: tuple[Mark, ...]) -> View | None:
    """The countries concerned with room around them; of one that is large, or whose main part is
    elsewhere, what lies around the spot."""
    needed: list[Vector] = []
    for mark in marks:
        frame = frame_of(mark.country) if mark.country else []
        if mark.spot:
            lon, lat = mark.spot
            country = view_of(frame, ROOM, LEAST, FARTHEST) if frame else None
            if country is None or WIDTH / country.scale > LARGE or not country.shows(lon, lat):
                frame = [vector(lon, lat - AROUND), vector(lon, lat + AROUND)]
        needed += frame
    return view_of(needed, ROOM, LEAST, FARTHEST) if needed else None


def _spots(marks: tuple[Mark, ...], own: dict[str, Rings], view: View) -> Iterable[Spot]:
    pointed = {mark.country for mark in marks if mark.how == "point"}
    for mark in marks:
        if mark.spot:
            x, y = view.place(*mark.spot)
            if mark.how == "point":
                yield Spot("point", x, y, POINT, mark.name)
            else:
                around = max(RING, round(mark.about / EARTH * view.scale))
                yield Spot("about", x, y, around, mark.name)
    for code, rings in own.items():
        x, y, across = _middle([*rings, _frame_on(view, code)])
        if across < 3 * RING and code not in pointed:
            yield Spot("tiny", x, y, max(RING, round(across * 0.7)), world().countries[code].name)


def _frame_on(view: View, code: str) -> list[Point]:
    return [view.place_of(vector) for vector in frame_of(code)]


def _middle(rings: Rings) -> tuple[int, int, int]:
    """The middle of what rings take up, and how far across that is."""
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    across = max(max(xs) - min(xs), max(ys) - min(ys))
    return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2, across


def _names(
    marks: tuple[Mark, ...], own: dict[str, Rings], spots: tuple[Spot, ...], paper: Sheet
) -> list[Label]:
    """The names of spots, then those of the countries concerned."""
    names: list[Label] = []
    taken = [spot.box for spot in spots]
    for spot in spots:
        _add(beside(spot.name, (spot.x, spot.y), spot.radius + GAP, paper, taken), names, taken)
    called = {mark.country: mark.name for mark in marks if mark.how == "shaded"}
    ringed = {spot.name for spot in spots if spot.what == "tiny"}
    for code, rings in own.items():
        name = world().countries[code].name
        if name not in ringed:
            _add(within(called.get(code, name), rings, paper, taken, off=True), names, taken)
    return names


def _neighbours(seen: Survey, codes: set[str], paper: Sheet, taken: list[Box]) -> list[Label]:
    """The names of other countries, the largest first, where they have room."""
    countries = world().countries
    shapes = {
        code: seen.country(code)
        for code in seen.shapes.countries
        if code in countries and code not in codes
    }
    sizes = {code: sum(abs(area(ring)) for ring in rings) for code, rings in shapes.items()}
    names: list[Label] = []
    taken = [*taken]
    for code in sorted((c for c in sizes if sizes[c]), key=lambda code: -sizes[code]):
        off = seen.detail == 0 and sizes[code] > BROAD  # near by, it is missed if not named
        _add(within(countries[code].name, shapes[code], paper, taken, off=off), names, taken)
        if len(names) == NEIGHBOURS:
            break
    return names


def _add(label: Label | None, names: list[Label], taken: list[Box]) -> None:
    if label:
        names.append(label)
        taken.append(label.box)
