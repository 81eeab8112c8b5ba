"""D004: a picture has words for readers who do not see it."""

from collections.abc import Iterator

from generator.model.problems import Problem
from generator.model.release import Release

code = "D004"
severity = "error"
mend = 'Say in a few words what the picture shows; in a template, alt="" marks mere decoration.'


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each picture of a page without words, or with a file's name for them. What many
    pages have from one template is named once."""
    named: set[str] = set()
    for path, seen in release.pages.items():
        for start, wrong in seen.wordless:
            if wrong not in named:
                named.add(wrong)
                line = release.read(path).decode().count("\n", 0, start) + 1
                yield Problem(path, line, f"{wrong}; say what it shows")
