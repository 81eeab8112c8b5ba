"""What a page says of its article in JSON-LD (schema.org)."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from .tree import Element, same_words

Node = Mapping[str, Any]

MOST_NODES = 3_000
LONGEST = 2_000_000  # characters of one script
ARTICLES = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|\w*NewsArticle|Review)\Z")

_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def nodes_of(tree: Element) -> list[Node]:
    """Every node of the page's JSON-LD, each reference by `@id` in its place."""
    found: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            found += _walk(_read(script.text[:LONGEST]), MOST_NODES - len(found))
    return found


def article_of(nodes: list[Node], titles: list[str], addresses: list[str]) -> Node:
    """The node of the page's own article; an empty one when that is not certain.

    Where there are several, as on a page that lists others, it is the one with this page's title
    or address.
    """
    articles = [node for node in nodes if _is_article(node) and _says_something(node)]
    own = {same_words(title) for title in titles if title}
    here = {address.partition("#")[0].rstrip("/") for address in addresses if address}
    for node in articles:
        if same_words(text_of(node.get("headline"))) in own - {""}:
            return node
    for node in articles:
        if {address.partition("#")[0].rstrip("/") for address in addresses_of(node)} & here:
            return node
    return articles[0] if len(articles) == 1 else {}


def addresses_of(node: Node) -> list[str]:
    """The addresses that a node names as its own."""
    page = node.get("mainEntityOfPage")
    ids = [page.get("@id"), page.get("url")] if isinstance(page, Mapping) else [page]
    found = [text_of(value) for value in (node.get("url"), *ids, node.get("@id"))]
    return [value for value in found if value.startswith("http")]


def names_of(value: object, nodes: list[Node]) -> list[str]:
    """The names of the persons or organisations that a property holds."""
    if isinstance(value, list):
        return [name for item in value[:20] for name in names_of(item, nodes)]
    if isinstance(value, Mapping):
        if "name" not in value and "@id" in value:
            same = (node for node in nodes if node.get("@id") == value["@id"] and "name" in node)
            value = next(same, {})
        value = value.get("name")
    name = text_of(value)
    return [name] if name and not name.startswith("http") else []


def text_of(value: object) -> str:
    """A property's text on one line; of a list, its first."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, Mapping):
        value = value.get("@value", "")
    return " ".join(unescape(_TAG.sub("", value)).split()) if isinstance(value, str) else ""


def _read(text: str) -> object:
    text = _COMMENT.sub("", text.strip())
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: object, most: int) -> list[Node]:
    found: list[Node] = []
    waiting = [value]
    while waiting and len(found) < most:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting += value[:most]
        elif isinstance(value, Mapping):
            found.append(value)
            waiting += [item for item in value.values() if isinstance(item, Mapping | list)]
    return found


def _types(node: Node) -> Iterator[str]:
    kinds = node.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str):
            yield kind.rpartition("/")[2]


def _is_article(node: Node) -> bool:
    return any(ARTICLES.match(kind) for kind in _types(node))


def _says_something(node: Node) -> bool:
    return bool(node.get("headline") or node.get("datePublished"))
