"""What stands inside a line of HTML, as Markdown and as the plain text that it reads as."""

import re
from collections.abc import Sequence
from urllib.parse import urljoin

import msgspec

from generator.model.prose import inline_escaped

from .tree import UNSEEN, Element

LONGEST_EMPHASIS = 1_000  # characters; more is how a page is set, not what it stresses

_EMPHASIS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**", "#i": "*", "#b": "**"}
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\^`{|}\x00-\x1f]+\Z")
_WORDS = re.compile(r"(?P<before>[^\w(]*)(?P<inside>.*?)(?P<after>[^\w)]*)\Z", re.DOTALL)


class Inline(msgspec.Struct, frozen=True):
    """A piece of a line; line ends in it are line breaks of the page."""

    markdown: str
    text: str
    links: int = 0  # how many letters of it are links
    unmarked: str = ""  # the Markdown without emphasis


def plain(text: str | None) -> Inline:
    """Text between elements: its line ends are spaces."""
    words = re.sub(r"[ \t\r\n\f\xa0\u2028\u2029]+", " ", text or "")
    escaped = inline_escaped(words)
    return Inline(escaped, words, 0, escaped)


def same(pieces: Sequence[Inline], between: str = "") -> Inline:
    """Several pieces as one."""
    markdown = ""
    for piece in pieces:
        if markdown.endswith("!") and piece.markdown.startswith("["):
            markdown = markdown[:-1] + "\\!"  # “![” would begin an image
        elif markdown.endswith("*") and piece.markdown.startswith("*"):
            piece = Inline(piece.unmarked, piece.text, piece.links, piece.unmarked)
        markdown += (between if markdown else "") + piece.markdown
    return Inline(
        markdown,
        between.join(piece.text for piece in pieces),
        sum(piece.links for piece in pieces),
        between.join(piece.unmarked for piece in pieces),
    )


def inline(element: Element, base: str) -> Inline:
    """An inline element with all that is in it."""
    tag = element.tag
    if not isinstance(tag, str) or tag in UNSEEN:
        return Inline("", "")
    if tag in ("br", "lb"):
        return Inline("\n", "\n", 0, "\n")
    pieces = [plain(element.text)]
    for child in element:
        pieces += [inline(child, base), plain(child.tail)]
    whole = same(pieces)
    if not whole.text.strip():
        return whole
    if tag in ("a", "ref"):
        return _link(whole, element.get("href") or element.get("target") or "", base)
    mark = _EMPHASIS.get(element.get("rend") or tag if tag == "hi" else tag)
    return _marked(whole, mark) if mark else whole


def _link(whole: Inline, target: str, base: str) -> Inline:
    """A link where its target can be reached from elsewhere, else its words."""
    try:
        address = urljoin(base, target.strip()).replace(" ", "%20")
    except ValueError:
        address = ""
    letters = len(whole.text.strip())
    if not _ADDRESS.match(address) or "\n" in whole.text.strip():
        return Inline(whole.markdown, whole.text, letters, whole.unmarked)
    address = address.replace("(", "%28").replace(")", "%29").replace("*", "%2A")
    before, inside, after = _apart(whole.unmarked)
    markdown = f"{before}[{inside}]({address.replace('&', '&amp;')}){after}"
    return Inline(markdown, whole.text, letters, markdown)


def _marked(whole: Inline, mark: str) -> Inline:
    """Emphasis around the words, not the spaces and marks beside them, where it always works."""
    match = _WORDS.match(whole.unmarked) if len(whole.unmarked) <= LONGEST_EMPHASIS else None
    inside = match["inside"] if match else ""
    if not match or not inside or "\n" in inside or "](" in inside:
        return whole
    if not (inside[0].isalnum() and inside[-1].isalnum()) or inside != inside.strip("_"):
        return whole
    markdown = f"{match['before']}{mark}{inside}{mark}{match['after']}"
    return Inline(markdown, whole.text, whole.links, whole.unmarked)


def _apart(text: str) -> tuple[str, str, str]:
    """The spaces before and after, and what is between them."""
    inside = text.strip()
    start = text.index(inside)
    return text[:start], inside, text[start + len(inside) :]
