"""Related articles share what few others have; the choice is the same on every machine."""

import random
from collections import Counter
from collections.abc import Callable, Mapping

import msgspec
import pytest
from conftest import MINIMAL, Site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.library.load import load
from generator.model.digest import digest
from generator.model.edtf import Edtf, SortKey
from generator.model.records import Card
from generator.model.registers import Actor, Source, Tag
from generator.pages import nearest as module
from generator.pages.nearest import MOST
from generator.pages.related import related

HAPPENED = ("2025-03-14 at khoros",)


def card(
    name: str,
    *tags: str,
    date: str = "2025-03-01",
    actors: tuple[str, ...] = (),
    happenings: tuple[str, ...] = (),
) -> Card:
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
        actors=tuple(Actor(id=actor, name=actor, kind="state") for actor in actors),
        places=(),
        happenings=happenings,
    )


def names(cards: tuple[Card, ...]) -> list[str]:
    return [card.id for card in cards]


def shared(one: Card, other: Card) -> set[tuple[str, str]]:
    return subjects(one) & subjects(other)


def subjects(card: Card) -> set[tuple[str, str]]:
    return (
        {("tag", tag.id) for tag in card.tags}
        | {("actor", actor.id) for actor in card.actors}
        | {("happening", happening) for happening in card.happenings}
    )


def weights_of(cards: list[Card]) -> dict[tuple[str, str], int]:
    """What each subject weighs: one more for half as many that have it."""
    having = Counter(subject for each in cards for subject in subjects(each))
    return {subject: (len(cards) // many).bit_length() for subject, many in having.items()}


def place_of(
    one: Card, other: Card, weights: dict[tuple[str, str], int]
) -> tuple[int, SortKey, str]:
    """How near the other is; the higher the nearer."""
    weight = sum(weights[subject] for subject in shared(one, other))
    return weight, other.date.sort_key, other.permalink


def all_pairs(cards: list[Card]) -> dict[str, list[str]]:
    """The same by its definition: every article beside every other."""
    weights, found = weights_of(cards), {}
    for one in cards:
        others = [other for other in cards if other.id != one.id and shared(one, other)]
        others.sort(key=lambda other: place_of(one, other, weights), reverse=True)
        found[one.id] = names(tuple(others[:MOST]))
    return found


def test_what_shares_a_rare_tag_is_nearer_than_what_shares_a_common_one() -> None:
    cards = [card("a", "war", "dam"), card("b", "dam"), *(card(f"c{n}", "war") for n in range(9))]
    assert names(related(cards)["a"])[0] == "b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (card("a", "war", "dam"), card("b", "dam")),
        (card("a", "war", actors=("north",)), card("b", actors=("north",))),
        (card("a", "war", happenings=HAPPENED), card("b", happenings=HAPPENED)),
    ],
    ids=["a tag", "an actor", "an event"],
)
def test_reports_that_share_anything_rare_are_related(one: Card, other: Card) -> None:
    crowd = [card(f"c{n}", "war", date="2025-04") for n in range(9)]
    assert names(related([one, other, *crowd])["a"])[0] == "b"


def test_two_reports_of_one_event_are_related_whatever_else_they_tell(
    site: Callable[[str], Site],
) -> None:
    article = (
        "-- content/articles/{0}.md --\n---\ntitle: {0}\ndate: 2025-03-27\n"
        "source: {{ name: X }}\ntags: []\nstatus: draft\nevents:\n"
        "  - {{ id: {0}, date: {1}, what: It broke, where: khoros }}\n---\nText.\n"
    )
    made = site(
        "-- content/registers/places.yaml --\nkhoros: { name: Khoros, kind: city }\n"
        + article.format("one", "2025-03-14")
        + article.format("two", "2025-03-14")
        + article.format("three", "2025-03-15")
    )
    library, problems = load(made.root)
    assert not problems
    found = related(each.card for each in library.articles if each.card)
    assert {id_: names(others) for id_, others in found.items()} == {
        "one": ["two"],
        "two": ["one"],
        "three": [],
    }


def test_a_tag_and_an_actor_of_one_name_are_not_the_same_thing() -> None:
    assert related([card("a", "north"), card("b", actors=("north",))]) == {"a": (), "b": ()}


def test_an_article_is_not_related_to_itself_nor_to_strangers() -> None:
    found = related([card("a", "war"), card("b", "peace")])
    assert found == {"a": (), "b": ()}


