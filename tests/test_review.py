"""`review`: what is open is listed at its line; with nothing open, an approval is written."""

import os
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import Site

from generator.library.load import load

Build = Callable[[str], Site]

FILE = "content/articles/2025/a.md"
CONTENT = f"""
-- content/registers/actors.yaml --
jcs: {{ name: Joint Chiefs, kind: armed-forces }}
-- {FILE} --
---
title: A report
date: 2025-03-27
source: {{ name: A }}
status: draft
claims:
  - id: c1
    by: jcs
    act: asserts
    quote: sent 3,000 more
---
The Chiefs say that the North sent 3,000 more.
"""
NOON = str(1_743_163_200)  # 2025-03-28T12:00:00Z


def test_with_nothing_open_the_approval_is_written_and_the_article_published(site: Build) -> None:
    made = site(CONTENT)
    before = made.read(FILE)
    done = made.run("review", FILE, "--by", "Ann Lee", SOURCE_DATE_EPOCH=NOON)
    assert (done.status, done.err) == (0, "")
    assert done.out == f"{FILE}: approved by Ann Lee; it is in the next build\n"
    lines = made.read(FILE).splitlines()
    kept = before.splitlines()
    review = lines.pop(10)
    assert review.startswith('review: { by: Ann Lee, at: "2025-03-28T12:00:00+00:00", sha256: ')
    assert lines == [*kept[:4], "status: reviewed", *kept[5:]]
    assert made.build().err == ""
    assert "A report" in made.page("/articles/a/")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("date: 2025-03-27", "date: XXXX", 3, "no date: set “date” to the day of publication"),
        ("    by: jcs\n", "", 7, "claim “c1” says nobody"),
        (
            "by: jcs\n    act: asserts",
            "by: unattributed\n    act: denies",
            7,
            "claim “c1” is a denial: name who denies",
        ),
        (
            "quote: sent 3,000 more",
            "quote: sent 4,000 more",
            7,
            "“c1” occurs not at all in the body",
        ),
        ("say that", "say: sent 3,000 more, that", 7, "“c1” occurs 2 times in the body"),
        ("The Chiefs say that the North sent 3,000 more.\n", "", 12, "no body: write the report"),
        ("status: draft", "status: withheld", 5, "the article is withheld; to bring it back, say"),
        (
            "status: draft",
            "status: retracted",
            5,
            "the article is retracted; to bring it back, say",
        ),
    ],
)
def test_what_is_open_is_listed_at_its_line_and_nothing_is_written(
    site: Build, old: str, new: str, line: int, words: str
) -> None:
    made = site(CONTENT)
    made.edit(FILE, old, new)
    before = made.read(FILE)
    done = made.run("review", FILE, "--by", "Ann")
    assert (done.status, done.out) == (1, "")
    assert any(
        each.startswith(f"{FILE}:{line}: ") and words in each for each in done.err.splitlines()
    ), done.err
    assert made.read(FILE) == before


def test_everything_that_is_open_is_listed_at_once(site: Build) -> None:
    made = site(CONTENT)
    made.edit(FILE, "2025-03-27", "XXXX")
    made.edit(FILE, "    by: jcs\n", "")
    made.edit(FILE, "The Chiefs say that the North sent 3,000 more.", "")
    done = made.run("review", FILE, "--by", "Ann")
    assert [line.partition(": ")[0] for line in done.err.splitlines()] == [
        f"{FILE}:3",
        f"{FILE}:7",
        f"{FILE}:7",
        f"{FILE}:11",
        "4 problems; nothing was changed.",
    ]


