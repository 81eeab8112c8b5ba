"""What the checks of a whole site find: a site that is sound and published, and what became of it.

Every row is one file or a few; the sound ones are checked together, then all that went wrong.
"""

import shutil
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import pytest
from conftest import Site

from generator.plugins import plugins

TODAY = {"SOURCE_DATE_EPOCH": "1748736000"}  # 1 June 2025
SITE = """\
-- site.yaml --
title: Test Digest
base_url: https://digest.example/news/
checks: { weight: 60 }
targets: { mirror: { kind: directory, path: %s } }
-- content/registers/actors.yaml --
jcs: { name: Joint Chiefs, kind: armed-forces, country: KR }
old: { name: Old Office, kind: person, about: Leads it., as_of: 2025-05-01 }
-- content/registers/measures.yaml --
troops: { name: Troops, definition: Soldiers sent, unit: people }
"""
ARTICLE = """\
---
title: %s
date: 2025-05-20
source: { name: unknown, url: null }
tags: [drones]
actors: [jcs, old]
summary: A summary.
status: reviewed
%s---
%s
"""
FIGURE = """\
claims:
  - { id: c1, by: jcs, act: asserts, quote: "%s soldiers", figure: { measure: troops, best: %s } }
"""
CORRECTED = "corrections: [{ at: 2025-05-21, claim: c1, was: 3000, now: 3500, why: A misprint }]\n"
PLANNED = "events: [{ id: e1, date: %s, what: Talks, status: planned }]\n"
STORY = """\
---
title: The story
lead: What it is about.
items: [{ article: %s }]
status: published
---
What is known so far.
"""
DRAFT = """\
---
title: A draft
date: %s
source: { name: unknown, url: null }
tags: [drones]
summary: A summary.
---
"""
FEED = """\
---
path: /own.xml
listed: false
---
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>https://digest.example/</id><title>Own</title>
<updated>2025-05-01T00:00:00Z</updated><author><name>Desk</name></author>
%s
</feed>
"""
ENTRY = """\
<entry><id>https://digest.example/%s</id><title>%s</title><updated>%s</updated>
<link href="%s"/></entry>"""
PICTURE = """\
---
path: /drawing/
---
{%% extends "base.html" %%}
{%% block main %%}<img src="../static/icon.svg"%s>{%% endblock %%}
"""


def entry(
    id_: str = "1", date: str = "2025-05-01T00:00:00Z", link: str = "https://a.example/"
) -> str:
    return ENTRY % (id_, f"No. {id_}", date, link)


def article(title: str, front: str = "", body: str = "Nothing more.") -> str:
    return ARTICLE % (title, front, body)


def figure(title: str, number: str, more: str = "") -> str:
    digits = number.replace(",", "")
    return article(title, FIGURE % (number, digits) + more, f"They count {number} soldiers.")


class Row(NamedTuple):
    """What a check is about: files as they should be, what becomes of them, and what is said."""

    code: str
    before: dict[str, str]
    after: dict[str, str]  # an empty text is a file that is deleted
    said: tuple[str, ...]  # each with its place; nothing where all is right as it is


