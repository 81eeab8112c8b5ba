"""The store: key → bytes, in a few append-only packs and one index.

Safe to delete, for it holds nothing that cannot be made again. Safe to interrupt, for the index is
replaced whole and last. Never trusted: bytes that do not match their checksum count as absent.
Several processes may write, each to a pack of its own; one of them says what is in the index.
"""

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, BinaryIO, Self
from zlib import crc32

import msgspec

from .kept import replace_file, write_whole

VERSION = 2
WASTE = 0.5  # share of a pack that may be dead before the living are moved out of it
MOST_PACKS = 16  # small ones, beyond which the smaller half is made into one
SMALL = 1 << 20  # bytes; larger packs are not worth moving

PACK = re.compile(r"pack-[0-9a-f]{16}")
Size = Annotated[int, msgspec.Meta(ge=0, lt=1 << 40)]


class Slot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a key's bytes are: the pack, the place in it, and what they and the key add up to."""

    pack: str
    offset: Size
    length: Size
    checksum: int


class _Index(msgspec.Struct, array_like=True):
    version: int
    slots: dict[str, Slot]


class _Pack:
    """A pack that one process writes. What was put is in the file at once: nothing is held back
    that would be lost with the process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)  # somebody may have deleted it in the meantime
        self.name = f"pack-{secrets.token_hex(8)}"
        self.process = os.getpid()
        self.file = (folder / self.name).open("xb", buffering=0)
        self.offset = 0

    def put(self, key: str, data: bytes) -> Slot:
        write_whole(self.file.fileno(), data, self.offset)
        slot = Slot(self.name, self.offset, len(data), _sum(key, data))
        self.offset += len(data)
        return slot


class Store:
    """Bytes under keys. Use as a context; `commit` makes what was put last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._slots: dict[str, Slot] = {}
        self._files: dict[str, BinaryIO] = {}
        self._pack: _Pack | None = None
        self._new: set[str] = set()  # packs of this run
        self._needed: set[str] = set()  # packs of what was committed last
        self._known = 0  # keys that were committed last

    def __enter__(self) -> Self:
        self._slots = self._committed()
        self._known = len(self._slots)
        self._needed = {slot.pack for slot in self._slots.values()}
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
        self._sweep()

    def close(self) -> None:
        """Close the packs; the next to `get` or `put` anything opens what it needs."""
        for file in self._files.values():
            file.close()
        self._files.clear()
        if self._pack:
            self._pack.file.close()
            self._pack = None

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
        self.took(key, self.write(key, data))

    def write(self, key: str, data: bytes) -> Slot:
        """Write bytes that are to be kept, in this process or in one forked from it; they are when
        the process that commits `took` the slot."""
        if self._pack is None or self._pack.process != os.getpid():
            self._pack = _Pack(self.folder)
        return self._pack.put(key, data)

    def took(self, key: str, slot: Slot) -> None:
        """Keep what was written, whichever process wrote it."""
        self._slots[key] = slot
        self._new.add(slot.pack)

    def commit(self, living: Iterable[str]) -> None:
        """Make what was put last, and forget every key that is not among the living."""
        keys = set(living)
        self._slots = {key: slot for key, slot in self._slots.items() if key in keys}
        if not self._new and len(self._slots) == self._known:
            return
        self._compact()
        replace_file(self.folder / "index", msgspec.msgpack.encode(_Index(VERSION, self._slots)))
        self._known = len(self._slots)
        self._needed = {slot.pack for slot in self._slots.values()}

    def _committed(self) -> dict[str, Slot]:
        """What the index on disk says; nothing where it is missing, damaged or of another kind."""
        try:
            data = (self.folder / "index").read_bytes()
            index = msgspec.msgpack.decode(data, type=_Index)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}
        if index.version != VERSION:
            return {}
        packs = {slot.pack for slot in index.slots.values()}
        if all(PACK.fullmatch(pack) for pack in packs):
            return index.slots
        return {key: slot for key, slot in index.slots.items() if PACK.fullmatch(slot.pack)}

    def _read(self, slot: Slot) -> bytes | None:
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
        alive = {pack: length for pack, length in alive.items() if pack not in self._new}
        for pack in [pack for pack, length in alive.items() if length < WASTE * self._size(pack)]:
            self._move_out_of(pack)
            del alive[pack]
        small = sorted((length, pack) for pack, length in alive.items() if length < SMALL)
        if len(small) > MOST_PACKS:
            for _, pack in small[: len(small) // 2]:
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
        for path in self.folder.glob("pack-*"):
            if path.name not in self._needed:
                with suppress(OSError):  # a pack too many costs room only
                    path.unlink()


def _sum(key: str, data: bytes) -> int:
    return crc32(data, crc32(key.encode()))
