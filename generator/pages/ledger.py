"""The ledger of claims: figures by measure with every claimant apart, and what is disputed.

Nothing is merged but repetition: the same figure, by the same claimant, carried by the same
source, is one entry, however many articles repeat it. Repetition is not confirmation.
"""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

import msgspec

from generator.model.records import Claim, Figure

from .comparisons import Comparison, comparisons


class Entry(msgspec.Struct, frozen=True):
    """A figure on record, and every claim that gives it, the earliest first."""

    claim: Claim
    claims: tuple[Claim, ...]

    @property
    def figure(self) -> Figure | None:
        return self.claim.figure


class Dispute(msgspec.Struct, frozen=True):
    """A claim and those that deny it."""

    claim: Claim
    denials: tuple[Claim, ...]


def ledger(claims: Iterable[Claim]) -> tuple[Entry, ...]:
    """The figures of claims, each on record once, by their article's date."""
    entries: dict[object, list[Claim]] = {}
    for claim in sorted(claims, key=_when):
        if claim.figure:
            entries.setdefault(_said_once(claim), []).append(claim)
    return tuple(Entry(found[0], tuple(found)) for found in entries.values())


def disputes(claims: Iterable[Claim]) -> tuple[Dispute, ...]:
    """Every claim that is denied, with its denials; silence is none."""
    listed = tuple(claims)
    denials: dict[tuple[str, str], list[Claim]] = {}
    for claim in listed:
        if claim.act == "denies" and claim.answers and claim.article:
            denials.setdefault((claim.article.id, claim.answers), []).append(claim)
    return tuple(
        Dispute(claim, tuple(denials[claim.article.id, claim.id]))
        for claim in sorted(listed, key=_when)
        if claim.article and (claim.article.id, claim.id) in denials
    )


def conflicts(claims: Iterable[Claim]) -> tuple[Comparison, ...]:
    """The figures that different claimants give differently for one measure, side by side.

    Only figures that may be held together are: of one kind and unit, and of times that overlap.
    """
    once = [entry.claim for entry in ledger(claims)]
    return tuple(found for found in comparisons(once) if _any_contradict(found.claims))


def _any_contradict(claims: Iterable[Claim]) -> bool:
    """Whether two of the figures cannot both be right.

    By the time they begin, each is held against those only that are not over by then.
    """
    figures = {_outline(claim): claim.figure for claim in claims if claim.figure}
    if len({outline.by for outline in figures}) < 2:  # noqa: PLR2004 (it takes two)
        return False
    going_on: list[tuple[_Outline, Figure]] = []
    for outline, figure in sorted(figures.items(), key=lambda each: each[0]):
        going_on = [each for each in going_on if each[0].last >= outline.first]
        for earlier, other in going_on:
            apart = earlier.most < outline.least or outline.most < earlier.least
            if apart and earlier.by != outline.by and _of_one_time(figure, other):
                return True
        going_on.append((outline, figure))
    return False


class _Outline(NamedTuple):
    """A figure's time in days and its reach; what has no bound is infinite."""

    first: float
    last: float
    least: float
    most: float
    by: tuple[str, ...]


def _outline(claim: Claim) -> _Outline:
    assert claim.figure is not None
    period = claim.figure.period
    first = period.first if period and period.first is not None else -inf
    last = period.last if period and period.last is not None else inf
    return _Outline(first, last, *_reach(claim.figure), _speakers(claim))


def _of_one_time(one: Figure, other: Figure) -> bool:
    return not (one.period and other.period) or one.period.overlaps(other.period)


def _reach(figure: Figure) -> tuple[float, float]:
    """From the least to the most that a figure says."""
    known = [n for n in (figure.low, figure.best, figure.high) if n is not None]
    least = figure.low if figure.low is not None else min(known, default=-inf)
    most = figure.high if figure.high is not None else max(known, default=inf)
    return least, most


def _said_once(claim: Claim) -> object:
    figure = claim.figure
    assert figure is not None and claim.article is not None
    numbers = (figure.low, figure.best, figure.high, figure.approx, figure.unit)
    what = (figure.measure.id, figure.kind, str(figure.period), claim.act)
    via = claim.via.id if claim.via else ""
    source = claim.article.source.id or claim.article.id
    return (*_speakers(claim), via, source, *what, *numbers)


def _speakers(claim: Claim) -> tuple[str, ...]:
    return tuple(actor.id for actor in claim.by or ())


def _when(claim: Claim) -> tuple[object, str]:
    assert claim.article is not None
    return claim.article.date.sort_key, claim.permalink
