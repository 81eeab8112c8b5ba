"""A release in the making: a tree that is brought up to date beside the one that readers see.

No file in it is ever written in place, since it may be the same file as the published one.
"""

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .durable import wait_for
from .exchange import remove
from .kept import write_whole
from .marked import MARK, MARK_TEXT
from .tree import (
    FOLDER_MODE,
    Tree,
    Written,
    find_folders,
    find_times,
    folder_of,
    folders_of,
    settled,
    untouched,
    written,
)  # fmt: skip

FILE_MODE = 0o644
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


class Staging:
    """What a release needs, what of it is there, and what is missing.

    `put` may be called in processes forked from this one; what it returns must then be given to
    `took` here. All else happens in one process.
    """

    def __init__(self, root: Path, files: Mapping[str, str]) -> None:
        self.root = root
        self.files = {**files, MARK: MARK}  # path → key
        self.held: dict[str, Written] = {}
        self._needed = folders_of(self.files)
        self._times: dict[str, int] = {}  # of the folders that are there and not touched since
        self._touched = {""}
        self._made = {""}
        self._new: list[str] = []  # files whose bytes may not be on the disk yet

    @property
    def missing(self) -> list[str]:
        """The files that are still to be put, but for our mark."""
        return [path for path in self.files if path not in self.held and path != MARK]

    def take_up(self, left: Tree, published: Mapping[str, Written]) -> None:
        """Begin with a tree of the past: keep what the release needs, remove all else.

        `published` is what was seen to be untouched in the output. A name in a folder that did not
        change still means the same file; where that file is a published one, it is untouched too.
        """
        found = find_folders(self.root, left)
        for path in sorted(found.strays):
            remove(self.root / path)
            self._touch(folder_of(path))
        old = left.folders
        same = {path for path, time in found.folders.items() if time and time == old[path]}
        doubtful = {}
        for path, before in left.files.items():
            other = published.get(path)
            shared = other is not None and other.inode == before.inode
            if other is not None and shared and path.rpartition("/")[0] in same:
                self.held[path] = other
            else:
                doubtful[path] = before
        there = untouched(self.root, doubtful).items()
        self.held |= {path: file for path, file in there if file == doubtful[path]}
        for path in left.files:
            held = self.held.get(path)
            if held is None or held.key != self.files.get(path):
                self._drop(path)
        for folder in sorted(found.folders.keys() - self._needed, reverse=True):
            (self.root / folder).rmdir()
            self._touch(folder_of(folder))
        self._times = {path: t for path, t in found.folders.items() if path in self._needed}
        self._made |= self._times.keys()

    def link(self, output: Path, published: Mapping[str, Written]) -> None:
        """Take over what the output holds already."""
        for path in self.missing:
            known = published.get(path)
            if known is None or known.key != self.files[path]:
                continue
            self._make(folder_of(path))
            with suppress(OSError):  # gone since, or a disk that has no links: put anew
                os.link(f"{output}/{path}", f"{self.root}/{path}", follow_symlinks=False)
                self._hold(path, known)

    def put(self, path: str, data: bytes) -> Written:
        """Write a missing file."""
        self._make(folder_of(path))
        file = os.open(f"{self.root}/{path}", NEW, FILE_MODE)
        try:
            write_whole(file, data)
            status = os.fstat(file)
            if stat.S_IMODE(status.st_mode) != FILE_MODE:
                os.fchmod(file, FILE_MODE)  # whatever the umask: a web server must be able to read
                status = os.fstat(file)
        finally:
            os.close(file)
        return written(self.files[path], status)

    def took(self, path: str, file: Written) -> None:
        """Know of a file that was put."""
        self._new.append(path)
        self._hold(path, file)

    def tree(self) -> Tree:
        """What this tree holds by now, on the disk."""
        if MARK not in self.held:
            self.took(MARK, self.put(MARK, MARK_TEXT))
        rest = self._needed - self._times.keys()
        changed = find_times(self.root, self._touched | rest)
        wait_for(self.root, [*self._new, *changed])
        times = self._times | changed
        return Tree(self.held, settled(dict(sorted(times.items()))))

    def _hold(self, path: str, file: Written) -> None:
        self.held[path] = file
        self._touch(folder_of(path))

    def _drop(self, path: str) -> None:
        self.held.pop(path, None)
        self._touch(folder_of(path))
        try:
            os.unlink(f"{self.root}/{path}")  # noqa: PTH108 - ten thousand times
        except OSError:  # gone already, or a folder by now
            remove(self.root / path)

    def _touch(self, folder: str) -> None:
        while folder not in self._touched:
            self._touched.add(folder)
            folder = folder_of(folder)

    def _make(self, folder: str) -> None:
        if folder in self._made:
            return
        self._make(folder_of(folder))
        with suppress(FileExistsError):  # another process was first
            (self.root / folder).mkdir(FOLDER_MODE)
        self._made.add(folder)
