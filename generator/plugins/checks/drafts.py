"""D015: a draft is finished or thrown away before it is forgotten."""

from collections.abc import Iterator

from generator.model.problems import Problem
from generator.model.records import Article
from generator.model.release import Release

code = "D015"
severity = "warning"
mend = "Finish it, delete it, or say `status: withheld`."


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each draft whose seed came in, or else whose date is, more days ago than
    site.yaml allows. One of which neither is known has no age."""
    today = release.now.toordinal()
    for article in release.whole.articles:
        if article.status == "draft":
            begun = _begun(article)
            if begun is not None and today - begun > release.settings.drafts:
                message = f"a draft for {today - begun:,} days; finish it, or delete it"
                yield Problem(article.file, article.lines.get("status", 1), message)


def _begun(article: Article) -> int | None:
    """The day, numbered as `date.toordinal` does."""
    if article.seed and article.seed.received:
        return article.seed.received.toordinal()
    return article.date.last
