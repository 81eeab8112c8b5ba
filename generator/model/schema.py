"""Nodes into records: a closed schema, read field by field so that every Problem is found at once.

The schema is the records' own annotations. A scalar is text until the field it fills says
otherwise; a field that holds a register's entry takes that entry's id.
"""

import types
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin

import msgspec
import yaml
from msgspec.structs import FieldInfo, fields

from .edtf import Edtf
from .fields import CONTROLS
from .frontmatter import is_null, line_of
from .problems import Problem, near
from .registers import Entry, Registers, Source, Tag

T = TypeVar("T", bound=msgspec.Struct)

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


Converter = Callable[[Reading, yaml.Node, str], object]


def _read_record(
    reading: Reading, kind: type[msgspec.Struct], node: yaml.Node, derived: dict[str, object]
) -> object:
    if not isinstance(node, yaml.MappingNode):
        return reading.note(node, f"expected the keys of {_called(kind)}: {_listed(_keys(kind))}")
    keys = _keys(kind)
    values = dict(derived)
    sound = True
    for key, value_node in node.value:
        known = keys.get(key.value)
        if known is None:
            reading.note(key, f"unknown key “{key.value}”{near(key.value, keys) or _known(keys)}")
            sound = False
            continue
        value = _read_field(reading, known, value_node)
        sound = sound and value is not BAD
        values[known.name] = value
    missing = [k for k, f in keys.items() if f.required and f.name not in values]
    if missing:
        reading.note(node, f"{_called(kind)} needs {_listed(missing)}")
    if missing or not sound:
        return BAD
    if "line" in kind.__struct_fields__:
        values.setdefault("line", reading.first_line + line_of(node))
    return kind(**values)


def _read_field(reading: Reading, known: FieldInfo, node: yaml.Node) -> object:
    if is_null(node):
        if known.required and not _takes_none(known.type):
            return reading.note(node, f"“{known.encode_name}” must not be empty")
        return known.default if known.default is not msgspec.NODEFAULT else None
    return _converter(known.type)(reading, node, known.encode_name)


@cache
def _keys(kind: type[msgspec.Struct]) -> dict[str, FieldInfo]:
    """The keys that may be written, by name; what is derived is not among them."""
    return {f.encode_name: f for f in fields(kind) if not _extra(f.type).get("derived")}


def _extra(annotation: Any) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if get_origin(annotation) is Annotated:
        for meta in get_args(annotation)[1:]:
            extra |= getattr(meta, "extra", None) or {}
    return extra


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _options(annotation: Any) -> list[Any]:
    """The alternatives of a union without None; of anything else, itself."""
    bare = _bare(annotation)
    if get_origin(bare) in (Union, types.UnionType):
        return [option for option in get_args(bare) if option is not types.NoneType]
    return [annotation]


def _takes_none(annotation: Any) -> bool:
    return types.NoneType in get_args(_bare(annotation))


@cache
def _converter(annotation: Any) -> Converter:
    extra = _extra(annotation)
    options = _options(annotation)
    bare = [_bare(option) for option in options]
    if all(isinstance(option, type) and issubclass(option, Entry) for option in bare):
        return _reference(tuple(bare))
    if set(bare) == {int, float}:
        return _number
    option = options[0]
    if get_origin(bare[0]) is tuple:
        extra = extra | _extra(option)
        return _sequence(_converter(get_args(bare[0])[0]), extra)
    if bare[0] is Edtf:
        return _edtf
    if get_origin(bare[0]) is dict:
        return _mapping
    if isinstance(bare[0], type) and issubclass(bare[0], msgspec.Struct):
        nested: type[msgspec.Struct] = bare[0]
        return lambda reading, node, _key: _read_record(reading, nested, node, {})
    return _scalar(option)


def _reference(kinds: tuple[type[Entry], ...]) -> Converter:
    def convert(reading: Reading, node: yaml.Node, key: str) -> object:
        if Source in kinds and isinstance(node, yaml.MappingNode):
            return _read_record(reading, Source, node, {"id": ""})
        if not isinstance(node, yaml.ScalarNode):
            return reading.note(node, f"“{key}” takes the id of a register's entry")
        for kind in kinds:
            entry = reading.registers.get(kind, {}).get(node.value)
            if entry is not None:
                return entry  # BAD where the register itself is wrong, noted there
        if kinds == (Tag,) and Tag not in reading.registers:
            return _free_tag(reading, node)
        known = [id_ for kind in kinds for id_ in reading.registers.get(kind, {})]
        files = " or ".join(f"content/registers/{kind.__name__.lower()}s.yaml" for kind in kinds)
        hint = near(node.value, known) or "; add it there"
        return reading.note(node, f"“{node.value}” is not in {files}{hint}")

    return convert


