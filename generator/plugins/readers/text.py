"""Plain text, as scraped from a page: a title, paragraphs, and the page's furniture around them."""

import re
from collections.abc import Iterator

from generator.model.document import Blob, Document
from generator.model.edtf import Edtf
from generator.model.records import Stripped

from ..dates_in_words import whole_line_date
from ..furniture import reason_to_strip, start_of_comments

media_types = ("text/plain",)

LONGEST_TITLE = 200  # characters
BYLINE_REACH = 4  # blocks from either end within which a line that is a date dates the article


def read(blob: Blob) -> Iterator[Document]:
    """The one document of a text file. Raises ValueError when there is no text in it."""
    blocks = _blocks(_decoded(blob.data))
    end = start_of_comments(blocks)
    stripped = [Stripped(why="comments", text=_shortened(b)) for b in blocks[end:]]
    kept: list[str] = []
    date: Edtf | None = None
    for number, block in enumerate(blocks[:end]):
        why = reason_to_strip(block)
        stated = whole_line_date(block) if _near_an_end(number, end) else None
        if stated is not None:
            date, why = date or stated, "dateline"
        if why:
            stripped.append(Stripped(why=why, text=_shortened(block)))
        else:
            kept.append(block)
    if not kept:
        raise ValueError("there is no article text in it")
    title, body = _titled(kept)
    yield Document(title=title, text="\n\n".join(body), stripped=tuple(stripped), date=date)


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"not UTF-8 in line {line}; save it as UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)


def _blocks(text: str) -> list[str]:
    """Paragraphs: parted by empty lines, or, where a page has none, by line ends."""
    parted = [block.strip() for block in re.split(r"\n[ \t\u00a0]*\n", text) if block.strip()]
    if len(parted) == 1:
        parted = [line.strip() for line in text.splitlines() if line.strip()]
    return parted


def _titled(blocks: list[str]) -> tuple[str, list[str]]:
    """The first line is the title, unless it is too long to be one."""
    first, _, rest = blocks[0].partition("\n")
    if len(first) > LONGEST_TITLE:
        words = first[:LONGEST_TITLE].rsplit(" ", 1)[0]
        return f"{words} …", blocks
    return first, [rest.strip(), *blocks[1:]] if rest.strip() else blocks[1:]


def _near_an_end(number: int, end: int) -> bool:
    return number < BYLINE_REACH or number >= end - BYLINE_REACH


def _shortened(block: str, length: int = 120) -> str:
    line = " ".join(block.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"
