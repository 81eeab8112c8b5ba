"""What was said stands before its verb: “‘…,’ said Lee”, “the bridge fell, officials reported”."""

from collections.abc import Iterator

import msgspec

from .contents import clause_end, clause_start, is_clause
from .lexicon import PAST, PLAIN, PRESENT, Form, forms, words
from .phrases import Phrase, is_name, phrase
from .sentences import QUOTE, Sentence, Span
from .speakers import speaker_after
from .statements import Statement, statement
from .verbs import Group, chunk_end, ends_chunk, is_finite

_FAR = 12  # tokens between a verb and the second half of its quotation
_INSERTED = 40  # tokens between a quotation and the verb behind its speaker
_LEAST = 3  # tokens of a clause
_DESCRIBES = frozenset(("who", "whose", "that", "on", "as", "when", "after", "before", "because"))
_GOES_ELSEWHERE = frozenset(("and", "but", "who", "while", "after", "before", "as", "according"))


def stands_behind_quotation(sentence: Sentence, first: int) -> bool:
    before = first - 1
    if before > 0 and sentence.low(before) == ",":
        before -= 1
    return before >= 0 and sentence.tokens[before].kind == QUOTE


def speaker_behind_quotation(sentence: Sentence, left: int) -> Phrase | None:
    """Who “‘…,’ Hassan, a grocer who lost two cousins, told” names; the verb is behind `left`."""
    nearest = range(left - 1, max(left - _INSERTED, -1), -1)
    quote = next((k for k in nearest if sentence.tokens[k].kind == QUOTE), -1)
    signs = (token.text for token in sentence.tokens[quote + 1 : left])
    if quote < 0 or any(sign in (";", ":", "—", "–", "--") for sign in signs):
        return None
    if sentence.low(left) != ",":
        return _named(sentence, quote + 1, left + 1)
    comma = next(k for k in range(quote + 1, left + 1) if sentence.low(k) == ",")
    found = phrase(sentence, quote + 1, comma) if comma < left else None
    return found if found and found.first == quote + 1 else None


def _named(sentence: Sentence, first: int, last: int) -> Phrase | None:
    """“‘…,’ defence counsel Ivo Brandl told”: a few small words, and a name."""
    name = next((k for k in range(first, last) if sentence.tokens[k].capital), last)
    small = [sentence.low(k) for k in range(first, name)]
    closed = (*words("prepositions"), *words("conjunctions"), *words("pronouns"), *words("adverbs"))
    plain = all(low not in closed and not low.endswith("ly") and low.isalpha() for low in small)
    if not 0 < len(small) < _LEAST or not plain or is_finite(sentence, first, name):
        return None
    return Phrase(first, last, last) if is_name(sentence, name, last) else None


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
    if group.first != at or not form.kinds & _kinds(form):
        return
    before = at - 1
    if before >= 1 and sentence.low(before) in (",", "—", "–"):
        before -= 1
    if before < 0 or (before == at - 1 and sentence.tokens[before].kind != QUOTE):
        return
    quoted = sentence.tokens[before].kind == QUOTE
    if not form.cue.frames & ({"front", "quote"} if quoted else {"front"}):
        return
    speaker = speaker_after(sentence, at + 1)
    if speaker and (quoted or _is_plain(sentence, form, speaker)):
        cue = sentence.span(at, at + 1)
        if quoted:
            yield from content_before(sentence, form, cue, speaker, at)
            yield from second_half(sentence, form, cue, speaker, speaker.last)
        else:
            whole = _interrupted(sentence, at, speaker.last)
            yield from _stated(sentence, form, cue, speaker, whole) or content_before(
                sentence, form, cue, speaker, at
            )


def second_half(
    sentence: Sentence, form: Form, cue: Span, speaker: Phrase, behind: int
) -> Iterator[Statement]:
    """“‘It is,’ said Lee, with a smile, ‘a matter of taste’”: the quotation goes on."""
    for k in range(behind, min(behind + _FAR, len(sentence.tokens))):
        if sentence.tokens[k].kind == QUOTE:
            if sentence.low(k - 1) == "," and not _speaks_between(sentence, behind, k):
                yield from _stated(sentence, form, cue, speaker, (k, k + 1))
            return


