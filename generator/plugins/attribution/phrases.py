"""Noun phrases as speakers: whether some tokens are one, and where it begins and ends."""

import msgspec

from .lexicon import words
from .sentences import NUMBER, QUOTE, WORD, Sentence
from .verbs import is_adverb, looks_past

LONGEST = 25  # tokens of a speaker; what is longer was not understood
_WORKS = ("ist", "ian", "er", "or", "eer", "man", "woman", "coach", "captain", "nurse")
QUANTITIES = frozenset(("many", "few", "much", "little"))  # between “as” and “as”
MONTHS_OF_NAMES = frozenset(("may", "march", "august", "mar", "jan", "jun", "sun", "sat", "mon"))


class Phrase(msgspec.Struct, frozen=True):
    """A speaker: tokens `first` up to `last`; those up to `core` are without apposition."""

    first: int
    last: int
    core: int


def phrase(sentence: Sentence, first: int, last: int) -> Phrase | None:
    """The tokens as a speaker, without what opens the clause; nothing when in doubt."""
    first = _without_openers(sentence, first, last)
    if not 0 < last - first <= LONGEST or not _may_begin(sentence, first, last):
        return None
    if not _may_end(sentence, last - 1):
        return None
    inner = range(first + 1, last)
    if any(_breaks(sentence, at) for at in inner):
        return None
    if not _is_someone(sentence, first, last):
        return None
    return Phrase(first, last, last)


def _without_openers(sentence: Sentence, first: int, last: int) -> int:
    """Behind “But”, “On Thursday”, “In the capital”."""
    while first < last and sentence.low(first) in words("openers"):
        first += 1
    if (
        first < last
        and is_adverb(sentence.low(first))
        and sentence.low(first) not in ("both", "all")
    ):
        first += 1
    if first >= last or sentence.low(first) not in words("prepositions"):
        return first
    at = first + 1
    while at < last and sentence.low(at) in (*words("determiners"), *words("days"), "last", "next"):
        at += 1
    for k in range(at + 1, last):
        token, before = sentence.tokens[k], sentence.tokens[k - 1]
        if before.low in words("prepositions"):
            continue
        turned = token.capital and not before.capital and before.kind == WORD
        role = not token.capital and before.capital and token.low in words("roles")
        if token.low in words("determiners") or turned or role:
            return k
    return first


def _may_begin(sentence: Sentence, first: int, last: int) -> bool:
    token = sentence.tokens[first]
    low = token.low
    if low in words("never speakers") or low in words("nobody"):
        return low in ("this", "that", "these", "those") and last - first > 1
    if token.kind not in (WORD, NUMBER) or low in words("prepositions"):
        return False
    if low in words("pronouns"):
        return last - first == 1
    if low == "as" and sentence.low(first + 1) in QUANTITIES:
        return True
    if low in words("conjunctions") or low in words("auxiliaries") or low in ("and", "or", "to"):
        return False
    if token.capital or low in words("determiners") or token.kind == NUMBER:
        return True
    head = sentence.low(head_of(sentence, first, last))
    plural = head.endswith("s") and not head.endswith("ss")
    if _is_office_before_name(sentence, first, last):
        return True
    return plural or head in words("people without an s") or head in words("roles")


def _is_office_before_name(sentence: Sentence, first: int, last: int) -> bool:
    """“rebel commander Yusuf Adan”: small words, the last of them an office, then a name."""
    name = next((k for k in range(first, last) if sentence.tokens[k].capital), first)
    office = sentence.low(name - 1)
    worker = office.endswith(_WORKS) and not is_adverb(office)
    return first < name and (worker or office in words("roles"))


def _may_end(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    low = token.low
    if token.text == ")":
        return True
    if token.kind == NUMBER:
        return (at > 0 and sentence.tokens[at - 1].capital) or low.endswith("-old")
    if low == "them" and sentence.low(at - 1) == "of":
        return True
    if token.kind != WORD or low.endswith("'s"):
        return False
    if low in words("never speakers") or low in words("possessives"):
        return False
    if low in words("determiners"):
        return sentence.low(at - 1) == "of" or low in (
            "many",
            "some",
            "others",
            "several",
            "most",
            "both",
            "all",
            "another",
            "two",
            "one",
        )
    closed = low in words("prepositions") or low in words("conjunctions")
    return not closed and not (is_adverb(low) and not token.capital)


def _breaks(sentence: Sentence, at: int) -> bool:
    """Whether a token cannot stand inside a speaker."""
    token = sentence.tokens[at]
    low = token.low
    if low in words("auxiliaries") or low in words("modals"):
        return not (token.capital and low in MONTHS_OF_NAMES)
    if low in words("prepositions") and low not in words("inside a name"):
        return (
            low != "citing" and not token.capital and low not in ("including", "among", "between")
        )
    if low in words("pronouns") and not token.capital:
        return True
    if token.kind == QUOTE:
        return True
    return looks_past(sentence, at) and not _describes(sentence, at)


def _describes(sentence: Sentence, at: int) -> bool:
    """Whether a word like a verb in the past describes a noun: “a group based in Kyiv”."""
    after = sentence.low(at + 1)
    if sentence.low(at) in words("irregular pasts"):
        return False
    if sentence.low(at - 1) in words("prepositions") or sentence.low(at - 1).endswith("'s"):
        return True
    return (
        after in ("by", "with", "in", "on", "to", "from", "as")
        or after in words("days")
        or sentence.tokens[at - 1].capital
    )


def head_of(sentence: Sentence, first: int, last: int) -> int:
    """The token that the phrase is about: before its first preposition, or its last."""
    for at in range(first + 1, last):
        if sentence.low(at) in words("prepositions") or sentence.low(at) in ("(", "that", "who"):
            back = sentence.low(at - 1) in words("adjectives behind people") and at - 2 >= first
            return at - 2 if back else at - 1
        if (
            at > first + 1
            and sentence.low(at).endswith("ing")
            and sentence.low(at - 1).endswith("s")
        ):
            return at - 1
    return last - 1


def _is_someone(sentence: Sentence, first: int, last: int) -> bool:
    head = head_of(sentence, first, last)
    low = sentence.low(head)
    if low in words("mute things") and (head == 0 or not sentence.tokens[head].capital):
        return False
    if low in words("days") or (low in words("months") and last - first == 1 and low != "may"):
        return False
    return any(token.kind == WORD for token in sentence.tokens[first:last])


def is_name(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the tokens are a bare name: “Yang Moo-jin”, “Jens van der Berg”."""
    tokens = sentence.tokens[first:last]
    small = ("of", "de", "la", "al", "bin", "van", "von", "der", "den", "the", "el", "da", "(", ")")
    return (
        bool(tokens)
        and tokens[0].capital
        and all(
            token.capital or token.low in small or token.low.startswith(("al-", "el-", "d'"))
            for token in tokens
        )
    )
