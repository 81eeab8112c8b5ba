"""D021: a page is light enough for a slow line."""

from collections.abc import Iterator

from generator.model.problems import Problem
from generator.model.release import Release
from generator.plugins.page_facts import packed

code = "D021"
severity = "warning"
mend = "Cut the list into pages, or raise `checks: { weight: … }` of site.yaml."

KB = 1000  # bytes


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each page that is heavier, with the style sheets and scripts it loads, packed
    as hosts pack it, than site.yaml allows. Pictures are not counted: they come when the text is
    there."""
    loaded: dict[str, int] = {}
    most = release.settings.weight * KB
    for path, seen in release.pages.items():
        for each in seen.loads:
            if each not in loaded:
                loaded[each] = packed(release.read(each)) if each in release.files else 0
        weight = seen.size + sum(loaded[each] for each in seen.loads)
        if weight > most:
            message = f"weighs {weight / KB:,.0f} kB, and may weigh {most // KB:,}"
            yield Problem(path, 0, f"{message}; cut it into pages")
