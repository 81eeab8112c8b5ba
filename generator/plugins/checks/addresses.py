"""D018: what readers were given an address of stays there, or leaves a way on."""

from collections.abc import Iterator

from generator.model.problems import Problem
from generator.model.release import Release

code = "D018"
severity = "error"
mend = "Keep the old address in `aliases`; take a report back with `status: retracted`."

FOLDERS = ("articles/", "editions/", "stories/")
PAGE = "/index.html"


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each old address of something that moved, and for each article, edition or
    story that was published and has no file now. What is withheld or a draft again is left out on
    purpose."""
    yield from release.before.moved
    there = {record.permalink for record in release.whole.records}
    gone = sorted(path for path in release.before.files - release.files.keys() if _is_one(path))
    for path in gone:
        address = f"/{path.removesuffix(PAGE)}/"
        if address not in there and address not in release.before.left:
            message = "was published here, and no file of content has this address now"
            todo = "bring it back with `status: retracted`, or lead on from here with an alias"
            yield Problem(path, 0, f"{message}; {todo}")


def _is_one(path: str) -> bool:
    """Whether a file is the page of a single article, edition or story, and of no list of them."""
    folder, _, name = path.removesuffix(PAGE).partition("/")
    return (
        f"{folder}/" in FOLDERS
        and path.endswith(PAGE)
        and not ("/" in name or name.isdigit() or not name)
    )
