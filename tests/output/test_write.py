"""A release is swapped in whole: readers see the old site or the new one, and nothing is lost."""

import os
import stat
from pathlib import Path

import pytest

from generator.output import write as write_module
from generator.output.write import MARK, Written, write

OLD = {"index.html": "old index", "a/index.html": "old a", "a/b/c.html": "same"}
NEW = {"index.html": "new index", "d/e/index.html": "new e", "a/b/c.html": "same"}


def written(
    output: Path, files: dict[str, str], before: dict[str, Written] | None = None
) -> dict[str, Written]:
    """Write files whose text is their key."""
    return write(files, str.encode, output, before or {})


def tree(output: Path) -> dict[str, str]:
    """Every file of a folder but our mark."""
    paths = [path for path in output.rglob("*") if path.is_file() and path.name != MARK]
    return {path.relative_to(output).as_posix(): path.read_text() for path in paths}


@pytest.fixture(params=["at once", "two renames"])
def exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The two ways of putting a folder in the place of another."""
    if request.param == "two renames":
        monkeypatch.setattr(write_module, "_exchanged_at_once", lambda *_: False)
    return str(request.param)


def test_a_folder_holds_exactly_the_files_of_the_release(tmp_path: Path, exchange: str) -> None:
    output = tmp_path / "not/there/yet"
    before = written(output, OLD)
    assert tree(output) == OLD
    written(output, NEW, before)
    assert tree(output) == NEW
    assert not (output / "a/index.html").exists() and not (output / "d/e/f").exists()
    assert sorted(path.name for path in output.parent.iterdir()) == ["yet"]


def test_the_folders_of_a_removed_page_go_with_it(tmp_path: Path, exchange: str) -> None:
    before = written(tmp_path / "public", OLD)
    written(tmp_path / "public", {"index.html": "old index"}, before)
    assert {path.name for path in (tmp_path / "public").rglob("*")} == {"index.html", MARK}


def test_what_did_not_change_keeps_its_time(tmp_path: Path, exchange: str) -> None:
    output = tmp_path / "public"
    before = written(output, OLD)
    for path in output.rglob("*.html"):
        os.utime(path, ns=(1, 1))
    before = {path: Written(old.key, old.size, 1, old.mode) for path, old in before.items()}
    after = written(output, NEW, before)
    assert (output / "a/b/c.html").stat().st_mtime_ns == 1
    assert (output / "index.html").stat().st_mtime_ns > 1
    assert after["a/b/c.html"].modified == 1


@pytest.mark.parametrize("spoil", ["text", "mode", "link", "gone", "folder"])
def test_what_somebody_did_to_a_file_is_undone(tmp_path: Path, exchange: str, spoil: str) -> None:
    output = tmp_path / "public"
    before = written(output, OLD)
    path = output / "a/b/c.html"
    if spoil == "text":
        path.write_text("tame")
    elif spoil == "mode":
        path.chmod(0o600)
    else:
        path.unlink()
        if spoil == "link":
            path.symlink_to("/etc/passwd")
        elif spoil == "folder":
            path.mkdir()
            (path / "x").write_text("x")
    after = written(output, OLD, before)
    assert tree(output) == OLD
    assert not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) == 0o644
    assert written(output, OLD, after) == after


def test_a_folder_that_somebody_write_protected_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(tmp_path / "public", OLD)
    plain, calls = write_module.shutil.rmtree, []  # type: ignore[attr-defined]

    def rmtree(path: Path) -> None:
        calls.append(stat.S_IMODE((path / "a").stat().st_mode))
        if calls[-1] == 0o555:
            raise PermissionError(13, "Permission denied")  # which root is spared
        plain(path)

    (tmp_path / "public/a").chmod(0o555)
    monkeypatch.setattr(write_module.shutil, "rmtree", rmtree)  # type: ignore[attr-defined]
    written(tmp_path / "public", NEW, before)
    assert calls == [0o555, 0o755]
    assert tree(tmp_path / "public") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_when_writing_fails_the_old_site_stays_and_nothing_lies_about(
    tmp_path: Path, error: BaseException
) -> None:
    def bytes_of(key: str) -> bytes:
        if key == "new e":
            raise error
        return key.encode()

    before = written(tmp_path / "public", OLD)
    with pytest.raises(type(error)):
        write(NEW, bytes_of, tmp_path / "public", before)
    assert tree(tmp_path / "public") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_when_the_second_rename_fails_the_old_site_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(tmp_path / "public", OLD)
    plain = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name == ".public.new":
            raise OSError(5, "Input/output error")
        return plain(self, target)

    monkeypatch.setattr(write_module, "_exchanged_at_once", lambda *_: False)
    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="Input/output"):
        written(tmp_path / "public", NEW, before)
    assert tree(tmp_path / "public") == OLD


@pytest.mark.parametrize("killed", ["while staging", "between renames", "after the exchange"])
def test_what_a_killed_build_left_is_mended_by_the_next(tmp_path: Path, killed: str) -> None:
    output = tmp_path / "public"
    before = written(output, OLD)
    if killed == "while staging":
        (tmp_path / ".public.new/half").mkdir(parents=True)
        (tmp_path / ".public.new/half/file.html").write_text("hal")
    elif killed == "between renames":
        output.rename(tmp_path / ".public.old")
        (tmp_path / ".public.new").mkdir()
    else:
        (tmp_path / ".public.new").mkdir()
        (tmp_path / ".public.new" / MARK).write_text("")
        (tmp_path / ".public.old").mkdir()
    after = written(output, OLD, before)
    assert tree(output) == OLD
    assert after == before, "and the old files are taken up again, not written anew"
    assert [path.name for path in tmp_path.iterdir()] == ["public"]
