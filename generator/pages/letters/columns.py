"""Text in lines of so many columns, as terminals show it, and mail programs with one width of
letter.

A Korean or Chinese character takes two columns, an accent of its own none (UAX #11). Chinese and
Japanese are written without spaces: a line may end between any two of their characters, but not
before a mark that closes, nor behind one that opens.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import category, east_asian_width

WIDE = "WF"
NO_WIDTH = ("Mn", "Me", "Cf")
# Han, kana and their punctuation; Hangul has spaces, and its words stay whole.
_UNSPACED = re.compile(
    r"[\u2e80-\u30ff\u31c0-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
)
# A column each: Latin, Greek and Cyrillic letters without combining marks, and our punctuation.
_NARROW = re.compile(r"[ -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058a\u2010-\u2027]*\Z")
_SPACES = re.compile(r"[ \t\n\r\f]+")  # not those that no line may end at
_CLOSES = frozenset(
    "、。，．・：；？！」』）〉》】〕］｝〟’”…ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ)]},.;:!?%"
)
_OPENS = frozenset("「『（〈《【〔［｛〝‘“([{")


def columns(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii() or _NARROW.match(text):
        return len(text)
    return sum(_columns_of(character) for character in text)


def wrapped(text: str, width: int) -> Iterator[str]:
    """A paragraph as lines of at most `width` columns. What cannot be cut, such as an address,
    stays whole and may be longer."""
    whole = _SPACES.sub(" ", text).strip(" ")
    if columns(whole) <= width:
        yield from [whole] if whole else []
        return
    line, used = "", 0
    for piece, apart in _pieces(whole):
        space = " " if line and apart else ""
        size = columns(piece)
        if line and used + len(space) + size > width:
            yield line
            line, used, space = "", 0, ""
        line += space + piece
        used += len(space) + size
    if line:
        yield line


def _columns_of(character: str) -> int:
    if character.isascii():
        return 1
    if category(character) in NO_WIDTH:
        return 0
    return 2 if east_asian_width(character) in WIDE else 1


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """What must stay on one line, and whether a space stands before it."""
    for word in text.split(" "):
        if not _UNSPACED.search(word):
            yield word, True
            continue
        apart, piece = True, word[0]
        for before, character in pairwise(word):
            if _may_part(before, character):
                yield piece, apart
                apart, piece = False, character
            else:
                piece += character
        yield piece, apart


def _may_part(before: str, after: str) -> bool:
    if after in _CLOSES or before in _OPENS or category(after) in NO_WIDTH:
        return False
    return bool(_UNSPACED.match(before) or _UNSPACED.match(after))
