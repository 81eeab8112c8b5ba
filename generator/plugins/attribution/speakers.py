"""Who speaks: the noun phrase before a verb or behind it, with its title and apposition."""

from .lexicon import words
from .phrases import LONGEST, Phrase, is_name, phrase
from .reaches import end_of, start_of
from .sentences import NUMBER, QUOTE, SIGN, Sentence
from .verbs import is_finite, looks_past

_FIRMS = frozenset(("inc.", "corp.", "co.", "ltd.", "plc", "cos.", "llc", "ag", "sa", "nv"))
MOST_INSERTIONS = 3  # between a speaker and the verb: “Lee, 51, a farmer from Sumy, said”


def speaker_before(sentence: Sentence, at: int) -> Phrase | None:
    """The speaker whose last token, or the comma behind an insertion, stands at `at`."""
    if at < 0:
        return None
    token = sentence.tokens[at]
    if token.text == ",":
        return _before_insertions(sentence, at)
    if token.kind == QUOTE or (token.kind == SIGN and token.text != ")"):
        return None
    if token.low == "who":
        return _antecedent(sentence, at)
    start = start_of(sentence, at)
    return phrase(sentence, start, at + 1) or _with_relative(sentence, start, at + 1)


def antecedent_of_which(sentence: Sentence, at: int) -> Phrase | None:
    """Whom “, which” at `at` stands for, where that is somebody who can speak."""
    found = _antecedent(sentence, at) if sentence.low(at - 1) == "," else None
    if not found:
        return None
    head = sentence.tokens[found.core - 1]
    return found if head.capital or head.low in words("roles") else None


def _with_relative(sentence: Sentence, first: int, last: int) -> Phrase | None:
    """A speaker whose relative clause comes before the verb: “officers who led the raid said”."""
    low = sentence.low(first)
    relative = sentence.low(first - 1) in ("that", "who", "which") and first > 1
    past = low.endswith("ed") or low in words("irregular pasts")
    many = sentence.low(first - 2)
    plural = many.endswith("s") or many in words("people without an s")
    verb = past or low in words("auxiliaries") or low.endswith("s") or plural
    if not relative or not verb:
        return None
    head = phrase(sentence, start_of(sentence, first - 2), first - 1)
    return Phrase(head.first, last, head.core) if head else None


def _antecedent(sentence: Sentence, at: int) -> Phrase | None:
    """Whom “who” stands for: the noun phrase that ends right before it."""
    end = at - 1 if sentence.low(at - 1) == "," else at
    if end <= 0 or sentence.low(end - 1) in words("pronouns"):
        return None
    start = start_of(sentence, end - 1)
    if end < at and sentence.low(start - 1) == ",":
        return _before_insertions(sentence, at - 1)
    joined = [k for k in range(start, end) if sentence.low(k) in words("prepositions")]
    joined = [k for k in joined if sentence.low(k) != "of"]
    if not joined:
        return phrase(sentence, start, end) or _object(sentence, start, end)
    first = joined[-1] + 1
    if sentence.low(first - 1) in ("from", "with") and sentence.low(end - 1) in words("roles"):
        return phrase(sentence, first, end)
    plain = is_name(sentence, first, end) or not any(
        sentence.low(k) == "of" for k in range(first, end)
    )
    return phrase(sentence, first, end) if plain and sentence.low(first - 1) == "by" else None


def _object(sentence: Sentence, first: int, last: int) -> Phrase | None:
    """The noun phrase behind the last verb: “the price surprised analysts, who …”."""
    verbs = (k for k in range(last - 2, first, -1) if looks_past(sentence, k))
    verb = next(verbs, -1)
    return phrase(sentence, verb + 1, last) if verb > 0 else None


def _before_insertions(sentence: Sentence, at: int) -> Phrase | None:
    """The speaker before what stands between commas, the latter of which is at `at`."""
    end, apposition = at, None
    for _ in range(MOST_INSERTIONS):
        opened = _comma_before(sentence, end)
        if opened < 0:
            return None
        if opened + 2 == end and sentence.tokens[opened + 1].text.endswith("."):  # “Erie, Pa.,”
            end = opened
            continue
        if sentence.low(opened - 1) in _FIRMS and is_name(sentence, opened + 1, end):
            end = opened  # “Aldous Inc., Denver, said”
        elif not _is_clause(sentence, opened + 1, end):
            if sentence.tokens[opened + 1].kind == NUMBER and opened + 2 == end:
                end = opened
                continue
            inner = phrase(sentence, opened + 1, end) or _description(sentence, opened + 1, end)
            if not inner:
                return None
            apposition = apposition or inner
        end = opened
        start = start_of(sentence, end - 1)
        if sentence.low(start - 1) == "," and start > 1 and not apposition:
            before = phrase(sentence, start, end)
            if before and _apposes(sentence, start, start, end):
                continue
        found = phrase(sentence, start, end)
        if found and (not apposition or _fits(sentence, found, apposition)):
            return Phrase(found.first, apposition.last if apposition else found.last, found.last)
        if not (found is None and sentence.tokens[end - 1].kind == NUMBER):
            return None
    return None


