"""HTML as blocks: each as Markdown and as the plain text that it reads as."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from generator.model.prose import line_starts_escaped

from .inline import Inline, inline, plain, same
from .tree import BLOCKS, UNSEEN, Element

Kind = Literal["paragraph", "heading", "list", "quote", "table", "code", "rule"]

LONGEST_CELL = 700  # characters; a table with a longer one lays out the page
SMALLEST_TABLE = 2  # rows, and columns; a smaller one only lays out the page

_SKIPPED = {*UNSEEN, "form", "button", "input", "select", "textarea", "img", "graphic", "video",
            "audio", "picture", "source", "title", "link", "meta"}  # fmt: skip
_NAMES = {  # what the extractor calls them (TEI)
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "row": "tr",
    "cell": "td",
}
_LAID_OUT = {"table", "h1", "h2", "h3", "h4"}  # what a table of data does not hold
_LINES_KEPT = re.compile(r"[ \t]*\n[ \t]*")


class Block(msgspec.Struct, frozen=True):
    """A paragraph, heading, list, quote or table."""

    kind: Kind
    markdown: str
    text: str
    links: int = 0  # how many letters of it are links


def blocks(element: Element, base: str = "") -> list[Block]:
    """The blocks below an element, in order. `base` is what relative links are relative to."""
    return [block for block in _blocks(element, base) if block.text or block.kind == "rule"]


def tag_of(element: Element) -> str:
    """An element's HTML name; empty for a comment."""
    if not isinstance(element.tag, str):
        return ""
    if element.tag == "head":
        return (element.get("rend") or "h2") if element.get("rend", "h2")[:1] == "h" else "h2"
    if element.tag == "list":
        return "ol" if element.get("rend") == "ol" else "ul"
    return _NAMES.get(element.tag, element.tag)


def _blocks(element: Element, base: str) -> Iterator[Block]:
    """Runs of text and inline elements are paragraphs; block elements part them."""
    run: list[Inline] = [plain(element.text)]
    for child in element:
        tag = tag_of(child)
        if tag in BLOCKS or (tag not in _SKIPPED and _holds_blocks(child)):
            yield from _paragraphs(run)
            run = []
            yield from _block(child, tag, base)
        elif tag and tag not in _SKIPPED:
            run.append(inline(child, base))
        run.append(plain(child.tail))
    yield from _paragraphs(run)


def _holds_blocks(element: Element) -> bool:
    return any(tag_of(below) in BLOCKS for below in element.iterdescendants())


def _block(element: Element, tag: str, base: str) -> Iterator[Block]:
    if tag in _SKIPPED:
        return
    if re.fullmatch("h[1-6]", tag):
        yield from _heading(element, int(tag[1]), base)
    elif tag in ("ul", "ol"):
        yield from _list(element, tag == "ol", base)
    elif tag == "blockquote":
        inner = blocks(element, base)
        text = "\n\n".join(block.text for block in inner)
        markdown = "\n>\n".join(_prefixed(block.markdown, "> ") for block in inner)
        yield Block("quote", markdown, text, sum(block.links for block in inner))
    elif tag == "table":
        yield from _table(element, base)
    elif tag == "pre":
        text = "".join(element.itertext()).strip("\n")
        fence = "`" * max(3, 1 + max((len(m) for m in re.findall("`+", text)), default=0))
        yield Block("code", f"{fence}\n{text}\n{fence}", text)
    elif tag == "hr":
        yield Block("rule", "* * *", "")
    else:
        yield from _blocks(element, base)


def _paragraphs(run: list[Inline]) -> Iterator[Block]:
    """A run of text as paragraphs, which two line breaks part."""
    whole = same(run)
    parts = zip(
        re.split(r"\n\s*\n", whole.markdown), re.split(r"\n\s*\n", whole.text), strict=False
    )
    for markdown, text in parts:
        markdown = _LINES_KEPT.sub("\n", markdown.strip())
        text = _LINES_KEPT.sub("\n", text.strip())
        if text:
            yield Block("paragraph", line_starts_escaped(markdown), text, whole.links)


def _heading(element: Element, level: int, base: str) -> Iterator[Block]:
    whole = inline(element, base)
    text = " ".join(whole.text.split())
    if text:
        markdown = (
            " ".join(whole.unmarked.split())
            if whole.links == 0
            else " ".join(whole.markdown.split())
        )
        markdown = re.sub(r"(#+)$", r"\\\1", markdown)
        yield Block("heading", f"{'#' * max(2, level)} {markdown}", text, whole.links)


def _list(element: Element, numbered: bool, base: str) -> Iterator[Block]:
    items: list[tuple[str, str]] = []
    links = 0
    for child in element:
        inner = (
            blocks(child, base)
            if tag_of(child) in ("li", "dd", "dt", "div", "p", "ul", "ol")
            else []
        )
        if inner:
            mark = f"{len(items) + 1}. " if numbered else "- "
            parts = [_prefixed(block.markdown, " " * len(mark)) for block in inner]
            separator = "\n" if [b.kind for b in inner] == ["paragraph", "list"] else "\n\n"
            markdown = mark + separator.join(parts)[len(mark) :]
            items.append((markdown, "\n".join(block.text for block in inner)))
            links += sum(block.links for block in inner)
    if items:
        text = "\n".join(text for _, text in items)
        yield Block("list", "\n".join(markdown for markdown, _ in items), text, links)


def _table(element: Element, base: str) -> Iterator[Block]:
    """A table; one that only lays out the page, with a single column or row, is its contents."""
    rows = [row for row in element.iter() if tag_of(row) == "tr" and _table_of(row) is element]
    cells = [[cell for cell in row if tag_of(cell) in ("td", "th")] for row in rows]
    cells = [row for row in cells if row]
    inside = {tag_of(below) for below in element.iterdescendants()}
    nested = element.get("role") == "presentation" or bool(inside & _LAID_OUT)
    width = max(map(len, cells), default=0)
    nested = nested or any(len("".join(c.itertext())) > LONGEST_CELL for row in cells for c in row)
    if min(width, len(cells)) < SMALLEST_TABLE or nested:
        for row in cells or [[element]] if rows else []:
            for cell in row:
                yield from _blocks(cell, base)
        if not rows:
            yield from _blocks(element, base)
        return
    lines, texts, links = [], [], 0
    for row in cells:
        whole = [
            same([Inline(b.markdown, b.text, b.links) for b in blocks(c, base)], " ") for c in row
        ]
        columns = [" ".join(cell.markdown.split()).replace("|", "\\|") for cell in whole]
        lines.append("| " + " | ".join([*columns, *[""] * (width - len(columns))]) + " |")
        texts.append(" | ".join(" ".join(cell.text.split()) for cell in whole))
        links += sum(cell.links for cell in whole)
    lines.insert(1, "|" + " --- |" * width)
    if any(text.strip(" |") for text in texts):
        yield Block("table", "\n".join(lines), "\n".join(texts), links)


def _table_of(row: Element) -> Element:
    return next((above for above in row.iterancestors() if above.tag == "table"), None)


def _prefixed(markdown: str, prefix: str) -> str:
    return "\n".join(
        f"{prefix}{line}" if line else prefix.rstrip() for line in markdown.split("\n")
    )
