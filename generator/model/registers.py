"""The entries of the registers: what articles name by an id, described once."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta

from .edtf import Edtf
from .fields import Country, Derived, Digest, Line, Record, Slug, Text, WebAddress

SourceKind = Literal[
    "agency", "newspaper", "broadcaster", "government", "ngo", "think-tank", "other"
]


class Entry(Record, frozen=True, kw_only=True):
    """An entry of a register: something that articles name by its id."""

    id: Annotated[Slug, Derived]
    name: Text
    aliases: tuple[Text, ...] = ()
    about: str | None = None
    as_of: Edtf | None = None  # the last day that this was known to hold
    line: Line = 0
    digest: Digest = ""


class Actor(Entry, frozen=True, kw_only=True):
    """Someone who acts or speaks: a state, a government, an army, an agency, a person."""

    kind: Literal[
        "state", "government", "armed-forces", "agency", "media", "organisation", "group", "person"
    ]
    country: Country | None = None
    url: WebAddress | None = None

    @property
    def permalink(self) -> str:
        return f"/actors/{self.id}/"


class Place(Entry, frozen=True, kw_only=True):
    """Somewhere on a map. A capital that stands for its government is an Actor instead."""

    kind: Literal["country", "region", "city", "site", "sea"]
    country: Country | None = None
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None  # degrees, WGS 84
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None

    @property
    def permalink(self) -> str:
        return f"/places/{self.id}/"


class Source(Entry, frozen=True, kw_only=True):
    """Who published what we report on. `id` is empty for one named in a single article only."""

    id: Annotated[str, Derived] = ""
    url: WebAddress | None = None
    kind: SourceKind = "other"
    country: Country | None = None
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None  # Admiralty code, editors only

    @property
    def permalink(self) -> str:
        return f"/sources/{self.id}/"


class Measure(Entry, frozen=True, kw_only=True):
    """What a figure counts, defined once so that figures can stand side by side."""

    definition: Text
    unit: Text
    not_comparable: str | None = None  # in words: which figures must not be held together

    @property
    def permalink(self) -> str:
        return f"/figures/{self.id}/"


class Tag(Entry, frozen=True, kw_only=True):
    """A subject. Without a register of tags, each id is its own name."""

    @property
    def permalink(self) -> str:
        return f"/tags/{self.id}/"


def free_tag(id_: str) -> Tag:
    """A tag where no register names them: its id is its name."""
    return Tag(id=id_, name=id_.replace("-", " "))


class Register(dict[str, Any]):
    """A site's own entries of a kind, and beneath them those it may name without defining them."""

    def __init__(self, own: Mapping[str, Any], beneath: Mapping[str, Any]) -> None:
        super().__init__(own)
        self.beneath = beneath


Registers = dict[type[Any], dict[str, Any]]
