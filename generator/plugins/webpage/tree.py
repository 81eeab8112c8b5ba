"""A page as a tree of elements, within bounds of size and depth; nothing is run or loaded."""

import re
from typing import Any

from .decoding import decoded

Element = Any
"""An element of lxml, which has no types of its own."""

MOST_ELEMENTS = 150_000
DEEPEST = 100  # elements within each other; no page that people write comes near
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "tr", "ul"),
    }
)
UNSEEN = ("script", "style", "template", "noscript", "svg", "iframe", "object", "math", "canvas")

_UNWANTED = re.compile("[\xad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")  # invisible in a page
_SIGNS = re.compile(r"[\W_]+")
_ASIDE = re.compile(
    r"comment|disqus|related|recommend|sidebar|widget|teaser|promo|most-?(?:read|popular)|trending"
    r"|breadcrumb|footer|popular|newsletter|read-?more|also-?like|outbrain|taboola",
    re.IGNORECASE,
)


def parsed(data: bytes, stated: str | None = None) -> Element:
    """The tree of a page. ValueError when it is too large, or nothing that can be read."""
    from lxml import etree, html

    text = _UNWANTED.sub("", decoded(data, stated))
    parser = html.HTMLParser(
        encoding="utf-8", remove_pis=True, no_network=True, huge_tree=True, collect_ids=False
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        raise ValueError("there is no article text in it") from None
    if any("RESOURCE_LIMIT" in entry.type_name for entry in parser.error_log):
        raise ValueError("elements nested thousands deep, which is no article")
    if sum(1 for _ in zip(range(MOST_ELEMENTS + 1), tree.iter(), strict=False)) > MOST_ELEMENTS:
        raise ValueError(f"a page of more than {MOST_ELEMENTS:,} elements, which is no article")
    _flatten(tree)
    return tree


def _flatten(tree: Element) -> None:
    """Dissolve what lies deeper than any page has reason to: the words in it stay."""
    from lxml import etree

    depth, deep = 0, []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > DEEPEST:
            deep.append(element)
    for element in reversed(deep):
        if isinstance(element.tag, str):
            element.drop_tag()


def words(element: Element) -> str:
    """The visible text of an element on one line, words of neighbouring blocks apart."""
    pieces: list[str] = []
    _gather(element, pieces)
    return " ".join("".join(pieces).split())


def _gather(element: Element, pieces: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return
    apart = " " if element.tag in BLOCKS or element.tag == "br" else ""
    pieces.append(apart + (element.text or ""))
    for child in element:
        _gather(child, pieces)
        if child.tail:
            pieces.append(child.tail)
    pieces.append(apart)


def name_of(element: Element) -> str:
    """What the page calls an element: its tag, id, classes and role, in one string."""
    parts = (element.get(key) or "" for key in ("id", "class", "role", "data-component"))
    return f"{element.tag} {' '.join(parts)}"


def stands_aside(element: Element) -> bool:
    """Whether an element lies in a part of the page that is not about this article."""
    for above in (element, *element.iterancestors()):
        if above.tag in ("nav", "aside", "footer") or (
            above.tag not in ("body", "html", "main", "article") and _ASIDE.search(name_of(above))
        ):
            return True
    return False


def same_words(text: str) -> str:
    """Text for comparing: letters and digits only, capitals or not."""
    return _SIGNS.sub("", text.casefold())
