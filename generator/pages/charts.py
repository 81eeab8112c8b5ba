"""The ledger as it is drawn: charts of figures, their scales and rows, cut into pages.

A chart and its table are two views of the same rows, so that they cannot differ. Pages of one
chart share its scale. Nothing is summed, averaged or ranked.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from generator.model.records import Claim
from generator.model.registers import Measure

from .comparisons import voices
from .drawing import LEEWAY, largest
from .ledger import Entry, ledger
from .slices import Slice

APART = 19  # per cent between two numbers on a scale, so that they can be read
LAST = 75  # per cent beyond which a number would touch the largest


class Row(msgspec.Struct, frozen=True):
    """A figure with every claim that gives it, or an answer to the one above."""

    claim: Claim
    claims: tuple[Claim, ...]
    place: Literal["", "again", "answer"]  # again: by the same claimant as the row before


class Chart(msgspec.Struct, frozen=True):
    """The figures of one measure that share a scale: of one kind and unit."""

    kind: str
    unit: str | None  # named where the measure is given in several
    most: float  # the largest number on the scale
    ticks: tuple[tuple[float, float], ...]  # numbers that were given, and where they stand
    rows: tuple[Row, ...]
    continued: bool = False  # whether its rows began on the page before


def charts(claims: Iterable[Claim]) -> list[tuple[Measure, tuple[Chart, ...]]]:
    """Every measure that has figures, with its charts: totals first, its own unit first."""
    listed = tuple(claims)
    answers: dict[tuple[str, str], list[Claim]] = {}
    for claim in listed:
        if claim.answers and claim.article:
            answers.setdefault((claim.article.id, claim.answers), []).append(claim)
    entries: dict[str, list[Entry]] = {}
    for entry in ledger(listed):
        assert entry.figure is not None
        entries.setdefault(entry.figure.measure.id, []).append(entry)
    found = []
    for _, of_measure in sorted(entries.items()):
        assert of_measure[0].figure is not None
        found.append((of_measure[0].figure.measure, tuple(_charts(of_measure, answers))))
    return found


def sheets(charts: Iterable[Chart], rows: int) -> tuple[Slice, ...]:
    """Charts cut into pages of about that many rows; a figure and its answers stay together."""
    pages: list[list[Chart]] = [[]]
    room = rows
    for chart in charts:
        taken: list[Row] = []
        continued = False
        for block in _blocks(chart.rows):
            if len(block) > room and room < rows:
                if taken:
                    pages[-1].append(_part(chart, taken, continued))
                pages.append([])
                continued, taken, room = continued or bool(taken), [], rows
            taken += block
            room -= len(block)
        pages[-1].append(_part(chart, taken, continued))
    return tuple(Slice(n, len(pages), tuple(page)) for n, page in enumerate(pages, 1))


def _charts(entries: list[Entry], answers: dict[tuple[str, str], list[Claim]]) -> Iterator[Chart]:
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        assert entry.figure is not None
        unit = entry.figure.unit or entry.figure.measure.unit
        groups.setdefault((entry.figure.kind, unit), []).append(entry)
    assert entries[0].figure is not None
    own = entries[0].figure.measure.unit
    several = any(unit != own for _, unit in groups)
    for kind, unit in sorted(groups, key=lambda each: (each[0] != "total", each[1] != own)):
        found = groups[kind, unit]
        figures = [entry.figure for entry in found if entry.figure]
        most = largest(figures)
        numbers = {n for f in figures for n in (f.low, f.best, f.high) if n}
        ticks = tuple(_ticks(sorted(numbers), most))
        rows = tuple(_rows(found, answers))
        yield Chart(kind, unit if several else None, most, ticks, rows)


def _ticks(numbers: list[float], most: float) -> Iterator[tuple[float, float]]:
    """The numbers that label a scale: as many of those given as can be read, and the largest."""
    last = 0.0
    for number in numbers:
        place = round(number / most * 100 * LEEWAY, 1)
        if number == numbers[-1] or (place - last >= APART and place <= LAST):
            yield number, place
            last = place


def _rows(entries: list[Entry], answers: dict[tuple[str, str], list[Claim]]) -> Iterator[Row]:
    """Claimants in the order of their first figure, each with all of theirs and the answers."""
    claims_of = {entry.claim.permalink: entry.claims for entry in entries}
    for voice in voices(entry.claim for entry in entries):
        again = False
        for claim in voice.claims:
            stated = claims_of[claim.permalink]
            yield Row(claim, stated, "again" if again else "")
            replies = [
                reply
                for each in stated
                if each.article
                for reply in answers.get((each.article.id, each.id), ())
            ]
            again = not replies
            for reply in voices(replies):
                for act in sorted({each.act for each in reply.claims}):
                    told = tuple(each for each in reply.claims if each.act == act)
                    yield Row(told[0], told, "answer")


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    for row in rows:
        if row.place != "answer" and block:
            yield block
            block = []
        block.append(row)
    yield block


def _part(chart: Chart, rows: list[Row], continued: bool) -> Chart:
    """Some rows of a chart; the first names its claimant, whoever spoke on the page before."""
    first = msgspec.structs.replace(rows[0], place="")
    return msgspec.structs.replace(chart, rows=(first, *rows[1:]), continued=continued)
