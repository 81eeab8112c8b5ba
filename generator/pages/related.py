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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from generator.model.records import Card

from .nearest import Numbers, Timeline
from .related_before import Before, Subjects, subjects_of


def related(cards: Iterable[Card]) -> "Related":
    """For each article's id, up to five others, the nearest first; the newer where they tie."""
    return Related(cards)


class Related(Mapping[str, tuple[Card, ...]]):
    """What is near to each article, found when it is asked for: a build may ask for one only."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._cards = tuple(cards)
        self._found: dict[str, Numbers] = {}
        self._before = Before()

    def __getitem__(self, id_: str) -> tuple[Card, ...]:
        found = self._found.get(id_)
        if found is None:
            found = self._found[id_] = self._timeline.nearest(id_)
        return tuple([self._listed[number] for number in found])

    def __iter__(self) -> Iterator[str]:
        return iter([card.id for card in self._listed])

    def __len__(self) -> int:
        return len(self._cards)

    def __repr__(self) -> str:
        return repr(dict(self))

    def prepare(self) -> None:
        """Make what all answers are found in, before there are other processes to share it."""
        _ = self._timeline

    def answers(self, ids: Iterable[str]) -> dict[str, Numbers]:
        """What was found for some articles, for `learn` in another process."""
        return {id_: self._found[id_] for id_ in ids if id_ in self._found}

    def learn(self, answers: Mapping[str, Numbers]) -> None:
        """Know what another process found among the same articles."""
        self._found |= answers

    def told(self) -> bytes:
        """What was found, for `differing` the next time."""
        return self._before.following(self._listed, self._found, self._subjects).told()

    def differing(self, told: bytes) -> frozenset[str] | None:
        """The ids that have an answer other than the last time's; None where any may have.

        The answers that cannot be others are known from then on.
        """
        self._before = before = Before.of(told)
        by_id = {card.id: card for card in self._cards}
        changed = before.changed(by_id)
        if before.same_matter(changed, by_id):
            self._listed = [by_id[id_] for id_ in before.ids]
            self._subjects = before.subjects
            moved: frozenset[int] | None = frozenset()
        else:
            moved = before.moved(self._timeline)
        if moved is None:
            return None
        self._found = before.answers(moved) | self._found
        other = moved | before.with_any_of(changed)
        return frozenset(self._listed[n].id for n in other if n < len(self._listed))

    @cached_property
    def _listed(self) -> Sequence[Card]:
        """The articles, the oldest first."""
        return self._timeline.listed

    @cached_property
    def _subjects(self) -> Subjects:
        return subjects_of(self._timeline)

    @cached_property
    def _timeline(self) -> Timeline:
        return Timeline(self._cards)
