"""What stands around a verb: its auxiliaries, and adverbials that say when, where and to whom."""

import re

import msgspec

from .lexicon import words
from .sentences import NUMBER, QUOTE, SIGN, WORD, Sentence

_NOT_ADVERBS = frozenset(
    ("family", "ally", "supply", "assembly", "italy", "july", "army", "only-begotten", "reply")
)
_SHORTEST = 4  # letters of words that only end like an adverb or a past: “only”, “need”
_UNIT = r"(?:day|week|month|year|hour|morning|afternoon|evening|night|weekend)s?"
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|overnight|tonight|tomorrow"
    r"|(?:mon|tues?|wed|thurs?|fri|sat|sun)\b\.?"
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec)\b\.?)"
)
_COUNT = r"(?:an?|one|two|three|four|five|six|seven|several|a few|\d{1,3})"
_TIME = (
    rf"(?:(?:on|late|early|later|earlier|since|from) ){{0,2}}(?:last |this |next )?(?:{_DAY})"
    r"(?: (?:morning|afternoon|evening|night))?(?:,? \d{1,2})?"
    rf"|(?:(?:earlier|later|late|early) )?(?:in )?(?:this|last|the|that) (?:same )?{_UNIT}\b"
    rf"(?! (?:of|after|before|[a-z]+ed)\b)"
    rf"|(?:on|in) (?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}})?(?:,? \d{{4}})?\b"
    rf"|in (?:19|20)\d\d\b|{_COUNT} {_UNIT} (?:ago|later|earlier)"
    r"|(?:earlier|later|afterwards|again|also|once more|however|then)\b"
    r"|(?!(?:only|italy|july|reply|supply|family|ally|early|nearly|roughly|approximately)\b)[a-z]{3,14}ly\b"
)
_MEDIUM = (
    r"(?:statements?|interviews?|briefings?|conferences?|address|speech|posts?|messages?|reports?"
    r"|letters?|call|television|tv|radio|telegram|twitter|x|facebook|instagram|truth social"
    r"|websites?|media|events?|meetings?|notes?|videos?|remarks|comments|telephone|phone|hearing"
    r"|updates?|bulletins?|summit|session|forum|rally|parliament|channel|page|account|app|platform"
    r"|e-?mails?|commentary|editorial|broadcast|visit|trip|dispatch|tweet|testimony|translation"
    r"|condition of anonymity|article|column|filing|document|court|dossier|memo)"
)
_NAME = (
    r"(?:(?:the |a |an |its |his |her |their )?(?-i:[A-Z])[\w’'.-]*(?: (?-i:[A-Z])[\w’'.-]*){0,3})"
)
_WHERE = (
    r"(?:in|on|at|during|via|through|by|from|before|after|over) "
    r"(?:(?:an?|the|his|her|its|their|another|one|separate) )?"
    rf"(?:[\w’'-]+ ){{0,3}}?(?:{_MEDIUM} ){{0,2}}{_MEDIUM}\b"
    rf"(?: (?:with|on|to|for|from|in|of|at"
    r"|(?:posted|carried|aired|broadcast) (?:on|by)|(?:published|released|issued) by) "
    rf"(?:{_NAME}|(?:the )?(?:state |social |local |public )?(?:media|television|tv|radio|reporters"
    r"|journalists|broadcaster|messaging app)))?"
    rf"(?: (?:released|published|issued|posted|broadcast|aired)"
    rf"(?: (?:on|late|early))?(?: (?:{_DAY}))?)?"
    r"|on (?:condition of )?(?:anonymity|background)"
)
_WHOM = (
    r"to (?:the )?(?:reporters|journalists|press|media|lawmakers|parliament|nation|state media)\b"
)
_ADJUNCT = re.compile(
    rf"(?:{_TIME}|{_WHERE}|{_WHOM})(?![\w-]|[’']s)".replace(" ", r"\s"), re.IGNORECASE
)


class Group(msgspec.Struct, frozen=True):
    """A verb with its auxiliaries."""

    first: int  # token that the group begins with: an auxiliary, or the verb
    left: int  # the last token before it, adverbs stepped over
    negated: bool
    modal: bool
    be: bool
    have: bool
    do: bool
    infinitive: bool


