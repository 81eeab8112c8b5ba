"""D005: a claim that says nobody has nobody; whoever its sentence names is its claimant."""

import re
from collections.abc import Iterator

from generator.model.checks import Beside
from generator.model.problems import Problem
from generator.model.records import Article, Claim

from ..attribution.lexicon import forms
from ..standing import plain, sentence_of

code = "D005"
severity = "warning"
mend = "Name the claimant in `by`, or say in the text that nobody is named."

NEED_SOMEBODY = {
    "accuses": "accuses",
    "denies": "denies",
    "declines": "declines to speak",
    "withdraws": "takes back what was said",
}
_STANDS_ALONE = re.compile(r"\W?x(?:[^\w’']|\Z)")
_ACCORDING = re.compile(r"(?<!\w)according to (?:the )?$", re.IGNORECASE)
_BEFORE = re.compile(
    r",?\s+(?:also |later |then )?(\w+)"
    r"(?:,?\s+(?:that|on [A-Z]\w+day|in a statement)){0,2}[\s,:]*[“\"‘]?"
)
_AFTER = re.compile(r"[”\"’]?,[”\"’]?\s+(?:(\w+)\s+)?(?:the )?")
_FOLLOWING = re.compile(r"\s+(\w+)")


def check_article(article: Article, _beside: Beside) -> Iterator[Problem]:
    """A Problem for each claim by nobody that somebody must have made, by what it does or by the
    sentence that its quote stands in. Only actors that the article names are looked for."""
    text = ""
    for claim in article.claims:
        if claim.by != ():
            continue
        if claim.act in NEED_SOMEBODY:
            message = f"claim “{claim.id}” {NEED_SOMEBODY[claim.act]}, and nobody is named"
            yield Problem(article.file, claim.line, f"{message}; who is it?")
            continue
        text = text or plain(article.body)
        name = _claimant(article, claim, text)
        if name:
            message = f"claim “{claim.id}” says nobody, and its sentence says “{name}”"
            yield Problem(article.file, claim.line, f"{message}; name them in “by”")


def _claimant(article: Article, claim: Claim, text: str) -> str:
    """Who is said to have said it, in the words of its sentence."""
    sentence, at = sentence_of(claim.quote, text)
    end = at + len(claim.quote)
    for actor in article.card.actors if article.card and sentence else ():
        for name in (actor.name, *actor.aliases):
            start = sentence.find(name)
            while start >= 0:
                if said := _said(sentence, (start, start + len(name)), (at, end)):
                    return " ".join(said.split())
                start = sentence.find(name, start + 1)
    return ""


def _said(sentence: str, name: tuple[int, int], quote: tuple[int, int]) -> str:
    """The words that make a name the claimant's: “according to NAME” beside the quote, “NAME said
    that” right before it, “, NAME said” or “, said NAME” right after it."""
    start, end = name
    if not _STANDS_ALONE.fullmatch(sentence[start - 1 : start] + "x" + sentence[end : end + 1]):
        return ""
    beside = end <= quote[0] or start >= quote[1]
    according = _ACCORDING.search(sentence[:start])
    if according and beside:
        return sentence[according.start() : end]
    if end <= quote[0]:
        before = _BEFORE.fullmatch(sentence[end : quote[0]])
        return sentence[start : end + before.end(1)] if before and before[1] in forms() else ""
    after = _AFTER.fullmatch(sentence[quote[1] : start])
    following = _FOLLOWING.match(sentence[end:])
    if after and after[1] in forms():
        return sentence[quote[1] + after.start(1) : end]
    if after and not after[1] and following and following[1] in forms():
        return sentence[start : end + following.end()]
    return ""
