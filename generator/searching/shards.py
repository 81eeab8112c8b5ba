"""Parts of an index: each made by itself, so that memory is bounded and an edit costs one of them.

Each is asked by the browser, and costs requests; so there are few of them. The latest entries have
a small one to themselves, since that is where most edits are.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

LARGE = 2000  # entries; Pagefind takes some 200 kB of memory for each
MOST = 8  # large shards, beyond which each of them is made twice as large
STEP = 500  # entries that go from the small shard to a large one at once
SMALLEST = 250  # entries that the small one has at least


def shards(found: Sequence[T]) -> list[Sequence[T]]:
    """What is found, in its order, cut where it was cut before as long as it only grows."""
    count, size = len(found), large(len(found))
    young = (count - SMALLEST) // STEP * STEP if count >= STEP * 2 else 0
    return [found[first:end] for first, end in pairwise([*range(0, young, size), young, count])]


def large(count: int) -> int:
    """How many entries a large shard of so many has."""
    size = LARGE
    while count > MOST * size:
        size *= 2
    return size