def group_at(sentence: Sentence, i: int) -> Group:
    """The auxiliaries of the verb at `i`, with adverbs and times between them stepped over."""
    first, at = i, i - 1
    seen: set[str] = set()
    while at >= 0:
        low = sentence.low(at)
        back = _adverbial_before(sentence, at)
        if low in words("auxiliaries") or low in words("modals"):
            seen.add(low)
            first, at = at, at - 1
        elif low in words("negations"):
            seen.add("not")
            first, at = at, at - 1
        elif low == "to" and first == i:
            seen.add(low)
            first, at = at, at - 1
            break
        elif back < at:
            at = back
        else:
            break
    return Group(
        first=first,
        left=at,
        negated=bool(seen & words("negations")),
        modal=bool(seen & words("modals")),
        be=bool(seen & words("to be")),
        have=any(low.startswith(("ha", "had")) for low in seen),
        do=any(low.startswith(("do", "did")) for low in seen),
        infinitive="to" in seen,
    )


def _adverbial_before(sentence: Sentence, at: int) -> int:
    """The token before an adverb or a time that ends at `at`; `at` itself when none does."""
    low = sentence.low(at)
    if low in words("days"):
        return at - 2 if sentence.low(at - 1) in ("on", "late", "early") else at - 1
    if low in words("months") and sentence.tokens[at - 1].kind == NUMBER:
        return at - 3 if sentence.low(at - 2) == "on" else at
    if sentence.tokens[at].kind == NUMBER and sentence.low(at - 1) in words("months"):
        return at - 3 if sentence.low(at - 2) in ("on", "in") else at
    if low in ("week", "month", "year", "day") and sentence.low(at - 1) in ("this", "last", "the"):
        step = 4 if sentence.low(at - 3) == "earlier" else 2
        in_the = sentence.low(at - 2) == "in"
        return at - step if in_the or sentence.low(at - 1) != "the" else at
    if low == "statement" and sentence.low(at - 1) == "a" and sentence.low(at - 2) == "in":
        return at - 3
    if low in ("both", "all") and sentence.low(at - 1) in ("and", ",", ""):
        return at
    if is_adverb(low) and not sentence.tokens[at].capital:
        return at - 1
    return at


def is_adverb(low: str) -> bool:
    """Whether a word in small letters says how or when."""
    return low in words("adverbs") or (
        low.endswith("ly") and len(low) > _SHORTEST and low not in _NOT_ADVERBS
    )


def after_adjuncts(sentence: Sentence, at: int) -> int:
    """The token behind what says when, where and to whom, from `at` on."""
    tokens = sentence.tokens
    while at < len(tokens) and tokens[at].kind in (WORD, NUMBER):
        found = _ADJUNCT.match(sentence.text, tokens[at].start, tokens[-1].end)
        if not found:
            break
        behind = sentence.place(found.end())
        if behind <= at or any(token.kind == QUOTE for token in tokens[at:behind]):
            break
        at = behind
    return at


def is_finite(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a verb that makes a clause stands among the tokens; quotations count as one."""
    return any(
        token.kind == QUOTE
        or token.low in words("auxiliaries")
        or (token.low in words("modals") and token.text != "May")
        or looks_past(sentence, at)
        for at, token in enumerate(sentence.tokens[first:last], first)
    )


def looks_past(sentence: Sentence, at: int) -> bool:
    """Whether a word looks like a verb in the past, and not like an adjective before its noun."""
    token = sentence.tokens[at]
    if token.capital or token.kind != WORD:
        return False
    if token.low in words("irregular pasts"):
        return sentence.low(at - 1) not in words("determiners")
    if not token.low.endswith("ed") or token.low in words("participles as adjectives"):
        return False
    return len(token.low) > _SHORTEST and sentence.low(at - 1) not in words("determiners")


def chunk_end(sentence: Sentence, at: int) -> int:
    """Where the part of a sentence between signs ends that `at` stands in."""
    while at < len(sentence.tokens) and not ends_chunk(sentence, at):
        at += 1
    return at


def ends_chunk(sentence: Sentence, at: int) -> bool:
    """Whether a sentence or a part of it between signs ends before `at`."""
    return at >= len(sentence.tokens) or (
        sentence.tokens[at].kind == SIGN and sentence.low(at) not in ("(", "%", "’", "'")
    )
