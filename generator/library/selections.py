"""Editions and running stories with the articles they name, and what of them may be public."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from generator.model.digest import with_digest
from generator.model.problems import Problem, near
from generator.model.provenance import Correction
from generator.model.records import Article, Card
from generator.model.selections import Development, Edition, Item, Story

from .choosing import chosen

Selection = TypeVar("Selection", Edition, Story)
Line = TypeVar("Line", Item, Development)

DELETED = "; if it was published, bring its file back and say `status: withheld`; else take it out"


def linked(
    selections: Iterable[Selection],
    articles: Mapping[str, Article | None],
    problems: list[Problem],
) -> tuple[Selection, ...]:
    """Editions or stories with the cards of their items; None is an article that is not readable.

    Notes a Problem for each item that names no article, or one that was named before.
    """
    found = []
    for selection in selections:
        problems += _wrong_items(selection, articles)
        items = tuple(_with_card(item, articles) for item in _once(selection.items))
        found.append(_with_digest(msgspec.structs.replace(selection, items=items)))
    return tuple(found)


def public_editions(
    editions: Iterable[Edition], public: Mapping[str, Article]
) -> Iterator[Edition]:
    """Editions as readers may see them, by the public articles, what is left of retracted ones
    included.

    Of an article that was published with an edition and is not public now, the edition shows that
    something stood there, and no word of it.
    """
    for edition in editions:
        items = tuple(
            _as_seen(item, public.get(item.article))
            for item in chosen(edition, public.values()).items
            if item.title or item.article in public
        )
        # What a rule asks for may name what stands in no public report.
        yield _with_digest(msgspec.structs.replace(edition, items=items, select=None))


def public_stories(stories: Iterable[Story], articles: tuple[Article, ...]) -> Iterator[Story]:
    """Stories with their reports: the public articles that they name or that have all their tags.

    What else they name stays behind, tags included.
    """
    stories = tuple(stories)
    cards = {article.id: article.card for article in articles if article.card} if stories else {}
    tagged: dict[str, set[str]] = {}
    for card in cards.values():
        for tag in card.tags:
            tagged.setdefault(tag.id, set()).add(card.id)
    for story in stories:
        reports = _reports(story, cards, tagged)
        tags = tuple(tag for tag in story.tags if tag.id in tagged)
        story = msgspec.structs.replace(story, reports=reports, items=(), tags=tags)
        yield _with_digest(story)


def _wrong_items(
    selection: Edition | Story, articles: Mapping[str, Article | None]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in selection.items:
        if item.article not in articles:
            advice = near(item.article, articles) or DELETED
            message = f"there is no article “{item.article}”{advice}"
            yield Problem(selection.file, item.line, message)
        elif item.article in seen:
            what = type(selection).__name__.lower()
            message = f"“{item.article}” is in this {what} twice; delete one"
            yield Problem(selection.file, item.line, message)
        seen.add(item.article)


def _once(items: Iterable[Line]) -> Iterable[Line]:
    return {item.article: item for item in items}.values()


def _with_card(item: Line, articles: Mapping[str, Article | None]) -> Line:
    article = articles.get(item.article)
    if article is None:
        return item
    if isinstance(item, Item):
        item = msgspec.structs.replace(item, made=len(article.corrections))
    return msgspec.structs.replace(item, card=article.card)


def _as_seen(item: Item, article: Article | None) -> Item:
    """An item with what readers may know of its article now, and what was put right since."""
    if article is None:
        return Item(article="")
    since: tuple[Correction, ...] = ()
    if item.title:
        made = sorted(article.corrections, key=lambda each: (each.at.known, each.at.sort_key))
        since = tuple(made[item.corrections :])
    return msgspec.structs.replace(item, card=article.card, since=since)


def _reports(
    story: Story, cards: Mapping[str, Card], tagged: Mapping[str, set[str]]
) -> tuple[Development, ...]:
    """The newest first; two of one date in the order of their addresses."""
    named = {item.article: item for item in story.items if item.article in cards}
    by_rule = [tagged.get(tag.id, set()) for tag in story.tags]
    ids = named.keys() | (set.intersection(*by_rule) if by_rule else set())
    newest = sorted(ids)
    newest.sort(key=lambda id_: (cards[id_].date.known, cards[id_].date.sort_key), reverse=True)
    empty = Development(article="")
    return tuple(
        msgspec.structs.replace(named.get(id_, empty), article=id_, card=cards[id_])
        for id_ in newest
    )


def _with_digest(selection: Selection) -> Selection:
    return with_digest(msgspec.structs.replace(selection, digest=""))
