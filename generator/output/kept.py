"""Small things kept from one run to the next in one file: read whole, replaced whole.

Safe to delete. Never trusted: a file that was damaged, or that another version wrote, is empty.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import msgspec

SEAL = 32  # bytes
PRIVATE = 0o700  # drafts lie in what is kept; a folder that is there stays as its owner wants it


class _Kept(msgspec.Struct, array_like=True):
    version: str
    entries: dict[str, bytes]


def read_kept(path: Path, version: str) -> dict[str, bytes]:
    """What a file of this version holds, by key."""
    try:
        kept = msgspec.msgpack.decode(read_sealed(path), type=_Kept)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return {}
    return kept.entries if kept.version == version else {}


def write_kept(path: Path, version: str, entries: Mapping[str, bytes]) -> None:
    """Keep these entries, and no others. Raises OSError where the disk refuses."""
    write_sealed(path, msgspec.msgpack.encode(_Kept(version, dict(entries))))


def read_sealed(path: Path) -> bytes:
    """The bytes that were sealed in a file; none where they are not what they were."""
    try:
        data = path.read_bytes()
    except OSError:
        return b""
    return data[SEAL:] if _seal(data[SEAL:]) == data[:SEAL] else b""


def write_sealed(path: Path, data: bytes) -> None:
    """Replace a file by these bytes and what shows that they are whole."""
    replace_file(path, _seal(data) + data)


def replace_file(path: Path, data: bytes) -> None:
    """Put bytes in a file's place in one step; whoever reads meets the old ones or the new ones."""
    path.parent.mkdir(PRIVATE, parents=True, exist_ok=True)
    staged = path.with_name(f"{path.name}.new")
    staged.write_bytes(data)
    staged.replace(path)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a file's lock, if nobody else does; whether that is so."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def disk_clock(path: Path) -> int:
    """The time by the disk that a file is on, in nanoseconds; 0 where it cannot be written."""
    try:
        path.parent.mkdir(PRIVATE, exist_ok=True)
        path.touch()
        os.utime(path)
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def write_whole(file: int, data: bytes, offset: int = 0) -> None:
    """Write all of these bytes at a place of an open file, however few the system takes at once."""
    done = os.pwrite(file, data, offset)
    while done < len(data):
        done += os.pwrite(file, memoryview(data)[done:], offset + done)


def _seal(data: bytes) -> bytes:
    return blake2b(data, digest_size=SEAL).digest()
