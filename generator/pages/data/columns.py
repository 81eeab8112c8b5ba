"""What researchers are given of reports: each table's columns, and in words what each says.

Whoever adds a column asks first on which page the site shows the same. `VERSION` in `tables.py`
is raised as docs/data.md says.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, NamedTuple, get_args

from generator.model.records import Act, Claim, Event, Status
from generator.model.registers import Actor, Source
from generator.pages.ledger import ledger

from .tables import Column, Table, columns, dated


def ids_of(entries: Iterable[Any] | None) -> tuple[str, ...]:
    """The ids of entries, in their order."""
    return tuple(entry.id for entry in entries or ())


def _among_all(part: Claim | Event, id_: str | None) -> str | None:
    """The id of an event or claim among those of all reports: its report's, a #, its own."""
    return f"{part.article.id}#{id_}" if part.article and id_ else None


def _key(part: Claim | Event) -> str | None:
    return _among_all(part, part.id)


def _by_article(parts: Iterable[Any]) -> list[Any]:
    """By the id of their report, whatever folder or date it has; within one as it has them."""
    return sorted(parts, key=attrgetter("article.id"))


def own_id(take: Any = attrgetter("id")) -> Column:
    return Column("id", "id", "its own id, which stays", take)


ARTICLES = Table(
    "articles",
    "Articles",
    "A row for each report; those that were taken back stay as rows with little left.",
    columns(
        own_id(),
        Column("url", "address", "its page", attrgetter("permalink")),
        Column("status", "word", "“reviewed”: published; “retracted”: taken back, not to be cited; "
               "others stand in previews only", attrgetter("status"), words=get_args(Status)),
        Column("title", "text", "its title", attrgetter("title")),
        Column("summary", "text", "a sentence or two", attrgetter("summary"), True),
        Column("lang", "language", "the language it is written in", attrgetter("lang")),
        dated("date", attrgetter("date"), "its date", False),
        dated("updated", attrgetter("updated"), "when it was last brought up to date", True),
        Column("source", "id", "what it rests on; empty where no register has that",
               lambda card: card.source.id, True, refers="sources"),
        Column("source_name", "text", "the name of what it rests on; empty once it was taken back",
               lambda card: None if card.status == "retracted" else card.source.name, True),
        Column("tags", "ids", "its subjects", lambda card: ids_of(card.tags), refers="tags"),
        Column("actors", "ids", "whom it concerns, and who speaks in it",
               lambda card: ids_of(card.actors), refers="actors"),
        Column("places", "ids", "where it and its events take place, no nearer than that",
               lambda card: ids_of(card.places), refers="places"),
    ),
    lambda cards: sorted(cards, key=attrgetter("id")),
)  # fmt: skip


def _of_article(part: str = "") -> tuple[Column, ...]:
    """What a row says of the report that it is from; `part` leads to the event or claim."""
    card = f"{part}article"
    return columns(
        Column("article", "id", "the report it is from", attrgetter(f"{card}.id"),
               refers="articles"),
        Column("url", "address", "where it stands in that report", attrgetter(f"{part}permalink")),
        Column("lang", "language", "the language of that report", attrgetter(f"{card}.lang")),
        dated("article_date", attrgetter(f"{card}.date"), "the date of that report", False),
        Column("source", "id", "what that report rests on; empty where no register has that",
               attrgetter(f"{card}.source.id"), True, refers="sources"),
        Column("source_name", "text", "the name of what that report rests on",
               attrgetter(f"{card}.source.name")),
    )  # fmt: skip


EVENTS = Table(
    "events",
    "Events",
    "A row for each thing that happened, or is said to have; two reports of one are two rows.",
    columns(
        own_id(_key),
        dated("date", attrgetter("date"), "when it was", False),
        Column("said", "text", "the words of the source that the date rests on",
               attrgetter("said"), True),
        Column("what", "text", "what happened, in the report's words", attrgetter("what")),
        Column("place", "id", "where, no nearer than that; empty: not on record",
               lambda event: event.where.id if event.where else None, True, refers="places"),
        Column("status", "word", "how sure it is that it happened", attrgetter("status"),
               words=("claimed", "confirmed", "disputed", "denied", "planned")),
        Column("claims", "ids", "who speaks of it, by their claims",
               lambda event: tuple(filter(None, map(_key, event.claims))), refers="claims"),
        *_of_article(),
    ),
    _by_article,
)  # fmt: skip


