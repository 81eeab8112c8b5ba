"""What was said stands before its verb: “‘…,’ said Lee”, “the bridge fell, officials reported”."""

from collections.abc import Iterator

from .contents import clause_start, is_clause
from .lexicon import PAST, PLAIN, PRESENT, Form, words
from .phrases import Phrase, is_name
from .sentences import QUOTE, Sentence, Span
from .speakers import speaker_after
from .statements import Statement, statement
from .verbs import Group, chunk_end, ends_chunk, is_finite


def stands_behind_quotation(sentence: Sentence, first: int) -> bool:
    before = first - 1
    if before > 0 and sentence.low(before) == ",":
        before -= 1
    return before >= 0 and sentence.tokens[before].kind == QUOTE


def content_before(
    sentence: Sentence, form: Form, cue: Span, speaker: Phrase, first: int
) -> Iterator[Statement]:
    """What stands before the speaker: a quotation, or a clause and a comma."""
    end = first
    while end > 0 and sentence.low(end - 1) in (",", "—", "–", "-", "--"):
        end -= 1
    if end == 0 or (end == first and sentence.tokens[end - 1].kind != QUOTE):
        return
    start = clause_start(sentence, end)
    if sentence.tokens[end - 1].kind == QUOTE and not _is_mixed(sentence, start, end):
        start = end - 1
    if start < end and is_clause(sentence, start, end):
        content = sentence.span(start, end)
        yield statement(sentence, speaker, cue, content, form.cue.word, form.cue.act)


def _is_mixed(sentence: Sentence, start: int, end: int) -> bool:
    """Whether words of the report lead into the quotation: “It was ‘a crime,’ Lee said”."""
    lead = sentence.tokens[start : end - 1]
    return len(lead) > 0 and lead[-1].text not in (",", ":", "—", "–") and lead[-1].kind != QUOTE


def inverted(sentence: Sentence, at: int, form: Form, group: Group) -> Iterator[Statement]:
    """“‘…,’ said Lee”; without quotation marks only where the verb can be nothing else."""
    if "front" not in form.cue.frames or group.first != at or not form.kinds & _kinds(form):
        return
    before = at - 1
    if before >= 1 and sentence.low(before) in (",", "—", "–"):
        before -= 1
    if before < 0 or (before == at - 1 and sentence.tokens[before].kind != QUOTE):
        return
    speaker = speaker_after(sentence, at + 1)
    if speaker and (sentence.tokens[before].kind == QUOTE or _is_plain(sentence, form, speaker)):
        yield from content_before(sentence, form, sentence.span(at, at + 1), speaker, at)


def _is_plain(sentence: Sentence, form: Form, speaker: Phrase) -> bool:
    """Whether a speaker behind “…, warned” can be nothing else, without a quotation before it."""
    rest = chunk_end(sentence, speaker.last)
    if form.cue.word in ("say", "write"):
        pronoun = sentence.low(speaker.first) in words("pronouns")
        return rest == speaker.last if pronoun else not is_finite(sentence, speaker.last, rest)
    named = is_name(sentence, speaker.first, speaker.core)
    role = any(sentence.low(k) in words("roles") for k in range(speaker.first, speaker.core))
    return (named or role) and ends_chunk(sentence, speaker.last)


def _kinds(form: Form) -> set[str]:
    """The forms that may stand before their speaker: “…, say soldiers” among them."""
    return {PAST, PRESENT, PLAIN} if form.cue.word == "say" else {PAST, PRESENT}
