"""Related articles share what few others have; the choice is the same on every machine."""

from generator.model.edtf import Edtf
from generator.model.records import Card
from generator.model.registers import Source, Tag
from generator.pages.related import MOST, related


def card(name: str, *tags: str, date: str = "2025-03-01") -> Card:
    return Card(
        id=name,
        permalink=f"/articles/{name}/",
        title=name,
        date=Edtf.parse(date),
        updated=None,
        summary=None,
        lang="en",
        status="reviewed",
        source=Source(name="x"),
        tags=tuple(Tag(id=tag, name=tag) for tag in tags),
        actors=(),
        places=(),
    )


def names(cards: tuple[Card, ...]) -> list[str]:
    return [card.id for card in cards]


def test_what_shares_a_rare_tag_is_nearer_than_what_shares_a_common_one() -> None:
    cards = [card("a", "war", "dam"), card("b", "dam"), *(card(f"c{n}", "war") for n in range(9))]
    assert names(related(cards)["a"])[0] == "b"


def test_an_article_is_not_related_to_itself_nor_to_strangers() -> None:
    found = related([card("a", "war"), card("b", "peace")])
    assert found == {"a": (), "b": ()}


def test_where_they_tie_the_newer_comes_first() -> None:
    cards = [card("a", "x"), card("old", "x", date="2020"), card("new", "x", date="2025-04")]
    assert names(related(cards)["a"]) == ["new", "old"]


def test_there_are_five_at_the_most_and_order_of_reading_does_not_matter() -> None:
    cards = [card(f"n{n:02}", "x", f"t{n % 3}") for n in range(30)]
    found = related(cards)
    assert all(len(others) == MOST for others in found.values())
    assert related(cards[::-1]) == found
