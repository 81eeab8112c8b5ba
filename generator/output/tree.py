"""A folder of files as it was left, and what shows whether anything in it was touched since.

A file is known by its size, its time and its mode. Which names a folder holds is known by the
folder's own time of change (`st_ctime`): the system sets it whenever a name is added, removed or
replaced, and nobody can set it back. So an untouched tree is known without listing one folder.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

FOLDER_MODE = 0o755
TICK = 20_000_000  # ns; clocks of file systems move on by 10 ms at once, at most
UNKNOWN = 0  # the time of a folder that must be listed


class Written(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it was left: its key, and what shows whether it was touched."""

    key: str
    size: int
    modified: int  # nanoseconds
    mode: int
    inode: int  # which file it is, whatever names it has


class Tree(msgspec.Struct, frozen=True, array_like=True):
    """All files of a folder as they were left, and all folders in it with their times."""

    files: dict[str, Written] = {}
    folders: dict[str, int] = {}  # "" is the folder itself; times are nanoseconds


class Found(msgspec.Struct, frozen=True):
    """What stands of a tree's folders: with their times now, and names that nobody left there."""

    folders: dict[str, int]
    strays: list[str]


def written(key: str, status: os.stat_result) -> Written:
    return Written(key, status.st_size, status.st_mtime_ns, status.st_mode, status.st_ino)


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that files need, the one they are all in included."""
    found = {path.rpartition("/")[0] for path in paths}
    for folder in list(found):
        while folder := folder_of(folder):
            if folder in found:
                break
            found.add(folder)
    return found | {""}


def as_left(root: Path, left: Tree) -> Tree | None:
    """The tree, with its folders' times now, if it holds exactly the files that were left there."""
    files = untouched(root, left.files)
    if len(files) < len(left.files) or not files:
        return None
    found = find_folders(root, left)
    if found.strays or len(found.folders) < len(left.folders):
        return None
    return Tree(files, found.folders)


def untouched(root: Path, files: Mapping[str, Written]) -> dict[str, Written]:
    """The files that nobody has touched."""
    found: dict[str, Written] = {}
    look = os.stat
    with suppress(FileNotFoundError, NotADirectoryError), _opened(root) as folder:
        for path, left in files.items():
            try:
                now = look(path, dir_fd=folder, follow_symlinks=False)
            except OSError:
                continue
            same = now.st_mtime_ns == left.modified and now.st_size == left.size
            if same and now.st_mode == left.mode:
                found[path] = left if now.st_ino == left.inode else written(left.key, now)
    return found


def find_folders(root: Path, left: Tree) -> Found:
    """The folders that still stand, and every name in them that the tree was not left with.

    Names that are missing are not told: their files, or folders, are looked for by themselves.
    """
    stand: dict[str, int] = {}
    doubtful: list[str] = []
    strays: list[str] = []
    look = os.stat
    with _opened(root) as folder:
        for path, time in left.folders.items():
            try:
                status = look(path or ".", dir_fd=folder, follow_symlinks=False)
            except OSError:
                continue
            if time == status.st_ctime_ns or _is_ours(path, status):
                stand[path] = status.st_ctime_ns
                if time != status.st_ctime_ns:
                    doubtful.append(path)
            else:
                strays.append(path)
    beneath = tuple(f"{path}/" for path in strays)
    if beneath:
        stand = {path: time for path, time in stand.items() if not path.startswith(beneath)}
    strays += _strays(root, left, (path for path in doubtful if path in stand))
    return Found(settled(stand), strays)


def find_times(root: Path, folders: Iterable[str]) -> dict[str, int]:
    """The times of folders that are there, which are made readable where they are not."""
    times = {}
    with _opened(root) as folder:
        for path in folders:
            try:
                status = os.stat(path or ".", dir_fd=folder, follow_symlinks=False)
                if status.st_mode & 0o777 != FOLDER_MODE:
                    (root / path).chmod(FOLDER_MODE)  # whatever the umask: web servers read it
                    status = (root / path).lstat()
            except FileNotFoundError:
                continue
            times[path] = status.st_ctime_ns
    return times


def settled(times: Mapping[str, int]) -> dict[str, int]:
    """The times that a later change cannot repeat; the others are UNKNOWN.

    The clock of a file system stands still for a few milliseconds: a name added to a folder that
    has just changed may leave no other time on it. The folder of all changes when it is renamed.
    """
    old = max(times.values(), default=0) - TICK
    return {path: time if time < old and path else UNKNOWN for path, time in times.items()}


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """A folder held open: with ten thousand paths, looking each up from there costs least."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield file
    finally:
        os.close(file)


def _is_ours(path: str, status: os.stat_result) -> bool:
    """Whether it is a folder as we make them; who owns the site may close the whole of it."""
    readable = status.st_mode & 0o777 == FOLDER_MODE
    return stat.S_ISDIR(status.st_mode) and (readable or not path)


def _strays(root: Path, left: Tree, folders: Iterable[str]) -> list[str]:
    """Names in these folders that nothing of the tree has, and folders that show none."""
    strays = []
    for folder in folders:
        try:
            names = [path.name for path in Path(root, folder).iterdir()]
        except OSError:
            strays.append(folder)
            continue
        paths = (f"{folder}/{name}" if folder else name for name in names)
        strays += (path for path in paths if path not in left.files and path not in left.folders)
    return strays
