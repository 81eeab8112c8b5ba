"""A release is swapped in whole: readers see the old site or the new one, and nothing is lost."""

import os
import random
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.model.problems import Problem, SiteError
from generator.output import exchange as exchange_module
from generator.output import tree as tree_module
from generator.output.marked import MARK
from generator.output.memory import Memory
from generator.output.tree import Tree
from generator.output.write import write

OLD = {"index.html": "old index", "a/index.html": "old a", "a/b/c.html": "same"}
NEW = {"index.html": "new index", "d/e/index.html": "new e", "a/b/c.html": "same"}
OTHER = {"index.html": "other index", "a/b/c.html": "same", "a/index.html": "old a"}


def tree(output: Path) -> dict[str, str]:
    """Every file of a folder but our mark."""
    paths = [path for path in output.rglob("*") if path.is_file() and path.name != MARK]
    return {path.relative_to(output).as_posix(): path.read_text() for path in paths}


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Site:
    """An output folder and what is remembered of it. What is written of a key is the key."""

    def __init__(self, output: Path, remembered: Path) -> None:
        self.output, self.remembered = output, remembered

    @property
    def memory(self) -> Memory:
        return Memory(self.remembered, self.output)

    def write(self, files: dict[str, str]) -> Tree:
        left = write(files, str.encode, self.memory)
        assert tree(self.output) == files
        return left

    @property
    def spare(self) -> Path:
        """The tree of the release before, which the next begins with."""
        return self.memory.spare


