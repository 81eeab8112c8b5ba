"""Whether a quote stands in the passage it rests on."""

import re

_SPACE = re.compile(r"\s+")
# What Markdown adds to the words: escapes, links around them, emphasis.
_MARKUP = re.compile(
    r"\\([!-/:-@\[-`{-~])|!?\[([^\]\[\n]{0,300})\]\([^)\s]{0,300}\)|[*`]|(?<!\w)_+|_+(?!\w)"
)


def occurrences(quote: str, passage: str) -> int:
    """How often a quote occurs in a text, letter for letter; only line breaks may differ.

    Where the words as typed do not hold it, they are read without their Markdown.
    """
    wanted = _SPACE.sub(" ", quote).strip()
    if not wanted:
        return 0
    typed = _SPACE.sub(" ", passage)
    return _count(wanted, typed) or _count(wanted, _MARKUP.sub(_words, typed))


def times_quoted(quote: str, body: str, seed: str) -> int:
    """How often a quote occurs in the passage it rests on: the body or, failing that, the seed."""
    return occurrences(quote, body) or occurrences(quote, seed)


def _count(wanted: str, text: str) -> int:
    found, at = 0, text.find(wanted)
    while at >= 0:
        found, at = found + 1, text.find(wanted, at + 1)  # occurrences may overlap
    return found


def _words(markup: re.Match[str]) -> str:
    return markup[1] or markup[2] or ""
