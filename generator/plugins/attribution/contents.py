"""What is said: where the words that belong to a statement begin and end in its sentence."""

from .lexicon import GERUND, PARTICIPLE, PAST, PLAIN, PRESENT, forms, words
from .sentences import QUOTE, SIGN, Sentence
from .speakers import speaker_after, speaker_before
from .verbs import group_at, is_finite

_TURNS = frozenset(("but", "while", "whereas", "although", "though"))
_FEWEST = 3  # tokens of something said
_ENOUGH = 5  # tokens that can be something said without a verb that shows itself
_FAR = 14  # tokens in which a clause of its own shows its verb


def clause_end(sentence: Sentence, first: int) -> int:
    """Behind the last token of the clause that begins at `first`."""
    tokens = sentence.tokens
    at = first
    while at < len(tokens):
        low = sentence.low(at)
        if tokens[at].text == ";" or (at > first and _attributes(sentence, at)):
            break
        if low == "," and at > first and _leaves(sentence, at + 1, first):
            break
        if low in _TURNS and at > first and speaks_soon(sentence, at + 1):
            break
        if low == "but" and at > first and sentence.low(at + 1) in ("declined", "refused"):
            break
        if low == "and" and at > first and _goes_on(sentence, at + 1):
            break
        if tokens[at].text in ("—", "–", "--") and speaks_soon(sentence, at + 1):
            break
        at += 1
    while at > first and tokens[at - 1].kind == SIGN and tokens[at - 1].text in ",;:—–-":
        at -= 1
    return at


def _attributes(sentence: Sentence, at: int) -> bool:
    return sentence.low(at) == "according" and sentence.low(at + 1) == "to"


def _leaves(sentence: Sentence, at: int, first: int) -> bool:
    """Whether what follows a comma no longer belongs to what was said."""
    low = sentence.low(at)
    if (
        low == "citing"
        or _attributes(sentence, at)
        or _is_cue(low, {GERUND})
        or _is_inverted(sentence, at)
    ):
        return True
    if low in ("and", "but", "while") and _goes_on(sentence, at + 1):
        return True
    if low in _TURNS:
        return sentence.low(at + 1) != "that"
    if low in ("a", "an", "the", "something", "which", "accusations", "allegations", "claims"):
        judged = sentence.low(at + 2) in ("that", "which") and low in ("a", "an")
        return (
            _is_denied_later(sentence, at)
            or (judged and sentence.low(at + 1) in words("sentence nouns"))
            or speaks_soon(sentence, at)
        )
    return speaks_soon(sentence, at) and at - first >= _FEWEST


def _is_inverted(sentence: Sentence, at: int) -> bool:
    """Whether the verb and then the speaker of the whole follow: “…, said Lee”."""
    said = sentence.low(at) in ("said", "says")
    return said and speaker_after(sentence, at + 1) is not None


def _is_denied_later(sentence: Sentence, at: int) -> bool:
    """“…, a claim Seoul denied”, “…, which Moscow denies”."""
    ahead = range(at + 1, min(at + _FAR, len(sentence.tokens)))
    denies = any(
        form.cue.act == "denies" and form.kinds & {PAST, PRESENT}
        for k in ahead
        for form in forms().get(sentence.low(k), ())
    )
    noun = sentence.low(at) in ("something", "which", "accusations", "allegations", "claims")
    return denies and (noun or sentence.low(at + 1) in words("sentence nouns"))


def _goes_on(sentence: Sentence, at: int) -> bool:
    """Whether another verb of the same speaker, or another speaker's, follows an “and”."""
    low = sentence.low(at)
    if low in ("also", "then", "later"):
        low = sentence.low(at + 1)
    return _is_cue(low, {PAST, GERUND}) or _says_too(sentence, at) or speaks_soon(sentence, at)


def _says_too(sentence: Sentence, at: int) -> bool:
    """“… and warns that”, “…, and has threatened to”: the same speaker, in the present."""
    low, after = sentence.low(at), sentence.low(at + 1)
    if low in ("has", "have"):
        return _is_cue(after, {PARTICIPLE})
    plain = all("noun" not in form.cue.frames for form in forms().get(low, ()))
    return plain and _is_cue(low, {PRESENT})


def speaks_soon(sentence: Sentence, at: int) -> bool:
    """Whether the clause that begins at `at` is a speaker with a verb that attributes."""
    for k in range(at + 1, min(at + _FAR, len(sentence.tokens))):
        low = sentence.low(k)
        if sentence.tokens[k].kind == QUOTE or low in (",", ";", ":"):
            return False
        plain = _is_cue(low, {PLAIN}) and _is_plural(sentence.low(k - 1))
        if not (plain or _is_cue(low, {PAST, PRESENT})) or sentence.tokens[k].capital:
            continue
        group = group_at(sentence, k)
        if group.be or group.infinitive or group.left < at:
            return False
        speaker = speaker_before(sentence, group.left)
        return speaker is not None and speaker.first <= at + 1
    return False


def _is_plural(low: str) -> bool:
    """Whether a verb in its plain form can follow the word: “analysts say”, “they say”."""
    return low in ("they", "we", "both") or low in words("people without an s") or low[-1:] == "s"


def _is_cue(low: str, kinds: set[str]) -> bool:
    return any(
        form.kinds & kinds and not form.cue.frames <= {"it", "noun", "to", "claim"}
        for form in forms().get(low, ())
    )


def clause_start(sentence: Sentence, last: int) -> int:
    """Where the clause begins that ends before token `last`, a comma or the speaker behind it."""
    start = 0
    for at in range(last - 1, 0, -1):
        token = sentence.tokens[at]
        if token.text == ";" or (token.low in _TURNS and sentence.low(at - 1) == ","):
            spoken = any(_is_cue(t.low, {PAST, PRESENT}) for t in sentence.tokens[:at])
            if token.text == ";" or spoken:
                start = at + 1
                break
    while start < last and sentence.low(start) in ("but", "and", "so", ","):
        start += 1
    return start


def is_clause(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the tokens can be something said, not just “On Thursday” or “In a statement”."""
    if last - first < _FEWEST:
        return any(t.kind == QUOTE for t in sentence.tokens[first:last])
    opens = sentence.low(first)
    adverbial = sentence.low(first + 1) not in ("many", "few", "much") and (
        opens in words("prepositions") or opens in words("conjunctions")
    )
    if adverbial and not any(t.low == "," for t in sentence.tokens[first:last]):
        return (
            first == 0 and opens not in words("conjunctions") and is_finite(sentence, first, last)
        )
    return is_finite(sentence, first, last) or last - first >= _ENOUGH
