"""Names that hold within one text: an acronym it introduces, a person's surname; and new ones.

What is new is offered only: someone who speaks by a full name, an organisation with its acronym.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.model.registers import Actor
from generator.plugins.spans import Spans
from generator.plugins.word_sets import words

from .names import Mention, folded

_ACRONYM = re.compile(r"\s?\((?:the )?([A-Z][A-Za-z.&-]{0,8}[A-Z.])\)")
SURNAME_FIRST = frozenset({"KP", "KR", "CN", "TW", "VN", "ET", "ER"})  # or called by the first name
NO_SURNAME = frozenset({"MM", "ID", "AF"})
_ADDRESS = words(
    """Mr Mrs Ms Mr. Mrs. Ms. Dr Dr. President Minister Chairman Leader General Premier Chancellor
    Secretary Ambassador Governor Marshal Spokesman Spokeswoman But And While When In On As After
    Although If The Meanwhile Neither Nor For To With By Then Later That Both"""
)
_WORD_BEFORE = re.compile(r"([A-Z][\w.'-]*) $")
_WORD_AFTER = re.compile(r"[ -][A-Z][\w-]+")
_SAID = (
    r"(?:said|says|told|warned|announced|claimed|stated|added|argued|insisted|confirmed|denied"
    r"|reported"
    r"|explained|wrote|tweeted|estimated|acknowledged|alleged|noted|declared)"
)
_CAP = r"[A-Z][\w'-]*[a-z][\w'-]*"
_NAME = rf"{_CAP}(?: (?:al-|el-|bin |ibn |van |de |von |der |del )?{_CAP}|-{_CAP}| [A-Z]\.){{1,3}}"
_SPEAKER = re.compile(
    rf"(?<![\w'.-])(?P<name>{_NAME})(?:, [^,.;:\n]{{3,80}},)? (?:also |later |has |had )?$"
)
_SPEAKING = re.compile(rf"{_SAID}(?!\w)")
_ACCORDING = re.compile(rf"ccording to (?P<name>{_NAME})(?=[,.;])")
_SHORT = re.compile(r"\((?P<short>[A-Z]{2,8})\)")
_ORGANISATION = re.compile(
    rf"(?<![\w'-])(?P<name>{_CAP}(?: (?:of|for|and|the|in|on|to|de|des|du|{_CAP})){{1,7}}) $"
)
MOST_BEFORE = 150  # characters of a name and what stands between it and its verb
_VILLAGE = re.compile(
    rf"(?:village|town|city|settlement|district|hamlet|port"
    rf"|refugee camp) of (?P<name>{_CAP}(?:[ -]{_CAP}){{0,2}})"
)
_NO_NAME = words(
    """The A An He She They It In On At But And While When Meanwhile Earlier Later After Before
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
    July August September October November December President Prime Minister Foreign Defense
    Ministry Secretary General Spokesman Spokeswoman Chief Deputy Mr Mrs Ms Dr Col Gen Lt Maj Capt
    Colonel Major Captain Lieutenant Admiral Officials Analysts Experts Both Neither Former Senior
    State Joint Army Navy Air Military Police Ambassador Governor Mayor King Queen Prince Pope
    Senator Chairman Director Commander Rear Vice Brigadier Brig Sgt Sergeant"""
)


def local_names(
    text: str, mentions: Sequence[Mention], actors: Mapping[str, Actor]
) -> Iterator[tuple[str, str, str]]:
    """Each name that the text makes one for a known actor: the name, the actor's id, the reason."""
    for mention in mentions:
        actor = actors.get(mention.actor or "")
        short = _ACRONYM.match(text, mention.end)
        if actor and short and _may_abbreviate(short[1], text[mention.start : mention.end]):
            yield short[1], actor.id, f"introduced here for {actor.name}"
    persons = {m.actor: m for m in mentions if m.actor and actors[m.actor].kind == "person"}
    surnames: dict[str, list[str]] = {}
    for id_ in persons:
        surname = _surname(actors[id_])
        if surname:
            surnames.setdefault(surname, []).append(id_)
    for surname, ids in surnames.items():
        if len(ids) == 1 and not _borne_by_another(text, surname, mentions):
            yield surname, ids[0], f"short for {actors[ids[0]].name}, who is named in full before"


