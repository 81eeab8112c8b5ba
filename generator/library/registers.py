"""The registers of a site, read from their files."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

import msgspec
import yaml

from generator.model.digest import with_digest
from generator.model.edtf_advice import shown
from generator.model.fields import Slug
from generator.model.frontmatter import compose
from generator.model.problems import Problem, near
from generator.model.registers import Actor, Entry, Measure, Place, Registers, Source, Tag
from generator.model.schema import BAD, Reading

from .files import Found, Listing, Look, decode, is_settled, read_bytes, sum_of

E = TypeVar("E", bound=Entry)

FOLDER = "content/registers"
KINDS: dict[str, type[Entry]] = {
    "actors": Actor,
    "places": Place,
    "sources": Source,
    "measures": Measure,
    "tags": Tag,
}


class ReadRegister(msgspec.Struct):
    """A register's file as it was read, without a mistake."""

    look: Look
    settled: bool  # whether any later change would surely look different
    sha: bytes
    entries: dict[str, Any]


def read_registers(
    listing: Listing, problems: list[Problem], before: Mapping[str, ReadRegister], clock: int
) -> tuple[Registers, dict[str, ReadRegister]]:
    """The entries of a site's registers by kind and id; and the files, to be known the next time.

    `before` are those of the last time. A register that cannot be read has something under every
    id: what refers to it is not wrong as well.
    """
    registers: Registers = {kind: {} for kind in KINDS.values() if kind is not Tag}
    known = {f"{name}.yaml": kind for name, kind in KINDS.items()}
    after: dict[str, ReadRegister] = {}
    for found in listing.below(FOLDER):
        name = found.name.removeprefix(f"{FOLDER}/")
        if name in known:
            read = _register(listing.root, found, known[name], before.get(found.name))
            if isinstance(read, ReadRegister):
                read.settled = is_settled(found.look, clock)
                after[found.name] = read
                registers[known[name]] = read.entries
            else:
                wrong, registers[known[name]] = read
                problems += wrong
        elif found.is_folder or name.endswith((".yaml", ".yml")):
            hint = near(name, known) or f"; the registers are {', '.join(known)}"
            problems.append(Problem(found.name, 0, f"no such register{hint}"))
            meant = KINDS.get(Path(name).stem.lower())
            if meant and not registers.get(meant):
                registers[meant] = Unreadable()
    return registers, after


def changed_ids(
    before: Mapping[str, ReadRegister], after: Mapping[str, ReadRegister]
) -> frozenset[str]:
    """The ids that do not stand for exactly what they stood for."""
    old, new = (
        {(file, id_, entry.digest) for file, read in files.items() for id_, entry in _in(read)}
        for files in (before, after)
    )
    return frozenset(id_ for _, id_, _ in old ^ new)


def _in(read: ReadRegister) -> Iterable[tuple[str, Any]]:
    return read.entries.items()


def entries_of(registers: Registers, kind: type[E]) -> tuple[E, ...]:
    """A register's own entries, those that could be read."""
    return tuple(entry for entry in registers.get(kind, {}).values() if entry is not BAD)


class Unreadable(dict[str, Any]):
    """A register whose file cannot be read."""

    def get(self, _key: str, _default: object = None) -> object:
        return BAD


def _register(
    root: Path, found: Found, kind: type[Entry], before: ReadRegister | None
) -> ReadRegister | tuple[list[Problem], dict[str, Any]]:
    """A register's file; what is wrong in it, and what of it could be read, where anything is."""
    if before and before.settled and before.look == found.look:
        return before
    data = read_bytes(root, found.name)
    sha = b"" if isinstance(data, Problem) else sum_of(data)
    if before and before.sha == sha:
        return ReadRegister(found.look, before.settled, sha, before.entries)
    text = data if isinstance(data, Problem) else decode(data, found.name)
    node = [text] if isinstance(text, Problem) else compose(text, found.name)
    if isinstance(node, list):
        return node, Unreadable()
    reading = Reading(found.name, 1)
    entries = _entries(reading, kind, node)
    if reading.problems:
        return reading.problems, entries
    return ReadRegister(found.look, False, sha, entries)


def _entries(reading: Reading, kind: type[Entry], node: yaml.MappingNode) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    names: dict[str, str] = {}
    for key, value in node.value:
        try:
            id_ = msgspec.convert(key.value, Slug)
        except msgspec.ValidationError:
            reading.note(
                key,
                f"the id {shown(key.value)} must be small letters, digits, hyphens, and no name "
                "that Windows keeps (con, nul)",
            )
            continue
        entry = reading.record(kind, value, id=id_, line=key.start_mark.line + 1)
        entries[id_] = BAD if entry is None else with_digest(entry)
        if entry and kind is Tag:
            other = names.setdefault(_as_said(entry.name), id_)
            if other != id_:
                message = f"{shown(entry.name)} is the name of “{other}”, too; keep one of the two"
                reading.note(key, message)
    return entries


def _as_said(name: str) -> str:
    """A name, however its letters are typed: capital or not, composed or not (NFKC)."""
    return " ".join(normalize("NFKC", normalize("NFKC", name).casefold()).split())
