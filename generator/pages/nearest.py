"""The articles nearest to one: sums of weights over sets of articles as bits."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from generator.model.edtf import SortKey
from generator.model.records import Card

MOST = 5
BLOCK = 4096  # articles; fewer would hardly cost less, as Python's own work outweighs that on bits
FEW = 20  # articles: what fewer have of an article's time is followed beyond it

Numbers = tuple[int, ...]
"""Articles by their numbers, counted from the oldest."""


class Subject(msgspec.Struct, eq=False):
    """What articles may share: the numbers of those that have it, the oldest first."""

    having: list[int] = []


class _Shared(NamedTuple):
    """A subject, as the articles of one block see it."""

    weight: int
    mask: int  # those of their time that have it
    beyond: list[int]  # others that have it, where few of their time do


class Timeline:
    """The articles, numbered by date, and what they may share.

    A set of articles is a mask: an integer whose nth bit stands for the nth article of a time,
    which is a block with the one before and the one after it. So one operation on integers of
    twelve thousand bits does for as many articles what would else be done for each.
    """

    def __init__(self, cards: Iterable[Card]) -> None:
        self.listed = sorted(cards, key=age)
        self.numbers = {card.id: number for number, card in enumerate(self.listed)}
        self.subjects: defaultdict[tuple[str, str], Subject] = defaultdict(Subject)
        subjects = self.subjects
        for number, card in enumerate(self.listed):
            for tag in card.tags:
                subjects["tag", tag.id].having.append(number)
            for actor in card.actors:
                subjects["actor", actor.id].having.append(number)
            for happening in card.happenings:
                subjects["happening", happening].having.append(number)
        self._own: dict[int, list[Subject]] = {}
        self._kept: defaultdict[int, dict[Subject, _Shared]] = defaultdict(dict)

    def nearest(self, id_: str) -> Numbers:
        """Those that share the most with one. Raises KeyError for an unknown id."""
        number = self.numbers[id_]
        block = number // BLOCK
        kept = self._kept[block]
        weights: dict[Subject, int] = {}
        masks: defaultdict[int, list[int]] = defaultdict(list)
        beyond: set[int] = set()
        for subject in self.own(number):
            shared = kept.get(subject) or self._shared(subject, block)
            weights[subject] = shared.weight
            masks[shared.weight].append(shared.mask)
            if shared.beyond:
                beyond.update(shared.beyond)
        start = _start(block)
        near = [start + bit for bit in _highest(_sums(masks), number - start)]
        if beyond:
            ranked = [(self._weight(other, weights), other) for other in beyond.union(near)]
            near = [other for _, other in sorted(ranked, reverse=True)[:MOST]]
        return tuple(near)

    def _weight(self, other: int, weights: Mapping[Subject, int]) -> int:
        return sum([weights.get(subject, 0) for subject in self.own(other)])

    def weight_of(self, subject: Subject) -> int:
        """What it counts for to share a subject."""
        return weight_of(len(subject.having), len(self.listed))

    def own(self, number: int) -> list[Subject]:
        """What an article does share with others."""
        found = self._own.get(number)
        if found is None:
            subjects, card = self.subjects, self.listed[number]
            own = [subjects["tag", tag.id] for tag in card.tags]
            own += [subjects["actor", actor.id] for actor in card.actors]
            own += [subjects["happening", happening] for happening in card.happenings]
            found = self._own[number] = [each for each in own if len(each.having) > 1]
        return found

    def _shared(self, subject: Subject, block: int) -> _Shared:
        """A subject as a block sees it; kept, unless it is rare and soon found again."""
        having, start = subject.having, _start(block)
        first, last = bisect_left(having, start), bisect_left(having, (block + 2) * BLOCK)
        room = max(0, FEW - (last - first))
        shared = _Shared(
            weight=self.weight_of(subject),
            mask=_mask(having[first:last], start),
            beyond=having[max(0, first - room) : first] + having[last : last + room],
        )
        if not room:
            self._kept[block][subject] = shared
        return shared


def age(card: Card) -> tuple[bool, SortKey, str]:
    """What articles are numbered by; those without a date are taken for the oldest."""
    return card.date.known, card.date.sort_key, card.permalink


def weight_of(having: int, count: int) -> int:
    """What a subject counts for that so many of all articles have, in whole bits."""
    return (count // having).bit_length()


def _start(block: int) -> int:
    return max(0, block - 1) * BLOCK


def _mask(numbers: Iterable[int], start: int) -> int:
    bits = bytearray(3 * BLOCK // 8)
    for number in numbers:
        bits[(number - start) >> 3] |= 1 << ((number - start) & 7)
    return int.from_bytes(bits, "little")


def _sums(masks: Mapping[int, list[int]]) -> list[int]:
    """The sum of weights for all articles at once; the masks of each weight are given.

    In bit slices (O'Neil and Quass, “Improved query performance with variant indexes”, 1997): the
    nth bit of the kth slice is the kth bit of the nth article's sum.
    """
    sums = [0] * sum([weight * len(alike) for weight, alike in masks.items()]).bit_length()
    for weight, alike in masks.items():
        counts = [0] * len(alike).bit_length()
        for mask in alike:
            _add(counts, 0, mask)
        for place in range(weight.bit_length()):
            if weight >> place & 1:
                for higher, count in enumerate(counts, place):
                    _add(sums, higher, count)
    return sums


def _add(sums: list[int], place: int, carry: int) -> None:
    """Add two to the power of `place` to the sums of those in a mask."""
    while carry:
        before = sums[place]
        sums[place] = before ^ carry
        carry &= before
        place += 1


def _highest(sums: list[int], itself: int) -> list[int]:
    """The MOST articles with the highest sums above nothing, but for the one itself."""
    slices = [slice_ for slice_ in reversed(sums) if slice_]
    left = 0
    for slice_ in slices:
        left |= slice_
    left &= ~(1 << itself)
    found: list[int] = []
    while left and len(found) < MOST:
        ties = left
        for slice_ in slices:
            ties = ties & slice_ or ties
        left ^= ties
        while ties and len(found) < MOST:
            newest = ties.bit_length() - 1
            found.append(newest)
            ties ^= 1 << newest
    return found
