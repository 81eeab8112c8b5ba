"""One content file's text into its record."""

import json
from pathlib import PurePosixPath
from typing import TypeVar

import msgspec
import yaml

from generator.model.digest import digest, sha256_of
from generator.model.fields import Slug
from generator.model.frontmatter import compose, line_of, plain, split
from generator.model.problems import Problem
from generator.model.records import Article, Card, Claim, Edition, Event, PlainPage
from generator.model.registers import Registers
from generator.model.schema import Reading

T = TypeVar("T", Article, Edition, PlainPage)

NOT_APPROVED = ("status", "review")
"""The keys an approval does not cover: those that the approval itself writes."""


def parse(kind: type[T], text: str, file: str, registers: Registers) -> T | list[Problem]:
    """A Markdown file with front matter as an Article, an Edition or a PlainPage."""
    parts = split(text)
    if parts is None:
        return [Problem(file, 1, _unfenced(text))]
    node = compose(parts.header, file, parts.header_line)
    if isinstance(node, list):
        return node
    reading = Reading(file, parts.header_line, registers)
    id_ = _id(reading, node, file)
    body = parts.body.replace("\r\n", "\n")
    derived = {"id": id_, "file": file, "body": body, "body_line": parts.body_line}
    if kind is Article:
        derived["sha256"] = approval_sha256(node, body)
        derived["lines"] = {key.value: parts.header_line + line_of(key) for key, _ in node.value}
    record = reading.record(kind, node, **derived)
    if record is None or reading.problems:
        return reading.problems
    if isinstance(record, Article):
        return _contradictions(record) or _linked(record)  # type: ignore[return-value]
    return msgspec.structs.replace(record, digest=digest(record))


def approval_sha256(header: yaml.MappingNode, body: str) -> str:
    """What an approval is bound to: SHA-256 over the content, whatever its spacing or comments.

    The front matter without `status` and `review`, as JSON with sorted keys, then the body.
    """
    content = plain(header)
    assert isinstance(content, dict)
    for key in NOT_APPROVED:
        content.pop(key, None)
    data = json.dumps([content, body], ensure_ascii=False, sort_keys=True)
    return sha256_of(data.encode("utf-8", "surrogatepass"))


def _unfenced(text: str) -> str:
    if text.startswith("---"):
        return "the front matter is not closed; put a line of three hyphens (---) after it"
    return "no front matter; begin with a line of three hyphens (---), then “title: …”"


def _id(reading: Reading, node: yaml.MappingNode, file: str) -> str:
    stem = PurePosixPath(file).stem
    slug = next((value for key, value in node.value if key.value == "slug"), None)
    if slug is not None:
        return str(slug.value)
    try:
        return msgspec.convert(stem, Slug)
    except msgspec.ValidationError:
        reading.note(
            node, f"the file's name “{stem}” makes no address; rename it with a-z, 0-9 and hyphens"
        )
        return stem


def _contradictions(article: Article) -> list[Problem]:
    """What the schema cannot see: ids that clash, references inside the article, bare claims."""
    found: list[Problem] = []
    seen: dict[str, int] = {}
    parts: tuple[Event | Claim, ...] = (*article.events, *article.claims)
    for part in parts:
        if part.id in seen:
            message = f"the id “{part.id}” is taken already, in line {seen[part.id]}"
            found.append(Problem(article.file, part.line, message))
        seen.setdefault(part.id, part.line)
    claims = {claim.id for claim in article.claims}
    events = {event.id for event in article.events}
    for claim in article.claims:
        if claim.answers and claim.answers not in claims - {claim.id}:
            message = f"“answers: {claim.answers}” names no other claim of this article"
            found.append(Problem(article.file, claim.line, message))
        elif _circular(claim, article.claims):
            message = f"claim “{claim.id}” answers itself, by way of “{claim.answers}”"
            found.append(Problem(article.file, claim.line, message))
        if claim.event and claim.event not in events:
            message = f"“event: {claim.event}” names no event of this article"
            found.append(Problem(article.file, claim.line, message))
    for correction in article.corrections:
        if correction.claim and correction.claim not in claims:
            message = f"“claim: {correction.claim}” names no claim of this article"
            found.append(Problem(article.file, article.lines["corrections"], message))
    return found + _unpublishable(article)


def _circular(claim: Claim, claims: tuple[Claim, ...]) -> bool:
    answered = {other.id: other.answers for other in claims}
    seen: set[str] = set()
    at = claim.answers
    while at and at not in seen and at != claim.id:
        seen.add(at)
        at = answered.get(at)
    return at == claim.id


def _unpublishable(article: Article) -> list[Problem]:
    """What a draft may leave open and a published article may not."""
    if article.status not in ("reviewed", "retracted"):
        return []
    found = []
    if not article.date.known:
        message = f"a {article.status} article needs its date; only a draft may say XXXX"
        found.append(Problem(article.file, article.lines["date"], message))
    found += [
        Problem(article.file, claim.line, f"claim “{claim.id}” says nobody: set “by: unattributed”")
        for claim in article.claims
        if claim.by is None
    ]
    return found


def _linked(article: Article) -> Article:
    """The article with its card, and with claims and events that know the card they belong to."""
    replace = msgspec.structs.replace
    card = _card(article)
    claims = tuple(replace(claim, article=card) for claim in article.claims)
    claims = tuple(replace(claim, digest=digest(claim)) for claim in claims)
    events = []
    for event in article.events:
        said = tuple(claim for claim in claims if claim.event == event.id)
        event = replace(event, article=card, claims=said)
        events.append(replace(event, digest=digest(event)))
    article = replace(article, card=card, claims=claims, events=tuple(events))
    return replace(article, digest=digest(article))


def _card(article: Article) -> Card:
    speakers = (actor for claim in article.claims for actor in claim.actors)
    stated_places = (locality.place for locality in article.places)
    event_places = (event.where for event in article.events if event.where)
    card = Card(
        id=article.id,
        permalink=article.permalink,
        title=article.title,
        date=article.date,
        updated=article.updated,
        summary=article.summary,
        lang=article.lang,
        status=article.status,
        source=article.source,
        tags=article.tags,
        actors=tuple({a.id: a for a in (*article.actors, *speakers)}.values()),
        places=tuple({p.id: p for p in (*stated_places, *event_places)}.values()),
    )
    return msgspec.structs.replace(card, digest=digest(card))
