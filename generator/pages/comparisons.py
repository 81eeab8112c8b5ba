"""Claims beside each other: figures of one measure on one scale, and who says what of an event."""

from collections.abc import Iterable

import msgspec

from generator.model.records import Claim
from generator.model.registers import Actor, Measure

from .drawing import largest


class Comparison(msgspec.Struct, frozen=True):
    """Figures that may be held together: of one measure, one kind and one unit.

    Totals and increments are never on one scale, and nothing is summed or averaged.
    """

    measure: Measure
    kind: str
    claims: tuple[Claim, ...]
    most: float  # the largest number on the scale


class Voice(msgspec.Struct, frozen=True):
    """Those who speak together, and all that they say; nobody named is a voice as well."""

    by: tuple[Actor, ...]
    claims: tuple[Claim, ...]


def comparisons(claims: Iterable[Claim]) -> tuple[Comparison, ...]:
    """The figures of several claims side by side, wherever there are at least two to compare."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.figure:
            unit = claim.figure.unit or claim.figure.measure.unit
            groups.setdefault((claim.figure.measure.id, claim.figure.kind, unit), []).append(claim)
    return tuple(_comparison(found) for found in groups.values() if len(found) > 1)


def voices(claims: Iterable[Claim]) -> tuple[Voice, ...]:
    """Each speaker once, with their claims in order."""
    groups: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        groups.setdefault(tuple(actor.id for actor in claim.by or ()), []).append(claim)
    return tuple(Voice(found[0].by or (), tuple(found)) for found in groups.values())


def _comparison(claims: list[Claim]) -> Comparison:
    figures = [claim.figure for claim in claims if claim.figure]
    return Comparison(figures[0].measure, figures[0].kind, tuple(claims), largest(figures))
