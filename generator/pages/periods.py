"""Events by their time: those of one date together, and full years and months as clusters.

A list that nobody would read to its end gives an overview instead: each period with its number of
events, its newest ones, and the way to all of them. Nothing is left out by it: what lies in no
period, such as the events dated to a year where months are shown, stays listed.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from generator.model.edtf import Edtf
from generator.model.records import Event

from .drawing import Bar, density

By = Literal["years", "months"]
Counts = list[tuple[str, int]]


class Cluster(msgspec.Struct, frozen=True):
    """A period with many events: how many, some of the newest, and the months of a year."""

    period: str
    count: int
    latest: tuple[Event, ...]
    months: tuple[Bar, ...]


class Moment(msgspec.Struct, frozen=True):
    """Events that have one date."""

    date: Edtf
    events: tuple[Event, ...]

    @property
    def contested(self) -> bool:
        """Whether all of them are denied or disputed."""
        return all(event.status in ("denied", "disputed") for event in self.events)


def clusters(
    events: Iterable[Event], by: By, above: int, year: str = "", latest: int = 5
) -> tuple[Cluster, ...]:
    """The years or months of more than `above` events, the newest first; of fewer events, none.

    `year` is the one whose months are wanted. What touches several periods is in each.
    """
    listed = tuple(events)
    if len(listed) <= above:
        return ()
    found: dict[str, list[Event]] = {}
    for event in listed:
        for period in event.years if by == "years" else event.months:
            if period.startswith(year):
                found.setdefault(period, []).append(event)
    newest_first = sorted(found, key=lambda period: Edtf.parse(period).sort_key, reverse=True)
    return tuple(_cluster(period, found[period], by, latest) for period in newest_first)


def outside(events: Iterable[Event], by: By, above: int) -> tuple[Event, ...]:
    """What a list shows itself beside its clusters: the events that are in none."""
    listed = tuple(events)
    if len(listed) <= above:
        return listed
    return tuple(e for e in listed if e.date.known and not (e.years if by == "years" else e.months))


def within(counts: Iterable[tuple[str, int]], year: str) -> Counts:
    """The months of a year, of pairs of a month and a number."""
    return [(month, number) for month, number in counts if month.startswith(f"{year}-")]


def moments(events: Iterable[Event]) -> tuple[Moment, ...]:
    """Events under their dates, in the order in which the dates come."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.date.text, []).append(event)
    return tuple(Moment(each[0].date, tuple(each)) for each in found.values())


def _cluster(period: str, events: list[Event], by: By, latest: int) -> Cluster:
    newest = sorted(events, key=lambda event: event.permalink)
    newest.sort(key=lambda event: event.date.sort_key, reverse=True)
    months = Counter(month for event in events for month in event.months) if by == "years" else {}
    bars = density(within(months.items(), period))
    return Cluster(period, len(events), tuple(newest[:latest]), bars)
