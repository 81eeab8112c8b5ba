"""Who speaks in “…, adding that …”, “with Seoul accusing …”, “issued a statement saying …”."""

from collections.abc import Sequence

from .contents import clause_start
from .lexicon import words
from .phrases import Phrase, phrase
from .sentences import QUOTE, Sentence
from .speakers import speaker_before, subject_of_clause
from .statements import Statement
from .verbs import Group

_ISSUED = frozenset(("issued", "released", "published", "posted", "sent"))
_FEW = 4  # words of “issued a short statement”


def only_speaker(sentence: Sentence, before: Sequence[Statement]) -> Phrase | None:
    """The speaker of all statements of the sentence so far; nobody when they are several."""
    speakers = {each.speaker for each in before}
    only = next(iter(speakers))
    if len(speakers) != 1 or only is None or before[-1].core is None:
        return None
    first, last = sentence.place(only.start), sentence.place(only.end)
    core = sentence.place(before[-1].core.end)
    return Phrase(first, last, core) if sentence.tokens and first < last else None


def of_gerund(sentence: Sentence, group: Group, before: Sequence[Statement]) -> Phrase | None:
    """Who says it in “with Seoul accusing …”, “…, adding that …”, “responded by saying …”."""
    low = sentence.low(group.left)
    quoted = group.left > 0 and sentence.tokens[group.left].kind == QUOTE
    if low in (",", "by", "and") or group.left < 0 or (quoted and before):
        if group.left < 0:  # “Accusing Seoul of …, Tarsk closed …”: where it ends is not sure
            return None
        if before:
            return only_speaker(sentence, before)
        first = clause_start(sentence, group.left)
        inner = range(first, group.left)
        doubtful = ("who", "which", "while", "but", "and", "after", "whose", "where")
        if any(sentence.low(k) in doubtful for k in inner):
            return None
        subject = subject_of_clause(sentence, first, group.left)
        return subject or speaker_before(sentence, group.left - 1) if low == "," else subject
    if sentence.low(group.left) in words("documents"):
        return _of_document(sentence, group.left)
    opens = next(
        (k for k in range(group.left, max(group.left - 20, -1), -1) if sentence.low(k) == "with"),
        -1,
    )
    if opens < 0 or sentence.low(opens - 1) not in (",", "", "—", "–", "“"):
        return None
    return phrase(sentence, opens + 1, group.left + 1)


def _of_document(sentence: Sentence, at: int) -> Phrase | None:
    """Who “issued a statement”, as whose words it is taken; other documents have other authors."""
    subject = subject_of_clause(sentence, clause_start(sentence, at), at)
    issued = subject and sentence.low(subject.last) in _ISSUED and at - subject.last <= _FEW
    return subject if issued else None
