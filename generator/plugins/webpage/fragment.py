"""A piece of HTML that is an article already: an entry of a feed, a letter."""

import re

from generator.model.provenance import Stripped

from .article import without_furniture
from .blocks import Block, blocks
from .tree import Element, parsed, words

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)


def article_of_fragment(
    html: str, base: str = "", title: str = "", author: str | None = None
) -> tuple[list[Block], list[Stripped]]:
    """All blocks of a fragment, and the furniture among them. Nothing is looked for or guessed."""
    if not html.strip():
        return [], []
    tree = parsed(f"<!doctype html><body><div>{html}</div></body>".encode("utf-8", "replace"))
    body = tree.find("body")
    if body is None:
        return [], []
    for element in list(body.iterdescendants()):
        if _is_hidden(element) and element.getparent() is not None:
            element.drop_tree()
    return without_furniture(blocks(body, base), title, author)


def text_of_html(html: str) -> str:
    """The words of a line of HTML, such as a feed's title."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    body = parsed(f"<body>{html}</body>".encode("utf-8", "replace")).find("body")
    return words(body) if body is not None else ""


def _is_hidden(element: Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))
