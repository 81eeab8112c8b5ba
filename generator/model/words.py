"""The words of a text, whatever its case, punctuation and Markdown; and which are quoted."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .passages import GAP, unmarked

# Combining signs are part of a word: accents, the points of Hebrew and Arabic, vowels of India.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff"
_WITHIN = "'’ʼ\u00ad\u200b-\u200d\u2060" + GAP  # stand within a word and are not said
_WORD = re.compile(
    rf"[\w{_MARKS}]+(?:(?:[{_WITHIN}]|(?<=\d)[.,\u00a0\u202f](?=\d))+[\w{_MARKS}]+)*"
)
_POSSESSIVE = re.compile(r"['’ʼ]s$")
_UNSAID = re.compile(rf"[^\w{_MARKS}]+")
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
# What stands in Markdown and is not read: tags, addresses, footnotes, what links refer to.
_NOT_READ = re.compile(
    r"<[^<>\n]{1,300}>|https?://\S+|^\[[^\]\[\n]{1,99}\]:.*$|&#?\w{1,10};|\[\^[^\]\[\s]{1,99}\]",
    re.MULTILINE,
)
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
_CITED = re.compile(r"^ {0,3}>.*$", re.MULTILINE)  # a quotation as Markdown marks it
# No mark may stand within its own pair, so that a text of nothing but marks takes no time.
_QUOTED = re.compile(
    '“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|‹[^‹›]*›|「[^「」]*」|『[^『』]*』|"[^"]*"'
    r"|(?<!\w)‘(?:[^‘’]|’(?=\w)){1,300}’(?!\w)|(?<!\w)'(?=\S)(?:[^']|(?<=\w)'(?=\w)){1,300}'(?!\w)"
)
_QUOTED_WITH_ONE_MARK = re.compile("”[^”]*”")  # as in Swedish and Finnish

Span = tuple[int, int]


class Word(NamedTuple):
    """A word as it is compared, and where it stands in its text."""

    said: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """Every word of a text or of Markdown.

    Upper and lower case are one, so are the forms of a letter (NFKC). “3,000” is one word, and so
    is “it’s”; the ending of “the army’s” is none. Where no spaces part words, each sign is one.
    """
    clear = _NOT_READ.sub(lambda found: " " * len(found[0]), unmarked(text).replace("_", " "))
    for found in _WORD.finditer(clear):
        word, (start, end) = found[0], found.span()
        if word.isascii() and word.isalnum():
            yield Word(word.lower(), start, end)
        elif _UNSPACED.search(word):
            yield from _signs(word, start)
        else:
            word = _POSSESSIVE.sub("", word)
            yield Word(_plain(word), start, end)


def quotations(text: str) -> Iterator[Span]:
    """What stands between quotation marks of any kind, or in a quotation as Markdown marks it.

    A quotation ends with its paragraph at the latest. One that goes on, as newspapers print it,
    has an opening mark before each paragraph and a closing one only after the last.
    """
    yield from (found.span() for found in _CITED.finditer(text))
    one_mark = "”" in text and "“" not in text and "„" not in text
    paragraphs = list(_PARAGRAPH.finditer(text))
    for number, paragraph in enumerate(paragraphs):
        for pattern in (_QUOTED, _QUOTED_WITH_ONE_MARK)[: 1 + one_mark]:
            yield from (found.span() for found in pattern.finditer(text, *paragraph.span()))
        opened = paragraph[0].rfind("“")
        follows = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else ""
        if opened > paragraph[0].rfind("”") and follows.lstrip().startswith("“"):
            yield paragraph.start() + opened, paragraph.end()


def within(words: Iterable[Word], spans: Iterable[Span]) -> Iterator[bool]:
    """For each word, in order, whether it stands in one of the spans."""
    ordered = sorted(spans)
    place, reach = 0, 0
    for word in words:
        while place < len(ordered) and ordered[place][0] <= word.start:
            reach = max(reach, ordered[place][1])
            place += 1
        yield word.end <= reach


def _plain(word: str) -> str:
    return _UNSAID.sub("", unicodedata.normalize("NFKC", word).casefold())


def _signs(word: str, start: int) -> Iterator[Word]:
    """Each sign of a script without spaces, and the words of others between them."""
    last = 0
    for found in [*_UNSPACED.finditer(word), None]:
        at = found.start() if found else len(word)
        if rest := _plain(word[last:at]):
            yield Word(rest, start + last, start + at)
        if found:
            yield Word(_plain(found[0]) or found[0], start + at, start + at + 1)
            last = at + 1
