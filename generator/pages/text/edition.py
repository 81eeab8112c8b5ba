"""A page in words: its HTML without looks, pictures or scripts, for a bad line and for any reader.

It is a function of the page alone: what was written for readers stays, with its headings, lists,
tables and links; what is drawn, hidden or laid out goes. Nothing comes through but what `tags`
lets through, so whatever a template writes, no script or style comes along.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple

from generator.pages.links import relative

from .links import LeftOut, leading, text_path
from .tags import attributes_of, kept, quoted, safe, words_of
from .walk import Walk

Lead = Callable[[str], str]
MENU = "menu_"


class Wording(NamedTuple):
    """What the text edition says in words of its own."""

    edition: str = "Text only"
    whole: str = "Full page"
    menu: str = "Menu"
    more: str = "More"
    picture: str = "Picture"


class Text(NamedTuple):
    """A page in words, in the parts that it is put together from; each piece is a tag or words."""

    head: str  # up to the body
    top: list[str]  # what the site is called, and the ways to the whole page and to the menu
    main: list[str]
    menu: list[str]
    end: list[str]

    @property
    def html(self) -> str:
        """All of it."""
        return "".join(
            [self.head, *self.top, *self.main, *self.menu, *self.end, "\n</body>\n</html>\n"]
        )


_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'"
_ALWAYS = f"""\
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
"""
_ROOT = re.compile(r"<html\b([^>]*)>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_TOLD = re.compile(r"<(?:meta|link)\b([^>]*)>", re.IGNORECASE)
_REFRESH = re.compile(r"(\s*\d+\s*;\s*url=\s*)([^'\"\s].*)", re.IGNORECASE | re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')


def text_of(html: str, path: str, left_out: LeftOut, wording: Wording) -> Text:
    """The page at a path in words. `left_out` is where pages are that have no text."""
    body = _BODY.search(html)
    split = body.start() if body else 0
    lead = leading(path, left_out)
    walk = Walk(lead, wording.picture)
    walk.go(html[body.end() :] if body else html)
    first = next((part for part in walk.parts if part.name == "main"), None)
    start, end = (first.first, first.last) if first else (0, 0)
    menus = [p for p in walk.parts if p.name == "nav" and p.last <= start]
    pieces, top, at = walk.pieces, list[str](), 0
    for part in menus:
        top += pieces[at : part.first]
        at = part.last
    top += pieces[at:start]
    menu = [piece for part in menus for piece in pieces[part.first : part.last]]
    name, menu = _reached(menu)
    ways = [(relative(path, text_path(path)), wording.whole)]
    ways += [(f"#{name}", wording.menu)] if name else []
    head = _head(html[:split] if body else html, path, lead)
    return Text(head, _with(top, ways, wording), pieces[start:end], menu, pieces[end:])


def _with(top: list[str], ways: list[tuple[str, str]], wording: Wording) -> list[str]:
    """What stands above the main part, with the ways on at its end; in a header, as a landmark."""
    written = ["\n<p>", words_of(wording.edition)]
    for href, words in ways:
        written += [" · ", f'<a href="{href}">', words_of(words), "</a>"]
    written += ["</p>", "\n</header>"]
    return [*top[:-1], *written] if top[-1:] == ["</header>"] else [*top, "\n<header>", *written]


def _reached(menu: list[str]) -> tuple[str, list[str]]:
    """A menu that can be gone to, and by which name."""
    if not menu:
        return "", []
    known = _ID.search(menu[0])
    if known:
        return known[1], menu
    return MENU, [menu[0].replace("<nav", f'<nav id="{MENU}"', 1), *menu[1:]]


def _head(html: str, path: str, lead: Lead) -> str:
    root, title = _ROOT.search(html), _TITLE.search(html)
    own = kept("html", attributes_of(root[1])) if root else ""
    name = words_of(unescape(title[1]).strip()) if title else ""
    told = "".join(_told(html, path, lead))
    title_ = f"<title>{name}</title>"
    return f"<!doctype html>\n<html{own}>\n<head>\n{_ALWAYS}{told}{title_}\n</head>\n<body>"


def _told(html: str, path: str, lead: Lead) -> Iterator[str]:
    """What a head tells programs: who may not keep it, which page it stands for, where it leads,
    and where the same text is as an onion service."""
    robots, address, on, onion = "noindex", "", "", ""
    for rest in _TOLD.findall(html):
        own = attributes_of(rest)
        if own.get("name", "").lower() == "robots":
            robots = own.get("content", "")
        elif own.get("rel", "").lower() == "canonical":
            address = own.get("href", "")
        elif own.get("http-equiv", "").lower() == "refresh":
            on = own.get("content", "")
        elif own.get("http-equiv", "").lower() == "onion-location":
            onion = own.get("content", "")
    yield f'<meta name="robots" content="{quoted(robots)}">\n'
    if address:
        yield f'<link rel="canonical" href="{quoted(address)}">\n'
    if onion.endswith(path):
        there = quoted(onion.removesuffix(path) + text_path(path))
        yield f'<meta http-equiv="onion-location" content="{there}">\n'
    found = _REFRESH.fullmatch(on)
    if found and safe(found[2]):
        yield f'<meta http-equiv="refresh" content="{found[1]}{quoted(lead(found[2]))}">\n'
