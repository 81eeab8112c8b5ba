"""What a field of the schema may hold: the small types that records are made of.

A `description` is what an editor is told when a value does not fit.
"""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

RESERVED = "(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])"
UNFIT = rf"(?:{RESERVED}(?:[./]|\Z)|[^/]*\.(?:/|\Z))"
"""Names, and what paths' parts begin with, that no file can have on Windows, nor so on a stick
(learn.microsoft.com, Naming Files, Paths, and Namespaces)."""

Derived = Meta(extra={"derived": True})
Elsewhere = Meta(extra={"elsewhere": True})  # read by whoever needs it, and None for all others
OneOrMany = Meta(extra={"one_or_many": True})

Line = Annotated[int, Derived]
Digest = Annotated[str, Derived]
Slug = Annotated[
    str,
    Meta(
        pattern=rf"^(?!{RESERVED}\Z)[a-z0-9]+(-[a-z0-9]+)*\Z",
        max_length=80,
        description="small letters a-z, digits and single hyphens, at most 80, and no name that "
        "Windows keeps (con, nul)",
    ),
]
Path = Annotated[
    str,
    Meta(
        # No part begins with a dot or is empty: such a page could not be written or served.
        pattern=rf"^(?!.*/{UNFIT})/([A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*"
        r"([A-Za-z0-9_~-][A-Za-z0-9._~-]*)?\Z",
        max_length=200,
        description="a path of this site, such as /old/address/, at most 200 characters; no part "
        "ends with a dot, or is a name that Windows keeps for itself",
    ),
]
WebAddress = Annotated[
    str,
    Meta(
        pattern=r"^https?://[^\s<>\"]+\Z",
        max_length=2000,
        description="a web address that begins with http:// or https://",
    ),
]
Language = Annotated[
    str,
    Meta(  # BCP 47
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
        max_length=35,
        description="a language tag such as en, ko or pt-BR",
    ),
]
Sha256 = Annotated[
    str,
    Meta(pattern=r"^[0-9a-f]{64}\Z", description="64 digits of 0-9 and a-f, as sha256sum prints"),
]
SeedFile = Annotated[
    str,
    Meta(
        pattern=r"^seeds/(?!.*\.\.)[^\\\x00-\x1f\x7f]+\Z",
        max_length=300,
        description="a file below seeds/",
    ),
]
Text = Annotated[str, Meta(min_length=1)]
Code = Annotated[
    str,
    Meta(pattern=r"^[A-Z]{1,4}\d{3}\Z", description="the code of a check, such as D006"),
]
Instant = Annotated[datetime, Meta(tz=True)]  # RFC 3339, always with its zone
Country = Annotated[
    str,
    Meta(  # ISO 3166-1 alpha-2
        pattern=r"^[A-Z]{2}\Z", description="two capital letters such as KR"
    ),
]


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A value read from content.

    References point one way, so that no record is ever part of a circle: the garbage collector
    need not look for them among the hundred thousand records of a large site.
    """
