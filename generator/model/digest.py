"""Digests of values: what a page's key is made of."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from hashlib import blake2b, sha256
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)

_LEAVES = frozenset({str, bytes, int, float, bool, type(None)})
# Where a record stands in its file is no part of what it says.
_PLACE = frozenset({"digest", "line", "lines", "body_line"})
_encode = msgspec.msgpack.Encoder().encode


def digest(value: object) -> str:
    """A digest of any value that a template may see: 32 hexadecimal digits (BLAKE2b, RFC 7693).

    Equal values have equal digests, whatever the process, the platform or the hash seed. A record
    that carries its own `digest` is not looked into again, which is what makes the keys of ten
    thousand pages cheap. Raises TypeError for a value whose bytes would not be stable.
    """
    return blake2b(_bytes(_plain(value)), digest_size=16).hexdigest()


def with_digest(record: T) -> T:
    """The record, which has no digest yet, with that of all its fields."""
    return msgspec.structs.replace(record, digest=digest(record))


def sha256_of(data: bytes) -> str:
    """SHA-256 (FIPS 180-4) in hexadecimal, for what people compare by hand: seeds, approvals."""
    return sha256(data).hexdigest()


def _bytes(plain: object) -> bytes:
    try:
        return _encode(plain)
    except (UnicodeEncodeError, OverflowError, ValueError):  # half a character; a number too large
        return repr(plain).encode()


def _plain(value: Any) -> object:
    """A value as lists, maps and leaves, one form for each: a map with one key is no plain list."""
    return value if value.__class__ in _LEAVES else _branch(value)


def _each(values: Iterable[Any]) -> list[object]:
    return [each if each.__class__ in _LEAVES else _branch(each) for each in values]


def _branch(value: Any) -> object:
    kind = value.__class__
    if kind is tuple or kind is list:
        return _each(value)
    if isinstance(value, msgspec.Struct):
        own = getattr(value, "digest", "")
        return {"r": own} if own else {"R": [kind.__name__, *_each(_fields(kind)(value))]}
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, Mapping):
        return {"d": [[key, _plain(item)] for key, item in sorted(value.items())]}
    if isinstance(value, tuple | list):
        return _each(value)
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{kind.__name__} has no stable digest")


@cache
def _fields(kind: type[msgspec.Struct]) -> Callable[[msgspec.Struct], tuple[Any, ...]]:
    """What takes the fields of a record, in their order, but for those that name its place."""
    names = [name for name in kind.__struct_fields__ if name not in _PLACE]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)
