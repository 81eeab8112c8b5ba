"""D007: a headline is no stronger than the claims it rests on."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.model.checks import Beside
from generator.model.problems import Problem
from generator.model.records import Article, Claim, Figure
from generator.plugins.figures.figures_in_text import figures_in

from ..attribution.lexicon import forms

code = "D007"
severity = "warning"
mend = "Say in the title who says so, or soften it: “says”, “by the estimate of”, “may”, “up to”."

# The acts that make no fact of it.
WEAK = {
    "estimates": "only estimates",
    "reports": "only reports",
    "accuses": "",
    "forecasts": "only forecasts",
}
ENOUGH = 0.6  # of a title's words, for a claim to be what it rests on
LEAST = 3  # words in common
SHORTEST = 4  # letters of a word that counts; shorter ones are mostly grammar

_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*")
_SIGNS = re.compile(r"[?:“”\"„«»‘]")  # a question; a speaker or a subject first; others' words
_HEDGES = re.compile(
    r"(?<!\w)(?:may|might|could|would|will|plans?|about to|alleged\w*|reported(?:ly)?|suspected"
    r"|likely|unlikely|probabl[ey]|possibl[ey]|apparent(?:ly)?|unconfirmed|disputed|so-called"
    r"|supposed(?:ly)?|believed|feared|thought|according|estimated?|estimates|what|whether|how"
    r"|why|if|accused|accusation|denial|claims?|figures?|numbers?)(?!\w)",
    re.IGNORECASE,
)


def check_article(article: Article, _beside: Beside) -> Iterator[Problem]:
    """A Problem where the title tells as a fact what every claim it rests on only estimates,
    reports, forecasts or accuses of, or what somebody denies; and where it drops the “up to” or the
    “at least” of its figure. For titles in English only.

    A claim is what a title rests on when its quote has most of the title's words. A title that
    names the claimant, or somebody of the same country, has told who says so; as has one with a
    verb of saying, a hedge, a question mark, a colon or quotation marks.
    """
    if not article.lang.startswith("en") or not article.claims:
        return
    line = article.lines.get("title", 1)
    loose = list(_bounds(article))
    yield from (Problem(article.file, line, message) for message in loose)
    if loose or _is_hedged(article.title):
        return
    resting = _resting(article)
    if not resting or any(_is_said(article.title, claim, article) for claim in resting):
        return
    denied = {claim.answers for claim in article.claims if claim.act == "denies"}
    strong = [each for each in resting if each.act not in WEAK and each.act != "denies"]
    told = strong or resting
    if strong and not all(claim.id in denied for claim in strong):
        return
    claim = told[0]
    how = "accuses somebody of" if claim.act == "accuses" else WEAK.get(claim.act, "says")
    how += " it"
    if claim.id in denied:
        how += ", and another denies it"
    message = f"the title tells as a fact what it has from claim “{claim.id}”, which {how}"
    yield Problem(article.file, line, f"{message}; say in it who says so")


def _is_hedged(title: str) -> bool:
    if _SIGNS.search(title) or _HEDGES.search(title):
        return True
    return any(word.lower() in forms() for word in _WORD.findall(title))


def _resting(article: Article) -> list[Claim]:
    """The claims that a title has most of its words from."""
    title = _stems(article.title)
    if len(title) < LEAST:
        return []
    shared = [(len(title & _stems(claim.quote)), claim) for claim in article.claims]
    return [c for count, c in shared if count >= LEAST and count >= ENOUGH * len(title)]


def _is_said(title: str, claim: Claim, article: Article) -> bool:
    """Whether a title names who makes a claim, or somebody who may stand for them."""
    countries = {actor.country for actor in claim.actors} - {None}
    actors = article.card.actors if article.card else ()
    near = (*claim.actors, *(actor for actor in actors if actor.country in countries))
    names = [name for actor in near for name in (actor.name, *actor.aliases)]
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title) for name in names)


def _stems(text: str) -> set[str]:
    words = (word.lower().removesuffix("’s").removesuffix("'s") for word in _WORD.findall(text))
    return {
        re.sub(r"(?:ing|ed|es|s)$", "", word)
        for word in words
        if len(word) >= SHORTEST or word[0].isdigit()
    }


def _bounds(article: Article) -> Iterator[str]:
    """What is wrong where a title gives a bound of a claim's figure for the figure."""
    claimed = [claim for claim in article.claims if claim.figure and claim.figure.best is None]
    if not claimed:
        return
    for told in figures_in(article.title):
        if told.best is None or told.role not in ("quantity", "money", "percent"):
            continue
        found = [(claim, _bound(claim.figure, told.best)) for claim in claimed if claim.figure]
        said = [(claim, bound) for claim, bound in found if bound]
        if said and not _is_best_of_another(article.claims, told.best):
            claim, bound = said[0]
            number = f"{told.best.normalize():,f}"
            yield f"the title says {number}, and claim “{claim.id}” {bound} {number}; say so in it"


def _bound(figure: Figure, value: Decimal) -> str:
    if figure.high is not None and Decimal(str(figure.high)) == value:
        return "at most"
    if figure.low is not None and Decimal(str(figure.low)) == value:
        return "at least"
    return ""


def _is_best_of_another(claims: Sequence[Claim], value: Decimal) -> bool:
    bests = (claim.figure.best for claim in claims if claim.figure)
    return any(best is not None and Decimal(str(best)) == value for best in bests)
