"""What a view shows of the shapes: rings cut to it, borders, and both as the paths of an SVG."""

from collections.abc import Iterable
from itertools import pairwise
from math import radians

import msgspec

from .projection import MARGIN, WIDTH, Point, View, area, clipped
from .shapes import Detail, Ring, arcs_of, caps_of, own, world

GRAINS = (3, 6, 9)  # units: points nearer to each other than this say no more than one
DASH = 12  # units: a shorter stretch of border says nothing dashed
SPECK = 10  # square units: a ring smaller than this is left out
FINEST = 3.6  # units that a scale may leave out before a finer one is drawn
HEAVIEST = 1300  # points: a map weighs some 2 kB compressed, and a page has few to spare

Rings = list[list[Point]]


class Survey(msgspec.Struct, frozen=True):
    """A view over one scale's shapes, with the arcs that come near it laid flat."""

    view: View
    detail: int
    flat: dict[int, list[Point]]  # every point of an arc near the view

    @property
    def shapes(self) -> Detail:
        """The shapes of its scale."""
        return world().details[self.detail]

    def country(self, code: str) -> Rings:
        """The parts of a country, or of a disputed shape by its name, that the view shows."""
        return self.rings(self.shapes.countries.get(code, ()))

    def rings(self, rings: Iterable[Ring]) -> Rings:
        """The parts of these rings that the view shows."""
        caps, middle, reach = caps_of(self.detail), self.view.middle, self.view.reach
        found = []
        for ring in rings:
            if not caps[ring].reaches(middle, reach):
                continue
            near = any(own(index) in self.flat for index in ring)
            points = self._points(ring)
            if not near and area(points) < 0:
                continue  # it lies around the far side of the globe, and so looks turned over
            part = clipped(points, self.view.height)
            if abs(area(part)) >= SPECK:
                found.append(part)
        return found

    def lines(self, arcs: Iterable[int]) -> Rings:
        """The parts of these arcs that the view shows."""
        lines: Rings = []
        for index in arcs:
            points, open_ = self.flat.get(index, []), False
            for before, point in pairwise(points):
                if not (self._shows(before) or self._shows(point)):
                    open_ = False
                    continue
                if not open_:
                    joined = lines and lines[-1][-1] == before
                    lines += [] if joined else [[before]]
                lines[-1].append(point)
                open_ = True
        return lines

    def dashed(self) -> Rings:
        """The borders that are not agreed on, where they can be seen to be dashed."""
        return [line for line in self.lines(self.shapes.dashed) if _across(line) >= DASH]

    def _points(self, ring: Ring) -> list[Point]:
        arcs, place = arcs_of(self.detail), self.view.place
        points: list[Point] = []
        for index in ring:
            number = own(index)
            part = self.flat.get(number)
            if part is None:  # out of view: its ends are enough
                ends = arcs[number].points
                part = [place(*ends[0]), place(*ends[-1])]
            points += part if index >= 0 else reversed(part)
        return points

    def _shows(self, point: Point) -> bool:
        x, y = point
        return -MARGIN <= x <= WIDTH + MARGIN and -MARGIN <= y <= self.view.height + MARGIN


def survey(view: View, codes: Iterable[str]) -> Survey:
    """The coarsest scale that is fine enough for a view of these countries, its nearest arcs laid
    flat. Where that would weigh too much, their neighbours are drawn in less detail first."""
    scales = range(len(world().details))
    fitting = max((n for n in scales if _size(n) * view.scale <= FINEST), default=0)
    for detail in scales[fitting:]:
        flat, meant = _laid_flat(view, detail), _arcs_of_countries(detail, codes)
        for grain in GRAINS:
            flat = {
                number: points if number in meant else _thinned(points, grain)
                for number, points in flat.items()
            }
            if sum(map(len, flat.values())) <= HEAVIEST:
                return Survey(view, detail, flat)
    return Survey(view, detail, flat)


def _arcs_of_countries(detail: int, codes: Iterable[str]) -> set[int]:
    countries = world().details[detail].countries
    return {own(i) for code in codes for ring in countries.get(code, ()) for i in ring}


def _size(detail: int) -> float:
    return radians(world().details[detail].size)


def _laid_flat(view: View, detail: int) -> dict[int, list[Point]]:
    middle, reach = view.middle, view.reach
    return {
        number: _thinned([view.place(*point) for point in arc.points], GRAINS[0])
        for number, arc in enumerate(arcs_of(detail))
        if arc.cap.reaches(middle, reach)
    }


def _thinned(points: list[Point], grain: int) -> list[Point]:
    """An arc without points that are nearer to each other than the grain; its ends stay."""
    x, y = points[0]
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - x) + abs(point[1] - y) >= grain:
            kept.append(point)
            x, y = point
    return [*kept, points[-1]]


def _across(line: list[Point]) -> int:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def path(parts: Rings, *, closed: bool) -> str:
    """Parts as the `d` of an SVG path, in steps from point to point."""
    written = []
    for part in parts:
        x, y = part[0]
        steps = []
        for next_x, next_y in part[1:]:
            if (next_x, next_y) != (x, y):
                steps.append(f"{next_x - x}{'' if next_y < y else ' '}{next_y - y}")
                x, y = next_x, next_y
        if steps:
            joined = "".join(s if s[0] == "-" or not n else f" {s}" for n, s in enumerate(steps))
            written.append(f"M{part[0][0]} {part[0][1]}l{joined}{'z' if closed else ''}")
    return "".join(written)
