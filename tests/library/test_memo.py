"""What was read is not parsed again, and never taken for what it is not any more."""

import fcntl
import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Site

from generator.library import files, reading
from generator.library.freezing import Entries, thawed
from generator.library.load import load
from generator.library.parse import parse as parse_file
from generator.model.digest import digest
from generator.model.library import Library
from generator.model.records import Article
from generator.remembered import read_site

Build = Callable[[str], Site]

TWO = """
-- content/registers/actors.yaml --
north: { name: North, kind: state }
south: { name: South, kind: state }
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/registers/measures.yaml --
troops: { name: Troops, definition: Soldiers sent, unit: soldiers }
-- content/articles/first.md --
---
title: First
date: 2025-03-27
source: wire
tags: [war]
actors: [north]
events: [{ id: e1, date: 2025-03, what: A crossing }]
claims:
  - id: c1
    by: north
    act: asserts
    quote: Soldiers went
    event: e1
    figure: { measure: troops, best: 3000 }
corrections: [{ at: 2025-03-28, why: A name was wrong. }]
---
Soldiers went east.
-- content/articles/second.md --
---
title: Second
date: 2025-03-28
source: { name: A leaflet, kind: other }
actors: [south]
aliases: [/old/]
---
Nobody went.
-- content/pages/about.md --
---
title: About
---
About us.
-- content/stories/war.md --
---
title: The war
lead: It goes on.
tags: [war]
---
What is known.
"""


