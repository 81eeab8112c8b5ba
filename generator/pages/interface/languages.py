"""The languages that pages can be in: those that there is a catalogue of words for, and English.

A page is in one language. What that language has no words for it says in English.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.model.digest import digest
from generator.model.problems import Problem, SiteError
from generator.pages.compiled import Compiled

from .catalogues import Catalogue, key_of, read_catalogue, rule_of

FOLDER = "languages"
ENGLISH = "en"
LARGEST = 2_000_000  # bytes of a catalogue

# Written from right to left (CLDR, `layout/orientation`; the scripts by ISO 15924).
_TO_THE_LEFT = frozenset(
    {
        *(
            "apc",
            "ar",
            "arc",
            "arz",
            "azb",
            "bal",
            "bgn",
            "ckb",
            "dv",
            "fa",
            "glk",
            "he",
            "iw",
            "ji",
        ),
        *("khw", "ks", "lrc", "luz", "mzn", "nqo", "pnb", "prs", "ps", "rhg", "sd", "sdh", "skr"),
        *("syr", "trw", "ug", "ur", "yi"),
    }
)
_SCRIPTS = frozenset(
    {
        *("adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"),
        "yezi",
    }
)
_SCRIPT = 4  # letters of a script's code


def direction(tag: str) -> str:
    """Which way a language is written: `ltr`, or `rtl` for Arabic, Hebrew and others."""
    language, *rest = tag.lower().split("-")
    script = next((each for each in rest if len(each) == _SCRIPT and each.isalpha()), "")
    to_the_left = script in _SCRIPTS if script else language in _TO_THE_LEFT
    return "rtl" if to_the_left else "ltr"


class CatalogueText(NamedTuple):
    """A catalogue as it was read: the language it is for, its file, and what that holds."""

    tag: str
    file: str
    text: str


class Language(msgspec.Struct, frozen=True, eq=False, dict=True):
    """The language of a page, as its template sees it, with the catalogues it is said with."""

    tag: str
    catalogues: tuple[Catalogue, ...] = ()  # the nearest first
    key: str = ""  # what changes whenever any of its words does

    @property
    def dir(self) -> str:
        """Which way it is written."""
        return direction(self.tag)

    @property
    def awaiting(self) -> bool:
        """Whether any of its words await review by a speaker."""
        return any(catalogue.awaiting for catalogue in self.catalogues)

    def say(self, english: str, sense: str = "") -> str:
        """English words in this language."""
        key = key_of(english, sense)
        for catalogue in self.catalogues:
            if key in catalogue.said:
                return catalogue.said[key][0]
        return english

    def forms(self, one: str, many: str, sense: str = "") -> tuple[tuple[str, ...], str]:
        """What is said of a number of things, in the forms of this language, and the rule by
        which a number has one of them."""
        key = key_of(one, sense)
        for catalogue in self.catalogues:
            if key in catalogue.said:
                return catalogue.said[key], catalogue.rule
        return (one, many), "n != 1"

    def counted(self, number: float, one: str, many: str, sense: str = "") -> str:
        """The form that a number has."""
        forms, rule = self.forms(one, many, sense)
        return forms[rule_of(rule)(abs(int(number)))]


class Languages:
    """All catalogues that there are: a site's own, and beneath them those that come with this.

    Two are equal where their texts are.
    """

    def __init__(self, texts: Iterable[CatalogueText], compiled: Compiled) -> None:
        self._texts: dict[str, list[CatalogueText]] = {}
        for each in texts:
            self._texts.setdefault(each.tag.lower(), []).append(each)
        self._compiled = compiled
        self._made: dict[str, Language] = {}

    def problems(self, files: Iterable[str]) -> list[Problem]:
        """What is wrong in these files."""
        wanted = frozenset(files)
        texts = [each for found in self._texts.values() for each in found if each.file in wanted]
        read = [self._read(each) for each in texts]
        return [problem for each in read if isinstance(each, list) for problem in each]

    def of_page(self, asked: str | None, site: str) -> str:
        """The tag of the language that a page is in: the one it asks for, where there are words for
        it that the site's own language does not have; else the site's own."""
        if not asked or asked == site:
            return site
        mine, theirs = self._chain(asked), self._chain(site)
        return asked if mine != theirs and (mine or _base(asked) == ENGLISH) else site

    def language(self, tag: str) -> Language:
        """A language, by its tag; one without a catalogue says all in English."""
        if tag not in self._made:
            chain = self._chain(tag)
            read = tuple(each for each in map(self._read, chain) if isinstance(each, Catalogue))
            self._made[tag] = Language(tag, read, self.key(tag))
        return self._made[tag]

    def key(self, tag: str) -> str:
        """What changes whenever a page in this language may: its tag, and what catalogues say."""
        chain = self._chain(tag)
        return digest([tag, *(each.text for each in chain)]) if chain else tag

    @cached_property
    def digest(self) -> str:
        """What changes whenever any catalogue does."""
        return digest(sorted((tag, *map(list, found)) for tag, found in self._texts.items()))

    def _chain(self, tag: str) -> tuple[CatalogueText, ...]:
        """The catalogues of a language, the nearest first: for ar-SY its own, then those of ar."""
        parts = tag.lower().split("-")
        tags = ("-".join(parts[:n]) for n in range(len(parts), 0, -1))
        return tuple(each for tag in tags for each in self._texts.get(tag, ()))

    def _read(self, of: CatalogueText) -> Catalogue | list[Problem]:
        def make() -> Catalogue | list[Problem]:
            return read_catalogue(of.text, of.file)

        return self._compiled.record(Catalogue, list(of), make)


def _base(tag: str) -> str:
    return tag.partition("-")[0].lower()


def catalogue_texts(folders: Iterable[tuple[Path, str]]) -> tuple[CatalogueText, ...]:
    """The catalogues of several folders, the nearest first. Raises SiteError for what is none.

    Each folder comes with the name it has in messages.
    """
    texts: list[CatalogueText] = []
    problems: list[Problem] = []
    for folder, called in folders:
        for path in sorted(folder.glob("*.po")) if folder.is_dir() else ():
            text = _text(path, f"{called}/{path.name}")
            if isinstance(text, Problem):
                problems.append(text)
            else:
                texts.append(CatalogueText(path.stem, f"{called}/{path.name}", text))
    if problems:
        raise SiteError(problems)
    return tuple(texts)


def _text(path: Path, file: str) -> str | Problem:
    try:
        if path.stat().st_size > LARGEST:
            return Problem(file, 0, f"larger than {LARGEST // 1_000_000} MB; no catalogue is")
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return Problem(file, 0, "not a text in UTF-8")
    except OSError as error:
        return Problem(file, 0, f"cannot be read: {error.strerror}")
