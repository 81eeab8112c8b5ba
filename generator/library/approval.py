"""An editor's approval: what still stands in its way, and how it is written into the file."""

from collections.abc import Iterator
from datetime import datetime

from generator.model.passages import times_quoted
from generator.model.problems import Problem
from generator.model.records import Article

from .splice import splice


def open_points(article: Article, seed: str) -> Iterator[Problem]:
    """What must be settled before an article can be approved, each at its line."""
    if article.status in ("withheld", "retracted"):
        message = f"the article is {article.status}; to bring it back, say “status: draft” first"
        yield Problem(article.file, article.lines["status"], message)
    if not article.date.known:
        message = "no date: set “date” to the day of publication (or as precisely as it is known)"
        yield Problem(article.file, article.lines["date"], message)
    if not article.body.strip():
        yield Problem(article.file, article.body_line, "no body: write the report")
    for claim in article.claims:
        if claim.by is None:
            message = f"claim “{claim.id}” says nobody: set “by” to an actor or to “unattributed”"
            yield Problem(article.file, claim.line, message)
        if claim.act == "denies" and claim.by == ():
            message = (
                f"claim “{claim.id}” is a denial: name who denies, or say what was said instead"
            )
            yield Problem(article.file, claim.line, message)
        found = times_quoted(claim.quote, article.body, seed)
        if found != 1:
            count = "not at all" if found == 0 else f"{found} times"
            message = (
                f"the quote of claim “{claim.id}” occurs {count} in the body or the kept seed; "
                "it must occur exactly once"
            )
            yield Problem(article.file, claim.line, message)


def approve(text: str, article: Article, by: str, at: datetime) -> str:
    """The file's text with `status` and `review` set; every other byte is kept."""
    review = {"by": by, "at": at.isoformat(), "sha256": article.sha256}
    return splice(text, article.file, {"status": "reviewed", "review": review})
