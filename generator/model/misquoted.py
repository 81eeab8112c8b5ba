"""Quotes that do not stand, exactly once, in the passage they rest on; and what stands there."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice

import msgspec

from .passages import GAP, Passage, lines_of, unmarked
from .problems import Problem
from .records import Article

ALIKE = 0.6  # how much of its letters a passage must share with a quote to be near
PIECE = 3  # letters by which a quote is looked for
SHORT = 12  # letters of a quote that is looked for by fewer
LONGEST = 600  # letters of a quote that are looked for
MOST_PLACES = 2_000  # of such a piece in a text
MOST_SHOWN = 3  # differences, and lines

_TOKEN = re.compile(r"\w+(?:[.,’'-]\w+)*|[^\w\s]")

Token = tuple[str, int]  # a word or a mark, and where it stands


class Near(msgspec.Struct, frozen=True):
    """The passage that a quote is nearest to, and how they differ."""

    text: str
    line: int  # in its text, from 0
    alike: float  # from 0 to 1
    differences: tuple[tuple[str, str], ...]  # as quoted, as it stands there


def misquoted(article: Article, seed: str) -> Iterator[Problem]:
    """A Problem for each claim whose quote is not once in the body or, failing that, the seed."""
    if not article.claims:
        return
    body, kept = Passage.of(article.body), Passage.of(seed)
    for claim in article.claims:
        in_body = body.occurrences(claim.quote)
        found = in_body or kept.occurrences(claim.quote)
        if found == 0:
            hint = _hint(article, claim.quote, seed)
            said = f"not at all in the body{' or the kept seed' if seed else ''}{hint}"
        elif found > 1:
            said = f"{found} times in {_places(article, claim.quote, in_body)}"
        else:
            continue
        message = f"the quote of claim “{claim.id}” occurs {said}; it must occur exactly once"
        yield Problem(article.file, claim.line, message)


def nearest(quote: str, text: str) -> Near | None:
    """The passage of a text that reads most like a quote; None where none is near."""
    quote = " ".join(quote.split())[:LONGEST]
    clear = unmarked(text)
    places = [place for place, sign in enumerate(clear) if sign != GAP]
    read = "".join([clear[place] for place in places])
    at = _about(quote, read)
    if at is None:
        return None
    slack = len(quote) // 6 + 20
    start, end = max(0, at - slack), at + len(quote) + slack
    there = [(found[0], found.start()) for found in _TOKEN.finditer(read, start, end)]
    wanted = [(found[0], found.start()) for found in _TOKEN.finditer(quote)]
    steps = _compared(wanted, there)
    first, last = (steps[0][3], steps[-1][4]) if steps else (0, 0)
    passage = _slice(read, there, first, last)
    alike = SequenceMatcher(None, quote, passage, autojunk=False).ratio()
    if not passage or alike < ALIKE:
        return None
    differences = tuple(
        (_slice(quote, wanted, i, j), _slice(read, there, k, m))
        for kind, i, j, k, m in steps
        if kind != "equal"
    )
    return Near(passage, text.count("\n", 0, places[there[first][1]]), alike, differences)


def _about(quote: str, text: str) -> int | None:
    """Where a quote would begin in a text by most of the pieces that they share."""
    size = PIECE if len(quote) >= SHORT else PIECE - 1
    width = max(4, len(quote) // 8)
    votes: Counter[int] = Counter()
    for offset in range(len(quote) - size + 1):
        piece = re.compile(re.escape(quote[offset : offset + size]))
        for found in islice(piece.finditer(text), MOST_PLACES):
            bucket = (found.start() - offset) // width
            votes[bucket] += 2
            votes[bucket + 1] += 1  # words left out or added shift what follows
            votes[bucket - 1] += 1
    best = max(votes, key=lambda bucket: (votes[bucket], -bucket), default=None)
    return None if best is None else max(0, best * width)


Step = tuple[str, int, int, int, int]  # as difflib has them: what to do, and with which tokens


def _compared(wanted: Sequence[Token], there: Sequence[Token]) -> list[Step]:
    """What turns a quote into the passage, without what stands before and behind that."""
    ours, theirs = ([word for word, _ in each] for each in (wanted, there))
    steps: list[Step] = list(SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes())
    while steps and steps[0][0] == "insert":
        steps.pop(0)
    while steps and steps[-1][0] == "insert":
        steps.pop()
    if steps and steps[0][0] == "replace":  # as many tokens as it replaces
        kind, i, j, k, m = steps[0]
        steps[0] = (kind, i, j, max(k, m - (j - i)), m)
    if steps and steps[-1][0] == "replace":
        kind, i, j, k, m = steps[-1]
        steps[-1] = (kind, i, j, k, min(m, k + (j - i)))
    return steps


def _slice(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    if first >= last:
        return ""
    word, start = tokens[last - 1]
    return " ".join(text[tokens[first][1] : start + len(word)].split())


def _hint(article: Article, quote: str, seed: str) -> str:
    """Where the nearest passage is, and how it differs; nothing where nothing is near."""
    near, kept = nearest(quote, article.body), nearest(quote, seed)
    if kept and (near is None or kept.alike > near.alike):
        return _differing(kept, "the kept seed")
    return _differing(near, f"line {article.body_line + near.line}") if near else ""


def _differing(near: Near, where: str) -> str:
    if not near.differences:  # in spaces around marks
        return f": {where} has “{near.text}”"
    said = []
    for quoted, stands in near.differences[:MOST_SHOWN]:
        if not stands:
            said.append(f"you wrote “{_visible(quoted)}”, which {where} has not")
        elif not quoted:
            said.append(f"{where} has “{_visible(stands)}” besides")
        else:
            one, other = _names_of(quoted, stands)
            said.append(f"you wrote “{quoted}”{one}, {where} has “{stands}”{other}")
    more = len(near.differences) - MOST_SHOWN
    return ": " + "; ".join(said) + (f"; and {more} more differences" if more > 0 else "")


def _names_of(quoted: str, stands: str) -> tuple[str, str]:
    """The names of the first signs that differ, where they look alike."""
    pair = next((pair for pair in zip(quoted, stands, strict=False) if pair[0] != pair[1]), None)
    if not pair or len(quoted) != len(stands) or all(sign.isascii() for sign in pair):
        return "", ""
    one, other = (f" ({unicodedata.name(sign, hex(ord(sign))).lower()})" for sign in pair)
    return one, other


def _visible(words: str) -> str:
    """Signs that take no room, by their names."""
    return "".join(
        sign if sign.isprintable() else f"U+{ord(sign):04X} {unicodedata.name(sign, '').lower()}"
        for sign in words
    )


def _places(article: Article, quote: str, in_body: int) -> str:
    if not in_body:
        return "the kept seed"
    lines = sorted({article.body_line + line for line in lines_of(quote, article.body)})
    shown = ", ".join(map(str, lines[:MOST_SHOWN])) + (", …" if len(lines) > MOST_SHOWN else "")
    return f"the body (line{'s' if len(lines) > 1 else ''} {shown})" if lines else "the body"
