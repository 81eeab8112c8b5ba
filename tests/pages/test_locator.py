"""A map says where something was no more precisely than is known, and weighs little."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from math import cos, hypot, radians

import pytest
from conftest import Site
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.edtf import Edtf
from generator.model.records import Event, Locality
from generator.model.registers import Place
from generator.pages.maps.locator import locator
from generator.pages.maps.locator_map import Locator
from generator.pages.maps.shapes import world

# Degrees within which two positions may not be told apart, by the precision that is stored.
CELLS = {"exact": 0.05, "town": 0.05, "district": 0.25, "region": 1.0}
NO_POSITION = ("country", "unknown")
KINDS_OF_POINTS = ("city", "site")
NUMBER = re.compile(r"-?\d+")
PATH = re.compile(r"(M-?\d+ -?\d+l-?\d+(?:[ -]\d+)+z?)*")

kinds = st.sampled_from(["country", "region", "city", "site", "sea"])
precisions = st.sampled_from([*CELLS, *NO_POSITION])
countries = st.sampled_from([None, "KR", "UA", "RU", "FJ", "PS", "CL", "VA", "AQ", "TV", "US"])
shares = st.floats(-0.49, 0.49)


@dataclass
class Known:
    """A place as an editor stored it, and how precisely an article knows it."""

    kind: str
    precision: str
    country: str | None = None
    lon: float | None = None
    lat: float | None = None
    name: str = "Hereabouts"

    @property
    def place(self) -> Place:
        return Place(
            id=self.name.lower(),
            name=self.name,
            kind=self.kind,  # type: ignore[arg-type]
            country=self.country,
            longitude=self.lon,
            latitude=self.lat,
        )

    @property
    def locality(self) -> Locality:
        return Locality(place=self.place, precision=self.precision)  # type: ignore[arg-type]

    def map(self) -> Locator | None:
        return locator([self.locality])


def points_of(path: str) -> list[tuple[int, int]]:
    """Every point that an SVG path of ours goes through."""
    points = []
    for part in path.split("M")[1:]:
        start, steps = part.rstrip("z").split("l")
        x, y = map(int, NUMBER.findall(start))
        points.append((x, y))
        numbers = list(map(int, NUMBER.findall(steps)))
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            points.append((x, y))
    return points


@settings(deadline=None)
@given(kinds, st.sampled_from(list(CELLS)), countries, st.data())
def test_positions_in_one_cell_of_what_is_known_cannot_be_told_apart(
    kind: str, precision: str, country: str | None, data: st.DataObject
) -> None:
    finest = {"region": "region", "sea": "region"}.get(kind, precision)
    cell = max(CELLS[precision], CELLS[finest])
    column, row = (
        data.draw(st.integers(-int(most / cell) + 1, int(most / cell) - 1)) for most in (180, 90)
    )
    one, other = (
        Known(
            kind,
            precision,
            country,
            (column + data.draw(shares)) * cell,
            (row + data.draw(shares)) * cell,
        )
        for _ in range(2)
    )
    assert one.map() == other.map()


@settings(deadline=None)
@given(kinds, precisions, countries, st.floats(-180, 180), st.floats(-90, 90))
def test_nothing_is_drawn_finer_than_is_stored(
    kind: str, precision: str, country: str | None, lon: float, lat: float
) -> None:
    known = Known(kind, precision, country, lon, lat)
    drawn = known.map()
    if precision in NO_POSITION or kind == "country":
        assert drawn == Known(kind, precision, country).map(), "only the country may show"
        return
    assert drawn, "there is a position to show"
    for mark in drawn.marks:
        if mark.how == "point":
            assert kind in KINDS_OF_POINTS and precision in ("exact", "town")
        if mark.how == "about":
            assert mark.lon is not None and mark.lat is not None
            east = (mark.lon - lon) * cos(radians(lat))
            assert hypot(east, mark.lat - lat) * 111 <= mark.about, "the circle holds the place"


@pytest.mark.parametrize(
    ("kind", "precision", "expected"),
    [
        ("site", "exact", "point"),
        ("city", "exact", "point"),
        ("city", "town", "point"),
        ("city", "district", "about"),
        ("city", "region", "about"),
        ("city", "country", "within"),
        ("city", "unknown", "within"),
        ("region", "exact", "about"),
        ("region", "region", "about"),
        ("region", "unknown", "within"),
        ("country", "exact", "shaded"),
        ("country", "unknown", "shaded"),
    ],
)
def test_the_coarser_of_kind_and_precision_decides(
    kind: str, precision: str, expected: str
) -> None:
    drawn = Known(kind, precision, "UA", 33.4, 46.7).map()
    assert drawn and [mark.how for mark in drawn.marks] == [expected]
    assert drawn.subject, "its country is shaded in any case"


@pytest.mark.parametrize(
    "known",
    [
        Known("sea", "region"),
        Known("sea", "unknown", None, 123.5, 35.5),
        Known("city", "unknown", None, 126.98, 37.57),
        Known("country", "country", "ZZ"),
        Known("region", "region"),
    ],
)
def test_there_is_no_map_where_nothing_may_be_drawn(known: Known) -> None:
    assert known.map() is None


def test_a_region_without_a_position_is_shown_as_lying_in_its_country() -> None:
    drawn = Known("region", "region", "UA").map()
    assert drawn and drawn.marks[0].how == "within" and not drawn.spots


def test_a_circle_larger_than_its_country_gives_way_to_the_country() -> None:
    drawn = Known("region", "region", "PS", 34.4, 31.4).map()
    assert drawn and drawn.marks[0].how == "within"


def test_a_sea_is_a_circle_about_there() -> None:
    drawn = Known("sea", "region", None, 123.5, 35.5).map()
    assert drawn and drawn.spots[0].what == "about" and not drawn.subject


def test_the_page_of_a_place_shows_what_its_kind_allows() -> None:
    city = locator(Known("city", "town", "KR", 126.98, 37.57, "Seoul").place)
    country = locator(Known("country", "country", "KR", 127.8, 36.0).place)
    assert city and [spot.what for spot in city.spots] == ["point"]
    assert country and not country.spots


def test_an_events_place_has_no_more_precision_than_its_article_states() -> None:
    seoul = Known("city", "town", "KR", 126.98, 37.57, "Seoul")
    event = Event(id="e", date=Edtf.parse("2025"), what="A meeting", where=seoul.place)
    unstated = locator([], [event])
    stated = locator([seoul.locality], [event])
    assert unstated and not unstated.spots
    assert stated and [spot.what for spot in stated.spots] == ["point"]


def test_of_two_precisions_the_coarser_counts() -> None:
    places = [Known("city", precision, "KR", 126.98, 37.57).locality
              for precision in ("exact", "country")]  # fmt: skip
    drawn = locator(places)
    assert drawn and [mark.how for mark in drawn.marks] == ["within"]


def test_a_point_lies_inside_its_country() -> None:
    """Seoul, seen against the outline of South Korea that is drawn."""
    drawn = Known("city", "town", "KR", 126.98, 37.57, "Seoul").map()
    assert drawn
    (spot,) = drawn.spots
    outline = points_of(drawn.subject)
    west, east = min(x for x, _ in outline), max(x for x, _ in outline)
    north, south = min(y for _, y in outline), max(y for _, y in outline)
    assert west < spot.x < (west + east) / 2 and north < spot.y < (north + south) / 2


@pytest.mark.parametrize("code", [*sorted(world().countries)[::6], "RU", "FJ", "AQ", "US", "VA"])
def test_every_country_can_be_found_on_its_map(code: str) -> None:
    drawn = Known("country", "country", code).map()
    assert drawn and (drawn.subject or drawn.spots)
    for path in (drawn.land, drawn.subject, drawn.borders, drawn.dashed, drawn.disputed):
        assert PATH.fullmatch(path), "what browsers can read"
        for x, y in points_of(path):
            assert -200 < x < drawn.width + 200 and -200 < y < drawn.height + 200
    seen = points_of(drawn.subject) or [(spot.x, spot.y) for spot in drawn.spots]
    assert any(0 < x < drawn.width and 0 < y < drawn.height for x, y in seen)
    shown = {label.text for label in drawn.names}
    assert shown <= {"Hereabouts"} | {world().countries[code].name.removeprefix("the ")}


@pytest.mark.parametrize("code", ["RU", "US", "CA", "NO", "CN", "GB", "GR", "KR"])
def test_a_map_weighs_two_kilobytes_at_the_most(code: str) -> None:
    drawn = Known("country", "country", code).map()
    assert drawn
    paths = "".join((drawn.land, drawn.subject, drawn.disputed, drawn.borders, drawn.dashed))
    assert len(zlib.compress(paths.encode(), 9)) < 1900


def test_a_country_across_the_180th_meridian_is_drawn_in_one_piece() -> None:
    drawn = Known("country", "country", "FJ").map()
    assert drawn
    islands = points_of(drawn.subject)
    assert max(hypot(x - 240, y - drawn.height / 2) for x, y in islands) < 300
    assert {x < 240 for x, _ in islands} == {True, False}


@pytest.mark.parametrize(
    ("code", "x", "land"),
    [("CL", 5, False), ("NZ", 5, False), ("KR", 475, False), ("MN", 5, True), ("ML", 5, True)],
)
def test_sea_is_sea_and_a_country_amid_land_lies_amid_land(code: str, x: int, land: bool) -> None:
    """Rings around the far side of the globe, too, are on the right side of the water's edge."""
    drawn = Known("country", "country", code).map()
    assert drawn
    y = drawn.height // 2 + 0.5
    crossings = 0
    for part in drawn.land.split("z")[:-1]:
        ring = points_of(part)
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            crossings += (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
    assert crossings % 2 == land


def test_what_is_claimed_by_two_sides_is_drawn_apart_from_both() -> None:
    for code in ("UA", "RU"):
        alone = Known("city", "town", code, 36.6, 45.6 if code == "UA" else 45.0).map()
        assert alone and alone.undecided == ("Crimea",) and alone.disputed
        assert not {*points_of(alone.disputed)} <= {*points_of(alone.subject)}


def test_places_too_far_apart_share_no_map() -> None:
    one, other = Known("country", "country", "CL"), Known("country", "country", "CN", name="There")
    assert locator([one.locality, other.locality]) is None


def test_names_do_not_stand_on_each_other() -> None:
    for code in ("PS", "UA", "BA", "DE", "SG"):
        drawn = Known("country", "country", code).map()
        assert drawn
        boxes = [label.box for label in (*drawn.names, *drawn.neighbours)]
        for n, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[:n]:
                apart_across = right <= other[0] or other[2] <= left
                assert apart_across or bottom <= other[1] or other[3] <= top


SITE = """\
-- content/registers/places.yaml --
seoul: { name: Seoul, kind: city, country: KR, latitude: 37.5665, longitude: 126.978 }
kherson: { name: Kherson, kind: city, country: UA, latitude: 46.6354, longitude: 32.6169 }
-- content/articles/meeting.md --
---
title: A meeting is held
date: 2025-03-27
source: { name: unknown, url: null }
lang: en
status: reviewed
places: [{ id: seoul, precision: town }, { id: kherson, precision: unknown }]
events: [{ id: held, date: 2025-03-26, what: A meeting is held, where: seoul }]
---
A report.
-- content/articles/shelling.md --
---
title: Shells fall
date: 2025-03-28
source: { name: unknown, url: null }
lang: en
status: reviewed
places: [{ id: kherson }]
events: [{ id: fell, date: 2025-03-27, what: Shells fall, where: kherson }]
---
A report.
"""


def figure_of(page: str) -> str:
    found = re.search(r'<figure class="locator">.*?</figure>', page, re.DOTALL)
    assert found
    return found[0]


def test_a_place_and_an_article_show_where_with_words_and_the_note_on_borders(
    site: Callable[[str], Site],
) -> None:
    made = site(SITE)
    made.build()
    city = figure_of(made.page("/places/seoul/"))
    assert city.count("<circle") == 1 and "The point: Seoul, in South Korea." in city
    assert "take no side in any dispute" in city and 'aria-hidden="true"' in city
    unknown = figure_of(made.page("/articles/shelling/"))
    assert "<circle" not in unknown
    assert "Kherson lies in Ukraine, shaded; nearer than that it is not shown." in unknown
    assert "Crimea, lighter, is disputed." in unknown
    for figure in (city, unknown):
        assert "style=" not in figure and "<style" not in figure
    made.edit("content/articles/shelling.md", "{ id: kherson }", "{ id: kherson, precision: town }")
    made.approve()
    made.build()
    assert "The point: Kherson, in Ukraine." in figure_of(made.page("/articles/shelling/"))
