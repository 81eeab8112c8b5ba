"""The comments in a draft's front matter: what `import` says of each suggestion."""

import re
from collections.abc import Iterator

import msgspec
import yaml

from generator.model.frontmatter import split

_LOADER: type = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
_COMMENT = re.compile(r"(?:^|\s)#\s*(.*)$")
_KEY = re.compile(r"([A-Za-z_]+)\s*:")
_ITEM = re.compile(r"\s*- ")
_FIELD = re.compile(r"(?:\s*- )?\s*(?:([A-Za-z_]+)\s*:\s+)?(.*)$")


class Remark(msgspec.Struct, frozen=True):
    """A comment, and what it stands at."""

    line: int  # in its file
    key: str  # of the front matter; empty above the first one
    item: int  # the line that the item of the key's list begins on; 0 outside of lists
    field: str  # the key on its own line, `act` for one
    value: str  # what that is set to
    words: str


def remarks(text: str) -> Iterator[Remark]:
    """Every comment in the front matter of a content file, in order.

    A `#` within a value is none: where values end, YAML's own scanner says.
    """
    parts = split(text)
    if parts is None:
        return
    lines = parts.header.splitlines()
    ends = _ends_of_values(parts.header, len(lines))
    key, item = "", 0
    for number, line in enumerate(lines):
        whole = line if ends[number] < 0 else line[: ends[number]]
        if named := _KEY.match(line):
            key, item = named[1], 0
        elif _ITEM.match(line) and not line.lstrip().startswith("#"):
            item = parts.header_line + number
        comment = _COMMENT.search(line, max(ends[number], 0))
        if comment and comment[1].strip() and ends[number] < len(line):
            at_key = not line.startswith("#")  # a comment at the margin follows a list, or none
            field, value = _stated(whole if ends[number] >= 0 else "")
            place = parts.header_line + number
            words = comment[1].strip()
            yield Remark(place, key if at_key else "", item * at_key, field, value, words)


def _ends_of_values(header: str, count: int) -> list[int]:
    """For each line the column that the last value on it ends at; -1 where there is none."""
    ends = [-1] * (count + 1)
    try:
        for token in yaml.scan(header, Loader=_LOADER):
            if isinstance(token, yaml.ScalarToken | yaml.FlowMappingEndToken):
                start, end = token.start_mark.line, token.end_mark.line
                for line in range(start, end):  # it goes on: all of these lines are its own
                    ends[line] = 1 << 30
                if end_column := token.end_mark.column:
                    ends[end] = max(ends[end], end_column)
    except yaml.YAMLError:  # changed since it was read; the overlay says what is wrong
        return [1 << 30] * (count + 1)
    return ends


def _stated(text: str) -> tuple[str, str]:
    found = _FIELD.match(text)
    return (found[1] or "", found[2].strip().strip('"')) if found else ("", "")
