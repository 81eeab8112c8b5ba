"""Mistakes are values: gathered, sorted, shown once."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """One mistake, at one place, in words that say what to do.

    `file` is relative to the site's folder, with forward slashes. `line` counts from 1 in that
    file; 0 means the file as a whole.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        file = _escaped(self.file)
        place = f"{file}:{self.line}" if self.line else file
        return f"{place}: {_escaped(self.message)}"


def _escaped(text: str) -> str:
    """The text on one line: a terminal obeys what it is not shown, and file names may hold that."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


class SiteError(Exception):
    """The only exception that a user's mistake raises; it carries every Problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


LONGEST = 80  # characters of a word that can be near to another; no key or id is longer


def near(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """`; did you mean “…”?` with the nearest of the known words, or nothing when none is near.

    `alike` is how much of two words must agree, from 0 to 1: many known words need a closer look.
    """
    match = _nearest(word, tuple(known), alike) if len(word) <= LONGEST else None
    return f"; did you mean “{match}”?" if match else ""


@lru_cache
def _nearest(word: str, known: tuple[str, ...], alike: float) -> str | None:
    # Remembered, since a register's entry that was renamed is missed by a thousand articles.
    return next(iter(get_close_matches(word, known, n=1, cutoff=alike)), None)
