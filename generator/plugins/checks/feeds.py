"""D020: a feed is one that readers' programs can read."""

import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as Xml

from generator.model.problems import Problem
from generator.model.release import Release

code = "D020"
severity = "error"
mend = "Mend the template of the feed; the message says what Atom (RFC 4287) or RSS 2.0 needs."

ATOM = "{http://www.w3.org/2005/Atom}"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")  # RFC 3339
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")  # with a scheme: an IRI that stands alone


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each XML file that is none, and for each feed that lacks what it must have:
    titles, ids that are addresses and used once, dates, links that lead somewhere from anywhere."""
    for path in sorted(release.files):
        if path.endswith((".xml", ".rss", ".atom")):
            for line, message in _wrong(release.read(path)):
                yield Problem(path, line, message)


def _wrong(data: bytes) -> Iterator[tuple[int, str]]:
    try:
        root = Xml.fromstring(data)  # noqa: S314 - our own pages; expat bounds what entities expand to
    except Xml.ParseError as error:
        yield error.position[0], f"not well-formed XML: {error}"
        return
    if root.tag == f"{ATOM}feed":
        found = _of_atom(root)
    elif root.tag == "rss":
        found = _of_rss(root)
    else:
        return
    for message in dict.fromkeys(found):
        yield 0, message


def _of_atom(feed: Xml.Element) -> Iterator[str]:
    entries = feed.findall(f"{ATOM}entry")
    for each, what in ((feed, "the feed"), *((e, _named(e, f"{ATOM}title")) for e in entries)):
        for name in ("id", "title", "updated"):
            if not _text(each, ATOM + name):
                yield f"{what} has no <{name}> (RFC 4287, 4.1)"
        for name in ("updated", "published"):
            date = _text(each, ATOM + name)
            if date and not _INSTANT.fullmatch(date):
                yield f"the <{name}> of {what} is “{date}”, which is no instant of RFC 3339"
        links = each.findall(f"{ATOM}link")
        for address in (_text(each, f"{ATOM}id"), *(link.get("href", "") for link in links)):
            if address and not _ADDRESS.fullmatch(address):
                yield f"“{address}” of {what} leads nowhere from a feed; write the whole address"
        alternate = any(link.get("rel", "alternate") == "alternate" for link in links)
        if each is not feed and not alternate and each.find(f"{ATOM}content") is None:
            yield f"{what} has neither a link nor <content> (RFC 4287, 4.1.2)"
        unsigned = all(every.find(f"{ATOM}author") is None for every in (feed, each))
        if each is not feed and unsigned:
            yield f"{what} has no <author>, nor has the feed (RFC 4287, 4.1.1)"
    yield from _twice(_text(entry, f"{ATOM}id") for entry in entries)


def _of_rss(root: Xml.Element) -> Iterator[str]:
    channel = root.find("channel")
    if channel is None:
        yield "the feed has no <channel> (RSS 2.0)"
        return
    for name in ("title", "link", "description"):
        if channel.find(name) is None:
            yield f"the feed has no <{name}> (RSS 2.0)"
    items = channel.findall("item")
    for item in items:
        what = _named(item, "title")
        if not _text(item, "title") and not _text(item, "description"):
            yield f"{what} has neither <title> nor <description> (RSS 2.0)"
        if not _text(item, "guid"):
            yield f"{what} has no <guid>, so that it comes again at every change"
        date = _text(item, "pubDate")
        if date and not _is_date(date):
            yield f"the <pubDate> of {what} is “{date}”, which is no date of RFC 822"
        link = _text(item, "link")
        if link and not _ADDRESS.fullmatch(link):
            yield f"“{link}” of {what} leads nowhere from a feed; write the whole address"
    yield from _twice(_text(item, "guid") for item in items)


def _is_date(text: str) -> bool:
    try:
        parsedate_to_datetime(text)
    except ValueError:
        return False
    return True


def _twice(ids: Iterator[str]) -> Iterator[str]:
    for id_, count in Counter(ids).items():
        if id_ and count > 1:
            yield f"{count} entries have the id {id_}; programs show only one of them"


def _text(element: Xml.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _named(element: Xml.Element, title: str) -> str:
    return f"the entry “{_text(element, title)}”"
