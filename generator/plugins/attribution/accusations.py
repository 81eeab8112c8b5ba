"""Verbs with two objects: “accused Seoul of …”, “called it …”, “put the toll at …”."""

from .contents import clause_end
from .lexicon import Form, words
from .reaches import end_of
from .sentences import NUMBER, QUOTE, SIGN, Sentence, Span
from .verbs import ends_chunk

_FEWEST = 2  # tokens of what is called something and what it is called
_FAR = 18  # tokens that an accused, or what is described, may take
_ITS = frozenset(("it", "this", "that", "him", "her", "them", "these", "himself"))


def accused(sentence: Sentence, at: int, form: Form) -> Span | None:
    """Who is accused and of what; for “blame” also what is laid on whom."""
    joins = {"accuse": ("of",), "blame": ("for", "on")}.get(form.cue.word, ())
    first = sentence.low(at)
    if not joins or first in joins or first in words("prepositions") or not first:
        return None
    for k in range(at + 1, min(at + _FAR, len(sentence.tokens))):
        token = sentence.tokens[k]
        if token.low in joins and k + 1 < len(sentence.tokens):
            if token.low == "of" and not _accuses(sentence, k):
                continue
            return sentence.span(at, clause_end(sentence, at))
        if token.kind == QUOTE or token.text in (";", ":") or token.low in words("conjunctions"):
            break
    if form.cue.word == "blame" and (end := end_of(sentence, at)) and ends_chunk(sentence, end):
        return sentence.span(at, end)
    return None


def _accuses(sentence: Sentence, of: int) -> bool:
    """“of” opens the charge: a doing, a wrong, or words in quotation marks; no “minister of …”."""
    later = range(of + 1, min(of + _FAR, len(sentence.tokens)))
    again = next(
        (k for k in later if sentence.low(k) == "of" and sentence.low(k + 1).endswith("ing")), 0
    )
    return sentence.low(of + 1).endswith("ing") or not again


def described(sentence: Sentence, at: int, form: Form) -> Span | None:
    """What is called something, with what it is called."""
    end = clause_end(sentence, at)
    low = sentence.low(at)
    if end - at < _FEWEST or low in words("prepositions"):
        return None
    inside = range(at, min(end, at + _FAR))
    if form.cue.word == "call":
        after = sentence.low(at + 1)
        named = any(sentence.tokens[k].kind == QUOTE for k in inside) or _is_marked(
            sentence, at, end
        )
        it = low in _ITS and (
            after in words("determiners") or after == "“" or after.endswith("ing")
        )
        return sentence.span(at, end) if (named or it) and end - at > 1 else None
    if form.cue.word == "put":
        return _counted(sentence, at, end)
    if form.cue.word in ("label", "brand") and low in _ITS and end - at > _FEWEST:
        return sentence.span(at, end)
    as_at = next((k for k in inside if sentence.low(k) == "as"), 0)
    whole = not any(sentence.tokens[k].kind == SIGN and sentence.low(k) == ";" for k in inside)
    return sentence.span(at, end) if as_at > at and as_at + 1 < end and whole else None


def _counted(sentence: Sentence, first: int, last: int) -> Span | None:
    """“put the toll at 300”."""
    for k in range(first + 1, min(first + _FAR, last)):
        number = sentence.tokens[k].kind == NUMBER or sentence.low(k) in words("numbers")
        if number and any(sentence.low(j) == "at" for j in (k - 1, k - 2, k - 3) if j > first):
            return sentence.span(first, last)
    return None


def _is_marked(sentence: Sentence, first: int, last: int) -> bool:
    """Whether an expression in quotation marks stands among the tokens, which read it plainly."""
    between = sentence.text[sentence.tokens[first].start : sentence.tokens[last - 1].end + 1]
    return any(mark in between for mark in ("“", '"', "«", "„", "``", " ‘", " `"))
