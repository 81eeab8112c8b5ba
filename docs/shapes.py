"""Makes the shapes of the locator maps: `make shapes` (needs npm, for the packages it reads).

Natural Earth's countries come as TopoJSON: every border is one arc that its two neighbours share.
The arcs are simplified once for each scale that maps are drawn at, so that neighbours go on
fitting each other, and written as differences on a grid of a hundredth of a degree (MessagePack:
most of them take a byte).
"""

import heapq
import json
import sys
import tarfile
from collections import defaultdict
from math import cos, degrees, hypot, radians
from pathlib import Path

import msgspec
import yaml

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from generator.pages.maps.projection import flat  # noqa: E402
from generator.pages.maps.shapes import lon_lat, middle_of, vector  # noqa: E402

DECIDED = yaml.safe_load(Path(__file__).with_name("shapes.yaml").read_text(encoding="utf-8"))
RESULT = REPOSITORY / "generator/pages/maps/shapes.msgpack"
ABOUT = (
    "Made with Natural Earth 4.1.0 (public domain, naturalearthdata.com), scale 1:50m, "
    "as packed in world-atlas 2.0.2; simplified by docs/shapes.py"
)
ICE = -60  # degrees of latitude, beyond which little is told of a coast
GRID = 100  # steps of a degree
DETAILS = (0.06, 0.13, 0.3, 0.7)  # degrees: what each scale leaves out
PIECE = 24  # points of an arc, at the most, so that what is out of view can be left undrawn

Point = tuple[float, float]  # longitude and latitude, in degrees


def main() -> None:
    """Read the two packages named on the command line, write the shapes."""
    with tarfile.open(sys.argv[1]) as atlas, tarfile.open(sys.argv[2]) as codes:
        world = json.loads(_read(atlas, "package/countries-50m.json"))
        larger = json.loads(_read(atlas, "package/countries-10m.json"))
        by_number = {row[2]: row[0] for row in json.loads(_read(codes, "package/codes.json"))}
    arcs = _arcs(world)
    countries, names = _countries(world, arcs, by_number)
    land = [
        ring
        for geometry in world["objects"]["land"]["geometries"]
        for polygon in _polygons(geometry)
        for ring in polygon
    ]
    entries = {
        code: {"name": names[code], "frame": _frame(code, countries, arcs)}
        for code in sorted(names)
    }
    entries |= _specks(larger, by_number, set(entries))
    shapes = {
        "about": ABOUT,
        "grid": GRID,
        "countries": dict(sorted(entries.items())),
        "disputed": {name: entry["countries"] for name, entry in DECIDED["disputed"].items()},
        "details": [_detail(size, arcs, land, countries) for size in DETAILS],
    }
    data = msgspec.msgpack.encode(shapes)
    RESULT.write_bytes(data)
    print(f"{RESULT.name}: {len(data) // 1000} kB, {len(entries)} countries")


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    assert file
    return file.read()