@pytest.fixture(params=["at once", "in two renames", "on another disk"])
def made(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """A site whose trees are exchanged at once, or in two steps where the system cannot, or whose
    memory is on another disk."""
    (tmp_path / "www").mkdir()
    output = tmp_path / "www/public"
    if request.param == "in two renames":
        monkeypatch.setattr(exchange_module, "_exchanged_at_once", lambda *_: False)
    if request.param != "on another disk":
        yield Site(output, tmp_path / "memory")
        return
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    with tempfile.TemporaryDirectory(dir=other) as folder:
        yield Site(output, Path(folder))


@pytest.fixture(params=["all looked through", "known by their times"])
def folders(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    """Folders that are too young for their times to be believed, and old ones. Returns how many
    seconds must pass so that a later change leaves another time."""
    if request.param == "all looked through":
        return 0
    monkeypatch.setattr(tree_module, "TICK", 0)
    return 0.012


@pytest.fixture
def here(tmp_path: Path) -> Site:
    """A site whose memory is on the disk of its output."""
    (tmp_path / "www").mkdir()
    return Site(tmp_path / "www/public", tmp_path / "memory")


def test_a_folder_holds_exactly_the_files_of_the_release(made: Site) -> None:
    made.output = made.output.parent / "not/there/yet"
    for files in (OLD, NEW, OTHER, OLD, {"index.html": "x"}, NEW):
        made.write(files)
        assert names_in(made.output.parent) == ["yet"]


def test_the_folders_of_a_removed_page_go_with_it_and_do_not_come_back(made: Site) -> None:
    made.write(OLD)
    for text in ("old index", "new index", "newer index", "newest index"):
        made.write({"index.html": text})
        assert {path.name for path in made.output.rglob("*")} == {"index.html", MARK}


def test_what_is_a_folder_in_one_release_may_be_a_file_in_the_next(made: Site) -> None:
    for files in ({"a/b": "1"}, {"a": "2"}, {"a/b": "1"}, {"a/b/c": "3"}, {"a": "2"}, {"a/b": "1"}):
        made.write(files)


def test_what_did_not_change_keeps_its_time(made: Site) -> None:
    made.write(OLD)
    modified = (made.output / "a/b/c.html").stat().st_mtime_ns
    for files in (NEW, OTHER, NEW, OLD):
        made.write(files)
        assert (made.output / "a/b/c.html").stat().st_mtime_ns == modified


def test_a_release_that_changes_nothing_touches_nothing(made: Site) -> None:
    made.write(OLD)
    made.write(NEW)
    before = {path: path.lstat() for path in (made.output, *made.output.rglob("*"))}
    left = made.write(NEW)
    assert left.files == made.write(NEW).files
    for path, status in before.items():
        now = path.lstat()
        assert (now.st_ino, now.st_ctime_ns) == (status.st_ino, status.st_ctime_ns)


def spoil(path: Path, how: str) -> None:
    """What people and programs do to files that are not theirs."""
    if how == "text":
        path.write_text("tame")
    elif how == "mode":
        path.chmod(0o600)
    elif how == "folder's mode":
        path.parent.chmod(0o700)
    elif how == "extra file":
        path.with_name("extra.html").write_text("extra")
    elif how == "extra folder":
        (path.parent / "extra/folder").mkdir(parents=True)
        (path.parent / "extra/folder/x").write_text("x")
    elif how == "folder is a link":
        shutil.rmtree(path.parent)
        path.parent.symlink_to("/etc")
    elif how == "no folder":
        shutil.rmtree(path.parent)
    elif how == "another file of the same size and time":
        status = path.stat()
        path.unlink()
        path.write_text("SAME")
        os.utime(path, ns=(status.st_mtime_ns, status.st_mtime_ns))
    else:
        path.unlink()
        if how == "link":
            path.symlink_to("/etc/passwd")
        elif how == "folder":
            path.mkdir()
            (path / "x").write_text("x")


SPOILT = [
    "text", "mode", "folder's mode", "extra file", "extra folder", "folder is a link", "no folder",
    "link", "folder", "gone",
]  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
def test_what_somebody_did_to_the_output_is_undone(made: Site, folders: float, how: str) -> None:
    made.write(OTHER)
    for after in (OLD, NEW):
        made.write(OLD)
        time.sleep(folders)
        spoil(made.output / "a/b/c.html", how)
        left = made.write(after)
        for path in made.output.rglob("*"):
            assert stat.S_IMODE(path.lstat().st_mode) == (0o755 if path.is_dir() else 0o644)
            assert not path.is_symlink()
        assert made.write(after).files == left.files
        made.write(OTHER)


@pytest.mark.parametrize("how", [*SPOILT, "another file of the same size and time"])
def test_what_somebody_did_to_the_tree_kept_aside_is_never_published(
    here: Site, folders: float, how: str
) -> None:
    here.write(OTHER)
    time.sleep(folders)
    here.write(OLD)
    time.sleep(folders)
    passwords = Path("/etc/passwd").read_bytes()
    spoil(here.spare / "a/b/c.html", how)
    here.write(NEW)
    for path in here.output.rglob("*"):
        assert stat.S_IMODE(path.lstat().st_mode) == (0o755 if path.is_dir() else 0o644)
    here.write(OTHER)
    here.write(OLD)
    assert Path("/etc/passwd").read_bytes() == passwords


def test_the_tree_kept_aside_is_what_the_next_release_is_made_of(here: Site) -> None:
    here.write(OLD)
    here.write(OTHER)
    folders = {path.name: path.stat().st_ino for path in here.spare.rglob("*") if path.is_dir()}
    here.write(OLD)
    now = {path.name: path.stat().st_ino for path in here.output.rglob("*") if path.is_dir()}
    assert now == folders and len(now) == 2


def test_any_releases_one_after_the_other_come_out_as_they_would_alone(
    here: Site, folders: float
) -> None:
    chance = random.Random(3)
    names = ["index.html", *(f"{a}/{b}.html" for a in "abc" for b in "xyz"), "a/x/deep/file"]
    for step in range(80):
        wanted = [name for name in names if chance.random() < 0.6] or ["index.html"]
        if "a/x/deep/file" in wanted and step % 2:
            wanted.append("c")  # a file where there may have been a folder
            wanted = [name for name in wanted if not name.startswith("c/")]
        here.write({name: f"{name} {chance.randrange(2)}" for name in wanted})
        time.sleep(folders)
        if step % 7 == 0:
            folder = chance.choice([here.output, here.spare])
            files = [path for path in folder.rglob("*") if path.is_file() and path.name != MARK]
            if files:
                how = chance.choice([how for how in SPOILT if how != "folder is a link"])
                spoil_inside(folder, chance.choice(files), how)


def spoil_inside(folder: Path, path: Path, how: str) -> None:
    if how != "no folder" or path.parent != folder:
        spoil(path, how)


def test_two_outputs_in_turn_have_each_their_own_tree(here: Site) -> None:
    there = Site(here.output.parent / "other", here.remembered)
    for n in range(4):
        here.write({"index.html": f"here {n}", "a/x.html": "a"})
        there.write({"index.html": f"there {n}", "b/x.html": "b"})
    assert names_in(here.output.parent) == ["other", "public"]
    assert len(names_in(here.remembered)) == 2


def test_what_is_remembered_of_a_folder_goes_when_the_folder_is_gone(here: Site) -> None:
    there = Site(here.output.parent / "other", here.remembered)
    for n in range(2):
        here.write({"index.html": f"{n}"})
        there.write({"index.html": f"there {n}"})
    assert set(here.memory.others()) == {"there 1", MARK}
    shutil.rmtree(there.output)
    assert not set(here.memory.others())
    assert names_in(here.remembered) == [here.memory.own.name]


def test_an_output_that_was_deleted_is_made_anew(made: Site) -> None:
    made.write(OLD)
    made.write(NEW)
    shutil.rmtree(made.output)
    made.write(OLD)


@pytest.mark.parametrize("damaged", ["left", "spare-left"])
def test_a_memory_that_is_damaged_costs_only_time(here: Site, damaged: str) -> None:
    for files in (OLD, NEW, OTHER):
        here.write(files)
        record = here.memory.own / damaged
        if record.exists():
            data = bytearray(record.read_bytes())
            data[len(data) // 2] ^= 1
            record.write_bytes(data)
    shutil.rmtree(here.remembered)
    here.write(OLD)


def test_a_folder_that_somebody_write_protected_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, calls = exchange_module.shutil.rmtree, []  # type: ignore[attr-defined]

    def rmtree(path: Path) -> None:
        calls.append(stat.S_IMODE((path / "a").stat().st_mode))
        if calls[-1] == 0o555:
            raise PermissionError(13, "Permission denied")  # which root is spared
        plain(path)

    (tmp_path / "old/a").mkdir(parents=True)
    (tmp_path / "old/a").chmod(0o555)
    monkeypatch.setattr(exchange_module.shutil, "rmtree", rmtree)  # type: ignore[attr-defined]
    exchange_module.remove(tmp_path / "old")
    assert calls == [0o555, 0o755]
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        KeyboardInterrupt(),
        SiteError([Problem("templates/page.html", 3, "'no' is undefined")]),
    ],
)
def test_when_a_release_fails_the_old_site_stays_and_nothing_lies_about(
    made: Site, error: BaseException
) -> None:
    def bytes_of(key: str) -> bytes:
        if key == "new e":
            raise error
        return key.encode()

    for before in (OLD, OTHER, OLD):
        made.write(before)
        with pytest.raises(type(error)):
            write(NEW, bytes_of, made.memory)
        assert tree(made.output) == before
        assert names_in(made.output.parent) == ["public"]
    made.write(NEW)


def test_a_first_release_that_fails_leaves_nothing(made: Site) -> None:
    def bytes_of(key: str) -> bytes:
        raise SiteError([Problem("templates/page.html", 3, "'no' is undefined")])

    with pytest.raises(SiteError):
        write(NEW, bytes_of, made.memory)
    assert names_in(made.output.parent) == []
    assert not made.spare.exists()


def test_when_the_second_rename_fails_the_old_site_comes_back(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if target == here.output and self.name != ".public.old":
            raise OSError(5, "Input/output error")
        return plain(self, target)

    here.write(OLD)
    monkeypatch.setattr(exchange_module, "_exchanged_at_once", lambda *_: False)
    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="Input/output"):
        here.write(NEW)
    assert tree(here.output) == OLD


@pytest.mark.parametrize("killed", ["while staging", "between renames", "after the exchange"])
def test_what_a_killed_build_left_is_mended_by_the_next(made: Site, killed: str) -> None:
    before = made.write(OLD)
    beside = made.output.parent
    if killed == "while staging":
        (beside / ".public.new/half").mkdir(parents=True)
        (beside / ".public.new/half/file.html").write_text("hal")
        (made.spare / "half").mkdir(parents=True)
        (made.spare / "half/file.html").write_text("hal")
    elif killed == "between renames":
        made.output.rename(beside / ".public.old")
        (beside / ".public.new").mkdir()
    else:
        (beside / ".public.new").mkdir()
        (beside / ".public.new" / MARK).write_text("")
        (beside / ".public.old").mkdir()
    after = made.write(OTHER)
    same = "a/b/c.html"
    assert after.files[same] == before.files[same], "an old file is taken up, not written anew"
    assert names_in(beside) == ["public"]
