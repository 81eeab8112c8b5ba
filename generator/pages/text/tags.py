"""What becomes of each tag in the text edition: an allowlist, so that nothing else gets through."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape, unescape
from typing import Literal, NamedTuple

from .nesting import BLOCKS, ENDS, GONE, GROUPS, INLINES, PASSED, RENAMED, TALL, VOIDS

What = Literal["block", "group", "inline", "plain", "void", "gone", "picture", "end"]
"""How a tag is taken: written (block, inline, void), written where words stand right in it (group),
passed over with its content kept (plain), left out with its content (gone), replaced by its words
(picture)."""


class Tag(NamedTuple):
    """A tag, read."""

    name: str
    what: What
    html: str = ""  # what is written for it; of a link all that follows its address
    said: str = ""  # the words of a picture, or those of a link without any
    href: str = ""  # as it stands in the page, without its quotation marks
    end: str = ""  # what is written when it ends
    ends: bool = False  # whether its start may end others


# As browsers find them (HTML, 13.2.5): a tag with its quoted values, which may hold a “>”; and what
# is no part of the text: comments, scripts, styles, drawings that are hidden from those who listen.
PIECES = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+>|</(?![A-Za-z])[^>]*+>"
    r"|<script(?=[\s/>]).*?(?:</script(?=[\s/>])[^>]*+>|\Z)"
    r"|<style(?=[\s/>]).*?(?:</style(?=[\s/>])[^>]*+>|\Z)"
    r"|<plaintext(?=[\s/>]).*"
    r'|<svg [^>]*?aria-hidden="true"[^>]*+>[^<]*+(?:<(?!/?svg)[^<]*+)*+</svg>'
    r"|(</?[A-Za-z][^\s/>]*+"
    r"""(?:[\s/]++|(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+)*+>)""",
    re.DOTALL | re.IGNORECASE,
)
_PARTS = re.compile(
    r"""([^\s/>=]+|(?<=[\s/])=[^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*))?)?"""
)
_ENDS = re.compile(r"</([A-Za-z][^\s/>]*)")
_STARTS = re.compile(r"<([A-Za-z][^\s/>]*)")


_EVERYWHERE = ("id", "lang", "dir")
_OWN: Mapping[str, tuple[str, ...]] = {
    "a": ("hreflang",),
    "abbr": ("title",),
    "blockquote": ("cite",),
    "data": ("value",),
    "del": ("cite", "datetime"),
    "ins": ("cite", "datetime"),
    "li": ("value",),
    "nav": ("aria-label",),
    "ol": ("reversed", "start", "type"),
    "q": ("cite",),
    "td": ("colspan", "rowspan", "headers"),
    "th": ("colspan", "rowspan", "headers", "scope", "abbr"),
    "time": ("datetime",),
}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_SCHEMES = frozenset({"http:", "https:", "mailto:", "tel:", "geo:", "magnet:", "xmpp:"})
_ELSEWHERE = re.compile(r"https?:|[/\\]{2}")
_UNSEEN = re.compile(r"[\x00-\x20]+")  # that browsers pass over in a scheme


@lru_cache(maxsize=4096)
def read_tag(tag: str) -> Tag:
    """A tag as `PIECES` finds it."""
    end = _ENDS.match(tag)
    if end:
        return Tag(end[1].lower(), "end")
    start = _STARTS.match(tag)
    assert start
    name = start[1].lower()
    own = attributes_of(tag[start.end() :])
    if name in ("svg", "math") and tag.endswith("/>"):
        return Tag(name, "void")
    if name == "img":
        return Tag(name, "picture", said=unescape(own.get("alt", "")))
    read = _taken(name, own)
    first = _STARTS.match(read.html)
    closing = f"</{first[1]}>" if first else read.end
    return read._replace(end=closing, ends=name in TALL or name in ENDS)


def _taken(name: str, own: Mapping[str, str]) -> Tag:
    said = own.get("aria-label", "")
    if _is_hidden(name, own):
        return Tag(name, "gone")
    if own.get("role") == "img" and said:
        return Tag(name, "gone", said=unescape(said))
    return _written(name, own)


def attributes_of(rest: str) -> dict[str, str]:
    """The attributes of a tag by name, of what follows its own; of two alike the first counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _PARTS.findall(rest):
        found.setdefault(name.lower(), double or single or bare)
    return found


def kept(name: str, values: Mapping[str, str]) -> str:
    """The attributes of a tag that are kept, as they are written: ` lang="ko"`."""
    names = (*_EVERYWHERE, *_OWN.get(name, ()))
    return "".join(f' {each}="{quoted(values[each])}"' for each in names if each in values)


def safe(href: str) -> str:
    """An address as it stands in a page; nothing where following it is more than going there."""
    scheme = _SCHEME.match(_UNSEEN.sub("", unescape(href)).lower())
    return quoted(href) if scheme is None or scheme[0] in _SCHEMES else ""


def _leads_elsewhere(href: str) -> bool:
    """Whether an address is on another site, which is not told who leads there."""
    return _ELSEWHERE.match(_UNSEEN.sub("", unescape(href)).lower()) is not None


def _written(name: str, own: Mapping[str, str]) -> Tag:
    attributes = kept(name, own)
    if name == "a" and (href := safe(own.get("href", ""))):
        said = unescape(own.get("aria-label", ""))
        rel = ' rel="noopener noreferrer"' if _leads_elsewhere(href) else ""
        return Tag(name, "inline", f'"{attributes}{rel}>', said, href, "</a>")
    if name in GONE:
        return Tag(name, "gone")
    if name in PASSED:
        return Tag(name, "void")
    if name in BLOCKS:
        return Tag(name, "block", f"<{RENAMED.get(name, name)}{attributes}>")
    if name in VOIDS:
        return Tag(name, "void", f"<{name}{attributes}>")
    if name in GROUPS:
        return Tag(name, "block" if attributes else "group", f"<div{attributes}>")
    if name in INLINES and (name != "a" or attributes):
        return Tag(name, "inline", f"<{name}{attributes}>")
    return Tag(name, "inline" if attributes else "plain", f"<span{attributes}>")


def _is_hidden(name: str, own: Mapping[str, str]) -> bool:
    """Whether something is not for those who read: kept from listeners, shown by a script, or said
    by its author to be of no use in plain text."""
    return (
        own.get("aria-hidden", "").lower() == "true"
        or own.get("data-text", "").lower() == "no"
        or ("hidden" in own and name not in ("html", "body"))
    )


def quoted(value: str) -> str:
    """A value as it stood in a page, fit to stand between quotation marks; its entities stay."""
    return (
        value.replace('"', "&quot;").replace("<", "&lt;") if '"' in value or "<" in value else value
    )


def words_of(text: str) -> str:
    """Words as HTML."""
    return escape(text, quote=False)
