"""Actors and places: who acts and where, told apart by the grammar, and nobody invented."""

import pytest
from gold import Case, cases
from hypothesis import given
from hypothesis import strategies as st

from generator.library.starter import starter_known
from generator.model.document import Document, Known
from generator.model.registers import Actor, Place
from generator.plugins.extractors import actors, places

FIELDS = {
    "actors": "actor",
    "places": "place",
    "new.actors": "new-actor",
    "new.places": "new-place",
}
PIECES = st.sampled_from(
    ["Seoul", "Moscow", "Kyiv", "Jordan", "Kim", "Jong", "Un", "Putin", "(JCS)", "in", "to", "said"]
) | st.sampled_from(
    ["of", "the", ",", ".", "’s", "\n", "New", "University", "US", "North", "Korea"]
)


def found(text: str, known: Known, title: str = "") -> list[tuple[str, int, int, str]]:
    document = Document(title=title, text=text)
    marks = [*actors.extract(document, known), *places.extract(document, known)]
    return sorted((FIELDS[m.field], m.start, m.end, m.value) for m in marks)


@pytest.mark.parametrize("case", cases("actors"), ids=lambda case: case.name)
def test_a_case_is_read_as_an_editor_reads_it(case: Case) -> None:
    wanted = [
        (g.kind, g.start, g.end, g.value or case.text[g.start : g.end])
        for g in case.gold
        if g.kind != "not"
    ]
    assert found(case.text, starter_known()) == sorted(wanted)


@given(st.lists(PIECES, max_size=40))
def test_whatever_is_written_spans_are_in_the_text_and_apart(pieces: list[str]) -> None:
    text = " ".join(pieces)
    past = 0
    for _, start, end, _ in sorted(found(text, starter_known()), key=lambda each: each[1:]):
        assert past <= start < end <= len(text)
        past = end


@pytest.mark.parametrize("piece", ["Kim ", "Seoul ", "A ", "North ", "(JCS) ", "said ", "in the "])
def test_a_text_of_one_piece_only_is_read_through(piece: str) -> None:
    assert isinstance(found(piece * 3_000, starter_known()), list)


def test_a_sites_own_entry_is_preferred_to_a_later_one_of_that_name() -> None:
    ours = Actor(id="ours", name="The Union", kind="group")
    theirs = Actor(id="theirs", name="The Union", kind="state")
    known = Known(actors={"ours": ours, "theirs": theirs})
    assert found("The Union met.", known) == [("actor", 0, 9, "ours")]


def test_a_capital_in_no_register_of_places_is_still_no_actor_where_it_is_a_place() -> None:
    government = Actor(id="gov", name="Government of X", aliases=("Exville",), kind="government")
    known = Known(actors={"gov": government})
    assert found("Exville said so in Exville.", known) == [("actor", 0, 7, "gov")]


def test_names_in_the_title_are_found_too() -> None:
    known = Known(places={"bay": Place(id="bay", name="Long Bay", kind="sea")})
    assert found("The boats in Long Bay sank.", known, "Storm in Long Bay") == [
        ("place", 9, 17, "bay"),
        ("place", 32, 40, "bay"),
    ]
