"""D024: what was planned for a day that is over has happened, or has not."""

from collections.abc import Iterator

from generator.model.problems import Problem
from generator.model.release import Release

code = "D024"
severity = "warning"
mend = "Say what became of it: another `status`, an `updated`, or a report that follows."

LATE = 7  # days after which readers may expect to be told


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each event that is `planned` for a time which ended a week ago or earlier."""
    today = release.now.toordinal()
    for article in release.library.articles:
        if not article.events_digest:
            continue
        for event in article.events:
            last = event.date.last
            if event.status == "planned" and last is not None and today - last > LATE:
                message = f"event “{event.id}” was planned for {event.date}"
                yield Problem(article.file, event.line, f"{message}; say what became of it")