A = "content/articles/"
ROWS = [
    Row(
        "D002",
        {f"{A}link.md": article("One link", body="See [us](/articles/still/).")},
        {f"{A}link.md": article("One link", body="See\n[us](https://digest.example/news/gone/).")},
        (f"{A}link.md:12: a link leads nowhere: /gone/",),
    ),
    Row(
        "D004",
        {"templates/drawing.html": PICTURE % ' alt=""'},
        {"templates/drawing.html": PICTURE % ' alt="IMG_1.jpg"'},
        ("drawing/index.html:* “IMG_1.jpg” is a file's name",),
    ),
    Row(
        "D011",
        {f"{A}a-title.md": article("One title"), f"{A}b-title.md": article("Another title")},
        {f"{A}b-title.md": article("ONE  title")},
        (f"{A}b-title.md:2: has the title of {A}a-title.md; say in it what is new",),
    ),
    Row(
        "D012",
        {f"{A}summary.md": article("With a summary")},
        {f"{A}summary.md": article("With a summary").replace("summary: A summary.\n", "")},
        (f"{A}summary.md:2: no summary; lists and feeds have nothing to show",),
    ),
    Row(
        "D015",
        {f"{A}draft.md": DRAFT % "2025-05-10", f"{A}undated.md": DRAFT % "XXXX"},
        {f"{A}draft.md": DRAFT % "2025-03-01"},
        (f"{A}draft.md:1: a draft for 92 days; finish it, or delete it",),
    ),
    Row(
        "D017",
        {},
        {"content/registers/tags.yaml": "drones: { name: Drones }\nrust: { name: Rust }\n"},
        ("content/registers/tags.yaml:2: named by nothing: rust;",),
    ),
    Row(
        "D018",
        {f"{A}moves.md": article("It moves"), f"{A}led-on.md": article("It is led on")},
        {
            f"{A}moves.md": "",
            f"{A}moved.md": article("It moves"),
            f"{A}led-on.md": "",
            f"{A}led.md": article("It is led on", "aliases: [/articles/led-on/]\n"),
        },
        (f"{A}moved.md:1: moved here from /articles/moves/",),
    ),
    Row(
        "D018",
        {f"{A}deleted.md": article("Deleted"), f"{A}back.md": article("Taken back")},
        {
            f"{A}deleted.md": "",
            f"{A}back.md": article("Taken back").replace("reviewed", "retracted"),
        },
        ("articles/deleted/index.html: was published here, and no file of content has",),
    ),
    Row(
        "D019",
        {f"{A}figure.md": figure("A figure", "3,000")},
        {f"{A}figure.md": figure("A figure", "3,500")},
        (f"{A}figure.md:10: the figure of claim “c1” was published as 3,000 people in all",),
    ),
    Row(
        "D019",
        {f"{A}corrected.md": figure("Corrected", "3,000")},
        {f"{A}corrected.md": figure("Corrected", "3,500", CORRECTED)},
        (),
    ),
    Row(
        "D020",
        {"templates/own.xml": FEED % (entry("1") + entry("2"))},
        {"templates/own.xml": FEED % (entry("1", "2025-05-01") + entry("1", link="/x/"))},
        (
            "own.xml: the <updated> of the entry “No. 1” is “2025-05-01”, which is no instant",
            "own.xml: “/x/” of the entry “No. 1” leads nowhere from a feed",
            "own.xml: 2 entries have the id https://digest.example/1",
        ),
    ),
    Row(
        "D020",
        {"templates/torn.xml": "---\npath: /torn.xml\nlisted: false\n---\n<a/>\n"},
        {"templates/torn.xml": "---\npath: /torn.xml\nlisted: false\n---\n<a>\n"},
        ("torn.xml:* not well-formed XML",),
    ),
    Row(
        "D021",
        {f"{A}heavy.md": article("Heavy")},
        {
            f"{A}heavy.md": article(
                "Heavy", body="\n\n".join(f"{n * n * 7919:x} {n**9:x}" for n in range(7000))
            )
        },
        ("articles/heavy/index.html: weighs ",),
    ),
    Row(
        "D023",
        {},
        {
            "content/registers/actors.yaml": "jcs: { name: Joint Chiefs, kind: armed-forces }\n"
            "old: { name: Old Office, kind: person, as_of: 2024-05 }\n"
        },
        ("content/registers/actors.yaml:2: “old” is as of 2024-05; see whether it still holds",),
    ),
    Row(
        "D024",
        {f"{A}plan.md": article("A plan", PLANNED % "2025-05-30")},
        {f"{A}plan.md": article("A plan", PLANNED % "2025-05-21")},
        (f"{A}plan.md:9: event “e1” was planned for 2025-05-21; say what became of it",),
    ),
    Row(
        "D025",
        {
            f"{A}new.md": article("New").replace("05-20", "04-20"),
            "content/stories/story.md": STORY % "new",
        },
        {f"{A}new.md": article("New")},
        ("content/stories/story.md:6: has a report of 2025-05-20, 53 days after its words",),
    ),
    Row("", {f"{A}still.md": article("Still there")}, {}, ()),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Any], list[Any]]]:
    """What is found in the site when it is sound, and after all that became of it."""
    folder = tmp_path_factory.mktemp("sites")
    made = Site(folder / "site")
    made.root.mkdir()
    made.write(SITE % (folder / "mirror"))
    for row in ROWS:
        _write(made, row.before)
    made.approve()
    done = made.run("publish", **TODAY)
    assert done.status == 0, done.err
    assert "Leads it. (As of 1 May 2025.)" in made.page("/actors/old/")
    first = _found(made, 0)
    for row in ROWS:
        _write(made, row.after)
    made.write("-- content/media/notes.txt --\nno picture\n")
    made.approve()
    yield first, _found(made, 1)
    shutil.rmtree(folder)


def _write(made: Site, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = made.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8") if text else path.unlink()


def _found(made: Site, status: int) -> list[Any]:
    done = made.run("check", "--format", "json", **TODAY)
    assert done.status == status, done.out + done.err
    whole = msgspec.json.decode(done.out)
    findings: list[Any] = whole["findings"]
    return findings


def test_a_site_that_is_sound_is_passed_in_silence(reports: tuple[list[Any], list[Any]]) -> None:
    assert reports[0] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.code} {next(iter(row.after), '')}")
def test_what_goes_wrong_is_found_at_its_place(
    reports: tuple[list[Any], list[Any]], row: Row
) -> None:
    mine = [each for each in reports[1] if each["code"] == row.code and _is_of(each, row)]
    for said in row.said:
        place, _, message = said.partition(" ")
        file, _, line = place.rstrip(":").partition(":")
        [found] = [each for each in mine if message in each["message"]]
        assert found["file"] == file
        assert line == "*" or found["line"] == int(line or 0)
    assert len(mine) == len(row.said)


def _is_of(found: Any, row: Row) -> bool:
    """Whether a finding is about one of a row's files, or of the pages that they make."""
    names = {name.rpartition("/")[2].rpartition(".")[0] for name in (*row.before, *row.after)}
    return any(f"/{name}" in f"/{found['file']}" for name in names)


def test_nothing_else_is_found(reports: tuple[list[Any], list[Any]]) -> None:
    expected = {row.code for row in ROWS if row.said} | {"D016"}
    assert {each["code"] for each in reports[1]} == expected
    [orphan] = [each for each in reports[1] if each["code"] == "D016"]
    assert orphan["file"] == "content/media/notes.txt"


def test_only_what_is_broken_or_untrue_is_an_error(reports: tuple[list[Any], list[Any]]) -> None:
    errors = {each["code"] for each in reports[1] if each["severity"] == "error"}
    assert errors == {"D002", "D004", "D018", "D019", "D020"}
    severities = {str(module.code): module.severity for module in plugins("checks")}
    assert all(each["severity"] == severities[each["code"]] for each in reports[1])
