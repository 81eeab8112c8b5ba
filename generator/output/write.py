"""A release into its folder: staged beside it, then exchanged in one step.

At every instant the folder is the old site or the new one, entirely. It is a real directory, and
one that carries our mark: a folder without it is somebody else's and is not touched.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from generator.model.problems import Problem, SiteError

MARK = ".conflict-digest"
MARK_TEXT = b"This folder is written by conflict-digest and replaced whole at each build.\n"
SOURCES = ("content", "templates", "seeds", "generator")
FOLDER_MODE, FILE_MODE = 0o755, 0o644

AT_FDCWD, RENAME_EXCHANGE, RENAME_SWAP = -100, 2, 2

Bytes = Callable[[str], bytes]


class Written(msgspec.Struct, frozen=True):
    """A file of the last release as it was left: its key, and what shows whether it was touched."""

    key: str
    size: int
    modified: int  # nanoseconds
    mode: int


def check_folder(output: Path, site: Path) -> Path:
    """The folder that is really meant, links followed.

    Raises SiteError when writing to it could lose something that is not ours.
    """
    try:
        folder, site = output.resolve(), site.resolve()
    except (OSError, RuntimeError) as error:
        raise _refused(output, f"leads nowhere ({error})") from None
    if folder in _kept_whole(site) or _is_of_the_site(folder, site):
        raise _refused(folder, "holds more than the built site")
    if folder.exists() and not folder.is_dir():
        raise _refused(folder, "is a file")
    if folder.is_dir() and not (folder / MARK).is_file() and any(folder.iterdir()):
        raise _refused(folder, f"was not made by this program (it lacks {MARK})")
    return folder


def _kept_whole(site: Path) -> set[Path]:
    """The folders that hold the site, or somebody's whole work."""
    folders = {site, *site.parents}
    with suppress(RuntimeError):  # a user without a home
        home = Path.home().resolve()
        folders |= {home, *home.parents}
    return folders


def _is_of_the_site(folder: Path, site: Path) -> bool:
    """Whether a folder is one of the site's sources, or hidden as `.git`, `.venv`, `.cache` are."""
    own = [folder, *folder.parents]
    if any((site / name).resolve() in own for name in SOURCES):
        return True
    inside = folder.relative_to(site).parts if site in own else ()
    return ".git" in folder.parts or any(part.startswith(".") for part in inside)


def _refused(folder: Path, reason: str) -> SiteError:
    message = f"{reason}; nothing was written, name another --output"
    return SiteError([Problem(str(folder), 0, message)])


def write(
    files: Mapping[str, str], bytes_of: Bytes, output: Path, before: Mapping[str, Written]
) -> dict[str, Written]:
    """Make a folder hold exactly these files: path → key. Returns them as they were left.

    A file that `before` knows under the same key, and that nobody has touched since, is linked
    from the old folder instead of being written again; where all are, nothing is done at all.
    """
    with _staging(output) as staged:
        known = {path: old for path, old in before.items() if _untouched(output / path, old)}
        same = {path for path, key in files.items() if path in known and known[path].key == key}
        if len(same) == len(files) and _files_in(output) == {*files, MARK}:
            return known
        for folder in sorted({str(Path(path).parent) for path in files} | {"."}):
            _make_folder(staged, folder)
        for path, key in files.items():
            if path not in same or not _linked(output / path, staged / path):
                _write_file(staged / path, bytes_of(key))
        _write_file(staged / MARK, MARK_TEXT)
        written = {path: _written(staged / path, key) for path, key in files.items()}
        _exchange(staged, output)
    return written


@contextmanager
def _staging(output: Path) -> Iterator[Path]:
    """Where a release is made, beside its folder. Neither this build nor an interrupted one
    before it leaves anything there."""
    output.parent.mkdir(parents=True, exist_ok=True)
    staged = _beside(output, "new")
    _recover(output)
    _remove(staged)
    try:
        yield staged
    finally:
        _remove(staged)


def _beside(output: Path, what: str) -> Path:
    return output.with_name(f".{output.name}.{what}")


def _untouched(path: Path, known: Written) -> bool:
    try:
        stat = path.lstat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns, stat.st_mode) == (
        known.size,
        known.modified,
        known.mode,
    )


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
    return Written(key, stat.st_size, stat.st_mtime_ns, stat.st_mode)


def _exchange(staged: Path, output: Path) -> None:
    """Put the new folder in the old one's place; the old one is left where the new one was."""
    if not output.exists():
        staged.rename(output)
    elif not _exchanged_at_once(staged, output):
        old = _beside(output, "old")
        output.rename(old)
        try:
            staged.rename(output)
        except BaseException:
            old.rename(output)
            raise
        old.rename(staged)


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


def _recover(output: Path) -> None:
    """Undo the first of two renames when a build was ended between them."""
    old = _beside(output, "old")
    if old.is_dir() and not output.exists():
        old.rename(output)
    _remove(old)


def _remove(path: Path) -> None:
    """Remove what an interrupted build left, or what is replaced, write-protected or not."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        try:
            shutil.rmtree(path)
        except PermissionError:
            for folder, _, _ in os.walk(path):
                Path(folder).chmod(FOLDER_MODE)
            shutil.rmtree(path)
