"""D016: each picture of content/media is in some text."""

from collections.abc import Iterator

from generator.model.problems import Problem
from generator.model.release import Release

code = "D016"
severity = "warning"
mend = "Show it, or take it out of content/media: nothing publishes it, and everybody copies it."


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each picture that neither an article nor any other text names, drafts
    included."""
    used = {media.name for record in release.whole.records for media in record.media}
    for name in release.media:
        if name not in used:
            yield Problem(name, 0, "in no text; show it, or take it out")