def _arcs(world: dict) -> list[list[Point]]:
    (scale_x, scale_y), (x_0, y_0) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for steps in world["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + x_0, y * scale_y + y_0))
        arcs.append(arc)
    return arcs


def _polygons(geometry: dict) -> list[list[list[int]]]:
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def _countries(world: dict, arcs: list, by_number: dict) -> tuple[dict, dict]:
    """The rings of each country by its code (of a disputed shape by its name), and the names."""
    apart = {entry["source"]: name for name, entry in DECIDED["disputed"].items()}
    countries: dict[str, list] = defaultdict(list)
    names = {}
    for geometry in world["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = by_number.get(geometry.get("id")) or DECIDED["codes"].get(name)
        if not code and name not in apart:
            continue
        if code and code not in names:
            names[code] = DECIDED["names"].get(code, name)
        for polygon in _polygons(geometry):
            cut = _cut_out(code, _ring(polygon[0], arcs))
            countries[cut or code or apart[name]] += polygon
    return dict(countries), names


def _cut_out(code: str | None, ring: list[Point]) -> str | None:
    """The name of the disputed shape that a ring is, if it is one."""
    for name, entry in DECIDED["cut_out"].items():
        west, south, east, north = entry["within"]
        if entry["from"] == code and all(west < x < east and south < y < north for x, y in ring):
            return name
    return None


def _specks(larger: dict, by_number: dict, known: set[str]) -> dict:
    """Countries too small for the scale: a place to mark, without a shape."""
    arcs = _arcs(larger)
    specks = {}
    for geometry in larger["objects"]["countries"]["geometries"]:
        code = by_number.get(geometry.get("id"))
        if code and code not in known and code != "UM":
            ring = max((_ring(p[0], arcs) for p in _polygons(geometry)), key=_area)
            x, y = (sum(axis) / len(ring) for axis in zip(*ring, strict=True))
            specks[code] = {"name": geometry["properties"]["name"], "frame": [_on_grid((x, y))]}
    return specks


def _ring(indices: list[int], arcs: list) -> list[Point]:
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def _flat(points: list[Point]) -> list[Point]:
    """Points on a plane around their own middle, in degrees."""
    places = [(radians(x), radians(y)) for x, y in points]
    middle = lon_lat(middle_of([vector(*place) for place in places]))
    return [(degrees(x), degrees(y)) for x, y in (flat(*place, *middle) for place in places)]


def _area(ring: list[Point]) -> float:
    """The area of a ring in square degrees of latitude."""
    flat = _flat(ring)
    pairs = zip(flat, flat[1:] + flat[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _frame(code: str, countries: dict, arcs: list) -> list[list[int]]:
    """The outermost points of a country and of the islands near it, far possessions left out."""
    rings = [_ring(ring, arcs) for ring in countries[code]]
    for name, entry in DECIDED["disputed"].items():
        if code in entry["countries"]:
            rings += [_ring(ring, arcs) for ring in countries[name]]
    rings.sort(key=_area, reverse=True)
    main, rest = list(rings[0]), rings[1:]
    least = _area(rings[0]) / 2000
    grown = True
    while grown:
        grown = False
        for ring in rest:
            if _area(ring) >= least and _apart(ring, main) < 0.35 * _across(main):
                main += ring
                rest = [other for other in rest if other is not ring]
                grown = True
                break
    flat = _flat(main)
    outermost = {
        max(range(len(main)), key=lambda i, a=a, b=b: flat[i][0] * a + flat[i][1] * b)
        for a in (-1, 0, 1)
        for b in (-1, 0, 1)
        if a or b
    }
    return [_on_grid(main[i]) for i in sorted(outermost)]


def _on_grid(point: Point) -> list[int]:
    return [round(point[0] * GRID), round(point[1] * GRID)]


def _across(points: list[Point]) -> float:
    flat = _flat(points)
    return max(1.0, hypot(*(max(axis) - min(axis) for axis in zip(*flat, strict=True))))


def _apart(ring: list[Point], main: list[Point]) -> float:
    flat = _flat(ring[::3] + main[::5])
    own, others = flat[: len(ring[::3])], flat[len(ring[::3]) :]
    return min(hypot(a - c, b - d) for a, b in own for c, d in others)


def _detail(size: float, arcs: list, land: list, countries: dict) -> dict:
    """All shapes at one scale: what is smaller than its grain is left out."""
    users: dict[int, set[str]] = defaultdict(set)
    for code, rings in countries.items():
        for ring in rings:
            for index in ring:
                users[_own(index)].add(code)
    kept_land = [ring for ring in land if _is_seen(_ring(ring, arcs), size)]
    kept = {}
    for code, rings in countries.items():
        kept[code] = [ring for ring in rings if _is_seen(_ring(ring, arcs), size)]
        if size == DETAILS[0] and not kept[code]:
            kept[code] = [max(rings, key=lambda ring: _area(_ring(ring, arcs)))]
    kept = {code: rings for code, rings in sorted(kept.items()) if rings}
    needed = sorted({_own(i) for rings in (kept_land, *kept.values()) for r in rings for i in r})
    pieces: list[list[int]] = []
    numbers: dict[int, range] = {}
    for i in needed:
        arc = _simplified(arcs[i], size * (2 if arcs[i][0][1] < ICE else 1))
        cut = [arc[start : start + PIECE + 1] for start in range(0, len(arc) - 1, PIECE)]
        numbers[i] = range(len(pieces), len(pieces) + len(cut))
        pieces += map(_steps, cut)
    borders = [i for i in needed if len(users[i]) > 1]
    dashed = [i for i in borders if _not_agreed(users[i])]
    return {
        "size": size,
        "arcs": pieces,
        "land": [_renumbered(ring, numbers) for ring in kept_land],
        "countries": {c: [_renumbered(r, numbers) for r in rings] for c, rings in kept.items()},
        "borders": [n for i in borders if i not in dashed for n in numbers[i]],
        "dashed": [n for i in dashed for n in numbers[i]],
    }


def _is_seen(ring: list[Point], size: float) -> bool:
    """Whether a ring is large enough for a scale; the islands in the ice need not be seen."""
    return _area(ring) >= (1.0 if ring[0][1] < ICE else 6 * size * size)


def _own(index: int) -> int:
    """An arc's own number: in a ring, one that is walked backwards stands as its complement."""
    return index if index >= 0 else ~index


def _not_agreed(users: set[str]) -> bool:
    """Whether the border between two shapes is drawn dashed."""
    return sorted(users) in DECIDED["not_agreed"] or not users.isdisjoint(DECIDED["disputed"])


def _renumbered(ring: list[int], numbers: dict[int, range]) -> list[int]:
    found: list[int] = []
    for i in ring:
        found += numbers[i] if i >= 0 else [~n for n in reversed(numbers[~i])]
    return found


def _simplified(arc: list[Point], size: float) -> list[Point]:
    """The arc without the points that make the smallest triangles (Visvalingam and Whyatt)."""
    least = 4 if arc[0] == arc[-1] else 2
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    areas = [0.0] * len(arc)
    heap: list[tuple[float, int]] = []

    def weigh(i: int, floor: float = 0.0) -> None:
        (x0, y0), (x1, y1), (x2, y2) = arc[before[i]], arc[i], arc[after[i]]
        area = abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)) / 2 * cos(radians(y1))
        areas[i] = max(area, floor)
        heapq.heappush(heap, (areas[i], i))

    for i in range(1, len(arc) - 1):
        weigh(i)
    left = len(arc)
    gone = set()
    while heap and left > least:
        area, i = heapq.heappop(heap)
        if i in gone or area != areas[i]:
            continue
        if area >= size * size:
            break
        gone.add(i)
        left -= 1
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for neighbour in (a, b):
            if 0 < neighbour < len(arc) - 1:
                weigh(neighbour, area)
    return [point for i, point in enumerate(arc) if i not in gone]


def _steps(arc: list[Point]) -> list[int]:
    """An arc as the differences of its points, on the grid, longitude and latitude in turn. Across
    the 180th meridian it goes on counting, so that no step goes around the globe."""
    steps: list[int] = []
    x = y = 0
    for point in arc:
        new_x, new_y = _on_grid(point)
        if steps:
            new_x += round((x - new_x) / (360 * GRID)) * 360 * GRID
        if not steps or (new_x, new_y) != (x, y) or arc[0] == arc[-1]:
            steps += [new_x - x, new_y - y]
        x, y = new_x, new_y
    return steps


if __name__ == "__main__":
    main()
