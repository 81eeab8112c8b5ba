"""Addresses do not change: what moved since it was published leaves its old address behind, or the
build says so until it does."""

from collections.abc import Callable

import pytest
from conftest import Site
from enduring import MOVED, build_at
from worlds import START

SITE = """
-- content/articles/2025/envoy.md --
---
title: The envoy
date: 2025-03-27
source: { name: unknown, url: null }
status: reviewed
---
Arrived.
-- content/articles/2025/other.md --
---
title: Another one
date: 2025-03-27
source: { name: unknown, url: null }
status: reviewed
---
Went.
-- content/articles/2025/moved-before.md --
---
title: Moved before
date: 2025-03-28
source: { name: unknown, url: null }
status: reviewed
aliases: [/older/]
---
Here now.
-- content/stories/talks.md --
---
title: Talks
lead: They go on.
items: [{ article: other }]
status: published
---
So far.
-- content/editions/week.md --
---
title: The week
date: 2025-03-24/2025-03-30
lead: What matters.
items: [{ article: other }]
status: published
---
-- content/pages/about.md --
---
title: About
---
Us.
"""
ENVOY, ARRIVAL = "content/articles/2025/envoy.md", "content/articles/2025/arrival.md"
BEFORE = "content/articles/2025/moved-before.md"


class Desk:
    """A site that was published, and what its builds say."""

    def __init__(self, made: Site) -> None:
        self.made = made
        assert self.build() == ([], [])

    def build(self, *options: str) -> tuple[list[str], list[str]]:
        """The mistakes, and the notices that old addresses lead nowhere."""
        said = build_at(START, self.made.root, "--jobs", "1", *options)
        return list(said.mistakes), [x for x in said.notices.splitlines() if MOVED in x]

    def move(self, old: str, new: str) -> None:
        (self.made.root / new).parent.mkdir(parents=True, exist_ok=True)
        (self.made.root / old).rename(self.made.root / new)

    def edit(self, name: str, old: str, new: str) -> None:
        self.made.edit(name, old, new)
        self.made.approve()


@pytest.fixture
def desk(site: Callable[[str], Site]) -> Desk:
    return Desk(site(SITE))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            ENVOY, ARRIVAL,
            f"{ARRIVAL}:1: moved here from /articles/envoy/, where readers find nothing; write "
            "`aliases: [/articles/envoy/]`, so that links to it go on working",
            id="article",
        ),
        pytest.param(
            BEFORE, "content/articles/o.md",
            "content/articles/o.md:6: moved here from /articles/moved-before/, where readers find "
            "nothing; write `aliases: [/older/, /articles/moved-before/]`",
            id="article that moved before",
        ),
        pytest.param(
            "content/stories/talks.md", "content/stories/all.md", "`aliases: [/stories/talks/]`",
            id="story",
        ),
        pytest.param("content/pages/about.md", "content/pages/us.md", "[/about/]", id="page"),
        pytest.param(
            "content/editions/week.md", "content/editions/w13.md", "name the file week.md again",
            id="edition",
        ),
        pytest.param(ENVOY, "content/articles/1999/envoy.md", "", id="another folder only"),
    ],
)  # fmt: skip
def test_whoever_renames_a_file_is_told_which_links_break(
    desk: Desk, old: str, new: str, expected: str
) -> None:
    desk.move(old, new)
    mistakes, notices = desk.build()
    assert not mistakes
    assert len(notices) == bool(expected)
    assert expected in "".join(notices)


def test_another_slug_is_another_address(desk: Desk) -> None:
    desk.edit(ENVOY, "status:", "slug: arrived\nstatus:")
    _, [notice] = desk.build()
    assert notice.startswith(f"{ENVOY}:5: moved here from /articles/envoy/")
    desk.edit(ENVOY, "slug: arrived\n", "slug: came\n")
    _, notices = desk.build()
    assert {n.split(", where")[0].rpartition(" ")[2] for n in notices} == {
        "/articles/envoy/", "/articles/arrived/"
    }  # fmt: skip


def test_it_is_said_on_every_build_until_the_old_address_leads_on(desk: Desk) -> None:
    desk.move(ENVOY, ARRIVAL)
    for _ in range(2):
        assert len(desk.build()[1]) == 1
        desk.edit("content/pages/about.md", "Us", "Us and others")
        assert len(desk.build()[1]) == 1
    desk.edit(ARRIVAL, "status:", "aliases: [/articles/envoy/]\nstatus:")
    assert desk.build() == ([], [])
    assert "articles/arrival/" in desk.made.page("/articles/envoy/")
    desk.edit("content/pages/about.md", "Us", "All of us")
    assert desk.build() == ([], [])


def test_strictly_it_is_a_mistake_and_the_old_site_stays(desk: Desk) -> None:
    whole = desk.made.tree()
    desk.move(ENVOY, ARRIVAL)
    for _ in range(2):
        mistakes, _ = desk.build("--strict")
        assert len(mistakes) == 1
        assert "moved here from /articles/envoy/" in mistakes[0]
        assert desk.made.tree() == whole


@pytest.mark.parametrize("settled", ["deleted", "withheld", "back", "without a memory"])
def test_what_did_not_move_is_not_said_to_have(desk: Desk, settled: str) -> None:
    if settled == "deleted":
        (desk.made.root / ENVOY).unlink()
    elif settled == "withheld":
        desk.made.edit(ENVOY, "status: reviewed", "status: withheld")
    elif settled == "back":
        desk.move(ENVOY, ARRIVAL)
        desk.build()
        desk.move(ARRIVAL, ENVOY)
    else:
        desk.move(ENVOY, ARRIVAL)
        (desk.made.root / ".cache/addresses").write_bytes(b"damaged")
    assert desk.build() == ([], [])


def test_what_was_withheld_and_comes_back_elsewhere_has_moved(desk: Desk) -> None:
    desk.made.edit(ENVOY, "status: reviewed", "status: withheld")
    desk.build()
    desk.made.edit(ENVOY, "status: withheld", "slug: arrived\nstatus: reviewed")
    desk.made.approve()
    assert len(desk.build()[1]) == 1


def test_a_draft_has_no_address_that_anybody_could_have_kept(desk: Desk) -> None:
    desk.made.write(f"-- content/articles/d.md --\n{desk.made.read(ENVOY)}")
    desk.made.edit("content/articles/d.md", "status: reviewed", "slug: d\nstatus: draft")
    assert desk.build("--drafts") == ([], [])
    desk.move("content/articles/d.md", "content/articles/e.md")
    desk.made.edit("content/articles/e.md", "slug: d", "slug: e")
    assert desk.build("--drafts") == ([], [])
    assert desk.build() == ([], [])
