"""Statements in the shorthand of headlines: “…: Seoul”, “Zelensky: ‘…’”, “… – report”."""

from collections.abc import Collection, Iterator

from .lexicon import forms, words
from .phrases import Phrase
from .sentences import QUOTE, Sentence
from .statements import Statement, statement

FEWEST = 4  # words of what a headline says, before the colon
MOST = 5  # words of a speaker in a headline


def in_headline(sentence: Sentence, people: Collection[str]) -> Iterator[Statement]:
    """What a headline attributes by a colon or a dash; `people` are names that are nobody's place.

    A speaker before the colon may as well be the subject (“Gaza: …”), so it is taken only when
    words in quotation marks follow it or it is known for somebody who speaks.
    """
    tokens = sentence.tokens
    signs = [k for k, token in enumerate(tokens) if token.text in (":", "–", "—", "-", "--")]
    if not sentence.title or len(signs) != 1:
        return
    at = signs[0]
    before, after = Phrase(0, at, at), Phrase(at + 1, len(tokens), len(tokens))
    cue = sentence.span(at, at + 1)
    if at >= FEWEST and _speaks_last(sentence, after):
        yield statement(sentence, after, cue, sentence.span(0, at), tokens[at].text, "asserts")
    elif (
        tokens[at].text == ":" and _speaks_first(sentence, before, people) and len(tokens) - at > 1
    ):
        content = sentence.span(at + 1, len(tokens))
        yield statement(sentence, before, cue, content, ":", "asserts")


def _speaks_last(sentence: Sentence, end: Phrase) -> bool:
    if not 0 < end.last - end.first <= MOST:
        return False
    head = sentence.low(end.last - 1)
    plain = all(
        token.kind != QUOTE and token.text not in ",;?" for token in sentence.tokens[end.first :]
    )
    return plain and head.removesuffix("'s") in words("headline speakers")


def _speaks_first(sentence: Sentence, start: Phrase, people: Collection[str]) -> bool:
    if not 0 < start.last - start.first <= MOST or len(sentence.tokens) <= start.last + 1:
        return False
    said = sentence.tokens[start.last + 1]
    name = " ".join(token.text for token in sentence.tokens[: start.last])
    quoted = said.kind == QUOTE and start.last + 2 >= len(sentence.tokens)
    if any(token.low in forms() for token in sentence.tokens[: start.last]):
        return False
    return name in people or (quoted and sentence.tokens[0].capital)
