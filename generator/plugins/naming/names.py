"""Names of the registers in a text: the longest at each place, whole, and as they are cased."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from generator.model.document import Known
from generator.model.registers import Entry

_WORD = re.compile(r"\w+")
_LOWERABLE = re.compile(  # “the Russian defence ministry” is the Ministry all the same
    r"(?<=.)\b(?:(M)inistry|(D)efense|(F)oreign|(M)ilitary|(A)rmy|(N)avy|(F)orces?|(A)rmed"
    r"|(G)overnment|(A)ffairs|(P)olice|(A)ir|(G)uards?|(S)ervice|(A)gency|(H)ealth)\b"
)
_NO_NOUN = (  # in “North Korea’s military cooperation” no army acts
    r"(?! (?:co-?operation|aid|assistance|support|equipment|exercises?|drills?|spending|budget"
    r"|presence"
    r"|actions?|operations?|campaign|bases?|alliance|ties|agreements?|might|power|capabilit\w+"
    r"|service"
    r"|technology|parade|satellites?|hardware|vehicles?|strength|build-?up|pact|deal|supplies"
    r"|targets?"
    r"|sites?|positions?|facilit\w+|airfields?|aircraft|planes?|help|intervention|doctrine|court"
    r"|rule)\b)"
)
# Spellings and apostrophes of equal length are one, so that places in the text stay what they are.
_FOLDS = (("’", "'"), ("ʼ", "'"), ("\u00a0", " "), ("efence", "efense"), ("ganis", "ganiz"))


class Name(msgspec.Struct, frozen=True):
    """A name, and whom or what it may stand for."""

    text: str  # folded
    actor: str | None = None
    place: str | None = None


class Mention(msgspec.Struct, frozen=True):
    """A name in a text: code points."""

    start: int
    end: int
    actor: str | None
    place: str | None


def folded(text: str) -> str:
    """The text with one apostrophe and one spelling, as long as it was."""
    for written, meant in _FOLDS:
        text = text.replace(written, meant)
    return text


class Index:
    """The names of all actors and places by their first words."""

    def __init__(self, known: Known) -> None:
        names: dict[str, Name] = {}
        for text, id_ in _named(known.actors):
            names.setdefault(text, Name(text, actor=id_))
        for text, id_ in _named(known.places):
            found = names.get(text, Name(text))
            names[text] = found if found.place else msgspec.structs.replace(found, place=id_)
        self._by_first_word: dict[str, tuple[Name, ...]] = {}
        self._leads: set[int] = {0}
        self._patterns: dict[str, re.Pattern[str]] = {}  # compiled when first met
        for name in sorted(names.values(), key=lambda name: (-len(name.text), name.text)):
            first = _WORD.search(name.text)
            if first:
                others = self._by_first_word.get(first[0], ())
                self._by_first_word[first[0]] = (*others, name)
                self._leads.add(first.start())

    def mentions(self, text: str) -> list[Mention]:
        """Every mention in a folded text, in order; the longest name wins, none overlap."""
        found: list[Mention] = []
        past = 0
        for word in _WORD.finditer(text):
            if word[0] not in self._by_first_word or word.start() < past:
                continue
            matches = (self._match(text, word.start() - lead, word[0]) for lead in self._leads)
            longest = max(filter(None, matches), key=lambda each: each.end, default=None)
            if longest and longest.start >= past:
                found.append(longest)
                past = longest.end
        return found

    def _match(self, text: str, at: int, first: str) -> Mention | None:
        names = self._by_first_word[first]
        pattern = self._patterns.get(first) or self._patterns.setdefault(first, _pattern(names))
        match = pattern.match(text, at) if at >= 0 else None
        if match is None or match.lastindex is None:
            return None
        name = names[match.lastindex - 1]
        return Mention(match.start(), match.end(), name.actor, name.place)


def _named(entries: Mapping[str, Entry]) -> Iterable[tuple[str, str]]:
    for entry in entries.values():
        for name in (entry.name, *entry.aliases):
            if name.strip():
                yield " ".join(folded(name).split()), entry.id


def _pattern(names: tuple[Name, ...]) -> re.Pattern[str]:
    """The names that begin with one word, the longest first, each in a group of its own."""
    each = "|".join(f"({_as_pattern(name.text)})" for name in names)
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)")


def _as_pattern(name: str) -> str:
    either = _LOWERABLE.sub(_either_case, name)
    pieces = re.split(r"(\[[A-Z][a-z]\]\w+)", either) if either != name else [either]
    pattern = "".join(p if n % 2 else re.escape(p) for n, p in enumerate(pieces))
    pattern = pattern.replace(r"\ ", r"\s{1,3}")
    return pattern + _NO_NOUN if name.endswith(" military") else pattern


def _either_case(match: re.Match[str]) -> str:
    word = match[0]
    return f"[{word[0]}{word[0].lower()}]{word[1:]}"


class Same:
    """A value that is equal to itself alone, so that what was made from it can be kept."""

    def __init__(self, value: Known) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


@lru_cache(maxsize=4)
def index(known: Same) -> Index:
    """The names of what is known, gathered once for all texts."""
    return Index(known.value)
