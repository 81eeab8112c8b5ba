"""What a page says of itself: its outlet, author, address and language."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import msgspec

from generator.model.fields import WebAddress
from generator.model.unseen import CONTROLS

from ..languages import language_tag
from .linked_data import Node, addresses_of, names_of, text_of
from .tree import Element, same_words, stands_aside, words

LONGEST_NAME = 150  # characters
LONGEST_BYLINE = 8  # words

_SAVED = re.compile(r"\s*saved from url=\(\d+\)(https?://\S+)")
_BY = re.compile(r"(?:by|written by|von|por|par|автор:?|текст:?)\s+", re.IGNORECASE)
_NOBODY = re.compile(r"admin|administrator|editor|staff|webmaster|guest|author|user", re.IGNORECASE)
_AUTHOR_METAS = (
    *("author", "article:author", "parsely-author", "dc.creator", "dcterms.creator"),
    *("citation_author", "sailthru.author", "byl", "cxenseparse:author", "twitter:creator:name"),
)


def meta(tree: Element, *names: str) -> str:
    """The content of the first `meta` element with one of these names, the first name first."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if content:
            found.setdefault(name, content)
    return next((found[name] for name in names if name in found), "")


def outlet_of(tree: Element, article: Node, nodes: list[Node]) -> str | None:
    """The name of who publishes the page."""
    names = [meta(tree, "og:site_name"), *names_of(article.get("publisher"), nodes)]
    sites = (node for node in nodes if node.get("@type") in ("WebSite", "NewsMediaOrganization"))
    names += [text_of(node.get("name")) for node in sites]
    names += [meta(tree, "application-name", "dc.publisher", "publisher")]
    good = (name for name in names if name and len(name) <= LONGEST_NAME and "://" not in name)
    return next(good, None)


def site_names(tree: Element, outlet: str | None, address: str) -> list[str]:
    """What the site may be called in a title: its outlet's name, or its host."""
    host = urlsplit(address).hostname or ""
    host = host.removeprefix("www.").removeprefix("m.")
    label = host.split(".")[0]
    others = [
        meta(tree, "application-name", "apple-mobile-web-app-title"),
        meta(tree, "og:site_name"),
    ]
    return [name for name in (outlet or "", *others, host, label) if name]


def author_of(tree: Element, article: Node, nodes: list[Node], outlet: str | None) -> str | None:
    """Who wrote it, by name; several with a comma between. An outlet is not its own author."""
    for names in _authors(tree, article, nodes):
        people = [" ".join(_BY.sub("", name.strip(), count=1).split()) for name in names]
        people = [
            name
            for name in dict.fromkeys(people)
            if name
            and len(name) <= LONGEST_NAME
            and "://" not in name
            and not _NOBODY.fullmatch(name)
            and same_words(name) != same_words(outlet or "")
        ]
        if people:
            return ", ".join(people)
    return None


def _authors(tree: Element, article: Node, nodes: list[Node]) -> Iterator[list[str]]:
    yield names_of(article.get("author"), nodes)
    for name in _AUTHOR_METAS:
        yield [meta(tree, name)]
    marked = [
        element
        for element in tree.iter("a", "span", "div", "p", "address")
        if ("author" in (element.get("rel") or "").split() or element.get("itemprop") == "author")
        and not stands_aside(element)
    ]
    yield [words(element) for element in marked[:3]]
    lines = (
        words(element)
        for element in tree.iter("p", "div", "span", "address")
        if re.search(r"\b(?:byline|author)\b", element.get("class") or "", re.IGNORECASE)
        and not stands_aside(element)
    )
    yield [line for line in lines if _BY.match(line) and len(line.split()) <= LONGEST_BYLINE][:1]


def address_of(tree: Element, article: Node, address: str) -> str | None:
    """The address that the page names as its own, else the one it came from."""
    base = address or _saved_from(tree)
    links = [
        link.get("href") or ""
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    named = [*links, meta(tree, "og:url"), *addresses_of(article), base]
    for candidate in named:
        found = web_address(urljoin(base, candidate.strip())) if candidate.strip() else None
        if found and not (_is_front(found) and base and not _is_front(base)):
            return found
    return None


def web_address(text: str) -> str | None:
    """Text as an address that content may hold, or nothing when it is none."""
    try:
        address = msgspec.convert(text, WebAddress)
        return address if urlsplit(address).hostname and not CONTROLS.search(address) else None
    except (msgspec.ValidationError, ValueError):
        return None


def is_address(text: str) -> bool:
    """Whether text has the form of an address; in `http://[1` the host is none."""
    try:
        return bool(urlsplit(text))
    except ValueError:
        return False


def language_of(tree: Element, article: Node) -> str | None:
    """The language that the page states (BCP 47), for its article before the whole."""
    stated = [
        *(each.get("lang") or "" for each in list(tree.iter("article"))[:1]),
        text_of(article.get("inLanguage")),
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        tree.get("xml:lang") or "",
        meta(tree, "og:locale", "content-language", "dc.language"),
    ]
    return next((tag for text in stated if (tag := language_tag(text))), None)


def _saved_from(tree: Element) -> str:
    """Where a browser says that it saved the page from, in a comment before it."""
    from lxml import etree

    for node in tree.itersiblings(preceding=True):
        match = _SAVED.match(node.text or "") if node.tag is etree.Comment else None
        if match:
            return match[1]
    for node in tree.iter(etree.Comment):
        match = _SAVED.match(node.text or "")
        return match[1] if match else ""
    return ""


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
