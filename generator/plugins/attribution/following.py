"""What follows a verb that attributes: a clause, a quotation, a noun, or nothing that is said."""

import msgspec

from .contents import clause_end
from .lexicon import PAST, Form, forms, words
from .reaches import end_of
from .sentences import NUMBER, QUOTE, SIGN, WORD, Sentence
from .verbs import after_adjuncts, chunk_end, ends_chunk, is_finite, looks_past

CLAUSE, QUOTED, THING, NOTHING, OTHER = "clause", "quoted", "thing", "nothing", "other"

_TIMES = frozenset(("day", "night", "morning", "week", "year", "time", "evening", "afternoon"))
_NO_CONTENT = frozenset(
    ("nothing", "so", "goodbye", "little", "yes", "no", "hello", "sorry", "much", "as", "than")
)
_DONE_TO = frozenset(("missing", "dead", "wounded", "injured", "back", "by", "to", "for", "off"))
_TURNS = frozenset(("after", "before", "but", "while", "when", "because", "although"))
_TIMING = frozenset(("late", "early", "earlier", "later", "last", "this"))
_COMPARES = frozenset(("far", "more", "fewer", "less", "compared", "up", "down", "twice", "half"))
_FEWEST = 3  # tokens of a clause without “that”
_FAR = 12  # tokens within which “that” still belongs to the verb


class Following(msgspec.Struct, frozen=True):
    """What follows, tokens `first` up to `last`; `whom` is who was told."""

    kind: str
    first: int = 0
    last: int = 0
    whom: tuple[int, int] | None = None


def following(sentence: Sentence, at: int, form: Form) -> Following:
    """What follows the verb whose last word stands before `at`."""
    whom = None
    if "whom" in form.cue.frames:
        behind = _after_listener(sentence, at)
        if behind < 0:
            return Following(OTHER)
        whom, at = (at, behind), behind
    found = _said(sentence, at, form)
    return msgspec.structs.replace(found, whom=whom)


def _said(sentence: Sentence, at: int, form: Form) -> Following:
    frames = form.cue.frames
    at = after_adjuncts(sentence, at)
    if at >= len(sentence.tokens):
        return Following(NOTHING, at, at)
    if sentence.low(at) == "only" and sentence.low(at + 1) == "that":
        at += 1
    token = sentence.tokens[at]
    if quoted := _quotation(sentence, at, frames):
        return quoted
    if token.low == "," or token.text in (";", "—", "–", ")", "(", "--"):
        that = _that_behind_insertion(sentence, at) if "that" in frames else 0
        return _clause(sentence, that) if that else Following(NOTHING, at, at)
    if token.text == ":":
        usual = "quote" in frames and at + 3 < len(sentence.tokens)
        return Following(CLAUSE, at + 1, len(sentence.tokens)) if usual else Following(OTHER)
    if token.low == "that" and at + 1 == len(sentence.tokens) and "thing" in frames:
        return Following(THING, at, at + 1)
    if token.low == "that" and sentence.low(at + 1) not in _TIMES and "that" in frames:
        opens_quoted = at + 1 < len(sentence.tokens) and sentence.tokens[at + 1].kind == QUOTE
        enough = opens_quoted or at + 2 < len(sentence.tokens)
        return _clause(sentence, at) if enough else Following(OTHER)
    if form.cue.word == "claim" and token.low == "to" and sentence.low(at + 1) in ("have", "be"):
        return _clause(sentence, at)
    if "will" in frames and token.low == "to" and at + 1 < len(sentence.tokens):
        return _clause(sentence, at)
    if "him" in frames and (that := _that_behind_listener(sentence, at)):
        return _clause(sentence, that)
    if token.low in words("conjunctions") or token.low in ("and", "or"):
        supposes = token.low == "if" and "bare" in frames and ", " in sentence.text
        return _clause(sentence, at) if supposes else Following(NOTHING, at, at)
    if token.low in words("prepositions") and not _counts(sentence, at):
        return _behind_adverbial(sentence, at, form)
    return _plain(sentence, at, form)


def _counts(sentence: Sentence, at: int) -> bool:
    """Whether a preposition opens a number: “at least 14 people”, “between 3,000 and 4,000”."""
    low, after = sentence.low(at), sentence.low(at + 1)
    if low in ("at", "up"):
        return after in ("least", "most", "to")
    behind = sentence.tokens[at + 1 : at + 2]
    numeral = after in words("numbers") or any(token.kind == NUMBER for token in behind)
    return low in ("over", "about", "under") or (low in ("between", "around", "near") and numeral)


def _clause(sentence: Sentence, at: int) -> Following:
    return Following(CLAUSE, at, clause_end(sentence, at))


def _quotation(sentence: Sentence, at: int, frames: frozenset[str]) -> Following | None:
    """A quotation right behind the verb, or behind a comma or colon."""
    signed = sentence.low(at) in (",", ":")
    if "sign" in frames and not signed:
        return None
    quote = at + 1 if signed else at
    if (
        quote >= len(sentence.tokens)
        or sentence.tokens[quote].kind != QUOTE
        or "quote" not in frames
    ):
        return None
    behind = quote + 1
    if signed or behind >= len(sentence.tokens) or sentence.tokens[behind].kind == SIGN:
        return Following(QUOTED, quote, behind)
    return Following(CLAUSE, quote, clause_end(sentence, quote))


def _that_behind_listener(sentence: Sentence, at: int) -> int:
    """The “that” behind somebody who was warned; 0 when there is none."""
    for k in range(at, min(at + _FAR, len(sentence.tokens) - 2)):
        if sentence.low(k) == "that":
            return k if k > at and not is_finite(sentence, at, k) else 0
        if ends_chunk(sentence, k) or sentence.tokens[k].kind == QUOTE:
            break
    return 0


