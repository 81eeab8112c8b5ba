"""Related articles: those that share what few others have.

A shared tag, actor or happening weighs the more the rarer it is (inverse document frequency, Spärck
Jones 1972): what half of the articles have tells nothing apart, what two of ten thousand have makes
them one story. The weight is in whole bits, one more for half as many. So a sum is the same in any
order and on any machine, and an article more or less seldom moves those that are near to others.

All pairs would be quadratic. An article is weighed against those of its own time instead: the BLOCK
articles before it and the BLOCK after it at least, which in a digest of up to twice as many is all
of them. What is rare there is followed beyond. Nothing is ever too common to count.

Of what all pairs would find in made-up stories, 91 in 100 are found in a digest of 10,000, 64 in
one of 50,000; the others lie years apart, and what stands in for them shares nearly as much.
`benchmarks/related.py` measures it, and the time.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec

from generator.model.edtf import SortKey
from generator.model.records import Card

MOST = 5
BLOCK = 4096  # articles; fewer would hardly cost less, as Python's own work outweighs that on bits
FEW = 20  # articles: what fewer have of an article's time is followed beyond it


def related(cards: Iterable[Card]) -> "Related":
    """For each article's id, up to five others, the nearest first; the newer where they tie."""
    return Related(cards)


class Related(Mapping[str, tuple[Card, ...]]):
    """What is near to each article, found when it is asked for: a build may ask for one only."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._cards = tuple(cards)
        self._found: dict[str, tuple[Card, ...]] = {}

    def __getitem__(self, id_: str) -> tuple[Card, ...]:
        found = self._found.get(id_)
        if found is None:
            found = self._found[id_] = self._timeline.nearest(id_)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._timeline.numbers)

    def __len__(self) -> int:
        return len(self._timeline.numbers)

    def __repr__(self) -> str:
        return repr(dict(self))

    @cached_property
    def _timeline(self) -> "_Timeline":
        return _Timeline(self._cards)


class _Subject(msgspec.Struct, eq=False):
    """What articles may share: the numbers of those that have it, the oldest first."""

    having: list[int] = []


class _Shared(NamedTuple):
    """A subject, as the articles of one block see it."""

    weight: int
    mask: int  # those of their time that have it
    beyond: list[int]  # others that have it, where few of their time do


class _Timeline:
    """The articles, numbered by date, and what they may share.

    A set of articles is a mask: an integer whose nth bit stands for the nth article of a time,
    which is a block with the one before and the one after it. So one operation on integers of
    twelve thousand bits does for as many articles what would else be done for each.
    """

    def __init__(self, cards: Iterable[Card]) -> None:
        self.listed = sorted(cards, key=_age)
        self.numbers = {card.id: number for number, card in enumerate(self.listed)}
        self.subjects: defaultdict[tuple[str, str], _Subject] = defaultdict(_Subject)
        subjects = self.subjects
        for number, card in enumerate(self.listed):
            for tag in card.tags:
                subjects["tag", tag.id].having.append(number)
            for actor in card.actors:
                subjects["actor", actor.id].having.append(number)
            for happening in card.happenings:
                subjects["happening", happening].having.append(number)
        self._own: dict[int, list[_Subject]] = {}
        self._kept: defaultdict[int, dict[_Subject, _Shared]] = defaultdict(dict)

    def nearest(self, id_: str) -> tuple[Card, ...]:
        """The articles that share the most with one. Raises KeyError for an unknown id."""
        number = self.numbers[id_]
        block = number // BLOCK
        kept = self._kept[block]
        weights: dict[_Subject, int] = {}
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
        return tuple([self.listed[other] for other in near])

    def _weight(self, other: int, weights: Mapping[_Subject, int]) -> int:
        return sum([weights.get(subject, 0) for subject in self.own(other)])

    def own(self, number: int) -> list[_Subject]:
        """What an article does share with others."""
        found = self._own.get(number)
        if found is None:
            subjects, card = self.subjects, self.listed[number]
            own = [subjects["tag", tag.id] for tag in card.tags]
            own += [subjects["actor", actor.id] for actor in card.actors]
            own += [subjects["happening", happening] for happening in card.happenings]
            found = self._own[number] = [each for each in own if len(each.having) > 1]
        return found

    def _shared(self, subject: _Subject, block: int) -> _Shared:
        """A subject as a block sees it; kept, unless it is rare and soon found again."""
        having, start = subject.having, _start(block)
        first, last = bisect_left(having, start), bisect_left(having, (block + 2) * BLOCK)
        room = max(0, FEW - (last - first))
        shared = _Shared(
            weight=(len(self.listed) // len(having)).bit_length(),
            mask=_mask(having[first:last], start),
            beyond=having[max(0, first - room) : first] + having[last : last + room],
        )
        if not room:
            self._kept[block][subject] = shared
        return shared


def _age(card: Card) -> tuple[bool, SortKey, str]:
    """What articles are numbered by; those without a date are taken for the oldest."""
    return card.date.known, card.date.sort_key, card.permalink


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
