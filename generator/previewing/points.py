"""What an editor has to settle or to confirm in a record, each point with its passage."""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec

from generator.importing.kept_seeds import kept_seed
from generator.library.approval import (
    open_points,
    open_points_of_edition,
    open_points_of_story,
)
from generator.library.files import read_text
from generator.model.config import Verbatim
from generator.model.misquoted import nearest
from generator.model.passages import lines_of, occurrences
from generator.model.problems import Problem
from generator.model.records import Article, Claim, Event
from generator.model.selections import Approvable, Edition, Item, Story
from generator.model.verbatim import SHOWN, Stretch, ends_of, overlap_of

from .remarks import Remark, remarks

_QUOTED = re.compile("“([^”]+)”")
_NAMES = {"actors": "Actor", "places": "Place", "tags": "Tag", "date": "Date", "seed": "Seed"}
_CUT_OFF = " …"  # how `import` ends words that it shortened
_ENDS = 2 * SHOWN  # words by which either end of a stretch is found


class Passage(msgspec.Struct, frozen=True):
    """Words to be found in the page, and the longer ones that they stand in, if it is known."""

    text: str
    within: str = ""
    nth: int = 0  # which of several that read the same, from 0
    until: str = ""  # the last words, where `text` has only the first
    shown: str | None = None  # what the list says in its place; nothing where empty


class Point(msgspec.Struct, frozen=True):
    """One thing to look at: what it is about, where it stands, and why."""

    about: str
    line: int
    open: tuple[str, ...]  # what must be settled before it can be approved
    reasons: tuple[str, ...]  # what a machine suggests, and on what grounds
    passages: tuple[Passage, ...]


class Points(msgspec.Struct, frozen=True):
    """All of a record's points, in the order of its file."""

    file: str
    approved: bool
    points: tuple[Point, ...]


class Desk(msgspec.Struct, frozen=True):
    """What a record is held against."""

    root: Path
    limits: Verbatim
    public: Collection[str] = ()  # the ids of the articles that readers may see


def points_of(desk: Desk, record: Approvable) -> Points:
    """What is open in a record, and what a machine suggested in it that nobody confirmed yet.

    A suggestion is confirmed when the comment beside it is deleted, or the article approved.
    """
    approved = record.status in ("reviewed", "published") and record.approved
    if approved or record.status == "retracted":
        return Points(record.file, approved, ())
    if isinstance(record, Edition):
        return _of_selection(record, open_points_of_edition(record, desk.public))
    if isinstance(record, Story):
        return _of_selection(record, open_points_of_story(record))
    return _of_article(desk, record)


def _of_article(desk: Desk, article: Article) -> Points:
    seed, changed = kept_seed(desk.root, article)
    to_settle = _by_line([*open_points(article, seed, desk.limits), *changed])
    text = read_text(desk.root, article.file)
    said: dict[int, list[Remark]] = {}
    for remark in () if isinstance(text, Problem) else remarks(text):
        said.setdefault(remark.item or remark.line, []).append(remark)
    records: dict[int, Claim | Event] = {claim.line: claim for claim in article.claims}
    records |= {event.line: event for event in article.events}
    points = []
    for line in sorted(to_settle.keys() | said.keys()):
        here = said.get(line, [])
        about, passages = _standing(article, records.get(line), line, here)
        if line >= article.body_line:
            about, passages = "Body", _copied(article, seed, desk.limits)
        reasons = tuple(map(_reason, here))
        points.append(Point(about, line, tuple(to_settle.get(line, ())), reasons, passages))
    return Points(article.file, False, tuple(points))


def _of_selection(record: Edition | Story, found: Iterator[Problem]) -> Points:
    to_settle = _by_line(found)
    items: dict[int, Item] = {}
    if isinstance(record, Edition):
        items = {item.line: item for item in record.items}
    keys = {line: key for key, line in record.lines.items()}
    points = []
    for line, messages in sorted(to_settle.items()):
        item = items.get(line)
        passages = (Passage(item.card.title),) if item and item.card else ()
        about = f"Item {item.article}" if item else _named(keys.get(line, ""), [])
        if line >= record.body_line and not item:
            about = "Body"
        points.append(Point(about, line, tuple(messages), (), passages))
    return Points(record.file, False, tuple(points))


def _by_line(problems: Iterable[Problem]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.line, []).append(problem.message)
    return found


def _standing(
    article: Article, stands: Claim | Event | None, line: int, said: list[Remark]
) -> tuple[str, tuple[Passage, ...]]:
    """What stands on a line of an article's front matter, and the passages it is about."""
    if isinstance(stands, Claim):
        return f"Claim {stands.id}", _of_quote(stands.quote, article.body)
    if isinstance(stands, Event):
        within = stands.what if stands.said else ""
        return f"Event {stands.id}", (Passage(stands.said or stands.what, within),)
    key = next((key for key, place in article.lines.items() if place == line), "")
    return _named(key, said), tuple(_quoted(said))


def _of_quote(quote: str, body: str) -> tuple[Passage, ...]:
    """Where a quote stands, or, where it does not, what is nearest to it."""
    if occurrences(quote, body):
        count = len(list(lines_of(quote, body)))
        return tuple(Passage(quote, nth=n, shown="" if n else None) for n in range(max(1, count)))
    near = nearest(quote, body)
    return (Passage(near.text, shown=quote),) if near else (Passage(quote),)


def _copied(article: Article, seed: str, limits: Verbatim) -> tuple[Passage, ...]:
    """Every stretch of a body that is too much of its seed, the longest first."""
    found = overlap_of(article, seed).beyond(limits)
    return tuple(_ends(article.body, each) for each in sorted(found, key=lambda s: -s.words))


def _ends(body: str, stretch: Stretch) -> Passage:
    first, last = ends_of(body, stretch, _ENDS)
    begins, ends = ends_of(body, stretch)
    return Passage(first, until=last, shown=f"{begins} … {ends}")


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
