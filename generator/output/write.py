"""A release into its folder: staged beside it, then exchanged in one step.

At every instant the folder is the old site or the new one, entirely. It is a real directory, and
one that carries our mark: a folder without it is somebody else's and is not touched.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from generator.model.problems import Problem, SiteError

MARK = ".conflict-digest"
MARK_TEXT = b"This folder is written by conflict-digest and replaced whole at each build.\n"
FOLDER_MODE, FILE_MODE = 0o755, 0o644

AT_FDCWD, RENAME_EXCHANGE, RENAME_SWAP = -100, 2, 2

Bytes = Callable[[str], bytes]


class Written(msgspec.Struct, frozen=True):
    """A file of the last release as it was left: its key, and what shows whether it was touched."""

    key: str
    size: int
    modified: int  # nanoseconds


def check_folder(output: Path, site: Path) -> None:
    """Raise SiteError when writing to a folder could lose something that is not ours."""
    output, site = output.resolve(), site.resolve()
    kept = [site / name for name in ("content", "templates", "seeds", "generator", ".git")]
    refused = {Path(output.anchor), Path.home(), *Path.home().parents, site, *site.parents, *kept}
    name = str(output)
    if output in refused or any(folder in output.parents for folder in kept):
        reason = "holds more than the built site"
    elif output.exists() and not output.is_dir():
        reason = "is a file"
    elif output.is_dir() and not (output / MARK).is_file() and any(output.iterdir()):
        reason = f"was not made by this program (it lacks {MARK})"
    else:
        return
    raise SiteError([Problem(name, 0, f"{reason}; nothing was written, name another --output")])


def write(
    files: Mapping[str, str], bytes_of: Bytes, output: Path, before: Mapping[str, Written]
) -> dict[str, Written]:
    """Make a folder hold exactly these files: path → key. Returns them as they were left.

    A file that `before` knows under the same key, and that nobody has touched since, is linked
    from the old folder instead of being written again; where all are, nothing is done at all.
    """
    kept = {path: old for path, old in before.items() if _untouched(output / path, old)}
    same = {path for path, key in files.items() if path in kept and kept[path].key == key}
    if len(same) == len(files) and _files_in(output) == {*files, MARK}:
        return dict(kept)
    staged = output.with_name(f".{output.name}.new")
    old = output.with_name(f".{output.name}.old")
    _recover(output, old)
    _remove(staged)
    _remove(old)
    output.parent.mkdir(parents=True, exist_ok=True)
    for folder in sorted({str(Path(path).parent) for path in files}):
        _make_folder(staged, folder)
    _make_folder(staged, ".")
    for path, key in files.items():
        if path not in same or not _linked(output / path, staged / path):
            _write_file(staged / path, bytes_of(key))
    _write_file(staged / MARK, MARK_TEXT)
    written = {path: _written(staged / path, key) for path, key in files.items()}
    _exchange(staged, output, old)
    return written


def _untouched(path: Path, known: Written) -> bool:
    try:
        stat = path.lstat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == (known.size, known.modified)


def _files_in(output: Path) -> set[str]:
    return {
        (Path(folder) / name).relative_to(output).as_posix()
        for folder, _, names in os.walk(output)
        for name in names
    }


def _make_folder(staged: Path, folder: str) -> None:
    path = staged
    for part in ("", *Path(folder).parts):
        path = path / part
        if not path.is_dir():
            path.mkdir(parents=True)
            path.chmod(FOLDER_MODE)  # whatever the umask: a web server must be able to read it


def _linked(old: Path, new: Path) -> bool:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        return False
    return True


def _write_file(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        os.fchmod(file.fileno(), FILE_MODE)


def _written(path: Path, key: str) -> Written:
    stat = path.lstat()
    return Written(key, stat.st_size, stat.st_mtime_ns)


def _exchange(staged: Path, output: Path, old: Path) -> None:
    if not output.exists():
        staged.rename(output)
        return
    if _exchanged_at_once(staged, output):
        _remove(staged)
        return
    output.rename(old)
    staged.rename(output)
    _remove(old)


def _exchanged_at_once(staged: Path, output: Path) -> bool:
    """Swap two folders in one step; False where the system or the disk cannot (renameat2(2))."""
    names = os.fsencode(staged), os.fsencode(output)
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        failed = libc.renamex_np(*names, RENAME_SWAP)
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
    else:
        return False
    number = ctypes.get_errno()
    if failed and number not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        raise OSError(number, os.strerror(number), str(output))
    return not failed


def _recover(output: Path, old: Path) -> None:
    """Undo the first of two renames when a build was ended between them."""
    if old.is_dir() and not output.exists():
        old.rename(output)


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.exists():
        shutil.rmtree(folder)
