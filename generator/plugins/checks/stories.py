"""D025: a running story keeps up with its reports."""

from collections.abc import Iterator
from datetime import UTC

from generator.model.problems import Problem
from generator.model.release import Release

code = "D025"
severity = "warning"
mend = "Read “what is known so far” again, change what is not so any more, and approve it."

BEHIND = 30  # days


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each story with a report that is dated more than a month after somebody last
    approved the story's own words."""
    for story in release.library.stories:
        latest = story.updated
        if latest is None or latest.first is None or story.review is None:
            continue
        behind = latest.first - story.review.at.astimezone(UTC).toordinal()
        if behind > BEHIND:
            message = f"has a report of {latest}, {behind:,} days after its words were approved"
            yield Problem(story.file, story.lines.get("review", 1), f"{message}; read them again")
