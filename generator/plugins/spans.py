"""Spans of a text that many questions are asked about: does one of them overlap with this?"""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


class Spans:
    """Spans (start, end) in any order; they may overlap with each other."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._farthest = list(accumulate((end for _, end in ordered), max))

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with the span asked about."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._farthest[before - 1] > start
