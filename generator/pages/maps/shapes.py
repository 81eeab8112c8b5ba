"""The shapes of land and countries that locator maps are drawn from, read when the first one is.

`shapes.msgpack` is Natural Earth, simplified for four scales; `docs/shapes.py` makes it and says
how. Borders are arcs that neighbours share. In a ring, an arc that is walked backwards stands as
its complement, as in TopoJSON.
"""

from functools import cache
from itertools import accumulate
from math import asin, atan2, cos, hypot, radians, sin
from pathlib import Path

import msgspec

EARTH = 6371  # kilometres: the radius of the globe

Vector = tuple[float, float, float]  # a point of the globe, whose radius is 1
Ring = tuple[int, ...]


class Country(msgspec.Struct, frozen=True):
    """A country as maps call it, and the outermost points of its main part."""

    name: str
    frame: tuple[tuple[int, int], ...]


class Detail(msgspec.Struct, frozen=True):
    """All shapes at one scale: arcs as the differences of their points, the rest as arcs."""

    size: float  # degrees: what this scale leaves out
    arcs: tuple[tuple[int, ...], ...]
    land: tuple[Ring, ...]
    countries: dict[str, tuple[Ring, ...]]
    borders: tuple[int, ...]
    dashed: tuple[int, ...]  # borders that are not agreed on


class Shapes(msgspec.Struct, frozen=True):
    """The world, as the file has it."""

    about: str
    grid: int  # steps of a degree
    countries: dict[str, Country]  # by ISO 3166-1 alpha-2
    disputed: dict[str, tuple[str, ...]]  # shapes of no country, and the countries concerned
    details: tuple[Detail, ...]


class Cap(msgspec.Struct, frozen=True):
    """A round piece of the globe that something lies in; the radius is a straight line's length."""

    middle: Vector
    radius: float

    def reaches(self, middle: Vector, radius: float) -> bool:
        """Whether it touches another one."""
        (a, b, c), (x, y, z) = self.middle, middle
        return (a - x) ** 2 + (b - y) ** 2 + (c - z) ** 2 <= (self.radius + radius) ** 2


class Arc(msgspec.Struct, frozen=True):
    """Points from one end of an arc to the other, and where on the globe they are."""

    points: tuple[tuple[float, float], ...]  # longitude and latitude, in radians
    cap: Cap


@cache
def world() -> Shapes:
    """The shapes; the same value for every map of a build."""
    data = Path(__file__).with_name("shapes.msgpack").read_bytes()
    return msgspec.msgpack.decode(data, type=Shapes)


@cache
def arcs_of(detail: int) -> tuple[Arc, ...]:
    """The arcs of a scale, ready to be drawn."""
    step = radians(1 / world().grid)
    return tuple(_arc(steps, step) for steps in world().details[detail].arcs)


@cache
def caps_of(detail: int) -> dict[Ring, Cap]:
    """Where on the globe each ring of a scale lies, so that most need not be looked at."""
    arcs, shapes = arcs_of(detail), world().details[detail]
    rings = {*shapes.land, *(ring for rings in shapes.countries.values() for ring in rings)}
    return {ring: _around([arcs[own(index)].cap for index in ring]) for ring in rings}


def own(index: int) -> int:
    """The number of an arc, whichever way a ring walks it."""
    return index if index >= 0 else ~index


def vector(lon: float, lat: float) -> Vector:
    """The point of the globe at a longitude and latitude, in radians."""
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def lon_lat(point: Vector) -> tuple[float, float]:
    """The longitude and latitude of a point of the globe, in radians."""
    x, y, z = point
    return atan2(y, x), asin(max(-1.0, min(1.0, z)))


def frame_of(code: str) -> list[Vector]:
    """The outermost points of a country's main part."""
    step = radians(1 / world().grid)
    return [vector(lon * step, lat * step) for lon, lat in world().countries[code].frame]


def across(code: str) -> float:
    """How far apart the outermost points of a country are, in kilometres."""
    frame = frame_of(code)
    return max(_apart(one, other) for one in frame for other in frame) * EARTH


def middle_of(vectors: list[Vector]) -> Vector:
    """The point of the globe amid others; the first of them where they are all around it."""
    x, y, z = (sum(axis) for axis in zip(*vectors, strict=True))
    length = hypot(x, y, z)
    return (x / length, y / length, z / length) if length > 1e-9 * len(vectors) else vectors[0]


def _arc(steps: tuple[int, ...], step: float) -> Arc:
    lons, lats = list(accumulate(steps[::2])), list(accumulate(steps[1::2]))
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    lat = (south + north) / 2 * step
    wide = (east - west) / 2 * step * cos(max(0.0, abs(lat) - (north - south) / 2 * step))
    return Arc(
        tuple(zip((lon * step for lon in lons), (lat * step for lat in lats), strict=True)),
        Cap(vector((west + east) / 2 * step, lat), hypot(wide, (north - south) / 2 * step)),
    )


def _around(caps: list[Cap]) -> Cap:
    middle = middle_of([cap.middle for cap in caps])
    return Cap(middle, max(_apart(cap.middle, middle) + cap.radius for cap in caps))


def _apart(one: Vector, other: Vector) -> float:
    return hypot(*(a - b for a, b in zip(one, other, strict=True)))
