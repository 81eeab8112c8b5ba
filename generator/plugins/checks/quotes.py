"""D001: each claim's quote stands, exactly once, in the passage it rests on."""

from collections.abc import Iterator

from generator.model.checks import Beside
from generator.model.misquoted import misquoted
from generator.model.problems import Problem
from generator.model.records import Article

code = "D001"
severity = "error"
mend = (
    "Copy the quote, sign for sign, from its passage; make it longer where it stands there twice."
)


def check_article(article: Article, beside: Beside) -> Iterator[Problem]:
    """A Problem for each published claim whose quote is not in the body or the kept seed once."""
    yield from misquoted(article, beside.seed)
