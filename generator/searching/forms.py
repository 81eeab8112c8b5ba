"""Words as they are looked for, where what is written has more before a word than the word.

Pagefind finds what begins with the letters that are asked for, whatever the signs above and below
them. That serves what is written behind a word: the particles of Korean, the endings of Ukrainian
and Russian, which `static/search.js` takes off what it asks for. In Arabic the article and short
words stand before it: those words are found by what is left without them, too.
"""

import re
import unicodedata
from collections.abc import Iterator

_ARABIC = re.compile(r"[\u0621-\u063a\u0640-\u0652\u0670\u0671]+")
_SIGNS = re.compile(r"[\u0640\u064b-\u0652\u0670]")  # vowels, and what draws a word out
# “and”, “so”, “with”, “like”, “for” before the article, or “and” alone; never down to a stump.
_BEFORE = re.compile(r"[\u0648\u0641]?[\u0628\u0643]?\u0627\u0644(?=\w{3})|"
                     r"[\u0648\u0641]?\u0644\u0644(?=\w{3})|\u0648(?=\w{4})")  # fmt: skip
_APOSTROPHE = "\u02bc"  # a letter to Unicode, and to Pagefind; the other one is not


def bare(text: str) -> list[str]:
    """The Arabic words of a text that begin with something else, without it; each once, sorted."""
    return sorted(set(_bare(text)))


def _bare(text: str) -> Iterator[str]:
    for word in set(_ARABIC.findall(unicodedata.normalize("NFC", text))):
        plain = _SIGNS.sub("", word)
        if found := _BEFORE.match(plain):
            yield plain[found.end() :]


def as_found(text: str) -> str:
    """A text with one apostrophe, however it was written: об’єкт."""
    return text.replace(_APOSTROPHE, "’")
