"""The starter register: states, governments, armies, agencies, places that any site may name.

It lies in `starter_registers/`, in the schema of a site's own registers. A site's own entry comes
first; what it does not define is taken from here, entry by entry and only when it is named. The
files are YAML with one entry a line, each written as JSON: so a line can be read alone, in
microseconds, and pasted into a site's register as it is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from generator.model.digest import with_digest
from generator.model.document import Known
from generator.model.library import Library
from generator.model.registers import Actor, Entry, Place, Register, Registers, Source

E = TypeVar("E", bound=Entry)

FOLDER = Path(__file__).parent / "starter_registers"
STARTER: dict[type[Any], str] = {Actor: "actors", Place: "places", Source: "sources"}

_DECODERS = {name: msgspec.json.Decoder(kind) for kind, name in STARTER.items()}
_LINE = re.compile(r"^([a-z0-9-]+): \{(.+)\}$", re.MULTILINE)


class Starter(Mapping[str, Any]):
    """The starter's entries of one kind by their ids; its file is read at the first question."""

    def __init__(self, kind: type[Any]) -> None:
        self._name = STARTER[kind]

    def __getitem__(self, id_: str) -> Any:
        entry = _entry(self._name, id_, _lines(self._name)[id_])
        return with_digest(entry)

    def __iter__(self) -> Iterator[str]:
        return iter(_lines(self._name))

    def __len__(self) -> int:
        return len(_lines(self._name))


def layered(registers: Registers) -> Registers:
    """A site's registers with the starter's entries beneath those that could be read."""
    readable = {kind: own for kind, own in registers.items() if type(own) is dict}
    beneath = {kind: Starter(kind) for kind in STARTER}
    return registers | {
        kind: Register(own, beneath[kind]) for kind, own in readable.items() if kind in beneath
    }


def known(library: Library | None = None) -> Known:
    """What extractors may recognise: the site's own entries first, then the starter's.

    Where two entries share a name, extractors take the first. An own entry replaces the
    starter's of the same id.
    """
    starter = starter_known()
    if library is None:
        return starter
    return Known(
        actors=_over(library.actors, starter.actors),
        places=_over(library.places, starter.places),
        sources=_over(library.sources, starter.sources),
        measures={measure.id: measure for measure in library.measures},
        tags={tag.id: tag for tag in library.tags},
    )


@cache
def starter_known() -> Known:
    """The starter register alone, as it is known outside any site's folder."""
    actors, places, sources = (
        {id_: _entry(name, id_, line) for id_, line in _lines(name).items()}
        for name in ("actors", "places", "sources")
    )
    return Known(actors=actors, places=places, sources=sources)


def _over(own: tuple[E, ...], starter: Mapping[str, E]) -> dict[str, E]:
    entries = {entry.id: entry for entry in own}
    return entries | {id_: entry for id_, entry in starter.items() if id_ not in entries}


@cache
def _lines(name: str) -> dict[str, str]:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(_LINE.findall(text))


def _entry(name: str, id_: str, line: str) -> Any:
    return _DECODERS[name].decode(f'{{"id":"{id_}",{line}}}')
