"""One content file's text into its record."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec

from generator.model.digest import digest, sha256_of, with_digest
from generator.model.edtf_advice import shown
from generator.model.fields import Slug
from generator.model.frontmatter import Header, line_of, read_header, split
from generator.model.problems import Problem
from generator.model.records import Article, Card, Claim, PlainPage
from generator.model.registers import Registers
from generator.model.schema import Reading
from generator.model.selections import Edition, Story

from .contradictions import contradictions, wrong_edition, wrong_story
from .editions import kind_of
from .files import BOM

_encode = msgspec.json.Encoder(order="sorted").encode

T = TypeVar("T", Article, Edition, Story, PlainPage)

LARGEST_HEADER = 500_000  # characters; the longest that was ever useful has a tenth of that
NOT_APPROVED = ("status", "review", "checks")
"""The keys an approval does not cover: those that the approval itself writes, and which checks are
to be silent. Readers see nothing of that, and most are silenced after an approval: were it void
then, a report would vanish from the site for a remark to a machine."""


def parse(kind: type[T], text: str, file: str, registers: Registers) -> T | list[Problem]:
    """A Markdown file with front matter as a record of its kind."""
    parts = split(text)
    if parts is None:
        return [Problem(file, 1, _unfenced(text))]
    if len(parts.header) > LARGEST_HEADER:
        return [Problem(file, 1, f"front matter of more than {LARGEST_HEADER:,} characters")]
    header = read_header(parts.header, file, parts.header_line)
    if isinstance(header, list):
        return header
    node, content = header
    reading = Reading(file, parts.header_line, registers)
    id_ = _id(reading, header, file)
    body = _with_plain_ends(parts.body)
    lines = {key.value: parts.header_line + line_of(key) for key, _ in node.value}
    derived = {"id": id_, "file": file, "body": body, "body_line": parts.body_line, "lines": lines}
    if "sha256" in kind.__struct_fields__:
        derived["sha256"] = approval_sha256(content, body)
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
    return wrong or with_digest(record)


def approval_sha256(content: Mapping[str, object], body: str) -> str:
    """What an approval is bound to: SHA-256 over the content, whatever its spacing or comments.

    The front matter without what is not approved, as JSON with sorted keys, then the body.
    """
    covered = {key: value for key, value in content.items() if key not in NOT_APPROVED}
    return sha256_of(_as_json([covered, body]))


def _as_json(value: object) -> bytes:
    """The bytes that approvals are bound to: keys sorted, a space after each comma and colon."""
    try:
        return msgspec.json.format(_encode(value), indent=0)
    except UnicodeEncodeError:  # half a character
        import json

        data = json.dumps(value, ensure_ascii=False, sort_keys=True)
        return data.encode("utf-8", "surrogatepass")


def sha256_of_content(text: str, file: str) -> str:
    """What an approval of a file is bound to, by the file's text; empty for what is no content."""
    parts = split(text.removeprefix(BOM))
    header = read_header(parts.header, file) if parts else []
    if parts is None or isinstance(header, list):
        return ""
    return approval_sha256(header.content, _with_plain_ends(parts.body))


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n") if "\r" in text else text


def _unfenced(text: str) -> str:
    if "\r" in text and "\n" not in text:
        return "line ends of an old Mac (CR only); save the file with LF or CRLF"
    if text.startswith("---"):
        return "the front matter is not closed; put a line of three hyphens (---) after it"
    return "no front matter; begin with a line of three hyphens (---), then “title: …”"


def _id(reading: Reading, header: Header, file: str) -> str:
    slug = header.content.get("slug")
    if isinstance(slug, str):
        return slug
    stem = file.rpartition("/")[2].removesuffix(".md")
    try:
        msgspec.convert(stem, Slug)
    except msgspec.ValidationError:
        reading.note(
            header.node,
            f"the file's name {shown(stem)} makes no address; rename it with a-z, 0-9 and hyphens, "
            "at most 80, and not a name that Windows keeps (con, nul)",
        )
    return stem


def _linked(article: Article) -> Article:
    """The article with its card, and with claims and events that know the card they belong to."""
    replace = msgspec.structs.replace
    card = _card(article)
    claims = tuple(with_digest(replace(claim, article=card)) for claim in article.claims)
    said: dict[str | None, list[Claim]] = {}
    for claim in claims:
        said.setdefault(_event_of(claim, claims), []).append(claim)
    events = tuple(
        with_digest(replace(event, article=card, claims=tuple(said.get(event.id, ()))))
        for event in article.events
    )
    # Of all that it says: its SHA-256. What the registers say of those it names: its parts.
    parts = (article.review, article.checks, article.file, card, claims, events)
    covered = (article.sha256, *parts)
    return replace(article, card=card, claims=claims, events=events, digest=digest(covered))


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
    return with_digest(card)


def _happenings(article: Article) -> Iterator[str]:
    """Where and when its events were: what other reports tell of the same place and date."""
    for event in article.events:
        if event.where and event.date.known:
            yield f"{event.date} at {event.where.id}"
