"""What two sequences have in common, in one pass over each."""

from collections.abc import Iterator
from typing import NamedTuple


class Run(NamedTuple):
    """A piece of a sequence that stands in another as it is, and cannot be made longer."""

    start: int
    length: int


def common_runs(text: str, other: str, least: int) -> Iterator[Run]:
    """Every run of a text that stands in the other one, of at least so many signs, in order.

    Reads both once: the other into the automaton of its substrings (Blumer et al. 1985), the text
    along that. Time grows with the length of both together, whatever repeats in them.
    """
    automaton = _Automaton(other)
    ways, links, lengths = automaton.ways, automaton.links, automaton.lengths
    state = length = 0
    for place, sign in enumerate(text):
        if length >= least and sign not in ways[state]:
            yield Run(place - length, length)
        while state and sign not in ways[state]:
            state = links[state]
            length = lengths[state]
        if sign in ways[state]:
            state, length = ways[state][sign], length + 1
    if length >= least:
        yield Run(len(text) - length, length)


class _Automaton:
    """All substrings of a text: ways from state to state, and the longest that leads to each."""

    def __init__(self, text: str) -> None:
        self.ways: list[dict[str, int]] = [{}]
        self.links = [-1]
        self.lengths = [0]
        last = 0
        for sign in text:
            last = self._extended(last, sign)

    def _extended(self, last: int, sign: str) -> int:
        ways, links, lengths = self.ways, self.links, self.lengths
        new, state = len(ways), last
        ways.append({})
        lengths.append(lengths[last] + 1)
        links.append(0)
        while state >= 0 and sign not in ways[state]:
            ways[state][sign] = new
            state = links[state]
        if state < 0:
            return new
        target = ways[state][sign]
        if lengths[target] == lengths[state] + 1:
            links[new] = target
            return new
        twin = len(ways)
        ways.append(ways[target].copy())
        lengths.append(lengths[state] + 1)
        links.append(links[target])
        links[target] = links[new] = twin
        while state >= 0 and ways[state].get(sign) == target:
            ways[state][sign] = twin
            state = links[state]
        return new
