"""Two at work on one site: one has it, the other is told so or waits for nothing, and what is
published is never of two builds."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from conftest import REPOSITORY, Site
from serving import served

pytestmark = pytest.mark.usefixtures("indexed")

HELD = "another build of this site is running; try again when it is done"
SITE = """\
-- content/pages/about.md --
---
title: About
---
First words.
-- seed.txt --
A report

By a reporter

The bridge at Norden was closed on Monday, the ministry said.
-- templates/many.html --
---
each: n in range(120)
path: "/n/{{ n }}/"
with: { words: "pages | map(attribute='body') | join" }
---
{{ words }}
"""
LOCK = """
import fcntl, sys, time
with open(sys.argv[1], "a") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def made(site: Callable[[str], Site]) -> Site:
    made = site(SITE)
    made.build()
    return made


@contextmanager
def holding(made: Site) -> Iterator[subprocess.Popen[str]]:
    """A build that has the site, and does not come to its end."""
    command = [sys.executable, "-c", LOCK, str(made.root / ".cache/lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline()
        try:
            yield holder
        finally:
            holder.kill()


def started(made: Site, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "generator", *arguments],
        cwd=made.root,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("verb", ["build", "check"])
def test_while_one_builds_another_is_refused_and_reads_nothing(made: Site, verb: str) -> None:
    before, kept = made.tree(), (made.root / ".cache/read").read_bytes()
    made.edit("content/pages/about.md", "First", "Other")
    with holding(made):
        done = made.run(verb)
    assert (done.status, done.out) == (1, "")
    assert HELD in done.err
    assert made.tree() == before
    if verb == "build":
        assert (made.root / ".cache/read").read_bytes() == kept
    assert made.run(verb).status == 0


def test_a_build_that_was_killed_holds_nothing(made: Site) -> None:
    with holding(made) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        made.build()


def test_what_only_reads_or_adds_goes_on_while_one_builds(made: Site) -> None:
    with holding(made):
        assert made.run("import", "seed.txt", "--date", "2025-03-01").status == 0
        with served(made) as asker:
            assert "First words." in asker.get("/about/").text


def test_many_builds_checks_imports_and_edits_at_once_end_in_the_site_as_it_is(made: Site) -> None:
    for number in range(2):
        made.write(f"-- content/pages/about.md --\n---\ntitle: About\n---\nEdit {number}.\n")
        (made.root / f"seed-{number}.txt").write_text(made.read("seed.txt") + f"{number} came.\n")
        running = [
            started(made, *arguments)
            for arguments in (
                ["build", "--jobs", "2"], ["build"], ["check"], ["import", f"seed-{number}.txt"],
            )
        ]  # fmt: skip
        for process in running:
            _, said = process.communicate(timeout=120)
            assert process.returncode == 0 or HELD in said, said
            assert "Traceback" not in said
        words = {made.page(f"/n/{n}/") for n in (0, 7, 119)}
        assert len(words) == 1, "of two builds"
    made.build()
    assert "Edit 1." in made.page("/n/119/")
    assert len(list((made.root / "content/articles").rglob("*.md"))) == 2
    assert not list(made.root.glob(".public*"))


def test_a_build_that_waited_long_to_begin_publishes_no_older_reading(made: Site) -> None:
    """It begins to read when it has the site, not before."""
    slow = started(made, "build")
    made.edit("content/pages/about.md", "First", "Other")
    deadline = time.monotonic() + 60
    while (done := made.run("build")).status and time.monotonic() < deadline:
        assert HELD in done.err
    slow.communicate(timeout=60)
    assert "Other words." in made.page("/n/3/")
