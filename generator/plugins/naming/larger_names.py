"""Names that are only a part of a larger one: “Jordan” in “Michael Jordan”, “Kyiv” in a paper's.

A mention that is part of a larger name is no mention.
"""

import re

from generator.plugins.word_sets import words

from .names import Mention

_BEFORE = re.compile(r"(?P<word>[A-Z][\w'.&-]*) $")
_OF = re.compile(
    r"(?:Universit(?:y|ies)|Bank|Gulf|Sea|Bay|Strait|Institute|Academy|College|Museum|Archdiocese"
    r"|Church"
    r"|Cape|Isle|Voice|Radio|Friends|Embassy of the|Bishop|Archbishop|Patriarch|Duke|Prince"
    r"|Treaty|Peace"
    r"|School) of (?:the )?$"
)
_AFTER = re.compile(r" (?P<word>[A-Z][\w'-]*)")
_FUNCTION = words(
    """A After Although Amid And Another As At Because Before Both But By During Earlier Either Even
    Every For From Has Have How However If In Inside Instead Into Is Its Last Later Many Meanwhile
    More Most Near Neither Next No Nor Not Now Of On Once One Only Or Other Outside Over Since So
    Some Still That The Their Then There These They This Those Though Through Throughout To Today
    Under Until Unlike Was Were What When Where Whether Which While Who Why Will With Within
    Without Would Yet Also Across Against Around According Following Given Despite Under Whereas
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
    July August September October November December Yesterday Tomorrow Should Can Could Did Does
    Had Let Likewise Similarly Meantime Neighbouring Neighboring Northern Southern Eastern Western
    Central Northeastern Northwestern Southeastern Southwestern War Wartime Pro Anti Official"""
)
_TITLES = words(
    """President Prime Foreign Defense Minister Ministry Army Navy Air Military Ambassador
    Chancellor Embassy Secretary Special Chief Deputy King Queen Crown Supreme Vice General Leader
    Envoy Interior Finance Parliament Premier Senator Governor Monday Tuesday Wednesday Thursday
    Friday Saturday Sunday Security Council Joint National Armed Government In On At And But The It
    He She They State House Federal"""
)
_PERSONAL = words(  # names of places that persons bear too
    """Jordan Chad Georgia Israel Kenya Paris London Washington Sofia Berlin Florence Victoria India
    China Austin Lima Dakota Brazil Cuba Kingston Wellington Ireland France Holland England Cyprus
    Wagner Bloomberg Hama Aden"""
)
_PARTS_OF_STATES = frozenset({"Mexico", "Ireland", "Cyprus", "Jersey", "Britain", "England"})
MOST_OF_A_HEADLINE = 0.6
SHORTEST_WITH_CAPITAL = 4  # letters; “of” and “the” are small in headlines too
WORDS_OF_A_HEADLINE = range(3, 25)


def is_part(text: str, start: int, end: int, following: Mention | None) -> bool:
    """Whether a name at a position of a folded text belongs to a larger one.

    `following` is the next known name, which is no part of this one.
    """
    before = text[max(0, start - 40) : start]
    name = text[start:end]
    if before.endswith(("of ", "of the ")) and _OF.search(before):
        return True
    if (before.endswith("New ") or before.endswith("Northern ")) and name in _PARTS_OF_STATES:
        return True
    left, right = _BEFORE.search(before), _AFTER.match(text, end)
    if right and (
        (following and right.start("word") == following.start)
        or right["word"].split("'")[0] in _TITLES
    ):
        right = None
    if left and (left["word"] in _FUNCTION | _TITLES or left["word"].endswith((".", "'s"))):
        left = None
    if " " in name or not (left or right) or (name not in _PERSONAL and _is_headline(text, start)):
        return False
    return (
        right is not None or name in _PERSONAL or not _opens(before[: left.start() if left else 0])
    )


def _opens(before: str) -> bool:
    """Whether a sentence begins after this text."""
    before = before.rstrip(" \"“‘'(")
    return not before or before.endswith((".", "!", "?", ":", ";", "\n", "—", "–"))


def _is_headline(text: str, at: int) -> bool:
    """Whether the line is written with capitals throughout, as headlines are."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    words = [word for word in line.split() if len(word) >= SHORTEST_WITH_CAPITAL]
    if len(words) not in WORDS_OF_A_HEADLINE or line.rstrip(" \"'”").endswith("."):
        return False
    return sum(word[0].isupper() for word in words) > MOST_OF_A_HEADLINE * len(words)