def test_approving_twice_changes_nothing(site: Build) -> None:
    made = site(CONTENT)
    made.run("review", FILE, "--by", "Ann")
    before = (made.root / FILE).stat()
    done = made.run("review", FILE, "--by", "Bo")
    assert (done.status, done.out) == (0, f"{FILE}: approved already, by Ann; nothing to do\n")
    after = (made.root / FILE).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_after_an_edit_the_new_approval_replaces_the_old_one(site: Build) -> None:
    made = site(CONTENT)
    made.run("review", FILE, "--by", "Ann")
    made.edit(FILE, "say that", "say today that")
    assert "edited since Ann approved it" in made.build().err
    assert made.run("review", FILE, "--by", "Bo").status == 0
    text = made.read(FILE)
    assert (text.count("review:"), text.count("Ann"), text.count("by: Bo")) == (1, 0, 1)
    assert made.build().err == ""


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.rstrip(b"\n"),
        lambda text: text.replace(b"status: draft", b'"status":  draft   # soon'),
        lambda text: text.replace(b"---\ntitle", b"--- \n# note\n\n\ntitle"),
        lambda text: text.replace(b"\n  - id", b"\n\n  # the claim\n\n  - id"),
        lambda text: text.replace(b"status: draft\n", b""),
    ],
    ids=[
        "marked",
        "windows",
        "no last line end",
        "quoted key",
        "notes",
        "blank lines",
        "no status",
    ],
)
def test_every_other_byte_of_the_file_is_kept(site: Build, spoil: Callable[[bytes], bytes]) -> None:
    made = site(CONTENT)
    path = made.root / FILE
    before = spoil(path.read_bytes())
    path.write_bytes(before)
    assert made.run("review", FILE, "--by", "Ann").status == 0
    after = path.read_bytes()
    lines = [line for line in after.split(b"\n") if not line.startswith(b"review: { by: Ann")]
    expected = before.replace(b"draft", b"reviewed").split(b"\n")
    if b"status" not in before:
        lines.remove(b"status: reviewed")
    assert lines == expected
    [article] = load(made.root)[0].articles
    assert article.approved


def test_a_quote_may_rest_on_the_kept_seed_instead(site: Build) -> None:
    made = site(CONTENT)
    seed = "As handed in: sent 3,000\nmore."
    made.write(f"-- seeds/a.txt --\n{seed}")
    made.edit(FILE, "sent 3,000 more.", "sent soldiers.")
    hashed = sha256(seed.encode()).hexdigest()
    made.edit(FILE, "claims:", f"seed: {{ file: seeds/a.txt, sha256: {hashed} }}\nclaims:")
    assert made.run("review", FILE, "--by", "Ann").status == 0


def test_a_seed_that_is_not_what_was_handed_in_is_said(site: Build) -> None:
    made = site(CONTENT)
    made.write("-- seeds/a.txt --\nforged\n")
    made.edit(FILE, "claims:", f"seed: {{ file: seeds/a.txt, sha256: {'a' * 64} }}\nclaims:")
    done = made.run("review", FILE, "--by", "Ann")
    assert done.status == 1
    assert done.err.startswith(f"{FILE}:6: the kept seed seeds/a.txt is not what was handed in")


def test_a_claim_of_nobody_is_approved_and_said(site: Build) -> None:
    made = site(CONTENT)
    made.edit(FILE, "by: jcs", "by: unattributed")
    done = made.run("review", FILE, "--by", "Ann")
    assert done.status == 0
    assert done.out.startswith(f"{FILE}:7: claim “c1” will be shown as unattributed\n")


def test_an_embargo_is_said(site: Build) -> None:
    made = site(CONTENT)
    made.edit(FILE, "status: draft", "status: draft\nembargo: 2099-01-01T00:00:00Z")
    done = made.run("review", FILE, "--by", "Ann")
    assert "it is in the first build after 2099-01-01" in done.out


def test_the_file_may_be_named_from_anywhere(site: Build, tmp_path: Path) -> None:
    made = site(CONTENT)
    elsewhere = Site(made.root / "content")
    done = elsewhere.run("--site", "..", "review", "articles/2025/a.md", "--by", "Ann")
    assert (done.status, done.out[: len(FILE)]) == (0, FILE)
    made.edit(FILE, "say that", "say today that")
    done = Site(tmp_path).run("--site", "site", "review", str(made.root / FILE), "--by", "Ann")
    assert (done.status, done.out[: len(FILE)]) == (0, FILE)


def test_a_file_outside_the_site_is_refused(site: Build, tmp_path: Path) -> None:
    made = site(CONTENT)
    outside = tmp_path / "outside.md"
    outside.write_text(made.read(FILE))
    for name in (str(outside), "../outside.md"):
        done = made.run("review", name, "--by", "Ann")
        assert done.status == 1
        assert "lies outside the site" in done.err
    (made.root / "content/articles/link.md").symlink_to(outside)
    done = made.run("review", "content/articles/link.md", "--by", "Ann")
    assert done.status == 1
    assert "status: draft" in outside.read_text()


