"""Whatever becomes of what is remembered in `.cache`: the next build equals a clean one."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from system_calls import is_available
from two_versions import Desk, new_desk

pytestmark = [
    pytest.mark.usefixtures("indexed"),
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
    pytest.mark.skipif(not is_available(), reason="this system cannot hold system calls"),
]

EXAMPLES = 2_000 if os.environ.get("TORTURE") else 5

Harm = Callable[[Path, int, bytes], object]


def _flip(file: Path, at: int, _junk: bytes) -> None:
    data = bytearray(file.read_bytes())
    if data:
        data[at % len(data)] ^= 1 << (at % 8)
        _overwrite(file, bytes(data))


def _junk(file: Path, at: int, junk: bytes) -> None:
    data = file.read_bytes()
    place = at % (len(data) + 1)
    _overwrite(file, data[:place] + junk + data[place + len(junk) :])


def _cut(file: Path, at: int, _junk: bytes) -> None:
    data = file.read_bytes()
    _overwrite(file, data[: at % (len(data) + 1)])


def _another(file: Path, at: int, _junk: bytes) -> None:
    """The place of a file is taken by another one that was kept, sound in itself."""
    others = sorted(path for path in file.parent.parent.rglob("*") if path.is_file())
    _overwrite(file, others[at % len(others)].read_bytes())


def _older(file: Path, _at: int, _junk: bytes) -> None:
    """Another version wrote it: its own digest stands elsewhere in the file."""
    data = file.read_bytes()
    _overwrite(file, re.sub(rb"[0-9a-f]{32}", b"0" * 32, data))


def _delete(file: Path, _at: int, _junk: bytes) -> None:
    file.unlink()


def _delete_folder(file: Path, _at: int, _junk: bytes) -> None:
    shutil.rmtree(file.parent)


HARMS: tuple[Harm, ...] = (_flip, _junk, _cut, _another, _older, _delete, _delete_folder)


def _overwrite(file: Path, data: bytes) -> None:
    """Into a new file, as a restored backup would be: one in the tree kept aside may be public."""
    staged = file.with_name(f"{file.name}.restored")
    staged.write_bytes(data)
    staged.replace(file)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return new_desk(tmp_path_factory.mktemp("desk"))


def kept(desk: Desk) -> list[Path]:
    """Every file that is remembered; those that only hold a lock or the time among them."""
    return sorted(path for path in (desk.root / ".cache").rglob("*") if path.is_file())


KINDS = (
    "addresses", "articles/index", "articles/pack", "clock", "compiled", "last", "lock", "left",
    "spare-left", "plan", "read", "reading", "store/index", "store/pack", "spare/",
    "search/",
)  # fmt: skip


def test_every_kind_of_file_that_is_kept_is_among_those_that_are_damaged(desk: Desk) -> None:
    names = [path.relative_to(desk.root / ".cache").as_posix() for path in kept(desk)]
    for name in names:
        assert any(kind in name for kind in KINDS), f"{name} is new here"
    for kind in KINDS:
        assert any(kind in name for name in names), f"no {kind} was kept"


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=3),
    which=st.integers(0, 1000),
    harm=st.sampled_from(HARMS),
    at=st.integers(0, 1 << 20),
    junk=st.binary(min_size=1, max_size=40),
    edited=st.booleans(),
)
@example(["store/index", "left"], 0, _delete, 0, b"x", True)
@example(["outputs"], 0, _delete_folder, 0, b"x", False)
def test_a_damaged_memory_costs_only_time(
    desk: Desk, kinds: list[str], which: int, harm: Harm, at: int, junk: bytes, edited: bool
) -> None:
    if edited:
        desk.take(1 - desk.version)
    for kind in kinds:
        files = [path for path in kept(desk) if kind in path.as_posix()]
        if files:
            harm(files[which % len(files)], at, junk)
    done = desk.run()
    assert done.status == 0, done.said
    assert len([line for line in done.said.splitlines() if not line.startswith("search: ")]) == 1
    assert desk.tree() == desk.wanted[desk.version]
    desk.settle()
    assert desk.run().status == 0
    assert desk.tree() == desk.wanted[desk.version]
    assert desk.names() <= desk.quiet


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_file_may_be_damaged_or_gone(desk: Desk, kind: str) -> None:
    for harm, edited in ((_cut, False), (_delete, True)):
        if edited:
            desk.take(1 - desk.version)
        for path in [path for path in kept(desk) if kind in path.as_posix()]:
            harm(path, 71, b"")
        done = desk.run()
        assert done.status == 0, f"{harm.__name__}: {done.said}"
        assert desk.tree() == desk.wanted[desk.version], harm.__name__
