"""The store: key → bytes, in a few append-only packs and one index.

Safe to delete, for it holds nothing that cannot be made again. Safe to interrupt, for the index is
replaced whole and last. Never trusted: bytes that do not match their checksum count as absent.
"""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Self
from zlib import crc32

import msgspec

VERSION = 1
WASTE = 0.5  # share of a pack that may be dead before the living are moved out of it


class Slot(msgspec.Struct, frozen=True, array_like=True):
    """Where a key's bytes are: the pack, the place in it, and what they must add up to."""

    pack: str
    offset: int
    length: int
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
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            index = msgspec.msgpack.decode((self.folder / "index").read_bytes(), type=_Index)
            self._slots = index.slots if index.version == VERSION else {}
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            self._slots = {}
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
        if slot is None:
            return None
        try:
            file = self._opened(slot.pack)
            data = os.pread(file.fileno(), slot.length, slot.offset)
        except OSError:
            return None
        return data if crc32(data) == slot.checksum and len(data) == slot.length else None

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""
        if self._writing is None:
            self._pack = f"pack-{secrets.token_hex(8)}"
            self._writing = (self.folder / self._pack).open("xb", buffering=1 << 20)
        self._writing.write(data)
        self._slots[key] = Slot(self._pack, self._offset, len(data), crc32(data))
        self._offset += len(data)

    def commit(self, living: Iterable[str]) -> None:
        """Make what was put last, and forget every key that is not among the living."""
        keys = set(living)
        self._slots = {key: slot for key, slot in self._slots.items() if key in keys}
        self._compact()
        if self._writing:
            self._writing.flush()
        staged = self.folder / "index.new"
        staged.write_bytes(msgspec.msgpack.encode(_Index(VERSION, self._slots)))
        staged.replace(self.folder / "index")

    def _opened(self, pack: str) -> BinaryIO:
        if pack == self._pack and self._writing:
            self._writing.flush()
        if pack not in self._files:
            self._files[pack] = (self.folder / pack).open("rb")
        return self._files[pack]

    def _compact(self) -> None:
        alive: dict[str, int] = {}
        for slot in self._slots.values():
            alive[slot.pack] = alive.get(slot.pack, 0) + slot.length
        for pack, length in alive.items():
            if pack != self._pack and length < WASTE * self._size(pack):
                self._move_out_of(pack)

    def _move_out_of(self, pack: str) -> None:
        for key in [key for key, slot in self._slots.items() if slot.pack == pack]:
            data = self.get(key)
            del self._slots[key]
            if data is not None:
                self.put(key, data)

    def _size(self, pack: str) -> int:
        try:
            return (self.folder / pack).stat().st_size
        except OSError:
            return 0

    def _sweep(self) -> None:
        """Delete the packs that no committed key lives in, those of interrupted builds included."""
        try:
            index = msgspec.msgpack.decode((self.folder / "index").read_bytes(), type=_Index)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return
        needed = {slot.pack for slot in index.slots.values()}
        for path in self.folder.glob("pack-*"):
            if path.name not in needed:
                path.unlink(missing_ok=True)
