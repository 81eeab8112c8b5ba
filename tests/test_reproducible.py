"""The same content becomes the same bytes, whoever builds it, where, when, and how often."""

import ast
import os
import random
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import REPOSITORY
from enduring import assert_same, build_at
from worlds import START, World, all_of, fresh, some_world, written

LISTED_OTHERWISE = '''
"""Folders list their names in another order."""
import os, random
_scandir, _listdir = os.scandir, os.listdir
_chance = random.Random(int(os.environ["LISTED"]))

class Listed:
    def __init__(self, *arguments):
        with _scandir(*arguments) as entries:
            self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)
        _chance.shuffle(self.entries)
    def __iter__(self):
        return iter(self.entries)
    def __next__(self):
        if not self.entries:
            raise StopIteration
        return self.entries.pop(0)
    def __enter__(self):
        return self
    def __exit__(self, *error):
        pass
    def close(self):
        pass

def listdir(*arguments):
    names = sorted(_listdir(*arguments), reverse=True)
    _chance.shuffle(names)
    return names

os.scandir, os.listdir = Listed, listdir
'''


class Elsewhere(NamedTuple):
    """Another machine, user and way to build."""

    folder: str
    umask: int
    way: str  # how files got onto the disk
    options: tuple[str, ...]
    environment: dict[str, str]


ODD = "ödd \udcff" if sys.platform == "linux" else "ödd"  # a byte that is no text

PLACES: dict[str, Elsewhere] = {
    "seoul": Elsewhere(
        "a b/ü ö/평양/deep/er", 0o077, "long ago", ("--jobs", "1"),
        {"TZ": "Asia/Seoul", "LC_ALL": "C", "PYTHONHASHSEED": "1", "LISTED": "1"},
    ),
    "lima": Elsewhere(
        "x", 0o000, "ahead", ("--jobs", "2"),
        {"TZ": "America/Lima", "LC_ALL": "tr_TR.UTF-8", "PYTHONOPTIMIZE": "2", "LISTED": "2",
         "HOME": "/nonexistent", "USER": "nobody", "PYTHONHASHSEED": "77", "COLUMNS": "20"},
    ),
    "vostok": Elsewhere(
        f"'quoted' & ({ODD})", 0o027, "plain", ("--jobs", "4", "--output", "other folder/public"),
        {"TZ": "Antarctica/Vostok", "LC_ALL": "POSIX", "PYTHONUTF8": "0",
         "PYTHONCOERCECLOCALE": "0", "PYTHONDEVMODE": "1", "LISTED": "3",
         "SOURCE_DATE_EPOCH": "4102444800"},
    ),
}  # fmt: skip


def without_embargoes() -> World:
    """A site of which nothing depends on the time."""
    return some_world(random.Random(7))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What becomes of that site here."""
    root = tmp_path_factory.mktemp("here")
    written(root, without_embargoes().files(), "plain", random.Random(1))
    assert not build_at(START, root, "--jobs", "1").mistakes
    return all_of(root / "public")


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_the_same_bytes_and_modes_wherever_and_however_it_is_built(
    place: Elsewhere, expected: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(LISTED_OTHERWISE)
    with umask(place.umask):
        root = fresh(tmp_path / place.folder)
        written(root, without_embargoes().files(), place.way, random.Random(place.umask))
        done = subprocess.run(
            [sys.executable, "-m", "generator", "build", *place.options],
            cwd=root,
            env=os.environ | {"PYTHONPATH": f"{tmp_path}:{REPOSITORY}"} | place.environment,
            capture_output=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    output = root / (place.options[3] if len(place.options) > 2 else "public")
    assert_same(all_of(output), expected, "not as it is made here")
    assert stat.S_IMODE(output.stat().st_mode) == 0o755


@pytest.mark.parametrize("years", [-30, 80])
def test_the_day_makes_no_difference(years: int, expected: dict[str, Any], tmp_path: Path) -> None:
    """Only embargoes are held against the clock."""
    written(tmp_path, without_embargoes().files(), "plain", random.Random(1))
    build_at(START + timedelta(days=365 * years), tmp_path, "--jobs", "1")
    assert_same(all_of(tmp_path / "public"), expected, f"{years} years on")


CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime", "strftime"}


def test_nothing_that_a_build_is_made_by_asks_what_time_it_is() -> None:
    """But for the one instant that embargoes are held against, and when they end."""
    package = REPOSITORY / "generator"
    rooms = ("model", "library", "pages", "output")
    files = [path for room in rooms for path in (package / room).rglob("*.py")]
    files += [package / f"{name}.py" for name in ("releasing", "remembered", "old_addresses")]
    asked = {
        f"{path.name}: {node.func.attr}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and not node.args[1:]
    }
    assert asked == set()


def looks(folder: Path) -> dict[str, tuple[int, ...]]:
    """How a folder and all in it lie on the disk."""
    paths = [folder, *folder.rglob("*")]
    stats = {path.as_posix(): path.lstat() for path in paths}
    return {
        name: (s.st_ino, s.st_mtime_ns, s.st_ctime_ns, s.st_mode, s.st_nlink)
        for name, s in stats.items()
    }


def touch(*paths: Path) -> None:
    for path in paths:
        os.utime(path)


@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(lambda root: None, id="nobody did anything"),
        pytest.param(lambda root: (root / ".cache/last").unlink(missing_ok=True), id="not at once"),
        pytest.param(
            lambda root: touch(*(root / "content").rglob("*.md")), id="every file was touched"
        ),
        pytest.param(lambda root: shutil.rmtree(root / ".cache/store"), id="no page is stored"),
        pytest.param(
            lambda root: build_at(START, root, "--drafts", "--jobs", "1"), id="drafts were built"
        ),
        pytest.param(
            lambda root: (root / "content/pages/about.md").write_text("no front matter"),
            id="there is a mistake",
        ),
    ],
)
def test_an_unchanged_build_rewrites_nothing(
    tmp_path: Path, prepare: Callable[[Path], object]
) -> None:
    """No file and no folder of the output: neither bytes nor times nor inodes."""
    written(tmp_path, without_embargoes().files(), "plain", random.Random(1))
    time.sleep(0.03)  # so that it is known at a glance
    build_at(START, tmp_path, "--jobs", "1")
    before = looks(tmp_path / "public")
    prepare(tmp_path)
    build_at(START, tmp_path, "--jobs", "2")
    assert looks(tmp_path / "public") == before


def test_what_another_site_remembers_is_no_part_of_this_one(
    expected: dict[str, Any], tmp_path: Path
) -> None:
    """Somebody begins a site with a copy of another one's folder, and all of its cache."""
    other = fresh(tmp_path / "other")
    written(other, some_world(random.Random(8)).files(), "plain", random.Random(1))
    build_at(START, other, "--jobs", "1")
    shutil.copytree(other, tmp_path / "this")
    written(tmp_path / "this", without_embargoes().files(), "same time", random.Random(1))
    build_at(START, tmp_path / "this", "--jobs", "1")
    assert_same(all_of(tmp_path / "this/public"), expected, "with a memory of its own")
