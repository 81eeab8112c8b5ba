"""Quotations behind a colon that no verb of saying leads to: “The mayor was blunt: ‘…’”."""

from collections.abc import Iterator

import msgspec

from .contents import clause_start
from .lexicon import words
from .phrases import Phrase, phrase
from .sentences import QUOTE, Sentence, Span
from .speakers import subject_of_clause
from .statements import Statement, statement

_BE = frozenset(("was", "is", "were", "are"))
_HAVE = frozenset(("had", "has", "have"))
_PUT = frozenset(("put", "puts"))
_FEW = 3  # words between a verb and the colon
_MORE = 8  # words between “had” and the colon: “had a warning for those who stay”


def before_colon(sentence: Sentence) -> Iterator[Statement]:
    """A quotation that ends the sentence, by whom the words before its colon describe."""
    colon = len(sentence.tokens) - 2
    if colon < 1 or sentence.low(colon) != ":" or sentence.tokens[-1].kind != QUOTE:
        return
    if any(token.kind == QUOTE for token in sentence.tokens[:-1]):
        return
    first = clause_start(sentence, colon)
    if made := _of_owner(sentence, first, colon):
        yield made
        return
    verb = _verb(sentence, first, colon)
    if not verb or sentence.low(verb - 1) in words("answers"):  # “the message was clear”: whose?
        return
    if sentence.low(first) == "as":
        first += 1
    speaker = subject_of_clause(sentence, first, verb + 1) or phrase(sentence, first, verb)
    if speaker and speaker.last == verb:
        content = sentence.span(colon + 1, colon + 2)
        yield statement(sentence, speaker, sentence.span(verb, colon), content, ":", "asserts")


def _of_owner(sentence: Sentence, first: int, colon: int) -> Statement | None:
    """“Her answer: …”, “The mayor's message was simple: …”: the speaker owns what is said."""
    noun = next((k for k in range(first, colon) if sentence.low(k) in words("answers")), first)
    between = sentence.low(noun + 1)
    if noun == first or not (noun + 1 == colon or (between in _BE and colon - noun <= _FEW + 1)):
        return None
    cue, content = sentence.span(noun, colon), sentence.span(colon + 1, colon + 2)
    if noun == first + 1 and sentence.low(first) in ("his", "her", "their"):
        return statement(sentence, Phrase(first, noun, noun), cue, content, ":", "asserts")
    owner = sentence.tokens[noun - 1]
    opens = sentence.tokens[first]
    plain = all(
        token.capital or token.low.removesuffix("'s") in words("roles")
        for token in sentence.tokens[first + 1 : noun]
    )
    named = opens.capital and (plain and opens.low not in words("prepositions"))
    if not owner.low.endswith("'s") or not named:
        return None
    made = statement(sentence, Phrase(first, noun, noun), cue, content, ":", "asserts")
    said_by = Span(opens.start, owner.end - 2)
    return msgspec.structs.replace(made, speaker=said_by, core=said_by)


def _verb(sentence: Sentence, first: int, colon: int) -> int:
    """The verb that leads to the colon; 0 when none does."""
    last = sentence.low(colon - 1)
    for at in range(max(first + 1, colon - _MORE - 1), colon):
        low, near = sentence.low(at), colon - at <= _FEW + 1
        if near and low in _BE and last in words("moods"):
            return at
        if near and low in _PUT and sentence.low(at + 1) in ("it", "things", "matters"):
            return at
        if low in words("gestures") and at == colon - 1:
            return at
        owned = any(sentence.low(k) in words("answers") for k in (at + 2, at + 3))
        if low in _HAVE and owned and sentence.low(at + 1) in ("a", "this", "one", "another"):
            return at
    return 0
