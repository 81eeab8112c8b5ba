"""D003: a report has its own words; how much it may have of its seed, `site.yaml` says."""

from collections.abc import Iterator

from generator.model.problems import Problem
from generator.model.release import Release
from generator.model.verbatim import republished

code = "D003"


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each published article that repeats too much of its kept seed."""
    limits = release.library.site.verbatim
    for article in release.library.articles:
        yield from republished(article, release.seeds.get(article.id, ""), limits)
