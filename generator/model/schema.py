"""Nodes into records: a closed schema, read field by field so that every Problem is found at once.

The schema is the records' own annotations. A scalar is text until the field it fills says
otherwise (`scalars.py`); a field that holds a register's entry takes that entry's id.
"""

import types
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain
from typing import Annotated, Any, Final, NamedTuple, TypeVar, get_args, get_origin

import msgspec
import yaml
from msgspec.structs import fields

from .edtf import Edtf
from .edtf_advice import shown
from .fields import Slug
from .frontmatter import is_null, line_of
from .problems import Problem, near
from .registers import Entry, Register, Registers, Source, Tag, free_tag
from .scalars import Scalar, bare, scalar

T = TypeVar("T", bound=msgspec.Struct)

MOST_HINTS = 30  # in a file
ALIKE_IN_A_FEW = 0.6
ALIKE = 0.8  # among the thousand ids of the starter register, where much is like anything

BAD: Final = object()
"""What a reading answers in place of a value when it has noted a Problem."""


class Reading:
    """One file being read: where it is, what it may refer to, what was wrong so far."""

    def __init__(self, file: str, first_line: int, registers: Registers | None = None) -> None:
        self.file = file
        self.first_line = first_line
        self.registers = registers or {}
        self.problems: list[Problem] = []

    def record(self, kind: type[T], node: yaml.MappingNode, **derived: object) -> T | None:
        """Read a mapping as a record; None when anything in it is wrong (see `problems`)."""
        value = _read_record(self, kind, node, derived)
        return None if value is BAD else value  # type: ignore[return-value]

    def note(self, node: yaml.Node, message: str) -> object:
        """Note a Problem at a node's line."""
        self.problems.append(Problem(self.file, self.first_line + line_of(node), message))
        return BAD

    def near(
        self, word: str, known: Callable[[], Iterable[str]], alike: float = ALIKE_IN_A_FEW
    ) -> str:
        """A hint at what was meant; none in a file so wrong that hints would take all day."""
        return near(word, known(), alike) if len(self.problems) < MOST_HINTS else ""


Converter = Callable[[Reading, yaml.Node, str], object]


class _Key(NamedTuple):
    """A key that may be written: which field it fills, and how."""

    name: str
    read: Converter
    required: bool


def _read_record(
    reading: Reading, kind: type[msgspec.Struct], node: yaml.Node, derived: dict[str, object]
) -> object:
    keys = _keys(kind)
    if not isinstance(node, yaml.MappingNode):
        return reading.note(node, f"expected the keys of {_called(kind)}: {_listed(keys)}")
    values = dict(derived)
    sound, hints = True, ""
    for key, value_node in node.value:
        known = keys.get(key.value)
        if known is None:
            hint = reading.near(key.value, keys.keys)
            known_here = f"; known here: {', '.join(keys)}"
            reading.note(key, f"unknown key {shown(key.value)}{hint or known_here}")
            sound, hints = False, hints + hint
        elif not is_null(value_node):
            value = values[known.name] = known.read(reading, value_node, key.value)
            sound = sound and value is not BAD
        elif known.required:
            reading.note(value_node, f"“{key.value}” must not be empty")
            values[known.name], sound = BAD, False
    if not values.keys() >= _required(kind):
        sound = False
        missing = [key for key, k in keys.items() if k.required and k.name not in values]
        if not_just_misspelt := [key for key in missing if f"“{key}”" not in hints]:
            reading.note(node, f"{_called(kind)} needs {_listed(not_just_misspelt)}")
    if not sound:
        return BAD
    if "line" in kind.__struct_fields__:
        values.setdefault("line", reading.first_line + line_of(node))
    return kind(**values)


@cache
def _keys(kind: type[msgspec.Struct]) -> dict[str, _Key]:
    """The keys that may be written, by name; what is derived is not among them."""
    return {
        field.encode_name: _Key(field.name, _converter(field.type), field.required)
        for field in fields(kind)
        if not _extra(field.type).get("derived")
    }


@cache
def _required(kind: type[msgspec.Struct]) -> frozenset[str]:
    """The fields that must be filled."""
    return frozenset(known.name for known in _keys(kind).values() if known.required)


def _extra(annotation: Any) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if get_origin(annotation) is Annotated:
        for meta in get_args(annotation)[1:]:
            extra |= getattr(meta, "extra", None) or {}
    return extra


@cache
def _converter(annotation: Any) -> Converter:
    if _extra(annotation).get("elsewhere"):
        return lambda _reading, _node, _key: None
    kind = bare(annotation)
    kinds = tuple(k for k in get_args(kind) or (kind,) if k is not types.NoneType)
    if all(isinstance(k, type) and issubclass(k, Entry) for k in kinds):
        return _reference(kinds)
    if get_origin(kind) is tuple:
        return _sequence(_converter(kinds[0]), _extra(annotation))
    if get_origin(kind) is dict:
        return _mapping(*get_args(kind))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not Edtf:
        nested: type[msgspec.Struct] = kind
        return lambda reading, node, _key: _read_record(reading, nested, node, {})
    return _scalar(scalar(annotation))


