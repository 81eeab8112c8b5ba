"""Addresses that readers may have kept: what moved since it was published leaves one behind.

A file that is renamed or given another slug makes a page at a new address, and links to the old
one break in silence. So the addresses of the last public build are remembered, and where one is
gone and its article stands elsewhere now, that is said until something leads on from there.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from generator.model.library import Written
from generator.model.problems import Problem
from generator.model.selections import Edition
from generator.output.kept import read_sealed, write_sealed
from generator.site_folder import Planned
from generator.unchanged import CACHE

KEPT = f"{CACHE}/addresses"
VERSION = 1


class _Published(msgspec.Struct, frozen=True, array_like=True):
    """What stood at an address."""

    file: str
    name: tuple[str, str]  # its title and date: by these it is known in another file


class Addresses(msgspec.Struct, frozen=True, array_like=True):
    """Every address of the last public build, and what moved and has no way on yet."""

    version: int = VERSION
    paths: str = ""  # a digest of the paths of all its pages
    published: msgspec.Raw = msgspec.Raw(b"\x80")  # address → _Published; decoded where it matters
    moved: dict[str, str] = {}  # the old address → the new one


def follow(root: Path, planned: Planned) -> tuple[Addresses | None, list[Problem]]:
    """The addresses of a public build, None where they are those of the last one; and a Problem for
    each old one that leads nowhere while what stood there stands elsewhere."""
    before = _remembered(root)
    if before.paths == planned.memo.paths and not before.moved:
        return None, []
    now = {record.permalink: record for record in _records(planned)}
    paths = {page.path for page in planned.pages}
    known = msgspec.msgpack.decode(before.published, type=dict[str, _Published])
    gone = {old: was for old, was in known.items() if old not in paths}
    found = _found_again(gone, {path: record for path, record in now.items() if path not in known})
    # Whoever takes a move back because this was said need not be told of the way back.
    found = {old: to for old, to in found.items() if before.moved.get(to) != old}
    moved = {old: found.get(to, to) for old, to in before.moved.items()} | found
    # What is withheld for a while may come back, at another address even.
    kept = {old: was for old, was in gone.items() if old not in found and _is_there(root, was)}
    kept |= {path: _Published(record.file, _name(record)) for path, record in now.items()}
    moved = {old: to for old, to in moved.items() if old not in paths and to in kept}
    problems = [_problem(old, now[to]) for old, to in moved.items() if to in now]
    data = msgspec.Raw(msgspec.msgpack.encode(kept))
    return Addresses(VERSION, planned.memo.paths, data, moved), sorted(problems)


def remember_addresses(root: Path, addresses: Addresses) -> None:
    """Remember the addresses of a public build that succeeded."""
    write_sealed(root / KEPT, msgspec.msgpack.encode(addresses))


def _remembered(root: Path) -> Addresses:
    """What is remembered; nothing where that cannot be trusted."""
    try:
        addresses = msgspec.msgpack.decode(read_sealed(root / KEPT), type=Addresses)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Addresses()
    return addresses if addresses.version == VERSION else Addresses()


def _records(planned: Planned) -> Iterator[Written]:
    library = planned.library
    yield from library.records
    yield from library.retracted


def _name(record: Written) -> tuple[str, str]:
    return record.title, str(getattr(record, "date", ""))


def _is_there(root: Path, was: _Published) -> bool:
    return (root / was.file).is_file()


def _found_again(gone: Mapping[str, _Published], new: Mapping[str, Written]) -> dict[str, str]:
    """The new address of what stood at an old one: in the same file, else the only one of its kind
    that is called as it was. What is not found again has no entry."""
    in_file = {(_kind(path), record.file): path for path, record in new.items()}
    called: dict[tuple[str, tuple[str, str]], list[str]] = {}
    for path, record in new.items() if gone else ():
        called.setdefault((_kind(path), _name(record)), []).append(path)
    found = {}
    for old, was in gone.items():
        alike = called.get((_kind(old), was.name), [])
        same = in_file.get((_kind(old), was.file)) or (alike[0] if len(alike) == 1 else "")
        if same:
            found[old] = same
    return found


def _kind(address: str) -> str:
    """The folder of a kind: `/articles`; empty for plain pages."""
    return address.rstrip("/").rpartition("/")[0]


def _problem(old: str, record: Written) -> Problem:
    """What to do so that links to an old address go on working."""
    if isinstance(record, Edition):
        line, todo = 1, f"name the file {_stem(old)}.md again, since readers have that address"
    else:
        line = record.lines.get("aliases", record.lines.get("slug", 1))
        also = ", ".join((*record.aliases, old))
        todo = f"write `aliases: [{also}]`, so that links to it go on working"
    return Problem(record.file, line, f"moved here from {old}, where readers find nothing; {todo}")


def _stem(address: str) -> str:
    return address.strip("/").rpartition("/")[2]
