"""What a link to a page shows elsewhere: the text of its card, in outlines, and its language.

The fonts are loaded by the first card that is drawn.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .typesetting import Block

_REGION = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?-([A-Z]{2})")
_USUAL = {
    "ar": "ar_AR", "de": "de_DE", "en": "en_US", "es": "es_ES", "fa": "fa_IR", "fr": "fr_FR",
    "he": "he_IL", "it": "it_IT", "ja": "ja_JP", "ko": "ko_KR", "pl": "pl_PL", "pt": "pt_PT",
    "ru": "ru_RU", "tr": "tr_TR", "uk": "uk_UA", "zh": "zh_CN",
}  # fmt: skip


def outlined(
    text: str,
    box: tuple[float, float],
    sizes: tuple[float, float],
    looks: str = "serif",
    side: str = "",
) -> "Block":
    """A text set in a box of a width and a height, in the largest of `sizes` that it has room in,
    the second being the least. Without a height it is one line.

    `looks` are serif or sans. Text that runs from right to left stands at the right of the box, all
    other at the left, unless a `side` is named. Raises ValueError for anything else.
    """
    from .typesetting import set_in

    return set_in(text, box, sizes, looks, side)


def locale(tag: str) -> str:
    """A language as `og:locale` has it, which takes a country with each; nothing for one that has
    no usual form there, since a wrong country is worse than none."""
    region = _REGION.fullmatch(tag)
    return f"{region[1]}_{region[2]}" if region else _USUAL.get(tag, "")


SHARING: dict[str, Any] = {"locale": locale, "outlined": outlined}
