"""What moved: reports brought up to date, claims answered, figures that stand beside older ones.

Two figures are shown as two figures. A later number by somebody else is not a change of the
earlier one, and nothing here says more, less, up or down.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

import msgspec

from generator.model.edtf import Edtf
from generator.model.records import Article, Card, Claim, Figure
from generator.model.selections import Edition

from .editions import latest
from .ledger import ledger

DAYS = 7  # looked back where there is no edition before the latest
LAST_DAY = date.max.toordinal()


class Move(msgspec.Struct, frozen=True):
    """One thing that is not as it was: what is new, and what it stands beside."""

    kind: Literal["updated", "answered", "figure"]
    date: Edtf
    card: Card
    claim: Claim | None = None
    beside: Claim | None = None  # the claim it answers; the latest figure on record before it

    @property
    def permalink(self) -> str:
        return self.claim.permalink if self.claim else self.card.permalink


class Moved(msgspec.Struct, frozen=True):
    """What moved after a day, the latest first."""

    since: Edtf | None = None
    moves: tuple[Move, ...] = ()


def moved(articles: Iterable[Article], editions: Iterable[Edition]) -> Moved:
    """What moved since the edition before the latest one, or in the last days of what is on record.

    The clock is not asked: the days are counted from the newest date of any report. A date that
    may be earlier, such as a month, is not after a day within it.
    """
    listed = tuple(articles)
    since = _since(listed, editions)
    if since is None:
        return Moved()
    moves = [*_updated(listed, since), *_answered(listed, since), *_figures(listed, since)]
    moves.sort(key=lambda move: (move.kind, move.permalink))
    moves.sort(key=lambda move: move.date.sort_key, reverse=True)
    return Moved(Edtf.parse(date.fromordinal(since).isoformat()), tuple(moves))


def _since(articles: tuple[Article, ...], editions: Iterable[Edition]) -> int | None:
    """The last day of what is not new; None where no day can be named."""
    before = next((edition.date.last for edition in latest(editions)[1:2]), None)
    if before is None:
        dates = [each for a in articles for each in (a.date, a.updated) if each]
        newest = max((each.first for each in dates if each.first is not None), default=0)
        before = newest - DAYS
    return before if 1 <= before <= LAST_DAY else None


def _after(when: Edtf | None, day: int) -> bool:
    return when is not None and when.first is not None and when.first > day


def _updated(articles: tuple[Article, ...], since: int) -> Iterator[Move]:
    for article in articles:
        if article.updated and _after(article.updated, since) and article.card:
            yield Move("updated", article.updated, article.card)


def _answered(articles: tuple[Article, ...], since: int) -> Iterator[Move]:
    for article in articles:
        if not _after(article.date, since) or not article.card:
            continue
        claims = {claim.id: claim for claim in article.claims}
        for claim in article.claims:
            if claim.answers:
                answered = claims[claim.answers]
                yield Move("answered", article.date, article.card, claim, answered)


def _figures(articles: tuple[Article, ...], since: int) -> Iterator[Move]:
    """Figures of new reports, each beside the latest older one: its claimant's own, if there is."""
    older: dict[object, list[Claim]] = {}
    newer: list[Claim] = []
    for entry in ledger(claim for article in articles for claim in article.claims):
        claim = entry.claim
        assert claim.article is not None
        if _after(claim.article.date, since):
            newer.append(claim)
        else:
            older.setdefault(_comparable(claim), []).append(claim)
    for claim in newer:
        assert claim.article is not None
        on_record = older.get(_comparable(claim), [])
        own = [other for other in on_record if other.by == claim.by]
        if on_record and not any(_same(other, claim) for other in own):
            beside = (own or on_record)[-1]
            yield Move("figure", claim.article.date, claim.article, claim, beside)


def _comparable(claim: Claim) -> object:
    """What two figures must share to stand side by side."""
    figure = claim.figure
    assert figure is not None
    return figure.measure.id, figure.kind, figure.unit or figure.measure.unit


def _same(one: Claim, other: Claim) -> bool:
    """Whether a claimant only repeats itself, through whomever."""
    return _said(one.figure) == _said(other.figure)


def _said(figure: Figure | None) -> object:
    assert figure is not None
    return figure.low, figure.best, figure.high, figure.approx, str(figure.period)
