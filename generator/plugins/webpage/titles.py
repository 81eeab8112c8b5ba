"""A page's title: the headline that readers see, confirmed by what the page says of itself."""

import re
from collections.abc import Iterable

from .tree import Element, same_words, stands_aside, words

LONGEST = 300  # characters
SHORTEST = 12  # letters from which one form may be the beginning of another
MOST_SO_NAMED = 3  # elements that are called a headline; more are a list of articles
A_NAME = 3  # words; a first-level heading of no more may be that of a section
FEWEST_LETTERS = 5  # of a site's name for which more words may follow in its longer form
BESIDE_A_TITLE, OF_ITSELF = 4, 2  # words of such a form: in a part of a title, or as all of it
ALIKE = 0.55  # the share of words two forms of a title have in common

_PARTED = re.compile(r"\s+[|\-–—·•»«:/]+\s+|\s*[|»·•]\s*|\s+::\s+")
_HEADLINE = re.compile(
    r"(?:^|[\s_-])(?:headline|(?:entry|post|article|story|news|page)[_-]?(?:title|headline))(?:$|[\s_-])",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"kicker|eyebrow|label|badge|categor|rubric|overline|sr-only|screen-?reader|visually-?hidden",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*(?:\.{3}|…|\[…\])$")


def title_of(tree: Element, stated: Iterable[str], outlets: Iterable[str]) -> str:
    """The title. `stated` are the forms that metadata give, `outlets` the site's names.

    A headline on the page that agrees with one of them is the title as readers see it. Without
    such a headline it is the metadata's, without the site's name.
    """
    names = {same_words(name) for name in outlets if name}
    element = tree.find(".//head/title")
    full = words(element) if element is not None else ""
    meta = [without_site(text, names) for text in stated if text]
    meta = [text for text in meta if text and same_words(text) not in names]
    meta = [text for text in meta if not _is_site(text, names, OF_ITSELF)]
    seen = [text for text in _headlines(tree) if not _is_site(text, names, OF_ITSELF)]
    short = without_site(full, names)
    short = "" if _is_site(short, names, OF_ITSELF) else short
    forms = [*meta, *([short, full] if short else [])]
    for headline in seen:
        if any(same_words(headline) == same_words(form) for form in forms):
            return headline
    best = max(((_likeness(h, f), -n, h) for n, h in enumerate(seen) for f in forms), default=None)
    if best and best[0] >= ALIKE:
        return best[2]
    if shown := _part_shown(tree, short):
        return shown
    if not forms and (long := [text for text in seen if len(text.split()) > A_NAME]):
        return long[0]
    if len(seen) == 1 and (not meta or len(seen[0].split()) > A_NAME):
        return seen[0]
    whole = [text for text in meta if not _CUT.search(text)]
    fallback = [*whole, short, *meta, *seen]
    return next((text for text in fallback if text), "")[:LONGEST]


def without_site(text: str, names: set[str]) -> str:
    """A title without the site's name before or after it; parts of the title itself stay."""
    text = " ".join(text.split())
    while True:
        parts = list(_PARTED.finditer(text))
        if not parts:
            return text
        first, last = text[: parts[0].start()], text[parts[-1].end() :]
        if _is_site(last, names):
            text = text[: parts[-1].start()]
        elif _is_site(first, names):
            text = text[parts[0].end() :]
        else:
            return text


def _is_site(text: str, names: set[str], longest: int = BESIDE_A_TITLE) -> bool:
    """Whether words are a name of the site, or as few words that begin with one."""
    own = same_words(text)
    plain = [word for word in text.split() if word.lower() != "the"]
    begun = any(
        len(name) >= FEWEST_LETTERS and same_words("".join(plain)).startswith(name)
        for name in names
    )
    return own in names or (begun and len(plain) <= longest)


def _part_shown(tree: Element, full: str) -> str:
    """The longest part of a `title`, if it also stands alone on the page."""
    parts = sorted(_PARTED.split(full), key=len)
    own = same_words(parts[-1])
    if len(parts) == 1 or len(own) < SHORTEST:
        return ""
    for element in tree.iter("h1", "h2", "h3", "b", "strong", "font", "span", "div", "td", "p"):
        if len(element) <= 1 and same_words(text := words(element)) == own:
            return text
    return ""


def _headlines(tree: Element) -> list[str]:
    """What looks like the page's headline, the first-level headings before what is named so."""
    found = [h1 for h1 in tree.iter("h1") if not stands_aside(h1)]
    named = [
        element
        for element in tree.iter("h2", "h3", "div", "p", "span", "strong", "font")
        if element.get("itemprop") == "headline"
        or (_HEADLINE.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
    ]
    texts = (_without_labels(element) for element in [*found, *_few(named)])
    return list(dict.fromkeys(text for text in texts if text and len(text) <= LONGEST))


def _few(named: list[Element]) -> list[Element]:
    """A page has one headline; what is so named many times are the headlines of a list."""
    named = [element for element in named if not stands_aside(element)]
    return named if len(named) <= MOST_SO_NAMED else []


def _without_labels(element: Element) -> str:
    whole = words(element)
    for child in element.iterdescendants():
        label = child.tag in ("button", "time", "small") or (
            isinstance(child.tag, str) and _LABEL.search(child.get("class") or "")
        )
        text = words(child) if label else ""
        if text and text != whole:
            whole = " ".join(whole.replace(text, "", 1).split())
    return whole


def _likeness(one: str, other: str) -> float:
    """How much of their words two forms share; one that is the other's beginning is like it."""
    a, b = same_words(one), same_words(_CUT.sub("", other))
    if min(len(a), len(b)) >= SHORTEST and (a.startswith(b) or b.startswith(a) or a in b):
        return 0.9
    ours, theirs = set(one.casefold().split()), set(other.casefold().split())
    return len(ours & theirs) / max(1, len(ours | theirs))
