"""Which way text runs: the Unicode Bidirectional Algorithm (UAX #9) for one line of one direction.

Its explicit rules (X1 to X8) are left out with the characters they are about: an override that
somebody put into a title turns nothing round.
"""

from collections.abc import Sequence
from unicodedata import bidirectional

RIGHT = frozenset({"R", "AL"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_BRACKETS = {"(": ")", "[": "]", "{": "}", "⁅": "⁆", "〈": "〉", "《": "》", "「": "」", "『": "』"}
_CLOSING = frozenset(_BRACKETS.values())


def mostly_from_right(text: str) -> bool:
    """Whether most of a text's letters are written from right to left.

    A headline in Arabic may well begin with an abbreviation in Latin letters, so that its first
    letter says little.
    """
    classes = [bidirectional(each) for each in text]
    return sum(each in RIGHT for each in classes) > classes.count("L")


def begins_from_right(text: str) -> bool:
    """Whether the first letter of a text is (P2 and P3)."""
    classes = (bidirectional(each) for each in text)
    return next((each for each in classes if each in {*RIGHT, "L"}), "L") in RIGHT


def levels(text: str, from_right: bool) -> list[int]:
    """The level of each character: those of odd levels run from right to left."""
    base = int(from_right)
    around = "R" if from_right else "L"
    classes = _weak([bidirectional(each) for each in text], around)
    _brackets(text, classes, around)
    _neutral(classes, around)
    return [_level(each, base) for each in classes]


def in_sight(levels: Sequence[int]) -> list[int]:
    """The places of the characters in the order in which they are seen, from the left (L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _weak(classes: list[str], around: str) -> list[str]:
    """The rules W1 to W7: marks, numbers and what stands at them."""
    before = around
    for place, each in enumerate(classes):
        if each in ("NSM", "BN"):
            classes[place] = before
        before = classes[place]
    _numbers_after(classes, around, "AL", "AN")
    classes = ["R" if each == "AL" else each for each in classes]
    for place in range(1, len(classes) - 1):
        one, each, other = classes[place - 1 : place + 2]
        if one == other and (each, one) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            classes[place] = one
    for places in (range(len(classes)), range(len(classes) - 1, -1, -1)):
        before = around
        for place in places:
            if classes[place] == "ET" and before == "EN":
                classes[place] = "EN"
            before = classes[place]
    _numbers_after(classes, around, "L", "L")
    return ["ON" if each in ("ES", "ET", "CS") else each for each in classes]


def _numbers_after(classes: list[str], around: str, strong: str, into: str) -> None:
    """The rules W2 and W7: what European numbers are after a letter of a class."""
    before = around
    for place, each in enumerate(classes):
        if each in ("L", "R", "AL"):
            before = each
        elif each == "EN" and before == strong:
            classes[place] = into


def _brackets(text: str, classes: list[str], around: str) -> None:
    """The rule N0: brackets run as what is between them, or as what is before them."""
    for opening, closing in _pairs(text, classes):
        inside = {_side(each) for each in classes[opening + 1 : closing]}
        if around in inside:
            way = around
        elif inside & {"L", "R"}:
            sides = (_side(each) for each in reversed(classes[:opening]))
            way = next((side for side in sides if side), around)
        else:
            continue
        classes[opening] = classes[closing] = way


def _pairs(text: str, classes: Sequence[str]) -> list[tuple[int, int]]:
    """The places of brackets that belong together, by their opening ones (BD16)."""
    open_: list[int] = []
    found = []
    for place, each in enumerate(text):
        if classes[place] != "ON":
            continue
        if each in _BRACKETS:
            open_.append(place)
        elif each in _CLOSING:
            for depth in range(len(open_) - 1, -1, -1):
                if _BRACKETS[text[open_[depth]]] == each:
                    found.append((open_[depth], place))
                    del open_[depth:]
                    break
    return sorted(found)


def _neutral(classes: list[str], around: str) -> None:
    """The rules N1 and N2: what has no direction of its own takes that of both its sides."""
    start = 0
    while start < len(classes):
        if classes[start] not in _NEUTRAL:
            start += 1
            continue
        end = start
        while end < len(classes) and classes[end] in _NEUTRAL:
            end += 1
        before = _side(classes[start - 1]) if start else around
        after = _side(classes[end]) if end < len(classes) else around
        classes[start:end] = [before if before == after else around] * (end - start)
        start = end


def _side(each: str) -> str:
    """L or R, with numbers as R; nothing for what has none."""
    return "R" if each in ("R", "EN", "AN") else "L" if each == "L" else ""


def _level(each: str, base: int) -> int:
    """The rules I1 and I2."""
    if base:
        return 1 if each == "R" else 2
    return {"L": 0, "R": 1}.get(each, 2)
