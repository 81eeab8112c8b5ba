"""Addresses: each is one page's only, the old ones that still lead somewhere included."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from generator.model.library import Alias
from generator.model.problems import Problem
from generator.model.records import Article, PlainPage
from generator.model.selections import Edition, Story

Addressed = Article | Edition | Story | PlainPage

_SLUG = re.compile(r"^slug:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)


def clash(record: Addressed, other: Addressed) -> Problem:
    """Two files that make one address: a Problem of the second that names the first."""
    no_slug = isinstance(record, Edition | Story | PlainPage)
    way_out = "rename one of the two" if no_slug else "set another “slug”"
    message = f"its address {record.permalink} is taken by {other.file}; {way_out}"
    return Problem(record.file, record.lines.get("slug", 1), message)


def probable_id(file: str, text: str) -> str:
    """The id that a file which cannot be read would have: what refers to it is not wrong too."""
    slug = _SLUG.search(text)
    return slug[1] if slug else PurePosixPath(file).stem


def aliases(records: Iterable[Article | Story | PlainPage]) -> Iterator[Alias]:
    """The old addresses of records."""
    for record in records:
        for path in record.aliases:
            yield Alias(path=_as_page(path), permalink=record.permalink, title=record.title)


def alias_clashes(records: Iterable[Addressed]) -> Iterator[Problem]:
    """A Problem for each old address that is a page's own, or another record's too."""
    listed = tuple(records)
    taken = {record.permalink: f"the address of {record.file}" for record in listed}
    taken["/"] = "the front page"
    for record in listed:
        for path in () if isinstance(record, Edition) else record.aliases:
            page = _as_page(path).casefold()
            if page in taken:
                message = f"the alias {path} is {taken[page]}; delete it"
                yield Problem(record.file, record.lines["aliases"], message)
            taken.setdefault(page, f"an alias of {record.file}")


def _as_page(path: str) -> str:
    """An old path as the page that stands there: `/old` is the folder `/old/`, `/a.html` a file."""
    return path if path.endswith("/") or "." in path.rsplit("/", 1)[1] else f"{path}/"
