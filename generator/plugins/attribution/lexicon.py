"""The verbs that attribute and the closed classes of words, read from the two lists beside this."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

PAST, PARTICIPLE, PRESENT, PLAIN, GERUND = "past", "participle", "present", "plain", "gerund"


class Cue(msgspec.Struct, frozen=True):
    """A verb that attributes; `frames` as the head of `cues.txt` explains them."""

    word: str
    particle: str
    act: str
    frames: frozenset[str]


class Form(msgspec.Struct, frozen=True):
    """What a written form can be: “said” is past and participle of one cue."""

    cue: Cue
    kinds: frozenset[str]


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """Every written form of every cue; a verb with its own particle stands before one without."""
    found: dict[str, dict[Cue, set[str]]] = {}
    for line in _lines("cues.txt"):
        words, act, *frames = line.split()
        head, *irregular = words.split("/")
        word, _, particle = head.partition("_")
        cue = Cue(word, particle, act, frozenset(frames))
        for form, kind in _inflected(word, irregular):
            found.setdefault(form, {}).setdefault(cue, set()).add(kind)
    return {
        form: tuple(
            Form(cue, frozenset(kinds))
            for cue, kinds in sorted(cues.items(), key=lambda pair: not pair[0].particle)
        )
        for form, cues in found.items()
    }


@cache
def words(name: str) -> frozenset[str]:
    """The words of a class of `words.txt`."""
    return _classes()[name]


@cache
def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    name = ""
    for line in _lines("words.txt"):
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = set()
        elif name:
            found[name].update(line.split())
    return {name: frozenset(members) for name, members in found.items()}


def _lines(name: str) -> Iterator[str]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _inflected(word: str, irregular: list[str]) -> Iterator[tuple[str, str]]:
    """The forms of a verb; `irregular` holds the past, and the participle where it differs."""
    stem = word[:-1] if re.search(r"[^e]e$", word) else word
    dropped = word.removesuffix("e")
    after_consonant = re.search(r"[^aeiou]y$", word)
    past = irregular[0] if irregular else _past(word, dropped, bool(after_consonant))
    participle = irregular[1] if len(irregular) > 1 else past
    yield word, PLAIN
    yield past, PAST
    yield participle, PARTICIPLE
    doubled = past.endswith("ed") and past == f"{word}{word[-1]}ed"
    yield (f"{word}{word[-1]}ing" if doubled else f"{stem}ing"), GERUND
    if after_consonant:
        yield f"{word[:-1]}ies", PRESENT
    else:
        yield (f"{word}es" if re.search(r"(?:s|sh|ch|x|z)$", word) else f"{word}s"), PRESENT


def _past(word: str, dropped: str, after_consonant: bool) -> str:
    return f"{word[:-1]}ied" if after_consonant else f"{dropped}ed"
