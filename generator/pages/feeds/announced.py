"""What subscribers are told: which reports a feed carries, in which order, and since when.

Who reads a feed knows an entry by its id, and is shown it again when its `updated` is another
one. So that is the latest date on which the desk said that there is something new: the article's
own, its `updated`, that of each correction. An edit that says none of these is no news to anybody.
"""

from collections.abc import Iterable
from datetime import UTC
from typing import Any
from urllib.parse import quote

import msgspec

from generator.model.edtf import Edtf
from generator.model.library import Library
from generator.model.provenance import Correction
from generator.model.records import Article, Claim, Event
from generator.model.registers import Actor, Tag
from generator.model.selections import Edition

from .calendars import utc

MOST = 30  # entries of a feed
NEVER = "0001-01-01T00:00:00Z"

Told = tuple[tuple[Any, tuple[Article, ...]], ...]


class Notice(msgspec.Struct, frozen=True):
    """One correction, or that a report was taken back, as an entry of its own.

    Its id is the page's path and the day that the correction is dated to, so that neither an
    earlier correction that is filed late nor a mended word makes another entry of it.
    """

    id: str
    place: str  # where it stands: a path and a fragment
    title: str
    lang: str
    retracted: bool
    since: str  # an instant
    correction: Correction | None  # None: taken back, and no reason is on record


class News(msgspec.Struct, frozen=True):
    """What the feeds of a site carry, the last announced first, at most MOST in each."""

    latest: tuple[Article, ...]
    by_tag: Told
    by_actor: Told
    notices: tuple[Notice, ...]


def news_of(library: Library) -> News:
    """The feeds of a library. What was retracted is among its reports: whoever has a copy of one
    must learn it in the place where they got it."""
    told = sorted((*library.articles, *library.retracted), key=lambda article: article.permalink)
    told.sort(key=announced, reverse=True)
    by_tag: dict[str, tuple[Tag, list[Article]]] = {tag.id: (tag, []) for tag in library.tags}
    by_actor: dict[str, tuple[Actor, list[Article]]] = {a.id: (a, []) for a in library.actors}
    for article in told:
        assert article.card is not None
        for tag in article.card.tags:
            by_tag[tag.id][1].append(article)
        for actor in article.card.actors:
            by_actor[actor.id][1].append(article)
    return News(
        tuple(told[:MOST]),
        tuple((tag, tuple(found[:MOST])) for tag, found in by_tag.values()),
        tuple((actor, tuple(found[:MOST])) for actor, found in by_actor.values()),
        _notices(library)[:MOST],
    )


def instant(date: Edtf) -> str:
    """A date as the RFC 3339 instant that feeds demand, in UTC.

    Who knows no more than the day, the month or the year gets the midnight that it begins with;
    of a date without a beginning, the last day's. A time counts only where its zone is known.
    """
    if moment := utc(date):
        return moment
    day = date.iso_first or date.iso_last
    return f"{day}T00:00:00Z" if day else NEVER


def announced(record: Any) -> str:
    """The instant since which an article is as its subscribers were told."""
    return max(map(instant, _dates(_own(record))), default=NEVER)


def latest_instant(articles: Iterable[Any]) -> str:
    """When a feed last changed: the latest instant at which one of its articles was announced."""
    return max(map(announced, articles), default=NEVER)


def changed(records: Iterable[Any]) -> Edtf | None:
    """For the sitemap: the latest date on which any of these changed, as precise as it is known.

    Events and claims change with their articles, editions with each approval of their words.
    """
    own = {id(each): each for each in map(_own, records) if each is not None}
    dates = {date.text: date for each in own.values() for date in _dates(each) if date.known}
    return max(dates.values(), key=lambda date: (instant(date), date.sort_key), default=None)


def _own(record: Any) -> Any:
    """What has dates of its own: a record, or the card of the article that it belongs to."""
    return record.article if isinstance(record, Event | Claim) else record


def _dates(record: Any) -> list[Edtf]:
    """All dates on which something was said to be new in a record."""
    if isinstance(record, Edition) and record.review:
        at = record.review.at.astimezone(UTC)
        return [Edtf.parse(f"{at:%Y-%m-%dT%H:%M:%SZ}")]
    dates = (getattr(record, "date", None), getattr(record, "updated", None))
    made = (correction.at for correction in getattr(record, "corrections", ()))
    return [date for date in (*dates, *made) if date is not None]


def _notices(library: Library) -> tuple[Notice, ...]:
    found: list[Notice] = []
    for article in (*library.articles, *library.retracted):
        found += _of(article)
    for edition in library.editions:
        found += _of(edition)
    found.sort(key=lambda notice: notice.id)
    found.sort(key=lambda notice: notice.since, reverse=True)
    return tuple(found)


def _of(record: Article | Edition) -> list[Notice]:
    retracted = record.status == "retracted"
    made: list[Correction | None] = [*record.corrections]
    if retracted and not made:
        made = [None]
    seen: dict[str, int] = {}
    notices = []
    for number, correction in enumerate(made, 1):
        when = quote(correction.at.text, safe=":") if correction else "retraction"
        seen[when] = seen.get(when, 0) + 1
        again = f".{seen[when]}" if seen[when] > 1 else ""
        known = correction is not None and correction.at.known
        notices.append(
            Notice(
                id=f"{record.permalink}#correction-{when}{again}",
                place=f"{record.permalink}#correction_{number}" if correction else record.permalink,
                title=record.title,
                lang=record.lang,
                retracted=retracted,
                since=instant(correction.at) if correction and known else announced(record),
                correction=correction,
            )
        )
    return notices
