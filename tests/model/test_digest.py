"""Digests: the same for the same value, another for any other."""

import math
import os
import subprocess
import sys
from datetime import UTC, datetime

import msgspec
import pytest
from conftest import REPOSITORY
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.library.parse import parse
from generator.model.digest import digest
from generator.model.problems import Problem
from generator.model.records import Article
from generator.model.registers import Actor, Entry, Measure, Place, Registers, Source, Tag

TEXT = """\
---
title: A title
date: 2025-03-27
source: wire
tags: [drones, war]
lang: ko
status: draft
summary: A summary
aliases: [/old/path/]
updated: 2025-03-29
embargo: 2025-03-28T06:00:00+09:00
date_basis: editor
seed:
  file: seeds/a.txt
  sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  received: 2025-03-28T07:00:00Z
  archived: [https://archive.example/1]
  stripped: [{ why: share bar, text: Share this }]
actors: [jcs]
places: [{ id: russia, precision: country }]
sensitive: [graphic-violence]
events:
  - { id: sent, date: 2025-01/2025-02, said: this winter, what: They go, where: russia, status: claimed }
claims:
  - id: c1
    by: jcs
    act: estimates
    quote: sent 3,000
    event: sent
    credibility: 3
    figure: { measure: troops, low: 2000, best: 3000, high: 4000, approx: true, unit: people, kind: increment, period: 2025-01/2025-03 }
  - { id: c2, by: [moscow], via: wire, act: denies, quote: we deny, answers: c1 }
review: { by: Ann, at: 2025-03-28T08:00:00Z, sha256: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb }
corrections: [{ at: 2025-03-30, claim: c1, was: "2,000", now: "3,000", why: Misread, kind: correction }]
---
The body.
"""  # noqa: E501


def registers(about: str | None = None) -> Registers:
    def entry(made: Entry) -> dict[str, object]:
        return {made.id: msgspec.structs.replace(made, digest=digest(made))}

    jcs = Actor(id="jcs", name="Joint Chiefs", kind="armed-forces", about=about)
    troops = Measure(id="troops", name="Troops", definition="x", unit="people", about=about)
    return {
        Actor: entry(jcs) | entry(Actor(id="moscow", name="Moscow", kind="government")),
        Place: entry(Place(id="russia", name="Russia", kind="country", about=about)),
        Source: entry(Source(id="wire", name="The Wire", about=about)),
        Measure: entry(troops),
        Tag: entry(Tag(id="drones", name="Drones", about=about)) | entry(Tag(id="war", name="War")),
    }


def article(text: str = TEXT, known: Registers | None = None) -> Article:
    read = parse(Article, text, "content/articles/a.md", known or registers())
    assert isinstance(read, Article), list(map(str, read))
    return read


BEFORE = article()

EDITS = [
    ("A title", "Another title"),
    ("2025-03-27", "2025-03-27~"),
    ("source: wire", "source: { name: W }"),
    ("[drones, war]", "[war, drones]"),
    ("[drones, war]", "[drones]"),
    ("lang: ko", "lang: en"),
    ("status: draft", "status: withheld"),
    ("A summary", "A  sumary"),
    ("/old/path/", "/old/"),
    ("2025-03-29", "2025-03-28"),
    ("06:00:00+09:00", "06:00:00+08:00"),
    ("basis: editor", "basis: stated"),
    ("seeds/a.txt", "seeds/b.txt"),
    ("aaaaaaaa\n", "aaaaaaab\n"),
    ("07:00:00Z", "07:00:01Z"),
    ("archive.example/1", "archive.example/2"),
    ("share bar", "share bars"),
    ("Share this", "Share that"),
    ("actors: [jcs]", "actors: [moscow]"),
    ("precision: country", "precision: region"),
    ("graphic-violence", "graphic-images"),
    ("id: sent", "id: gone"),
    ("2025-01/2025-02,", "2025-01/2025-04,"),
    ("this winter", "last winter"),
    ("They go", "They went"),
    (", where: russia", ""),
    ("status: claimed", "status: disputed"),
    ("by: jcs", "by: moscow"),
    ("by: jcs", "by: unattributed"),
    ("    by: jcs\n", ""),
    ("act: estimates", "act: asserts"),
    ("quote: sent 3,000", "quote: sent 3.000"),
    ("    event: sent\n", ""),
    ("credibility: 3", "credibility: 4"),
    ("low: 2000", "low: 2001"),
    ("best: 3000", "best: 3000.0"),
    ("high: 4000", "high: 5000"),
    ("approx: true", "approx: false"),
    ("unit: people", "unit: soldiers"),
    ("kind: increment", "kind: total"),
    ("2025-01/2025-03", "2025-01"),
    ("by: [moscow]", "by: [moscow, jcs]"),
    ("via: wire", "via: moscow"),
    (", answers: c1", ""),
    ("by: Ann", "by: Anne"),
    ("08:00:00Z", "08:00:01Z"),
    ("bbbbbbb }", "bbbbbbc }"),
    ("at: 2025-03-30", "at: 2025-03-31"),
    ("claim: c1", "claim: c2"),
    ('"2,000"', '"1,000"'),
    ('now: "3,000"', "now: null"),
    ("Misread", "Typo"),
    ("kind: correction", "kind: clarification"),
    ("The body.", "The  body."),
    ("The body.\n", "The body."),
]


