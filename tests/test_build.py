"""`build`: content becomes a site; the same content becomes the same bytes."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site

SMALL = """
-- content/registers/actors.yaml --
jcs: { name: Joint Chiefs, kind: armed-forces }
moscow: { name: Moscow, kind: government }
-- content/registers/measures.yaml --
troops: { name: Troops sent, definition: Soldiers sent abroad, unit: soldiers }
-- content/articles/2025/first.md --
---
title: First report
date: 2025-03-27
source: { name: unknown, url: null }
tags: [deployment, drones]
status: reviewed
events:
  - { id: sent, date: 2025-01/2025-02, what: Soldiers are sent, said: this winter }
  - { id: when, date: XXXX, what: Guns are delivered }
claims:
  - id: c1
    by: jcs
    act: estimates
    quote: sent 3,000 more soldiers
    event: sent
    figure: { measure: troops, best: 3000, kind: increment, period: 2025-01/2025-02 }
  - { id: c2, by: moscow, act: denies, quote: denied it, answers: c1 }
---
The Chiefs say that the North *sent 3,000 more soldiers*. Moscow denied it.
-- content/articles/2024/second.md --
---
title: Second report
date: 2024-11~
source: { name: unknown, url: null }
tags: [drones]
status: reviewed
aliases: [/old/second/]
---
About [the first](/articles/first/).
-- content/pages/about.md --
---
title: About us
---
Who we are.
"""


def test_content_becomes_a_browsable_site(site: Callable[[str], Site]) -> None:
    made = site(SMALL)
    done = made.build()
    assert "pages rendered" in done.out
    article = made.page("/articles/first/")
    assert "Joint Chiefs" in article
    assert "another 3,000 soldiers" in article
    assert "between January and February 2025" in article
    assert "date unknown" in article.lower()
    for path in ("/", "/tags/", "/tags/drones/", "/timeline/", "/timeline/2025/", "/archive/",
                 "/tags/deployment/timeline/", "/actors/jcs/", "/sources/", "/about/", "/404.html",
                 "/feed.xml", "/tags/drones/feed.xml", "/sitemap.xml", "/robots.txt"):  # fmt: skip
        assert made.page(path), path
    assert made.run("check").status == 0


def test_a_denial_stands_with_what_it_denies(site: Callable[[str], Site]) -> None:
    made = site(SMALL)
    made.build()
    article = made.page("/articles/first/")
    accusation = article.index('id="c1"')
    assert accusation < article.index('id="c2"') < article.index("</section>", accusation)


def test_an_alias_leads_to_where_the_article_is_now(site: Callable[[str], Site]) -> None:
    made = site(SMALL)
    made.build()
    assert "url=../../articles/second/index.html" in made.page("/old/second/")


def test_links_work_from_any_folder_because_none_is_absolute(site: Callable[[str], Site]) -> None:
    made = site(SMALL)
    made.build()
    for path, data in made.tree().items():
        if path.endswith(".html") and path != "404.html":
            assert b'="/' not in data, path
    assert 'href="../../articles/first/index.html"' in made.page("/articles/second/")


PLACES = ('rel="canonical"', "<code", 'property="og:', '"application/ld+json"', '"@context"')


def test_the_sites_own_name_stands_only_where_it_must(site: Callable[[str], Site]) -> None:
    made = site(SMALL)
    made.build()
    for path, data in made.tree().items():
        if not path.endswith(".html"):
            continue
        for line in data.decode().splitlines():
            if "digest.example" in line:
                assert any(mark in line for mark in PLACES), (path, line)


def test_an_unchanged_build_renders_nothing_and_writes_nothing(site: Callable[[str], Site]) -> None:
    made = site(SMALL)
    made.build()
    before = {p: p.stat() for p in (made.root / "public").rglob("*")}
    done = made.build()
    after = {p: p.stat() for p in (made.root / "public").rglob("*")}
    assert "0 pages rendered" in done.out
    assert {p: (s.st_ino, s.st_mtime_ns) for p, s in before.items()} == {
        p: (s.st_ino, s.st_mtime_ns) for p, s in after.items()
    }


def test_what_was_compiled_before_changes_nothing_of_the_result(
    site: Callable[[str], Site],
) -> None:
    made = site(SMALL)
    made.write("-- templates/tag.html --\n---\npath: /{{ 1 }}/one/\n---\nOne.\n")
    made.build()
    made.edit("templates/tag.html", "One.", "Two {{ site.title }}.")
    made.edit("templates/tag.html", "{{ 1 }}", "{{ 2 }}")
    made.build()
    assert made.page("/2/one/") == "Two Test Digest.\n"
    warm = made.tree()
    for spoilt in (b"", b"spoilt"):
        (made.root / ".cache/compiled").write_bytes(spoilt)
        shutil.rmtree(made.root / ".cache/store")
        made.build("--output", "again")
        assert made.tree("again") == warm


def test_a_build_with_drafts_costs_the_next_public_one_nothing(
    site: Callable[[str], Site],
) -> None:
    made = site(SMALL)
    made.build()
    made.build("--drafts")
    assert ": 0 pages rendered" in made.build().out
    assert ": 0 pages rendered" in made.build("--drafts").out


def test_a_file_that_somebody_touched_in_the_output_is_put_right(
    site: Callable[[str], Site],
) -> None:
    made = site(SMALL)
    made.build()
    whole = made.tree()
    (made.root / "public/index.html").write_text("defaced")
    (made.root / "public/extra.html").write_text("planted")
    (made.root / "public/feed.xml").unlink()
    made.build()
    assert made.tree() == whole


def test_pages_can_be_read_by_a_web_server_whatever_the_umask(site: Callable[[str], Site]) -> None:
    made = site(SMALL)
    before = os.umask(0o077)
    try:
        made.build()
    finally:
        os.umask(before)
    for path in [made.root / "public", *(made.root / "public").rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o755 if path.is_dir() else 0o644), path


def test_with_a_mistake_every_mistake_is_listed_and_the_old_site_stays(
    site: Callable[[str], Site],
) -> None:
    made = site(SMALL)
    made.build()
    whole = made.tree()
    made.edit("content/articles/2025/first.md", "act: estimates", "act: estimate")
    made.edit("content/articles/2024/second.md", "date: 2024-11~", "date: 2024-02-30")
    made.edit("site.yaml", "title:", "titel:")
    made.write("-- templates/broken.html --\n---\npath: /x/\n---\n{% if %}\n")
    done = made.run("build")
    assert done.status == 1
    lines = done.err.splitlines()
    assert lines[0].startswith("content/articles/2024/second.md:3: ")
    assert lines[1].startswith("content/articles/2025/first.md:13: ")
    assert "did you mean “estimates”?" in lines[1]
    assert any(line.startswith("site.yaml:1: ") and "title" in line for line in lines)
    assert any(line.startswith("templates/broken.html:4: ") for line in lines)
    assert made.tree() == whole


def test_why_says_which_part_of_a_key_changed(site: Callable[[str], Site]) -> None:
    made = site(SMALL)
    assert "/articles/first/: new here" in made.build("--why", "/articles/first/").out
    assert "/articles/first/: unchanged" in made.build("--why", "/articles/first/").out
    made.edit("content/articles/2025/first.md", "First report", "First report, again")
    made.approve()
    assert "changed, because of article" in made.build("--why", "/articles/first/").out
    made.edit("site.yaml", "Test Digest", "Another Digest")
    assert "changed, because of site" in made.build("--why", "/articles/first/").out
    assert "no page has this path" in made.build("--why", "/nowhere/").out


@pytest.mark.parametrize("output", [".", "..", "/", "content", "content/x", "templates", "~"])
def test_a_folder_that_is_not_ours_is_refused_with_nothing_lost(
    site: Callable[[str], Site], output: str
) -> None:
    made = site(SMALL)
    made.cold()
    before = {p: p.read_bytes() for p in made.root.rglob("*") if p.is_file()}
    done = made.run("build", "--output", str(Path(output).expanduser()))
    assert done.status == 1
    assert "nothing was written" in done.err
    after = {p: p.read_bytes() for p in made.root.rglob("*") if p.is_file()}
    assert after == before


def test_a_folder_with_somebody_elses_files_is_refused(site: Callable[[str], Site]) -> None:
    made = site(SMALL)
    made.write("-- photos/holiday.txt --\nmine\n")
    done = made.run("build", "--output", "photos")
    assert done.status == 1
    assert made.read("photos/holiday.txt") == "mine\n"


def test_an_empty_site_builds_too(site: Callable[[str], Site]) -> None:
    made = site("")
    made.build()
    assert "No report is published yet" in made.page("/")


def test_strict_refuses_to_leave_an_approved_article_out(site: Callable[[str], Site]) -> None:
    made = site(SMALL)
    made.build()
    whole = made.tree()
    made.edit("content/articles/2025/first.md", "3,000 more", "4,000 more")
    done = made.run("build", "--strict")
    assert done.status == 1
    assert "edited since Test desk approved it" in done.err
    assert made.tree() == whole
