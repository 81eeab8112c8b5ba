"""Quotes found again in rendered text: each claim's passage is marked, and leads to the claim."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import accumulate

import msgspec

from generator.model.records import Claim

_PIECE = re.compile(r"<[^>]*>|[^<]+")
_REFERENCE = re.compile(r"&[#\w]+;|.", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|li|ul|ol|h[1-6]|blockquote|table|tr|td|th|dd|dt|pre|hr|section|figure|figcaption)\b"
)


class _Stretch(msgspec.Struct, frozen=True):
    """Text between two tags: as it is read, as it is written, and where that stands."""

    text: str
    html: str
    at: int

    def place(self, offset: int) -> int:
        """Where in the HTML the character at an offset of the text begins."""
        if self.text == self.html:
            return self.at + offset
        read = place = 0
        for reference in _REFERENCE.finditer(self.html):
            if read >= offset:
                break
            read += len(unescape(reference[0]))
            place = reference.end()
        return self.at + place


def mark_passages(html: str, claims: Iterable[Claim]) -> str:
    """The sanitised HTML of a body with each claim's quote marked where it stands.

    Only a quote that occurs exactly once is marked; any other is a matter for `review`. The mark
    breaks off at tags, so that it is valid wherever a quote begins and ends. Behind each passage
    stands a link to its claim, with the id `passage-<claim>` to come back to.
    """
    stretches = list(_stretches(html))
    text = "".join(stretch.text for stretch in stretches)
    found = []
    for claim in claims:
        words = r"\s+".join(map(re.escape, claim.quote.split()))
        matches = list(re.finditer(words, text)) if words else []
        if len(matches) == 1:
            found.append((*matches[0].span(), claim))
    return _with(html, _insertions(stretches, sorted(found, key=lambda each: each[:2])))


def _stretches(html: str) -> Iterator[_Stretch]:
    for piece in _PIECE.finditer(html):
        if not piece[0].startswith("<"):
            yield _Stretch(unescape(piece[0]), piece[0], piece.start())
        elif _BLOCK.match(piece[0]):  # the words of two blocks are not one passage
            yield _Stretch("\x00", "", piece.start())


def _insertions(
    stretches: list[_Stretch], found: list[tuple[int, int, Claim]]
) -> Iterator[tuple[int, str]]:
    starts = [0, *accumulate(len(stretch.text) for stretch in stretches)]
    end_of_last = 0
    for start, end, claim in found:
        number = bisect_right(starts, start) - 1
        while True:
            stretch, begins = stretches[number], starts[number]
            opening = stretch.place(max(start - begins, 0))
            closing = stretch.place(min(end - begins, len(stretch.text)))
            if start >= end_of_last:  # where passages overlap, the first is marked, each is linked
                yield opening, "<mark>"
                yield closing, "</mark>"
            if end <= starts[number + 1]:
                break
            number += 1
        end_of_last = max(end, end_of_last)
        yield closing, _link(claim)


def _with(html: str, insertions: Iterable[tuple[int, str]]) -> str:
    out, at = [], 0
    for place, inserted in sorted(insertions, key=lambda each: each[0]):
        out += [html[at:place], inserted]
        at = place
    return "".join([*out, html[at:]])


def _link(claim: Claim) -> str:
    who = ", ".join(actor.name for actor in claim.by or ()) or "nobody named"
    id_ = escape(claim.id)
    return (
        f'<a class="to-claim" id="passage-{id_}" href="#{id_}" '
        f'aria-label="Claim by {escape(who)}">&#8224;</a>'
    )
