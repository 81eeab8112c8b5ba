"""Feeds: RSS and Atom by feedparser, JSON Feed (jsonfeed.org, 1 and 1.1) as the JSON it is.

Each entry is a document of its own. An entry is the same one whenever its feed is read, by the id
that the feed gives it; a digest of what it holds shows when it has changed since.
"""

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

import msgspec

from generator.model.digest import sha256_of
from generator.model.document import Blob, Document
from generator.model.edtf import Edtf
from generator.model.provenance import Stripped

from ..languages import language, language_tag
from ..webpage.about import web_address
from ..webpage.days import day_in_metadata
from ..webpage.decoding import LARGEST, decoded
from ..webpage.fragment import article_of_fragment, text_of_html

media_types = (
    *("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"),
    *("application/xml", "text/xml", "application/rdf+xml"),
)

LONGEST_ID = 400  # characters
MOST_ENTRIES = 5_000

_OF_ITS_OWN = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)  # unique beyond its feed


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as its feed has it."""

    id: str
    title: str  # HTML
    content: str
    plain: bool  # whether the content is text, not HTML
    published: str
    author: str
    link: str
    lang: str | None


class _Feed(msgspec.Struct, frozen=True):
    title: str
    home: str  # its address, or what else tells it from other feeds
    entries: list[_Entry]


def read(blob: Blob) -> Iterator[Document]:
    """Every entry, in the feed's order. Raises ValueError when it is no feed, or an empty one."""
    if len(blob.data) > LARGEST:
        raise ValueError(f"larger than {LARGEST // 1_000_000} MB, which is no feed")
    is_json = blob.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    feed = _of_json(blob) if is_json else _of_xml(blob)
    if not feed.entries:
        raise ValueError("a feed without entries")
    if len(feed.entries) > MOST_ENTRIES:
        raise ValueError(f"a feed of more than {MOST_ENTRIES:,} entries")
    taken: dict[str, str] = {}
    for entry in feed.entries:
        id_, sha256 = _identity(entry, feed), _digest(entry)
        if taken.get(id_, sha256) != sha256:
            id_ = f"{id_} {entry.link or entry.title}"[:LONGEST_ID]
        if id_ not in taken:
            taken[id_] = sha256
            yield _document(entry, feed, id_)


def _document(entry: _Entry, feed: _Feed, id_: str) -> Document:
    title, address = text_of_html(entry.title), _address(entry, feed)
    author = text_of_html(entry.author) or None
    if entry.plain:
        from .text import paragraphs

        text, body = "\n\n".join(paragraphs(entry.content)), None
        stripped: list[Stripped] = []
    else:
        blocks, stripped = article_of_fragment(entry.content, address, title, author)
        text = "\n\n".join(block.text for block in blocks if block.text)
        body = "\n\n".join(block.markdown for block in blocks)
    date = _day(entry.published)
    return Document(
        title=title or text.split("\n")[0][:120] or entry.link or "untitled",
        text=text,
        body=body,
        stripped=tuple(stripped),
        date=date,
        date_basis="stated" if date else None,
        lang=language(f"{title} {text}", entry.lang),
        author=author if author != feed.title else None,
        outlet=feed.title or None,
        url=web_address(address) if entry.link else None,
        entry=id_,
        entry_sha256=_digest(entry),
    )


def _identity(entry: _Entry, feed: _Feed) -> str:
    """What tells an entry from all others; an id that is short is joined to that of its feed."""
    id_ = entry.id or entry.link or f"{entry.title} {entry.published}"
    own = id_ if _OF_ITS_OWN.fullmatch(id_) else f"{feed.home} {id_}"
    return " ".join(own.split())[:LONGEST_ID] or _digest(entry)


def _digest(entry: _Entry) -> str:
    parts = [entry.title, entry.link, entry.published, entry.content]
    return sha256_of(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _day(published: str) -> Edtf | None:
    """The day as the feed writes it, in the zone that it is written in (RFC 822, RFC 3339)."""
    from email.utils import parsedate_tz

    day = day_in_metadata(published)
    if day or not published:
        return day
    parts = parsedate_tz(published)
    return day_in_metadata(f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}") if parts else None


def _of_xml(blob: Blob) -> _Feed:
    import feedparser

    headers = {"content-type": f"application/xml; charset={blob.charset}"} if blob.charset else {}
    parsed = feedparser.parse(io.BytesIO(blob.data), response_headers=headers, sanitize_html=False)
    if not parsed.version and not parsed.entries:
        raise ValueError("not a feed: neither RSS nor Atom nor JSON Feed")
    about = parsed.feed
    lang = language_tag(about.get("language"))
    title = text_of_html(about.get("title", ""))
    home = about.get("link") or about.get("id") or blob.address or title
    return _Feed(title, home, [_of_feedparser(entry, lang) for entry in parsed.entries])


def _address(entry: _Entry, feed: _Feed) -> str:
    """Where an entry stands; some feeds leave out the host, which is then the feed's own."""
    try:
        return urljoin(feed.home, entry.link) if web_address(feed.home) else entry.link
    except ValueError:
        return entry.link


def _of_feedparser(entry: Mapping[str, Any], lang: str | None) -> _Entry:
    contents = [*entry.get("content", []), entry.get("summary_detail") or {}]
    longest = max(contents, key=lambda content: len(content.get("value", "")))
    authors = [author.get("name", "") for author in entry.get("authors", [])]
    return _Entry(
        id=entry.get("id", ""),
        title=entry.get("title", ""),
        content=longest.get("value", ""),
        plain=longest.get("type") == "text/plain" and "<" not in longest.get("value", ""),
        published=entry.get("published", ""),
        author=", ".join(name for name in authors if name) or entry.get("author", ""),
        link=entry.get("link", ""),
        lang=language_tag(longest.get("language")) or lang,
    )


def _of_json(blob: Blob) -> _Feed:
    try:
        data = json.loads(decoded(blob.data, blob.charset))
    except (ValueError, RecursionError):
        raise ValueError("not a feed: it is not valid JSON") from None
    if not isinstance(data, dict) or "jsonfeed.org/version/" not in str(data.get("version")):
        raise ValueError("not a feed: JSON, but not a JSON Feed (jsonfeed.org)")
    items = data.get("items")
    items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    title, lang = _text(data, "title"), language_tag(data.get("language"))
    home = _text(data, "home_page_url") or _text(data, "feed_url") or blob.address or title
    authors = _names(data)
    return _Feed(title, home, [_of_item(item, authors, lang) for item in items])


def _of_item(item: Mapping[str, Any], authors: str, lang: str | None) -> _Entry:
    html = _text(item, "content_html")
    return _Entry(
        id=str(item.get("id") or ""),
        title=_escaped(_text(item, "title")),
        content=html or _text(item, "content_text") or _text(item, "summary"),
        plain=not html,
        published=_text(item, "date_published"),
        author=_escaped(_names(item) or authors),
        link=_text(item, "url") or _text(item, "external_url"),
        lang=language_tag(item.get("language")) or lang,
    )


def _names(item: Mapping[str, Any]) -> str:
    authors = item.get("authors") or [item.get("author")]
    named = (author for author in authors if isinstance(author, dict))
    return ", ".join(name for author in named if (name := _text(author, "name")))


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
