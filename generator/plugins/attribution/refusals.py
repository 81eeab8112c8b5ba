"""Where somebody does not say a thing, or takes it back: “has not confirmed”, “declined to say”."""

import re
from collections.abc import Iterator

from .contents import clause_end
from .following import NOTHING, OTHER, THING, Following, without_time
from .lexicon import Form, words
from .phrases import Phrase, phrase
from .sentences import Sentence
from .speakers import speaker_before
from .statements import Statement, statement
from .verbs import Group, after_adjuncts, ends_chunk, group_at

_UNTRUE = re.compile(
    r"(?:that )?(?:it|this|that|(?:the|these|those|such|all) (?:[\w’'-]+ ){0,2}"
    r"(?:claims?|reports?|allegations?|accusations?|charges?|story|stories|rumou?rs?|account"
    r"|version|footage|video))(?: \w+ly)? (?:is|was|were|are|had been|has been) "
    r"(?:not true|(?:\w+ly )?(?:false|untrue)|baseless|fabricated|a lie|lies|nonsense|fake"
    r"|unfounded|groundless|not the case|a fabrication|without foundation)",
    re.IGNORECASE,
)
_POINTING = frozenset(("it", "this", "that", "them", "these"))
_FAR = 4  # tokens in which the noun of a denial's object stands


def withheld(
    sentence: Sentence, at: int, form: Form, group: Group, subject: Phrase | None
) -> Iterator[Statement]:
    """Somebody leaves a thing unsaid. That is silence, never a denial."""
    if "to" in form.cue.frames:
        yield from _declined(sentence, at, form, group, subject)
        return
    silent = form.cue.word in words("silent") and (
        group.have or group.do or _would_not(sentence, group)
    )
    if not silent or not (group.negated or neither(sentence, group.left)):
        return
    speaker = neither(sentence, group.left) or subject
    behind = at + (3 if sentence.low(at + 1) == "nor" else 1)  # “neither confirmed nor denied”
    first = after_adjuncts(sentence, behind)
    if sentence.low(behind) == "on" and form.cue.word == "comment":
        first = behind  # “on the speech” is no place here
    elif form.cue.word == "comment" and ends_chunk(sentence, first):
        first = at
    last = clause_end(sentence, first) if first < len(sentence.tokens) else first
    last = first + 1 if first == at else last
    last = without_time(sentence, first, last)
    if (
        speaker
        and last > first
        and sentence.low(first) not in ("anything", "by", ",", "and", "but")
    ):
        cue = sentence.span(group.first, max(at, min(first, behind, len(sentence.tokens))))
        yield statement(
            sentence, speaker, cue, sentence.span(first, last), form.cue.word, "declines"
        )


def _would_not(sentence: Sentence, group: Group) -> bool:
    low = sentence.low(group.first)
    return low in (
        "would",
        "could",
        "can",
        "will",
        "wouldn't",
        "couldn't",
        "cannot",
        "won't",
        "can't",
    )


def neither(sentence: Sentence, at: int) -> Phrase | None:
    """“Neither Moscow nor Pyongyang”, which ends at `at`."""
    for nor in range(at - 1, max(at - 12, 0), -1):
        if sentence.low(nor) != "nor":
            continue
        for first in range(nor - 1, max(nor - 12, -1), -1):
            if sentence.low(first) == "neither":
                both = phrase(sentence, first + 1, nor) and phrase(sentence, nor + 1, at + 1)
                return Phrase(first, at + 1, at + 1) if both else None
    each = next((k for k in range(at - 1, max(at - 5, -1), -1) if sentence.low(k) == "neither"), -1)
    return Phrase(each, at + 1, at + 1) if each >= 0 else None


