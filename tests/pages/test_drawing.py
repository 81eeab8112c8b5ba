"""A date is drawn as precisely as it is known, and no more; figures share one scale."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.edtf import Edtf
from generator.model.records import Figure
from generator.model.registers import Measure
from generator.pages.drawing import Scale, date_marks, figure_mark, is_vague, largest, scale_of

YEAR = Scale(2025, 1)
TROOPS = Measure(id="troops", name="Troops", definition="Soldiers sent", unit="soldiers")


def drawn(text: str, scale: Scale = YEAR) -> list[tuple[float, float]]:
    return [(mark.start, mark.end) for mark in date_marks(Edtf.parse(text), scale)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025", [(0.0, 100.0)]),
        ("2025-01", [(0.0, 8.4)]),
        ("2025-01/2025-02", [(0.0, 16.7)]),
        ("2025-12", [(91.6, 100.0)]),
        ("{2025-01,2025-12}", [(0.0, 8.4), (91.6, 100.0)]),
        ("XXXX", []),
    ],
)
def test_a_month_fills_its_cell_and_a_year_its_row(
    text: str, expected: list[tuple[float, float]]
) -> None:
    assert drawn(text) == expected


def test_only_a_day_is_a_point() -> None:
    points = [
        [mark.point is not None for mark in date_marks(Edtf.parse(text), YEAR)]
        for text in ("2025-03-27", "2025-03", "2025-03-27/2025-03-28", "../2025-03-27")
    ]
    assert points == [[True], [False], [False], [False]]


def test_an_end_that_is_not_known_is_drawn_open() -> None:
    (before,) = date_marks(Edtf.parse("../2025-03-27"), YEAR)
    (since,) = date_marks(Edtf.parse("2025-03-27/.."), YEAR)
    assert (before.open_start, before.open_end) == (True, False)
    assert (since.open_start, since.open_end) == (False, True)
    start, width = before.fixed
    assert start > before.start and start + width == pytest.approx(before.end, abs=0.2)


def test_about_then_or_some_time_within_is_drawn_hollow() -> None:
    hollow = {"2024-11~", "2024?", "2024-XX", "[2024,2025]", "2024-11-03/2025-XX"}
    solid = {"2024", "2024-11-03", "202X", "{2024,2025}", "2024-11-03/2025"}
    assert {text for text in hollow | solid if is_vague(Edtf.parse(text))} == hollow


@given(st.dates(date(1900, 1, 1), date(2100, 12, 30)))
def test_a_month_is_never_drawn_shorter_than_it_is(day: date) -> None:
    scale = Scale(day.year, 1)
    ((start, end),) = drawn(f"{day:%Y-%m}", scale)
    assert end - start == pytest.approx(100 / 12, abs=0.11)
    (point,) = date_marks(Edtf.parse(day.isoformat()), scale)
    assert start - 0.1 <= point.start <= point.end <= end + 0.1


def test_the_scale_is_that_of_the_years_the_date_touches() -> None:
    assert scale_of(Edtf.parse("2024-12/2025-02")) == Scale(2024, 2)
    assert scale_of("2024") == Scale(2024, 1)
    assert scale_of(Edtf.parse("XXXX")) is None


def test_a_month_that_a_page_is_of_has_a_scale_of_its_days() -> None:
    february = scale_of("2024-02")
    assert february == Scale(2024, 1, 2) and february.days == 29
    assert scale_of(Edtf.parse("2024-02")) == Scale(2024, 1), "a date is drawn on its year"
    assert drawn("2024-02", february) == [(0.0, 100.0)]
    assert drawn("2024-02-29", february) == [(96.5, 100.0)]
    assert drawn("2024", february) == [(-100.0, 1100.0)], "it goes on beyond the month"


def test_figures_share_a_scale_from_nought_to_the_largest() -> None:
    one = Figure(measure=TROOPS, low=1000, best=2000, high=4000)
    other = Figure(measure=TROOPS, best=3000)
    most = largest([one, other])
    mark = figure_mark(one, most)
    assert most == 4000
    assert mark.low is not None and mark.best == pytest.approx(mark.low * 2)
    assert figure_mark(other, most).low is None
    assert largest([Figure(measure=TROOPS)]) == 1
