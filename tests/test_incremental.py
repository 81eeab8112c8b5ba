"""Nothing is ever invalidated: after any edits, a rebuilt tree equals a clean build's, byte for
byte, and no page is rendered that need not be."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MINIMAL, Site
from enduring import endure

from generator.releasing import Result, build
from generator.site_folder import plan_site

ARTICLES = 12
TORTURE = bool(os.environ.get("TORTURE"))
STEPS = 500 if TORTURE else 9


def article(number: int, tags: str, body: str = "Nothing new.") -> str:
    return f"""\
-- content/articles/2025/report-{number}.md --
---
title: Report {number}
date: 2025-0{1 + number % 9}
source: wire
tags: [{tags}]
status: reviewed
actors: [north]
events:
  - {{ id: e, date: 202{number % 6}-05, what: Event of {number} }}
claims:
  - {{ id: c, by: south, act: reports, quote: "Said in {number}.", event: e }}
---
Said in {number}. {body}
"""


def digest_of_many() -> str:
    registers = """\
-- content/registers/actors.yaml --
north: { name: The North, kind: state }
south: { name: The South, kind: state, about: Neighbour of the North. }
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/pages/about.md --
---
title: About
---
Us.
-- content/editions/week.md --
---
title: The week
date: 2025-03-24/2025-03-30
lead: What matters.
items: [{ article: report-1, why: first }]
status: published
---
"""
    tags = ("war", "talks", "war, talks")
    return registers + "".join(article(n, tags[n % 3]) for n in range(ARTICLES))


def rebuilt(made: Site, output: str = "public") -> Result:
    return build(made.root, plan_site(made.root, drafts=False), made.root / output, jobs=1)


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_a_rebuilt_tree_equals_a_clean_build(tmp_path: Path, seed: int) -> None:
    """Whatever was edited, disturbed or killed in between, and whatever a build had to refuse."""
    chance = random.Random(seed)
    steps = [chance.randrange(10**6) for _ in range(STEPS)]
    endurance = endure(tmp_path, seed, steps, real=TORTURE)
    assert endurance.built > 2 * endurance.refused


FEEDS = {
    f"{home}feed.{form}"
    for home in ("/", "/tags/talks/", "/actors/north/", "/actors/south/")
    for form in ("xml", "json")
}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "Nothing new.", "Something new.",
            {"/articles/report-1/", *FEEDS},
            id="a body touches its page and the feeds that carry it",
        ),
        pytest.param(
            "actors: [north]", "# a remark\nactors: [north]", set(), id="a remark touches nothing"
        ),
    ],
)  # fmt: skip
def test_only_the_pages_that_show_an_edit_are_rendered(
    site: Callable[[str], Site], old: str, new: str, expected: set[str]
) -> None:
    made = site(digest_of_many())
    rebuilt(made)
    made.edit("content/articles/2025/report-1.md", old, new)
    made.approve()
    assert set(rebuilt(made).rendered) == expected


def test_a_title_touches_its_page_and_the_lists_that_show_it(site: Callable[[str], Site]) -> None:
    made = site(digest_of_many())
    rebuilt(made)
    made.edit("content/articles/2025/report-1.md", "title: Report 1", "title: Another")
    made.approve()
    rendered = set(rebuilt(made).rendered)
    assert {"/articles/report-1/", "/", "/archive/", "/tags/talks/", "/editions/week/"} <= rendered
    assert not rendered & {"/articles/report-2/", "/tags/war/", "/about/", "/404.html"}


def test_a_register_entry_touches_the_pages_that_name_it(site: Callable[[str], Site]) -> None:
    made = site(digest_of_many() + article(99, "alone").replace("actors: [north]\n", ""))
    rebuilt(made)
    made.edit("content/registers/sources.yaml", "The Wire", "The New Wire")
    rendered = set(rebuilt(made).rendered)
    assert "/sources/wire/" in rendered
    assert not rendered & {"/about/", "/404.html", "/tags/"}


MORE = (
    article(77, "only-here", "A-unique-word.")
    + """\
-- content/registers/actors.yaml --
north: { name: The North, kind: state }
south: { name: The South, kind: state }
hermit: { name: The Hermit, kind: person }
-- content/articles/2025/report-78.md --
---
title: Report 78
date: 2025-02
source: wire
tags: [talks, fleeting]
status: reviewed
actors: [hermit]
aliases: [/once-there/]
---
Said.
-- content/pages/lonely.md --
---
title: Lonely
---
Nothing else.
-- content/editions/special.md --
---
title: Extraordinary
date: 2025-02
lead: What matters.
items: [{ article: report-1 }]
status: published
---
-- content/stories/saga.md --
---
title: Saga
lead: It goes on.
items: [{ article: report-1 }]
status: published
---
So far.
-- templates/static/extra.css --
p {}
-- templates/one-off.html --
---
path: /one-off/
---
Once.
"""
)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with one thing of each kind that may go."""
    made = Site(tmp_path_factory.mktemp("crowded"))
    made.write(MINIMAL + digest_of_many() + MORE)
    made.warm()
    made.approve()
    rebuilt(made)
    return made


@pytest.mark.parametrize(
    ("name", "old", "traces"),
    [
        ("content/articles/2025/report-77.md", "", ["report-77", "only-here", "A-unique-word"]),
        ("content/articles/2025/report-78.md", "aliases: [/once-there/]\n", ["once-there"]),
        ("content/articles/2025/report-78.md", ", fleeting", ["fleeting"]),
        ("content/articles/2025/report-78.md", "actors: [hermit]\n", ["ermit"]),
        ("content/pages/lonely.md", "", ["onely"]),
        ("content/editions/special.md", "", ["editions/special", "Extraordinary"]),
        ("content/stories/saga.md", "", ["stories/saga", "Saga"]),
        ("templates/static/extra.css", "", ["extra"]),
        ("templates/one-off.html", "", ["one-off"]),
    ],
    ids=["article", "alias", "tag", "actor", "page", "edition", "story", "static", "page type"],
)
def test_what_is_deleted_leaves_nothing_behind(
    crowded: Site, name: str, old: str, traces: list[str]
) -> None:
    """No file, no folder, no line in a list, a feed or the sitemap."""
    public = crowded.root / "public"
    assert all(_found(public, trace) for trace in traces)
    if old:
        crowded.edit(name, old, "")
    else:
        (crowded.root / name).unlink()
    crowded.approve()
    rebuilt(crowded)
    for trace in traces:
        assert _found(public, trace) == []


def _found(folder: Path, trace: str) -> list[Path]:
    """What has a word in its name or in its bytes."""
    return [
        path
        for path in folder.rglob("*")
        if trace in path.relative_to(folder).as_posix()
        or (path.is_file() and trace.encode() in path.read_bytes())
    ]


def test_losing_the_store_costs_time_and_nothing_else(site: Callable[[str], Site]) -> None:
    made = site(digest_of_many())
    rebuilt(made)
    whole = made.tree()
    shutil.rmtree(made.root / ".cache")
    result = rebuilt(made)
    assert result.reused == 0
    assert made.tree() == whole
