"""A catalogue: the words of the interface in one language, as gettext keeps them in `.po` files.

The msgid is the English words themselves, so that English is complete and a template reads well;
`{name}` stands in them for what is put in. An entry that is marked `fuzzy` awaits review by a
speaker: it is used, and every page that is in its language says so.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from gettext import c2py  # what gettext itself reads plural rules with
from typing import TYPE_CHECKING

import msgspec

from generator.model.problems import Problem

if TYPE_CHECKING:
    from polib import POEntry, POFile

PLACEHOLDER = re.compile(r"\{(\w+)\}")
ENGLISH_RULE = "n != 1"
_RULE = re.compile(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?\s*\Z")
_LINE = re.compile(
    r"\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s*)?"
    r"\"(?:[^\"\\]|\\.)*\"\s*)?\Z"
)
Key = tuple[str, str]
"""What is said, in English, and in which sense: gettext's msgid and msgctxt."""


class Catalogue(msgspec.Struct, frozen=True):
    """The entries of one file."""

    said: dict[str, tuple[str, ...]]  # by `key_of`: one form, or one for each of the rule's
    rule: str = ENGLISH_RULE  # gettext's own, which picks a form by a number
    awaiting: bool = False  # whether any of it awaits review


def key_of(english: str, sense: str = "") -> str:
    """What an entry is found by."""
    return f"{sense}\x04{english}" if sense else english


def placeholders(text: str) -> set[str]:
    """The names that stand in a text for what is put in."""
    return set(PLACEHOLDER.findall(text))


@lru_cache
def rule_of(rule: str) -> Callable[[int], int]:
    """What picks a form by a number. Raises ValueError where it is no such rule."""
    found: Callable[[int], int] = c2py(rule)
    return found


def read_catalogue(text: str, file: str) -> Catalogue | list[Problem]:
    """What a catalogue says, or every Problem in it."""
    import polib  # only where a catalogue was not read before

    for number, line in enumerate(text.split("\n"), 1):
        if not _LINE.match(line):  # which gettext refuses, too, and polib passes over
            message = 'no line of a catalogue; write msgid, msgctxt or msgstr, and then "words"'
            return [Problem(file, number, message)]
    try:
        # A text with a line break in it cannot be taken for the name of a file.
        parsed = polib.pofile(f"{text}\n", wrapwidth=0)
    except (OSError, ValueError) as error:
        found = re.search(r"\(line (\d+)\)", str(error))
        message = "no catalogue of words: something is missing or in the wrong order here"
        return [Problem(file, int(found[1]) if found else 0, message)]
    rule = _RULE.match(parsed.metadata.get("Plural-Forms", f"nplurals=2; plural=({ENGLISH_RULE});"))
    problems = list(_wrong_rule(rule, file))
    if problems or not rule:
        return problems
    said: dict[str, tuple[str, ...]] = {}
    for entry in _entries(parsed):
        key = key_of(entry.msgid, entry.msgctxt or "")
        if key in said:
            message = f"“{entry.msgid}” is said a second time"
            problems.append(Problem(file, entry.linenum or 0, message))
        problems += _wrong(entry, int(rule[1]), file)
        said[key] = _forms(entry)
    if problems:
        return problems
    given = {key: forms for key, forms in said.items() if all(forms)}
    awaiting = len(given) < len(said) or any(entry.fuzzy for entry in _entries(parsed))
    return Catalogue(given, rule[2], awaiting)


def _entries(parsed: "POFile") -> list["POEntry"]:
    return [entry for entry in parsed if not entry.obsolete]


def _forms(entry: "POEntry") -> tuple[str, ...]:
    if not entry.msgid_plural:
        return (entry.msgstr,)
    return tuple(form for _, form in sorted(entry.msgstr_plural.items()))


def _wrong(entry: "POEntry", count: int, file: str) -> Iterator[Problem]:
    forms = _forms(entry)
    if entry.msgid_plural and any(forms) and (len(forms) != count or not all(forms)):
        given = sum(map(bool, forms))
        message = f"{given} forms for “{entry.msgid}”; this language has {count} (Plural-Forms)"
        yield Problem(file, entry.linenum or 0, message)
    known = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    for form in filter(None, forms):
        if unknown := sorted(placeholders(form) - known):
            message = f"nothing is put in for {{{unknown[0]}}}; “{entry.msgid}” has "
            names = ", ".join(f"{{{name}}}" for name in sorted(known))
            yield Problem(file, entry.linenum or 0, message + (names or "no placeholder"))
        elif not entry.msgid_plural and (missing := sorted(known - placeholders(form))):
            message = f"{{{missing[0]}}} is missing; it stands for what is put in"
            yield Problem(file, entry.linenum or 0, message)


def _wrong_rule(rule: re.Match[str] | None, file: str) -> Iterator[Problem]:
    message = "Plural-Forms: write it as gettext does, “nplurals=2; plural=(n != 1);”"
    try:
        if not rule or any(not 0 <= rule_of(rule[2])(n) < int(rule[1]) for n in range(1000)):
            yield Problem(file, 1, message)
    except (ValueError, ZeroDivisionError):
        yield Problem(file, 1, message)
