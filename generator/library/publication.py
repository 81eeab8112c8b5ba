"""What may leave the house: only what an editor approved, as it was approved, when it is due."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec

from generator.model.digest import digest
from generator.model.library import Library
from generator.model.problems import Problem
from generator.model.records import Article, Card, Edition
from generator.model.registers import Entry, Source

E = TypeVar("E", bound=Entry)


def published(library: Library, now: datetime) -> tuple[Library, list[Problem]]:
    """The part of a library that is public at an instant, and what was left out that readers or
    editors may expect there: articles edited since their approval, and embargoed ones.

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
    return _reduced(library, articles, retracted), sorted(notices)


def preview(library: Library) -> Library:
    """The library as editors see it: drafts, withheld and embargoed articles included."""
    articles = tuple(a for a in library.articles if a.status != "retracted")
    retracted = tuple(_tombstone(a) for a in library.articles if a.status == "retracted")
    site = msgspec.structs.replace(library.site, drafts=True, digest="")
    site = msgspec.structs.replace(site, digest=digest(site))
    return _reduced(msgspec.structs.replace(library, site=site), articles, retracted)


def _is_public(article: Article, now: datetime, notices: list[Problem]) -> bool:
    if article.status != "reviewed":
        return False
    if not article.approved:
        review = article.review
        reason = f"edited since {review.by} approved it" if review else "nobody approved it"
        message = f"left out: {reason}; run `python -m generator review {article.file} --by NAME`"
        notices.append(Problem(article.file, article.lines["status"], message))
        return False
    if article.embargo and _embargoed(article, now):
        message = f"left out: under embargo until {article.embargo.isoformat()}"
        notices.append(Problem(article.file, article.lines["embargo"], message))
        return False
    return True


def _embargoed(article: Article, now: datetime) -> bool:
    return article.embargo is not None and article.embargo > now


def _tombstone(article: Article) -> Article:
    """What is left of a retracted article: that it was there, and why it was taken back."""
    replace = msgspec.structs.replace
    assert article.card is not None
    nowhere = Source(name="unknown")
    card = replace(
        article.card, summary=None, source=nowhere, tags=(), actors=(), places=(), digest=""
    )
    kept = Article(
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
        card=replace(card, digest=digest(card)),
    )
    return replace(kept, digest=digest(kept))


def _reduced(
    library: Library, articles: tuple[Article, ...], retracted: tuple[Article, ...]
) -> Library:
    cards = [article.card for article in articles if article.card]
    public = {a.permalink: a.card for a in (*articles, *retracted)}
    pages = {page.permalink for page in library.pages}
    return msgspec.structs.replace(
        library,
        articles=articles,
        retracted=retracted,
        editions=tuple(_reduced_editions(library, public)),
        actors=_unique(actor for card in cards for actor in card.actors),
        places=_unique(place for card in cards for place in card.places),
        sources=_unique(source for a in articles for source in _sources_of(a) if source.id),
        measures=_unique(
            claim.figure.measure for a in articles for claim in a.claims if claim.figure
        ),
        tags=_unique(tag for card in cards for tag in card.tags),
        aliases=tuple(a for a in library.aliases if a.permalink in public.keys() | pages),
    )


def _sources_of(article: Article) -> Iterable[Source]:
    """Who published what an article rests on, and who carried its claims."""
    yield article.source
    yield from (claim.via for claim in article.claims if isinstance(claim.via, Source))


def _reduced_editions(library: Library, public: Mapping[str, Card | None]) -> Iterable[Edition]:
    replace = msgspec.structs.replace
    for edition in library.editions:
        if edition.status != "published" and not library.site.drafts:
            continue
        items = tuple(
            replace(item, card=public[item.card.permalink])
            for item in edition.items
            if item.card and item.card.permalink in public
        )
        edition = replace(edition, items=items, digest="")
        yield replace(edition, digest=digest(edition))


def _unique(entries: Iterable[E]) -> tuple[E, ...]:
    return tuple({entry.id: entry for entry in entries}.values())
