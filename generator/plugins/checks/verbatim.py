"""D003: a report has its own words; how much it may have of its seed, `site.yaml` says."""

from collections.abc import Iterator

from generator.model.checks import Beside
from generator.model.problems import Problem
from generator.model.records import Article
from generator.model.verbatim import republished

code = "D003"
severity = "error"
mend = "Put the passage in your own words, or mark it as a quotation."


def check_article(article: Article, beside: Beside) -> Iterator[Problem]:
    """A Problem for each published article that repeats too much of its kept seed."""
    yield from republished(article, beside.seed, beside.site.verbatim)