@pytest.mark.parametrize(("old", "new"), EDITS)
def test_any_change_of_any_field_changes_the_digest_of_an_article(old: str, new: str) -> None:
    assert TEXT.count(old) >= 1
    text = TEXT.replace(old, new)
    if old == "id: sent":
        text = text.replace("event: sent", f"event: {new[4:]}")
    assert article(text).digest != BEFORE.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("---\ntitle", "---\n# a comment\n\ntitle"),
        ("claims:\n", "claims:  # who says what\n\n"),
        ("title: A title\n", 'title:   "A title"   # as agreed\n'),
        ("tags: [drones, war]", "tags:\n  - drones\n  - war"),
        ("\n", "\r\n"),
    ],
    ids=["comment", "inner comment", "quotes", "block list", "windows"],
)
def test_moving_lines_about_changes_no_digest(old: str, new: str) -> None:
    after = article(TEXT.replace(old, new))
    assert after.digest == BEFORE.digest
    assert [claim.digest for claim in after.claims] == [claim.digest for claim in BEFORE.claims]
    assert [event.digest for event in after.events] == [event.digest for event in BEFORE.events]
    assert after.card is not None
    assert BEFORE.card is not None
    assert after.card.digest == BEFORE.card.digest


def test_a_comment_moves_the_lines_all_the_same() -> None:
    after = article(TEXT.replace("---\ntitle", "---\n# a comment\ntitle"))
    assert after.claims[0].line == BEFORE.claims[0].line + 1
    assert after.body_line == BEFORE.body_line + 1


def test_an_edited_body_changes_the_article_and_not_its_card() -> None:
    after = article(TEXT.replace("The body.", "Another body."))
    assert after.digest != BEFORE.digest
    assert after.card == BEFORE.card
    assert [claim.digest for claim in after.claims] == [claim.digest for claim in BEFORE.claims]


@pytest.mark.parametrize("kind", [Actor, Place, Source, Measure, Tag])
def test_a_change_of_a_registers_entry_changes_the_article_that_names_it(kind: type) -> None:
    known = registers() | {kind: registers(about="More is known.")[kind]}
    assert article(known=known).digest != BEFORE.digest


def test_a_change_of_an_entry_that_is_not_named_changes_nothing() -> None:
    known = registers()
    known[Tag]["other"] = Tag(id="other", name="Other", digest="x")
    assert article(known=known).digest == BEFORE.digest


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.datetimes(timezones=st.just(UTC)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.builds(lambda text, aliases: Tag(id=text, name=text, aliases=aliases),
                    st.text(max_size=3), st.lists(st.text(max_size=3), max_size=2).map(tuple))
    ),
    max_leaves=8,
)  # fmt: skip


def distinct(value: object) -> object:
    """A value that equals another's only if the two are the same thing to a reader."""
    if isinstance(value, list | tuple):
        return ["list", *map(distinct, value)]
    if isinstance(value, dict):
        return {key: distinct(item) for key, item in value.items()}
    if isinstance(value, Tag):
        return ["tag", value.id, value.name, distinct(value.aliases)]
    if isinstance(value, float):
        return ["float", repr(value)]
    return [type(value).__name__, value]


@settings(max_examples=300, deadline=None)
@given(VALUES, VALUES)
def test_two_values_have_one_digest_only_if_they_are_equal(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) == (distinct(one) == distinct(other))


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(max_size=4), st.integers(), max_size=6))
def test_the_order_of_keys_is_no_part_of_a_value(value: dict[str, int]) -> None:
    assert digest(dict(reversed(value.items()))) == digest(value)


def test_what_stands_side_by_side_does_not_run_together() -> None:
    pairs: list[tuple[object, object]] = [
        (["ab", "c"], ["a", "bc"]),
        ([["a"], "b"], ["a", ["b"]]),
        ([], [[]]),
        ("", b""),
        (1, "1"),
        (1, 1.0),
        (True, "True"),
        (None, "None"),
        ({}, []),
        ([None], []),
    ]
    for one, other in pairs:
        assert digest(one) != digest(other)


@pytest.mark.parametrize("value", [{1, 2}, frozenset(), object(), len, iter([1])])
def test_what_has_no_stable_bytes_has_no_digest(value: object) -> None:
    with pytest.raises(TypeError, match="has no stable digest"):
        digest([value])


def test_numbers_that_are_none_have_a_digest_too() -> None:
    assert digest(math.nan) == digest(math.nan)
    assert digest(math.inf) != digest(-math.inf)


def test_a_digest_is_the_same_under_every_hash_seed() -> None:
    program = (
        "import sys; sys.path[:0] = ['tests/model', 'tests']\n"
        "from test_digest import BEFORE, digest\n"
        "print(BEFORE.digest, digest({'a': 1, 'b': [BEFORE], 'c': datetime_of()}))"
    ).replace("datetime_of()", "__import__('datetime').datetime(2025, 3, 27)")
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=REPOSITORY,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Seoul"), ("4711", "America/Lima"))
    }
    assert len(answers) == 1
    assert BEFORE.digest in answers.pop()


def test_a_naive_time_is_not_the_same_as_one_with_a_zone() -> None:
    assert digest(datetime(2025, 3, 27)) != digest(datetime(2025, 3, 27, tzinfo=UTC))


def test_problems_have_a_digest_like_any_record() -> None:
    assert digest(Problem("a", 1, "x")) != digest(Problem("a", 1, "y"))
