"""Quotes found again in rendered text: each claim's passage is marked, and leads to the claim."""

import re
from collections.abc import Iterable
from html import escape, unescape
from itertools import pairwise

from generator.model.records import Claim

_PIECE = re.compile(r"<[^>]*>|[^<]+")
_REFERENCE = re.compile(r"&[#\w]+;|.", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|blockquote|table|tr|td|th|dd|dt|pre|hr|section)\b")


def mark_passages(html: str, claims: Iterable[Claim]) -> str:
    """The sanitised HTML of a body with each claim's quote marked where it stands.

    Only a quote that occurs exactly once is marked; any other is a matter for `review`. The mark
    breaks off at tags, so that it is valid wherever a quote begins and ends. Behind each passage
    stands a link to its claim, with the id `passage-<claim>` to come back to.
    """
    text, places = _text_of(html)
    cuts: list[tuple[int, int, Claim]] = []
    for claim in claims:
        words = map(re.escape, claim.quote.split())
        found = list(re.finditer(r"\s+".join(words), text)) if claim.quote.strip() else []
        if len(found) == 1:
            cuts.append((found[0].start(), found[0].end(), claim))
    return _cut(html, places, sorted(cuts, key=lambda cut: cut[:2]))


def _text_of(html: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as it is read, and for each of its characters where in the HTML that stands."""
    text: list[str] = []
    places: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(html):
        if piece[0].startswith("<"):
            if _BLOCK.match(piece[0]):  # words of two blocks are not one passage
                text.append("\x00")
                places.append((piece.start(), piece.start()))
            continue
        for character in _REFERENCE.finditer(piece[0]):
            read = unescape(character[0])
            start = piece.start() + character.start()
            text.append(read)
            places += [(start, start + len(character[0]))] * len(read)
    return "".join(text), places


def _cut(html: str, places: list[tuple[int, int]], cuts: list[tuple[int, int, Claim]]) -> str:
    inserted: list[tuple[int, str]] = []
    end_of_last = 0
    for start, end, claim in cuts:
        if start >= end_of_last:  # where passages overlap, the first is marked, each is linked
            inserted += _marks(places[start:end])
            end_of_last = end
        inserted.append((places[end - 1][1], _link(claim)))
    out, at = [], 0
    for place, mark in sorted(inserted, key=lambda item: item[0]):
        out += [html[at:place], mark]
        at = place
    return "".join([*out, html[at:]])


def _marks(places: list[tuple[int, int]]) -> list[tuple[int, str]]:
    """An opening and a closing mark around every stretch of text without a tag in it."""
    opened = [(places[0][0], "<mark>")]
    for (_, end), (start, _) in pairwise(places):
        if start > end:
            opened += [(end, "</mark>"), (start, "<mark>")]
    return [*opened, (places[-1][1], "</mark>")]


def _link(claim: Claim) -> str:
    who = ", ".join(actor.name for actor in claim.by or ()) or "nobody named"
    id_ = escape(claim.id)
    return (
        f'<a class="to-claim" id="passage-{id_}" href="#{id_}" '
        f'aria-label="Claim by {escape(who)}">&#8224;</a>'
    )
