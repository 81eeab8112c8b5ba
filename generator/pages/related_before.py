"""What was near to each article the last time, and where it may be something else by now."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from hashlib import blake2b

import msgspec

from generator.model.records import Card

from .nearest import Numbers, Timeline, weight_of

Subjects = dict[str, list[int]]


class Before(msgspec.Struct, frozen=True, array_like=True):
    """Articles by their numbers, the oldest first, and what was found for each."""

    ids: list[str] = []
    digests: list[str] = []  # of their cards
    matters: list[bytes] = []  # of all that counts for what is near
    subjects: Subjects = {}  # that several have
    found: list[Numbers | None] = []  # None where nobody asked

    @classmethod
    def of(cls, told: bytes) -> "Before":
        """What was kept. Raises msgspec.MsgspecError for anything else."""
        return msgspec.msgpack.decode(told, type=cls)

    def told(self) -> bytes:
        """What to keep."""
        return msgspec.msgpack.encode(self)

    def changed(self, cards: Mapping[str, Card]) -> frozenset[int]:
        """The articles that are not as they were; the cards are given by their ids."""
        same = {card.digest for card in cards.values()}
        return frozenset(n for n, digest in enumerate(self.digests) if digest not in same)

    def same_matter(self, changed: AbstractSet[int], cards: Mapping[str, Card]) -> bool:
        """Whether all are near that were, whatever else is different about the articles."""
        return len(cards) == len(self.ids) and all(
            self.ids[n] in cards and matter_of(cards[self.ids[n]]) == self.matters[n]
            for n in changed
        )

    def moved(self, timeline: Timeline) -> frozenset[int] | None:
        """The articles that others may be near to now; None where any may.

        As long as an article keeps its number, only those are concerned that have what somebody
        has no more, or has too now, or what counts for more or less than it did.
        """
        now = [card.id for card in timeline.listed]
        same = min(len(now), len(self.ids))
        if now[:same] != self.ids[:same]:
            return None
        moved = set(range(same, len(now)))
        subjects = subjects_of(timeline)
        for subject in self.subjects.keys() | subjects.keys():
            had, having = self.subjects.get(subject, []), subjects.get(subject, [])
            counted = had and having and weight_of(len(had), len(self.ids))
            if had != having or counted != weight_of(len(having), len(now)):
                moved.update(had, having)
        return frozenset(moved)

    def with_any_of(self, numbers: frozenset[int]) -> frozenset[int]:
        """The articles that any of these was near to, or of which nothing is known."""
        return frozenset(
            number
            for number, found in enumerate(self.found)
            if found is None or not numbers.isdisjoint(found)
        )

    def answers(self, but: AbstractSet[int]) -> dict[str, Numbers]:
        """What was found, by the articles' ids, but for some of them."""
        return {
            id_: found
            for number, (id_, found) in enumerate(zip(self.ids, self.found, strict=True))
            if found is not None and number not in but
        }

    def following(
        self, listed: Sequence[Card], found: Mapping[str, Numbers], subjects: Subjects
    ) -> "Before":
        """What is to be known the next time."""
        known = dict(zip(self.digests, self.matters, strict=True))
        return Before(
            [card.id for card in listed],
            [card.digest for card in listed],
            [known.get(card.digest) or matter_of(card) for card in listed],
            subjects,
            [found.get(card.id) for card in listed],
        )


def matter_of(card: Card) -> bytes:
    """A digest of what an article is numbered by, and of what it shares with others."""
    tags, actors = [tag.id for tag in card.tags], [actor.id for actor in card.actors]
    parts = [card.permalink, card.date.text, *tags, "", *actors, "", *card.happenings]
    return blake2b("\n".join(parts).encode(), digest_size=8).digest()


def subjects_of(timeline: Timeline) -> Subjects:
    """What several articles have: the numbers of those that do."""
    return {
        f"{kind} {id_}": subject.having
        for (kind, id_), subject in timeline.subjects.items()
        if len(subject.having) > 1
    }
