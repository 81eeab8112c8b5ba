"""D001: each claim's quote stands, exactly once, in the passage it rests on."""

from collections.abc import Iterator

from generator.model.passages import times_quoted
from generator.model.problems import Problem
from generator.model.release import Release

code = "D001"


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each published claim whose quote is not in the body or the kept seed once."""
    for article in release.library.articles:
        seed = release.seeds.get(article.seed.file, "") if article.seed else ""
        for claim in article.claims:
            found = times_quoted(claim.quote, article.body, seed)
            if found != 1:
                count = "does not occur" if found == 0 else f"occurs {found} times"
                message = f"the quote of claim “{claim.id}” {count} in the body or the kept seed"
                yield Problem(article.file, claim.line, message)
