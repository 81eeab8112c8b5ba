"""Readers see the old site or the new one, whenever they look and whenever a build is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import REPOSITORY, Site

from generator.output.memory import Memory
from generator.output.write import write

PAGES = 10

NUMBERS = """\
-- templates/number.html --
---
each: n in range(10)
path: "/n/{{ n }}/"
---
{{ site.title }}
"""

WORDS = """
import sys
from pathlib import Path

from generator.releasing import build
from generator.site_folder import plan_site

root = Path(sys.argv[1])
print("begun", flush=True)
for n in range(1000):
    (root / "site.yaml").write_text(f"title: Word{n % 2}\\nbase_url: https://e.example/\\n")
    build(root, plan_site(root, drafts=False), root / "public", jobs=1)
"""


def builder(made: Site) -> subprocess.Popen[str]:
    """A process that builds the site again and again, with one of two words on every page."""
    return subprocess.Popen(
        [sys.executable, "-c", WORDS, str(made.root)],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def words_in(output: Path) -> set[str]:
    """The words on all pages of a site, read in one pass through the folder that was there."""
    folder = os.open(output, os.O_RDONLY | os.O_DIRECTORY)
    try:
        return {_read(f"n/{n}/index.html", folder) for n in range(PAGES)}
    finally:
        os.close(folder)


def _read(path: str, folder: int) -> str:
    file = os.open(path, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(file, 100).decode()
    finally:
        os.close(file)


RELEASES = """
import sys
from pathlib import Path

from generator.output.memory import Memory
from generator.output.write import write

root = Path(sys.argv[1])
for n in range(60):
    files = {f"n/{i}/index.html": f"Word{n % 2}" for i in range(int(sys.argv[2]))}
    write(files, str.encode, Memory(root / "memory", root / "public"))
"""


@pytest.fixture
def releasing(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that writes one release after the other, with one of two words on every page."""
    files = {f"n/{n}/index.html": "Word0" for n in range(PAGES)}
    write(files, str.encode, Memory(tmp_path / "memory", tmp_path / "public"))
    with subprocess.Popen(
        [sys.executable, "-c", RELEASES, str(tmp_path), str(PAGES)],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        text=True,
    ) as process:
        yield process
        assert process.wait() == 0


def test_a_reader_never_sees_half_a_site_nor_two(
    releasing: subprocess.Popen[str], tmp_path: Path
) -> None:
    seen: list[set[str]] = []
    while releasing.poll() is None:
        # A pass may be overtaken: the folder it opened is the old site by then, and is removed.
        with suppress(FileNotFoundError):
            seen.append(words_in(tmp_path / "public"))
    assert {"Word0"} in seen and {"Word1"} in seen
    assert all(len(words) == 1 for words in seen)


def test_a_file_is_always_there_for_who_asks_by_its_name(
    releasing: subprocess.Popen[str], tmp_path: Path
) -> None:
    seen = set()
    while releasing.poll() is None:
        seen.add((tmp_path / "public/n/7/index.html").read_text())
    assert seen == {"Word0", "Word1"}


@pytest.mark.parametrize("chance", range(4))
def test_a_build_that_is_killed_leaves_the_old_site_or_the_new_one(
    site: Callable[[str], Site], chance: int
) -> None:
    made = site(NUMBERS)
    made.edit("site.yaml", "Test Digest", "Word1")
    made.build("--jobs", "1")
    with builder(made) as building:
        assert building.stdout and building.stdout.readline()
        time.sleep(0.25 + 0.053 * chance)
        building.send_signal(signal.SIGKILL)
    assert len(words_in(made.root / "public")) == 1
    (made.root / "site.yaml").write_text("title: Last\nbase_url: https://e.example/\n")
    made.build()
    assert words_in(made.root / "public") == {"Last\n"}
    assert not list(made.root.glob(".public*"))
    assert len(list((made.root / ".cache/store").glob("pack-*"))) <= 2


def test_a_killed_build_on_many_processes_lets_the_next_one_begin(
    site: Callable[[str], Site],
) -> None:
    made = site(NUMBERS)
    made.edit("templates/number.html", "range(10)", "range(3000)")
    command = [sys.executable, "-m", "generator", "build", "--jobs", "4"]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(command, cwd=made.root, env=environment) as building:
        packs = made.root / ".cache/store"
        while not list(packs.glob("pack-*")) and building.poll() is None:
            time.sleep(0.005)
        building.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while (done := made.run("build")).status and time.monotonic() < deadline:
        assert "another build of this site is running" in done.err
    assert done.status == 0
    assert made.page("/n/2999/") == "Test Digest\n"
