"""The ledger of claims: figures by measure with every claimant apart, and what is disputed.

Nothing is merged but repetition: the same figure, by the same claimant, carried by the same
source, is one entry, however many articles repeat it. Repetition is not confirmation.
"""

from collections.abc import Iterable

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
    return tuple(
        comparison
        for comparison in comparisons(once)
        if any(_contradict(a, b) for a in comparison.claims for b in comparison.claims)
    )


def _contradict(one: Claim, other: Claim) -> bool:
    a, b = one.figure, other.figure
    if a is None or b is None or _speakers(one) == _speakers(other):
        return False
    if a.period and b.period and not a.period.overlaps(b.period):
        return False
    return _reach(a)[1] < _reach(b)[0]


def _reach(figure: Figure) -> tuple[float, float]:
    """From the least to the most that a figure says."""
    known = [n for n in (figure.low, figure.best, figure.high) if n is not None]
    least = figure.low if figure.low is not None else min(known, default=float("-inf"))
    most = figure.high if figure.high is not None else max(known, default=float("inf"))
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
