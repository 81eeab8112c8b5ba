"""D006: an accusation stands beside what the accused say, or that they say nothing."""

from collections.abc import Iterator

from generator.model.checks import Beside
from generator.model.problems import Problem
from generator.model.records import Article, Claim

code = "D006"
severity = "warning"
mend = "Add the answer as a claim with `answers`, or a claim that `declines`; else say why not."

ANSWERS = ("denies", "declines", "withdraws")


def check_article(article: Article, _beside: Beside) -> Iterator[Problem]:
    """A Problem for each accusation to which nobody else's claim is an answer: one that names it in
    `answers`, or a denial or a silence that is about the same event or about none."""
    for claim in article.claims:
        if claim.act == "accuses" and not any(_is_answer(each, claim) for each in article.claims):
            message = f"claim “{claim.id}” accuses, and the other side does not speak"
            todo = "add what they answer, or a claim that they decline"
            yield Problem(article.file, claim.line, f"{message}; {todo}")


def _is_answer(claim: Claim, accusation: Claim) -> bool:
    if claim is accusation or (claim.by and claim.by == accusation.by):
        return False
    if claim.answers:
        return claim.answers == accusation.id
    about_it = claim.event in (None, accusation.event) or accusation.event is None
    return claim.act in ANSWERS and about_it
