"""What a field of the schema may hold: the small types that records are made of."""

import re
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

# Neither XML 1.0 (2.2) nor a reader can do anything with these; line ends and tabs are no part.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

Derived = Meta(extra={"derived": True})
OneOrMany = Meta(extra={"one_or_many": True})

Line = Annotated[int, Derived]
Digest = Annotated[str, Derived]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Path = Annotated[str, Meta(pattern=r"^/[A-Za-z0-9._~/-]*$", max_length=200)]
WebAddress = Annotated[str, Meta(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]  # BCP 47
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
SeedFile = Annotated[str, Meta(pattern=r"^seeds/(?!.*\.\.)[^\\\x00-\x1f]+$", max_length=300)]
Text = Annotated[str, Meta(min_length=1)]
Instant = Annotated[datetime, Meta(tz=True)]  # RFC 3339, always with its zone
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]  # ISO 3166-1 alpha-2


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A value read from content."""