def _reference(kinds: tuple[type[Entry], ...]) -> Converter:
    may_be_source = Source in kinds

    def convert(reading: Reading, node: yaml.Node, key: str) -> object:
        if may_be_source and isinstance(node, yaml.MappingNode):
            return _read_record(reading, Source, node, {"id": ""})
        if not isinstance(node, yaml.ScalarNode):
            return reading.note(node, f"“{key}” takes the id of a register's entry")
        for kind in kinds:
            entry = reading.registers.get(kind, {}).get(node.value)
            if entry is not None:
                return entry  # BAD where the register itself is wrong, noted there
        return _not_in_its_register(reading, node, kinds)

    return convert


def _not_in_its_register(
    reading: Reading, node: yaml.ScalarNode, kinds: tuple[type[Entry], ...]
) -> object:
    own = [reading.registers.get(kind, {}) for kind in kinds]
    beneath = [register.beneath for register in own if isinstance(register, Register)]
    for register in beneath:
        entry = register.get(node.value)
        if entry is not None:
            return entry
    if kinds == (Tag,) and Tag not in reading.registers:
        return BAD if _converter(Slug)(reading, node, "tags") is BAD else free_tag(node.value)
    hint = reading.near(node.value, lambda: chain(*own))
    hint = hint or reading.near(node.value, lambda: chain(*beneath), ALIKE) or "; add it there"
    files = " or ".join(f"content/registers/{kind.__name__.lower()}s.yaml" for kind in kinds)
    return reading.note(node, f"{shown(node.value)} is not in {files}{hint}")


def _sequence(item: Converter, extra: dict[str, Any]) -> Converter:
    nobody, one_or_many = extra.get("nobody"), extra.get("one_or_many")

    def convert(reading: Reading, node: yaml.Node, key: str) -> object:
        if isinstance(node, yaml.SequenceNode):
            if nobody and not node.value:
                return reading.note(node, f"“{key}” names nobody: write “{key}: {nobody}”")
            expected, seen = (item, key, nobody), set[str]()
            values = [_read_item(reading, child, expected, seen) for child in node.value]
            return BAD if BAD in values else tuple(values)
        if nobody and isinstance(node, yaml.ScalarNode) and node.value == nobody:
            return ()
        if one_or_many:
            value = item(reading, node, key)
            return BAD if value is BAD else (value,)
        return reading.note(node, f"“{key}” is a list: write [a, b] or one “- a” a line")

    return convert


def _read_item(
    reading: Reading, node: yaml.Node, expected: tuple[Converter, str, str | None], seen: set[str]
) -> object:
    """An item of a list; a scalar that is among those already seen is noted."""
    read, key, nobody = expected
    if isinstance(node, yaml.ScalarNode):
        if is_null(node):
            return reading.note(node, f"an empty item in “{key}”; fill it in or delete it")
        if node.value in seen:
            reading.note(node, f"{shown(node.value)} is in this list twice; delete one")
        seen.add(node.value)
        if node.value == nobody:
            message = f"“{nobody}” stands alone or not at all: write “{key}: {nobody}”"
            return reading.note(node, message)
    return read(reading, node, key)


def _mapping(names: Any, item: Any) -> Converter:
    name, read = _converter(names), _converter(item)

    def convert(reading: Reading, node: yaml.Node, key: str) -> object:
        if not isinstance(node, yaml.MappingNode):
            return reading.note(node, f"“{key}” takes “name: value” lines")
        values: list[object] = []
        for each, value in node.value:
            values.append(name(reading, each, key))
            if is_null(value):
                values.append(reading.note(value, f"“{each.value}” must not be empty"))
            else:
                values.append(read(reading, value, each.value))
        return BAD if BAD in values else dict(zip(values[::2], values[1::2], strict=True))

    return convert


def _scalar(read: Scalar) -> Converter:
    def convert(reading: Reading, node: yaml.Node, key: str) -> object:
        if not isinstance(node, yaml.ScalarNode):
            return reading.note(node, f"“{key}” is a single value here, no list and no keys")
        try:
            return read(node.value)
        except ValueError as error:
            return reading.note(node, f"“{key}”: {error}")

    return convert


def _called(kind: type) -> str:
    name = kind.__name__
    return _NAMES.get(name, f"{'an' if name[0] in 'AEIOU' else 'a'} {name.lower()}")


_NAMES = {
    "Checks": "“checks”",
    "Locality": "a place of an article",
    "MenuItem": "an item of the menu",
    "Options": "a target of this kind",
    "PlainPage": "a page",
    "Sign": "“sign”",
    "Site": "site.yaml",
    "Stripped": "a piece that was left out",
}


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
