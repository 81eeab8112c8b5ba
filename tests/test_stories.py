"""A running story gathers its reports anew at each build, and says what is not known."""

import re
from collections.abc import Callable

import pytest
from conftest import Site

from generator.library.load import load
from generator.releasing import build
from generator.site_folder import plan_site

Build = Callable[[str], Site]

FILE = "content/stories/river.md"
STORY = f"""
-- {FILE} --
---
title: War on the river
lead: It goes on.
status: published
tags: [river, war]
items:
  - article: old-bridge
    why: Said first that there was a bridge.
  - {{ article: losses, why: Gave a number. }}
aliases: [/river-war/]
---
What is known: *little*.
"""


def report(name: str, date: str, tags: str, more: str = "", body: str = "So it is.") -> str:
    return (
        f"-- content/articles/{name}.md --\n---\ntitle: Report on {name}\ndate: {date}\n"
        f"source: {{ name: A }}\ntags: [{tags}]\nstatus: reviewed\nsummary: Summary of {name}.\n"
        f"{more}---\n{body}\n"
    )


LOSSES = """\
events: [{ id: shelling, date: 2025-03-14, what: The harbour is shelled }]
claims:
  - id: c1
    by: south
    act: estimates
    quote: some 300 died
    event: shelling
    figure: { measure: dead, best: 300 }
  - { id: c2, by: north, act: denies, quote: nobody died, answers: c1 }
"""
REPORTS = (
    """
-- content/registers/actors.yaml --
north: { name: The North, kind: government }
south: { name: The South, kind: armed-forces }
other: { name: The Other, kind: group }
-- content/registers/measures.yaml --
dead: { name: Soldiers killed, definition: Killed., unit: people }
"""
    + report("old-bridge", "2024", "bridges")
    + report("losses", "2025-03-15", "river, war", LOSSES, "In all some 300 died; nobody died.")
    + report("talks", "2025-03-20", "war, river, talks", "updated: 2025-03-22\n")
    + report("flood", "2025-04-01", "river", "actors: [other]\n")
)


def built(made: Site, drafts: bool = False) -> list[str]:
    """Build, and say what was left out."""
    planned = plan_site(made.root, drafts)
    build(made.root, planned, made.root / ("preview" if drafts else "public"), jobs=1)
    return [str(notice) for notice in planned.notices]


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("<main")[2]).split())


def reports_of(page: str) -> list[str]:
    told = page[page.index('id="developments"') :].partition("</section>")[0]
    return re.findall(r"Report on ([\w-]+)<", told)


@pytest.fixture
def river(site: Build) -> Site:
    made = site(REPORTS + STORY)
    assert built(made) == []
    return made


def test_it_has_the_reports_it_names_and_those_with_all_its_tags_newest_first(river: Site) -> None:
    page = river.page("/stories/river/")
    assert reports_of(page) == ["talks", "losses", "old-bridge"]
    text = text_of(page)
    assert "Gave a number." in text and "Summary of losses." not in text
    assert "Summary of talks." in text, "where no “why” says what it added, its summary does"
    assert "What is known: little ." in text


def test_it_says_when_it_was_last_updated_by_its_reports(river: Site) -> None:
    assert "updated 22 March 2025" in text_of(river.page("/stories/river/"))
    river.write(report("ceasefire", "2025-04-02", "river, war"))
    river.approve()
    assert built(river) == []
    page = river.page("/stories/river/")
    assert reports_of(page)[0] == "ceasefire", "without a word changed in the story"
    assert "updated 2 April 2025" in text_of(page)
    assert "<lastmod>2025-04-02</lastmod>" in river.page("/sitemap.xml")


def test_it_shows_events_disputes_figures_and_who_is_in_it(river: Site) -> None:
    page = river.page("/stories/river/")
    text = text_of(page)
    assert "The harbour is shelled" in text and "14 March 2025" in text
    assert text.index("some 300 died") < text.index("nobody died")
    assert "figures/dead/" in page and "300 people" in text
    assert "actors/north/" in page and "actors/south/" in page and "The Other" not in text


def test_its_reports_say_that_they_are_part_of_it(river: Site) -> None:
    assert "Part of the story War on the river" in text_of(river.page("/articles/talks/"))
    assert "Part of the story" not in river.page("/articles/flood/")


