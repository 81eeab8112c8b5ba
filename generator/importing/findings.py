"""Marks as the objects that `extract` prints, so that anyone can score them."""

from collections.abc import Iterable, Iterator, Mapping

from generator.model.document import Document, Mark
from generator.model.marks import Group, groups, number

Item = dict[str, object]

_NAMED = {
    "actors": "actor",
    "places": "place",
    "tags": "tag",
    "new.actors": "actor",
    "new.places": "place",
}
_NUMBERS = ("low", "best", "high")


def findings(document: Document) -> list[Item]:
    """What was found in a document, in the order of the text; offsets are code points of it."""
    text = document.reading
    found = [*_named(document.marks, text)]
    found += [_date(group, text) for group in groups(document.marks, "dates").values()]
    claims = groups(document.marks, "claims")
    found += [_claim(group, claims, text) for group in claims.values() if "quote" in group]
    found += [_figure(group, text) for group in groups(document.marks, "figures").values()]
    return sorted(found, key=_place)


def _place(item: Item) -> tuple[int, int, str]:
    at = item if "start" in item else item["content"]
    assert isinstance(at, Mapping)
    return at["start"], at["end"], str(item["kind"])


def _span(mark: Mark, text: str) -> Item:
    return {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}


def _spanned(mark: Mark | None, text: str) -> Item | None:
    return _span(mark, text) if mark and mark.start < mark.end else None


def _named(marks: Iterable[Mark], text: str) -> Iterator[Item]:
    for mark in marks:
        if kind := _NAMED.get(mark.field):
            known = None if mark.field.startswith("new.") else mark.value
            yield {"kind": kind, **_span(mark, text), "id": known}


def _date(group: Group, text: str) -> Item:
    value = group["value"]
    return {
        "kind": "date",
        **_span(value, text),
        "value": value.value or None,
        "role": group["role"].value if "role" in group else "event",
    }


def _claim(group: Group, claims: Mapping[str, Group], text: str) -> Item:
    answered = claims.get(group["answers"].value, {}) if "answers" in group else {}
    return {
        "kind": "claim",
        "source": _spanned(group.get("speaker"), text),
        "cue": _spanned(group.get("act"), text),
        "content": _span(group["quote"], text),
        "act": group["act"].value if "act" in group else None,
        "answers": _spanned(answered.get("quote"), text),
    }


def _figure(group: Group, text: str) -> Item:
    first = next(iter(group.values()))
    words = {name: group[name].value for name in ("unit", "role") if name in group}
    return {
        "kind": "figure",
        **_span(first, text),
        **{name: number(group.get(name)) for name in _NUMBERS},
        "unit": words.get("unit"),
        "approx": "approx" in group and group["approx"].value == "true",
        "role": words.get("role"),
    }
