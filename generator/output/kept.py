"""Small things kept from one run to the next in one file: read whole, replaced whole.

Safe to delete. Never trusted: a file that was damaged, or that another version wrote, is empty.
"""

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec


class _Kept(msgspec.Struct, array_like=True):
    version: str
    entries: dict[str, bytes]


def read_kept(path: Path, version: str) -> dict[str, bytes]:
    """What a file of this version holds, by key."""
    try:
        data = path.read_bytes()
        if blake2b(data[32:], digest_size=32).digest() != data[:32]:
            return {}
        kept = msgspec.msgpack.decode(data[32:], type=_Kept)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}
    return kept.entries if kept.version == version else {}


def write_kept(path: Path, version: str, entries: Mapping[str, bytes]) -> None:
    """Keep these entries, and no others. Raises OSError where the disk refuses."""
    data = msgspec.msgpack.encode(_Kept(version, dict(entries)))
    replace_file(path, blake2b(data, digest_size=32).digest() + data)


def replace_file(path: Path, data: bytes) -> None:
    """Put bytes in a file's place in one step; whoever reads meets the old ones or the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f"{path.name}.new")
    staged.write_bytes(data)
    staged.replace(path)
