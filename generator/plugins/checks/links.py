"""D002: links within the site lead to a page, and anchors to a place on it."""

import re
from collections.abc import Iterator
from html import unescape
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from generator.model.problems import Problem
from generator.model.records import Article, PlainPage
from generator.model.release import Release
from generator.model.selections import Edition, Story

code = "D002"

LINK = re.compile(r'<(?:a|link|script|img|source)\b[^>]*?\s(?:href|src)="([^"]*)"')
ANCHOR = re.compile(r'\sid="([^"]+)"')
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each dead link, named once, at the first place that has it."""
    pages = [path for path in sorted(release.files) if path.endswith(".html")]
    html = {path: release.read(path).decode() for path in pages}
    anchors = {path: set(ANCHOR.findall(text)) for path, text in html.items()}
    named: set[str] = set()
    for path, text in html.items():
        for match in LINK.finditer(text):
            href = unescape(match[1])
            if ELSEWHERE.match(href):
                continue
            target, anchor = _target(href, path), unquote(href.partition("#")[2])
            alive = target in release.files
            if alive and (not anchor or anchor in anchors.get(target, {anchor})):
                continue
            shown = f"{_address(target)}{'#' + anchor if alive else ''}"
            if shown not in named:
                named.add(shown)
                line = text.count("\n", 0, match.start()) + 1
                file, line = _written_at(release, path, (shown, href)) or (path, line)
                yield Problem(file, line, f"a link leads nowhere: {shown}")


def _target(href: str, path: str) -> str:
    """The file that a link on a page means."""
    name = unquote(re.split("[?#]", href)[0])
    if not name:
        return path
    target = normpath(name[1:] if name.startswith("/") else join(dirname(path), name))
    if target == "." or name.endswith("/"):
        return normpath(join(target, "index.html"))
    return target


def _address(target: str) -> str:
    return "/" + (target.removesuffix("index.html") if target.endswith("/index.html") else target)


def _written_at(release: Release, path: str, spellings: tuple[str, ...]) -> tuple[str, int] | None:
    """The line of the content that a page's link comes from, where it stands in its text."""
    library = release.library
    records: tuple[Article | Edition | Story | PlainPage, ...] = (
        *library.articles,
        *library.editions,
        *library.stories,
        *library.pages,
    )
    for record in records:
        if path == f"{record.permalink[1:]}index.html":
            for spelling in spellings:
                found = re.search(rf"(?<![\w./-]){re.escape(spelling)}(?![\w./-])", record.body)
                if found:
                    line = record.body.count("\n", 0, found.start())
                    return record.file, record.body_line + line
    return None
