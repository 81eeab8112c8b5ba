"""Which reader reads a file: by what is in it where that is plain, else by its name."""

import mimetypes
import re

from msgspec.structs import asdict, replace

from generator.model.document import Blob, Document
from generator.model.unseen import is_blank, without_controls

from . import plugins

SIGNS = 3  # header fields that a letter has and a text hardly ever begins with
REACH = 4_096  # bytes from the beginning that are looked at

_HALF = re.compile("[\ud800-\udfff]")
_HTML = re.compile(rb"(?:<!doctype\s+html|<(?:html|head|body)[\s>])", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|rdf:RDF|(?:\w+:)?feed)[\s>]", re.IGNORECASE)
_BEFORE = re.compile(
    rb"(?:\s|\xef\xbb\xbf|<\?xml[^>]*\?>|<\?xml-stylesheet[^>]*\?>|<!--.*?-->)*", re.DOTALL
)
_HEADER = re.compile(rb"(?:From |[A-Za-z][A-Za-z0-9-]{1,40}:[ \t])")
_OF_LETTERS = re.compile(rb"^(?:from|subject|mime-version|message-id|received|date):", re.I | re.M)
_BINARY = {
    b"%PDF": "application/pdf",
    b"PK\x03\x04": "application/zip",
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"\xd0\xcf\x11\xe0": "application/msword",
    b"\x1f\x8b": "application/gzip",
}
_NAMES = {".eml": "message/rfc822", ".mht": "message/rfc822", ".mhtml": "message/rfc822"} | {
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".htm": "text/html",
    ".xhtml": "text/html",
}
_PAPERS = ("application/", "image/", "audio/", "video/", "font/")


def documents(blob: Blob) -> list[Document]:
    """The articles in a file. Raises ValueError, in an editor's words, when there are none."""
    kind = kind_of(blob)
    readers = plugins("readers")
    reader = next((reader for reader in readers if kind in reader.media_types), None)
    if reader is None:
        known = "text, HTML, feeds (RSS, Atom, JSON Feed) and e-mail"
        raise ValueError(f"no reader for {kind}; read here: {known}")
    return [_presentable(document) for document in reader.read(blob)]


def _presentable(document: Document) -> Document:
    """A document without what no content may hold, so that its marks point into what is written.

    JSON and encoded headers can say half a character, which no file can; a name may be made of
    nothing that anybody sees.
    """
    fields = asdict(document).items()
    whole = {name: _HALF.sub("\ufffd", value) for name, value in fields if isinstance(value, str)}
    said: dict[str, str | None] = {name: without_controls(text) for name, text in whole.items()}
    said["title"] = " ".join((said["title"] or "").split())
    instead = {"title": "untitled", "entry": document.entry_sha256}
    for name in ("title", "author", "outlet", "url", "entry"):
        if is_blank(said.get(name) or ""):
            said[name] = instead.get(name) if getattr(document, name) else getattr(document, name)
    stripped = tuple(piece for piece in document.stripped if not is_blank(piece.text))
    return replace(document, **said, stripped=stripped)


def kind_of(blob: Blob) -> str:
    """The media type of a file."""
    return sniffed(blob.data) or _by_name(blob.name)


def sniffed(data: bytes) -> str | None:
    """What a file surely is by its first bytes; None where only its name can tell."""
    start = data[:REACH]
    for sign, kind in _BINARY.items():
        if start.startswith(sign):
            return kind
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = data[: 2 * REACH].decode("utf-16", "ignore").encode()
    before = _BEFORE.match(start)
    rest = start[before.end() if before else 0 :]
    if _HTML.match(rest):
        return "text/html"
    if _FEED.match(rest):
        return "application/rss+xml"
    if start.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml"):
        return "application/xml"
    if rest.startswith(b"{") and b"jsonfeed.org/version/" in start:
        return "application/feed+json"
    if (
        _HEADER.match(start)
        and len(set(map(bytes.lower, _OF_LETTERS.findall(_head(start))))) >= SIGNS
    ):
        return "message/rfc822"
    return None


def _head(start: bytes) -> bytes:
    """The header of a letter, which an empty line ends."""
    return re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]


def _by_name(name: str) -> str:
    suffix = "." + name.rpartition(".")[2].lower()
    kind = _NAMES.get(suffix) or mimetypes.guess_type(name)[0] or "text/plain"
    read_here = {kind for reader in plugins("readers") for kind in reader.media_types}
    return kind if kind in read_here or kind.startswith(_PAPERS) else "text/plain"
