"""A draft as it is written: front matter with what import found, and the body.

What a machine read stands in the draft as a suggestion, beside the words it rests on; an editor
makes it the digest's.
"""

import msgspec

from generator.model.document import Document
from generator.model.prose import as_markdown
from generator.model.unseen import is_blank, without_controls

from .quoting import flow, scalar
from .suggestions import (
    Passage,
    offered_entries,
    suggested_claims,
    suggested_events,
    suggested_list,
)

MOST_LISTED = 50  # pieces of furniture that a draft lists; the seed has them all


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What import found in a seed, ready to be written."""

    document: Document
    source: str | None  # id of a register's entry
    seed: str  # the file it is kept in
    sha256: str
    received: str  # RFC 3339
    origin: str | None = None  # the address that it was fetched from


def written(draft: Draft) -> str:
    """The whole text of a draft's file."""
    document = draft.document
    body = as_markdown(_clean(document.text)) if document.body is None else _clean(document.body)
    passage = Passage.of(document, body)
    lines = [
        "---",
        f"title: {scalar(_title(document))}",
        f"date: {_date(draft)}",
        f"source: {_source(draft)}",
        *suggested_list(passage, "tags"),
        f"lang: {document.lang}",
        "status: draft",
        *([f"date_basis: {document.date_basis}"] if document.date_basis else []),
        "seed:",
        f"  file: {scalar(draft.seed)}",
        f"  sha256: {scalar(draft.sha256)}",
        f"  received: {scalar(draft.received)}",
        *_found_where(draft),
        *_stripped(document),
        *suggested_list(passage, "actors"),
        *suggested_list(passage, "places"),
        *offered_entries(passage),
        *suggested_events(passage),
        *suggested_claims(passage),
        "---",
        "",
        body,
    ]
    return "\n".join(lines).rstrip() + "\n"


def _title(document: Document) -> str:
    title = _clean(document.title)
    return "Untitled" if is_blank(title) else title


def _date(draft: Draft) -> str:
    if draft.document.date:
        return scalar(str(draft.document.date))
    return "XXXX  # the seed does not say; set the day of publication"


def _source(draft: Draft) -> str:
    """Who published it: an entry of the register, else what the seed states."""
    if draft.source:
        return scalar(draft.source)
    outlet = _clean(draft.document.outlet or "").strip() or "unknown"
    return flow({"name": outlet, "url": draft.document.url})


def _found_where(draft: Draft) -> list[str]:
    """What the seed says of itself, and where it was fetched."""
    document = draft.document
    stated = {
        "origin": draft.origin,
        "url": document.url,
        "author": _clean(document.author or ""),
        "entry": _clean(document.entry or ""),
        "entry_sha256": document.entry_sha256,
    }
    return [f"  {key}: {scalar(value)}" for key, value in stated.items() if value]


def _clean(text: str) -> str:
    """The text without what a content file may not hold."""
    return without_controls(text)


def _stripped(document: Document) -> list[str]:
    pieces = list(
        dict.fromkeys((s.why, " ".join(_clean(s.text).split())) for s in document.stripped)
    )
    if len(pieces) > MOST_LISTED:
        more = f"{len(pieces) - MOST_LISTED + 1:,} further pieces, all in the seed"
        pieces = [*pieces[: MOST_LISTED - 1], ("more", more)]
    items = [f"    - {flow({'why': why, 'text': text})}" for why, text in pieces]
    return ["  stripped:", *items] if items else []
