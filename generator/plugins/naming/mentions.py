"""Who and what a text names: each mention as an actor or as a place, never as both."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest

import msgspec

from generator.model.document import Known
from generator.model.registers import Actor
from generator.plugins.spans import Spans

from .larger_names import is_part
from .local_names import local_names, occurrences
from .names import Mention, Same, folded, index
from .place_names import use_of

_COMMON = re.compile(
    r"\b(?:[Mm]inistry|[Gg]overnment|House|Street|Council|[Aa]dministration|[Pp]entagon)\b"
)
_SPEAKS = re.compile(
    r" (?:has |had |have |also |officially |flatly |immediately |later |repeatedly )*(?:said|says"
    r"|denied|denies"
    r"|accused|accuses|warned|warns|claimed|claims|told|announced|insisted|insists|demanded|vowed"
    r"|called"
    r"|rejected|condemned|responded|replied|signed|agreed|refused|argued|believes|wants"
    r"|threatened)(?!\w)"
)


class Naming(msgspec.Struct, frozen=True):
    """One mention, decided: a register's entry and why it is meant."""

    start: int
    end: int
    id: str
    kind: str  # actor | place
    reason: str


class Namings(msgspec.Struct, frozen=True):
    """All that a text names, in its order, and every name that was matched, decided or not."""

    decided: tuple[Naming, ...]
    matched: tuple[Mention, ...]


def namings(text: str, known: Known) -> Namings:
    """Every mention of a known actor or place in a text."""
    return _namings(text, Same(known))


@lru_cache(maxsize=2)
def _namings(text: str, same: Same) -> Namings:
    known = same.value
    plain = folded(text)
    found = index(same).mentions(plain)
    whole = [
        mention
        for mention, following in zip_longest(found, found[1:])
        if mention and not is_part(plain, mention.start, mention.end, following)
    ]
    local = list(_local(plain, whole, known.actors))
    covered = Spans((naming.start, naming.end) for naming in local)
    decided = [
        naming
        for mention in whole
        if not covered.touch(mention.start, mention.end)
        for naming in [_decided(plain, mention, known)]
        if naming
    ]
    return Namings(tuple(sorted((*decided, *local), key=lambda n: n.start)), tuple(found))


def _decided(text: str, mention: Mention, known: Known) -> Naming | None:
    actor = known.actors.get(mention.actor or "")
    place = known.places.get(mention.place or "")
    start, end = mention.start, mention.end
    if actor is None:
        if place is None or _SPEAKS.match(text, end):
            return None
        return Naming(start, end, place.id, "place", f"a name of {place.name} in the register")
    use = _use(text, mention, actor, is_city=place is not None and place.kind != "country")
    if use == "actor":
        reason = f"a name of {actor.name} in the register of actors"
        return Naming(start, end, actor.id, "actor", reason)
    if use == "place" and place:
        return Naming(start, end, place.id, "place", "the grammar makes it a place")
    return None


def _use(text: str, mention: Mention, actor: Actor, *, is_city: bool) -> str:
    name = text[mention.start : mention.end]
    if actor.kind not in ("state", "government") or _COMMON.search(name):
        return "actor"
    if mention.place is None and (actor.kind == "government" and " " in name):
        return "actor"
    capital = is_city or actor.kind == "government"
    return use_of(text, mention.start, mention.end, capital=capital)


def _local(text: str, whole: list[Mention], actors: Mapping[str, Actor]) -> Iterator[Naming]:
    first: dict[str | None, int] = {}
    for mention in whole:
        first.setdefault(mention.actor, mention.end)
    for name, id_, reason in dict.fromkeys(local_names(text, whole, actors)):
        longer = Spans((m.start, m.end) for m in whole if m.end - m.start > len(name))
        for start, end in occurrences(text, name, 0 if name.isupper() else first[id_]):
            if not longer.touch(start, end):
                yield Naming(start, end, id_, "actor", reason)