def test_where_they_tie_the_newer_comes_first_and_what_has_no_date_last() -> None:
    dates = {"old": "2020", "new": "2025-04", "undated": "XXXX"}
    cards = [card("a", "x"), *(card(name, "x", date=date) for name, date in dates.items())]
    assert names(related(cards)["a"]) == ["new", "old", "undated"]


def test_there_are_five_at_the_most_and_order_of_reading_does_not_matter() -> None:
    cards = [card(f"n{n:02}", "x", f"t{n % 3}") for n in range(30)]
    found = related(cards)
    assert all(len(others) == MOST for others in found.values())
    assert related(cards[::-1]) == found


@pytest.mark.parametrize("count", [399, 400, 401, 700])
def test_a_tag_that_many_have_never_ceases_to_count(count: int) -> None:
    cards = [card(f"n{n:03}", "war", date=f"{1300 + n}") for n in range(count)]
    assert all(len(others) == MOST for others in related(cards).values())


def test_it_answers_as_a_mapping_does() -> None:
    found = related([card("a", "x"), card("b", "x"), card("c")])
    assert isinstance(found, Mapping)
    assert len(found) == 3 and sorted(found) == ["a", "b", "c"]
    assert "a" in found and "z" not in found and found.get("z", ()) == ()
    assert found == {key: found[key] for key in "abc"} and found != {}
    assert repr(found) == repr(dict(found))
    with pytest.raises(KeyError, match="z"):
        found["z"]
    assert related([]) == {} and len(related([])) == 0


def test_nothing_is_looked_at_before_something_is_asked() -> None:
    found = related([None])  # type: ignore[list-item]
    with pytest.raises(AttributeError):
        found["a"]


def test_who_asks_for_one_pays_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    nearest = module.Timeline.nearest

    def counted(timeline: module.Timeline, id_: str) -> module.Numbers:
        asked.append(id_)
        return nearest(timeline, id_)

    monkeypatch.setattr(module.Timeline, "nearest", counted)
    found = related([card(name, "x") for name in "abc"])
    assert names(found["b"]) == names(found["b"]) == ["c", "a"]
    assert len(found) == len(list(found)) == 3
    assert asked == ["b"]


def test_a_body_may_read_the_whole_of_it(site: Callable[[str], Site]) -> None:
    article = (
        "-- content/articles/{0}.md --\n---\ntitle: {0}\ndate: 2025-03-27\n"
        "source: {{ name: X }}\ntags: [{1}]\nstatus: reviewed\n---\nText.\n"
    )
    made = site(MINIMAL + article.format("one", "war") + article.format("two", "war"))
    made.write(
        "-- templates/near.html --\n---\npath: /near/\n"
        "with: { nearest_to: articles | cards | related }\n---\n"
        "{% for id, others in nearest_to | dictsort %}"
        "{{ id }}: {{ others | join(', ', attribute='id') }}.\n{% endfor %}"
    )
    made.approve()
    made.build()
    assert made.page("/near/") == "one: two.\ntwo: one.\n"
    made.write(article.format("three", "war"))
    made.approve()
    made.build()
    assert made.page("/near/") == "one: two, three.\nthree: two, one.\ntwo: three, one.\n"


def test_it_has_the_digest_of_what_it_answers() -> None:
    cards = [card("a", "x"), card("b", "x"), card("c")]
    found = related(cards)
    assert digest(found) == digest(dict(found)) == digest(related(cards[::-1]))
    assert digest(found) != digest(related([*cards, card("d", "x")]))


WORDS = st.sampled_from(["war", "talks", "dam", "river", "aid", "grain", "north", "south"])
SUBJECTS = st.tuples(
    st.lists(WORDS, max_size=4, unique=True),
    st.lists(WORDS, max_size=3, unique=True).map(tuple),
    st.lists(WORDS, max_size=2, unique=True).map(tuple),
    st.integers(1990, 2025),
)
CARDS = (
    st.integers(0, 40)
    .flatmap(lambda count: st.lists(SUBJECTS, min_size=count, max_size=count))
    .map(
        lambda drawn: [
            card(f"n{number}", *tags, date=str(year), actors=actors, happenings=happenings)
            for number, (tags, actors, happenings, year) in enumerate(drawn)
        ]
    )
)


@settings(max_examples=40, deadline=None)
@given(CARDS)
def test_up_to_thousands_it_is_what_comparing_all_pairs_gives(cards: list[Card]) -> None:
    assert {id_: names(others) for id_, others in related(cards).items()} == all_pairs(cards)


