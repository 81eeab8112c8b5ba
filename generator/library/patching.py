"""A library with the edited bodies of some articles, where nothing else was edited.

What lists show of an article, what selects it and what it lends to others is all on its face; a
body is nobody's concern but its own page's. So the rest of the library need not be put together
again.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from generator.model.library import Library

from .lazy_article import LazyArticle

FACE = (
    "id", "approved", "embargo", "aliases", "corrections", "claims_digest", "events_digest",
)  # fmt: skip


def patched(library: Library, edited: Mapping[str, Any]) -> Library | None:
    """The library with these records in place of those of their files.

    None where more than the body of an article was edited.
    """
    articles = list(library.articles)
    places = {article.file: place for place, article in enumerate(articles)}
    for file, record in edited.items():
        place = places.get(file)
        if place is None or not _same_face(articles[place], record):
            return None
        articles[place] = record
    return msgspec.structs.replace(library, articles=tuple(articles))


def _same_face(old: Any, new: Any) -> bool:
    if not isinstance(new, LazyArticle) or old.card.digest != new.card.digest:
        return False
    return all(getattr(old, name) == getattr(new, name) for name in FACE)
