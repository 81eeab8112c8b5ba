"""Whether a quote stands in the passage it rests on."""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

_SPACE = re.compile(r"\s+")
# What Markdown adds to the words: escapes, links around them, emphasis.
_MARKUP = re.compile(
    r"\\([!-/:-@\[-`{-~])|!?\[([^\]\[\n]{0,300})\]\([^)\s]{0,300}\)|[*`]|(?<!\w)_+|_+(?!\w)"
)
GAP = "\0"  # stands in place of each character of markup; no content has it


class Passage(msgspec.Struct, frozen=True):
    """A text that quotes may rest on: as it is read, and as it was typed."""

    read: str
    typed: str

    @classmethod
    def of(cls, text: str) -> "Passage":
        return cls(_SPACE.sub(" ", unmarked(text).replace(GAP, "")), _SPACE.sub(" ", text))

    def occurrences(self, quote: str) -> int:
        """How often a quote occurs, letter for letter; spaces and line breaks are all the same.

        What counts is what readers read, without Markdown; where that does not hold the quote, it
        may have been copied as typed.
        """
        wanted = _SPACE.sub(" ", quote).strip()
        if not wanted:
            return 0
        return _count(wanted, self.read) or _count(wanted, self.typed)


def occurrences(quote: str, passage: str) -> int:
    """How often a quote occurs in a text; see `Passage`."""
    return _passage(passage).occurrences(quote)


def unmarked(text: str) -> str:
    """The text with its Markdown blotted out: every word stands where it stood."""
    return _MARKUP.sub(_blotted, text)


def lines_of(quote: str, text: str) -> Iterator[int]:
    """The lines of a text, from 0, that a quote begins on."""
    clear = [place for place, sign in enumerate(unmarked(text)) if sign != GAP]
    read = "".join(text[place] for place in clear)
    for found in re.finditer(rf"(?={_pattern(quote)})", read) if quote.strip() else ():
        yield text.count("\n", 0, clear[found.start()])


@lru_cache(maxsize=4)
def _passage(text: str) -> Passage:
    return Passage.of(text)  # remembered: a text is asked for many quotes, one after the other


def _pattern(quote: str) -> str:
    return r"\s+".join(map(re.escape, quote.split()))


def _count(wanted: str, text: str) -> int:
    found, at = 0, text.find(wanted)
    while at >= 0:
        found, at = found + 1, text.find(wanted, at + 1)  # occurrences may overlap
    return found


def _blotted(markup: re.Match[str]) -> str:
    start, end = markup.span(1) if markup[1] else markup.span(2)
    if start < 0:
        return GAP * len(markup[0])
    before, after = start - markup.start(), markup.end() - end
    return GAP * before + markup.string[start:end] + GAP * after
