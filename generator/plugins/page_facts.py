"""What is on a page, by its HTML: where it leads, what it loads, its pictures without words."""

import re
import zlib
from collections.abc import Iterator
from html import unescape
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from generator.model.checks import Seen

LEVEL, HEAD = 6, 12  # as most hosts pack; what gzip has more than zlib

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)

_HIDDEN = re.compile(r"<!--.*?-->|(<script\b[^>]*>).*?</script\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(
    r"""<(a|link|script|img|source|svg|iframe|area)\b((?:[^>"']|"[^"]*"|'[^']*')*)>""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_ANCHOR = re.compile(r"""\s(?:id|name)=(?:"([^"]+)"|'([^']+)')""")
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|avif)", re.IGNORECASE)
_OF_WORDS = frozenset({"aria-label", "aria-labelledby", "aria-hidden"})


def page_facts(path: str, html: str, base_url: str) -> Seen:
    """The facts of a page, by its path below the output folder."""
    text = _HIDDEN.sub(_without_what_is_hidden, html)
    inner, outer, loads = dict[str, None](), dict[str, None](), dict[str, None]()
    wordless: list[tuple[int, str]] = []
    for tag, attributes, start, end in _tags(text):
        if wrong := _wordless(tag, attributes, text, end):
            wordless.append((start, wrong))
        for address in _addresses(tag, attributes):
            target = _inner(address, path, base_url)
            if target is None:
                if address.startswith(("http://", "https://", "//")) and tag == "a":
                    outer[address] = None
                continue
            inner[target] = None
            if tag == "script" or (tag == "link" and attributes.get("rel") == "stylesheet"):
                loads[target.partition("#")[0]] = None
    anchors = dict.fromkeys(unescape(one or other) for one, other in _ANCHOR.findall(text))
    ways = (tuple(anchors), tuple(inner), tuple(outer), tuple(loads))
    return Seen(*ways, tuple(wordless), packed(html.encode()))


def packed(data: bytes) -> int:
    """The size of a file as hosts send it (gzip, RFC 1952), in bytes."""
    return len(zlib.compress(data, LEVEL)) + HEAD


def places_of(target: str, path: str, html: str, base_url: str) -> Iterator[tuple[int, str]]:
    """Where a page links to a target, each place with the address as it is written there."""
    for tag, attributes, start, _ in _tags(_HIDDEN.sub(_without_what_is_hidden, html)):
        for address in _addresses(tag, attributes):
            if target in (address, _inner(address, path, base_url)):
                yield start, address


def _without_what_is_hidden(found: re.Match[str]) -> str:
    """As many signs, so that every place stays where it is."""
    return (found[1] or "").ljust(len(found[0]))


def _tags(text: str) -> Iterator[tuple[str, dict[str, str], int, int]]:
    for found in _TAG.finditer(text):
        attributes = {
            each[1].lower(): unescape(each[2] or each[3] or each[4] or "")
            for each in _ATTRIBUTE.finditer(found[2])
        }
        yield found[1].lower(), attributes, found.start(), found.end()


def _addresses(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    for name in ("href", "src"):
        if name in attributes and tag != "svg":
            yield attributes[name].strip()
    for each in attributes.get("srcset", "").split(","):
        if each.strip():
            yield each.split()[0]


def _inner(address: str, path: str, base_url: str) -> str | None:
    """The file of this site that an address means, with its anchor; None for one elsewhere."""
    base = base_url.rstrip("/")
    if address.startswith(base) and address[len(base) :][:1] in ("/", "", "#", "?"):
        address = "/" + address[len(base) :].lstrip("/")
    elif ELSEWHERE.match(address):
        return None
    elif address.startswith("/"):  # from the root of the host, where the site may be in a folder
        root = urlsplit(base).path + "/"
        if not address.startswith(root):
            return None
        address = address[len(root) - 1 :]
    name, _, anchor = address.partition("#")
    name = unquote(name.partition("?")[0])
    target = path if not name else _file(name, path)
    return f"{target}#{unquote(anchor)}" if anchor else target


def _file(name: str, path: str) -> str:
    target = normpath(name[1:] if name.startswith("/") else join(dirname(path), name))
    if target == "." or name.endswith("/"):
        return normpath(join(target, "index.html"))
    return target


def _wordless(tag: str, attributes: dict[str, str], text: str, end: int) -> str:
    """What is wrong with the words of a picture; an empty `alt` says that it is decoration."""
    if tag == "img":
        words = attributes.get("alt")
        if words is None and attributes.get("role") not in ("presentation", "none"):
            return f"the picture {attributes.get('src', '')} has no “alt”"
        if words and _FILE_NAME.fullmatch(words.strip()):
            return f"“{words}” is a file's name, and does not say what the picture shows"
    named = _OF_WORDS & attributes.keys() or text[end : end + 80].lstrip().startswith("<title")
    if tag == "svg" and attributes.get("role") == "img" and not named:
        return "a drawing of the role “img” has neither “aria-label” nor <title>"
    return ""
