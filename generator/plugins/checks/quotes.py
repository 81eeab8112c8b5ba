"""D001: each claim's quote stands, exactly once, in the passage it rests on."""

from collections.abc import Iterator

from generator.model.misquoted import misquoted
from generator.model.problems import Problem
from generator.model.release import Release

code = "D001"


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each published claim whose quote is not in the body or the kept seed once."""
    for article in release.library.articles:
        yield from misquoted(article, release.seeds.get(article.id, ""))
