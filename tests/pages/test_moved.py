"""What moved: counted from what is on record, never from a clock, and never as a trend."""

import re
from collections.abc import Callable

import pytest
from conftest import Site

from generator.library.load import load
from generator.pages.moved import Moved, moved
from generator.releasing import build
from generator.site_folder import plan_site

Build = Callable[[str], Site]

REGISTERS = """
-- content/registers/actors.yaml --
north: { name: The North, kind: government }
south: { name: The South, kind: armed-forces }
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/registers/measures.yaml --
dead: { name: Soldiers killed, definition: Killed., unit: people }
hurt: { name: Soldiers wounded, definition: Wounded., unit: people }
"""


def report(name: str, date: str, claims: str = "", more: str = "") -> str:
    quotes = ". ".join(re.findall(r"quote: ([^,}\n]+)", claims))
    header = f"claims:\n{claims}" if claims else ""
    return (
        f"-- content/articles/{name}.md --\n---\ntitle: On {name}\ndate: {date}\nsource: wire\n"
        f"status: reviewed\n{more}{header}---\nIt is said. {quotes}.\n"
    )


def says(number: int, by: str = "south", more: str = "", measure: str = "dead") -> str:
    return (
        f"  - {{ id: c{number}, by: {by}, act: reports, quote: number {number} here, "
        f"figure: {{ measure: {measure}, best: {number}{more} }} }}\n"
    )


def edition(name: str, date: str) -> str:
    return (
        f"-- content/editions/{name}.md --\n---\ntitle: {name}\ndate: {date}\nlead: x\n"
        "status: published\nitems: [{ article: old }]\n---\n"
    )


def moves_of(made: Site) -> tuple[str, list[tuple[str, str, str | None]]]:
    library, problems = load(made.root)
    assert problems == []
    found: Moved = moved(library.articles, library.editions)
    listed = [
        (
            str(move.kind),
            move.claim.id if move.claim else move.card.id,
            move.beside.id if move.beside else None,
        )
        for move in found.moves
    ]
    return str(found.since), listed


OLD = report("old", "2025-03-20", says(100))


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (says(100), []),
        (says(120), [("figure", "c120", "c100")]),
        (says(100, "north"), [("figure", "c100", "c100")]),
        (says(90, "unattributed"), [("figure", "c90", "c100")]),
        (says(120, more=", kind: increment"), []),
        (says(120, more=", unit: bodies"), []),
        (says(120, measure="hurt"), []),
        (says(100, more=", period: 2025-03"), [("figure", "c100", "c100")]),
        (says(120) + says(80, "north"), [("figure", "c120", "c100"), ("figure", "c80", "c100")]),
    ],
    ids=["again", "new number", "new claimant", "nobody", "increment", "unit", "measure",
         "period", "two"],
)  # fmt: skip
def test_a_new_figure_stands_beside_an_older_one_that_it_may_be_held_against(
    site: Build, claims: str, expected: list[tuple[str, str, str]]
) -> None:
    made = site(REGISTERS + OLD + report("new", "2025-03-28", claims))
    assert moves_of(made) == ("2025-03-21", expected)


def test_a_figure_stands_beside_its_claimants_own_where_there_is_one(site: Build) -> None:
    between = report("between", "2025-03-21", says(50, "north"))
    made = site(REGISTERS + OLD + between + report("new", "2025-03-28", says(120)))
    assert moves_of(made)[1] == [("figure", "c120", "c100")]


def test_what_was_answered_and_what_was_brought_up_to_date_moved(site: Build) -> None:
    answered = "  - { id: a, by: south, act: accuses, quote: they shelled }\n" + (
        "  - { id: b, by: north, act: denies, quote: we did not, answers: a }\n"
    )
    made = site(
        REGISTERS
        + report("old", "2025-03-20", answered, "updated: 2025-03-26\n")
        + report("new", "2025-03-28", answered)
        + report("stale", "2025-03-01", more="updated: 2025-03-21\n")
    )
    assert moves_of(made) == ("2025-03-21", [("answered", "b", "a"), ("updated", "old", None)])


@pytest.mark.parametrize(
    ("editions", "since"),
    [
        ("", "2025-03-21"),
        (edition("w13", "2025-03-24/2025-03-30"), "2025-03-21"),
        (edition("w13", "2025-03-24/2025-03-30") + edition("d", "2025-03-28"), "2025-03-28"),
        (edition("w13", "2025-03-24/2025-03-30") + edition("m", "2025-03"), "2025-03-30"),
        (edition("w13", "2025-03-24/2025-03-30") + edition("s", "../2025-02"), "2025-02-28"),
    ],
    ids=["none", "one", "two", "month", "open"],
)
def test_it_looks_back_to_the_edition_before_the_latest(
    site: Build, editions: str, since: str
) -> None:
    made = site(REGISTERS + OLD + report("new", "2025-03-28") + editions)
    assert moves_of(made)[0] == since


def test_a_date_that_may_be_earlier_is_not_after(site: Build) -> None:
    made = site(REGISTERS + OLD + report("new", "2025-03-28") + report("may", "2025-03", says(7)))
    assert moves_of(made) == ("2025-03-21", [])


def test_nothing_moves_where_nothing_is_published(site: Build) -> None:
    made = site(REGISTERS)
    assert moves_of(made) == ("None", [])


def test_the_front_page_shows_both_figures_each_with_its_claimant_and_no_trend(
    site: Build,
) -> None:
    made = site(REGISTERS + OLD + report("new", "2025-03-28", says(120, "north")))
    build(made.root, plan_site(made.root, drafts=False), made.root / "public", jobs=1)
    front = made.page("/")
    section = front[front.index("What moved") :].partition("</section>")[0]
    text = " ".join(re.sub(r"<[^>]*>", " ", section).split())
    assert "so far 100 people The South reports 20 Mar 2025" in text
    assert "now also 120 people The North reports 28 Mar 2025" in text
    assert "articles/old/index.html#c100" in section and "articles/new/index.html#c120" in section
    assert "220" not in text and "20 people" not in text.replace("120 people", "")
    for trend in ("↑", "↓", "▲", "▼", "%", " more ", " fewer ", " up ", " down ", "rose", "fell"):
        assert trend not in text, trend
