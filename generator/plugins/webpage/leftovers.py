"""What of a page is not in its article: said by kind, so that nothing vanishes unseen."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from generator.model.provenance import Stripped

from ..furniture import reason_to_strip, shortened
from .tree import BLOCKS, UNSEEN, Element, name_of, same_words, words

MOST = 300  # parts; what a page has beyond that is in the seed
LONG = 40  # letters; a shorter text may stand in the article by accident

_KINDS = {
    "cookie notice": r"cookie|consent|gdpr|onetrust|didomi",
    "comments": r"comment|disqus|discussion|replies",
    "share bar": r"share|social|addtoany|sharing",
    "newsletter prompt": r"newsletter|subscri|signup|sign-up|mailing",
    "advertisement": (
        r"advert|sponsor|promot|banner|\bads?\b|\bad-|-ad\b|outbrain|taboola|paywall"
    ),
    "navigation": (
        r"^nav|\bmenu|navbar|navigation|breadcrumb|pagination|related|recommend|most-?read"
        r"|popular|trending|sidebar|^aside|more-|read-?also|also-?like|teaser|tags?\b|topics"
    ),
    "standfirst": r"standfirst|stand-first|subtitle|subhead|\bdek\b|\bdeck\b",
    "caption": r"^figcaption|^figure|caption|credit|photo",
    "byline": r"author|byline|^address",
    "dateline": r"^time|date\b|published|timestamp",
    "comment form": r"^form|respond",
    "copyright line": r"copyright",
    "page frame": r"^footer|^header|footer|header|masthead|logo|skip",
}
_FORMS = [(why, re.compile(form, re.IGNORECASE)) for why, form in _KINDS.items()]
OTHER = "outside the article"


def leftovers(tree: Element, kept: Sequence[str]) -> list[Stripped]:
    """The largest parts of a page that hold nothing of the kept texts, each with its kind."""
    body = tree.find("body")
    if body is None:
        return []
    whole = same_words(" ".join(kept))
    found = (Stripped(why=why, text=shortened(text)) for why, text in _parts(body, whole))
    return list(dict.fromkeys(islice(found, MOST)))


def _parts(element: Element, kept: str) -> Iterator[tuple[str, str]]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag in UNSEEN:
            continue
        text = words(child)
        letters = same_words(text)
        if not letters or letters in kept:
            continue
        inner = [below for below in child if isinstance(below.tag, str) and below.tag in BLOCKS]
        why = _kind(child, text)
        if why != OTHER and not _holds_any(child, kept):
            yield why, text
        elif inner or any(below.tag in BLOCKS for below in child.iterdescendants()):
            yield from _parts(child, kept)
        elif child.tag in BLOCKS or len(letters) >= LONG:
            yield why, text


def _holds_any(element: Element, kept: str) -> bool:
    """Whether a part of the page holds a paragraph of the article."""
    blocks = (below for below in element.iter() if below.tag in BLOCKS)
    leaves = (block for block in blocks if not any(child.tag in BLOCKS for child in block))
    return any(
        len(text) >= LONG and text in kept for text in (same_words(words(b)) for b in leaves)
    )


def _kind(element: Element, text: str) -> str:
    why = reason_to_strip(text)
    if why:
        return why
    name = name_of(element)
    return next((why for why, form in _FORMS if form.search(name)), OTHER)
