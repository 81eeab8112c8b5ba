"""What import works on: a document as read from a seed, and the marks that extractors leave."""

from collections.abc import Mapping

import msgspec

from .edtf import Edtf
from .provenance import Stripped
from .registers import Actor, Measure, Place, Source, Tag


class Blob(msgspec.Struct, frozen=True):
    """A file as it was handed in."""

    name: str
    data: bytes
    address: str | None = None  # where it was fetched from
    charset: str | None = None  # the encoding that it was sent with


class Mark(msgspec.Struct, frozen=True):
    """A suggestion: the front matter field it fills, and the words it rests on.

    A field of one value is named alone (`tags`); what belongs together shares a path, whose second
    part counts the things of a kind: `claims.c1.by`, `claims.c1.act`, `dates.d2.value`. An empty
    value says that the words are there and what they stand for is open, as “Thursday” is in an
    article without a date.
    """

    field: str
    value: str
    start: int  # code points of the document's `reading`
    end: int
    reason: str


class Document(msgspec.Struct, frozen=True):
    """One article found in a blob, its page furniture apart."""

    title: str
    text: str  # plain paragraphs, with an empty line between
    body: str | None = None  # the same as Markdown, where the seed has links, lists, tables, quotes
    stripped: tuple[Stripped, ...] = ()
    date: Edtf | None = None  # as stated in the document, or given by an editor; never guessed
    date_basis: str | None = None  # stated | inferred | editor
    lang: str = "en"
    author: str | None = None
    outlet: str | None = None  # the name of who published it
    url: str | None = None  # the address that the document names as its own
    entry: str | None = None  # which entry of a feed it is, the same whenever the feed is read
    entry_sha256: str | None = None  # of that entry as the feed has it, so that a change shows
    marks: tuple[Mark, ...] = ()

    @property
    def reading(self) -> str:
        """All that a reader reads, the title first: the text that marks point into."""
        return f"{self.title}\n\n{self.text}" if self.title else self.text


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the registers know, for extractors to recognise."""

    actors: Mapping[str, Actor] = {}
    places: Mapping[str, Place] = {}
    sources: Mapping[str, Source] = {}
    measures: Mapping[str, Measure] = {}
    tags: Mapping[str, Tag] = {}
