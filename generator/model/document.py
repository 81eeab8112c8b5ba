"""What import works on: a document as read from a seed, and the marks that extractors leave."""

from collections.abc import Mapping

import msgspec

from .edtf import Edtf
from .provenance import Stripped
from .registers import Actor, Source, Tag


class Blob(msgspec.Struct, frozen=True):
    """A file as it was handed in."""

    name: str
    data: bytes


class Document(msgspec.Struct, frozen=True):
    """One article found in a blob, its page furniture apart."""

    title: str
    text: str  # paragraphs, with an empty line between
    stripped: tuple[Stripped, ...] = ()
    date: Edtf | None = None  # as stated in the document, never guessed
    lang: str = "en"


class Mark(msgspec.Struct, frozen=True):
    """A suggestion: the front matter field it fills, and the words it rests on."""

    field: str
    value: str
    start: int  # code points of the document's text
    end: int
    reason: str


class Known(msgspec.Struct, frozen=True):
    """What the site's registers know, for extractors to recognise."""

    actors: Mapping[str, Actor]
    sources: Mapping[str, Source]
    tags: Mapping[str, Tag]
