"""A page cut in two: where it may be cut, and what is closed there and opened again."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

ENOUGH = 0.5  # share of the room that a cut before a heading fills at least

_TAG = re.compile(r"\s*<(/?)([a-z0-9]+)")
_START = re.compile(r' start="(-?\d+)"')
_ID = re.compile(r' id="[^"]*"')
_HALF = re.compile(r"(?:&[#\w]*|<\w*)\Z")  # of an entity, or of a tag where a word may break
_VOIDS = frozenset({"br", "hr", "wbr"})
_HEADINGS = frozenset({("", "h1"), ("", "h2"), ("", "h3")})
_TOGETHER = frozenset({"li", "table", "figure", "dl", "blockquote", "details"})
_BLOCKS = _TOGETHER | {"p", "ul", "ol", "dd", "div", "pre", "tr"}


class _Cut(NamedTuple):
    """A place between two pieces, and the elements that are open there, the outermost first."""

    at: int
    size: int  # bytes before it, with the ends of what is open
    open: tuple[str, ...]
    items: tuple[int, ...]  # how many list items have ended in each


class _State:
    """What is open behind the pieces that were gone through."""

    def __init__(self, cut: _Cut) -> None:
        self.at = cut.at
        self.open, self.items = [*cut.open], [*cut.items]

    def take(self, piece: str) -> str:
        """Go over a piece; of an end tag its element."""
        self.at += 1
        end, name = named(piece)
        if end:
            self.open.pop()
            self.items.pop()
            if name == "li" and self.items:
                self.items[-1] += 1
            return name
        if name and name not in _VOIDS:
            self.open.append(piece.strip())
            self.items.append(0)
        return ""

    def cut(self, size: int) -> _Cut:
        return _Cut(self.at, size, tuple(self.open), tuple(self.items))


def named(piece: str) -> tuple[str, str]:
    """The slash of an end tag, and the name of a tag; neither of words."""
    found = _TAG.match(piece)
    return (found[1], found[2]) if found else ("", "")


def cut_in_two(pieces: Sequence[str], room: int) -> tuple[list[str], list[str]]:
    """Pieces, each a tag or words, that fit into so many bytes, and the rest.

    It is cut before a heading where that fills enough of the room, else behind a list's item or a
    paragraph; where not even one has room, between two words.
    """
    state, size, best = _State(_Cut(0, 0, (), ())), 0, dict[str, _Cut]()
    for piece in pieces:
        before, rest = state.cut(size), room - size - _ends(state)
        name = state.take(piece)
        size += len(piece.encode())
        if size + _ends(state) > room:
            return _parted(pieces, best, before, rest)
        if kind := _kind(name, map(named, pieces[state.at : state.at + 1]), state.open):
            best[kind] = state.cut(size)
    return list(pieces), []


def _kind(ended: str, following: Iterable[tuple[str, str]], around: Sequence[str]) -> str:
    """How good a place is, behind the end of an element: nothing where it is no place for a cut."""
    whole = _TOGETHER.isdisjoint(named(tag)[1] for tag in around)
    if whole and _HEADINGS.intersection(following):
        return "heading"
    if ended not in _BLOCKS:
        return ""
    return "block" if whole or ended == "li" else "anything"


def _parted(
    pieces: Sequence[str], best: dict[str, _Cut], last: _Cut, rest: int
) -> tuple[list[str], list[str]]:
    heading = best.get("heading")
    if heading and heading.size >= ENOUGH * last.size:
        return _at(pieces, heading)
    cut = best.get("block") or heading or best.get("anything")
    if cut:
        return _at(pieces, cut)
    words = pieces[last.at]
    fits = "" if named(words)[1] else _fitting(words, rest)
    first, second = _at([*pieces[: last.at], words[len(fits) :], *pieces[last.at + 1 :]], last)
    ends = len(last.open)
    return [*first[: len(first) - ends], fits, *first[len(first) - ends :]], second


def _at(pieces: Sequence[str], cut: _Cut) -> tuple[list[str], list[str]]:
    """Cut there, or behind what ends there anyway."""
    state = _State(cut)
    while state.at < len(pieces) and named(pieces[state.at])[0]:
        state.take(pieces[state.at])
    ends = [f"</{named(tag)[1]}>" for tag in reversed(state.open)]
    again = [_again(tag, items) for tag, items in zip(state.open, state.items, strict=True)]
    return [*pieces[: state.at], *ends], [*again, *pieces[state.at :]]


def _again(tag: str, items: int) -> str:
    """A tag that is opened again: its name stays with the first, and a list goes on counting."""
    tag = _ID.sub("", tag)
    if named(tag)[1] != "ol" or " reversed" in tag:
        return tag
    start = _START.search(tag)
    number = (int(start[1]) if start else 1) + items
    return _START.sub("", tag) if number == 1 else f'{_START.sub("", tag)[:-1]} start="{number}">'


def _fitting(words: str, room: int) -> str:
    """The words at the beginning of a text that fit; letters, where not one word does."""
    fits = words.encode()[: max(room, 0)].decode(errors="ignore")
    at = fits.rfind(" ") + 1
    return fits[:at] if at else _HALF.sub("", fits)


def _ends(state: _State) -> int:
    return sum(len(named(tag)[1]) + 3 for tag in state.open)
