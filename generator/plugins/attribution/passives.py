"""Statements in the passive: “are believed to have been killed”, “was accused by Seoul of …”."""

from collections.abc import Iterator

import msgspec

from .contents import clause_end, clause_start
from .lexicon import PARTICIPLE, Form, words
from .phrases import phrase
from .reaches import start_of
from .sentences import QUOTE, Sentence
from .speakers import speaker_after
from .statements import Statement, statement
from .verbs import after_adjuncts, group_at

_BELIEVED = frozenset(("say", "report", "estimate", "claim"))
_BY_SOMEONE = frozenset(("confirm", "announce", "deny", "reject", "dismiss", "refute", "dispute"))


def passive(sentence: Sentence, at: int, form: Form) -> Iterator[Statement]:
    """Statements of the passive whose participle stands at `at`."""
    group = group_at(sentence, at)
    if (
        PARTICIPLE not in form.kinds
        or not group.be
        or group.infinitive
        or group.negated
        or group.modal
    ):
        return
    if "it" in form.cue.frames or form.cue.word in _BELIEVED:
        yield from _believed(sentence, at, form, group.first)
    if form.cue.word == "accuse":
        yield from _accused(sentence, at, form, group.first)
    elif form.cue.word == "blame" and sentence.low(at + 1) in ("on", "for"):
        content = sentence.span(at + 1, clause_end(sentence, at + 1))
        if sentence.low(group.first - 1) not in ("who", "which", "that", ","):
            cue = sentence.span(group.first, at + 1)
            yield statement(sentence, None, cue, content, form.cue.word, "accuses")
    elif form.cue.word in _BY_SOMEONE and sentence.low(at + 1) == "by":
        yield from _by_someone(sentence, at, form, group.first)


def _believed(sentence: Sentence, at: int, form: Form, first: int) -> Iterator[Statement]:
    cue = sentence.span(first, at + 1)
    behind = after_adjuncts(sentence, at + 1)
    hedge = cue if form.cue.act == "estimates" else None
    impersonal = sentence.low(first - 1) == "it"
    if impersonal and sentence.low(behind) == "that":
        start, end = behind, clause_end(sentence, behind)
    elif not impersonal and sentence.low(at + 1) == "to" and sentence.tokens[at + 2 :]:
        start, end = _clause_before(sentence, first), clause_end(sentence, at + 1)
    else:
        return
    if start < end and sentence.low(first - 1) not in ("who", "which", "that"):
        made = statement(
            sentence, None, cue, sentence.span(start, end), form.cue.word, form.cue.act
        )
        yield msgspec.structs.replace(made, hedge=hedge)


def _clause_before(sentence: Sentence, last: int) -> int:
    """Where the clause begins whose verb stands at `last`: at its subject, openers left out."""
    if sentence.low(last - 1) == ",":
        return clause_start(sentence, last)
    start = start_of(sentence, last - 1)
    found = phrase(sentence, start, last)
    return found.first if found else clause_start(sentence, last)


def _accused(sentence: Sentence, at: int, form: Form, first: int) -> Iterator[Statement]:
    """The content is the charge; who is charged stands before it."""
    behind = at + 1
    speaker = None
    if sentence.low(behind) == "by":
        far = range(behind + 2, min(behind + 12, len(sentence.tokens)))
        of = next((k for k in far if sentence.low(k) == "of"), 0)
        speaker = phrase(sentence, behind + 1, of) if of else None
        behind = of if speaker else len(sentence.tokens)
    if sentence.low(behind) != "of" or behind + 1 >= len(sentence.tokens):
        return
    if sentence.low(first - 1) in ("who", "which", "that", ","):
        return
    cue = sentence.span(first, at + 1)
    content = sentence.span(behind, clause_end(sentence, behind))
    yield statement(sentence, speaker, cue, content, form.cue.word, "accuses")


def _by_someone(sentence: Sentence, at: int, form: Form, first: int) -> Iterator[Statement]:
    speaker = speaker_after(sentence, at + 2)
    start = start_of(sentence, first - 1) if first else 0
    if (
        not speaker
        or not phrase(sentence, start, first)
        or (form.cue.act == "denies" and not _is_claim(sentence, start, first))
    ):
        return
    found = phrase(sentence, start, first)
    if found:
        cue = sentence.span(at, at + 1)
        content = sentence.span(found.first, first)
        yield statement(sentence, speaker, cue, content, form.cue.word, form.cue.act)


def _is_claim(sentence: Sentence, first: int, last: int) -> bool:
    return any(sentence.low(k) in words("statement nouns") for k in range(first, last))


def quoted_as_saying(sentence: Sentence, at: int) -> Iterator[Statement]:
    """“Lee was quoted as saying by Yonhap”, “Yonhap quoted Lee as saying”: agencies carry."""
    if sentence.low(at) not in ("quoted", "cited", "quotes", "quoting"):
        return
    as_at = next(
        (k for k in range(at + 1, min(at + 20, len(sentence.tokens))) if sentence.low(k) == "as"), 0
    )
    if not as_at or sentence.low(as_at + 1) != "saying":
        return
    group = group_at(sentence, at)
    if group.be:
        yield from _was_quoted(sentence, at, as_at, group.first, group.left)
        return
    speaker = speaker_after(sentence, at + 1)
    carrier = (
        phrase(sentence, start_of(sentence, group.left), group.left + 1)
        if group.left >= 0
        else None
    )
    if not speaker or speaker.last != as_at:
        return
    cue = sentence.span(at, at + 1)
    for content in _contents(sentence, as_at + 2, carrier.first if carrier else group.left):
        made = statement(sentence, speaker, cue, sentence.span(*content), "say", "asserts")
        via = sentence.span(carrier.first, carrier.last) if carrier else None
        yield msgspec.structs.replace(made, via=via)


def _was_quoted(
    sentence: Sentence, at: int, as_at: int, first: int, left: int
) -> Iterator[Statement]:
    speaker = phrase(sentence, start_of(sentence, left), left + 1) if left >= 0 else None
    if not speaker:
        return
    by = next(
        (k for k in range(at + 1, min(as_at + 6, len(sentence.tokens))) if sentence.low(k) == "by"),
        0,
    )
    carrier = speaker_after(sentence, by + 1) if by else None
    behind = as_at + 2
    if by > as_at and carrier:
        behind = carrier.core
    cue = sentence.span(first, as_at + 2)
    for content in _contents(sentence, behind, speaker.first):
        made = statement(sentence, speaker, cue, sentence.span(*content), "say", "asserts")
        via = sentence.span(carrier.first, carrier.core) if carrier else None
        yield msgspec.structs.replace(made, via=via)


def _contents(sentence: Sentence, behind: int, before: int) -> Iterator[tuple[int, int]]:
    """What is quoted: behind the verb, or else before the subject."""
    behind = after_adjuncts(sentence, behind)
    while sentence.low(behind) in (",", ":"):
        behind += 1
    if behind < len(sentence.tokens):
        yield behind, clause_end(sentence, behind)
        return
    end = before - 1 if sentence.low(before - 1) == "," else before
    if end > 0 and (sentence.tokens[end - 1].kind == QUOTE or end < before):
        start = end - 1 if sentence.tokens[end - 1].kind == QUOTE else clause_start(sentence, end)
        if start < end:
            yield start, end
