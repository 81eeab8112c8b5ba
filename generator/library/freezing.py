"""Records as bytes, and back. A register's entry is kept as its id, and looked up again.

The form is pickle's, for its speed, but nothing is called when it is read except our own records,
dates and the lookups of entries: bytes that ask for anything else are refused.
"""

import pickle
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple, NoReturn

import msgspec

from generator.model.prose import Prose
from generator.model.records import Card
from generator.model.registers import Entry, Register, Registers, Tag, free_tag

REBUILD: Any = Tag(id="", name="-").__reduce__()[0]  # what msgspec makes a record anew with
DATES = {("datetime", kind.__name__): kind for kind in (datetime, timedelta, timezone)}
PROTOCOL = 5

Named = tuple[type[Entry], str]


def entry_named(_kind: type[Entry], _id: str) -> NoReturn:
    """Stands in frozen bytes for the entry of a register."""
    raise pickle.UnpicklingError("read frozen records with `thawed`")


def own_card() -> NoReturn:
    """Stands in a frozen article for its card, which is kept apart."""
    raise pickle.UnpicklingError("read frozen records with `thawed`")


class Frozen(NamedTuple):
    """A value's bytes, and the ids of all entries it names."""

    data: bytes
    names: frozenset[str]


def frozen(value: object, card: Card | None = None) -> Frozen:
    """A value as bytes, with entries as their ids; `card`, where it is met, is left out."""
    names: set[str] = set()

    def by_id(entry: Entry) -> Any:
        if not entry.id:  # it stands in this article only
            return entry.__reduce__()
        names.add(entry.id)
        return entry_named, (type(entry), entry.id)

    def by_place(other: Card) -> Any:
        return (own_card, ()) if other is card else other.__reduce__()

    buffer = BytesIO()
    pickler = pickle.Pickler(buffer, PROTOCOL)
    pickler.dispatch_table = dict.fromkeys(Entry.__subclasses__(), by_id) | {Card: by_place}
    pickler.dump(value)
    return Frozen(buffer.getvalue(), frozenset(names))


def frozen_whole(value: object) -> bytes:
    """A value as bytes, with the entries in it as they are: for the registers themselves."""
    return pickle.dumps(value, PROTOCOL)


class Entries:
    """The entries that frozen records name, each looked up once."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._found: dict[Named, Entry | None] = {}

    def __call__(self, kind: type[Entry], id_: str) -> Entry | None:
        """An entry by its id; None where there is none any more."""
        named = (kind, id_)
        if named not in self._found:
            self._found[named] = next(self._of(kind, id_), None)
        return self._found[named]

    def _of(self, kind: type[Entry], id_: str) -> Iterator[Entry]:
        register = self._registers.get(kind)
        if register is None and kind is Tag:
            yield free_tag(id_)
        layers = (register, register.beneath if isinstance(register, Register) else None)
        found = (layer.get(id_) for layer in layers if layer is not None)
        yield from (entry for entry in found if isinstance(entry, Entry))


def thawed(data: bytes, entries: Entries, card: Card | None = None) -> Any:
    """The value that was frozen. Raises pickle.UnpicklingError for bytes that are not our own."""
    thawing = _Thawing(BytesIO(data))
    thawing.found = {
        (__name__, "entry_named"): entries,
        (__name__, "own_card"): lambda: card,
        (REBUILD.__module__, REBUILD.__name__): REBUILD,
        **DATES,
    }
    return thawing.load()


class _Thawing(pickle.Unpickler):
    found: dict[tuple[str, str], Callable[..., Any]]

    def find_class(self, module: str, name: str) -> Any:
        """Our own records and the few other things that frozen bytes may name."""
        return self.found.get((module, name)) or _kind(module, name)


@cache
def _kind(module: str, name: str) -> type[msgspec.Struct | Prose]:
    kind: Any = None
    if module.startswith("generator.") and module in sys.modules:
        kind = getattr(sys.modules[module], name, None)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct | Prose):
        return kind
    raise pickle.UnpicklingError(f"{module}.{name} is no record of ours")
