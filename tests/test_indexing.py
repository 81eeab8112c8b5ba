"""The index that a build makes for readers to search in: when it is made, of what, and when not."""

import stat
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Site

from generator.searching import program as pagefind
from generator.searching.forms import bare
from generator.searching.program import Entry, Failed, Program, find_program, make_index
from generator.searching.settled import asked_for, settled
from generator.searching.shards import LARGE, shards

pytestmark = pytest.mark.usefixtures("indexed")

SITE = "-- site.yaml --\ntitle: Mill Digest\nbase_url: https://digest.example/\n" + "".join(
    f"""\
-- content/articles/mill-{number}.md --
---
title: Mill {number} stands still
date: "2025-04-{number:02}"
source: {{ name: a miller, url: null }}
status: reviewed
---
There is no grain.
"""
    for number in range(1, 9)
)
SMALL = (("LARGE", 4), ("STEP", 4), ("SMALLEST", 1))  # in two parts, as a site of thousands has
INDEX = "public/search/index"


@pytest.fixture
def mills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = Site(tmp_path)
    made.write(SITE)
    made.approve()
    for name, value in SMALL:
        monkeypatch.setattr(f"generator.searching.shards.{name}", value)
    return made


def files(made: Site) -> dict[str, bytes]:
    folder = made.root / INDEX
    return {f"{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*.*")}


def test_an_edit_costs_one_part_of_the_index_and_gives_the_same_as_a_clean_build(
    mills: Site,
) -> None:
    assert "search: all 8 entries indexed, " in mills.build().out
    first = files(mills)
    mills.edit("content/articles/mill-8.md", "no grain", "grain again")
    mills.approve()
    assert "search: 4 of 8 entries indexed, " in mills.build().out
    edited = files(mills)
    assert {
        name for name in first if name.startswith("1/") and first[name] != edited[name]
    } == set()
    assert first["2/pagefind-entry.json"] != edited["2/pagefind-entry.json"]
    kept = sorted((mills.root / ".cache/search").iterdir())
    assert len(kept) == 4, "nothing is kept of what is no longer needed"
    for each in kept:
        each.write_bytes(each.read_bytes()[:-1])  # nor is what was damaged trusted
    mills.edit("site.yaml", "Mill Digest", "The Mill Digest")
    assert "search: all 8 entries indexed, " in mills.build().out
    assert files(mills) == edited


def no_program() -> None:
    return None


def broken() -> Program:
    return Program(Path("/bin/false"), "broken 1")


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (no_program, "search: no index is made, since Pagefind is not installed: "
         "pip install conflict-digest[search]\n"),
        (broken, "search: no index is made, since Pagefind failed: "
         "it ended before its work; was it out of memory?\n"),
    ],
)  # fmt: skip
def test_without_an_index_the_site_is_built_and_a_line_says_why(
    mills: Site, monkeypatch: pytest.MonkeyPatch, found: object, line: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("generator.searching.index.find_program", found)
        assert mills.build().err == line
    assert not (mills.root / INDEX).exists()
    assert "This copy of the site has no search." in mills.page("/search/")
    if found is broken:  # and it is tried again, though no file was changed
        assert "search: all 8 entries indexed, " in mills.build().out
        assert (mills.root / INDEX / "index.json").is_file()


def test_a_site_may_go_without_and_a_preview_does(mills: Site) -> None:
    assert "search" not in mills.build("--drafts").out
    assert not (mills.root / "preview/search/index").exists()
    assert "There is no index of a preview" in mills.page("/search/", "preview")
    mills.edit("site.yaml", "title", "search: false\ntitle")
    assert "search" not in mills.build().out
    assert not (mills.root / "public/search").exists()
    assert "/search/" not in mills.page("/_headers")
    assert "search/index.html" not in mills.page("/")


# ---- the program ----
ENTRIES = [
    Entry(f"/x/{n}/", f"Kilns of village {n}.", {"title": f"Kiln {n}"}, {"tag": [f"t{n % 7}", "t"]})
    for n in range(40)
]
MISBEHAVING = {
    "it ended before its work": "exit 3",
    "it says something that is no answer": "echo not base64 at all,; cat >/dev/null",
    "it took too long": "exec sleep 60",
    "it says: out of paper": "printf '%s,' "
    + "eyJwYXlsb2FkIjp7InR5cGUiOiJFcnJvciIsIm1lc3NhZ2UiOiJvdXQgb2YgcGFwZXIifX0="
    + "; cat >/dev/null",
    "it took 0 of 40 entries": "printf '%s,' eyJwYXlsb2FkIjp7InR5cGUiOiJHZXRGaWxlcyJ9fQ=="
    + "; cat >/dev/null",
}


@pytest.mark.parametrize("why", MISBEHAVING)
def test_a_program_that_misbehaves_is_left_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    monkeypatch.setattr(pagefind, "PATIENCE", 0.3 if "long" in why else 30)
    monkeypatch.setattr(pagefind, "PATIENCE_EACH", 0)
    script = tmp_path / "pagefind"
    script.write_text(f"#!/bin/sh\n{MISBEHAVING[why]}\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(Failed, match=why):
        make_index(Program(script, ""), iter(ENTRIES), len(ENTRIES), "en")


@pytest.fixture(scope="module")
def made() -> Iterator[dict[str, bytes]]:
    found = find_program()
    assert found
    yield make_index(found, iter(ENTRIES), len(ENTRIES), "en").files


def test_the_same_entries_give_the_same_bytes(made: dict[str, bytes]) -> None:
    found = find_program()
    assert found
    again = make_index(found, iter(ENTRIES), len(ENTRIES), "en").files
    assert settled(made) == settled(again)
    assert settled(settled(made)) == settled(made)


def test_readers_are_sent_what_they_ask_for_and_no_more(made: dict[str, bytes]) -> None:
    names = {name for name in asked_for(settled(made)) if "/" not in name}
    assert {name.rpartition(".")[2] for name in names} == {"js", "json", "pagefind", "pf_meta"}
    assert len(names) == 4


@pytest.mark.parametrize("name", ["pagefind-entry.json", "pagefind.js", "filter"])
def test_an_index_of_another_form_is_refused(made: dict[str, bytes], name: str) -> None:
    spoiled = {path: b"?" if path.startswith(name) else data for path, data in made.items()}
    with pytest.raises(Failed, match="form"):
        asked_for(settled(spoiled))


# ---- parts and forms ----
def test_a_growing_site_is_cut_where_it_was_cut_before() -> None:
    cut = [[len(part) for part in shards(range(count))] for count in range(0, 12_000, 97)]
    assert all(sum(parts) == count for parts, count in zip(cut, range(0, 12_000, 97), strict=True))
    assert max(max(parts) for parts in cut) <= LARGE
    assert max(parts[-1] for parts in cut if len(parts) > 1) < 750
    remade = sum(before[:-1] != after[: len(before) - 1] for before, after in pairwise(cut))
    assert remade <= 12_000 // 500, "a large part is made again once in five hundred entries"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("المنارة", ["منارة"]), ("والمنارة", ["منارة"]), ("بالمنارة", ["منارة"]),
        ("للمنارة", ["منارة"]), ("وأعلنت", ["أعلنت"]), ("الْمَنَارَة", ["منارة"]),
        ("منارة", []), ("وزير", []), ("الله", []), ("beacon маяк 등대", []),
    ],
)  # fmt: skip
def test_what_arabic_writes_before_a_word_is_taken_off_in_the_index(
    text: str, words: list[str]
) -> None:
    assert bare(text) == words
