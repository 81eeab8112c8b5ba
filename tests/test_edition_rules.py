"""An edition may say which reports it wants; what it got is frozen when it is published."""

import re
from collections.abc import Callable

import pytest
from conftest import Done, Site

from generator.library.load import load
from generator.releasing import build
from generator.site_folder import plan_site

Build = Callable[[str], Site]

FILE = "content/editions/2025-w13.md"


def report(name: str, date: str, front: str = "", status: str = "reviewed") -> str:
    return (
        f"-- content/articles/{name}.md --\n---\ntitle: Of {name}\ndate: {date}\n"
        f"status: {status}\n{front or 'source: wire'}\n---\nA report of {name}.\n"
    )


REPORTS = (
    """
-- content/registers/tags.yaml --
river: { name: River }
rail: { name: Rail }
secret: { name: Zqsecret }
-- content/registers/sources.yaml --
wire: { name: Wire, kind: agency }
radio: { name: Radio, kind: broadcaster }
-- content/registers/actors.yaml --
army: { name: Army, kind: armed-forces }
-- content/registers/places.yaml --
arn: { name: Arn, kind: city }
"""
    + report("monday", "2025-03-24", "source: wire\ntags: [river]")
    + report("sunday", "2025-03-30", "source: radio\ntags: [river, rail]\nlang: uk")
    + report("vague", "2025-03", "source: wire\ntags: [river]")
    + report("before", "2025-03-23", "source: wire\ntags: [river]\nactors: [army]")
    + report("there", "2025-03-26", "source: wire\nplaces: [{ id: arn }]")
    + report("draft", "2025-03-26", "source: wire\ntags: [river]", "draft")
    + report("later", "2025-03-27", "source: wire\ntags: [river]\nembargo: 2099-01-01T00:00:00Z")
    + report("back", "2025-03-28", "source: wire\ntags: [river]", "retracted")
)
EDITION = f"""
-- {FILE} --
---
title: Week 13
date: 2025-03-24/2025-03-30
lead: What the river did.
%s
---
"""


def publish(made: Site, status: int = 0) -> Done:
    done = made.run("review", FILE, "--by", "Ann", SOURCE_DATE_EPOCH="1743366600")
    assert done.status == status, done.err
    return done


def items(made: Site) -> list[str]:
    [edition] = load(made.root)[0].editions
    return [item.article for item in edition.items]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("tags: [river]", "sunday monday"),
        ("tags: [river, rail]", "sunday"),
        ("sources: [wire]", "there monday"),
        ("sources: [wire, radio]", "sunday there monday"),
        ("places: [arn]", "there"),
        ("lang: uk", "sunday"),
        ("newest: 2", "sunday there"),
        ("actors: [army], period: 2025-03", "before"),
        ("tags: [river], period: 2025-03", "sunday monday before vague"),
        ("tags: [river], period: 2025-03-25/..", "sunday"),
    ],
)
def test_a_rule_takes_in_what_surely_meets_it(site: Build, rule: str, found: str) -> None:
    made = site(REPORTS + EDITION % f"select: {{ {rule} }}")
    assert made.problems() == []
    done = publish(made)
    assert items(made) == found.split()
    told = re.findall(r"takes in “(\w+)”: Of \1$", done.out, re.MULTILINE)
    assert told == found.split()


@pytest.mark.parametrize(
    ("listed", "kept"),
    [
        ("select: { tags: [river] }", ""),
        ("items:   # nothing yet\nselect: { tags: [river] }", "# nothing yet"),
        ("items: []\nselect: { tags: [river] }", "items: ["),
        ("items: [{ article: there, why: First. }]\nselect: { tags: [river] }", "why: First."),
        ("items:\n- article: there  # by hand\n  why: First.\nselect: { tags: [river] }", "# by"),
        (
            "items:\n    -   article: there\n        why: First.  # so\nselect: {tags: [river]}",
            "# so",
        ),
        ("select:\n  tags: [river]\nitems:\n  - article: there\n  - { article: monday }", "{ art"),
        ("select:\n  tags: [river]\nitems:\n  - article: there # end", "# end"),
    ],
    ids=["none", "null", "empty", "flow", "block", "wide", "named", "last"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_what_it_finds_stands_in_the_file_behind_what_is_named(
    site: Build, listed: str, kept: str, newline: str
) -> None:
    made = site(REPORTS + EDITION % listed)
    text = made.read(FILE).replace("\n", newline)
    (made.root / FILE).write_bytes(text.encode())
    publish(made)
    named = ["there"] if "there" in listed else []
    expected = [*named, "monday", "sunday"] if "monday" in listed else [*named, "sunday", "monday"]
    assert items(made) == expected
    [edition] = load(made.root)[0].editions
    assert [item.title for item in edition.items] == [f"Of {each}" for each in expected]
    assert edition.approved
    data = (made.root / FILE).read_bytes().decode()
    assert kept in data
    assert "\r" not in data if newline == "\n" else data.count("\n") == data.count("\r\n")


def test_an_edition_that_was_published_is_never_chosen_again(site: Build) -> None:
    made = site(REPORTS + EDITION % "select: { tags: [river, rail] }")
    publish(made)
    made.write(report("tuesday", "2025-03-25", "source: wire\ntags: [river, rail]"))
    made.approve()
    made.warm()
    build(made.root, plan_site(made.root, drafts=False), made.root / "public", jobs=1)
    assert items(made) == ["sunday"]
    page = made.page("/editions/2025-w13/")
    assert "Of sunday" in page and "Of tuesday" not in page
    assert publish(made).out == f"{FILE}: approved already, by Ann; nothing to do\n"


def test_a_draft_shows_what_an_approval_would_take_and_names_no_rule(site: Build) -> None:
    made = site(REPORTS + EDITION % "select: { tags: [river] }")
    made.warm()
    build(made.root, plan_site(made.root, drafts=True), made.root / "preview", jobs=1)
    page = made.page("/editions/2025-w13/", "preview")
    assert "Of sunday" in page and "Of monday" in page and "Of later" in page
    assert "Of draft" not in page and "Of back" not in page
    made.edit(FILE, "[river]", "[secret]")
    made.edit(FILE, "lead:", "items: [{ article: monday }]\nlead:")
    publish(made)
    build(made.root, plan_site(made.root, drafts=False), made.root / "public", jobs=1)
    assert "Of monday" in made.page("/editions/2025-w13/")
    assert not any(b"Zqsecret" in data or b"secret" in data for data in made.tree().values())


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("tags: [river], newest: 0", "6: “newest”: "),
        ("tag: [river]", "6: unknown key “tag”; did you mean “tags”?"),
        ("tags: [rivers]", "6: “rivers” is not in content/registers/tags.yaml; did you mean"),
        ("period: soon", "6: “period”: "),
        ("tags: [secret]", "6: no items: no published article meets “select”; name"),
    ],
)
def test_a_rule_that_finds_nothing_is_said_at_its_line(
    site: Build, rule: str, problem: str
) -> None:
    made = site(REPORTS + EDITION % f"# the rule\nselect: {{ {rule} }}")
    before = made.read(FILE)
    done = publish(made, 1)
    assert f"{FILE}:{problem}" in done.err
    assert made.read(FILE) == before
