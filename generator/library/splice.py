"""Values set in a file's front matter in place: every other byte stays, comments included."""

import re
from collections.abc import Mapping

import yaml

from generator.model.frontmatter import Parts, compose, split
from generator.model.problems import SiteError

from .quoting import flow


def splice(text: str, file: str, values: Mapping[str, object]) -> str:
    """The text with top-level keys of its front matter set; missing keys are added at the end.

    Raises SiteError when the front matter cannot be read.
    """
    parts = split(text)
    node = compose(parts.header, file, parts.header_line) if parts else []
    if parts is None or isinstance(node, list):
        raise SiteError(node if isinstance(node, list) else [])
    edits = [_edit(parts, node, key, flow(value)) for key, value in values.items()]
    newline = "\r\n" if "\r\n" in text[:200] else "\n"
    for start, end, written in sorted(edits, reverse=True):
        text = text[:start] + written.replace("\n", newline) + text[end:]
    return text


def _edit(parts: Parts, node: yaml.MappingNode, key: str, written: str) -> tuple[int, int, str]:
    offset = parts.header_start
    for known, value in node.value:
        if known.value == key:
            start = offset + known.end_mark.index
            end = offset + max(_end(value), known.end_mark.index)
            colon = re.match(r"[ \t]*:", parts.header[known.end_mark.index :])
            return start + (colon.end() if colon else 0), end, f" {written}"
    at = offset + len(parts.header)
    return at, at, f"{key}: {written}\n"


def _end(node: yaml.Node) -> int:
    """Where a value's own text ends: a block's end mark lies beyond the comments that follow it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style:  # type: ignore[attr-defined]
        block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return int(node.end_mark.index) - (1 if block else 0)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)
