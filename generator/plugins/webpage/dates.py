"""The day a page says it was published on; never the day it was changed, fetched or saved."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from generator.model.edtf import Edtf

from .days import day_in_address, day_in_line, day_in_metadata, is_of_an_update
from .linked_data import Node, text_of
from .tree import BLOCKS, Element, same_words, stands_aside, words

LONGEST_BYLINE = 200  # characters
REACH = 12  # blocks after the headline within which a line may state the day

_PUBLISHED = re.compile(
    r"(?:og:)?(?:article:|article\.)?publish(?:ed|ing)?[_.:-]?(?:time|date|at|on)?"
    r"|date[_.-]?published|publication[_-]?date|pub[_-]?date|publishdate|originalpublicationdate"
    r"|(?:parsely|bt|sailthru|cxenseparse|cse|rnews|rbc|shareaholic)[:._-](?:recs:)?"
    r"(?:pub-?date|date|publishtime|datepublished|article_date_original)"
    r"|dc(?:terms)?[.:](?:date[.:]?)?(?:issued|created)|citation_(?:publication_|online_)?date"
    r"|date_published|release_date|article_date_original|displaydate|ptime",
    re.IGNORECASE,
)
_PERHAPS = re.compile(r"(?:dc(?:terms)?[.:])?date|prism\.publicationdate|created", re.IGNORECASE)
_LATER = re.compile(r"updat|modif|edited|comment|expire|revis", re.IGNORECASE)


class Stated(msgspec.Struct, frozen=True):
    """A day and what it rests on: `stated` by the page, or `inferred` from its address."""

    day: Edtf
    basis: str


def date_of(tree: Element, article: Node, title: str, address: str) -> Stated | None:
    """The day of publication, or nothing where the page leaves it open.

    What is said in metadata goes before what stands in the page. Where statements differ, the one
    that the address of the page confirms is taken, else the first.
    """
    told = [text for text in _told(tree, article) if day_in_metadata(text)]
    days = [day for text in told if (day := day_in_metadata(text))]
    if days:
        local = _in_its_own_zone(told)
        days = [local, *days] if local else days
    else:
        days = list(_shown(tree, title))[:1]
    there = day_in_address(address)
    if not days:
        return Stated(there, "inferred") if there else None
    exact = [day for day in days if day.form == "day"] or days
    return Stated(there if there in exact and not _same(told) else exact[0], "stated")


def _same(told: list[str]) -> bool:
    return len({day_in_metadata(text) for text in told}) == 1


def _told(tree: Element, article: Node) -> Iterator[str]:
    """What metadata say, the surest first."""
    yield text_of(article.get("datePublished"))
    metas = [
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "", meta)
        for meta in tree.iter("meta")
    ]
    for form in (_PUBLISHED, _PERHAPS):
        for name, meta in metas:
            inside = meta.get("itemprop") and stands_aside(meta)
            if form.fullmatch(name.strip()) and not inside:
                yield meta.get("content") or ""
        if form is _PUBLISHED:
            yield from _timed(tree, marked=True)


def _timed(tree: Element, marked: bool) -> Iterator[str]:
    """The moments in `time` elements and microdata that do not speak of another day."""
    for element in tree.iter("time", "span", "abbr", "div", "p"):
        name = f"{element.get('itemprop') or ''} {element.get('class') or ''}"
        sure = element.get("itemprop") == "datePublished" or (
            element.tag == "time"
            and (element.get("pubdate") is not None or re.search(r"publish|entry-date", name))
        )
        if element.tag != "time" and not sure:
            continue
        if sure is not marked and bool(sure) is not marked:
            continue
        around = f"{name} {words(element.getparent())[:80] if not sure else ''}"
        if not _LATER.search(around) and not stands_aside(element):
            yield element.get("datetime") or element.get("content") or words(element)


def _shown(tree: Element, title: str) -> Iterator[Edtf]:
    """Days that the page shows by its headline: `time` elements, then lines that are a day."""
    times = {day for text in _timed(tree, marked=False) if (day := day_in_metadata(text))}
    if len(times) == 1:
        yield next(iter(times))
    lines = list(_lines(tree))
    own = same_words(title)
    starts = [n for n, line in enumerate(lines) if own and same_words(line) == own] or [0]
    near = lines[max(0, starts[-1] - 3) : starts[-1] + REACH]
    days = list(dict.fromkeys(day for line in near if (day := day_in_line(line))))
    if len(days) == 1:
        yield days[0]


def _lines(tree: Element) -> Iterator[str]:
    """The text of each smallest block, as a reader sees its lines."""
    body = tree.find("body")
    for element in body.iter() if body is not None else ():
        if isinstance(element.tag, str) and (element.tag in BLOCKS or element.tag == "time"):
            if any(child.tag in BLOCKS for child in element):
                continue
            if not stands_aside(element):
                yield from _with_its_pieces(element)


def _with_its_pieces(element: Element) -> Iterator[str]:
    """A line, and in turn what is marked in it, but nothing that follows “updated”."""
    line = words(element)
    if line:
        yield line
    if len(line) > LONGEST_BYLINE and element.find(".//br") is not None:
        yield from _first_lines(element)
    later = False
    for piece in element.itertext() if len(element) and len(line) <= LONGEST_BYLINE else ():
        if piece.strip() and not later:
            yield piece
        later = is_of_an_update(piece) if piece.strip() else later


def _first_lines(element: Element) -> Iterator[str]:
    """The short lines before the first paragraph, where line breaks alone part an article."""
    for number, piece in enumerate(piece for piece in element.itertext() if piece.strip()):
        if len(piece) > LONGEST_BYLINE or number >= REACH or is_of_an_update(piece):
            return
        yield piece


def _in_its_own_zone(told: list[str]) -> Edtf | None:
    """The day in the article's zone, where one value gives it and another the same in UTC."""
    first = _instant(told[0])
    if first is None or first.utcoffset() != timedelta(0):
        return None
    for text in told[1:]:
        other = _instant(text)
        if other and other.utcoffset() and abs(other - first) < timedelta(minutes=1):
            return day_in_metadata(text)
    return None


def _instant(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
