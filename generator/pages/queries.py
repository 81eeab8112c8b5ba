"""What headers may ask a library for: each list is made when it is first asked for.

A list has a digest that changes whenever anything in it does. What takes the articles' cards only
has one of its own: an edited body is no news to it.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from generator.model.digest import digest
from generator.model.edtf import Edtf
from generator.model.library import Library
from generator.pages.feeds.announced import news_of
from generator.pages.feeds.timelines import timelines_of

ADDRESSES = "addresses"
CARDS = "articles | cards"
NEWS, TIMELINES = "news", "timelines"  # sorted once for all page types that take them
_MADE_OF = {NEWS: ("articles", "retracted", "editions", "tags", "actors"), TIMELINES: ("events",)}
OF_LIBRARY = (
    "articles", "retracted", "editions", "stories", "pages", "actors", "places", "sources",
    "measures", "tags", "aliases", "events", "claims", "site",
)  # fmt: skip
VIEWS = frozenset({*OF_LIBRARY, ADDRESSES, CARDS, NEWS, TIMELINES})


class Address(msgspec.Struct, frozen=True):
    """A page as the sitemap lists it."""

    path: str
    updated: Edtf | None


class Queries:
    """The lists of one library, and of the pages that were planned so far."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._made: dict[str, Any] = {}
        self._digests: dict[str, str] = {}
        self._listed: list[tuple[str, str]] = []

    def scope(self, names: Iterable[str]) -> dict[str, Any]:
        """The lists of these names, by name; other names are none of ours."""
        return {name: self._list(name) for name in names if name in VIEWS}

    def digest_of(self, view: str) -> str:
        """What changes whenever a view does."""
        if view not in self._digests:
            self._digests[view] = self._digest(view)
        return self._digests[view]

    def list_pages(self, listed: Iterable[tuple[str, str]]) -> None:
        """Say which pages `addresses` has: their paths, and their dates as EDTF, or nothing."""
        self._listed = sorted(listed)
        self._made.pop(ADDRESSES, None)
        self._digests.pop(ADDRESSES, None)

    def _list(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Any:
        if name == NEWS:
            return news_of(self.library)
        if name == TIMELINES:
            return timelines_of(self._list("events"))
        return self._addresses() if name == ADDRESSES else getattr(self.library, name)

    def _addresses(self) -> tuple[Address, ...]:
        dates = {updated: Edtf.parse(updated) for _, updated in self._listed if updated}
        return tuple(Address(path, dates.get(updated)) for path, updated in self._listed)

    def _digest(self, view: str) -> str:
        articles = self.library.articles
        if view == CARDS:
            return digest([a.card.digest for a in articles if a.card])
        if view == "claims":
            return digest([a.claims_digest for a in articles if a.claims_digest])
        if view == "events":
            return digest([a.events_digest for a in articles if a.events_digest])
        if view in _MADE_OF:
            return digest([self.digest_of(each) for each in _MADE_OF[view]])
        return digest(self._listed if view == ADDRESSES else self._list(view))
