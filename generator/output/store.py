"""The store: key → bytes, in a few append-only packs and one index.

Safe to delete, for it holds nothing that cannot be made again. Safe to interrupt, for the index is
replaced whole and last. Never trusted: bytes that do not match their checksum count as absent.
"""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, BinaryIO, Self
from zlib import crc32

import msgspec

from .kept import replace_file

VERSION = 2
WASTE = 0.5  # share of a pack that may be dead before the living are moved out of it
MOST_PACKS = 16  # beyond which the smaller half is made into one

Size = Annotated[int, msgspec.Meta(ge=0, lt=1 << 40)]


class Slot(msgspec.Struct, frozen=True, array_like=True):
    """Where a key's bytes are: the pack, the place in it, and what they and the key add up to."""

    pack: Annotated[str, msgspec.Meta(pattern=r"^pack-[0-9a-f]{16}\Z")]
    offset: Size
    length: Size
    checksum: int


class _Index(msgspec.Struct, array_like=True):
    version: int
    slots: dict[str, Slot]


class Store:
    """Bytes under keys. Use as a context; `commit` makes what was put last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._slots: dict[str, Slot] = {}
        self._files: dict[str, BinaryIO] = {}
        self._writing: BinaryIO | None = None
        self._pack = ""
        self._offset = 0

    def __enter__(self) -> Self:
        self._slots = self._committed()
        return self

    def __exit__(self, *_error: object) -> None:
        for file in (*self._files.values(), *filter(None, [self._writing])):
            file.close()
        self._sweep()

    def __contains__(self, key: str) -> bool:
        """Whether bytes were put under a key; only `get` tells whether they are still sound."""
        return key in self._slots

    def get(self, key: str) -> bytes | None:
        """The bytes put under a key, or None where there are none to be trusted."""
        slot = self._slots.get(key)
        data = self._read(slot) if slot else None
        if slot is None or data is None or _sum(key, data) != slot.checksum:
            self._slots.pop(key, None)
            return None
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""
        if self._writing is None:
            self._pack = f"pack-{secrets.token_hex(8)}"
            self._writing = self._ready(self._pack).open("xb", buffering=1 << 20)
        self._writing.write(data)
        self._slots[key] = Slot(self._pack, self._offset, len(data), _sum(key, data))
        self._offset += len(data)

    def commit(self, living: Iterable[str]) -> None:
        """Make what was put last, and forget every key that is not among the living."""
        keys = set(living)
        self._slots = {key: slot for key, slot in self._slots.items() if key in keys}
        self._compact()
        if self._writing:
            self._writing.flush()
        replace_file(self.folder / "index", msgspec.msgpack.encode(_Index(VERSION, self._slots)))

    def _ready(self, name: str) -> Path:
        """A file to be written; somebody may have deleted the whole folder in the meantime."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / name

    def _committed(self) -> dict[str, Slot]:
        """What the index on disk says; nothing where it is missing, damaged or of another kind."""
        try:
            data = (self.folder / "index").read_bytes()
            index = msgspec.msgpack.decode(data, type=_Index)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}
        return index.slots if index.version == VERSION else {}

    def _read(self, slot: Slot) -> bytes | None:
        if slot.pack == self._pack and self._writing:
            self._writing.flush()
        try:
            if slot.pack not in self._files:
                self._files[slot.pack] = (self.folder / slot.pack).open("rb")
            file = self._files[slot.pack].fileno()
            if slot.offset + slot.length > os.fstat(file).st_size:
                return None
            return os.pread(file, slot.length, slot.offset)
        except OSError:
            return None

    def _compact(self) -> None:
        """Move what lives out of packs that are mostly dead, and out of small ones when many."""
        alive: dict[str, int] = {}
        for slot in self._slots.values():
            alive[slot.pack] = alive.get(slot.pack, 0) + slot.length
        alive.pop(self._pack, None)
        for pack in [pack for pack, length in alive.items() if length < WASTE * self._size(pack)]:
            self._move_out_of(pack)
            del alive[pack]
        if len(alive) > MOST_PACKS:
            for pack in sorted(alive, key=lambda pack: (alive[pack], pack))[: len(alive) // 2]:
                self._move_out_of(pack)

    def _move_out_of(self, pack: str) -> None:
        for key in [key for key, slot in self._slots.items() if slot.pack == pack]:
            data = self.get(key)
            if data is not None:
                self.put(key, data)

    def _size(self, pack: str) -> int:
        try:
            return (self.folder / pack).stat().st_size
        except OSError:
            return 0

    def _sweep(self) -> None:
        """Delete the packs that no committed key lives in, those of interrupted builds included."""
        needed = {slot.pack for slot in self._committed().values()}
        for path in self.folder.glob("pack-*"):
            if path.name not in needed:
                with suppress(OSError):  # a pack too many costs room only
                    path.unlink()


def _sum(key: str, data: bytes) -> int:
    return crc32(data, crc32(key.encode()))
