"""An article as a build holds ten thousand of them: its card, and what each build asks of each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from generator.model.edtf import Edtf
from generator.model.media import Media
from generator.model.provenance import Correction
from generator.model.records import Article, Card
from generator.model.registers import Measure, Source, Tag


class LazyArticle(msgspec.Struct, eq=False):
    """Stands for an Article, has what an Article has, and reads the rest of it when asked."""

    file: str
    digest: str
    card: Card
    approved: bool
    embargo: datetime | None
    aliases: tuple[str, ...]
    corrections: tuple[Correction, ...]
    measures: tuple[Measure, ...]
    sources: tuple[Source, ...]
    media: tuple[Media, ...]
    claims_digest: str
    events_digest: str
    checks: dict[str, str]
    key: str  # what the whole of it is kept under
    read: Callable[["LazyArticle"], Article] | None = None

    def __getattr__(self, name: str) -> Any:
        if self.read is None or name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.read(self), name)

    def __reduce__(self) -> tuple[type["LazyArticle"], tuple[Any, ...]]:
        return LazyArticle, tuple(getattr(self, name) for name in _KEPT)

    @property
    def id(self) -> str:
        return self.card.id

    @property
    def permalink(self) -> str:
        return self.card.permalink

    @property
    def title(self) -> str:
        return self.card.title

    @property
    def date(self) -> Edtf:
        return self.card.date

    @property
    def updated(self) -> Edtf | None:
        return self.card.updated

    @property
    def summary(self) -> str | None:
        return self.card.summary

    @property
    def lang(self) -> str:
        return self.card.lang

    @property
    def status(self) -> str:
        return self.card.status

    @property
    def source(self) -> Source:
        return self.card.source

    @property
    def tags(self) -> tuple[Tag, ...]:
        return self.card.tags


_KEPT = LazyArticle.__struct_fields__[:-1]


def lazy(article: Article, key: str) -> LazyArticle:
    """What is kept at hand of an article that was read."""
    assert article.card is not None
    return LazyArticle(**{name: getattr(article, name) for name in _KEPT[:-1]}, key=key)
