"""Values set in a file's front matter in place: every other byte stays, comments included."""

import re
from collections.abc import Iterator, Mapping

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
    mark = BOM if text.startswith(BOM) else ""
    parts, node = _read(text.removeprefix(BOM), file)
    spliced = text.removeprefix(BOM)
    edits = [edit for key, value in values.items() for edit in _edits(parts, node, key, value)]
    newline = "\r\n" if spliced[: parts.header_start].endswith("\r\n") else "\n"
    for start, end, written in sorted(edits, reverse=True):
        spliced = spliced[:start] + written.replace("\n", newline) + spliced[end:]
    _check(spliced, file, parts, _as_dict(node) | _as_read(values))
    return mark + spliced


def _read(text: str, file: str) -> tuple[Parts, yaml.MappingNode]:
    parts = split(text)
    if parts is None:
        raise SiteError([Problem(file, 1, "no front matter between two lines of hyphens (---)")])
    node = compose(parts.header, file, parts.header_line)
    if isinstance(node, list):
        raise SiteError(node)
    return parts, node


def _check(spliced: str, file: str, before: Parts, expected: dict[str, object]) -> None:
    """Raise SiteError when what was written does not read back as exactly what was meant."""
    after = split(spliced)
    node = compose(after.header, file) if after else []
    if not after or isinstance(node, list) or (plain(node), after.body) != (expected, before.body):
        message = (
            f"{' and '.join(f'“{key}”' for key in ('status', 'review') if key in expected)} cannot "
            "be set in front matter written like this; put each key on a line of its own"
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