def _declined(
    sentence: Sentence, at: int, form: Form, group: Group, subject: Phrase | None
) -> Iterator[Statement]:
    if group.negated or group.modal or group.be or sentence.low(at + 1) != "to":
        return
    verb = sentence.low(at + 2)
    if verb not in words("withheld") or (verb == "give" and not _keeps_back(sentence, at + 3)):
        return
    last = clause_end(sentence, at + 2)
    if subject and last > at + 2:
        content = sentence.span(at + 2, last)
        yield statement(
            sentence, subject, sentence.span(at, at + 1), content, form.cue.word, "declines"
        )


def _keeps_back(sentence: Sentence, at: int) -> bool:
    """“give details”, “give his name”; not “give guarantees”, “give way”."""
    return any(sentence.low(k) in words("kept back") for k in range(at, at + _FAR))


def denies_nothing(sentence: Sentence, form: Form, follows: Following) -> bool:
    """Whether a verb of denial refuses a thing instead: “denied entry”, “rejected the offer”."""
    if form.cue.act not in ("denies", "withdraws") and "claim" not in form.cue.frames:
        return _claims_nothing(sentence, form, follows)
    if follows.kind in (NOTHING, OTHER):
        return follows.kind == OTHER
    near = {
        sentence.low(k) for k in range(follows.first, min(follows.first + _FAR + 2, follows.last))
    }
    if follows.kind != THING:
        return False
    person = sentence.low(follows.first) in ("him", "them", "her", "us", "me", "themselves")
    return bool(near & words("refused things")) or person


def _claims_nothing(sentence: Sentence, form: Form, follows: Following) -> bool:
    """“claimed 30 lives”, “stated aims”: a noun behind the verb that nobody says."""
    if follows.kind != THING:
        return False
    near = {sentence.low(k) for k in range(follows.first, min(follows.first + _FAR, follows.last))}
    if form.cue.word == "claim":
        return not near & words("claimable")
    if form.cue.word == "report":  # “reported earnings of 31 cents a share”
        return bool(near & words("booked"))
    return False


def rejected(sentence: Sentence, at: int, form: Form) -> Iterator[Statement]:
    """“rejected the accusation”, “dismissed the report as …”, “withdrew the statement”."""
    group = group_at(sentence, at)
    behind = at + (2 if form.cue.particle else 1)
    if group.negated or group.modal or group.infinitive or group.be:
        return
    last = clause_end(sentence, behind) if behind < len(sentence.tokens) else behind
    near = range(behind, min(behind + 2 * _FAR, last))
    says = any(
        sentence.low(k) in words("statement nouns") and not _is_modifier(sentence, k) for k in near
    )
    pointed = sentence.low(behind) in words("statement nouns")
    nouns = words("statement nouns") - _POINTING
    says = says and (pointed or any(sentence.low(k) in nouns for k in near))
    of_one = next((k for k in near if sentence.low(k) in words("prepositions")), last)
    noun_first = any(
        sentence.low(k) in words("statement nouns") for k in range(behind, min(of_one, last))
    )
    if not (says and noun_first) or sentence.low(behind) in words("prepositions"):
        return
    speaker = speaker_before(sentence, group.left)
    if speaker:
        cue = sentence.span(at, behind)
        that = any(sentence.low(k) == "that" for k in near)
        end = last if that else without_time(sentence, behind, last)
        content = sentence.span(behind, end)
        yield statement(sentence, speaker, cue, content, form.cue.word, form.cue.act)


def _is_modifier(sentence: Sentence, at: int) -> bool:
    return sentence.low(at) in ("it", "this", "that") and sentence.low(at + 1) not in (
        "",
        "as",
        ",",
    )


def says_untrue(text: str) -> bool:
    """Whether what is said is that another's statement is not true."""
    return bool(_UNTRUE.match(text))


def finds_things(sentence: Sentence, form: Form, speaker: Phrase, follows: Following) -> bool:
    """“Police found the gun that was …”: only a report or the like finds a thing to be so."""
    doubtful = form.cue.word == "show" or (
        form.cue.word == "find" and sentence.low(follows.first) != "that"
    )
    inside = range(speaker.first, speaker.core)
    return doubtful and not any(sentence.low(k) in words("what finds") for k in inside)
