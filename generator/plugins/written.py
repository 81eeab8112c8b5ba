"""Where in the content something stands that was found on a page."""

import re
from collections.abc import Sequence

from generator.model.library import Library


def written_at(library: Library, path: str, spellings: Sequence[str]) -> tuple[str, int] | None:
    """The file and line that a page has an address from, where that stands in its record's text."""
    for record in library.records:
        if path == f"{record.permalink[1:]}index.html":
            for spelling in spellings:
                found = re.search(rf"(?<![\w./-]){re.escape(spelling)}(?![\w./-])", record.body)
                if found:
                    line = record.body.count("\n", 0, found.start())
                    return record.file, record.body_line + line
    return None
