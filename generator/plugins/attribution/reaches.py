"""How far a noun phrase reaches: to the left of its last token, to the right of its first."""

from .lexicon import PARTICIPLE, PAST, forms, words
from .phrases import LONGEST, MONTHS_OF_NAMES, QUANTITIES, phrase
from .sentences import NUMBER, QUOTE, SIGN, Sentence
from .verbs import ends_chunk, is_adverb, looks_past

_INSIDE = frozenset(("(", ")", "%", "&", "’", "'", "/"))
_BRACKET = 8  # tokens of the longest bracket inside a speaker: “(R., Ohio)”


def start_of(sentence: Sentence, at: int) -> int:
    """Where the noun phrase that ends with token `at` can begin at the earliest."""
    if sentence.low(at) in words("pronouns"):
        return at
    start = at + 1
    while start > 0 and at + 1 - start <= LONGEST + 8:
        token = sentence.tokens[start - 1]
        if token.text == ")":
            opened = next(
                (k for k in range(start - 2, max(start - 8, -1), -1) if sentence.low(k) == "("), -1
            )
            if opened < 0:
                break
            start = opened
        elif (
            token.kind == QUOTE
            or (token.kind == SIGN and token.text not in _INSIDE)
            or _bounds(sentence, start - 1)
        ):
            break
        else:
            start -= 1
    return _after_clause(sentence, start, at + 1)


def _after_clause(sentence: Sentence, start: int, last: int) -> int:
    """Behind an “and” that joins clauses; an “and” that joins speakers stays inside."""
    for at in range(last - 1, start, -1):
        if sentence.low(at) in ("and", "or") and (
            not phrase(sentence, start, at) or _differs(sentence, at)
        ):
            return at + 1
    return start


def _differs(sentence: Sentence, at: int) -> bool:
    """Whether what “and” joins are unlike: “in the south and officials”."""
    before, after = sentence.tokens[at - 1], sentence.tokens[at + 1]
    return NUMBER in (before.kind, after.kind)


def _bounds(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    low = token.low
    if low == "as" and {sentence.low(at - 1), sentence.low(at + 1)} & QUANTITIES:
        return False
    if low in words("conjunctions") or low in words("auxiliaries") or low in words("modals"):
        return not (token.capital and low in MONTHS_OF_NAMES and at > 0)
    if low in words("pronouns") or (low in ("him", "them", "us", "me") and not token.capital):
        return sentence.low(at - 1) != "of"
    if low in words("days") and low not in MONTHS_OF_NAMES:
        return True
    return not token.capital and _is_cue_in_past(low) and looks_past(sentence, at)


def _is_cue_in_past(low: str) -> bool:
    return any(form.kinds & {PAST, PARTICIPLE} for form in forms().get(low, ()))


def end_of(sentence: Sentence, at: int) -> int:
    """Behind the noun phrase that begins at `at`, without apposition."""
    start, bare = at, True
    while at < len(sentence.tokens) and at - start < LONGEST:
        token = sentence.tokens[at]
        low = token.low
        if token.text == "(" and (close := _bracket(sentence, at)):
            at = close
            continue
        if token.kind == QUOTE or (ends_chunk(sentence, at) or token.text == "("):
            break
        if at > start and (_bounds(sentence, at) or _stops(sentence, start, at, bare)):
            break
        bare = bare and (token.capital or low in ("the", "de", "al", "and"))
        at += 1
        if low in words("pronouns"):
            break
    return at


def _bracket(sentence: Sentence, at: int) -> int:
    """Behind a short bracket that opens at `at`, as “(JCS)”; 0 for another."""
    closes = (k for k in range(at + 1, min(at + 7, len(sentence.tokens))) if sentence.low(k) == ")")
    return next(closes, -1) + 1


def _stops(sentence: Sentence, start: int, at: int, bare: bool) -> bool:
    token = sentence.tokens[at]
    low = token.low
    if low in words("prepositions"):
        if low in ("of", "for"):
            return False
        return bare or low not in words("inside a name") or _is_adverbial(sentence, at)
    if low in ("and", "or"):
        return not _joins(sentence, at)
    if low == "who" or token.text in ("—", "–", "-"):
        return True
    if low in words("months") and sentence.tokens[at].capital and at > start + 1:
        return True
    if is_adverb(low) and not token.capital:
        return True
    before = sentence.low(at - 1)
    new = low in words("determiners") and before not in words("prepositions")
    return new and before not in ("and", "or", "all", "both", "of", "half")


def _is_adverbial(sentence: Sentence, at: int) -> bool:
    """Whether “in …” says when or where it was said: “in a statement”, “to reporters”."""
    after = sentence.low(at + 1)
    if sentence.low(at) == "to":
        return after in ("reporters", "journalists", "the", "state") and "ambassador" not in (
            sentence.low(at - 1),
            sentence.low(at - 2),
        )
    return (
        after in ("a", "an", "his", "her", "its", "their", "interview", "remarks", "comments")
        or after in words("days")
        or after in words("months")
        or sentence.low(at + 2) in ("statement", "briefing", "interview", "report", "website")
        or after[:1].isdigit()
    )


def _joins(sentence: Sentence, at: int) -> bool:
    """Whether “and” joins two speakers: another noun follows, and no clause of its own."""
    after = end_of(sentence, at + 1) if at + 1 < len(sentence.tokens) else at + 1
    behind = sentence.tokens[after] if after < len(sentence.tokens) else None
    return after > at + 1 and (behind is None or behind.kind == SIGN)
