"""Statements around an active verb: “Lee said that …”, “‘…,’ said Lee”, “…, Lee reported”."""

from collections.abc import Iterator, Sequence

import msgspec

from .accusations import accused, described
from .behind import (
    around,
    as_put,
    content_before,
    inverted,
    second_half,
    speaker_behind_quotation,
    stands_behind_quotation,
)
from .contents import clause_start
from .following import CLAUSE, NOTHING, QUOTED, THING, Following, following
from .gerunds import of_gerund, only_speaker
from .lexicon import GERUND, PARTICIPLE, PAST, PLAIN, PRESENT, Form, words
from .phrases import Phrase, head_of
from .refusals import denies_nothing, finds_things, neither, withheld
from .sentences import NUMBER, QUOTE, SIGN, Sentence, Span, Token
from .speakers import antecedent_of_which, speaker_before, subject_of_clause
from .statements import Statement, statement
from .verbs import Group, after_adjuncts, group_at, looks_past

_FORECASTS = frozenset(("could", "will", "may", "might", "would", "can", "won't"))
_WHOSE = frozenset(("of", "from", "in", "at"))  # behind the noun that a speaker is: “critics of …”
_GOES_ON = frozenset(("went", "going", "continued", "continues", "appeared", "seemed", "moved"))


def spoken(
    sentence: Sentence, at: int, form: Form, before: Sequence[Statement]
) -> Iterator[Statement]:
    """Statements that the verb at `at` makes; `before` are those of the sentence so far."""
    group = group_at(sentence, at)
    if form.kinds == {GERUND} and not group.be:
        speaker = of_gerund(sentence, group, before)
        return _with_speaker(sentence, at, form, group, speaker) if speaker else iter(())
    if (group.be and form.kinds != {GERUND}) or _is_hypothetical(sentence, group):
        return iter(())
    if group.infinitive and not _carried_on(sentence, group):
        return iter(())
    carried_on = group.infinitive
    if carried_on:
        step = 0 if sentence.low(group.left) in _GOES_ON else 1
        group = group_at(sentence, group.left - step)
    silent = group.negated or group.modal or neither(sentence, group.left)
    if silent or "to" in form.cue.frames:
        return withheld(sentence, at, form, group, _subject(sentence, group, before))
    speaker = _subject(sentence, group, before)
    if not speaker and "quote" in form.cue.frames:
        speaker = speaker_behind_quotation(sentence, group.left)
    if speaker and (carried_on or _agrees(sentence, form, group, speaker)):
        return _with_speaker(sentence, at, form, group, speaker)
    return inverted(sentence, at, form, group)


def _is_hypothetical(sentence: Sentence, group: Group) -> bool:
    """“if he says”: looked for up to the sign before the verb."""
    for k in range(group.left, max(group.left - 12, -1), -1):
        if sentence.tokens[k].kind in (SIGN, QUOTE):
            return False
        if sentence.low(k) in words("hypothetical"):
            return sentence.low(k - 1) not in ("as", "even")
    return False


def _carried_on(sentence: Sentence, group: Group) -> bool:
    at = group.left
    return sentence.low(at) in _GOES_ON or (
        sentence.low(at) == "on" and sentence.low(at - 1) == "went"
    )


def _subject(sentence: Sentence, group: Group, before: Sequence[Statement]) -> Phrase | None:
    low = sentence.low(group.left)
    if low in ("and", "but", "then") or (
        low == "," and sentence.low(group.left + 1) in ("and", "but")
    ):
        return _shared(sentence, group.left, before)
    if low == "which":
        return antecedent_of_which(sentence, group.left)
    if low in ("that", "what"):
        return None
    return speaker_before(sentence, group.left)


def _shared(sentence: Sentence, at: int, before: Sequence[Statement]) -> Phrase | None:
    """The subject of a verb behind “and”: that of the statement before it, or of the sentence."""
    if before:
        return only_speaker(sentence, before)
    first = clause_start(sentence, at)
    if any(sentence.low(k) in ("who", "which", "that", "and") for k in range(first, at)):
        return None
    return subject_of_clause(sentence, first, at)


