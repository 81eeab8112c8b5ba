"""D012: where reports have summaries, each has one."""

from collections.abc import Iterator

from generator.model.problems import Problem
from generator.model.release import Release

code = "D012"
severity = "warning"
mend = "Write a `summary` of one or two sentences: lists, feeds and link previews show it."

USUAL = 0.5  # of the articles of a site, for a summary to be what is usual there


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each article without a summary, on a site where more than half have one."""
    articles = release.library.articles
    without = [article for article in articles if not (article.summary or "").strip()]
    if len(without) < USUAL * len(articles):
        for article in without:
            line = article.lines.get("summary", article.lines.get("title", 1))
            yield Problem(article.file, line, "no summary; lists and feeds have nothing to show")
