"""Everything a site holds, as one value: what a page type's header may ask for."""

from itertools import chain

import msgspec

from .config import Site
from .fields import Record
from .records import Article, Claim, Event, PlainPage
from .registers import Actor, Measure, Place, Source, Tag
from .selections import Edition, Story

Written = Article | Edition | Story | PlainPage
"""What has a file and a page of its own."""


class Alias(Record, frozen=True, kw_only=True):
    """An address that moved: the old path, and where it leads now."""

    path: str
    permalink: str
    title: str


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """All content of a site. Which of it may be published, `library/publication.py` decides."""

    site: Site
    articles: tuple[Article, ...] = ()
    retracted: tuple[Article, ...] = ()
    editions: tuple[Edition, ...] = ()
    stories: tuple[Story, ...] = ()
    pages: tuple[PlainPage, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    sources: tuple[Source, ...] = ()
    measures: tuple[Measure, ...] = ()
    tags: tuple[Tag, ...] = ()
    aliases: tuple[Alias, ...] = ()

    @property
    def records(self) -> tuple[Written, ...]:
        """All that has a file and a page of its own, but for what was retracted."""
        return (*self.articles, *self.editions, *self.stories, *self.pages)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of all articles, in the articles' order."""
        return tuple(chain.from_iterable(article.events for article in self.articles))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of all articles, in the articles' order."""
        return tuple(chain.from_iterable(article.claims for article in self.articles))
