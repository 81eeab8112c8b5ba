"""What a page type reads as it read it before is not gone through again, and nothing else is."""

from collections.abc import Callable, Iterator

import pytest
from conftest import Site

from generator.library.load import load
from generator.library.publication import preview
from generator.pages.page_type import PageType, Start, Turn
from generator.pages.plan import plan
from generator.pages.plan_memo import PlanMemo
from generator.pages.planner import Page
from generator.pages.templates import read_templates

Build = Callable[[str], Site]

SITE = """
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/articles/one.md --
---
title: One
date: 2025-03-01
source: wire
tags: [war]
events: [{ id: e, date: 2025-03, what: A crossing }]
---
First body.
-- content/articles/two.md --
---
title: Two
date: 2025-03-02
source: wire
tags: [war, peace]
---
Second body.
-- content/articles/three.md --
---
title: Three
date: 2025-03-03
source: wire
tags: [dams]
---
Third body.
-- content/stories/bridge.md --
---
title: The bridge
lead: How it went on.
items: [{ article: two, why: Tells of it. }]
status: draft
---
-- templates/article.html --
---
each: article in articles
path: "{{ article.permalink }}"
updated: article.date
with:
  nearest_to: articles | cards | related
  nearest: nearest_to[article.id]
  stories_of: stories | told_in
  told: stories_of.get(article.id, ())
---
{{ article.body }}{{ nearest | map(attribute="title") | join }}
{{ told | map(attribute="title") | join }}
-- templates/tag.html --
---
each: tag, found in articles | cards | group("tags")
path: "{{ tag.permalink }}"
---
{{ found | map(attribute="title") | join }}
-- templates/days.html --
---
path: /days/
with: { happened: events | list }
---
{{ happened | map(attribute="what") | join }}
-- templates/newest.html --
---
path: /newest/
with:
  latest: (articles | newest)[:1]
---
{{ latest[0].body }}
-- templates/map.xml --
---
path: /map.xml
listed: false
with: { all: addresses }
---
{{ all | map(attribute="path") | join }}
"""
OTHERS = {"map.xml", "days.html", "tag.html", "newest.html"}


class Planning:
    """Plans a site again and again with what was remembered the last time."""

    def __init__(self, made: Site, gone_through: list[str]) -> None:
        self.made, self.gone_through = made, gone_through
        self.kept: dict[str, bytes] = {}

    def again(self) -> set[str]:
        """The paths and page types that were gone through; the plan is as if all had been."""
        library = preview(load(self.made.root)[0])
        templates = read_templates([(self.made.root / "templates", "templates")])
        expected = plan(templates, library, "1")
        memo = PlanMemo(self.kept)
        self.gone_through.clear()
        pages = plan(templates, library, "1", memo=memo)
        seen = set(self.gone_through)
        assert [said(page) for page in pages] == [said(page) for page in expected]
        assert memo.grown == (memo.to_keep != self.kept)
        self.kept = memo.to_keep
        return seen


def said(page: Page) -> tuple[object, ...]:
    return page.path, page.key, page.parts, page.inputs


@pytest.fixture
def planning(site: Build, monkeypatch: pytest.MonkeyPatch) -> Planning:
    gone_through: list[str] = []
    turn, turns = PageType.turn, PageType.turns

    def noted_turn(self: PageType, start: Start, item: object) -> Turn:
        made = turn(self, start, item)
        gone_through.append(made.path)
        return made

    def noted_turns(self: PageType, start: Start) -> Iterator[Turn]:
        gone_through.append(self.template.name)
        return turns(self, start)

    monkeypatch.setattr(PageType, "turn", noted_turn)
    monkeypatch.setattr(PageType, "turns", noted_turns)
    made = Planning(site(SITE), gone_through)
    assert made.again() == {"/articles/one/", "/articles/two/", "/articles/three/", *OTHERS}
    return made


def test_nothing_changed_and_nothing_is_gone_through(planning: Planning) -> None:
    assert planning.again() == set()


ONE, TWO = "content/articles/one.md", "content/articles/two.md"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        pytest.param(
            ONE, "First", "Other", {"/articles/one/", "newest.html"},
            id="a body concerns its page, and what takes articles whole",
        ),
        pytest.param(
            ONE, "A crossing", "A march", {"/articles/one/", "newest.html", "days.html"},
            id="an event concerns what lists events",
        ),
        pytest.param(
            ONE, "title: One", "title: Other",
            {"/articles/one/", "/articles/two/", "newest.html", "tag.html", "days.html"},
            id="a title concerns all that takes cards, and who looks this one up",
        ),
        pytest.param(
            ONE, "date: 2025-03-01", "date: 2025-02-01",
            {"/articles/one/", "/articles/two/", *OTHERS},
            id="a date concerns the map as well",
        ),
        pytest.param(
            ONE, "tags: [war]", "tags: [dams]",
            {"/articles/one/", "/articles/two/", "/articles/three/", *OTHERS - {"map.xml"}},
            id="a tag concerns those that had it too, and those that have it too",
        ),
        pytest.param(
            ONE, "tags: [war]", "tags: [war, rain]",
            {"/articles/one/", "/articles/two/", *OTHERS},
            id="a tag of its own concerns nobody else but who shows the article",
        ),
        pytest.param(
            "content/stories/bridge.md", "The bridge", "The bridges", {"/articles/two/"},
            id="a story concerns its articles",
        ),
        pytest.param(
            "templates/tag.html", "join }}", "join }}!", set(), id="a body is none of it"
        ),
        pytest.param(
            "templates/tag.html", 'group("tags")', 'group("tags") | list', {"tag.html"},
            id="a header concerns its own pages",
        ),
        pytest.param("site.yaml", "title: ", "title: A ", set(), id="a site's title is none of it"),
    ],
)  # fmt: skip
def test_only_what_is_concerned_is_gone_through(
    planning: Planning, file: str, old: str, new: str, expected: set[str]
) -> None:
    planning.made.edit(file, old, new)
    assert planning.again() == expected
    assert planning.again() == set()


def test_an_article_that_is_gone_takes_its_pages_with_it(planning: Planning) -> None:
    (planning.made.root / TWO).unlink()
    gone = {"/articles/one/", "/articles/three/", "newest.html", "tag.html", "map.xml"}
    assert planning.again() == gone
    assert planning.again() == set()


def test_what_is_remembered_does_not_hide_two_pages_at_one_path(planning: Planning) -> None:
    planning.made.write("\n-- templates/also.html --\n---\npath: /days/\n---\nAlso.\n")
    for _ in range(2):
        with pytest.raises(Exception, match="made twice"):
            planning.again()