def _that_behind_insertion(sentence: Sentence, at: int) -> int:
    """The “that” behind “, however,” and the like; 0 when there is none."""
    for k in range(at + 1, min(at + _FAR, len(sentence.tokens) - 2)):
        if sentence.low(k) == "," and sentence.low(k + 1) == "that":
            return k + 1
        if sentence.tokens[k].kind == QUOTE:
            break
    return 0


def _behind_adverbial(sentence: Sentence, at: int, form: Form) -> Following:
    """“said in Kyiv that …”, “said of the deal: …”; without “that” the place may be anything."""
    for k in range(at + 1, min(at + _FAR, len(sentence.tokens))):
        if ends_chunk(sentence, k) or sentence.tokens[k].kind == QUOTE:
            quoted = sentence.low(k) in (",", ":", "“") and _quotation(sentence, k, form.cue.frames)
            if quoted and not is_finite(sentence, at, k):
                return quoted
            break
        timed = sentence.low(k + 1) in _TIMES
        if sentence.low(k) == "that" and "that" in form.cue.frames and not timed:
            return _clause(sentence, k)
    chunk = chunk_end(sentence, at)
    if not is_finite(sentence, at, chunk):
        return Following(NOTHING, at, at)
    start = _second_noun(sentence, at, chunk) if "bare" in form.cue.frames else 0
    return _clause(sentence, start) if start else Following(OTHER)


def _second_noun(sentence: Sentence, at: int, last: int) -> int:
    """Where a clause begins behind “in Kyiv”, as its subject's article or number shows; or 0."""
    for k in range(at + 2, min(at + 6, last)):
        low = sentence.low(k)
        if sentence.low(k - 1) in words("prepositions"):
            continue
        opens = low in words("determiners") or low in words("pronouns")
        if opens and is_finite(sentence, k, last):
            return k
    return 0


def _plain(sentence: Sentence, at: int, form: Form) -> Following:
    """A clause without “that”, or a noun that is what was said."""
    frames, token = form.cue.frames, sentence.tokens[at]
    if token.low in _NO_CONTENT and not (token.low == "no" and at + 3 < len(sentence.tokens)):
        return Following(OTHER)
    end = clause_end(sentence, at)
    if any(PAST in each.kinds for each in forms().get(token.text, ())):
        return Following(OTHER)  # “media reports said”: the verb was a noun
    doing = "doing" in frames and token.low.endswith("ing") and token.low != "nothing"
    auxiliary = token.low in words("auxiliaries") or token.low in words("modals")
    if token.kind == WORD and auxiliary and not doing:
        return Following(OTHER)
    if "bare" in frames and end - at > 1:
        return Following(CLAUSE, at, end)
    if doing:
        return Following(THING, at, without_time(sentence, at, end))
    main = _main_end(sentence, at, end)
    if form.cue.word == "add":  # “added a shift, noted for …”
        main = next((k for k in range(at, main) if sentence.low(k) == ","), main)
    clause = "verb" in frames and (
        is_finite(sentence, at + 1, main)
        or token.low in words("pronouns")
        or ("will" in frames and any(sentence.low(k) == "to" for k in range(at + 1, main)))
    )
    if clause and token.low not in _DONE_TO and end - at >= _FEWEST:
        return Following(CLAUSE, at, end)
    timed = token.low in ("each", "every") or token.low.removesuffix(".") in words("months")
    thing = token.low not in _DONE_TO and not token.low.endswith("ed") and not timed
    if "thing" in frames and thing and not ends_chunk(sentence, at):
        return Following(THING, at, without_time(sentence, at, end))
    return Following(OTHER)


def without_time(sentence: Sentence, first: int, last: int) -> int:
    """Where a noun ends: before “on Friday”, and before “after”, “but” and the like."""
    last = next((k for k in range(first + 1, last) if sentence.low(k) in _TURNS), last)
    for at in range(max(first + 1, last - 4), last):
        low = sentence.low(at)
        timed = low in words("prepositions") or low in words("days") or low in _TIMING
        if timed and after_adjuncts(sentence, at) >= last:
            return at
    return last


def _main_end(sentence: Sentence, at: int, last: int) -> int:
    """Where a relative clause begins: its verb makes no clause of the noun before it."""
    relative = ("which", "who", "that", "whose", "where")
    for k in range(at + 1, last):
        joined = sentence.low(k) in ("and", "or") and looks_past(sentence, k + 1)
        joined = joined or (sentence.low(k) == "," and sentence.low(k + 1) in _COMPARES)
        if sentence.low(k) in relative or sentence.low(k) in _TURNS or joined:
            return k
    return last


def _after_listener(sentence: Sentence, at: int) -> int:
    """Behind who was told; -1 when an order or a story follows."""
    low = sentence.low(at)
    if not low or ends_chunk(sentence, at):
        return -1
    end = at + 1 if low in ("him", "her", "them", "us", "me", "you", "it") else end_of(sentence, at)
    if end == at + 1 and low in words("determiners"):
        return -1
    start_small = not sentence.tokens[at].capital and low not in words("determiners")
    for k in range(at + 1, end if sentence.low(end) not in ("that", "") else at):
        token, before = sentence.tokens[k], sentence.tokens[k - 1]
        turns = token.capital != before.capital and sentence.low(k - 1) not in (
            *words("prepositions"),
            *words("determiners"),
        )
        if (
            turns
            and (start_small or before.capital)
            and is_finite(sentence, k, len(sentence.tokens))
        ):
            end = k
            break
    after = sentence.low(end)
    story = after in ("to", "about", "of", "how", "what", "why", "where", "whether", "when", "not")
    return -1 if story else end
