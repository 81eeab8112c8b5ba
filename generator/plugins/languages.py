"""The language of a text, as far as its script and what it says of itself can tell."""

import unicodedata
from collections import Counter

import msgspec

from generator.model.fields import Language

_OF_SCRIPTS = {"LATIN": "en", "HANGUL": "ko"}
_SCRIPTS = {  # of languages that pages state; one not named here is believed
    "en": "LATIN",
    "ko": "HANGUL",
    "ru": "CYRILLIC",
    "uk": "CYRILLIC",
    "ar": "ARABIC",
    "fa": "ARABIC",
    "he": "HEBREW",
    "el": "GREEK",
}


def language(text: str, stated: str | None = None) -> str:
    """A language tag (BCP 47): the stated one unless the script belies it, else the script's.

    Hangul is Korean and Latin letters are taken for English; of most others, nothing is sure.
    """
    names = (unicodedata.name(c, "?").split()[0] for c in text[:2000] if c.isalpha())
    scripts = Counter(names).most_common(1)
    script = scripts[0][0] if scripts else "LATIN"
    if stated and _SCRIPTS.get(stated.split("-")[0], script) == script:
        return stated
    return _OF_SCRIPTS.get(script, "und")


def language_tag(stated: object) -> str | None:
    """What a page or a feed states as its language, as a language tag; None when it is none."""
    first, *rest = str(stated or "").strip().replace("_", "-").split("-")
    tag = "-".join(
        [first.lower(), *(part.upper() if len(part) == len("XX") else part for part in rest)]
    )
    try:
        return msgspec.convert(tag, Language)
    except msgspec.ValidationError:
        return None
