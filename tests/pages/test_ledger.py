"""The ledger: every claimant apart, repetition once, nothing summed; what is disputed, in pairs."""

from collections.abc import Callable

from conftest import Site

from generator.library.load import load
from generator.model.records import Claim
from generator.pages.ledger import conflicts, disputes, ledger

REGISTERS = """
-- content/registers/actors.yaml --
north: { name: The North, kind: state }
south: { name: The South, kind: state }
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/registers/measures.yaml --
dead: { name: Dead, definition: Soldiers killed, unit: people }
"""


def article(name: str, *claims: str) -> str:
    listed = "".join(f"\n  - {{ {claim}, quote: q }}" for claim in claims)
    return (
        f"-- content/articles/{name}.md --\n---\ntitle: {name}\ndate: 2025-03-01\n"
        f"source: wire\nclaims:{listed}\n---\nq\n"
    )


def claims_of(site: Callable[[str], Site], *articles: str) -> list[Claim]:
    library, problems = load(site(REGISTERS + "".join(articles)).root)
    assert not problems, list(map(str, problems))
    return [claim for one in library.articles for claim in one.claims]


def test_what_one_claimant_repeats_is_on_record_once(site: Callable[[str], Site]) -> None:
    same = "by: north, act: asserts, figure: { measure: dead, best: 3000, kind: increment }"
    entries = ledger(
        claims_of(site, article("one", f"id: a, {same}"), article("two", f"id: b, {same}"))
    )
    assert [len(entry.claims) for entry in entries] == [2]


def test_another_claimant_with_the_same_number_is_another_entry(
    site: Callable[[str], Site],
) -> None:
    figure = "act: asserts, figure: { measure: dead, best: 3000 }"
    entries = ledger(
        claims_of(
            site, article("one", f"id: a, by: north, {figure}", f"id: b, by: south, {figure}")
        )
    )
    assert len(entries) == 2


def test_a_denial_is_paired_with_what_it_denies_and_silence_is_not(
    site: Callable[[str], Site],
) -> None:
    found = disputes(
        claims_of(
            site,
            article(
                "one",
                "id: a, by: north, act: accuses",
                "id: b, by: south, act: denies, answers: a",
                "id: c, by: north, act: asserts",
                "id: d, by: south, act: declines, answers: c",
            ),
        )
    )
    assert [(d.claim.id, [denial.id for denial in d.denials]) for d in found] == [("a", ["b"])]


def test_figures_are_in_conflict_only_where_they_cannot_both_be_right(
    site: Callable[[str], Site],
) -> None:
    claims = claims_of(
        site,
        article(
            "one",
            "id: a, by: north, act: asserts, figure: { measure: dead, best: 100 }",
            "id: b, by: south, act: asserts, figure: { measure: dead, best: 900 }",
        ),
    )
    assert [[c.id for c in comparison.claims] for comparison in conflicts(claims)] == [["a", "b"]]


def test_ranges_that_meet_and_times_that_do_not_are_no_conflict(
    site: Callable[[str], Site],
) -> None:
    meeting = claims_of(
        site,
        article(
            "one",
            "id: a, by: north, act: asserts, figure: { measure: dead, low: 100, high: 500 }",
            "id: b, by: south, act: asserts, figure: { measure: dead, best: 400 }",
        ),
        article(
            "two",
            "id: a, by: north, act: asserts, figure: { measure: dead, best: 5, kind: increment,"
            " period: 2024 }",
            "id: b, by: south, act: asserts, figure: { measure: dead, best: 9, kind: increment,"
            " period: 2025 }",
        ),
    )
    assert conflicts(meeting) == ()
