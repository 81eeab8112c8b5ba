"""What a web server says of a file beside its bytes, for hosts that keep that with each file."""

import re
from functools import cache
from mimetypes import MimeTypes
from posixpath import splitext

from generator.model.manifest import OWN
from generator.model.target import MARK, kind_of

# What Python's own table lacks, or has otherwise. The system's table differs everywhere.
_KINDS = {
    ".avif": "image/avif",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".sig": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TEXTS = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:xml|json)\Z|image/svg\+xml\Z")
_KNOWN_BY = {
    ".xml": {
        b"<feed": "application/atom+xml",
        b"<rss": "application/rss+xml",
        b"<OpenSearchDescription": "application/opensearchdescription+xml",
    },
    ".json": {b'"https://jsonfeed.org/version/': "application/feed+json"},
}
_HEAD = 1000  # bytes in which such a file shows what it is
# Such an address tells what is in the file: where that changes, the address does (pages/pictures).
_HASHED = re.compile(r"media/[0-9a-f]{32}-[^/]*\Z")
_YEAR = 31_536_000  # seconds, as long as RFC 9111 has caches believe


def web_headers(path: str, data: bytes, max_age: int) -> dict[str, str]:
    """The media type of a file, and how long it may be kept, in seconds, without asking again.

    Our own files may not be: an old manifest beside new pages looks like an attack.
    """
    cached = f"public, max-age={max_age}"
    if path in OWN or path.startswith(MARK):
        cached = "no-cache"
    elif kind_of(path) == "asset" and _HASHED.match(path):
        cached = f"public, max-age={_YEAR}, immutable"
    return {"Content-Type": media_type(path, data), "Cache-Control": cached}


def media_type(path: str, data: bytes) -> str:
    """The media type of a file by its name, with the charset of texts, which is always UTF-8."""
    ending = splitext(path)[1].lower()
    if not ending and kind_of(path) != "page":
        return "text/plain; charset=utf-8"  # _headers, _redirects, our mark
    kind = _KINDS.get(ending) or _table().types_map[True].get(ending, "application/octet-stream")
    known_by = _KNOWN_BY.get(ending, {})
    kind = next((known_by[tag] for tag in known_by if tag in data[:_HEAD]), kind)
    return f"{kind}; charset=utf-8" if _TEXTS.match(kind) else kind


@cache
def _table() -> MimeTypes:
    return MimeTypes()
