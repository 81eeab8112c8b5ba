"""A part of the globe laid flat for a small map: Lambert's azimuthal equal-area projection.

Areas keep their proportions and the middle of the map its shape, at the poles and across the
180th meridian as anywhere else. The map's units are whole numbers: a small map needs no finer ones.
"""

from math import asin, atan2, cos, hypot, sin, sqrt

import msgspec

from .shapes import Vector, lon_lat, middle_of, vector

WIDTH = 480
TALLEST, LOWEST = 440, 300
MARGIN = 8  # units that shapes are drawn beyond the edge, so that their outline stays out of sight

Point = tuple[int, int]
Flat = tuple[float, float]


class View(msgspec.Struct, frozen=True):
    """What a map shows: its middle, and its units for each radius of the globe."""

    lon: float
    lat: float
    scale: float
    height: int

    @property
    def middle(self) -> Vector:
        return vector(self.lon, self.lat)

    @property
    def reach(self) -> float:
        """How far its corners are from its middle, as a straight line through the globe."""
        return min(2.0, (hypot(WIDTH, self.height) / 2 + MARGIN) / self.scale)

    def place(self, lon: float, lat: float) -> Point:
        """Where a longitude and latitude (in radians) stand on the map."""
        x, y = flat(lon, lat, self.lon, self.lat)
        return round(WIDTH / 2 + x * self.scale), round(self.height / 2 - y * self.scale)

    def place_of(self, point: Vector) -> Point:
        """Where a point of the globe stands on the map."""
        return self.place(*lon_lat(point))

    def shows(self, lon: float, lat: float) -> bool:
        """Whether a longitude and latitude (in radians) lie on the map."""
        x, y = self.place(lon, lat)
        return 0 < x < WIDTH and 0 < y < self.height


def flat(lon: float, lat: float, lon_0: float, lat_0: float) -> Flat:
    """A point around a middle, in radii of the globe; its distance is the straight line's."""
    east = lon - lon_0
    down = cos(lat) * cos(east)
    across = 1 + sin(lat_0) * sin(lat) + cos(lat_0) * down
    stretch = sqrt(2 / max(across, 1e-9))
    x = stretch * cos(lat) * sin(east)
    return x, stretch * (cos(lat_0) * sin(lat) - sin(lat_0) * down)


def view_of(vectors: list[Vector], room: float, least: float, most: float) -> View | None:
    """A view that holds all these points with room to spare (1.25: a quarter); None where they
    are further apart than `most` (radii of the globe). At its least it is `least` wide."""
    places = [lon_lat(point) for point in vectors]
    lon, lat = lon_lat(middle_of(vectors))
    for _ in range(3):
        spread = [flat(*place, lon, lat) for place in places]
        west, east = min(x for x, _ in spread), max(x for x, _ in spread)
        south, north = min(y for _, y in spread), max(y for _, y in spread)
        lon, lat = _unflat((west + east) / 2, (south + north) / 2, lon, lat)
    if max(east - west, north - south) > most:
        return None
    wide, tall = max((east - west) * room, least), max((north - south) * room, least * 0.7)
    height = round(max(LOWEST, min(TALLEST, WIDTH * tall / wide)))
    return View(lon, lat, min(WIDTH / wide, height / tall), height)


def _unflat(x: float, y: float, lon_0: float, lat_0: float) -> Flat:
    far = hypot(x, y)
    if far == 0:
        return lon_0, lat_0
    angle = 2 * asin(min(1.0, far / 2))
    lat = asin(cos(angle) * sin(lat_0) + y * sin(angle) * cos(lat_0) / far)
    down = far * cos(lat_0) * cos(angle) - y * sin(lat_0) * sin(angle)
    return lon_0 + atan2(x * sin(angle), down), lat


def clipped(ring: list[Point], height: int) -> list[Point]:
    """The part of a ring that lies on the map (Sutherland and Hodgman, an edge at a time)."""
    for axis, edge, sign in (
        (0, -MARGIN, 1),
        (0, WIDTH + MARGIN, -1),
        (1, -MARGIN, 1),
        (1, height + MARGIN, -1),
    ):
        if all((point[axis] - edge) * sign >= 0 for point in ring):
            continue
        ring = _cut(ring, axis, edge, sign)
        if not ring:
            break
    return ring


def _cut(ring: list[Point], axis: int, edge: int, sign: int) -> list[Point]:
    kept: list[Point] = []
    before = ring[-1]
    was_in = (before[axis] - edge) * sign >= 0
    for point in ring:
        is_in = (point[axis] - edge) * sign >= 0
        if is_in != was_in:
            part = (edge - before[axis]) / (point[axis] - before[axis])
            across = round(before[1 - axis] + part * (point[1 - axis] - before[1 - axis]))
            kept.append((edge, across) if axis == 0 else (across, edge))
        if is_in:
            kept.append(point)
        before, was_in = point, is_in
    return kept


def area(ring: list[Point]) -> float:
    """The area of a ring in square units: positive where it runs clockwise, as seen on the map."""
    before = ring[-1] if ring else (0, 0)
    double = 0
    for point in ring:
        double += before[0] * point[1] - point[0] * before[1]
        before = point
    return double / 2