def _apposes(sentence: Sentence, start: int, first: int, last: int) -> bool:
    """Whether a chunk between commas describes a name before it."""
    before = sentence.tokens[start - 2]
    return before.capital and not is_name(sentence, first, last)


def _comma_before(sentence: Sentence, at: int) -> int:
    for k in range(at - 1, max(at - 40, -1), -1):
        token = sentence.tokens[k]
        if token.text == ",":
            return k
        if token.kind == QUOTE or token.text in (";", ":", "—", "–"):
            return -1
    return -1


def _is_clause(sentence: Sentence, first: int, last: int) -> bool:
    """Whether an insertion is no apposition: “who leads it”, “speaking in Kyiv”."""
    low = sentence.low(first)
    return (
        low in words("insertion openers")
        or low in words("prepositions")
        or low.endswith("ing")
        or (looks_past(sentence, first) and last - first > 1)
    )


def _description(sentence: Sentence, first: int, last: int) -> Phrase | None:
    """An apposition without article: “president of the university”, “head of its air force”."""
    if last - first > LONGEST or is_finite(sentence, first, last):
        return None
    roles = any(sentence.low(k) in words("roles") for k in range(first, min(first + 5, last)))
    return Phrase(first, last, last) if roles or sentence.tokens[first].capital else None


def _fits(sentence: Sentence, head: Phrase, apposition: Phrase) -> bool:
    """A name goes with a description, in either order; two descriptions by their articles."""
    named = is_name(sentence, head.first, head.last)
    if named != is_name(sentence, apposition.first, apposition.last):
        return True
    opens = sentence.low(apposition.first)
    if named:
        return opens in words("roles")
    article = sentence.low(head.first)
    known = (
        sentence.tokens[head.last - 1].capital
        or article == "the"
        or article in words("possessives")
    )
    return known and opens in ("a", "an", "the")


def speaker_after(sentence: Sentence, at: int) -> Phrase | None:
    """The speaker whose first token stands at `at`, with an apposition that ends a chunk."""
    if at >= len(sentence.tokens) or sentence.low(at) in words("prepositions"):
        return None
    core = end_of(sentence, at)
    found = phrase(sentence, at, core)
    if not found or found.first != at:
        return None
    last = core
    for _ in range(MOST_INSERTIONS):
        behind = _apposition_end(sentence, last, Phrase(at, core, core))
        if behind == last:
            break
        last = behind
    return Phrase(at, last, core)


def _apposition_end(sentence: Sentence, at: int, head: Phrase) -> int:
    """Behind the apposition that a comma at `at` opens; `at` when there is none."""
    if sentence.low(at) != "," or at + 1 >= len(sentence.tokens):
        return at
    if sentence.tokens[at + 1].kind == NUMBER:
        closes = sentence.low(at + 2) in (",", "")
        return at + 2 if closes else at
    end = end_of(sentence, at + 1)
    inner = phrase(sentence, at + 1, end) or _description(sentence, at + 1, end)
    closed = end >= len(sentence.tokens) or sentence.low(end) in (",", "who", "in", "on", "—", ";")
    if (
        not inner
        or inner.first != at + 1
        or not closed
        or sentence.low(at + 1) in words("pronouns")
    ):
        return at
    return end if _fits(sentence, head, inner) else at


def subject_of_clause(sentence: Sentence, first: int, last: int) -> Phrase | None:
    """Who does what the clause from `first` on says, when a verb shows where the subject ends."""
    opens = sentence.low(first)
    adverbial = opens in words("prepositions") or opens in words("conjunctions")
    if adverbial or opens.endswith("ing") or opens in ("asked", "pressed", "told"):
        comma = next((k for k in range(first, last) if sentence.low(k) == ","), last)
        first = comma + 1
    while first < last and sentence.low(first) in words("openers"):
        first += 1
    if first < last and sentence.low(first) == ",":
        first += 1
    end = first
    while end < last and not _verb_at(sentence, end, first) and not ends_noun(sentence, end):
        end += 1
    if end >= last or end == first:
        return None
    return phrase(sentence, first, end) if sentence.low(end) != ":" else None


def ends_noun(sentence: Sentence, at: int) -> bool:
    """Whether a sign or a quotation ends a noun phrase at `at`."""
    token = sentence.tokens[at]
    return token.kind == QUOTE or (token.kind == SIGN and token.text not in "()%&’'/")


def _verb_at(sentence: Sentence, at: int, first: int) -> bool:
    low = sentence.low(at)
    if low in words("auxiliaries") or low in words("modals"):
        return True
    return at > first and (looks_past(sentence, at) or (low.endswith("ly") and low != "family"))
