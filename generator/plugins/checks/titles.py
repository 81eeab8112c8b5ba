"""D011: two reports do not have one title."""

from collections.abc import Iterator

from generator.model.problems import Problem
from generator.model.release import Release

code = "D011"
severity = "warning"
mend = "Say in the title what is new in this report."


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each article that has the title of an earlier one; capitals and spaces do not
    make two."""
    first: dict[tuple[str, str], str] = {}
    for article in sorted(release.library.articles, key=lambda a: (a.date.sort_key, a.file)):
        name = (" ".join(article.title.casefold().split()), article.lang)
        if name in first:
            message = f"has the title of {first[name]}; say in it what is new"
            yield Problem(article.file, article.lines.get("title", 1), message)
        else:
            first[name] = article.file
