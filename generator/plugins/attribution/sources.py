"""Statements without a verb of their own: “according to …”, “a claim Seoul denied”."""

from collections.abc import Iterator, Sequence

import msgspec

from .contents import clause_end, clause_start, is_clause
from .lexicon import PARTICIPLE, PAST, PRESENT, Form, words
from .phrases import Phrase, phrase
from .sentences import QUOTE, Sentence
from .speakers import speaker_after
from .statements import Statement, statement
from .verbs import group_at, is_finite

FEWEST = 2  # tokens of what somebody says
_FAR = 14  # tokens from “a claim” to the verb that denies it


def according_to(sentence: Sentence, at: int) -> Iterator[Statement]:
    """“according to the army, …” and “…, according to the army”."""
    if sentence.low(at) != "according" or sentence.low(at + 1) != "to":
        return
    speaker = speaker_after(sentence, at + 2)
    if not speaker or _is_rule(sentence, speaker):
        return
    cue = sentence.span(at, at + 2)
    before = at - 1 if sentence.low(at - 1) in (",", "—", "–") else at
    start = clause_start(sentence, before) if before > 0 else 0
    quoted = before > 0 and sentence.tokens[before - 1].kind == QUOTE
    if (quoted and start == before - 1) or (before > start and is_clause(sentence, start, before)):
        content = sentence.span(start, before)
    else:
        after = speaker.last + 1 if sentence.low(speaker.last) == "," else speaker.last
        if sentence.low(after) == "however" and sentence.low(after + 1) == ",":
            after += 2
        end = clause_end(sentence, after) if after < len(sentence.tokens) else after
        quoted = after < len(sentence.tokens) and sentence.tokens[after].kind == QUOTE
        if sentence.low(speaker.last) != "," or (end - after < FEWEST and not quoted):
            return
        content = sentence.span(after, end)
    carried = _is_carrier(sentence, speaker)
    yield statement(
        sentence, speaker, cue, content, "according to", "reports" if carried else "asserts"
    )


def in_the_words_of(sentence: Sentence, at: int) -> Iterator[Statement]:
    """“in the words of one envoy, ‘a bridge’”, “‘a bridge’, in the words of one envoy”."""
    if [sentence.low(at + k) for k in (-2, -1, 1)] != ["in", "the", "of"]:
        return
    speaker = speaker_after(sentence, at + 2)
    if not speaker:
        return
    behind = speaker.last + (sentence.low(speaker.last) in (",", ":"))
    before = at - 3 - (sentence.low(at - 3) == ",")
    for quote in (behind, before):
        if 0 <= quote < len(sentence.tokens) and sentence.tokens[quote].kind == QUOTE:
            cue, content = sentence.span(at - 2, at + 2), sentence.span(quote, quote + 1)
            yield statement(sentence, speaker, cue, content, "in the words of", "asserts")
            return


def _is_rule(sentence: Sentence, speaker: Phrase) -> bool:
    """“according to plan”, “according to the law”."""
    return any(
        sentence.low(k) in words("accordance") and not sentence.tokens[k].capital
        for k in range(speaker.first, speaker.core)
        if sentence.low(k + 1) not in ("ministry", "committee", "office", "commission", "council")
    )


def _is_carrier(sentence: Sentence, speaker: Phrase) -> bool:
    return any(
        sentence.low(k) in words("carriers")
        for k in (speaker.core - 1, speaker.core - 2)
        if k >= speaker.first
    ) and not any(sentence.low(k) == "of" for k in range(speaker.first, speaker.core))


def denied_claim(
    sentence: Sentence, at: int, form: Form, before: Sequence[Statement]
) -> Iterator[Statement]:
    """“…, a claim Seoul denied”, “…, which Moscow denies”: what was said before it is denied."""
    if form.cue.act not in ("denies", "withdraws") or not form.kinds & {PAST, PRESENT, PARTICIPLE}:
        return
    group = group_at(sentence, at)
    if group.be or group.negated or group.modal or group.infinitive:
        return
    noun = _noun_before(sentence, group.left)
    if not noun or (at + 4 < len(sentence.tokens) and sentence.low(at + 1) in ("that", "a", "the")):
        return
    first, last = noun
    speaker = phrase(sentence, last, group.left + 1)
    if not speaker:
        return
    if sentence.low(last - 1) in ("which", "that") and last - first == 1:
        first, last = _clause_denied(sentence, first, before)
    if first >= last:
        return
    content = sentence.span(first, last)
    made = statement(
        sentence, speaker, sentence.span(at, at + 1), content, form.cue.word, form.cue.act
    )
    answered = before[-1].cue if before and before[-1].cue.end <= made.cue.start else None
    yield msgspec.structs.replace(made, answers=answered)


def _noun_before(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """“a claim (which)” between a comma and the speaker that ends at `at`, as tokens."""
    for k in range(at - 1, max(at - _FAR, 0), -1):
        low = sentence.low(k)
        if low == ",":
            return None
        relative = low in ("which", "that")
        noun = k - 1 if relative else k
        if sentence.low(noun) in (
            "claims",
            "allegations",
            "accusations",
            "charges",
            "something",
            "reports",
        ):
            if sentence.low(noun - 1) in (",", "—", "–"):
                return noun, k + 1
        elif sentence.low(noun) in words("sentence nouns") and sentence.low(noun - 1) in (
            "a",
            "an",
            "the",
        ):
            if sentence.low(noun - 2) in (",", "—", "–"):
                return noun - 1, k + 1
        elif low == "which" and sentence.low(k - 1) == ",":
            return k, k + 1
    return None


def _clause_denied(sentence: Sentence, which: int, before: Sequence[Statement]) -> tuple[int, int]:
    """What “which” stands for, when it can only be the whole that was said before it."""
    if before:
        first, last = (
            sentence.place(before[-1].content.start),
            sentence.place(before[-1].content.end),
        )
        return first, min(last, which - 1)
    start = clause_start(sentence, which - 1)
    return (start, which - 1) if is_finite(sentence, start, which - 1) else (0, 0)
