"""A document's text with its marks in the margin, each beside the line that its words begin in."""

import re
from collections.abc import Iterator

from generator.model.document import Document, Mark
from generator.model.marks import Group, groups

TEXT_WIDTH = 64  # columns of the text; the margin is as wide as what stands in it
LONGEST_QUOTE = 48  # characters of the words that a note repeats

_WORD = re.compile(r"\S+")
_ENTRIES = {"actors": "actor", "places": "place", "tags": "tag"}
_NEW = {"new.actors": "actor", "new.places": "place"}
_OF_A_CLAIM = ("by", "via", "hedge", "figure", "answers", "event")

Note = tuple[int, str]  # where in the text, and what is said of it


def explained(document: Document) -> Iterator[str]:
    """The lines of the text, wrapped, with what was found in each on its right."""
    text = document.reading
    notes = sorted(_notes(document))
    for start, end in _lines(text):
        here = [note for at, note in notes if start <= at < max(end, start + 1)]
        line = " ".join(text[start:end].split())
        if not here:
            yield line
        for number, note in enumerate(here):
            yield f"{'' if number else line:<{TEXT_WIDTH}} │ {note}"


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines of at most TEXT_WIDTH columns, as places of the text; paragraphs stay apart."""
    at = 0
    for paragraph in text.split("\n"):
        begin = last = None
        for word in _WORD.finditer(text, at, at + len(paragraph)):
            if begin is not None and last is not None and word.end() - begin > TEXT_WIDTH:
                yield begin, word.start()
                begin = None
            begin, last = word.start() if begin is None else begin, word.end()
        yield (begin, last) if begin is not None and last is not None else (at, at)
        at += len(paragraph) + 1


def _notes(document: Document) -> Iterator[Note]:
    text = document.reading
    for mark in document.marks:
        words = _words(text, mark)
        if mark.field in _ENTRIES:
            yield mark.start, f"{_ENTRIES[mark.field]} {mark.value}: {words}; {mark.reason}"
        elif mark.field in _NEW:
            yield mark.start, f"{words} is in no register; a new {_NEW[mark.field]}? {mark.reason}"
    for id_, group in groups(document.marks, "dates").items():
        yield _date(id_, group, text)
    for id_, group in groups(document.marks, "figures").items():
        yield _figure(id_, group, text)
    for id_, group in groups(document.marks, "claims").items():
        if "quote" in group:
            yield _claim(id_, group, text)


def _date(id_: str, group: Group, text: str) -> Note:
    value = group["value"]
    role = f" ({group['role'].value})" if "role" in group else ""
    said = value.value or "open"
    return value.start, f"date {id_}{role}: {_words(text, value)} = {said}; {value.reason}"


def _figure(id_: str, group: Group, text: str) -> Note:
    first = next(iter(group.values()))
    said = " ".join(f"{name}={mark.value}" for name, mark in group.items() if mark.value)
    return first.start, f"figure {id_}: {_words(text, first)} = {said}"


def _claim(id_: str, group: Group, text: str) -> Note:
    quote = group["quote"]
    who = _words(text, group["speaker"]) if "speaker" in group else "nobody named"
    act = group["act"].value if "act" in group else "says"
    more = "".join(f", {name} {group[name].value}" for name in _OF_A_CLAIM if name in group)
    return quote.start, f"claim {id_}: {who} {act} {_words(text, quote)}{more}; {quote.reason}"


def _words(text: str, mark: Mark) -> str:
    words = " ".join(text[mark.start : mark.end].split())
    if len(words) > LONGEST_QUOTE:
        words = words[: LONGEST_QUOTE - 2].rsplit(" ", 1)[0] + " …"
    return f"“{words}”"
