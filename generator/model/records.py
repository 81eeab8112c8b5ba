"""What a digest consists of: the content schema, as frozen records.

A record's fields are the keys of its YAML; `schema.py` reads one into the other. References point
one way, Article → Claim → Actor, and are resolved while reading: `claim.by` holds actors, not ids.
Fields marked `Derived` are never written by hand.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta, field

from .digest import digest
from .edtf import Edtf
from .fields import Code, Derived, Digest, Instant, Language, Line, Path, Record, Slug, Text
from .media import Media
from .provenance import Correction, Review, Seed
from .registers import Actor, Measure, Place, Source, Tag

Act = Literal[
    "asserts", "estimates", "reports", "accuses", "denies", "forecasts", "declines", "withdraws"
]
Status = Literal["draft", "reviewed", "withheld", "retracted"]


class Figure(Record, frozen=True, kw_only=True):
    """The number in a claim, as UCDP records it: low, best, high; any of them may be unknown."""

    measure: Measure
    low: int | float | None = None
    best: int | float | None = None
    high: int | float | None = None
    approx: bool = False
    unit: str | None = None  # the measure's unit when absent
    kind: Literal["total", "increment"] = "total"  # increments are never summed
    period: Edtf | None = None


class Card(Record, frozen=True, kw_only=True):
    """What a list shows of an article: lists take cards, so editing a body touches one page."""

    id: str
    permalink: str
    title: str
    date: Edtf
    updated: Edtf | None
    summary: str | None
    lang: str
    status: str
    source: Source
    tags: tuple[Tag, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    happenings: tuple[str, ...] = ()  # “2025-03-14 at khoros”: what two reports may have in common
    digest: Digest = ""

    @property
    def years(self) -> tuple[str, ...]:
        return self.date.years


class Claim(Record, frozen=True, kw_only=True):
    """Who says what, how, and the exact passage it rests on. No `by` is shown as unattributed."""

    id: Slug
    by: Annotated[
        tuple[Actor, ...] | None, Meta(extra={"one_or_many": True, "nobody": "unattributed"})
    ] = None
    via: Actor | Source | None = None
    act: Act
    quote: Text
    answers: Slug | None = None
    event: Slug | None = None
    credibility: Annotated[int, Meta(ge=1, le=6)] | None = None  # Admiralty code, editors only
    figure: Figure | None = None
    article: Annotated[Card | None, Derived] = None
    line: Line = 0
    digest: Digest = ""

    @property
    def permalink(self) -> str:
        return f"{self.article.permalink}#{self.id}" if self.article else f"#{self.id}"

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everyone who makes or carries the claim."""
        carrier = (self.via,) if isinstance(self.via, Actor) else ()
        return (*(self.by or ()), *carrier)


class Event(Record, frozen=True, kw_only=True):
    """Something that happened, or is said to have: dated no more precisely than it is known."""

    id: Slug
    date: Edtf
    said: str | None = None  # the words the date rests on
    what: Text
    where: Place | None = None
    status: Literal["claimed", "confirmed", "disputed", "denied", "planned"] = "claimed"
    article: Annotated[Card | None, Derived] = None
    claims: Annotated[tuple[Claim, ...], Derived] = ()
    line: Line = 0
    digest: Digest = ""

    @property
    def permalink(self) -> str:
        return f"{self.article.permalink}#{self.id}" if self.article else f"#{self.id}"

    @property
    def years(self) -> tuple[str, ...]:
        return self.date.years

    @property
    def months(self) -> tuple[str, ...]:
        """The months it lies in, where its date names months or days."""
        return self.date.months

    @property
    def tags(self) -> tuple[Tag, ...]:
        return self.article.tags if self.article else ()

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everyone who speaks of it, whatever they say."""
        return _unique(actor for claim in self.claims for actor in claim.actors)


def _unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple({actor.id: actor for actor in actors}.values())


class Locality(Record, frozen=True, kw_only=True):
    """Where an article takes place, and how precisely that is known."""

    place: Place = field(name="id")
    precision: Literal["exact", "town", "district", "region", "country", "unknown"] = "unknown"


class Content(Record, frozen=True, kw_only=True):
    """What a file of Markdown with front matter holds, beside what its kind writes there."""

    checks: dict[Code, Text] = {}  # those that are to be silent here, and why
    id: Annotated[str, Derived] = ""
    file: Annotated[str, Derived] = ""
    body: Annotated[str, Derived] = ""
    body_line: Line = 0
    lines: Annotated[dict[str, int], Derived] = {}  # of its keys, in its file
    media: Annotated[tuple[Media, ...], Derived] = ()  # the pictures in its body
    digest: Digest = ""


class Article(Content, frozen=True, kw_only=True):
    """One report of the digest."""

    title: Text
    date: Edtf
    source: Source
    tags: tuple[Tag, ...] = ()
    lang: Language = "en"
    status: Status = "draft"
    summary: str | None = None
    slug: Slug | None = None  # the file's name when absent
    aliases: tuple[Path, ...] = ()
    updated: Edtf | None = None
    embargo: Instant | None = None
    date_basis: Literal["stated", "inferred", "editor"] | None = None
    seed: Seed | None = None
    actors: tuple[Actor, ...] = ()
    places: tuple[Locality, ...] = ()
    sensitive: tuple[Slug, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    review: Review | None = None
    corrections: tuple[Correction, ...] = ()
    sha256: Annotated[str, Derived] = ""  # of the content that an approval is bound to
    card: Annotated[Card | None, Derived] = None

    @property
    def permalink(self) -> str:
        return f"/articles/{self.id}/"

    @property
    def approved(self) -> bool:
        """Whether an editor approved exactly what the file says now."""
        return self.review is not None and self.review.sha256 == self.sha256

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What its figures count."""
        figures = (claim.figure for claim in self.claims)
        return tuple({f.measure.id: f.measure for f in figures if f}.values())

    @property
    def sources(self) -> tuple[Source, ...]:
        """Those with a register's entry that it rests on, or that carried its claims."""
        carriers = (claim.via for claim in self.claims if isinstance(claim.via, Source))
        found = {source.id: source for source in (self.source, *carriers)}
        return tuple(source for source in found.values() if source.id)

    @property
    def claims_digest(self) -> str:
        """What changes whenever one of its claims does; empty where it has none."""
        return digest([claim.digest for claim in self.claims]) if self.claims else ""

    @property
    def events_digest(self) -> str:
        """What changes whenever one of its events does; empty where it has none."""
        return digest([event.digest for event in self.events]) if self.events else ""


class PlainPage(Content, frozen=True, kw_only=True):
    """A page outside the report: about, method, contact."""

    title: Text
    summary: str | None = None
    lang: Language = "en"
    updated: Edtf | None = None  # the day that what it says last changed, for the sitemap
    aliases: tuple[Path, ...] = ()

    @property
    def permalink(self) -> str:
        return f"/{self.id}/"
