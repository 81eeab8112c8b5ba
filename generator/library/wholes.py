"""Whole articles, found again when somebody asks a lazy one for more than is at hand of it."""

from pathlib import Path
from typing import Any, Protocol

from generator.model.media import ToHtml
from generator.model.problems import Problem, SiteError
from generator.model.records import Article
from generator.model.registers import Registers

from .files import read_bytes
from .freezing import Entries, thawed
from .illustrating import illustrated
from .lazy_article import LazyArticle
from .reading import Unread, record_of

AT_HAND = 64  # articles in memory


class Shelf(Protocol):
    """Where whole articles are kept, as bytes under keys."""

    def get(self, key: str) -> bytes | None:
        """The bytes under a key, None where there are none to be trusted."""

    def write(self, key: str, data: bytes) -> Any:
        """Write bytes, in this process or in one forked from it; what `took` must be told."""

    def took(self, key: str, written: Any) -> None:
        """Keep what was written, whichever process wrote it."""


class Wholes:
    """The whole articles of one reading, with the entries that they name as they were then."""

    def __init__(self, root: Path, shelf: Shelf, registers: Registers, to_html: ToHtml) -> None:
        self.root, self.shelf, self.registers, self.to_html = root, shelf, registers, to_html
        self.entries = Entries(registers)
        self._at_hand: dict[str, Article] = {}

    def __call__(self, short: LazyArticle) -> Article:
        """The whole article. Raises SiteError where it is lost and its file has changed."""
        article = self._at_hand.get(short.key)
        if article is None:
            data = self.shelf.get(short.key)
            article = thawed(data, self.entries, short.card) if data else self._again(short)
            if len(self._at_hand) >= AT_HAND:
                del self._at_hand[next(iter(self._at_hand))]
            self._at_hand[short.key] = article
        return article

    def _again(self, short: LazyArticle) -> Article:
        data = read_bytes(self.root, short.file)
        article = record_of(data, Article, short.file, self.registers)
        if not isinstance(article, Unread):
            article = illustrated(article, self.to_html, self.registers)
        if isinstance(article, Unread) or article.digest != short.digest:
            message = "changed while the site was read; run this again"
            raise SiteError([Problem(short.file, 0, message)])
        return article
