"""Figures: what a text counts is found with bounds and unit, and what counts nothing is not."""

from decimal import Decimal

import pytest
from gold import Case, cases
from hypothesis import given
from hypothesis import strategies as st

from generator.model.document import Document, Known, Mark
from generator.model.registers import Measure
from generator.plugins.extractors import figures
from generator.plugins.figures.figures_in_text import figures_in, written
from generator.plugins.figures.numbers_in_text import numbers
from generator.plugins.figures.numbers_in_words import BELOW_TWENTY, TENS, spelled

SMALL = {value: word for word, value in BELOW_TWENTY.items()}
DECADES = {value: word for word, value in TENS.items() if word != "fourty"}


def in_words(number: int, *, with_and: bool) -> str:
    """A number as English spells it."""
    joint = " and " if with_and else " "
    if number < 20:
        return SMALL[number]
    if number < 100:
        rest = f"-{SMALL[number % 10]}" if number % 10 else ""
        return DECADES[number // 10 * 10] + rest
    for scale, name in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= scale:
            above, below = divmod(number, scale)
            glue = joint if below < 100 else " "
            rest = glue + in_words(below, with_and=with_and) if below else ""
            return f"{in_words(above, with_and=with_and)} {name}{rest}"
    raise AssertionError


def found(text: str) -> list[dict[str, str]]:
    return [
        {
            "text": text[figure.start : figure.end],
            **{key: written(getattr(figure, key)) for key in ("low", "best", "high")},
            "unit": figure.unit,
            "approx": "true" if figure.approx else "",
            "kind": figure.kind,
            "role": figure.role,
        }
        for figure in figures_in(text)
    ]


@pytest.mark.parametrize("case", cases("figures"), ids=lambda case: case.name)
def test_a_case_is_read_as_an_editor_reads_it(case: Case) -> None:
    wanted = [
        {
            "text": case.text[gold.start : gold.end],
            **{key: gold.fields.get(key, "") for key in ("low", "best", "high")},
            "unit": gold.fields.get("unit", ""),
            "approx": gold.fields.get("approx", ""),
            "kind": gold.fields.get("kind", "total"),
            "role": gold.fields.get("role", "quantity"),
        }
        for gold in case.of("figure")
    ]
    assert found(case.text) == wanted


@given(st.integers(min_value=0, max_value=10**12 - 1), st.booleans())
def test_any_number_in_words_is_read_back(number: int, with_and: bool) -> None:
    words = in_words(number, with_and=with_and)
    assert spelled(words, 0) == (len(words), number)


@given(st.integers(min_value=2, max_value=10**12 - 1))
def test_any_number_with_separators_is_what_it_says(number: int) -> None:
    [one] = numbers(f"They had {number:,} of it.")
    assert one.value == number


@given(
    st.text(alphabet=st.sampled_from(list("0123456789.,-– %$€amofkhundret thousandbetween\n'’")))
)
def test_whatever_is_written_spans_are_in_the_text_and_apart(text: str) -> None:
    past = 0
    for figure in figures_in(text):
        assert past <= figure.start < figure.end <= len(text)
        past = figure.end
        bounds = [value for value in (figure.low, figure.best, figure.high) if value is not None]
        assert bounds == sorted(bounds) and all(isinstance(value, Decimal) for value in bounds)


@pytest.mark.parametrize(
    "piece", ["1,", "1 ", "about ", "hundred and ", "10-", "a ", "of the ", "9."]
)
def test_a_text_of_one_piece_only_is_read_through(piece: str) -> None:
    assert isinstance(figures_in(piece * 3_000), list)


def marks(text: str, *before: Mark, known: Known | None = None) -> list[tuple[str, str]]:
    document = Document(title="", text=text, marks=before)
    return [(mark.field, mark.value) for mark in figures.extract(document, known or Known())]


def test_a_number_within_a_date_is_no_figure() -> None:
    text = "It began 40 days earlier, with 12 boats."
    dated = Mark("dates.d1.value", "", text.index("40"), text.index(","), "")
    assert {value for field, value in marks(text, dated) if field.endswith("best")} == {"12"}


def test_a_figure_within_the_words_of_a_claim_belongs_to_it() -> None:
    text = "The mayor said 12 boats sank. He is aged 51."
    quote = Mark("claims.c1.quote", "12 boats sank", 15, 28, "")
    assert ("claims.c1.figure", "f1") in marks(text, quote)
    whole = Mark("claims.c1.quote", text, 0, len(text), "")
    linked = [value for field, value in marks(text, whole) if field == "claims.c1.figure"]
    assert linked == ["f1"], "an age is no figure that is claimed"


def measure(id_: str, name: str) -> Measure:
    return Measure(id=id_, name=name, definition="As counted.", unit="boats")


def test_a_measure_is_suggested_where_only_one_fits() -> None:
    sunk, built = measure("sunk", "Boats sunk"), measure("built", "Boats built")
    known = Known(measures={"sunk": sunk, "built": built})
    assert ("figures.f1.measure", "sunk") in marks("The storm left 12 boats sunk.", known=known)
    both = marks("Of the boats built there 12 were sunk.", known=known)
    assert "figures.f1.measure" not in dict(both)
