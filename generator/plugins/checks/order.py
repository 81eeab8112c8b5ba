"""D013: nothing is told as a fact before it happened, nor changed before it was written."""

from collections.abc import Iterator

from generator.model.checks import Beside
from generator.model.edtf import Edtf
from generator.model.problems import Problem
from generator.model.records import Article

code = "D013"
severity = "warning"
mend = "Correct one of the dates, or say `status: planned` of what had not happened yet."

ZONES = 1  # days by which a date may be ahead of another one, elsewhere on the globe


def check_article(article: Article, _beside: Beside) -> Iterator[Problem]:
    """A Problem for each date that comes before one that it must follow, whatever is not known of
    both. An event may be later than the article where that was updated, or where it is planned."""
    latest = _later(article.date, article.updated)
    for event in article.events:
        if event.status != "planned" and _is_after(event.date, latest):
            message = f"event “{event.id}” is later than the article and not “planned”"
            todo = "correct one of the dates, or its status"
            yield Problem(article.file, event.line, f"{message}; {todo}")
    for claim in article.claims:
        period = claim.figure.period if claim.figure else None
        if period and claim.act != "forecasts" and _is_after(period, latest):
            message = f"the figure of claim “{claim.id}” counts a time after the article"
            yield Problem(article.file, claim.line, f"{message}; correct “period” or “act”")
    if article.updated and _is_after(article.date, article.updated):
        line = article.lines.get("updated", 1)
        yield Problem(article.file, line, "“updated” is earlier than “date”; correct one of them")
    for correction in article.corrections:
        if _is_after(article.date, correction.at):
            line = article.lines.get("corrections", 1)
            message = f"the correction of {correction.at} is earlier than the article"
            yield Problem(article.file, line, f"{message}; correct its “at”")


def _is_after(date: Edtf, other: Edtf | None) -> bool:
    """Whether the whole of a date is after the whole of another."""
    if other is None or date.first is None or other.last is None:
        return False
    return date.first > other.last + ZONES


def _later(date: Edtf, updated: Edtf | None) -> Edtf:
    return updated if updated and updated.known and updated.sort_key > date.sort_key else date
