"""What extractors found, as the YAML of a draft: each suggestion beside the words it rests on."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import get_args

import msgspec

from generator.model.document import Document, Mark
from generator.model.marks import Group, groups, limited, number
from generator.model.passages import occurrences
from generator.model.records import Act
from generator.model.unseen import CONTROLS

from .quoting import flow, scalar

MOST = 60  # suggestions of one kind; the text has them all
LONGEST_WHAT = 160  # characters of an event's sentence
LONGEST_SENTENCE = 2_000  # characters on either side of a date; what is longer is no sentence
LONGEST_WORDS = 60  # characters of the words in a comment

_ACTS = get_args(Act)
_JOINED = re.compile(r"^(?:and|but|while|where|which|who) ")
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[\"“A-Z])|\n\s*\n")
_EVENT = Mark("", "event", 0, 0, "")
_NUMBERS = ("low", "best", "high")


class Passage(msgspec.Struct, frozen=True):
    """A document, and the body that its draft will have."""

    document: Document
    body: str
    starts: tuple[int, ...]  # of the sentences of the document's reading

    @classmethod
    def of(cls, document: Document, body: str) -> "Passage":
        """A document with its sentences found."""
        starts = (match.end() for match in _SENTENCE.finditer(document.reading))
        return cls(document, body, (0, *starts))

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self.document.marks

    def words(self, mark: Mark) -> str:
        """A mark's words on one line."""
        text = self.document.reading[mark.start : mark.end]
        return " ".join(CONTROLS.sub("", text).split())

    def noted(self, mark: Mark) -> str:
        """A mark's words for a comment."""
        words = self.words(mark)
        if len(words) > LONGEST_WORDS:
            words = words[: LONGEST_WORDS - 2].rsplit(" ", 1)[0] + " …"
        return f"“{words}”"


def suggested_list(passage: Passage, field: str) -> list[str]:
    """The ids of a list such as `actors`, each once, with the words that name it."""
    named: dict[str, list[Mark]] = {}
    for mark in passage.marks:
        if mark.field == field:
            named.setdefault(mark.value, []).append(mark)
    lines = []
    for id_, marks in list(named.items())[:MOST]:
        item = flow({"id": id_}) if field == "places" else scalar(id_)
        words = list(dict.fromkeys(map(passage.noted, marks)))[:3]
        lines.append(f"  - {item}  # {', '.join(words)}")
    return [f"{field}:", *lines] if lines else [f"{field}: []"]


def suggested_events(passage: Passage) -> list[str]:
    """An event for each date that something happened on; an open date waits as XXXX."""
    lines: list[str] = []
    seen: set[tuple[str, str]] = set()
    for group in groups(passage.marks, "dates").values():
        if _in_title(passage, group["value"]) or group.get("role", _EVENT).value != "event":
            continue
        date, said = group["value"], group.get("bound", group["value"])
        bound = group["bound"].value if "bound" in group else ""
        what = _what(passage, date)
        value = limited(date.value, bound) or "XXXX"
        if (value, what) in seen:
            continue
        if len(seen) == MOST:
            break
        seen.add((value, what))
        lines += [
            f"  - id: e{len(seen)}",
            f"    date: {scalar(value)}  # {CONTROLS.sub('', date.reason)}",
            f"    said: {scalar(passage.words(said))}",
            f"    what: {scalar(what)}",
        ]
    return ["events:", *lines] if lines else []


def suggested_claims(passage: Passage) -> list[str]:
    """The claims whose words stand once in the text, as `review` asks; of the rest, comments."""
    claims = dict(list(groups(passage.marks, "claims").items())[:MOST])
    kept = {id_: group for id_, group in claims.items() if _quotable(passage, group)}
    figures = groups(passage.marks, "figures")
    lines = [
        line
        for id_, group in kept.items()
        for line in (*_claim(passage, id_, group, kept), *_figure(passage, group, figures))
    ]
    left = [
        f"# left out, not exactly once in the text: {passage.noted(group['quote'])}"
        for id_, group in claims.items()
        if id_ not in kept and "quote" in group
    ]
    return ["claims:", *lines, *left] if lines else left


def offered_entries(passage: Passage) -> list[str]:
    """Names that no register has, for the editor to add; import adds none."""
    lines = []
    for field in ("actors", "places"):
        marks = [mark for mark in passage.marks if mark.field == f"new.{field}"]
        names = list(dict.fromkeys(map(passage.noted, marks)))[:MOST]
        if names:
            lines.append(f"# Not in your registers, {field}: {', '.join(names)}")
    return lines


