"""The article on a page, its furniture apart: trafilatura finds it, and we look after the rest."""

import logging
import re

from generator.model.provenance import Stripped

from ..furniture import reason_to_strip, shortened, start_of_comments
from .blocks import Block, blocks
from .days import speaks_of_a_day
from .elsewhere import without_other_stories
from .tree import UNSEEN, Element, same_words, words

EDGE = 4  # blocks at the beginning within which a line may be a byline or a dateline
LONGEST_BYLINE = 100  # characters
SHORTEST_MENU = 80  # characters of a paragraph that is all links
MOST_LINKS = 0.6  # of the letters in a list that only leads elsewhere

_SENTENCE = re.compile(r"[.!?…。؟]")
_NO_ARTICLE = (*UNSEEN, "nav", "aside", "footer", "form", "header", "button", "figcaption")


def article_in(
    tree: Element, title: str, address: str, author: str | None
) -> tuple[list[Block], list[Stripped]]:
    """The blocks of a page's article, and the furniture that stood among them."""
    found = _extracted(tree, address)
    text = " ".join(block.text for block in found)
    smaller = without_other_stories(tree, title, text, address)
    if smaller is not None:
        found = _extracted(smaller, address) or found
    found = found or _whatever_there_is(tree, address)
    return without_furniture(_with_parted_lines(found), title, author)


def without_furniture(
    found: list[Block], title: str = "", author: str | None = None
) -> tuple[list[Block], list[Stripped]]:
    """Blocks without those that are no part of the report, and these with their kinds."""
    above = _above_the_headline(found, title)
    stripped = [Stripped(why="page frame", text=shortened(block.text)) for block in found[:above]]
    found = found[above:]
    texts = [block.text for block in found]
    end = start_of_comments(texts)
    stripped += [Stripped(why="comments", text=shortened(text)) for text in texts[end:] if text]
    kept: list[Block] = []
    links_follow = False
    for number, block in enumerate(found[:end]):
        why = "" if block.kind in ("table", "code") else reason_to_strip(block.text)
        if not why and _is_menu(block):
            why = "navigation"
        if not why and links_follow and block.kind == "list" and _leads_elsewhere(block):
            why = "navigation"
        if not why and number < EDGE:
            why = _edge(block, title, author)
        links_follow = why == "navigation"
        if not why:
            kept.append(block)
        elif why != "title":
            stripped.append(Stripped(why=why, text=shortened(block.text)))
    while kept and kept[-1].kind in ("heading", "rule"):
        last = kept.pop()
        stripped += [Stripped(why="navigation", text=shortened(last.text))] if last.text else []
    return kept, stripped


def _above_the_headline(found: list[Block], title: str) -> int:
    """How many blocks stand above the headline, where it is among them and they are short."""
    own = same_words(title)
    for number, block in enumerate(found):
        if own and same_words(block.text) == own:
            return number
        if len(block.text) > LONGEST_BYLINE and not _leads_elsewhere(block):
            break
    return 0


def _edge(block: Block, title: str, author: str | None) -> str:
    """What a line at the beginning is that the article's own fields say again."""
    line = " ".join(block.text.split())
    own = same_words(title)
    if own and (same_words(line) == own or (block.kind == "heading" and own in same_words(line))):
        return "title"
    if block.kind != "paragraph" or len(line) > LONGEST_BYLINE:
        return ""
    if speaks_of_a_day(line):
        return "dateline"
    name = same_words(author or "")
    return "byline" if name and same_words(line) in (name, "by" + name) else ""


def _is_menu(block: Block) -> bool:
    """Whether a paragraph is a row of links, such as a table cell with the site's sections."""
    return (
        block.kind == "paragraph"
        and len(block.text) >= SHORTEST_MENU
        and block.links > 0.9 * len(block.text.replace("\n", ""))
        and not _SENTENCE.search(block.text)
    )


def _leads_elsewhere(block: Block) -> bool:
    return block.links > MOST_LINKS * len(block.text)


def _extracted(tree: Element, address: str) -> list[Block]:
    from trafilatura import bare_extraction

    log = logging.getLogger("trafilatura")
    if not log.handlers:
        log.addHandler(logging.NullHandler())  # what it discards is no news to an editor
    document = bare_extraction(
        tree,
        url=address or None,
        include_comments=False,
        include_tables=True,
        include_links=True,
        include_formatting=True,
    )
    body = getattr(document, "body", None)
    return blocks(body, address) if body is not None else []


def _whatever_there_is(tree: Element, address: str) -> list[Block]:
    """Of a page that is too small for its article to be told apart: all but its frame."""
    from lxml import etree

    body = tree.find("body")
    if body is None:
        return []
    whole = etree.fromstring(etree.tostring(body), etree.HTMLParser(huge_tree=True))
    if whole is None:
        return []
    etree.strip_elements(whole, *_NO_ARTICLE, with_tail=False)
    for element in list(whole.iter("h1")):
        if element.getparent() is not None and not words(element):
            element.getparent().remove(element)
    return blocks(whole, address)


def _with_parted_lines(found: list[Block]) -> list[Block]:
    """Paragraphs whose lines are furniture in part, such as a share bar, line by line."""
    parted: list[Block] = []
    for block in found:
        lines = block.text.split("\n")
        marked = block.markdown.split("\n")
        mixed = block.kind == "paragraph" and len(lines) == len(marked) and len(lines) > 1
        if mixed and any(reason_to_strip(line) for line in lines):
            parted += [
                Block("paragraph", m, t, block.links) for m, t in zip(marked, lines, strict=True)
            ]
        else:
            parted.append(block)
    return parted
