"""What the schema cannot see: parts of an article that do not fit together."""

from collections.abc import Iterator, Mapping

from generator.model.problems import Problem, near
from generator.model.records import Article, Claim, Event, Figure

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
