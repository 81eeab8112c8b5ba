"""Plain text, as scraped from a page: a title, paragraphs, and the page's furniture around them."""

import re
from collections.abc import Iterator, Sequence

from generator.model.document import Blob, Document
from generator.model.edtf import Edtf
from generator.model.provenance import Stripped
from generator.model.unseen import CONTROLS

from ..dates_in_words import Dateline, dateline
from ..furniture import reason_to_strip, shortened, start_of_comments
from ..languages import language

media_types = ("text/plain",)

LARGEST = 1_500_000  # bytes; escaped, as a draft, it must still be small enough to be read
LONGEST_TITLE = 200  # characters
BYLINE_REACH = 4  # blocks from either end within which a line that is a date dates the article
BYLINE_LINES = 3  # a block of more lines is prose, broken where it happens to break


def read(blob: Blob) -> Iterator[Document]:
    """The one document of a text file. Raises ValueError when there is no text in it."""
    if len(blob.data) > LARGEST:
        raise ValueError(f"larger than {LARGEST / 1e6} MB, which is no article; cut it first")
    blocks = _blocks(_decoded(blob.data))
    end = start_of_comments(blocks)
    stripped = [Stripped(why="comments", text=shortened(b)) for b in blocks[end:]]
    kept: list[str] = []
    for block in blocks[:end]:
        why = reason_to_strip(block)
        if why:
            stripped.append(Stripped(why=why, text=shortened(block)))
        else:
            kept.append(block)
    date = _stated(kept)
    if date:
        kept, lines = _without_datelines(kept, date)
        stripped += [Stripped(why="dateline", text=shortened(line)) for line in lines]
    if not kept:
        raise ValueError("there is no article text in it")
    title, body = _titled(kept)
    text = "\n\n".join(body)
    yield Document(
        title=title,
        text=text,
        stripped=tuple(stripped),
        date=date,
        date_basis="stated" if date else None,
        lang=language(title + text),
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that has no title, without the furniture among them."""
    return [block for block in _blocks(_evened(text)) if not reason_to_strip(block)]


def _stated(blocks: Sequence[str]) -> Edtf | None:
    """The day that the page says it was published on, when it says so beyond doubt.

    A line that says “published” counts, or a day alone near an end. Where there are several days
    that differ, as in a chronology, none is taken for the article's.
    """
    near = {*range(BYLINE_REACH), *range(len(blocks) - BYLINE_REACH, len(blocks))}
    found = [(n, day) for n, block in enumerate(blocks) for _, day in _datelines(block)]
    days = {day.date for n, day in found if day.labelled and n in near}
    if not days:
        days = {day.date for _, day in found}
        days = days if any(n in near for n, _ in found) else set()
    return next(iter(days)) if len(days) == 1 else None


def _datelines(block: str) -> list[tuple[str, Dateline]]:
    lines = block.split("\n", BYLINE_LINES)
    if len(lines) > BYLINE_LINES:
        return []
    return [(line, day) for line in lines if (day := dateline(line.strip()))]


def _without_datelines(blocks: Sequence[str], date: Edtf) -> tuple[list[str], list[str]]:
    """The blocks without the lines that state the date, and those lines."""
    kept, stated = [], []
    for block in blocks:
        lines = [line for line, day in _datelines(block) if day.date == date]
        rest = "\n".join(line for line in block.split("\n") if line not in lines)
        stated += lines
        kept += [rest] if rest.strip() else []
    return kept, stated


def _decoded(data: bytes) -> str:
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise ValueError(f"not text in line {line}: save it as plain text, in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"not UTF-8 in line {line}; save it as UTF-8") from None
    return _evened(text)


def _evened(text: str) -> str:
    """Text with one kind of line end, and without what no content may hold."""
    for line_end in ("\r\n", "\r", "\x85", "\u2028", "\x0b", "\x0c"):
        text = text.replace(line_end, "\n")
    return CONTROLS.sub("", text.replace("\u2029", "\n\n").replace("\ufeff", ""))


def _blocks(text: str) -> list[str]:
    """Paragraphs: parted by empty lines, or, where a page has none, by line ends."""
    parted = [block.strip() for block in re.split(r"\n[ \t\u00a0]*\n", text) if block.strip()]
    if len(parted) == 1:
        parted = [line.strip() for line in text.split("\n") if line.strip()]
    return parted


def _titled(blocks: list[str]) -> tuple[str, list[str]]:
    """The first line is the title, unless it is too long to be one."""
    line, _, rest = blocks[0].partition("\n")
    title = " ".join(line.split())
    if len(title) > LONGEST_TITLE:
        words = title[:LONGEST_TITLE].rsplit(" ", 1)[0]
        return f"{words} …", blocks
    return title, [rest.strip(), *blocks[1:]] if rest.strip() else blocks[1:]