def _in_title(passage: Passage, mark: Mark) -> bool:
    """What a title says, the text says again, and more fully."""
    return mark.start < len(passage.document.title) and bool(passage.document.text)


def _what(passage: Passage, date: Mark) -> str:
    """The sentence that a date stands in, shortened."""
    text, starts = passage.document.reading, passage.starts
    place = bisect_right(starts, date.start)
    start, end = starts[place - 1], starts[place] if place < len(starts) else len(text)
    start, end = max(start, date.start - LONGEST_SENTENCE), min(end, date.end + LONGEST_SENTENCE)
    sentence = " ".join(CONTROLS.sub("", text[start:end]).split())
    if len(sentence) <= LONGEST_WHAT:
        return sentence
    said = " ".join(text[date.start : date.end].split())
    parts = [part.strip() for part in re.split(r"(?<=[,;])\s", sentence)]
    fitting = [part for part in parts if said in part and len(said) * 2 < len(part) <= LONGEST_WHAT]
    if fitting:
        part = _JOINED.sub("", fitting[0].rstrip(",;"))
        return part[:1].upper() + part[1:]
    return sentence[: LONGEST_WHAT - 2].rsplit(" ", 1)[0] + " …"


def _quotable(passage: Passage, group: Group) -> bool:
    if "quote" not in group or "act" not in group or group["act"].value not in _ACTS:
        return False
    words = passage.words(group["quote"])
    seed = passage.document.reading if passage.document.body is None else ""
    return (occurrences(words, passage.body) or occurrences(words, seed)) == 1


def _claim(passage: Passage, id_: str, group: Group, kept: Mapping[str, Group]) -> Iterator[str]:
    yield f"  - id: {id_}"
    yield from _by(passage, id_, group)
    if "via" in group:
        known = group["via"].value in {
            mark.value for mark in passage.marks if mark.field == "actors"
        }
        via = (
            f"via: {scalar(group['via'].value)}  # " if known else "# via: not in your registers: "
        )
        yield f"    {via}{passage.noted(group['via'])}"
    yield f"    act: {group['act'].value}  # {passage.noted(group['act'])}"
    if "hedge" in group:
        yield f"    # hedged: {passage.noted(group['hedge'])}"
    yield f"    quote: {scalar(passage.words(group['quote']))}"
    if "answers" in group and group["answers"].value in kept and group["answers"].value != id_:
        yield f"    answers: {group['answers'].value}"


def _by(passage: Passage, id_: str, group: Group) -> Iterator[str]:
    ids = [
        each
        for mark in passage.marks
        if mark.field == f"claims.{id_}.by"
        for each in mark.value.split()  # of “neither Moscow nor Pyongyang”, two
    ]
    if ids:
        speaker = group.get("speaker", group["by"])
        yield f"    by: {flow(ids[0] if len(ids) == 1 else ids)}  # {passage.noted(speaker)}"
    elif "speaker" in group:
        yield f"    # by: set an actor; the text names {passage.noted(group['speaker'])}"
    elif "unattributed" in group:
        yield f"    by: unattributed  # {CONTROLS.sub('', group['unattributed'].reason)}"
    else:
        yield "    # by: set an actor, or unattributed"


def _figure(passage: Passage, claim: Group, figures: Mapping[str, Group]) -> Iterator[str]:
    """The claim's figure, where its measure is in the register; else what it says, in a comment."""
    quote = claim["quote"]
    named = (
        [figures[claim["figure"].value]]
        if "figure" in claim and claim["figure"].value in figures
        else []
    )
    within = named or [g for g in figures.values() if _inside(next(iter(g.values())), quote)]
    for place, group in enumerate(within):
        said = _said(group)
        words = passage.noted(next(iter(group.values())))
        if "measure" in group and group["measure"].value and place == 0 and said:
            measure = {"measure": group["measure"].value}
            yield f"    figure: {flow(measure | said)}  # {words}"
        else:
            counted = ", ".join(f"{key} {value}" for key, value in said.items())
            yield f"    # figure: {words}{f' ({counted})' if counted else ''}"


def _said(group: Group) -> dict[str, object]:
    said: dict[str, object] = {}
    for name in _NUMBERS:
        if (value := number(group.get(name))) is not None:
            said[name] = value
    if said and "approx" in group and group["approx"].value == "true":
        said["approx"] = True
    if said and "kind" in group and group["kind"].value in ("total", "increment"):
        said["kind"] = group["kind"].value
    return said


def _inside(mark: Mark, other: Mark) -> bool:
    return other.start <= mark.start and mark.end <= other.end
