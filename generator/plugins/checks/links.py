"""D002: links within the site lead to a page, and anchors to a place on it."""

from collections.abc import Iterator
from urllib.parse import quote

from generator.model.problems import Problem
from generator.model.release import Release

from ..page_facts import places_of
from ..written import written_at

code = "D002"
severity = "error"
mend = "Correct the link, or keep the old address going: `aliases` of what it led to."


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each dead link, named once, at the first place that has it."""
    dead: dict[str, str] = {}
    elsewhere: dict[str, str] = {}  # links to a place on another page, and the first page with one
    for path, seen in release.pages.items():
        anchors: frozenset[str] | None = None
        for target in seen.inner:
            if target in release.files:
                continue
            file, _, anchor = target.partition("#")
            if file not in release.files:
                dead.setdefault(target, path)
            elif file == path:
                anchors = frozenset(seen.anchors) if anchors is None else anchors
                if anchor not in anchors and anchor != "top":  # HTML, 7.4.6.3
                    dead.setdefault(target, path)
            else:
                elsewhere.setdefault(target, path)
    dead |= _to_no_place(release, elsewhere)
    named: set[str] = set()
    for target, path in sorted(dead.items(), key=lambda each: each[1]):
        file, _, anchor = target.partition("#")
        shown = _address(file) + (f"#{anchor}" if file in release.files else "")
        if shown not in named:
            named.add(shown)
            yield _problem(release, path, target, shown)


def _to_no_place(release: Release, links: dict[str, str]) -> dict[str, str]:
    """Of links to a place on a page, those to a place that it has not."""
    dead, anchors = {}, dict[str, frozenset[str]]()
    for target, path in links.items():
        file, _, anchor = target.partition("#")
        if file in release.pages:
            if file not in anchors:
                anchors[file] = frozenset(release.pages[file].anchors)
            if anchor not in anchors[file] and anchor != "top":
                dead[target] = path
    return dead


def _problem(release: Release, path: str, target: str, shown: str) -> Problem:
    html = release.read(path).decode()
    message = f"a link leads nowhere: {shown}"
    for start, written in places_of(target, path, html, release.library.site.base_url):
        place = written_at(release.library, path, (shown, quote(shown), written))
        if place:
            return Problem(*place, message)
        return Problem(path, html.count("\n", 0, start) + 1, message)
    return Problem(path, 0, message)


def _address(target: str) -> str:
    return "/" + (target.removesuffix("index.html") if target.endswith("/index.html") else target)
