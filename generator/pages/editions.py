"""Editions in their order: which is the latest, which stands before and after which."""

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from generator.model.edtf import Edtf
from generator.model.records import Claim
from generator.model.selections import Edition, Story

Dated = TypeVar("Dated", bound=Any)


class Issue(msgspec.Struct, frozen=True):
    """What lists show of an edition."""

    permalink: str
    title: str
    date: Edtf
    kind: str
    lead: str
    lang: str
    status: str


class StoryLink(msgspec.Struct, frozen=True):
    """What an article shows of a story that it is part of."""

    permalink: str
    title: str
    lang: str


def issues(editions: Iterable[Edition]) -> tuple[Issue, ...]:
    """What lists show of editions, in the order they come."""
    return tuple(
        Issue(e.permalink, e.title, e.date, e.kind or "special", e.lead, e.lang, e.status)
        for e in editions
    )


def latest(editions: Iterable[Dated]) -> list[Dated]:
    """By the day they end on, the latest first; of two that end together, the longer one first.

    A month comes out when it is over: it is later than each of its weeks and days.
    """
    listed = sorted(editions, key=lambda edition: edition.permalink)
    return sorted(listed, key=lambda edition: _end(edition.date), reverse=True)


def neighbours(editions: Iterable[Edition]) -> dict[str, tuple[Issue | None, Issue | None]]:
    """For each edition's address, the one before it and the one after, of its kind and language."""
    rows: dict[tuple[str, str], list[Issue]] = {}
    for issue in issues(reversed(latest(editions))):
        rows.setdefault((issue.kind, issue.lang), []).append(issue)
    return {
        issue.permalink: (before, after)
        for row in rows.values()
        for before, issue, after in zip([None, *row], row, [*row[1:], None], strict=False)
    }


def told_in(stories: Iterable[Story]) -> dict[str, tuple[StoryLink, ...]]:
    """For each article's id, the running stories that it is part of."""
    found: dict[str, tuple[StoryLink, ...]] = {}
    for story in sorted(stories, key=lambda story: story.permalink):
        link = StoryLink(story.permalink, story.title, story.lang)
        for article in story.articles:
            found[article] = (*found.get(article, ()), link)
    return found


def said_in(claims: Iterable[Claim], editions: Iterable[Edition]) -> dict[str, tuple[Claim, ...]]:
    """For each edition's id, what the reports in it have people say, in the order of its items."""
    listed = tuple(editions)
    named = {item.article for edition in listed for item in edition.items if item.card}
    found: dict[str, list[Claim]] = {}
    for claim in claims if named else ():
        if claim.article and claim.article.id in named:
            found.setdefault(claim.article.id, []).append(claim)
    return {
        edition.id: tuple(claim for item in edition.items for claim in found.get(item.article, ()))
        for edition in listed
    }


def _end(date: Edtf) -> tuple[bool, int, int]:
    first = date.first if date.first is not None else date.last or 0
    return date.known, date.last if date.last is not None else first, -first
