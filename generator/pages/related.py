"""Related articles: those that share what few others have.

A shared tag or actor weighs the more the rarer it is (inverse document frequency, Spärck Jones
1972). What more than COMMON articles share says little and is left aside, which keeps the work
near-linear in the number of articles.
"""

from collections.abc import Iterable
from heapq import nsmallest
from math import log

from generator.model.records import Card

COMMON = 400
MOST = 5


def related(cards: Iterable[Card]) -> dict[str, tuple[Card, ...]]:
    """For each article's id, up to five others, the nearest first; the newer where they tie."""
    listed = sorted(cards, key=lambda card: (card.date.sort_key, card.permalink), reverse=True)
    having: dict[tuple[str, str], list[int]] = {}
    for number, card in enumerate(listed):
        for subject in _subjects(card):
            having.setdefault(subject, []).append(number)
    weights = {subject: log(1 + len(listed) / len(found)) for subject, found in having.items()}
    found: dict[str, tuple[Card, ...]] = {}
    for number, card in enumerate(listed):
        scores: dict[int, float] = {}
        for subject in _subjects(card):
            if len(having[subject]) <= COMMON:
                for other in having[subject]:
                    scores[other] = scores.get(other, 0.0) + weights[subject]
        scores.pop(number, None)
        nearest = nsmallest(MOST, scores, key=lambda other: (-scores[other], other))
        found[card.id] = tuple(listed[other] for other in nearest)
    return found


def _subjects(card: Card) -> list[tuple[str, str]]:
    tags = [("tag", tag.id) for tag in card.tags]
    return tags + [("actor", actor.id) for actor in card.actors]
