"""One content file's text into its record."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TypeVar

import msgspec
import yaml

from generator.model.digest import digest, sha256_of
from generator.model.edtf_advice import shown
from generator.model.fields import Slug
from generator.model.frontmatter import compose, is_null, line_of, plain, split
from generator.model.problems import Problem
from generator.model.records import Article, Card, Claim, PlainPage
from generator.model.registers import Registers
from generator.model.schema import Reading
from generator.model.selections import Edition, Story

from .contradictions import contradictions, wrong_edition, wrong_story
from .editions import kind_of
from .files import BOM

T = TypeVar("T", Article, Edition, Story, PlainPage)

LARGEST_HEADER = 500_000  # characters; the longest that was ever useful has a tenth of that
NOT_APPROVED = ("status", "review")
"""The keys an approval does not cover: those that the approval itself writes."""


def parse(kind: type[T], text: str, file: str, registers: Registers) -> T | list[Problem]:
    """A Markdown file with front matter as a record of its kind."""
    parts = split(text)
    if parts is None:
        return [Problem(file, 1, _unfenced(text))]
    if len(parts.header) > LARGEST_HEADER:
        return [Problem(file, 1, f"front matter of more than {LARGEST_HEADER:,} characters")]
    node = compose(parts.header, file, parts.header_line)
    if isinstance(node, list):
        return node
    reading = Reading(file, parts.header_line, registers)
    id_ = _id(reading, node, file)
    body = parts.body.replace("\r\n", "\n")
    lines = {key.value: parts.header_line + line_of(key) for key, _ in node.value}
    derived = {"id": id_, "file": file, "body": body, "body_line": parts.body_line, "lines": lines}
    if "sha256" in kind.__struct_fields__:
        derived["sha256"] = approval_sha256(node, body)
    record = reading.record(kind, node, **derived)
    if record is None or reading.problems:
        return reading.problems
    if isinstance(record, Article):
        return list(contradictions(record)) or _linked(record)  # type: ignore[return-value]
    wrong: list[Problem] = []
    if isinstance(record, Edition):
        wrong = list(wrong_edition(record))
        record = msgspec.structs.replace(record, kind=record.kind or kind_of(record.date))
    elif isinstance(record, Story):
        wrong = list(wrong_story(record))
    return wrong or msgspec.structs.replace(record, digest=digest(record))


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


def sha256_of_content(text: str, file: str) -> str:
    """What an approval of a file is bound to, by the file's text; empty for what is no content."""
    parts = split(text.removeprefix(BOM))
    node = compose(parts.header, file) if parts else []
    if parts is None or isinstance(node, list):
        return ""
    return approval_sha256(node, parts.body.replace("\r\n", "\n"))


def _unfenced(text: str) -> str:
    if "\r" in text and "\n" not in text:
        return "line ends of an old Mac (CR only); save the file with LF or CRLF"
    if text.startswith("---"):
        return "the front matter is not closed; put a line of three hyphens (---) after it"
    return "no front matter; begin with a line of three hyphens (---), then “title: …”"


def _id(reading: Reading, node: yaml.MappingNode, file: str) -> str:
    stem = PurePosixPath(file).stem
    slug = next((value for key, value in node.value if key.value == "slug"), None)
    if isinstance(slug, yaml.ScalarNode) and not is_null(slug):
        return str(slug.value)
    try:
        return msgspec.convert(stem, Slug)
    except msgspec.ValidationError:
        reading.note(
            node,
            f"the file's name {shown(stem)} makes no address; rename it with a-z, 0-9 and hyphens, "
            "at most 80",
        )
        return stem


def _linked(article: Article) -> Article:
    """The article with its card, and with claims and events that know the card they belong to."""
    replace = msgspec.structs.replace
    card = _card(article)
    claims = tuple(replace(claim, article=card) for claim in article.claims)
    claims = tuple(replace(claim, digest=digest(claim)) for claim in claims)
    said: dict[str | None, list[Claim]] = {}
    for claim in claims:
        said.setdefault(_event_of(claim, claims), []).append(claim)
    events = []
    for event in article.events:
        event = replace(event, article=card, claims=tuple(said.get(event.id, ())))
        events.append(replace(event, digest=digest(event)))
    article = replace(article, card=card, claims=claims, events=tuple(events))
    return replace(article, digest=digest(article))


def _event_of(claim: Claim, claims: tuple[Claim, ...]) -> str | None:
    """The event a claim is about: its own, or that of the claim it answers."""
    if claim.event or not claim.answers:
        return claim.event
    answered = next(other for other in claims if other.id == claim.answers)
    return _event_of(answered, claims)


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
        happenings=tuple(sorted(set(_happenings(article)))),
    )
    return msgspec.structs.replace(card, digest=digest(card))


def _happenings(article: Article) -> Iterator[str]:
    """Where and when its events were: what other reports tell of the same place and date."""
    for event in article.events:
        if event.where and event.date.known:
            yield f"{event.date} at {event.where.id}"
