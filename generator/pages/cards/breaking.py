"""Where a text may go on in the next line, and the lines it makes."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from unicodedata import category, combining

Width = Callable[[str], float]

ELLIPSIS = "…"
_CHINESE = "\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff"  # and Japanese: no blanks between words
_NOT_FIRST = "、。，．：；！？）」』】〉》〕゛゜ゝゞ々ー・ぁぃぅぇぉっゃゅょァィゥェォッャュョ…"
_BREAKS = re.compile(
    r"(?<=\s)(?=\S)"  # between words
    r"|(?<=[^\W_][–—/])(?=[^\W\d_])"  # after a dash; “night-time” stays whole where it has room
    rf"|(?<=[{_CHINESE}、。」』])(?=[{_CHINESE}「『])(?![{_NOT_FIRST}])"
)
_KEPT = re.compile(r"^[–—−:;!?»]|^\d")  # what does not begin a line after a blank; digits: below


def pieces(text: str) -> list[str]:
    """What a text is made of that stays in one line, each with the blank that is after it.

    Words stay whole, Korean ones as well; Chinese and Japanese break wherever no mark forbids it.
    """
    found: list[str] = []
    for piece in re.split(_BREAKS, text):
        if found and _stays(found[-1], piece):
            found[-1] += piece
        else:
            found.append(piece)
    return [piece for piece in found if piece]


def _stays(before: str, piece: str) -> bool:
    """Whether a piece belongs to the one before: a dash between words, 11 000."""
    if not _KEPT.match(piece):
        return False
    return not piece[0].isdecimal() or before.rstrip()[-1:].isdecimal()


def clusters(word: str) -> list[str]:
    """The letters of a word with their marks: where it breaks that is too long for a line."""
    found: list[str] = []
    for each in word:
        leans = combining(each) or category(each) in ("Mn", "Mc", "Me", "Cf")
        if found and (leans or each.isspace() or found[-1].endswith("\u200d")):
            found[-1] += each
        else:
            found.append(each)
    return found


def broken(parts: Sequence[str], width: float, width_of: Width) -> list[str]:
    """Lines that are no wider than may be, as few as it takes and as even as they get."""
    widths = [width_of(part) for part in parts]
    ends = [width_of(part.rstrip()) for part in parts]
    few = len(_filled(widths, ends, width))
    steps = range(round(max(ends, default=0)), round(width) + 1)
    least = bisect_left(steps, True, key=lambda step: len(_filled(widths, ends, step)) <= few)
    even = steps[least] if least < len(steps) else width
    found, at = [], 0
    for count in _filled(widths, ends, even):
        found.append("".join(parts[at : at + count]).rstrip())
        at += count
    return found


def _filled(widths: Sequence[float], ends: Sequence[float], width: float) -> list[int]:
    """How many pieces each line takes when each is filled as far as it goes."""
    counts: list[int] = []
    used = 0.0
    for whole, end in zip(widths, ends, strict=True):
        if counts and used + end <= width:
            counts[-1] += 1
            used += whole
        else:
            counts.append(1)
            used = whole
    return counts


def cut(lines: Sequence[str], most: int, width: float, width_of: Width) -> list[str]:
    """The first lines, the last of them with an ellipsis where something follows it."""
    if len(lines) <= most:
        return list(lines)
    left = pieces(lines[most - 1])
    while len(left) > 1 and width_of("".join(left).rstrip() + ELLIPSIS) > width:
        left.pop()
    letters = clusters("".join(left).rstrip())
    while len(letters) > 1 and width_of("".join(letters) + ELLIPSIS) > width:
        letters.pop()
    return [*lines[: most - 1], "".join(letters).rstrip(" ,;:–—،") + ELLIPSIS]