def _agrees(sentence: Sentence, form: Form, group: Group, speaker: Phrase) -> bool:
    """Whether verb and speaker can go together; keeps nouns like “the report” apart from verbs."""
    if group.be or group.have or group.do or form.kinds & {PAST}:
        if "noun" in form.cue.frames and PLAIN in form.kinds:
            return True
        return not (group.have and not form.kinds & {PARTICIPLE, PLAIN})
    if form.kinds & {GERUND}:
        return True
    head = sentence.tokens[speaker.core - 1]
    noun = sentence.tokens[head_of(sentence, speaker.first, speaker.core)]
    adjective = head.low in words("demonyms") or head.low.endswith("'s")
    if PRESENT in form.kinds:
        counted = head.kind == NUMBER or head.low in words("numbers")  # “the author of two reports”
        return "noun" not in form.cue.frames or not (adjective or counted)
    pair = any(sentence.low(k) == "and" for k in range(speaker.first, speaker.core))
    small = not head.capital or head.low in words("roles") or speaker.core == 1
    plural = _is_plural(head) and small
    first_word = sentence.tokens[speaker.first].low in ("many", "some", "several", "both", "most")
    return (
        pair
        or plural
        or first_word
        or (_is_plural(noun) and sentence.low(sentence.place(noun.end)) in _WHOSE)
        or head.low in words("people without an s")
        or head.low in ("they", "we", "you", "others")
    ) and not adjective


def _relative_end(sentence: Sentence, follows: Following) -> int:
    """“The party, which said that it had won, demanded …”: the verb behind the comma is its own."""
    for k in range(follows.first + 1, follows.last - 1):
        if sentence.low(k) == "," and looks_past(sentence, k + 1):
            return k
    return follows.last


def _is_plural(noun: Token) -> bool:
    return noun.low.endswith("s") and not noun.low.endswith("ss")


def _with_speaker(
    sentence: Sentence, at: int, form: Form, group: Group, speaker: Phrase
) -> Iterator[Statement]:
    behind = at + (2 if form.cue.particle else 1)
    if _is_passive(sentence, behind) or _is_spoken_of(sentence, speaker):
        return
    cue = sentence.span(at, behind)
    if "of" in form.cue.frames and (found := accused(sentence, behind, form)):
        yield statement(sentence, speaker, cue, found, form.cue.word, "accuses")
        return
    if form.cue.word == "put" and sentence.low(behind) == "it":
        yield from as_put(sentence, form, cue, speaker, behind)
        return
    if "as" in form.cue.frames and (found := described(sentence, behind, form)):
        yield statement(sentence, speaker, cue, found, form.cue.word, form.cue.act)
        return
    if form.cue.frames & {"of", "as"} and not form.cue.frames & {"that", "claim"}:
        return
    follows = following(sentence, behind, form)
    relative = sentence.low(group.left) in ("who", "which")
    if relative and follows.kind == CLAUSE:
        end = _relative_end(sentence, follows)
        follows = msgspec.structs.replace(follows, last=end)
    if finds_things(sentence, form, speaker, follows):
        return
    if denies_nothing(sentence, form, follows):
        return
    behind_content = not relative and (form.kinds != {GERUND} or group.be)
    if (
        behind_content
        and stands_behind_quotation(sentence, speaker.first)
        and "quote" in form.cue.frames
    ):
        yield from content_before(sentence, form, cue, speaker, speaker.first)
        if follows.kind != QUOTED:
            yield from second_half(sentence, form, cue, speaker, follows.first)
            return
    if follows.kind in (CLAUSE, QUOTED, THING):
        yield _made(sentence, form, cue, speaker, follows)
    elif behind_content and follows.kind == NOTHING and "after" in form.cue.frames:
        yield from around(sentence, form, cue, speaker, follows.first) or content_before(
            sentence, form, cue, speaker, speaker.first
        )


def _is_passive(sentence: Sentence, behind: int) -> bool:
    """“the deaths reported by Seoul”; “said by telephone” is not."""
    return sentence.low(behind) == "by" and after_adjuncts(sentence, behind) == behind


def _is_spoken_of(sentence: Sentence, speaker: Phrase) -> bool:
    """“what Lee called”, “as Lee said”, “than the army claimed”: the clause says another thing."""
    first = speaker.first
    said = sentence.low(first + 1) in words("sentence nouns") and first + 2 < speaker.core
    if said and sentence.tokens[first + 2].capital:  # “…, a claim Kyiv repeated”
        return True
    return sentence.low(first - 1) in ("what", "than", "how", "whatever", "where", "why")


def _made(
    sentence: Sentence, form: Form, cue: Span, speaker: Phrase, follows: Following
) -> Statement:
    act = form.cue.act
    first = follows.first
    opening = {sentence.low(k) for k in range(first, min(first + 12, follows.last))}
    if form.cue.word in ("warn", "caution") and opening & _FORECASTS:
        act = "forecasts"
    content = sentence.span(first, follows.last)
    made = statement(sentence, speaker, cue, content, form.cue.word, act)
    if follows.whom and _is_carrier(sentence, follows.whom):
        return msgspec.structs.replace(made, via=sentence.span(*follows.whom))
    return made


def _is_carrier(sentence: Sentence, whom: tuple[int, int]) -> bool:
    head = sentence.tokens[whom[1] - 1]
    people = ("reporters", "journalists", "reporter", "press", "news")
    return head.low in words("carriers") and head.low not in people