def _free_tag(reading: Reading, node: yaml.ScalarNode) -> object:
    slug = _scalar(_keys_of_id(Tag))(reading, node, "tags")
    return BAD if slug is BAD else Tag(id=node.value, name=node.value.replace("-", " "))


def _keys_of_id(kind: type[msgspec.Struct]) -> Any:
    return next(f.type for f in fields(kind) if f.name == "id")


def _sequence(item: Converter, extra: dict[str, Any]) -> Converter:
    def convert(reading: Reading, node: yaml.Node, key: str) -> object:
        if isinstance(node, yaml.ScalarNode) and node.value == extra.get("nobody"):
            return ()
        if not isinstance(node, yaml.SequenceNode):
            if extra.get("one_or_many"):
                value = item(reading, node, key)
                return BAD if value is BAD else (value,)
            return reading.note(node, f"“{key}” is a list: write [a, b] or one “- a” a line")
        values = [item(reading, child, key) for child in node.value]
        return BAD if any(value is BAD for value in values) else tuple(values)

    return convert


def _mapping(reading: Reading, node: yaml.Node, key: str) -> object:
    if not isinstance(node, yaml.MappingNode):
        return reading.note(node, f"“{key}” takes “name: value” lines")
    values = {k.value: _scalar(str)(reading, value, k.value) for k, value in node.value}
    return BAD if BAD in values.values() else values


def _edtf(reading: Reading, node: yaml.Node, key: str) -> object:
    if not isinstance(node, yaml.ScalarNode):
        return reading.note(node, f"“{key}” is a date, such as 2025-03-27")
    try:
        return Edtf.parse(node.value)
    except ValueError as error:
        return reading.note(node, f"“{key}”: {error}")


def _number(reading: Reading, node: yaml.Node, key: str) -> object:
    text = node.value if isinstance(node, yaml.ScalarNode) else ""
    try:
        return msgspec.convert(text, int | float, strict=False)
    except msgspec.ValidationError:
        return reading.note(node, f"“{key}” is a number without separators, such as 3000 or 2.4")


def _scalar(annotation: Any) -> Converter:
    def convert(reading: Reading, node: yaml.Node, key: str) -> object:
        if not isinstance(node, yaml.ScalarNode):
            return reading.note(node, f"“{key}” is a single value here")
        if CONTROLS.search(node.value):
            return reading.note(node, f"“{key}” holds a control character; delete it")
        try:
            return msgspec.convert(node.value, annotation, strict=False)
        except msgspec.ValidationError as error:
            return reading.note(node, f"“{key}”: {_expected(annotation, node.value, error)}")

    return convert


def _expected(annotation: Any, value: str, error: Exception) -> str:
    bare = _bare(annotation)
    if get_origin(bare) is Literal:
        choices = [str(choice) for choice in get_args(bare)]
        return f"“{value}” is not one of {', '.join(choices)}{near(value, choices)}"
    if bare is datetime:
        return f"“{value}” is not a time with its zone, such as 2025-03-28T06:00:00+09:00"
    if bare is bool:
        return f"“{value}” is neither true nor false"
    return f"“{value}” does not fit ({_EXPLAINED.get(_pattern(annotation), error)})"


def _pattern(annotation: Any) -> str:
    metas = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    return next((meta.pattern for meta in metas if getattr(meta, "pattern", None)), "")


_EXPLAINED = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and single hyphens, at most 80",
    r"^/[A-Za-z0-9._~/-]*$": "a path of this site, such as /old/address/",
    r"^https?://[^\s<>\"]+$": "a web address that begins with http:// or https://",
    r"^https?://[^\s/]+(/[^\s]*)?$": "the site's own address, such as https://digest.example/",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "a language tag such as en, ko or pt-BR",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits",
    r"^seeds/(?!.*\.\.)[^\\\x00-\x1f]+$": "a file below seeds/",
    r"^[A-Z]{2}$": "two capital letters such as KR",
}


def _called(kind: type) -> str:
    return {"PlainPage": "a page", "Site": "site.yaml"}.get(
        kind.__name__, f"{'an' if kind.__name__[0] in 'AEIOU' else 'a'} {kind.__name__.lower()}"
    )


def _listed(words: Any) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _known(keys: dict[str, FieldInfo]) -> str:
    return f"; known here: {', '.join(keys)}"
