"""Which reports a draft of an edition takes in by its rule; see `model/selections.py`."""

from collections.abc import Iterable, Sequence

import msgspec

from generator.model.edtf import Edtf
from generator.model.records import Article, Card
from generator.model.selections import Edition, Item, Rule


def chosen(edition: Edition, articles: Iterable[Article]) -> Edition:
    """An edition with what its rule finds behind the items that it names, the newest first.

    Once it was published it is what it was: then nothing is chosen. Only approved reports are, so
    that a preview shows what an approval would take.
    """
    rule = edition.select
    if rule is None or edition.review is not None:
        return edition
    period = rule.period or edition.date
    named = {item.article for item in edition.items}
    found = [
        article
        for article in articles
        if article.status == "reviewed" and article.approved and article.id not in named
        if article.card and _meets(article.card, rule) and _lies_in(article.card.date, period)
    ]
    found.sort(key=lambda article: article.id)
    found.sort(key=lambda article: article.date.sort_key, reverse=True)
    line = edition.lines.get("select", 0)
    items = tuple(
        Item(article=each.id, card=each.card, made=len(each.corrections), line=line, by_rule=True)
        for each in found[: rule.newest]
    )
    return msgspec.structs.replace(edition, items=(*edition.items, *items))


def _meets(card: Card, rule: Rule) -> bool:
    if rule.lang and card.lang != rule.lang:
        return False
    if rule.sources and card.source not in rule.sources:
        return False
    wanted = ((rule.tags, card.tags), (rule.actors, card.actors), (rule.places, card.places))
    return all(_ids(asked) <= _ids(there) for asked, there in wanted)


def _ids(entries: Sequence[object]) -> set[str]:
    return {getattr(entry, "id", "") for entry in entries}


def _lies_in(date: Edtf, period: Edtf) -> bool:
    """Whether a date surely lies in a period: a month that overlaps a week is not in the week."""
    if not period.known:
        return True
    if not date.known:
        return False
    begins = period.first is None or (date.first is not None and date.first >= period.first)
    ends = period.last is None or (date.last is not None and date.last <= period.last)
    return begins and ends
