"""Claims: who says what, by which verb, and what a denial denies."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from generator.model.document import Document, Known, Mark
from generator.plugins.naming.names import Same

from ..attribution.finding import statements
from ..attribution.lexicon import words
from ..attribution.sentences import Span
from ..attribution.statements import Statement

_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_WORDS = re.compile(r"[\w’'-]+")
_PAIR = re.compile(r"(?:(?:neither|both)\s+)?(.+?)\s+(?:and|nor)\s+(.+)", re.I | re.S)
_BEFORE_NUMBERS = frozenset(
    ("about", "around", "some", "nearly", "almost", "roughly", "approximately")
)
_NUMBER = re.compile(r"\s(?:\d|(?:a )?(?:dozen|hundred|thousand|million)|half\b|all\b)")
_UNSURE = frozenset(("suggest", "believe", "suspect", "think", "fear"))
_STATES = ("state", "government", "armed-forces")


def extract(document: Document, known: Known) -> Iterator[Mark]:
    """The marks of each claim share a number: `claims.c1.speaker`, `claims.c1.act`, and so on.

    A speaker is a register's entry only where its whole name is one; a pronoun never is.
    """
    text = document.reading
    registered = _registered(Same(known))
    found = statements(text, document.title, registered.people)
    names = _Names(document, registered)
    ids = {each.cue: f"c{number}" for number, each in reversed(list(enumerate(found, 1)))}
    for number, each in enumerate(found, 1):
        yield from _marks(f"claims.c{number}", each, text, names, ids)


def _marks(
    group: str, said: Statement, text: str, names: "_Names", ids: Mapping[Span, str]
) -> Iterator[Mark]:
    cue = text[said.cue.start : said.cue.end]

    def mark(part: str, value: str, span: Span, reason: str) -> Mark:
        return Mark(f"{group}.{part}", value, span.start, span.end, reason)

    if said.speaker and said.core:
        yield mark("speaker", _at(text, said.speaker), said.speaker, f"speaks, by “{cue}”")
        if by := names.known_as(said.core):
            yield mark("by", by, said.core, f"names {by} in the register of actors")
    if said.via:
        carrier = names.known_as(said.via) or _at(text, said.via)
        yield mark("via", carrier, said.via, "carries what another said")
    yield mark("act", said.act, said.cue, f"“{cue}”")
    yield mark("quote", _at(text, said.content), said.content, f"what is said, by “{cue}”")
    for span in _hedges(said, text):
        yield mark("hedge", _at(text, span), span, "says that it is not certain")
    if said.answers in ids and said.answers is not None:
        answered = ids[said.answers]
        yield mark("answers", answered, said.cue, f"denies what {answered} says")
    if said.unattributed:
        yield mark("unattributed", "unattributed", said.cue, "nobody is named who says so")


def _at(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _hedges(said: Statement, text: str) -> Iterator[Span]:
    if said.hedge:
        yield said.hedge
    elif said.act == "estimates" and said.word in (
        "suggest",
        "believe",
        "suspect",
        "think",
        "fear",
    ):
        yield said.cue
    for found in _WORDS.finditer(text, said.content.start, said.content.end):
        word = found[0].lower()
        if word in words("hedges") and _hedges_here(text, found):
            yield Span(found.start(), found.end())


def _hedges_here(text: str, word: re.Match[str]) -> bool:
    """“about” and the like say so only before a number; “May” with a capital is a month."""
    low = word[0].lower()
    if low in _BEFORE_NUMBERS:
        return bool(_NUMBER.match(text, word.end()))
    return word[0].islower()


class _Registered(msgspec.Struct, frozen=True):
    """The names of the register of actors: whose they are, and of what kind those are."""

    ids: Mapping[str, set[str]]
    kinds: Mapping[str, str]
    people: frozenset[str]  # names that are nobody's place


@lru_cache(maxsize=4)
def _registered(known: Same) -> _Registered:
    """Gathered once for all texts."""
    ids: dict[str, set[str]] = {}
    people: set[str] = set()
    actors = known.value.actors.values()
    for actor in actors:
        for name in (actor.name, *actor.aliases):
            ids.setdefault(" ".join(name.split()), set()).add(actor.id)
            if actor.kind not in _STATES:
                people.add(name)
    kinds = {actor.id: actor.kind for actor in actors}
    return _Registered(ids, kinds, frozenset(people))


class _Names:
    """Which actors the register knows by a speaker's whole name."""

    def __init__(self, document: Document, registered: _Registered) -> None:
        self._text = document.reading
        self._marks = {(m.start, m.end): m.value for m in document.marks if m.field == "actors"}
        self._starts = {end: start for start, end in self._marks}
        self._ids, self._kinds = registered.ids, registered.kinds

    def known_as(self, speaker: Span) -> str:
        """The id of a speaker; two, with a blank between, for “Seoul and Tokyo”; else nothing."""
        if whole := self._one(speaker):
            return whole
        pair = _PAIR.fullmatch(_at(self._text, speaker))
        if not pair:
            return ""
        places = (pair.span(1), pair.span(2))
        each = [self._one(Span(speaker.start + a, speaker.start + b)) for a, b in places]
        return " ".join(each) if all(each) else ""

    def _one(self, speaker: Span) -> str:
        article = _ARTICLE.match(self._text, speaker.start, speaker.end)
        plain = Span(article.end(), speaker.end) if article else speaker
        return self._exactly(speaker) or self._exactly(plain) or self._titled(plain)

    def _exactly(self, span: Span) -> str:
        if actor := self._marks.get((span.start, span.end)):
            return actor
        name = " ".join(_at(self._text, span).split())
        bare, _, short = name.partition(" (")
        ids = self._ids.get(name) or (self._ids.get(bare) if short.endswith(")") else None) or set()
        return next(iter(ids)) if len(ids) == 1 else ""

    def _titled(self, span: Span) -> str:
        """A person behind an office: “President Dana Lim”."""
        start = self._starts.get(span.end, span.start)
        actor = self._marks.get((start, span.end), "")
        office = self._text[span.start : start].lower().split()
        known = bool(office) and all(map(str.isalpha, office)) and office[-1] in words("roles")
        return actor if known and self._kinds.get(actor) == "person" else ""
