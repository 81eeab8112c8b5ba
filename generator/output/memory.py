"""What is remembered of each folder that was ever built into: what the last release left there,
and the tree of the release before, which the next begins with.

Safe to delete, and never trusted when damaged. It goes when the folder it speaks of is gone.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.model.digest import digest

from .exchange import remove
from .kept import read_sealed, write_sealed
from .tree import Tree

VERSION = 2

Kind = TypeVar("Kind")


class _Release(msgspec.Struct, frozen=True, array_like=True):
    version: int
    output: bytes  # a path may be no text
    tree: Tree

    @property
    def folder(self) -> Path:
        return Path(os.fsdecode(self.output))


class Memory:
    """What is remembered of one output folder. `folder` is the one for all of them."""

    def __init__(self, folder: Path, output: Path) -> None:
        self.output = output.resolve()
        self.all = folder
        self.own = folder / digest(str(self.output))
        self.spare = self.own / "spare"

    def left(self) -> Tree:
        """What the last release left in the output; nothing where none is remembered."""
        release = _read(self.own / "left", _Release)
        return release.tree if release and release.version == VERSION else Tree()

    def remember(self, tree: Tree) -> None:
        """Remember what a release has left in the output."""
        release = _Release(VERSION, os.fsencode(self.output), tree)
        write_sealed(self.own / "left", msgspec.msgpack.encode(release))

    def take_spare(self) -> Tree | None:
        """What the tree kept aside holds. From now on nothing is known of it, so that a build that
        ends too early leaves none that could be trusted."""
        record = self.own / "spare-left"
        tree = _read(record, Tree)
        record.unlink(missing_ok=True)
        return tree

    def keep_spare(self, tree: Tree) -> None:
        """Say what the tree kept aside holds; it is not touched until it is taken."""
        write_sealed(self.own / "spare-left", msgspec.msgpack.encode(tree))

    def others(self) -> Iterator[str]:
        """The keys of the last releases in other folders, `preview/` for one. What is remembered
        of folders that are gone is forgotten."""
        for own in self.all.glob("*"):
            if own == self.own:
                continue
            release = _read(own / "left", _Release)
            if release and release.version == VERSION and release.folder.is_dir():
                yield from (file.key for file in release.tree.files.values())
            else:
                remove(own)


def _read(path: Path, kind: type[Kind]) -> Kind | None:
    try:
        return msgspec.msgpack.decode(read_sealed(path), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