@pytest.mark.parametrize("name", ["site.yaml", "content/registers/actors.yaml"])
def test_a_file_that_is_no_article_is_refused(site: Build, name: str) -> None:
    made = site(CONTENT)
    done = made.run("review", name, "--by", "Ann")
    assert done.status == 1
    assert done.err.startswith(f"{name}: not an article, an edition or a story: those are")


@pytest.mark.parametrize("name", ["content/articles/nothing.md", "content/articles"])
def test_a_file_that_is_not_there_is_said(site: Build, name: str) -> None:
    done = site(CONTENT).run("review", name, "--by", "Ann")
    assert done.status == 2
    assert name in done.err


@pytest.mark.parametrize("name", [" ", "a\nb", "\udcff"])
def test_an_approval_needs_a_name_that_can_be_read(site: Build, name: str) -> None:
    made = site(CONTENT)
    before = made.read(FILE)
    done = made.run("review", FILE, "--by", name)
    assert done.status == 2
    assert "it must be a name that can be read" in done.err
    assert made.read(FILE) == before


@pytest.mark.parametrize(
    "name", ["null", "yes", "Ann: chief # 1", "'", '"', "박민지", "{a}", "- x"]
)
def test_any_name_that_can_be_read_will_do(site: Build, name: str) -> None:
    made = site(CONTENT)
    assert made.run("review", FILE, "--by", name).status == 0
    assert made.problems() == []
    assert f"approved already, by {name};" in made.run("review", FILE, "--by", "Bo").out


def test_a_mistake_in_the_article_is_said_before_anything_else(site: Build) -> None:
    made = site(CONTENT)
    made.edit(FILE, "act: asserts", "act: claims")
    done = made.run("review", FILE, "--by", "Ann")
    assert done.status == 1
    assert done.err.startswith(f"{FILE}:9: “act”: “claims” is not one of")


def test_a_mistake_in_a_register_that_the_article_needs_is_said(site: Build) -> None:
    made = site(CONTENT)
    made.edit("content/registers/actors.yaml", "kind: armed-forces", "kind: army")
    done = made.run("review", FILE, "--by", "Ann")
    assert done.status == 1
    assert done.err.startswith("content/registers/actors.yaml:1: “kind”: “army” is not one of")


def test_a_mistake_in_another_article_is_no_reason_to_refuse_this_one(site: Build) -> None:
    made = site(CONTENT)
    made.write("-- content/articles/b.md --\nnothing\n")
    assert made.run("review", FILE, "--by", "Ann").status == 0


def test_the_files_permissions_are_kept(site: Build) -> None:
    made = site(CONTENT)
    (made.root / FILE).chmod(0o640)
    made.run("review", FILE, "--by", "Ann")
    assert stat.S_IMODE((made.root / FILE).stat().st_mode) == 0o640
    assert [path.name for path in (made.root / FILE).parent.iterdir()] == ["a.md"]


def test_a_file_that_is_read_only_gives_one_clear_line(site: Build) -> None:
    made = site(CONTENT)
    before = made.read(FILE)
    (made.root / FILE).chmod(0o444)
    done = made.run("review", FILE, "--by", "Ann")
    assert done.status == 1
    assert done.err.startswith(f"{FILE}: the file is read-only; make it writable first\n")
    assert made.read(FILE) == before


def test_what_a_crash_left_behind_is_no_obstacle(site: Build, tmp_path: Path) -> None:
    made = site(CONTENT)
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (made.root / "content/articles/2025/.a.md.new").symlink_to(precious)
    assert made.run("review", FILE, "--by", "Ann").status == 0
    assert precious.read_text() == "mine"


def test_a_pipe_is_refused_without_waiting_for_it(site: Build) -> None:
    made = site(CONTENT)
    os.mkfifo(made.root / "content/articles/pipe.md")
    done = made.run("review", "content/articles/pipe.md", "--by", "Ann")
    assert done.status == 1
    assert "not a plain file" in done.err
