"""Front matter: YAML composed to nodes, so that every key and value has a line and a column.

YAML 1.1 would read `no` as false and `12:30` as 750 (yaml.org/type/int.html); here a scalar keeps
the text that was typed and the schema decides what it means. Duplicate keys, anchors, aliases and
tags are refused: they hide what a reader of the file believes to see.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

import msgspec
import yaml

from .edtf_advice import shown
from .problems import Problem
from .unseen import named
from .yaml_errors import in_words

FENCE = re.compile(r"---[ \t]*\r?$", re.MULTILINE)
CLOSING = re.compile(r"\n---[ \t]*\r?$", re.MULTILINE)
DEEPEST = 20
MANY = 200
MOST_REFUSED = 100  # of a kind of mistake that is never made by hand so often
TOO_DEEP = "nested too deeply; nothing here needs more than a few levels"
# YAML takes these for line ends, or skips them: lines and places in the file would be wrong.
STRANGE = re.compile("[\x85\u2028\u2029\ufeff]|\r(?!\n)")
MAYBE_STRANGE = "\r\x85\u2028\u2029\ufeff"
# A tag or an anchor begins so; behind a letter or a digit both characters are of no meaning.
MARK = re.compile(r"(?<!\w)[!&]")
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_BASE: type = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


class _Loader(_BASE):  # type: ignore[misc]
    """Nodes without tags: to resolve each of them takes a third of the time, and nobody asks.

    What is called for every node is written in C and takes anything.
    """

    resolve = descend_resolver = ascend_resolver = "".format


class _DoubtfulError(Exception):
    """There may be something to refuse."""


class Parts(msgspec.Struct, frozen=True):
    """A file in two: the YAML header and the body, each with the line it starts on (from 1)."""

    header: str
    header_start: int  # index of the header's first character in the file's text
    header_line: int
    body: str
    body_line: int


def split(text: str) -> Parts | None:
    """Cut a text at its `---` lines; None when it does not begin with a closed front matter."""
    opening = FENCE.match(text)
    if opening is None:
        return None
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        return None
    start, end = opening.end() + 1, min(closing.end() + 1, len(text))
    body_line = text.count("\n", 0, end) + 1
    return Parts(text[start : closing.start() + 1], start, 2, text[end:], body_line)


class Header(NamedTuple):
    """YAML as it was read: its nodes, which know where they stand, and what they say."""

    node: yaml.MappingNode
    content: dict[str, Any]  # dicts, lists and strings; nulls are None


def compose(text: str, file: str, first_line: int = 1) -> yaml.MappingNode | list[Problem]:
    """The YAML text as a mapping of nodes, or the Problems that keep it from being one.

    Lines in the Problems count from `first_line`, the line of the file that `text` begins on.
    """
    header = read_header(text, file, first_line)
    return header if isinstance(header, list) else header.node


def read_header(text: str, file: str, first_line: int = 1) -> Header | list[Problem]:
    """The YAML text as `compose` gives it, together with its content."""
    maybe_strange = any(character in text for character in MAYBE_STRANGE)
    if maybe_strange and (strange := STRANGE.search(text)):
        line = first_line + text.count("\n", 0, strange.start())
        return [Problem(file, line, f"{named(strange[0])} in this line; delete it")]
    try:
        if _may_be_deep(text) and (deep := _too_deep(text)) is not None:
            return [Problem(file, first_line + deep, TOO_DEEP)]
        node = _Loader(text).get_single_node()
    except yaml.YAMLError as error:
        line, message = in_words(error)
        return [Problem(file, first_line + min(line, text.count("\n")), message)]
    if node is None or is_null(node):
        node = yaml.MappingNode("tag:yaml.org,2002:map", [], _nowhere(), _nowhere())
    if not isinstance(node, yaml.MappingNode):
        return [Problem(file, first_line + line_of(node), "expected “key: value” lines here")]
    if not (("!" in text or "&" in text) and MARK.search(text)):
        with suppress(_DoubtfulError):
            return Header(node, _content(node, 0))
    problems = [
        Problem(file, first_line + line, message)
        for line, message in islice(_refused(node, text, set(), 0), MOST_REFUSED)
    ]
    return problems or Header(node, _content(node, 0))


def line_of(node: yaml.Node) -> int:
    """The line of a node, counted from 0 in its YAML text."""
    return int(node.start_mark.line)


def is_null(node: yaml.Node) -> bool:
    """Whether a value was left empty, or is a plain `null`."""
    return node.__class__ is yaml.ScalarNode and not node.style and node.value in NULLS


def plain(node: yaml.Node) -> object:
    """The node as dicts, lists and strings, for comparing and hashing; nulls become None."""
    return _content(node, 0)


def _content(node: yaml.Node, depth: int) -> Any:
    """The content of a node that surely has nothing to refuse; raises _DoubtfulError of others."""
    value = node.value
    if isinstance(node, yaml.ScalarNode):
        return value if node.style or value not in NULLS else None
    if depth > DEEPEST:
        raise _DoubtfulError
    if not isinstance(node, yaml.MappingNode):
        return [_content(inner, depth + 1) for inner in value]
    content = {
        key.value: _content(inner, depth + 1)
        for key, inner in value
        if isinstance(key, yaml.ScalarNode)
    }
    if len(content) < len(value):
        raise _DoubtfulError
    return content


def _refused(node: yaml.Node, text: str, seen: set[int], depth: int) -> Iterator[tuple[int, str]]:
    if depth > DEEPEST:
        yield line_of(node), TOO_DEEP
        return
    if id(node) in seen:  # an alias: where its anchor stands, it is refused already
        return
    seen.add(id(node))
    start = node.start_mark.index
    mark = text[start : start + 1]
    if mark == "!":
        yield line_of(node), "tags (!) are not used here; put the value in quotes"
    elif mark == "&":
        yield line_of(node), "anchors and aliases (& and *) are not used here; write the value out"
    if isinstance(node, yaml.MappingNode):
        yield from _refused_keys(node)
        for key, value in node.value:
            yield from _refused(key, text, seen, depth + 1)
            yield from _refused(value, text, seen, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _refused(item, text, seen, depth + 1)


def _refused_keys(node: yaml.MappingNode) -> Iterator[tuple[int, str]]:
    lines: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            yield line_of(key), "a key must be a single word"
        elif key.value in lines:
            yield line_of(key), f"{shown(key.value)} is given twice; keep one of the two"
        else:
            lines[key.value] = line_of(key)


def _may_be_deep(text: str) -> bool:
    """Whether a text may be nested more deeply than the composer's own recursion can bear."""
    openers = sum(text.count(opener) for opener in ("[", "{", "- ", "? "))
    return openers > MANY or "\n" + " " * MANY in text


def _too_deep(text: str) -> int | None:
    """The line where a text's nesting exceeds DEEPEST, found without recursion."""
    loader, depth = _Loader(text), 0
    while (event := loader.get_event()) is not None:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST + 1:
                return int(event.start_mark.line)  # type: ignore[union-attr]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _nowhere() -> yaml.Mark:
    return yaml.Mark("", 0, 0, 0, "", 0)
