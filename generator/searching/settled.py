"""An index in one order: Pagefind 1.5 writes its filters in another one each time.

Which values a filter has, and which filters an index has, come out of a hash map with a random
seed. Both lists are put in the order of their names here; what names them by their bytes is named
anew. All else is the same each time. The files are CBOR (RFC 8949) behind a signature, compressed.
"""

import gzip
import zlib
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec

from .program import Failed

SIGNATURE = b"pagefind_dcd"
ENTRY, SCRIPT = "pagefind-entry.json", "pagefind.js"
EXPORT, EXPORT_MORE = b"export{createInstance", b"export{PagefindInstance,createInstance"
FILTERS_OF_META = 3  # the list of filters among the parts of `pf_meta`, each a name and a file
_ARRAY, _SIMPLE, _OPEN = 4, 7, 31
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}  # bytes of a number, by the information that announces it


def settled(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same index, the same bytes each time. Raises Failed for one in another form."""
    try:
        return _settled(files)
    except (ValueError, KeyError, IndexError, TypeError, zlib.error, OSError) as error:
        raise Failed(f"its index is in a form that is not known here ({error})") from None


def asked_for(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files that a browser asks for: not the looks that Pagefind brings along.

    Its script gives out the class that asks one index, too: asked together, those that lack a word
    answer without it, and nobody could tell. Raises Failed where it has none.
    """
    languages = msgspec.json.decode(files[ENTRY])["languages"].values()
    files = files | {SCRIPT: files[SCRIPT].replace(EXPORT, EXPORT_MORE)}
    if EXPORT_MORE not in files[SCRIPT]:
        raise Failed("its script is in a form that is not known here")
    wanted = {ENTRY, SCRIPT, *(f"wasm.{each['wasm'] or 'unknown'}.pagefind" for each in languages)}
    return {
        name: data
        for name, data in files.items()
        if name in wanted or "/" in name or name.endswith(".pf_meta")
    }


def _settled(files: dict[str, bytes]) -> dict[str, bytes]:
    files = dict(files)
    entry: dict[str, Any] = msgspec.json.decode(files[ENTRY])
    for index in entry["languages"].values():
        before = f"pagefind.{index['hash']}.pf_meta"
        meta = _read(files.pop(before))
        language = index["hash"].partition("_")[0]
        filters = []
        for name, file in meta[FILTERS_OF_META]:
            values = _read(files.pop(f"filter/{file}.pf_filter"))
            values[1].sort()
            renamed, data = _named(language, values, 7)
            files[f"filter/{renamed}.pf_filter"] = data
            filters.append([name, renamed])
        meta[FILTERS_OF_META] = sorted(filters)
        index["hash"], data = _named(language, meta, 10)
        files[f"pagefind.{index['hash']}.pf_meta"] = data
    files[ENTRY] = msgspec.json.encode(entry)
    return files


def _named(language: str, value: object, digits: int) -> tuple[str, bytes]:
    plain = SIGNATURE + _written(value)
    return f"{language}_{sha256(plain).hexdigest()[:digits]}", gzip.compress(plain, mtime=0)


def _read(data: bytes) -> Any:
    plain = gzip.decompress(data)
    if not plain.startswith(SIGNATURE):
        raise ValueError("no signature")
    value, end = _value(plain, len(SIGNATURE))
    if end != len(plain):
        raise ValueError("more than one value")
    return value


def _value(data: bytes, at: int) -> tuple[Any, int]:
    kind, size, at = _head(data, at)
    if kind == 0:
        return size, at
    if kind == 1:
        return -1 - _known(size), at
    if kind in _STRINGS:
        end = at + _known(size)
        return _STRINGS[kind](data[at:end]), end
    if kind != _ARRAY:
        raise ValueError(f"a value of kind {kind}")
    items: list[Any] = []
    while size is None or len(items) < size:
        if size is None and data[at] == (_SIMPLE << 5 | _OPEN):  # where it has no size, its end
            return items, at + 1
        item, at = _value(data, at)
        items.append(item)
    return items, at


_STRINGS: dict[int, Callable[[bytes], bytes | str]] = {2: bytes, 3: bytes.decode}


def _known(size: int | None) -> int:
    if size is None:
        raise ValueError("a text without a size")
    return size


def _head(data: bytes, at: int) -> tuple[int, int | None, int]:
    """The kind of a value, its number or size, and where what follows begins."""
    kind, size = divmod(data[at], 32)
    if size in _WIDTHS:
        end = at + 1 + _WIDTHS[size]
        return kind, int.from_bytes(data[at + 1 : end]), end
    if size == _OPEN:
        return kind, None, at + 1
    if size > _OPEN - 4:
        raise ValueError("a size that is none")
    return kind, size, at + 1


def _written(value: object) -> bytes:
    """A value in its shortest form."""
    if isinstance(value, int):
        return _headed(0, value) if value >= 0 else _headed(1, -1 - value)
    if isinstance(value, bytes):
        return _headed(2, len(value)) + value
    if isinstance(value, str):
        return _headed(3, len(text := value.encode())) + text
    assert isinstance(value, list)
    return _headed(_ARRAY, len(value)) + b"".join(map(_written, value))


def _headed(kind: int, size: int) -> bytes:
    if size < min(_WIDTHS):
        return bytes([kind << 5 | size])
    announced, width = next((a, w) for a, w in _WIDTHS.items() if size < 1 << 8 * w)
    return bytes([kind << 5 | announced]) + size.to_bytes(width)