SEEN_AT_ONCE, SEEN_SINGLY = 8, 4


@pytest.fixture
def short_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if forty articles were a hundred thousand."""
    monkeypatch.setattr(module, "BLOCK", SEEN_AT_ONCE)
    monkeypatch.setattr(module, "FEW", SEEN_SINGLY)


IN_SIGHT = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@IN_SIGHT
@given(CARDS, st.randoms(use_true_random=False))
@pytest.mark.usefixtures("short_sight")
def test_in_any_number_they_share_something_whatever_the_order(
    cards: list[Card], chance: random.Random
) -> None:
    found = dict(related(cards))
    for one in cards:
        others = found[one.id]
        assert len(others) == len(set(names(others))) <= MOST
        assert one.id not in names(others)
        assert all(shared(one, other) for other in others)
    assert related(chance.sample(cards, len(cards))) == found


@IN_SIGHT
@given(CARDS)
@pytest.mark.usefixtures("short_sight")
def test_what_is_rare_or_of_its_time_gives_way_only_to_what_shares_more(cards: list[Card]) -> None:
    found, weights = related(cards), weights_of(cards)
    having = Counter(subject for each in cards for subject in subjects(each))
    order = names(tuple(sorted(cards, key=lambda each: (each.date.sort_key, each.permalink))))
    for one in cards:
        listed = [place_of(one, other, weights) for other in found[one.id]]
        assert listed == sorted(listed, reverse=True)
        for other in cards:
            rare = any(having[subject] <= SEEN_SINGLY for subject in shared(one, other))
            near = abs(order.index(one.id) - order.index(other.id)) <= SEEN_AT_ONCE
            seen = shared(one, other) and (rare or near)
            if seen and other.id not in {one.id, *names(found[one.id])}:
                assert len(listed) == MOST and place_of(one, other, weights) < min(listed)


@pytest.mark.usefixtures("short_sight")
def test_two_reports_of_one_rare_thing_find_each_other_over_any_time() -> None:
    crowd = [card(f"c{n}", "war", date=str(1950 + n)) for n in range(60)]
    old, new = card("old", "war", "dam", date="1900"), card("new", "war", "dam", date="2025")
    found = related([*crowd, old, new])
    assert (names(found["old"])[0], names(found["new"])[0]) == ("new", "old")


def changed(cards: list[Card], chance: random.Random) -> list[Card]:
    """The cards after a day's work on them."""
    cards = list(cards)
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        n = chance.randrange(len(cards))
        match chance.randrange(6):
            case 0 | 1:
                new = msgspec.structs.replace(cards[n], title=f"Title {chance.random()}")
            case 2:
                tags = (
                    cards[n].tags[1:]
                    if chance.random() < 0.5
                    else cards[chance.randrange(n + 1)].tags
                )
                new = msgspec.structs.replace(cards[n], tags=tags)
            case 3:
                date = Edtf.parse(f"2025-03-{1 + chance.randrange(28):02}")
                new = msgspec.structs.replace(cards[n], date=date)
            case 4:
                name = f"added-{chance.randrange(10_000)}"
                cards.append(digested(card(name, *(tag.id for tag in cards[n].tags), date="2026")))
                continue
            case _:
                cards.remove(max(cards, key=lambda each: each.date.sort_key))
                continue
        cards[n] = digested(new)
    return cards


def digested(made: Card) -> Card:
    return msgspec.structs.replace(made, digest=digest(msgspec.structs.replace(made, digest="")))


@pytest.mark.parametrize("seed", range(8))
def test_what_was_near_the_last_time_is_said_to_be_another_where_it_is(seed: int) -> None:
    chance = random.Random(seed)
    cards = [
        digested(
            card(
                f"n{n}",
                *{f"t{min(chance.randrange(40), chance.randrange(40))}" for _ in range(3)},
                date=f"2025-{1 + n % 12:02}",
                happenings=(f"h{n // 2}",),
            )
        )
        for n in range(60)
    ]
    found = related(cards)
    _ = dict(found) if seed % 2 else found["n1"]
    kept_for_good = 0
    for _ in range(12):
        told, before = found.told(), dict(found)
        cards = changed(cards, chance)
        found, afresh = related(cards), dict(related(cards))
        other = found.differing(told)
        assert dict(found) == afresh
        if other is not None and seed % 2:
            same = afresh.keys() - other
            assert all(before[id_] == afresh[id_] for id_ in same)
            kept_for_good += len(same)
    assert kept_for_good > 100 or not seed % 2
