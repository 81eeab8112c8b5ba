"""Where words stand in quotation marks: all styles, nested, and running over several paragraphs.

Old newswires write ``so'' for “so”. In texts that were cut into words, blanks stand around every
mark, and a straight one opens or closes by its turn in the paragraph.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

MOST_ALONE = 20  # marks of a paragraph that close nowhere; with more, its marks mean nothing
MOST_PARAGRAPHS = 12  # that one quotation may run over; beyond it, a mark is missing somewhere

_CLOSES = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", '"': '"', "'": "'"}
_CLOSES |= {"``": "''", "`": "'"}
_SINGLE = frozenset("‘'`")
_SURE = frozenset(("``", "“"))  # open wherever they stand
_MARKS = re.compile(r"``|''|[“”„«»‘’\"'`]")
_SPACED = re.compile(r"\w ([,.])(?=\s)|\w([,.])(?=\s)")
_ENDS = ".,!?…;:—–-"


class Quotation(msgspec.Struct, frozen=True):
    """Words in quotation marks; `start` and `end` have the marks inside."""

    start: int
    end: int
    first: int  # of the words themselves
    last: int


def quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> Iterator[Quotation]:
    """The outermost quotations of a text, in order. A mark alone opens nothing."""
    at = number = alone = 0
    spaced = [_is_spaced(text, start, end) for start, end in paragraphs]
    while number < len(paragraphs):
        start, end = paragraphs[number]
        opening = _opening(text, max(at, start), end, spaced[number])
        if not opening or alone > MOST_ALONE:
            number, alone = number + 1, 0
            continue
        mark = opening[0]
        close = _closing(text, opening.end(), end, mark, spaced[number])
        if close is None:
            number, close = _paragraphs_on(text, paragraphs, spaced, (number, mark))
        at = opening.end()
        alone += close is None
        if close is not None:
            yield Quotation(opening.start(), close[1], opening.end(), close[0])
            at = close[1]


def _paragraphs_on(
    text: str, paragraphs: Sequence[tuple[int, int]], spaced: Sequence[bool], begun: tuple[int, str]
) -> tuple[int, tuple[int, int] | None]:
    """Where a quotation closes whose paragraphs each open anew, with that paragraph's number.

    Lines that no empty line parts need not open anew, where the mark can only open.
    """
    number, mark = begun
    for later in range(number + 1, min(number + MOST_PARAGRAPHS, len(paragraphs))):
        start, end = paragraphs[later]
        first = start + len(mark)
        if not text.startswith(mark, start):
            gap = text[paragraphs[later - 1][1] : start]
            if mark not in _SURE or gap.count("\n") > 1:
                break
            first = start
        close = _closing(text, first, end, mark, spaced[later])
        if first == start and mark in text[start : close[0] if close else end]:
            break
        if close:
            return later, close
    return number, None


def _is_spaced(text: str, start: int, end: int) -> bool:
    """Whether blanks stand before the commas and full stops of a paragraph."""
    apart = [bool(found[1]) for found in _SPACED.finditer(text, start, min(end + 1, len(text)))]
    if not apart:
        return text[start:end].endswith((" .", ' "', " ''"))
    return sum(apart) * 2 > len(apart)


def _opening(text: str, start: int, end: int, spaced: bool) -> re.Match[str] | None:
    for found in _MARKS.finditer(text, start, end):
        mark, before, after = (
            found[0],
            text[found.start() - 1 : found.start()],
            text[found.end() :][:1],
        )
        sure = mark in _SURE or (spaced and mark == '"')
        if mark not in _CLOSES or not after or (after.isspace() and not sure):
            continue
        inside_word = found.start() > start and (before.isalnum() or before in ".,")
        if mark in _SINGLE and (inside_word or not (after.isalpha() or after in '“"')):
            continue
        if mark in '"»' and inside_word:
            continue
        return found
    return None


def _closing(text: str, start: int, end: int, mark: str, spaced: bool) -> tuple[int, int] | None:
    """Start and end of the mark that closes, with what is nested stepped over."""
    wanted = _CLOSES[mark]
    if mark in _SINGLE:
        return _closing_single(text, start, end, mark)
    depth = 0
    for found in _MARKS.finditer(text, start, end):
        if found[0] == mark and mark not in '"„' and mark != "``":
            depth += 1
        elif found[0] == wanted or (mark == "„" and found[0] in wanted) or _is_plain(mark, found):
            if mark == '"' and not spaced and _opens_again(text, found):
                return None
            if depth == 0:
                return found.span()
            depth -= 1
    return None


def _is_plain(mark: str, found: re.Match[str]) -> bool:
    """``Words" that a straight mark closes."""
    return mark == "``" and found[0] == '"'


def _opens_again(text: str, found: re.Match[str]) -> bool:
    before, after = text[found.start() - 1], text[found.end() : found.end() + 1]
    return before.isspace() and bool(after) and not after.isspace()


def _closing_single(text: str, start: int, end: int, mark: str) -> tuple[int, int] | None:
    """An apostrophe closes a quotation where no letter follows; “soldiers’ camp” is in doubt."""
    doubtful = None
    for found in _MARKS.finditer(text, start, end):
        if found[0] == mark and mark in "‘`":
            break
        before, after = text[found.start() - 1], text[found.end() : found.end() + 1]
        if found[0] not in _CLOSES[mark] or after.isalnum() or before.isspace():
            continue
        if before in _ENDS or before != "s":
            return found.span()
        doubtful = doubtful or found.span()
    return doubtful