def _said(part: str = "") -> tuple[Column, ...]:
    """Who says what, how; `part` leads to the claim."""

    def take(of: Any) -> Any:
        return (lambda row: of(row.claim)) if part else of

    return columns(
        Column("by", "ids", "who says so; several speak together; empty: see attribution",
               take(lambda claim: ids_of(claim.by)), refers="actors"),
        Column("attribution", "word", "“named”, or “unattributed”: the source names nobody; "
               "“unsettled”: nobody looked yet, in previews only", take(_attribution),
               words=("named", "unattributed", "unsettled")),
        Column("via_actor", "id", "the actor who carried it, if one did",
               take(lambda claim: _via(claim, Actor)), True, refers="actors"),
        Column("via_source", "id", "the source that carried it, if one did",
               take(lambda claim: _via(claim, Source)), True, refers="sources"),
        Column("act", "word", "what the speaker does by saying it", take(attrgetter("act")),
               words=get_args(Act)),
        Column("quote", "text", "the exact passage it rests on, letter for letter",
               take(attrgetter("quote"))),
        Column("answers", "id", "the claim that it answers, for instance denies",
               take(lambda claim: _among_all(claim, claim.answers)), True, refers="claims"),
        Column("event", "id", "the event that it is about; an answer without one is about that of "
               "the claim it answers",
               take(lambda claim: _among_all(claim, claim.event)), True, refers="events"),
    )  # fmt: skip


def _attribution(claim: Claim) -> str:
    return "named" if claim.by else "unsettled" if claim.by is None else "unattributed"


def _via(claim: Claim, kind: type[Actor | Source]) -> str | None:
    return claim.via.id if isinstance(claim.via, kind) else None


CLAIMS = Table(
    "claims",
    "Claims",
    "A row for each thing that somebody says, denials and refusals to confirm among them.",
    columns(
        own_id(_key),
        *_said(),
        Column("measure", "id", "what it counts, if it has a figure; the figure is in figures",
               lambda claim: claim.figure.measure.id if claim.figure else None, True,
               refers="measures"),
        *_of_article(),
    ),
    _by_article,
)  # fmt: skip


class OnRecord(NamedTuple):
    """A claim with a figure, and the first one on record that gives the same."""

    claim: Claim
    first: Claim


def _figures(claims: Iterable[Claim]) -> list[OnRecord]:
    found = [OnRecord(claim, entry.claim) for entry in ledger(claims) for claim in entry.claims]
    return sorted(found, key=lambda row: _key(row.claim) or "")


FIGURES = Table(
    "figures",
    "Figures",
    "A row for each number that somebody gives. Figures that contradict each other are rows beside "
    "each other; none is merged, corrected, averaged or preferred. They must not be summed.",
    columns(
        Column("id", "id", "the claim that gives it", lambda row: _key(row.claim), refers="claims"),
        Column("measure", "id", "what is counted", attrgetter("claim.figure.measure.id"),
               refers="measures"),
        Column("low", "number", "the least that is said; empty: no such bound is given, not 0",
               attrgetter("claim.figure.low"), True),
        Column("best", "number", "the number that is said; empty: only a range is given",
               attrgetter("claim.figure.best"), True),
        Column("high", "number", "the most that is said; empty: no such bound is given",
               attrgetter("claim.figure.high"), True),
        Column("approx", "flag", "whether it is given as “about”",
               attrgetter("claim.figure.approx")),
        Column("unit", "text", "what it is counted in",
               lambda row: row.claim.figure.unit or row.claim.figure.measure.unit),
        Column("kind", "word", "“total”: all so far, or of its period; “increment”: what is added "
               "in its period", attrgetter("claim.figure.kind"), words=("total", "increment")),
        dated("period", attrgetter("claim.figure.period"), "the time that it is of", True),
        Column("first", "id", "the first claim on record with the same figure, speaker, carrier "
               "and source: rows with one value here repeat each other",
               lambda row: _key(row.first), refers="claims"),
        *_said("claim."),
        *_of_article("claim."),
    ),
    _figures,
)  # fmt: skip
