"""HTML of our own as plain text: for editions that are read as text, and for the text in a mail.

The text is made of the very HTML that others are shown, so that nobody is told less. Links are
numbered, with their addresses in full at the end; the numbers of notes are in round brackets.
"""

import re
from collections.abc import Iterator
from html import unescape

from .columns import columns, wrapped

WIDTH = 72  # columns; RFC 5322 asks for lines of at most 78
NARROWEST = 24  # columns that are left to a text, however deep it stands

APART = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "figure", "hr"}
)
"""Elements with an empty line before and after them."""
BLOCKS = APART | {"div", "section", "table", "tr", "li", "dt", "dd", "figcaption", "body"}
HIDDEN = frozenset({"hidden", "footnote-backref"})
SKIPPED = frozenset({"head", "style", "title", "script"})
UNDERLINED = {"h1": "=", "h2": "-"}
CELLS = frozenset({"td", "th"})
_PIECES = re.compile(
    r"""<!--.*?-->|<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>|([^<]+|<)""", re.DOTALL
)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_SPACES = re.compile(r"[ \t\n\r\f]+")
VOID = frozenset({"br", "hr", "img", "meta", "link", "source"})


Attributes = dict[str, str]


def plain(html: str, width: int = WIDTH) -> str:
    """HTML as text in lines of at most `width` columns, addresses excepted.

    It is HTML that a template made, whose attributes stand in double quotes.
    """
    writer = _Writer(width)
    for found in _PIECES.finditer(html, max(html.find("<body"), 0)):
        end, tag, attributes, text = found.groups()
        if text:
            writer.say(unescape(text) if "&" in text else text)
        elif tag and end:
            writer.end(tag)
        elif tag:
            writer.begin(tag, dict(_ATTRIBUTE.findall(attributes)) if attributes else {})
    return writer.text()


class _Writer:
    """Writes blocks as they end; what stands before each line is a stack."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = []
        self.links: dict[str, int] = {}
        self._inline: list[str] = []
        self._apart = False  # whether an empty line is due
        self._joined = False  # whether none is, since the block before belongs to what follows
        self._margins: list[str] = []  # what each line begins with, from the outside in
        self._bullet = ""  # what the next line begins with instead of its innermost margin
        self._lists: list[int | None] = []  # the number of the next item; None where dots are
        self._open: list[tuple[str, Attributes]] = []
        self._skipping = 0
        self._kept = 0  # how many `pre` this is in

    def begin(self, tag: str, given: Attributes) -> None:
        """An element begins: a block ends the text before it, a list item gets its sign."""
        if tag not in VOID:
            self._open.append((tag, given))
            if self._skipping or tag in SKIPPED or HIDDEN & _classes(given):
                self._skipping += 1
                return
        if self._skipping:
            return
        if tag in BLOCKS:
            self._end_block(tag in APART and not self._joined)
        if tag == "br":
            self._inline.append("\n")
        elif tag == "hr":
            self._write("-" * 8)
        elif tag == "img":
            self._inline.append(f"[{unescape(given.get('alt', ''))}]")
        elif tag in CELLS and self._laid_out():
            self._end_block(apart=False)
        elif tag in CELLS and self._said():
            self._inline.append(" | ")
        self._indent(tag, given)

    def end(self, tag: str) -> None:
        """An element ends, and with it its block."""
        if tag in VOID or not any(tag == name for name, _ in self._open):
            return
        while self._open:
            name, given = self._open.pop()
            if self._skipping:
                self._skipping -= 1
            else:
                self._close(name, given)
            if name == tag:
                return

    def say(self, text: str) -> None:
        """Text, whose spaces count in `pre` only."""
        if self._skipping:
            return
        if len(self._open) > 1 and "footnote-ref" in _classes(self._open[-2][1]):
            text = text.replace("[", "(").replace("]", ")")
        self._inline.append(text if self._kept else _SPACES.sub(" ", text))

    def text(self) -> str:
        """All that was written, and the addresses."""
        self._end_block(apart=True)
        if self.links:
            self.lines += ["", *(f"[{number}] {href}" for href, number in self.links.items())]
        lines = [line.rstrip() for line in self.lines]
        while lines and not lines[0]:
            del lines[0]
        return "\n".join(lines) + "\n"

    def _laid_out(self) -> bool:
        """Whether the innermost table is there for its looks."""
        tables = [given for name, given in self._open if name == "table"]
        return not tables or tables[-1].get("role") == "presentation"

    def _indent(self, tag: str, given: Attributes) -> None:
        if tag in ("ul", "ol"):
            self._lists.append(int(given.get("start", 1)) if tag == "ol" else None)
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            self._bullet = "- " if number is None else f"{number}. "
            if number is not None:
                self._lists[-1] = number + 1
            self._margins.append(" " * len(self._bullet))
        elif tag == "pre":
            self._kept += 1
        elif tag == "blockquote" or "answer" in _classes(given):
            self._end_paragraph()
            self._margins.append("> " if tag == "blockquote" else "    ")

    def _close(self, tag: str, given: Attributes) -> None:
        if tag == "a":
            self._number(unescape(given.get("href", "")))
        if tag in UNDERLINED:
            said = self._said()
            self._end_block(apart=False)
            self._write(UNDERLINED[tag] * min(columns(said), self.width))
        if tag in BLOCKS or (tag in CELLS and self._laid_out()):
            close = "close" in _classes(given)
            self._end_block(tag in APART and not close)
            self._joined = close
        if tag in ("ul", "ol"):
            self._lists.pop()
        self._kept -= tag == "pre"
        if tag == "blockquote" or "answer" in _classes(given):
            self._margins.pop()
        elif tag == "li" and self._margins:
            self._margins.pop()
            self._bullet = ""

    def _number(self, href: str) -> None:
        """The number of a link behind its words; none where these are the address itself."""
        said = self._said()
        if not href or "#fn" in href or said.endswith(href.removeprefix("mailto:")):
            return
        number = self.links.setdefault(href, len(self.links) + 1)
        self._inline.append(f" [{number}]")

    def _said(self) -> str:
        return " ".join("".join(self._inline).split())

    def _end_block(self, apart: bool) -> None:
        text, self._inline = "".join(self._inline), []
        if text.strip():
            for paragraph in text.strip("\n").split("\n"):
                self._write(*([paragraph] if self._kept else self._wrapped(paragraph)))
        self._apart |= apart

    def _wrapped(self, paragraph: str) -> Iterator[str]:
        room = self.width - sum(columns(margin) for margin in self._margins)
        return wrapped(paragraph, max(room, NARROWEST))

    def _write(self, *lines: str) -> None:
        self._end_paragraph()
        self._joined = False
        margin = "".join(self._margins)
        for line in lines:
            begins = margin
            if self._bullet:
                begins = "".join(self._margins[:-1]) + self._bullet
                self._bullet = ""
            self.lines.append(begins + line)

    def _end_paragraph(self) -> None:
        """The empty line that is due, which belongs to what both sides of it are in."""
        if self._apart and self.lines and self.lines[-1].strip(" >"):
            self.lines.append("".join(self._margins))
        self._apart = False


def _classes(given: Attributes) -> set[str]:
    return set(given["class"].split()) if "class" in given else set()
