"""The sentence of a body that a quote stands in."""

import re

from generator.model.passages import GAP, unmarked

_ENDS = re.compile(r"(?<=[.!?…])[”\"’')\]]*\s+(?=[“\"‘(\[]?[A-Z0-9])|\n\s*\n")


def plain(text: str) -> str:
    """A text as readers see it, its paragraphs kept apart."""
    return unmarked(text).replace(GAP, "")


def sentence_of(quote: str, text: str) -> tuple[str, int]:
    """The sentences of a plain text that hold a quote, and where it begins in them; nothing where
    it does not stand there."""
    words = re.compile(r"\s+".join(map(re.escape, quote.split())))
    found = words.search(text)
    if not found:
        return "", 0
    ends = [each.end() for each in _ENDS.finditer(text, 0, found.start())]
    start = ends[-1] if ends else 0
    end = _ENDS.search(text, found.end())
    return text[start : end.start() if end else len(text)], found.start() - start
