"""D002: links within the site lead to a page, and anchors to a place on it."""

import re
from collections.abc import Iterator
from html import unescape
from posixpath import dirname, join, normpath

from generator.model.problems import Problem
from generator.model.release import Release

code = "D002"

LINK = re.compile(r'<(?:a|link|script|img|source)\b[^>]*?\s(?:href|src)="([^"]*)"')
ANCHOR = re.compile(r'\sid="([^"]+)"')
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each dead link, named once with the first page that has it."""
    pages = [path for path in sorted(release.files) if path.endswith(".html")]
    html = {path: release.read(path).decode() for path in pages}
    anchors = {path: set(ANCHOR.findall(text)) for path, text in html.items()}
    dead: dict[str, str] = {}
    for path, text in html.items():
        for href in map(unescape, LINK.findall(text)):
            if not ELSEWHERE.match(href) and not _leads(href, path, release, anchors):
                dead.setdefault(href if href.startswith("/") else _target(href, path), path)
    for target, path in sorted(dead.items()):
        yield Problem(path, 0, f"a link leads nowhere: {target}")


def _target(href: str, path: str) -> str:
    return normpath(join(dirname(path), href.partition("#")[0])) if href.partition("#")[0] else path


def _leads(href: str, path: str, release: Release, anchors: dict[str, set[str]]) -> bool:
    name, _, anchor = href.partition("#")
    target = name[1:] if name.startswith("/") else _target(name, path)
    if target.endswith("/"):
        target += "index.html"
    return target in release.files and (not anchor or anchor in anchors.get(target, {anchor}))
