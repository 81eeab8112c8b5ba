"""What is remembered of what was published, for checks to hold a new release against."""

from collections import Counter
from collections.abc import Mapping

import msgspec

from .problems import Problem
from .records import Article, Figure


class Figures(msgspec.Struct, frozen=True, array_like=True):
    """The figures of an article as they were published."""

    claims_digest: str
    corrections: tuple[int, dict[str, int]]  # how many it had; and of them, how many of each claim
    figures: dict[str, str]  # the claim → what it counted, in words


class Before(msgspec.Struct, frozen=True):
    """What was published; nothing where that is not known."""

    files: frozenset[str] = frozenset()  # of the manifest that was published last
    moved: tuple[Problem, ...] = ()  # for what stands elsewhere now, and nothing leads there
    left: frozenset[str] = frozenset()  # the addresses that it had
    figures: Mapping[str, Figures] = {}  # by the article's id


def published_figures(article: Article) -> Figures:
    """What is to be remembered of an article."""
    return Figures(article.claims_digest, corrections_of(article), figures_of(article))


def figures_of(article: Article) -> dict[str, str]:
    """What each claim with a figure counts, in words."""
    return {claim.id: in_words(claim.figure) for claim in article.claims if claim.figure}


def corrections_of(article: Article) -> tuple[int, dict[str, int]]:
    """How many corrections an article has, and how many of them are of each claim."""
    named = Counter(each.claim for each in article.corrections if each.claim)
    return len(article.corrections), dict(named)


def in_words(figure: Figure) -> str:
    """All that a figure says, in a row: “about 3,000 to 4,000 people in all, in 2025-03”."""
    bounds = {"at least": figure.low, "": figure.best, "at most": figure.high}
    said = [f"{word} {value:,}".strip() for word, value in bounds.items() if value is not None]
    about = "about " if figure.approx else ""
    how = "more" if figure.kind == "increment" else "in all"
    period = f" in {figure.period}" if figure.period else ""
    unit = figure.unit or figure.measure.unit
    return f"{about}{', '.join(said) or 'no number'} {unit} {how}{period} ({figure.measure.id})"