class Parsed:
    """Which files were parsed since it was last asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: list[str] = []
        parse = parse_file

        def noted(kind: Any, text: str, file: str, registers: Any) -> Any:
            self.files.append(Path(file).name)
            return parse(kind, text, file, registers)

        monkeypatch.setattr(reading, "parse", noted)

    def by(self, made: Site) -> tuple[Library, list[str]]:
        """Read a site as every verb does; the library, and what had to be parsed."""
        self.files.clear()
        library, problems = read_site(made.root)
        assert not problems
        return library, sorted(self.files)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Parsed:
    return Parsed(monkeypatch)


@pytest.fixture(params=["just now", "long ago"])
def two(
    site: Build, parsed: Parsed, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Site:
    """A site that was read before: just after its files were written, and long after."""
    if request.param == "long ago":
        monkeypatch.setattr(files, "COARSEST", -(10**15))
    made = site(TWO)
    parsed.by(made)
    time.sleep(0.02)  # longer than a tick of the disk's clock
    return made


def everything(library: Library) -> object:
    """All that a library says, articles in full."""
    whole = [
        [getattr(article, name) for name in Article.__struct_fields__]
        for article in library.articles
    ]
    rest = [getattr(library, name) for name in Library.__struct_fields__ if name != "articles"]
    return [whole, rest]


def test_a_file_written_twice_within_a_tick_of_the_clock_is_read_twice(
    site: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(TWO)
    before = files.look((made.root / "content/articles/second.md").stat())
    monkeypatch.setattr(files, "look", lambda _stat: before)  # no change looks different
    read_site(made.root)
    made.edit("content/articles/second.md", "Nobody", "Somebody")
    assert read_site(made.root)[0].articles[1].body == "Somebody went.\n"


def test_what_was_read_is_what_it_would_be_read_as(two: Site) -> None:
    assert everything(read_site(two.root)[0]) == everything(load(two.root)[0])


def test_a_file_that_says_what_it_said_is_not_parsed_again(two: Site, parsed: Parsed) -> None:
    assert parsed.by(two)[1] == []
    os.utime(two.root / "content/articles/first.md")
    assert parsed.by(two)[1] == []


def test_only_what_changed_is_parsed(two: Site, parsed: Parsed) -> None:
    two.edit("content/articles/second.md", "Nobody", "Somebody")
    library, again = parsed.by(two)
    assert again == ["second.md"]
    assert [article.body for article in library.articles] == [
        "Soldiers went east.\n",
        "Somebody went.\n",
    ]
    assert parsed.by(two)[1] == []


def test_a_change_that_hides_its_size_and_time_is_seen(two: Site, parsed: Parsed) -> None:
    path = two.root / "content/articles/second.md"
    before = path.stat()
    two.edit("content/articles/second.md", "Nobody went", "Nobody came")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert parsed.by(two)[0].articles[1].body == "Nobody came.\n"


def test_a_file_that_is_gone_or_renamed_is_forgotten(two: Site, parsed: Parsed) -> None:
    (two.root / "content/articles/first.md").rename(two.root / "content/articles/third.md")
    library, again = parsed.by(two)
    assert (again, [a.id for a in library.articles]) == (["third.md"], ["second", "third"])
    (two.root / "content/articles/third.md").unlink()
    assert [article.id for article in parsed.by(two)[0].articles] == ["second"]
    assert everything(parsed.by(two)[0]) == everything(load(two.root)[0])


def test_an_entry_that_changed_reaches_the_articles_that_name_it(two: Site, parsed: Parsed) -> None:
    two.edit("content/registers/actors.yaml", "name: North", "name: Northern Union")
    library, again = parsed.by(two)
    assert again == ["first.md"]
    assert library.articles[0].actors[0].name == "Northern Union"
    assert everything(library) == everything(load(two.root)[0])


def test_an_entry_that_is_gone_is_missed_where_it_is_named(two: Site) -> None:
    two.edit("content/registers/actors.yaml", "south: { name: South, kind: state }", "")
    for _ in range(2):
        assert [str(problem) for problem in read_site(two.root)[1]] == two.problems()
        assert "second.md:5" in two.problems()[0]
    two.edit("content/registers/actors.yaml", "north:", "south: { name: S, kind: state }\nnorth:")
    library, problems = read_site(two.root)
    assert not problems
    assert everything(library) == everything(load(two.root)[0])


def test_a_mistake_in_a_register_is_the_only_one_named(two: Site) -> None:
    two.edit("content/registers/actors.yaml", "north: {", "north: {{")
    for _ in range(2):
        assert [str(problem) for problem in read_site(two.root)[1]] == two.problems()
    two.edit("content/registers/actors.yaml", "north: {{", "north: {")
    assert everything(read_site(two.root)[0]) == everything(load(two.root)[0])


def test_a_register_of_tags_closes_the_vocabulary(two: Site, parsed: Parsed) -> None:
    two.write("\n-- content/registers/tags.yaml --\nwar: { name: The war }\n")
    assert parsed.by(two)[0].articles[0].tags[0].name == "The war"
    assert parsed.by(two)[1] == []
    (two.root / "content/registers/tags.yaml").write_text("peace: { name: Peace }\n")
    assert [str(problem) for problem in read_site(two.root)[1]] == two.problems() != []
    assert [str(problem) for problem in read_site(two.root)[1]] == two.problems() != []
    (two.root / "content/registers/tags.yaml").unlink()
    assert parsed.by(two)[0].articles[0].tags[0].name == "war"


def test_a_mistake_is_named_each_time_until_it_is_mended(two: Site, parsed: Parsed) -> None:
    two.edit("content/articles/second.md", "date: 2025-03-28", "date: soon")
    wrong = two.problems()
    assert [str(problem) for problem in read_site(two.root)[1]] == wrong
    assert [str(problem) for problem in read_site(two.root)[1]] == wrong
    two.edit("content/articles/second.md", "date: soon", "date: 2025-03-28")
    assert everything(parsed.by(two)[0]) == everything(load(two.root)[0])


@pytest.mark.parametrize("kept", [".cache/read", ".cache/articles"])
@pytest.mark.parametrize("harm", ["cut", "flip", "delete"])
def test_what_is_remembered_may_be_damaged_or_deleted(two: Site, kept: str, harm: str) -> None:
    path = two.root / kept
    for file in [path] if path.is_file() else list(path.iterdir()):
        data = bytearray(file.read_bytes())
        if harm == "flip":
            data[len(data) // 2] ^= 0x55
        if harm == "delete":
            file.unlink()
        else:
            file.write_bytes(data[: len(data) // 2] if harm == "cut" else data)
    assert everything(read_site(two.root)[0]) == everything(load(two.root)[0])


def test_an_article_that_is_lost_and_has_changed_since_is_never_made_up(two: Site) -> None:
    library, _ = read_site(two.root)
    for file in (two.root / ".cache/articles").iterdir():
        file.unlink()
    two.edit("content/articles/second.md", "Nobody", "Somebody")
    assert library.articles[0].body == "Soldiers went east.\n"
    with pytest.raises(Exception, match="changed while the site was read"):
        _ = library.articles[1].body


def test_while_another_reads_nothing_is_remembered_and_all_is_read(
    two: Site, parsed: Parsed
) -> None:
    two.edit("content/articles/second.md", "Nobody", "Somebody")
    with (two.root / ".cache/reading").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        library, again = parsed.by(two)
        assert (again, library.articles[1].body) == (["second.md"], "Somebody went.\n")
    assert parsed.by(two)[1] == ["second.md"]
    assert parsed.by(two)[1] == []


def test_a_cache_that_cannot_be_written_is_done_without(site: Build) -> None:
    made = site(TWO)
    made.cold()
    (made.root / ".cache").write_text("somebody's file")
    assert everything(read_site(made.root)[0]) == everything(load(made.root)[0])


def test_several_processes_read_what_one_would(site: Build) -> None:
    made = site(TWO)
    text = made.read("content/articles/first.md")
    for number in range(700):
        path = made.root / f"content/articles/more-{number:03}.md"
        path.write_text(text.replace("First", f"More {number}"), encoding="utf-8")
    (made.root / "content/articles/more-500.md").write_text("no front matter")
    library, problems = read_site(made.root, jobs=2)
    alone, wrong = load(made.root)
    assert problems == wrong != []
    assert digest(library.articles) == digest(alone.articles)
    assert library.articles[699].claims == alone.articles[699].claims


class Hostile:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("/tmp/never",)


@pytest.mark.parametrize("value", [Hostile(), os.getcwd, Path, fcntl.flock])
def test_remembered_bytes_call_nothing_but_our_own_records(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError, match="is no record of ours"):
        thawed(pickle.dumps(value), Entries({}))
