"""What is public as entries of the index: each with its words, what is shown of it, its filters.

All of it comes from the published library, as every page does; so drafts, and what is withheld,
embargoed or taken back, are in no index.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import unescape
from typing import Any, NamedTuple

from generator.model.edtf import Edtf
from generator.model.library import Library
from generator.model.prose import Prose
from generator.pages.markup import to_html

from .forms import as_found, bare
from .program import Entry

Dated = Callable[[Edtf], str]  # a date in words

_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_INLINE = frozenset(
    ("a", "abbr", "b", "cite", "code", "del", "em", "i", "s", "strong", "sub", "sup")
)
_BLANKS = re.compile(r"\s+")


class Findable(NamedTuple):
    """A record that has a page of its own, and which kind it is."""

    kind: str
    record: Any

    @property
    def digest(self) -> str:
        """What changes whenever the record does."""
        digest: str = self.record.digest
        return f"{self.kind}/{digest}"


def findable(library: Library) -> tuple[list[Findable], list[Findable]]:
    """All that is to be found: what has a date, the latest last, and what has none."""
    dated = [
        *(Findable("article", each) for each in library.articles),
        *(Findable("edition", each) for each in library.editions),
    ]
    dated.sort(key=lambda each: (each.record.date.sort_key, each.record.permalink))
    kinds: dict[str, Sequence[Any]] = {
        "story": library.stories,
        "page": library.pages,
        "tag": library.tags,
        "actor": library.actors,
        "place": library.places,
        "source": library.sources,
        "measure": library.measures,
    }
    undated = (Findable(kind, each) for kind, found in kinds.items() for each in found)
    return dated, sorted(undated, key=lambda each: (each.kind, each.record.permalink))


def entry_of(found: Findable, dated: Dated) -> Entry:
    """What is indexed of a record: a searched word may stand in any text of it."""
    kind, record = found
    texts, named = _TEXTS.get(kind, _of_register)(record)
    content = "\n".join(_ended(text) for text in map(_squeezed, texts) if text)
    meta = {"title": record.name if hasattr(record, "name") else record.title}
    if kind in ("article", "edition"):
        meta["date"] = dated(record.date)
    if kind == "article":
        meta["source"] = record.source.name
    if names := list(dict.fromkeys(each.name for each in named)):
        meta["about"] = " · ".join(names)
    if also := bare("\n".join((content, *meta.values()))):
        meta["also"] = " ".join(also)
    filters = {"kind": [kind], **(_filters(record) if kind == "article" else {})}
    if lang := getattr(record, "lang", ""):
        filters["lang"] = [lang]
    shown = {name: as_found(text) for name, text in meta.items()}
    return Entry(record.permalink, as_found(content), shown, filters)


Told = tuple[list[str | None], Iterable[Any]]  # its texts, and what it names


def _of_article(record: Any) -> Told:
    happened = [event.what for event in record.events]
    mended = [each.why for each in record.corrections]
    named = (*record.card.tags, *record.card.actors, *record.card.places)
    return [record.summary, _plain(record.body), *happened, *mended], named


def _of_edition(record: Any) -> Told:
    public = [item for item in record.items if item.card]
    items = [text for item in public for text in (item.title or item.card.title, item.why)]
    return [record.lead, _plain(record.body), *items], ()


def _of_story(record: Any) -> Told:
    reports = [report.why for report in record.reports]
    return [record.lead, _plain(record.body), *reports], record.tags


def _of_page(record: Any) -> Told:
    return [record.summary, _plain(record.body)], ()


def _of_register(record: Any) -> Told:
    also = ", ".join(record.aliases)
    return [record.about, getattr(record, "definition", None), also], ()


_TEXTS = {
    "article": _of_article,
    "edition": _of_edition,
    "story": _of_story,
    "page": _of_page,
}


def _filters(article: Any) -> dict[str, list[str]]:
    """The values that an article is found by where only some reports are asked for."""
    card = article.card
    values = {
        "tag": [tag.id for tag in card.tags],
        "actor": [actor.id for actor in card.actors],
        "source": [card.source.id] if card.source.id else [],
        "year": list(card.years),
        "act": sorted({claim.act for claim in article.claims}),
    }
    return {name: found for name, found in values.items() if found}


def _plain(body: str) -> str:
    """The text of Markdown, as its HTML has it: words that a page does not show are not found."""
    html = body.html if isinstance(body, Prose) else to_html(body)
    return unescape(_TAG.sub(_between, html))


def _between(tag: re.Match[str]) -> str:
    return "" if tag[2] in _INLINE else " "


def _squeezed(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "").strip()


def _ended(text: str) -> str:
    """A text with a full stop, where it ends with a word: an excerpt shows several, one behind the
    other."""
    return f"{text}." if text[-1].isalnum() else text
