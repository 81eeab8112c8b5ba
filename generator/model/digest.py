"""Digests of values: what a page's key is made of."""

from datetime import datetime
from hashlib import blake2b, sha256

import msgspec


def digest(value: object) -> str:
    """A digest of any value that a template may see: 32 hexadecimal digits (BLAKE2b, RFC 7693).

    Equal values have equal digests, whatever the process, the platform or the hash seed. A record
    that carries its own `digest` is not looked into again, which is what makes the keys of ten
    thousand pages cheap. Raises TypeError for a value whose bytes would not be stable.
    """
    return blake2b(_canonical(value), digest_size=16).hexdigest()


def sha256_of(data: bytes) -> str:
    """SHA-256 (FIPS 180-4) in hexadecimal, for what people compare by hand: seeds, approvals."""
    return sha256(data).hexdigest()


def _canonical(value: object) -> bytes:
    match value:
        case None | bool() | int() | float():
            return repr(value).encode()
        case str():
            return b"s" + value.encode("utf-8", "surrogatepass")
        case bytes():
            return b"b" + value
        case list() | tuple():
            return b"l" + b"".join(map(_framed, value))
        case dict():
            return b"d" + b"".join(_framed(pair) for pair in sorted(value.items()))
        case msgspec.Struct():
            return _canonical_record(value)
        case datetime():
            return b"t" + value.isoformat().encode()
    raise TypeError(f"{type(value).__name__} has no stable digest")


def _canonical_record(record: msgspec.Struct) -> bytes:
    own = getattr(record, "digest", "")
    if own:
        return b"r" + own.encode()
    name = type(record).__name__.encode()
    fields = (getattr(record, f) for f in record.__struct_fields__ if f not in _PLACE)
    return b"R" + name + b"".join(map(_framed, fields))


# Where a record stands in its file is no part of what it says.
_PLACE = frozenset({"digest", "line", "lines", "body_line"})


def _framed(value: object) -> bytes:
    data = _canonical(value)
    return len(data).to_bytes(8) + data
