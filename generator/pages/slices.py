"""Long lists cut into pages."""

from collections.abc import Iterable
from typing import Any

import msgspec


class Slice(msgspec.Struct, frozen=True):
    """One page of a long list. `part` is what its path has behind the first page's."""

    number: int
    total: int
    items: tuple[Any, ...]

    @property
    def part(self) -> str:
        return part_of(self.number)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part_of(number) for number in range(1, self.total + 1))


def part_of(number: int) -> str:
    """The last piece of a numbered page's path; the first page has none."""
    return "" if number == 1 else f"{number}/"


def pages(items: Iterable[Any], size: int) -> tuple[Slice, ...]:
    """Cut into pages of a size; an empty list is one empty page."""
    if size < 1:
        raise ValueError(f"a page of a list holds one thing or more, not {size}")
    listed = tuple(items)
    total = max(1, -(-len(listed) // size))
    return tuple(Slice(n + 1, total, listed[n * size : (n + 1) * size]) for n in range(total))
