"""Related articles: what they cost, and how many of those that all pairs would find are found.

    python benchmarks/related.py 2000 10000 50000

prints for each size, over cards drawn as those of `corpus.py` are and over made-up stories (bursts
of reports that share what few others have, among reports that share what many have), the CPU
seconds for all answers, for the first, and the share of them that equals the answers by definition.
"""

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from generator.model.edtf import Edtf
from generator.model.records import Card
from generator.model.registers import Actor, Source, Tag
from generator.pages.nearest import MOST
from generator.pages.related import related

DAYS = 3650
ASKED = 400  # articles whose answers are compared with all pairs
NOBODY = Source(name="x")
tag = cache(lambda id_: Tag(id=id_, name=id_))
actor = cache(lambda id_: Actor(id=id_, name=id_, kind="organisation"))
Drawn = tuple[int, list[str], list[str], list[str]]  # day, tags, actors, happenings


def even(chance: random.Random) -> Iterator[Drawn]:
    """Everything as likely as anything else."""
    while True:
        day, place = chance.randrange(DAYS), chance.randrange(60)
        tags = [f"t{n}" for n in chance.sample(range(150), 4)]
        actors = [f"a{n}" for n in chance.sample(range(200), 4)]
        yield day, tags, actors, [f"{_day(day)[:7]} at p{place}"]


def stories(chance: random.Random, count: int) -> Iterator[Drawn]:
    """About half of the reports are in stories; subjects are as uneven as words are (Zipf)."""
    tags, actors = _uneven(chance, "t", 3 * count**0.5), _uneven(chance, "a", 8 * count**0.5)
    number = 0
    while True:
        number += 1
        if chance.random() > 0.08:
            day = chance.randrange(DAYS)
            happened = [f"{_day(chance.randrange(DAYS))} at p{chance.randrange(60)}"]
            told = happened if chance.random() < 0.5 else []
            yield day, tags(chance.randrange(1, 5)), actors(chance.randrange(5)), told
            continue
        about = [f"s{number}"] if chance.random() < 0.5 else tags(1)
        about, cast = about + tags(2), actors(4)
        start, length, place = chance.randrange(DAYS), chance.randrange(2, 40), chance.randrange(60)
        for _ in range(min(40, 3 + int(chance.expovariate(1 / 8)))):
            happened = [f"{_day(start + chance.randrange(3))} at p{place}"]
            told = happened if chance.random() < 0.6 else []
            own = chance.sample(about, 2) + tags(1), chance.sample(cast, min(2, len(cast)))
            yield start + chance.randrange(length), own[0], own[1] + actors(1), told


def _uneven(chance: random.Random, name: str, many: float) -> Callable[[int], list[str]]:
    ids = [f"{name}{n}" for n in range(int(many))]
    weights = list(accumulate(1 / (n + 1) for n in range(len(ids))))
    return lambda count: chance.choices(ids, cum_weights=weights, k=count)


def _day(number: int) -> str:
    return (date(2015, 1, 1) + timedelta(days=number)).isoformat()


def card(number: int, drawn: Drawn) -> Card:
    """A card that shares what was drawn."""
    day, tags, actors, happenings = drawn
    return Card(
        id=f"report-{number}",
        permalink=f"/articles/report-{number}/",
        title="",
        date=Edtf.parse(_day(day)),
        updated=None,
        summary=None,
        lang="en",
        status="reviewed",
        source=NOBODY,
        tags=tuple(map(tag, sorted(set(tags)))),
        actors=tuple(map(actor, sorted(set(actors)))),
        places=(),
        happenings=tuple(happenings),
    )


def found_by_all_pairs(cards: list[Card]) -> dict[str, list[str]]:
    """The answers by definition, for some of the articles."""
    listed = sorted(cards, key=lambda each: (each.date.sort_key, each.permalink))
    having: dict[object, list[int]] = defaultdict(list)
    own = [{*each.tags, *each.actors, *each.happenings} for each in listed]
    for number, subjects in enumerate(own):
        for subject in subjects:
            having[subject].append(number)
    found = {}
    for number in range(0, len(listed), max(1, len(listed) // ASKED)):
        sums: Counter[int] = Counter()
        for subject in own[number]:
            weight = (len(listed) // len(having[subject])).bit_length()
            for other in having[subject]:
                sums[other] += weight
        del sums[number]
        nearest = sorted(sums, key=lambda other: (sums[other], other), reverse=True)
        found[listed[number].id] = [listed[other].id for other in nearest[:MOST]]
    return found


def measure(name: str, cards: list[Card]) -> None:
    """One line of figures."""
    began = time.process_time()
    answers = related(cards)
    _ = answers[cards[0].id]
    first = time.process_time() - began
    for each in cards:
        _ = answers[each.id]
    seconds = time.process_time() - began
    wanted = found_by_all_pairs(cards)
    same = sum(len({c.id for c in answers[id_]} & {*others}) for id_, others in wanted.items())
    share = same / max(1, sum(map(len, wanted.values())))
    print(
        f"{name:8} {len(cards):7,}: all {seconds:.3f} s, {seconds / len(cards) * 1e6:.0f} µs each; "
        f"the first {first * 1000:.0f} ms; {share:.1%} of what all pairs find"
    )


def main() -> None:
    """The command line."""
    for count in map(int, sys.argv[1:] or ["10000"]):
        for name, drawn in (
            ("even", even(random.Random(1))),
            ("stories", stories(random.Random(1), count)),
        ):
            measure(name, [card(number, next(drawn)) for number in range(count)])


if __name__ == "__main__":
    main()
