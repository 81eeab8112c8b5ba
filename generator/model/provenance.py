"""Where an article comes from, who approved it, and what was put right since."""

from typing import Literal

from .edtf import Edtf
from .fields import Instant, Record, SeedFile, Sha256, Slug, Text, WebAddress


class Stripped(Record, frozen=True, kw_only=True):
    """Page furniture that import left out of a seed, and why."""

    why: Text
    text: Text


class Seed(Record, frozen=True, kw_only=True):
    """What was handed in: the untouched bytes, by their SHA-256."""

    file: SeedFile
    sha256: Sha256
    received: Instant | None = None  # RFC 3339
    origin: WebAddress | None = None  # where it was fetched from, after redirects
    url: WebAddress | None = None  # the address that it names as its own
    author: Text | None = None  # as it is named there
    entry: Text | None = None  # of a feed: which entry, by the id that the feed gives it
    entry_sha256: Sha256 | None = None  # of that entry as the feed had it
    archived: tuple[WebAddress, ...] = ()  # Memento (RFC 7089)
    stripped: tuple[Stripped, ...] = ()


class Review(Record, frozen=True, kw_only=True):
    """An approval: who, when, and of exactly which content."""

    by: Text
    at: Instant
    sha256: Sha256


class Correction(Record, frozen=True, kw_only=True):
    """A public correction. What it said before stays on record."""

    at: Edtf
    claim: Slug | None = None
    was: str | None = None
    now: str | None = None
    why: Text
    kind: Literal["correction", "clarification", "update", "retraction"] = "correction"