def test_it_is_listed_and_on_the_front_page_and_its_old_address_leads_to_it(river: Site) -> None:
    assert "War on the river It goes on. 3 reports" in text_of(river.page("/stories/"))
    assert "War on the river" in text_of(river.page("/"))
    assert "stories/river/" in river.page("/river-war/")


def test_a_draft_of_a_story_is_in_the_preview_only(site: Build) -> None:
    made = site(REPORTS + STORY.replace("status: published", "status: draft"))
    assert built(made) == []
    assert not [path for path in made.tree() if "river/" in path and "stories" in path]
    assert "war on the river" not in b"".join(made.tree().values()).decode().lower()
    built(made, drafts=True)
    assert "draft" in text_of(made.page("/stories/river/", "preview"))


def test_its_words_are_approved_and_left_out_when_they_were_edited_since(river: Site) -> None:
    river.edit(FILE, "*little*", "*much*")
    [notice] = built(river)
    assert notice.startswith(f"{FILE}:4: left out: edited since Test desk approved it; run `")
    assert "stories/river/index.html" not in river.tree()
    assert "river-war/index.html" not in river.tree()
    done = river.run("review", FILE, "--by", "Ann")
    assert (done.status, done.out) == (0, f"{FILE}: approved by Ann; it is in the next build\n")
    assert built(river) == []


def test_a_story_without_a_body_is_not_approved(river: Site) -> None:
    river.edit(FILE, "What is known: *little*.\n", "")
    done = river.run("review", FILE, "--by", "Ann")
    assert done.status == 1
    assert f"{FILE}:13: no body: write what is known so far" in done.err


def test_a_story_of_which_no_report_is_public_waits_for_one(site: Build) -> None:
    made = site(REPORTS.replace("status: reviewed", "status: draft") + STORY)
    assert built(made) == [f"{FILE}:4: left out: none of its reports is published"]
    assert "river-war/index.html" not in made.tree()
    built(made, drafts=True)
    assert len(reports_of(made.page("/stories/river/", "preview"))) == 3


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("lead: It", "led: It", "3: unknown key “led”; did you mean “lead”?"),
        ("status: published", "status: open", "4: “status”: “open” is not one of draft, published"),
        ("article: losses", "article: loses", "9: there is no article “loses”; did you mean"),
        ("article: losses", "article: old-bridge", "9: “old-bridge” is in this story twice"),
        ("article: losses, why", "article: losses, title: x, why", "9: unknown key “title”"),
        ("tags: [river, war]\n" + STORY[STORY.index("items:") : STORY.index("aliases")], "",
         "1: a story needs “tags”, whose reports it follows, or “items”, or both"),
        ("/river-war/", "/articles/losses/", "10: the alias /articles/losses/ is the address of"),
    ],
    ids=["key", "status", "article", "twice", "title", "nothing", "alias"],
)  # fmt: skip
def test_a_mistake_in_a_story_is_said_at_its_line(
    site: Build, old: str, new: str, problem: str
) -> None:
    made = site(REPORTS + STORY)
    made.edit(FILE, old, new)
    found = made.problems()
    assert any(each.startswith(f"{FILE}:{problem}") for each in found), found


def test_a_tag_that_is_not_registered_is_said(site: Build) -> None:
    made = site(REPORTS + STORY)
    tags = "".join(f"{tag}: {{ name: T }}\n" for tag in ("river", "bridges", "talks"))
    made.write(f"-- content/registers/tags.yaml --\n{tags}")
    assert any(each.startswith(f"{FILE}:5: “war” is not in ") for each in made.problems())


def test_editing_a_reports_body_does_not_touch_its_story(river: Site) -> None:
    river.edit("content/articles/talks.md", "So it is.", "So it was.")
    river.approve()
    planned = plan_site(river.root, drafts=False)
    rendered = build(river.root, planned, river.root / "public", jobs=1).rendered
    assert "/articles/talks/" in rendered and "/feed.xml" in rendered
    assert not {"/stories/river/", "/stories/", "/articles/losses/"} & set(rendered)


def test_a_storys_record_reads_as_its_file_does(river: Site) -> None:
    [story] = load(river.root)[0].stories
    assert [item.why for item in story.items] == [
        "Said first that there was a bridge.",
        "Gave a number.",
    ]
    assert story.approved and story.reports == ()
