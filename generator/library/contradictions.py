"""What the schema cannot see: parts of a file that do not fit together."""

from collections.abc import Iterator, Mapping

from generator.model.problems import Problem, near
from generator.model.records import Article, Claim, Event, Figure
from generator.model.selections import Edition, Story

from .editions import SUCH_AS, kind_of, week_of

LONGEST_EXCHANGE = 20  # claims that answer one another in a row


def contradictions(article: Article) -> Iterator[Problem]:
    """A Problem for each id that clashes, each reference that leads nowhere, each open point of
    an article that says it is published."""
    yield from _clashing_ids(article)
    claims = {claim.id: claim for claim in article.claims}
    events = {event.id for event in article.events}
    for claim in article.claims:
        for message in (
            _wrong_answer(claim, claims),
            _wrong_event(claim, events),
            _wrong_figure(claim.figure) if claim.figure else "",
        ):
            if message:
                yield Problem(article.file, claim.line, message)
    for correction in article.corrections:
        if correction.claim and correction.claim not in claims:
            hint = near(correction.claim, claims)
            message = f"“claim: {correction.claim}” names no claim of this article{hint}"
            yield Problem(article.file, article.lines["corrections"], message)
    if article.status in ("reviewed", "retracted"):
        yield from _left_open(article)


def _clashing_ids(article: Article) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    parts: tuple[Event | Claim, ...] = (*article.events, *article.claims)
    for part in parts:
        if part.id in seen:
            message = f"the id “{part.id}” is taken already, in line {seen[part.id]}"
            yield Problem(article.file, part.line, message)
        seen.setdefault(part.id, part.line)


def _wrong_answer(claim: Claim, claims: Mapping[str, Claim]) -> str:
    if not claim.answers:
        return ""
    if claim.answers not in claims or claim.answers == claim.id:
        hint = near(claim.answers, claims.keys() - {claim.id})
        return f"“answers: {claim.answers}” names no other claim of this article{hint}"
    at: Claim | None = claim
    for _ in range(LONGEST_EXCHANGE):
        at = claims.get(at.answers) if at and at.answers else None
        if at is None:
            return ""
        if at.id == claim.id:
            return f"claim “{claim.id}” answers itself, by way of “{claim.answers}”"
    return f"more than {LONGEST_EXCHANGE} claims that answer one another in a row"


def _wrong_event(claim: Claim, events: set[str]) -> str:
    if not claim.event or claim.event in events:
        return ""
    return f"“event: {claim.event}” names no event of this article{near(claim.event, events)}"


def _wrong_figure(figure: Figure) -> str:
    given = [n for n in (figure.low, figure.best, figure.high) if n is not None]
    return "" if given == sorted(given) else "a figure's low, best and high must rise in this order"


def _left_open(article: Article) -> Iterator[Problem]:
    """What a draft may leave open and a published article may not."""
    if not article.date.known:
        message = f"a {article.status} article needs its date; only a draft may say XXXX"
        yield Problem(article.file, article.lines["date"], message)
    for claim in article.claims:
        if claim.by is None:
            message = f"claim “{claim.id}” says nobody: set “by: unattributed”"
            yield Problem(article.file, claim.line, message)


def wrong_edition(edition: Edition) -> Iterator[Problem]:
    """A Problem for a date that is not of the edition's kind, and for what only articles have."""
    if not edition.date.known:
        if edition.status == "published":
            message = "a published edition needs its date; only a draft may say XXXX"
            yield Problem(edition.file, edition.lines["date"], message)
    elif edition.kind not in (None, "special", kind_of(edition.date)):
        assert edition.kind is not None
        message = f"an edition of the kind “{edition.kind}” is dated to {SUCH_AS[edition.kind]}"
        near_by = week_of(edition.date) if edition.kind == "week" else ""
        hint = f"; did you mean {near_by}?" if near_by else ""
        yield Problem(edition.file, edition.lines["date"], message + hint)
    if any(correction.claim for correction in edition.corrections):
        message = "an edition has no claims of its own; say in “why” what was corrected"
        yield Problem(edition.file, edition.lines["corrections"], message)


def wrong_story(story: Story) -> Iterator[Problem]:
    """A Problem for a story that could never have a report."""
    if not story.tags and not story.items:
        message = "a story needs “tags”, whose reports it follows, or “items”, or both"
        yield Problem(story.file, 1, message)
