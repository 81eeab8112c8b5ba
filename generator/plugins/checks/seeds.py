"""D026: the kept seed is what was handed in."""

from collections.abc import Iterator

from generator.model.checks import Beside
from generator.model.problems import Problem
from generator.model.records import Article

code = "D026"
severity = "error"
mend = "Put the file back as it was handed in; its SHA-256 is what readers can hold us to."


def check_article(_article: Article, beside: Beside) -> Iterator[Problem]:
    """A Problem where the bytes of the kept seed are not those that the article says."""
    yield from beside.changed
