"""What an editor has to settle or to confirm in an article, each point with its passage."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.library.approval import open_points
from generator.library.files import read_text
from generator.model.problems import Problem
from generator.model.records import Article, Claim, Event
from generator.review import kept_seed

from .remarks import Remark, remarks

_QUOTED = re.compile("“([^”]+)”")
_NAMES = {"actors": "Actor", "places": "Place", "tags": "Tag", "date": "Date", "seed": "Seed"}
_CUT_OFF = " …"  # how `import` ends words that it shortened


class Passage(msgspec.Struct, frozen=True):
    """Words to be found in the article, and the longer ones that they stand in, if it is known."""

    text: str
    within: str = ""


class Point(msgspec.Struct, frozen=True):
    """One thing to look at: what it is about, where it stands, and why."""

    about: str
    line: int
    open: tuple[str, ...]  # what must be settled before the article can be approved
    reasons: tuple[str, ...]  # what a machine suggests, and on what grounds
    passages: tuple[Passage, ...]


class Points(msgspec.Struct, frozen=True):
    """All of an article's points, in the order of its file."""

    file: str
    approved: bool
    points: tuple[Point, ...]


def points_of(root: Path, article: Article) -> Points:
    """What is open in an article, and what a machine suggested in it that nobody confirmed yet.

    A suggestion is confirmed when the comment beside it is deleted, or the article approved.
    """
    approved = article.status == "reviewed" and article.approved
    if approved or article.status == "retracted":
        return Points(article.file, approved, ())
    seed, changed = kept_seed(root, article)
    to_settle: dict[int, list[str]] = {}
    for problem in (*open_points(article, seed), *changed):
        to_settle.setdefault(problem.line, []).append(problem.message)
    text = read_text(root, article.file)
    said: dict[int, list[Remark]] = {}
    for remark in () if isinstance(text, Problem) else remarks(text):
        said.setdefault(remark.item or remark.line, []).append(remark)
    lines = sorted(to_settle.keys() | said.keys())
    records: dict[int, Claim | Event] = {claim.line: claim for claim in article.claims}
    records |= {event.line: event for event in article.events}
    keys = {line: key for key, line in article.lines.items()}
    points = (
        _point(line, to_settle.get(line, []), said.get(line, []), records.get(line) or keys)
        for line in lines
    )
    return Points(article.file, False, tuple(points))


def _point(
    line: int, to_settle: list[str], said: list[Remark], stands: Claim | Event | dict[int, str]
) -> Point:
    passages: tuple[Passage, ...]
    if isinstance(stands, Claim):
        about, passages = f"Claim {stands.id}", (Passage(stands.quote),)
    elif isinstance(stands, Event):
        about = f"Event {stands.id}"
        passages = (Passage(stands.said or stands.what, stands.what if stands.said else ""),)
    else:
        about, passages = _named(stands.get(line, ""), said), tuple(_quoted(said))
    return Point(about, line, tuple(to_settle), tuple(map(_reason, said)), passages)


def _named(key: str, said: list[Remark]) -> str:
    if said and said[0].item and said[0].key:
        key = said[0].key
        return f"{_NAMES.get(key, key)} {_value(said[0])}"
    if said and not said[0].key:
        return "Remark"
    return _NAMES.get(key, key.capitalize() or "The article")


def _value(remark: Remark) -> str:
    """What a list's item names: `{ id: kyiv }` is kyiv."""
    inner = re.search(r"\bid:\s*\"?([\w-]+)", remark.value)
    return inner[1] if inner else remark.value.removeprefix("- ").strip('" ')


def _quoted(said: list[Remark]) -> Iterator[Passage]:
    for remark in said:
        for words in _QUOTED.findall(remark.words):
            yield Passage(words.removesuffix(_CUT_OFF))


def _reason(remark: Remark) -> str:
    if not remark.field or not remark.value:
        return remark.words
    return f"{remark.field}: {remark.value} — {remark.words}"
