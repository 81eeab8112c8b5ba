"""Where there is room for a name on a map: the widest level stretch inside a shape."""

from collections.abc import Iterable

import msgspec

from .paths import Rings
from .projection import WIDTH, Point, area

LETTER = 8.6  # units that a letter takes, on average
LINE = 18  # units from one line to the next
STEP = 6  # units between the levels that are tried
TRIES = 8  # stretches beside which water is looked for
EDGE = 10  # units that names keep from the edge

Box = tuple[float, float, float, float]  # left, top, right, bottom
Stretch = tuple[float, float, int]  # left, right, and the level they are on


class Label(msgspec.Struct, frozen=True):
    """A name on a map; `anchor` is the end of it that stands at its point, as SVG calls it."""

    text: str
    x: int
    y: int
    anchor: str = "middle"

    @property
    def box(self) -> Box:
        """What it takes up."""
        wide = len(self.text) * LETTER
        left = {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return self.x - left, self.y - LINE * 0.75, self.x - left + wide, self.y + LINE * 0.25

    def meets(self, others: Iterable[Box]) -> bool:
        """Whether it would stand on something."""
        left, top, right, bottom = self.box
        return any(
            left < other[2] + LETTER
            and other[0] < right + LETTER
            and top < other[3] + LINE / 2
            and other[1] < bottom + LINE / 2
            for other in others
        )


class Sheet(msgspec.Struct, frozen=True):
    """What names are put on: a map's height, and its land."""

    height: int
    land: Rings

    def holds(self, label: Label) -> bool:
        """Whether a name lies on the map as a whole."""
        left, top, right, bottom = label.box
        return left >= 0 and right <= WIDTH and top >= 0 and bottom <= self.height

    def has_land_at(self, label: Label) -> bool:
        """Whether an end of a name, or its middle, stands on land."""
        left, top, right, bottom = label.box
        spots = [(x, y) for x in (left, (left + right) / 2, right) for y in (top, bottom)]
        return any(_inside(x, y, self.land) for x, y in spots)


def within(name: str, rings: Rings, paper: Sheet, taken: list[Box], *, off: bool) -> Label | None:
    """The name of a shape inside it, near its middle; with `off`, one that has no room for it has
    it in the water beside."""
    name = name.removeprefix("the ")
    need = (len(name) + 1) * LETTER
    largest = max(rings, key=lambda ring: abs(area(ring)), default=[])
    stretches = _stretches(largest, paper.height)
    roomy = [stretch for stretch in stretches if stretch[1] - stretch[0] >= need]
    amid = sum(y for _, _, y in roomy) / max(1, len(roomy))
    roomy.sort(key=lambda s: (-min(s[1] - s[0], 2 * need), abs(s[2] - amid)))
    for left, right, y in roomy:
        label = Label(name, round((left + right) / 2), y + LINE // 3)
        if not label.meets(taken):
            return label
    return _off(name, stretches, paper, taken) if off and not roomy else None


def _off(name: str, stretches: list[Stretch], paper: Sheet, taken: list[Box]) -> Label | None:
    for left, right, y in sorted(stretches, key=lambda s: s[0] - s[1])[:TRIES]:
        for x, anchor in ((left - LETTER, "end"), (right + LETTER, "start")):
            label = Label(name, round(x), y + LINE // 3, anchor)
            if paper.holds(label) and not label.meets(taken) and not paper.has_land_at(label):
                return label
    return None


def beside(name: str, spot: Point, off: int, paper: Sheet, taken: list[Box]) -> Label | None:
    """The name of a spot to its right or left, above or below, in the water if there is room."""
    x, y = spot
    name = name.removeprefix("the ")
    labels = (
        Label(name, x + off, y + LINE // 3, "start"),
        Label(name, x - off, y + LINE // 3, "end"),
        Label(name, x, y - off),
        Label(name, x, y + off + LINE * 2 // 3),
    )
    room = [label for label in labels if paper.holds(label) and not label.meets(taken)]
    return min(room, key=paper.has_land_at, default=None)


def _stretches(ring: list[Point], height: int) -> list[Stretch]:
    """Level stretches inside a ring, free for a line's height: left, right, and their level."""
    if not ring:
        return []
    levels = range(EDGE, height - EDGE, STEP)
    crossed: list[list[float]] = [[] for _ in levels]
    before = ring[-1]
    for point in ring:
        (x1, y1), (x2, y2) = sorted((before, point), key=lambda p: p[1])
        first = max(0, -(-(y1 - EDGE) // STEP))
        for n in range(first, min(len(crossed), -(-(y2 - EDGE) // STEP))):
            crossed[n].append(x1 + (levels[n] - y1) * (x2 - x1) / (y2 - y1))
        before = point
    spans = [_spans(sorted(places)) for places in crossed]
    return [
        (max(a, b, c), min(d, e, f), levels[n])
        for n in range(1, len(spans) - 1)
        for a, d in spans[n - 1]
        for b, e in spans[n]
        for c, f in spans[n + 1]
        if max(a, b, c) < min(d, e, f)
    ]


def _spans(places: list[float]) -> list[tuple[float, float]]:
    return [
        (max(EDGE, left), min(WIDTH - EDGE, right))
        for left, right in zip(places[::2], places[1::2], strict=False)
    ]


def _inside(x: float, y: float, rings: Rings) -> bool:
    crossings = 0
    for ring in rings:
        x1, y1 = ring[-1]
        for x2, y2 in ring:
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
            x1, y1 = x2, y2
    return crossings % 2 == 1
