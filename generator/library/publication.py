"""What may leave the house: only what an editor approved, as it was approved, when it is due."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

import msgspec

from generator.model.config import MenuItem, Site
from generator.model.digest import with_digest
from generator.model.library import Library
from generator.model.problems import Problem
from generator.model.records import Article, PlainPage
from generator.model.registers import Actor, Entry, Source, Tag
from generator.model.selections import Approvable, Edition, Story

from .selections import public_editions, public_stories

E = TypeVar("E", bound=Entry)


def published(library: Library, now: datetime) -> tuple[Library, list[Problem]]:
    """The part of a library that is public at an instant, and what was left out that readers or
    editors may expect there: what was edited since its approval, and embargoed articles.

    Nothing that belongs to a draft or a withheld article only is left, register entries included:
    a name that stands in no published article is not published either.
    """
    notices: list[Problem] = []
    articles = tuple(a for a in library.articles if _is_public(a, now, notices))
    retracted = tuple(
        _tombstone(a)
        for a in library.articles
        if a.status == "retracted" and not _embargoed(a, now)
    )
    library = msgspec.structs.replace(
        library,
        editions=tuple(e for e in library.editions if _is_approved(e, notices)),
        stories=tuple(s for s in library.stories if _is_approved(s, notices)),
    )
    public = _reduced(library, articles, retracted)
    told = tuple(story for story in public.stories if _is_told(story, notices))
    untold = {story.permalink for story in public.stories} - {story.permalink for story in told}
    aliases = tuple(alias for alias in public.aliases if alias.permalink not in untold)
    return msgspec.structs.replace(public, stories=told, aliases=aliases), sorted(notices)


def preview(library: Library) -> Library:
    """The library as editors see it: drafts, withheld and embargoed articles included."""
    articles = tuple(a for a in library.articles if a.status != "retracted")
    retracted = tuple(_tombstone(a) for a in library.articles if a.status == "retracted")
    site = msgspec.structs.replace(library.site, drafts=True)
    return _reduced(msgspec.structs.replace(library, site=site), articles, retracted)


def is_public(article: Article, now: datetime) -> bool:
    """Whether readers may see an article."""
    return _is_public(article, now, [])


def _is_public(article: Article, now: datetime, notices: list[Problem]) -> bool:
    if not _is_approved(article, notices):
        return False
    if article.embargo and _embargoed(article, now):
        message = f"left out: under embargo until {article.embargo.isoformat()}"
        notices.append(Problem(article.file, article.lines["embargo"], message))
        return False
    return True


def _is_approved(record: Approvable, notices: list[Problem]) -> bool:
    """Whether a file says that it is public, and says what an editor approved."""
    if record.status not in ("reviewed", "published"):
        return False
    if record.approved:
        return True
    review = record.review
    reason = f"edited since {review.by} approved it" if review else "nobody approved it"
    todo = f"run `python -m generator review {record.file} --by NAME`"
    if review and isinstance(record, Edition):
        todo = f"say what changed in a dated entry of “corrections”, then {todo}"
    notices.append(Problem(record.file, record.lines["status"], f"left out: {reason}; {todo}"))
    return False


def _is_told(story: Story, notices: list[Problem]) -> bool:
    if not story.reports:
        message = "left out: none of its reports is published"
        notices.append(Problem(story.file, story.lines["status"], message))
    return bool(story.reports)


def _embargoed(article: Article, now: datetime) -> bool:
    return article.embargo is not None and article.embargo > now


def _tombstone(article: Article) -> Article:
    """What is left of a retracted article: that it was there, and why it was taken back.

    Its card keeps the tags and actors for now, so that the feeds which carried it can tell their
    subscribers; `_reduced` leaves those that are public without it.
    """
    replace = msgspec.structs.replace
    assert article.card is not None
    nowhere = Source(name="unknown")
    card = replace(
        article.card,
        summary=None,
        source=nowhere,
        places=(),
        happenings=(),
        digest="",
    )
    return Article(
        title=article.title,
        date=article.date,
        source=nowhere,
        lang=article.lang,
        status=article.status,
        aliases=article.aliases,
        updated=article.updated,
        corrections=tuple(replace(c, claim=None, was=None, now=None) for c in article.corrections),
        id=article.id,
        file=article.file,
        lines=article.lines,
        card=card,
    )


def _under_public(article: Article, known: frozenset[tuple[type[Entry], str]]) -> Article:
    """A tombstone under those of its tags and actors that public articles have as well."""
    replace = msgspec.structs.replace
    assert article.card is not None
    card = replace(
        article.card,
        tags=tuple(tag for tag in article.card.tags if (Tag, tag.id) in known),
        actors=tuple(actor for actor in article.card.actors if (Actor, actor.id) in known),
    )
    return with_digest(replace(article, card=with_digest(card)))


def _reduced(
    library: Library, articles: tuple[Article, ...], retracted: tuple[Article, ...]
) -> Library:
    cards = [article.card for article in articles if article.card]
    tags = _unique(tag for card in cards for tag in card.tags)
    actors = _unique(actor for card in cards for actor in card.actors)
    known = frozenset((type(entry), entry.id) for entry in (*tags, *actors))
    retracted = tuple(_under_public(article, known) for article in retracted)
    editions = tuple(public_editions(library.editions, {a.id: a for a in (*articles, *retracted)}))
    stories = tuple(public_stories(library.stories, articles))
    permalinks = {article.permalink for article in (*articles, *retracted)}
    permalinks |= {story.permalink for story in stories}
    permalinks |= {page.permalink for page in library.pages}
    return msgspec.structs.replace(
        library,
        site=_with_more(library.site, editions, stories, library.pages),
        articles=articles,
        retracted=retracted,
        editions=editions,
        stories=stories,
        actors=actors,
        places=_unique(place for card in cards for place in card.places),
        sources=_unique(source for a in articles for source in a.sources),
        measures=_unique(measure for a in articles for measure in a.measures),
        tags=tags,
        aliases=tuple(a for a in library.aliases if a.permalink in permalinks),
    )


def _with_more(
    site: Site,
    editions: tuple[Edition, ...],
    stories: tuple[Story, ...],
    pages: tuple[PlainPage, ...],
) -> Site:
    """The site with what its menu leaves out: lists that have anything, and plain pages."""
    lists = (("Editions", "/editions/", editions), ("Stories", "/stories/", stories))
    there = [MenuItem(title=title, path=path) for title, path, found in lists if found]
    there += [MenuItem(title=page.title, path=page.permalink) for page in pages]
    in_menu = {item.path for item in site.menu}
    more = tuple(item for item in there if item.path not in in_menu)
    return with_digest(msgspec.structs.replace(site, more=more, digest=""))


def _unique(entries: Iterable[E]) -> tuple[E, ...]:
    return tuple({entry.id: entry for entry in entries}.values())
