"""What researchers are given of what was put right, in reports and in editions."""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from generator.model.provenance import Correction
from generator.model.records import Card
from generator.pages.editions import Issue

from .columns import own_id
from .tables import Column, Table, columns, dated


class PutRight(NamedTuple):
    """A correction, and the report or edition that it is of; None where no reason is on record."""

    record: Card | Issue
    number: int
    correction: Correction | None

    @property
    def id(self) -> str:
        return f"{self.record.permalink.strip('/')}#correction_{self.number}"

    @property
    def permalink(self) -> str:
        anchor = f"#correction_{self.number}" if self.correction else ""
        return f"{self.record.permalink}{anchor}"

    def part_of(self, what: str) -> str | None:
        """The id of the record, if it is of this kind: “articles”, “editions”."""
        folder, _, id_ = self.record.permalink.strip("/").partition("/")
        return id_ if folder == what else None


def _corrections(listed: Iterable[Any]) -> list[PutRight]:
    """Of pairs of records and what was put right in each, record by record."""
    return sorted(_put_right(listed), key=lambda row: (row.record.permalink, row.number))


def _put_right(listed: Iterable[Any]) -> Iterator[PutRight]:
    records, made = listed
    for record, corrections in zip(records, made, strict=True):
        for number, correction in enumerate(corrections, 1):
            yield PutRight(record, number, correction)
        if record.status == "retracted" and not corrections:
            yield PutRight(record, 1, None)


def _of_correction(name: str) -> Any:
    return lambda row: getattr(row.correction, name) if row.correction else None


CORRECTIONS = Table(
    "corrections",
    "Corrections",
    "A row for each thing that was put right or taken back, in a report or in an edition.",
    columns(
        own_id(),
        Column("article", "id", "the report that was corrected; empty for an edition",
               lambda row: row.part_of("articles"), True, refers="articles"),
        Column("edition", "id", "the edition that was corrected; empty for a report",
               lambda row: row.part_of("editions"), True),
        Column("url", "address", "where the correction stands", attrgetter("permalink")),
        Column("lang", "language", "the language it is written in", attrgetter("record.lang")),
        dated("date", _of_correction("at"), "when it was made", True),
        Column("kind", "word", "what was done", lambda row: row.correction.kind
               if row.correction else "retraction",
               words=("correction", "clarification", "update", "retraction")),
        Column("claim", "id", "the claim that was corrected, where it was one",
               lambda row: f"{row.record.id}#{row.correction.claim}"
               if row.correction and row.correction.claim else None, True, refers="claims"),
        Column("why", "text", "what was wrong, and why; empty: no reason is on record",
               _of_correction("why"), True),
        Column("was", "text", "what it said before", _of_correction("was"), True),
        Column("now", "text", "what it says since", _of_correction("now"), True),
    ),
    _corrections,
)  # fmt: skip