def _speaks_between(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the tokens have a verb that may lead to a quotation, or may go on by themselves."""
    if not is_finite(sentence, first, last):
        return False
    opens = sentence.low(first) if sentence.low(first) != "," else sentence.low(first + 1)
    cues = (form for k in range(first, last) for form in forms().get(sentence.low(k), ()))
    return opens not in _DESCRIBES or any("quote" in form.cue.frames for form in cues)


def around(
    sentence: Sentence, form: Form, cue: Span, speaker: Phrase, behind: int
) -> list[Statement]:
    """“The decline, traders said, reflected …”; “As Lee has argued, the dam …”."""
    as_at = speaker.first - 1
    if as_at == 0 and sentence.low(as_at) == "as" and sentence.low(behind) == ",":
        end = clause_end(sentence, behind + 1) if behind + 1 < len(sentence.tokens) else 0
        enough = end > behind + 1 and is_clause(sentence, behind + 1, end)
        return _stated(sentence, form, cue, speaker, (behind + 1, end)) if enough else []
    whole = _interrupted(sentence, speaker.first, behind)
    return _stated(sentence, form, cue, speaker, whole)


def _stated(
    sentence: Sentence, form: Form, cue: Span, speaker: Phrase, at: tuple[int, int] | None
) -> list[Statement]:
    if not at:
        return []
    return [statement(sentence, speaker, cue, sentence.span(*at), form.cue.word, form.cue.act)]


def _interrupted(sentence: Sentence, first: int, behind: int) -> tuple[int, int] | None:
    """The whole of a clause that speaker and verb, from `first` to `behind`, interrupt."""
    if sentence.low(behind) != "," or sentence.low(first - 1) != "," or first < _LEAST:
        return None
    opens = sentence.low(behind + 1)
    start = clause_start(sentence, first - 1)
    if start >= first - 1 or not _is_part(sentence, start, first - 1) or opens.endswith("ing"):
        return None
    if not opens or opens in _GOES_ELSEWHERE or sentence.tokens[behind + 1].kind == QUOTE:
        return None
    end = clause_end(sentence, behind + 1)
    goes_on = opens.endswith("s") or is_finite(sentence, behind + 1, end)
    return (start, end) if goes_on and end > behind + 1 else None


def _is_part(sentence: Sentence, first: int, last: int) -> bool:
    """Whether tokens are no clause by themselves: “The decline”, “Whether it is accepted”."""
    if any(token.kind == QUOTE or token.low == "," for token in sentence.tokens[first:last]):
        return False
    opens = sentence.low(first)
    if opens in words("conjunctions") or last - first < _LEAST:
        return True
    return not is_finite(sentence, first, last)


def _is_plain(sentence: Sentence, form: Form, speaker: Phrase) -> bool:
    """Whether a speaker behind “…, warned” can be nothing else, without a quotation before it."""
    rest = chunk_end(sentence, speaker.last)
    if form.cue.word in ("say", "write"):
        pronoun = sentence.low(speaker.first) in words("pronouns")
        described = sentence.low(speaker.last) in ("who", "whose")
        return (
            rest == speaker.last
            if pronoun
            else (described or not is_finite(sentence, speaker.last, rest))
        )
    named = is_name(sentence, speaker.first, speaker.core)
    role = any(sentence.low(k) in words("roles") for k in range(speaker.first, speaker.core))
    return (named or role) and ends_chunk(sentence, speaker.last)


def _kinds(form: Form) -> set[str]:
    """The forms that may stand before their speaker: “…, say soldiers” among them."""
    return {PAST, PRESENT, PLAIN} if form.cue.word == "say" else {PAST, PRESENT}


def as_put(
    sentence: Sentence, form: Form, cue: Span, speaker: Phrase, behind: int
) -> Iterator[Statement]:
    """“‘It was,’ as Lee put it, ‘a long dinner’”."""
    quoted = stands_behind_quotation(sentence, speaker.first - 1)
    if quoted and sentence.low(speaker.first - 1) == "as":
        said = msgspec.structs.replace(form, cue=msgspec.structs.replace(form.cue, act="asserts"))
        yield from content_before(sentence, said, cue, speaker, speaker.first - 1)
        yield from second_half(sentence, said, cue, speaker, behind + 1)
