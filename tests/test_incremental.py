"""Nothing is ever invalidated: after any edits, a rebuilt tree equals a clean build's, byte for
byte, and no page is rendered that need not be."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site

from generator.releasing import Result, build
from generator.site_folder import plan_site

ARTICLES = 12


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


def clean(made: Site, folder: Path) -> dict[str, bytes]:
    """What a build without any memory makes of the same content."""
    twin = Site(folder)
    folder.mkdir()
    for name in ("content", "templates"):
        if (made.root / name).is_dir():
            shutil.copytree(made.root / name, folder / name)
    (folder / "site.yaml").write_text(made.read("site.yaml"))
    rebuilt(twin)
    return twin.tree()


Edit = Callable[[Site, random.Random], None]


def some_article(made: Site, chance: random.Random) -> str:
    files = sorted((made.root / "content/articles").rglob("*.md"))
    return chance.choice(files).relative_to(made.root).as_posix()


def edit_body(made: Site, chance: random.Random) -> None:
    name = some_article(made, chance)
    (made.root / name).write_text(made.read(name) + f"\nMore: {chance.random()}.\n")


def edit_title(made: Site, chance: random.Random) -> None:
    name = some_article(made, chance)
    made.edit(name, "title: ", f"title: New {chance.randrange(9)} ")


def edit_tags(made: Site, chance: random.Random) -> None:
    name = some_article(made, chance)
    made.edit(name, "tags: [", f"tags: [tag-{chance.randrange(4)}, ")


def withhold(made: Site, chance: random.Random) -> None:
    name = some_article(made, chance)
    if "status: reviewed" in made.read(name):
        made.edit(name, "status: reviewed", chance.choice(["status: withheld", "status: draft"]))


def retract(made: Site, chance: random.Random) -> None:
    name = some_article(made, chance)
    if "status: reviewed" in made.read(name):
        made.edit(name, "status: reviewed", "status: retracted")


def delete(made: Site, chance: random.Random) -> None:
    files = sorted((made.root / "content/articles").rglob("*.md"))
    if len(files) > 3:
        victim = chance.choice([path for path in files if path.stem != "report-1"])
        victim.unlink()


def rename(made: Site, chance: random.Random) -> None:
    path = made.root / some_article(made, chance)
    if path.stem != "report-1":
        path.rename(path.with_stem(f"{path.stem}-{chance.randrange(99)}x"))


def add(made: Site, chance: random.Random) -> None:
    made.write(article(100 + chance.randrange(900), "war", f"Added {chance.random()}."))


def edit_register(made: Site, chance: random.Random) -> None:
    made.edit("content/registers/actors.yaml", "Neighbour", f"Neighbour {chance.randrange(9)}")


def edit_configuration(made: Site, chance: random.Random) -> None:
    made.edit("site.yaml", "title: ", f"title: {chance.choice('ABC')} ")


def edit_template(made: Site, chance: random.Random) -> None:
    made.write(
        "-- templates/about-us.html --\n---\npath: /us/\n---\n"
        f"<p>{chance.randrange(9)} {{{{ site.title }}}}</p>\n"
    )


def edit_page(made: Site, chance: random.Random) -> None:
    made.edit("content/pages/about.md", "Us", f"Us {chance.randrange(9)}")


EDITS: list[Edit] = [
    edit_body, edit_title, edit_tags, withhold, retract, delete, rename, add, edit_register,
    edit_configuration, edit_template, edit_page,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_a_rebuilt_tree_equals_a_clean_build(
    site: Callable[[str], Site], tmp_path: Path, seed: int
) -> None:
    made = site(digest_of_many())
    rebuilt(made)
    chance = random.Random(seed)
    for step in range(25):
        edit = chance.choice(EDITS)
        edit(made, chance)
        made.approve()
        rebuilt(made)
        if step % 3 == 0:
            whole = clean(made, tmp_path / f"clean-{step}")
            assert made.tree() == whole, f"after {edit.__name__}, step {step}"


@pytest.mark.parametrize("seed", range(2))
def test_every_page_of_an_edited_site_has_the_key_that_a_clean_build_gives_it(
    site: Callable[[str], Site], seed: int
) -> None:
    made = site(digest_of_many())
    chance = random.Random(seed)
    for _ in range(5):
        chance.choice(EDITS)(made, chance)
        made.approve()
    keys = [{p.path: p.key for p in plan_site(made.root, drafts=False).pages} for _ in range(2)]
    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "Nothing new.", "Something new.",
            {"/articles/report-1/", "/feed.xml", "/tags/talks/feed.xml"},
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


def test_what_is_deleted_leaves_nothing_behind(site: Callable[[str], Site]) -> None:
    made = site(digest_of_many() + article(77, "only-here", "A-unique-word."))
    rebuilt(made)
    assert made.page("/tags/only-here/")
    (made.root / "content/articles/2025/report-77.md").unlink()
    rebuilt(made)
    for path, data in made.tree().items():
        assert "only-here" not in path and b"only-here" not in data, path
        assert "report-77" not in path and b"report-77" not in data, path
    assert not (made.root / "public/tags/only-here").exists()


def test_losing_the_store_costs_time_and_nothing_else(site: Callable[[str], Site]) -> None:
    made = site(digest_of_many())
    rebuilt(made)
    whole = made.tree()
    shutil.rmtree(made.root / ".cache")
    result = rebuilt(made)
    assert result.reused == 0
    assert made.tree() == whole
