"""The text edition's pages: each made of what its page is made of, and rendered from it."""

from collections.abc import Iterable, Iterator

import msgspec

from generator.model.digest import digest
from generator.pages.collisions import file_of
from generator.pages.interface.languages import Language
from generator.pages.page_type import PageType
from generator.pages.planner import Page

from .edition import Wording, text_of
from .front import halves
from .links import FURTHER, LeftOut, text_path, without_text

FRONT = "/"


def texts_of(
    planned: Iterable[tuple[Page, PageType]], page_types: Iterable[PageType]
) -> Iterator[Page]:
    """The text of each page that has one; that of the front page is in two parts.

    A page's key stands for all that its text is made of, but for which links lead out of it.
    """
    left_out = without_text(page_type.header for page_type in page_types)
    mark = digest(left_out)[:8]
    for page, page_type in planned:
        if page_type.header.text and file_of(page.path).endswith(".html"):
            yield _text(page, text_path(page.path), f"{page.key}-{mark}", left_out)
            if page.path == FRONT:
                yield _text(page, FURTHER, f"{page.key}-{mark}-more", left_out)


def _text(whole: Page, path: str, key: str, left_out: LeftOut) -> Page:
    return msgspec.structs.replace(whole, path=path, key=key, whole=whole, left_out=left_out)


def as_text(html: str, page: Page, language: Language) -> str:
    """A page of the text edition, by the HTML of the page that it is the text of."""
    assert page.whole
    said = _wording(language)
    text = text_of(html, page.whole.path, page.left_out, said)
    if page.whole.path != FRONT:
        return text.html
    return halves(text, said)[page.path == FURTHER]


def _wording(language: Language) -> Wording:
    return Wording(
        edition=language.say("Text only"),
        whole=language.say("Full page"),
        menu=language.say("Menu"),
        more=language.say("More"),
        picture=language.say("Picture"),
    )
