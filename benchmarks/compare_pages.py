"""Whether two sides made the same pages, and whether an edit shows in them."""

import html
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from compare_running import FailedError
from compare_sides import OUTPUT

# What ours publishes beside the pages: the mark of its folder, a host's headers, the default style.
BESIDE = re.compile(r"\.conflict-digest|_headers|_redirects|static/.*")
FEED, SITEMAP = "feed.xml", "sitemap.xml"
MAIN = re.compile(r"<main>(.*)</main>", re.DOTALL)
INLINE = re.compile(r"</?(?:a|em|strong|time|q|code)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
PART = re.compile(r"(?<=tags/)([^/]+)/\d+/")  # a further page of a tag's list
DATE = re.compile(r'<time datetime="([^"]+)"')
LOC = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>")
SHOWN = 5  # differences that a message names

Pages = Mapping[str, Path]


def pages_of(folder: Path) -> dict[str, Path]:
    """Every page of a built site by its path below the output folder."""
    output = folder / OUTPUT
    found = {
        str(Path(base, name).relative_to(output)): Path(base, name)
        for base, _, names in os.walk(output)
        for name in names
    }
    return {name: file for name, file in found.items() if not BESIDE.fullmatch(name)}


def same_paths(ours: Pages, theirs: Pages, peer: str) -> None:
    """Raises FailedError unless both sides made a page at each of the same paths."""
    for name, missing in (
        ("ours", theirs.keys() - ours.keys()),
        (peer, ours.keys() - theirs.keys()),
    ):
        if missing:
            raise FailedError(f"{name} did not make {_named(missing)}")


def same_words(ours: Pages, theirs: Pages, peer: str) -> None:
    """Raises FailedError unless the pages say the same: what a reader sees, not the markup.

    An article of ours must begin with all the words of the peer's; its claims, events and related
    articles follow. Lists are compared over all their pages and without their order, which is
    nobody's concern among articles of one day; the front page by its dates, for the same reason.
    """
    lists: dict[str, Counter[str]] = {}
    for name in sorted(ours):
        if name in (FEED, SITEMAP):
            continue
        one, other = (_main(pages[name]) for pages in (ours, theirs))
        if name.startswith("articles/"):
            mine, his = _words(one), _words(other)
            if not his or mine[: len(his)] != his:
                raise FailedError(f"{name} does not say the same in ours and in {peer}")
        elif name == "index.html":
            if Counter(DATE.findall(one)) != Counter(DATE.findall(other)):
                raise FailedError(f"{name} does not list the same days in ours and in {peer}")
        else:
            difference = lists.setdefault(PART.sub(r"\1/", name), Counter())
            difference.update(_words(one))
            difference.subtract(_words(other))
    wrong = {name for name, words in lists.items() if any(words.values())}
    if wrong:
        raise FailedError(f"{_named(wrong)} do not list the same in ours and in {peer}")
    _same_addresses(ours[SITEMAP], theirs[SITEMAP], peer)


def _same_addresses(ours: Path, theirs: Path, peer: str) -> None:
    """The sitemaps have the same addresses; the further pages of a list may be left out."""
    mine, his = (
        {url for url in LOC.findall(file.read_text(encoding="utf-8")) if not PART.search(url)}
        for file in (ours, theirs)
    )
    if mine != his:
        raise FailedError(f"the sitemaps of ours and {peer} differ in {_named(mine ^ his)}")


def _main(file: Path) -> str:
    match = MAIN.search(file.read_text(encoding="utf-8"))
    return match[1] if match else ""


def _words(markup: str) -> list[str]:
    return html.unescape(TAG.sub(" ", INLINE.sub("", markup))).split()


def texts(folder: Path, pattern: str) -> Iterator[str]:
    """The text of the pages that a pattern names."""
    for file in sorted((folder / OUTPUT).glob(pattern)):
        yield file.read_text(encoding="utf-8")


def _named(names: set[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(sorted(names)[:SHOWN]) + more
