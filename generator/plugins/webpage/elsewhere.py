"""What a page tells of other stories: lists of teasers, and threads of readers' comments.

They are known by their form, not by their names: parts of one make beside each other, each with a
link of its own. An extractor that finds little else takes them for the article.
"""

import copy
import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from urllib.parse import urlsplit

from .tree import UNSEEN, Element, name_of, same_words, words

FEWEST = 4  # parts of one make that are a list of stories
MOST_ELEMENTS = 80  # in one teaser
LONGEST_TEASER = 600  # characters of one
LONGEST_LINK = 200  # of its link
FEWEST_WORDS = 3  # of a link that is a headline
LEAST_LINK = 0.15  # of a teaser's letters that are its link; less is a paragraph with a link
MOST_LINKS = 3  # in one teaser
LONG = 30  # letters; a shorter text may stand in the article by accident

_PARTS = ("div", "li", "article", "section", "tr", "dl")
_INSIDE = ("div", "p", "h2", "h3", "h4", "h5", "img", "time", "br", "picture", "figure", "td")
_THREAD = re.compile(r"(?:^|[\s_-])comments?(?:$|[\s_-])|disqus|\breplies\b", re.IGNORECASE)


def without_other_stories(tree: Element, title: str, text: str, address: str) -> Element | None:
    """A copy of a page without those of its lists that stand in an extracted text.

    Nothing when there are none, so that a page whose article was told apart stays as it is.
    """
    whole, host = same_words(text), _host(address)
    if next(_lists(tree, title, host, whole), None) is None:
        return None
    smaller = copy.deepcopy(tree)
    for part in list(_lists(smaller, title, host)):
        if part.getparent() is not None:
            _drop(part)
    return smaller


def _lists(tree: Element, title: str, host: str, whole: str = "") -> Iterator[Element]:
    """Teasers and comments, each as an element; never one with the page's headline in it.

    With `whole`, only lists of which half or more stands in it: one may share a sentence.
    """
    own = same_words(title)
    body = tree.find("body")
    for parent in body.iter() if body is not None else ():
        if not isinstance(parent.tag, str) or parent.tag in UNSEEN or len(parent) < FEWEST:
            continue
        for make, found in groupby(parent, key=_make):
            parts = list(found)
            if make[0] not in _PARTS or len(parts) < FEWEST:
                continue
            if whole and 2 * sum(_stands_in(part, whole) for part in parts) < len(parts):
                continue
            if all(_THREAD.search(name_of(part)) for part in parts):
                yield from parts
            elif _most(_is_teaser(part, host) for part in parts):
                yield from (part for part in parts if not own or own not in same_words(words(part)))


def _make(element: Element) -> tuple[str, str]:
    if not isinstance(element.tag, str):
        return "", ""
    return element.tag, re.sub(r"\d+", "", element.get("class") or "")


def _most(verdicts: Iterable[bool]) -> bool:
    told = list(verdicts)
    return sum(told) >= max(FEWEST, 0.8 * len(told))


def _is_teaser(part: Element, host: str) -> bool:
    """A part that leads to another page of the site: a headline as a link, and little more.

    Parts that lead to other sites may be what the article itself lists.
    """
    if sum(1 for _ in islice(part.iter(), MOST_ELEMENTS)) == MOST_ELEMENTS:
        return False
    text = words(part)
    if not text or len(text) > LONGEST_TEASER:
        return False
    links = [words(link) for link in part.iter("a") if _host(link.get("href") or "") in ("", host)]
    named = [link for link in links if len(link.split()) >= FEWEST_WORDS or len(link) >= LONG]
    if not named or len(links) > MOST_LINKS or len(named[0]) > LONGEST_LINK:
        return False
    if not any(below.tag in _INSIDE for below in part.iterdescendants()):
        return False
    if part.tag == "tr" and len(part) > 2:  # noqa: PLR2004  (a table of data)
        return False
    begins = same_words(text).find(same_words(named[0]))
    return begins <= len(text) // 2 and sum(map(len, links)) >= LEAST_LINK * len(text)


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).netloc
    except ValueError:
        return "?"  # an address that is none leads nowhere


def _stands_in(part: Element, whole: str) -> bool:
    texts = [same_words(text) for text in part.itertext() if len(text) >= LONG]
    return any(len(text) >= LONG and text in whole for text in texts)


def _drop(element: Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
