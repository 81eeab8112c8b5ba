"""What a build publishes is on the disk before it gets its place, so that no loss of power leaves
an empty or a torn page: shown by what the build asks of the kernel, in its order."""

from functools import partial
from pathlib import Path

import pytest
from kernel_faults import BROKEN, KILLED, Fault, under
from system_calls import is_available

from generator.output import durable
from generator.output.memory import Memory
from generator.output.write import write

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
    pytest.mark.skipif(not is_available(), reason="this system cannot hold system calls"),
]

WRITING = ("write", "pwrite64", "openat", "fchmod")
NAMING = ("openat", "mkdir", "mkdirat", "link", "linkat", "unlink", "unlinkat", "rmdir")


def not_on_the_disk(calls: list[tuple[str, str]], output: Path) -> tuple[set[str], set[str]]:
    """What a loss of power could still take: of the new tree when it is exchanged, and of the
    folders that hold the two trees at the end."""
    held: set[str] = set()
    before: set[str] | None = None
    for name, path in calls:
        if name in WRITING:
            held.add(path)
        if name in NAMING:
            held.add(path.rpartition("/")[0])
        if name == "fsync":
            held.discard(path.rstrip("/"))
        if name == "syncfs":
            held.clear()
        if name in ("rename", "renameat2") and path == str(output):
            before = {each for each in held if "/spare" in each}
            held |= {str(output.parent)}
    assert before is not None, "nothing was published"
    return before, {str(output.parent)} & held


@pytest.mark.parametrize("count", [3, 60])
@pytest.mark.parametrize("change", ["some", "all"])
def test_all_of_a_new_site_is_on_the_disk_before_readers_see_it(
    tmp_path: Path, count: int, change: str
) -> None:
    output = tmp_path / "public"
    files = {f"n/{n}/index.html": "Word" for n in range(count)}
    for turn in range(4):
        files |= dict.fromkeys(list(files)[: 1 if change == "some" else None], f"Word{turn}")
        work = partial(write, files, str.encode, Memory(tmp_path / "memory", output))
        done = under(work, Fault(KILLED, 0))
        assert done.status == 0, done.said
        assert not_on_the_disk(done.calls, output) == (set(), set())


def test_a_disk_that_cannot_be_asked_for_all_is_asked_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "_all_written", lambda _root: False)
    test_all_of_a_new_site_is_on_the_disk_before_readers_see_it(tmp_path, 60, "all")


@pytest.mark.parametrize("count", [1, 60])
def test_where_the_disk_says_that_it_lost_what_was_written_the_old_site_stays(
    tmp_path: Path, count: int
) -> None:
    memory = Memory(tmp_path / "memory", tmp_path / "public")
    old, new = (
        dict.fromkeys((f"n/{n}.html" for n in range(count)), word) for word in ("Old", "New")
    )
    write(old, str.encode, memory)
    lost = Fault(BROKEN, 1, names=("fsync", "syncfs"))
    assert "Input/output error" in under(lambda: write(new, str.encode, memory), lost).said
    assert {path.read_text() for path in (tmp_path / "public/n").iterdir()} == {"Old"}
    assert not memory.spare.exists()
