"""A draft as it is written: front matter with what import found, and the body.

What a machine read stands in the draft as a suggestion, beside the words it rests on; an editor
makes it the digest's.
"""

from collections.abc import Iterable

import msgspec

from generator.model.document import Document, Mark
from generator.model.fields import CONTROLS

from .prose import as_markdown
from .quoting import flow, scalar

MOST_LISTED = 50  # pieces of furniture, and dates, that a draft lists; the seed has them all


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What import found in a seed, ready to be written."""

    document: Document
    source: str | None  # id of a register's entry
    seed: str  # the file it is kept in
    sha256: str
    received: str  # RFC 3339


def written(draft: Draft) -> str:
    """The whole text of a draft's file."""
    document = draft.document
    lines = [
        "---",
        f"title: {scalar(_clean(document.title))}",
        f"date: {_date(draft)}",
        f"source: {scalar(draft.source) if draft.source else '{ name: unknown, url: null }'}",
        f"tags: {flow(_values(draft.document.marks, 'tags'))}",
        f"lang: {document.lang}",
        "status: draft",
        *([f"date_basis: {document.date_basis}"] if document.date_basis else []),
        "seed:",
        f"  file: {scalar(draft.seed)}",
        f"  sha256: {scalar(draft.sha256)}",
        f"  received: {scalar(draft.received)}",
        *_stripped(document),
        f"actors: {flow(_values(draft.document.marks, 'actors'))}",
        *_suggested_dates(draft),
        "---",
        "",
        as_markdown(_clean(document.text)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _date(draft: Draft) -> str:
    if draft.document.date:
        return scalar(str(draft.document.date))
    return "XXXX  # the seed does not say; set the day of publication"


def _clean(text: str) -> str:
    """The text without what a content file may not hold."""
    return CONTROLS.sub("", text)


def _values(marks: Iterable[Mark], field: str) -> list[str]:
    return list(dict.fromkeys(mark.value for mark in marks if mark.field == field))


def _stripped(document: Document) -> list[str]:
    pieces = list(
        dict.fromkeys((s.why, " ".join(_clean(s.text).split())) for s in document.stripped)
    )
    if len(pieces) > MOST_LISTED:
        more = f"{len(pieces) - MOST_LISTED + 1:,} further pieces, all in the seed"
        pieces = [*pieces[: MOST_LISTED - 1], ("more", more)]
    items = [f"    - {flow({'why': why, 'text': text})}" for why, text in pieces]
    return ["  stripped:", *items] if items else []


def _suggested_dates(draft: Draft) -> list[str]:
    """Dates the text names, as comments: a suggestion is the editor's to take up."""
    text = draft.document.reading
    said = (
        f"#   {mark.value}: “{' '.join(_clean(text[mark.start : mark.end]).split())}”"
        for mark in draft.document.marks
        if mark.field == "events"
    )
    dates = list(dict.fromkeys(said))
    if len(dates) > MOST_LISTED:
        dates = [*dates[: MOST_LISTED - 1], f"#   … and {len(dates) - MOST_LISTED + 1:,} more"]
    first = "# Dates that the text states; make events of those that matter, then delete this:"
    return [first, *dates] if dates else []
