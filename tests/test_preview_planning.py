"""However little of a site is planned anew, the plan is the one that a fresh preview would have."""

from collections.abc import Callable

import pytest
from conftest import Site

from generator.library import patching
from generator.model.problems import SiteError
from generator.pages.render import render
from generator.previewing.planning import Planning
from generator.site_folder import Planned, plan_site

SITE = """
-- content/registers/actors.yaml --
north: { name: North, kind: state }
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/articles/one.md --
---
title: One
date: 2025-03-01
source: wire
tags: [war]
aliases: [/first/]
events: [{ id: e, date: 2025-03, what: A crossing }]
claims: [{ id: c, by: north, act: asserts, quote: First body, event: e }]
corrections: [{ at: 2025-03-02, why: A name was wrong. }]
---
First body.
-- content/articles/two.md --
---
title: Two
date: 2025-03-02
source: wire
tags: [war]
---
Second body.
-- content/editions/day.md --
---
title: The day
date: 2025-03-02
lead: What mattered.
items: [{ article: one, why: It began. }]
---
-- content/stories/war.md --
---
title: The war
lead: It goes on.
tags: [war]
---
What is known.
"""
ONE = "content/articles/one.md"


class Kept:
    """A preview's planning, and whether the last plan was put together from the one before."""

    def __init__(self, made: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made, self.patched = made, False
        self.planning = Planning(made.root)
        patched = patching.patched

        def noted(*arguments: object) -> object:
            library = patched(*arguments)  # type: ignore[arg-type]
            self.patched = library is not None
            return library

        monkeypatch.setattr("generator.previewing.planning.patched", noted)
        self.planning.plan(())

    def plan(self, *files: str) -> Planned:
        """Plan because of some files; the plan is that of a fresh preview."""
        self.patched = False
        planned = self.planning.plan(files)
        fresh = plan_site(self.made.root, drafts=True)
        assert shown(planned) == shown(fresh)
        return planned


def shown(planned: Planned) -> list[tuple[object, ...]]:
    return [(page.path, page.parts, render(page, planned.templates)) for page in planned.pages]


@pytest.fixture
def kept(site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch) -> Kept:
    return Kept(site(SITE), monkeypatch)


@pytest.mark.parametrize(
    ("old", "new", "patched"),
    [
        pytest.param("First body.", "First body, and more.", True, id="a body"),
        pytest.param("title: One", "title: One  # a remark", True, id="a remark"),
        pytest.param("title: One", "title: Other", False, id="a title"),
        pytest.param("what: A crossing", "what: A march", False, id="an event"),
        pytest.param("act: asserts", "act: estimates", False, id="a claim"),
        pytest.param("tags: [war]", "tags: [peace]", False, id="its tags"),
        pytest.param("aliases: [/first/]", "aliases: [/1/]", False, id="an old address"),
        pytest.param("why: A name was wrong.", "why: Two were.", False, id="a correction"),
        pytest.param("title: One", "title: One\nslug: other", False, id="its address"),
        pytest.param("title: One", "title: One\nstatus: retracted", False, id="its status"),
        pytest.param("source: wire", "source: { name: A leaflet }", False, id="its source"),
    ],
)
def test_only_a_body_is_put_into_the_plan_that_was_there(
    kept: Kept, old: str, new: str, patched: bool
) -> None:
    kept.made.edit(ONE, old, new)
    if new == "title: One\nslug: other":
        kept.made.edit("content/editions/day.md", "article: one", "article: other")
        kept.plan(ONE, "content/editions/day.md")
    else:
        kept.plan(ONE)
    assert kept.patched == patched
    kept.made.edit("content/articles/two.md", "Second", "Another")
    kept.plan("content/articles/two.md")
    assert kept.patched


def test_a_file_that_is_new_or_gone_or_none_of_the_content_is_a_matter_of_the_whole(
    kept: Kept,
) -> None:
    path = kept.made.root / "content/articles/three.md"
    path.write_text(kept.made.read("content/articles/two.md"))
    kept.plan("content/articles/three.md")
    path.unlink()
    kept.plan("content/articles/three.md")
    kept.made.write("\n-- templates/own.html --\n---\npath: /own/\n---\nOwn.\n")
    kept.plan("templates/own.html")
    kept.made.edit("content/registers/actors.yaml", "North", "Northern Union")
    kept.plan("content/registers/actors.yaml")
    assert not kept.patched


def test_after_a_mistake_all_is_read_again(kept: Kept) -> None:
    kept.made.edit(ONE, "date: 2025-03-01", "date: soon")
    with pytest.raises(SiteError, match=r"one\.md:3: “date”"):
        kept.planning.plan([ONE])
    kept.made.edit("content/articles/two.md", "Second", "Another")
    with pytest.raises(SiteError, match=r"one\.md:3: “date”"):
        kept.planning.plan(["content/articles/two.md"])
    kept.made.edit(ONE, "date: soon", "date: 2025-03-01")
    kept.plan(ONE)


def test_while_a_register_is_wrong_the_last_plan_can_still_be_shown(kept: Kept) -> None:
    last = kept.planning.plan(())
    kept.made.edit("content/registers/actors.yaml", "north: {", "north: {{")
    with pytest.raises(SiteError, match=r"actors\.yaml"):
        kept.planning.plan(["content/registers/actors.yaml"])
    [page] = [page for page in last.pages if page.path == "/articles/one/"]
    assert page.inputs["article"].claims[0].by[0].name == "North"
    kept.made.edit("content/registers/actors.yaml", "north: {{", "north: {")
    kept.plan("content/registers/actors.yaml")