def occurrences(text: str, name: str, after: int) -> Iterator[tuple[int, int]]:
    """Where a short name stands alone: no further name is beside it."""
    for match in re.compile(rf"{re.escape(name)}(?!\w)").finditer(text, after):
        start, end = match.span()
        if start and (text[start - 1].isalnum() or text[start - 1] in "_'-"):
            continue
        before = _WORD_BEFORE.search(text[max(0, start - 30) : start])
        if before and before[1] not in _ADDRESS and name.isalpha() and not name.isupper():
            continue
        if _WORD_AFTER.match(text, end) and not name.isupper():
            continue
        yield start, end


def unknown_actors(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[int, int, str]]:
    """Names that speak here, and organisations with an acronym, that no register knows."""
    taken = Spans((mention.start, mention.end) for mention in mentions)
    seen: set[str] = set()
    for start, end, reason in (*_organisations(text), *_speakers(text)):
        start, end = _without_title(text, start, end)
        name = text[start:end]
        if " " in name and name not in seen and not taken.touch(start, end):
            seen.add(name)
            yield start, end, reason


def _organisations(text: str) -> Iterator[tuple[int, int, str]]:
    for short in _SHORT.finditer(text):
        found = _before(_ORGANISATION, text, short.start())
        if found and _may_abbreviate(short["short"], text[slice(*found)]):
            yield *found, "an organisation with its acronym, in no register"


def _speakers(text: str) -> Iterator[tuple[int, int, str]]:
    for verb in _SPEAKING.finditer(text):
        found = _before(_SPEAKER, text, verb.start())
        if found and not text.endswith((" of ", " and "), 0, found[0]):
            yield *found, "speaks here by name, and is in no register"
    for match in _ACCORDING.finditer(text):
        yield *match.span("name"), "is cited here by name, and is in no register"


def _before(pattern: re.Pattern[str], text: str, end: int) -> tuple[int, int] | None:
    """Where the name stands that a pattern finds right before a position."""
    start = max(0, end - MOST_BEFORE)
    match = pattern.search(text[start:end])
    return (start + match.start("name"), start + match.end("name")) if match else None


def unknown_places(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[int, int, str]]:
    """“The village of X”, where no register knows X."""
    taken = Spans((mention.start, mention.end) for mention in mentions)
    for match in _VILLAGE.finditer(text):
        start, end = match.span("name")
        if not taken.touch(start, end):
            yield start, end, "named as a place here, and in no register"


def _without_title(text: str, start: int, end: int) -> tuple[int, int]:
    """The name without what stands before it with a capital: a title, a sentence's first word."""
    while start < end:
        word = re.compile(r"[\w'.-]+ ?").match(text, start)
        if word is None or word[0].rstrip(" .").removesuffix("'s") not in _NO_NAME:
            break
        start = word.end()
    return start, end


def _may_abbreviate(short: str, name: str) -> bool:
    """Whether an acronym's letters are the first ones of the name's words, in their order."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    initials = [word[0].lower() for word in re.findall(r"[A-Za-z]+", folded(name))]
    at = 0
    for initial in initials:
        if at < len(letters) and letters[at] == initial:
            at += 1
    return at == len(letters)


def _surname(actor: Actor) -> str | None:
    words = folded(actor.name).split()
    if len(words) < 2 or actor.country in NO_SURNAME:  # noqa: PLR2004
        return None
    return words[0] if actor.country in SURNAME_FIRST else words[-1]


def _borne_by_another(text: str, surname: str, mentions: Iterable[Mention]) -> bool:
    """Whether the text names someone else of that surname, whom the register may not know."""
    named = Spans((mention.start, mention.end) for mention in mentions)
    for match in re.compile(rf"{re.escape(surname)}(?!\w)").finditer(text):
        start, end = match.span()
        if named.touch(start, end):
            continue
        before = _WORD_BEFORE.search(text[max(0, start - 30) : start])
        if (before and before[1] not in _ADDRESS) or re.match(
            r" [A-Z][\w-]+", text[end : end + 20]
        ):
            return True
    return False
