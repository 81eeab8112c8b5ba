"""Values set in a file's front matter in place: every other byte stays, comments included."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from generator.model.frontmatter import Parts, compose, plain, split
from generator.model.problems import Problem, SiteError

from .files import BOM
from .quoting import flow

Edit = tuple[int, int, str]  # where in the text, and what to put there

_COLON = re.compile(r"\s*:")


def splice(text: str, file: str, values: Mapping[str, object]) -> str:
    """The text with top-level keys of its front matter set; missing keys are added at the end.

    Raises SiteError when the front matter cannot be read, or is written in a way that leaves no
    safe place for a value.
    """
    parts, node = _read(text.removeprefix(BOM), file)
    edits = [edit for key, value in values.items() for edit in _edits(parts, node, key, value)]
    return _spliced(text, file, edits, (parts, _as_dict(node) | _as_read(values), [*values]))


def splice_items(text: str, file: str, key: str, values: Sequence[Mapping[str, object]]) -> str:
    """The text with keys set in the items of a list: for each item, in order, what to set in it.

    The key of the list stands at the top level of the front matter, and its items are mappings.
    Raises SiteError as `splice` does.
    """
    parts, node = _read(text.removeprefix(BOM), file)
    items = next(value for known, value in node.value if known.value == key).value
    expected, edits = _as_dict(node), []
    listed: list[dict[str, object]] = expected[key]  # type: ignore[assignment]
    for item, own, new in zip(items, listed, values, strict=True):
        own |= _as_read(new)
        found = _edits_of_item(parts.header, item, new)
        edits += [(parts.header_start + a, parts.header_start + b, w) for a, b, w in found]
    names = sorted({name for each in values for name in each})
    return _spliced(text, file, edits, (parts, expected, names))


def splice_more_items(text: str, file: str, key: str, items: Sequence[Mapping[str, object]]) -> str:
    """The text with mappings added to the end of a list, which is made where there is none.

    Raises SiteError as `splice` does.
    """
    parts, node = _read(text.removeprefix(BOM), file)
    expected = _as_dict(node)
    listed = expected.get(key) or []
    assert isinstance(listed, list)
    expected[key] = [*listed, *map(_as_read, items)]
    old = next(((name, value) for name, value in node.value if name.value == key), None)
    if old is None:
        edits = list(_edits(parts, node, key, list(items))) if node.flow_style else []
        at = parts.header_start + len(parts.header)
        indent = " " * int(node.start_mark.column)
        block = f"{indent}{key}:\n{_block(items, indent + '  ')}"
        return _spliced(text, file, edits or [(at, at, block)], (parts, expected, [key]))
    edit = _added(parts.header, old, items)
    start = parts.header_start
    edits = [(start + edit[0], start + edit[1], edit[2])]
    return _spliced(text, file, edits, (parts, expected, [key]))


def _added(
    header: str, pair: tuple[yaml.Node, yaml.Node], items: Sequence[Mapping[str, object]]
) -> Edit:
    """The edit that adds mappings to the end of a list, written as the list is."""
    key, listed = pair
    if isinstance(listed, yaml.SequenceNode) and listed.flow_style:
        at = _end(header, listed.value[-1]) if listed.value else int(listed.start_mark.index) + 1
        written = ", ".join(map(flow, items))
        return at, at, f", {written}" if listed.value else written
    filled = isinstance(listed, yaml.SequenceNode)
    at = header.index("\n", _end(header, listed) if filled else int(key.end_mark.index))
    indent = " " * int(listed.start_mark.column if filled else key.start_mark.column + 2)
    return at + 1, at + 1, _block(items, indent)


def _block(items: Sequence[Mapping[str, object]], indent: str) -> str:
    """Mappings as items of a list, a key a line."""
    lines = []
    for item in items:
        lines += [
            f"{indent}{'  ' if number else '- '}{name}: {flow(value)}\n"
            for number, (name, value) in enumerate(item.items())
        ]
    return "".join(lines)


Meant = tuple[Parts, dict[str, object], Sequence[str]]
"""The file before, the front matter to be, and the keys that are set in it."""


def _spliced(text: str, file: str, edits: Iterable[Edit], meant: Meant) -> str:
    mark = BOM if text.startswith(BOM) else ""
    spliced = text.removeprefix(BOM)
    newline = "\r\n" if spliced[: meant[0].header_start].endswith("\r\n") else "\n"
    for start, end, written in sorted(edits, reverse=True):
        spliced = spliced[:start] + written.replace("\n", newline) + spliced[end:]
    _check(spliced, file, meant)
    return mark + spliced


def _read(text: str, file: str) -> tuple[Parts, yaml.MappingNode]:
    parts = split(text)
    if parts is None:
        raise SiteError([Problem(file, 1, "no front matter between two lines of hyphens (---)")])
    node = compose(parts.header, file, parts.header_line)
    if isinstance(node, list):
        raise SiteError(node)
    return parts, node


def _check(spliced: str, file: str, meant: Meant) -> None:
    """Raise SiteError when what was written does not read back as exactly what was meant."""
    before, expected, keys = meant
    after = split(spliced)
    node = compose(after.header, file) if after else []
    if not after or isinstance(node, list) or (plain(node), after.body) != (expected, before.body):
        message = (
            f"{' and '.join(f'“{key}”' for key in keys)} cannot be set in front matter written "
            "like this; put each key on a line of its own"
        )
        raise SiteError([Problem(file, before.header_line, message)])


def _edits(parts: Parts, node: yaml.MappingNode, key: str, value: object) -> Iterator[Edit]:
    offset = parts.header_start
    for known, old in node.value:
        if known.value == key:
            yield from (
                (offset + start, offset + end, written)
                for start, end, written in _replaced(parts.header, (known, old), value)
            )
            return
    if node.flow_style:
        at = offset + int(node.end_mark.index) - 1
        yield at, at, f", {key}: {flow(value)}"
        return
    at = offset + len(parts.header)
    indent = " " * int(node.start_mark.column)
    yield at, at, f"{indent}{key}: {flow(value)}\n"


def _edits_of_item(header: str, item: yaml.Node, values: Mapping[str, object]) -> Iterator[Edit]:
    """The edits that set keys in a mapping: those that are there in place, new ones at its end."""
    inner = {known.value: (known, value) for known, value in item.value}
    new = {name: value for name, value in values.items() if name not in inner}
    for name in values.keys() - new.keys():
        yield from _replaced(header, inner[name], values[name])
    written = [f"{name}: {flow(value)}" for name, value in new.items()]
    if not written:
        return
    at = _end(header, item)
    if isinstance(item, yaml.MappingNode) and item.flow_style:
        at = _end(header, item.value[-1][1])
        yield at, at, "".join(f", {each}" for each in written)
        return
    at = header.index("\n", at)  # behind a comment on the last line
    at -= header[at - 1] == "\r"
    indent = " " * int(item.start_mark.column)
    yield at, at, "".join(f"\n{indent}{each}" for each in written)


def _replaced(header: str, pair: tuple[yaml.Node, yaml.Node], value: object) -> Iterator[Edit]:
    """The edits that set a key which is there; of a mapping, only the values that it holds."""
    key, old = pair
    if isinstance(value, Mapping) and isinstance(old, yaml.MappingNode):
        inner = {known.value: (known, item) for known, item in old.value}
        if inner.keys() == value.keys():
            for name, item in value.items():
                yield from _replaced(header, inner[name], item)
            return
    start, end = int(old.start_mark.index), _end(header, old)
    if start < end:
        yield start, end, flow(value)
        return
    colon = _COLON.match(header, int(key.end_mark.index))
    at = colon.end() if colon else start
    yield at, at, f" {flow(value)}"


def _end(header: str, node: yaml.Node) -> int:
    """Where a value's own text ends: a block's end mark lies beyond the lines that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(header, last[1] if isinstance(last, tuple) else last)
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    return start + len(header[start:end].rstrip())


def _as_dict(node: yaml.MappingNode) -> dict[str, object]:
    content = plain(node)
    assert isinstance(content, dict)
    return content


def _as_read(values: Mapping[str, object]) -> dict[str, object]:
    return {
        key: _as_read(value) if isinstance(value, Mapping) else str(value)
        for key, value in values.items()
    }
