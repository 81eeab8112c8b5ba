"""Where in the content something stands that was found on a page."""

import re
from collections.abc import Iterator, Sequence

from generator.model.library import Library
from generator.model.records import Article, PlainPage
from generator.model.selections import Edition, Story

Shown = Article | Edition | Story | PlainPage


def records_of(library: Library) -> Iterator[Shown]:
    """Everything of a library that has a file and a page of its own."""
    yield from library.articles
    yield from library.editions
    yield from library.stories
    yield from library.pages


def written_at(library: Library, path: str, spellings: Sequence[str]) -> tuple[str, int] | None:
    """The file and line that a page has an address from, where that stands in its record's text."""
    for record in records_of(library):
        if path == f"{record.permalink[1:]}index.html":
            for spelling in spellings:
                found = re.search(rf"(?<![\w./-]){re.escape(spelling)}(?![\w./-])", record.body)
                if found:
                    line = record.body.count("\n", 0, found.start())
                    return record.file, record.body_line + line
    return None
