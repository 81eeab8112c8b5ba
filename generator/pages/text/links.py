"""Where the text of a page is, and where a link leads from there: to the text of what has one."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import unescape
from posixpath import dirname, join, normpath

from generator.model.config import Site
from generator.pages.collisions import file_of
from generator.pages.files import STATIC
from generator.pages.links import NOWHERE
from generator.pages.template_file import Header

ROOT = "/text/"
FURTHER = f"{ROOT}more.html"  # the second part of the front page

_WITHOUT = (STATIC, ROOT[1:], NOWHERE[1:])  # what has no text: how its path begins
_ELSEWHERE = re.compile(r"[#?/\\]|[a-zA-Z][a-zA-Z0-9+.-]*:")
_PARTS = re.compile(r"((?:\.\./)*+)([^?#]*)")
_FOLDER = re.compile(r"(?:.*/)?(?:\.\.?)?")


LeftOut = tuple[tuple[str, str], ...]
"""How the files begin and end that have no text."""
_BEGIN, _END = re.compile(r"[^{]*"), re.compile(r"[^}]*\Z")  # of a path, around its expressions


def has_text(path: str, header: Header, site: Site) -> bool:
    """Whether a page is in the text edition."""
    return site.text and header.text and (path.endswith(("/", ".html")))


def text_path(path: str) -> str:
    """Where the text of a page is."""
    return ROOT[:-1] + path


def without_text(headers: Iterable[Header]) -> LeftOut:
    """Which files are, or may be, of page types that have no text: by how their paths begin and
    end, so that one page more or less of them is no news to any text."""
    found = set()
    for header in headers:
        if not header.text and header.path != NOWHERE:
            begin, end = _BEGIN.match(header.path), _END.search(header.path)
            assert begin and end
            whole = begin[0] == header.path
            name = "" if whole else file_of(f"/{end[0]}") if end[0] else ""
            found.add((file_of(begin[0]) if whole else begin[0][1:], name))
    return tuple(sorted(found))


def leading(path: str, left_out: LeftOut) -> Callable[[str], str]:
    """How links of the page at a path are written in its text: a link as it stands in the page
    gives another, or nothing where it leads to that text itself.

    A text lies one folder deeper than its page, and so do all texts: what has one is reached by the
    same relative link. All else is one folder further away.
    """
    depth, own = path.count("/") - 1, _target(text_path(path)[1:], "/")
    plainly_in_text = _in_text(depth, left_out).fullmatch

    def led(href: str) -> str:
        if plainly_in_text(href) or not href or _ELSEWHERE.match(href):
            return href
        target = _target(href, path)
        if target == own:
            return ""
        there = target.endswith(".html") and not target.startswith((*_WITHOUT, ".."))
        out = any(target.startswith(begin) and target.endswith(end) for begin, end in left_out)
        return href if there and not out else f"../{href}"

    return led


@lru_cache
def _in_text(depth: int, left_out: LeftOut) -> re.Pattern[str]:
    """Links as `link` writes them, to pages that have a text."""
    out = "|".join(rf"{re.escape(a)}[^?#]*{re.escape(b)}(?:[?#]|\Z)" for a, b in left_out)
    without = "|".join(filter(None, (r"\.\.", *map(re.escape, _WITHOUT), out)))
    return re.compile(rf"(?:\.\./){{{depth}}}(?!{without})[^?#&:\\]*\.html(?:#.*)?")


def _target(href: str, path: str) -> str:
    """The file that a relative link leads to, seen from the site's root."""
    found = _PARTS.match(unescape(href) if "&" in href else href)
    assert found
    climbs, name = found.groups()
    if _FOLDER.fullmatch(name):
        name += "/index.html" if name.endswith(".") else "index.html"
    if len(climbs) == 3 * (path.count("/") - 1) and "./" not in name:
        return name
    return normpath(join(dirname(path[1:]), climbs + name))
