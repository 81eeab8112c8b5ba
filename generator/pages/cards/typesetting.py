"""Text set in a box: as large as it goes, in even lines, as outlines that no reader needs a font
for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from unicodedata import category, normalize

from markupsafe import Markup
from msgspec import Struct

from .bidi import begins_from_right, mostly_from_right
from .breaking import Width, broken, clusters, cut, pieces
from .faces import EM, FACES
from .shaping import faces_of, missing, outline, width_of

LONGEST = 600  # characters; no box takes more, and a text may have thousands
LARGEST = 4096  # of a box's sides
SIDES = ("", "left", "right")
STEP = 0.94  # between one size that is tried and the next
_LESS = str.maketrans({"→": "–", "↔": "–", "‑": "-", "\u2028": " ", "\u2029": " "})
_NEEDED = frozenset("\u200c\u200d")  # joiners, which Persian is written with


class Block(Struct, frozen=True):
    """A text that was set: its outlines, the first line's foot at 0, in an SVG's own units.

    `unknown` has the letters that no font has; a text with such letters is not drawn at all,
    since without them it would say something else.
    """

    path: Markup = Markup()
    lines: tuple[str, ...] = ()
    size: float = 0
    leading: float = 0  # from one line's foot to the next one's
    width: float = 0  # of the widest line
    from_right: bool = False
    unknown: str = ""

    @property
    def height(self) -> float:
        """From the first line's foot to the last one's."""
        return self.leading * max(0, len(self.lines) - 1)


def set_in(
    text: str, box: tuple[float, float], sizes: tuple[float, float], looks: str, side: str
) -> Block:
    """See `lettering.outlined`."""
    if looks not in FACES or side not in SIDES:
        raise ValueError(f"looks are {_or(FACES)}, a side is {_or(SIDES[1:])}")
    if not (0 < box[0] <= LARGEST and 0 <= box[1] <= LARGEST and 1 <= sizes[1] <= sizes[0] <= EM):
        raise ValueError(
            f"a box is (width, height) of up to {LARGEST}, sizes are (largest, least) of 1 to {EM}"
        )
    clean = plain(text)
    unknown = missing(clean, looks)
    if any(category(each)[0] in "LMN" for each in unknown):
        return Block(unknown=unknown)
    clean = " ".join("".join(each for each in clean if each not in unknown).split())
    if not clean:
        return Block()
    from_right = mostly_from_right(clean) or (side == "right" and begins_from_right(clean))
    lines, size, widths = _fitting(clean, box, sizes, looks)
    leading = max(face.leading for face in faces_of(clean, looks))
    to_the_right = side == "right" or (not side and from_right)
    edge = round(box[0] / size * EM) if to_the_right else 0
    path = "".join(
        outline(line, looks, from_right, (edge - wide * to_the_right, -round(n * leading * EM)))
        for n, (line, wide) in enumerate(zip(lines, widths, strict=True))
    )
    return Block(
        path=Markup('<path transform="scale({0} -{0})" d="{1}"/>').format(f"{size / EM:.4f}", path),
        lines=tuple(lines),
        size=size,
        leading=round(size * leading, 1),
        width=round(max(widths) * size / EM, 1),
        from_right=from_right,
    )


def plain(text: str) -> str:
    """A text in one line, composed, without what nobody sees and turns it round."""
    flat = normalize("NFC", re.sub(r"\s+", " ", text[:LONGEST])).translate(_LESS)
    return "".join(
        each for each in flat if each in _NEEDED or category(each) not in ("Cc", "Cf", "Co", "Cs")
    ).strip()


def _fitting(
    text: str, box: tuple[float, float], sizes: tuple[float, float], looks: str
) -> tuple[list[str], float, list[int]]:
    """The lines of a text, the largest size in which they have room, and how wide each is in ems'
    thousandths."""
    measured = lru_cache(maxsize=2048)(partial(width_of, looks=looks))
    leading = max(face.leading for face in faces_of(text, looks))
    parts = pieces(text)
    for size in _tried(*sizes):
        room, most = box[0] / size * EM, max(1, int(box[1] / (size * leading)))
        lines = broken(parts, room, measured)
        if len(lines) <= most and max(map(measured, lines)) <= room:
            break
    else:
        lines = _cut(parts, room, most, measured)
    widths = [measured(line) for line in lines]
    # Marks in disorder may make a line wider than its words are.
    return lines, min(size, box[0] / max(1, *widths) * EM), widths


def _tried(largest: float, least: float) -> Iterator[float]:
    """The sizes, the largest first."""
    while largest > least:
        yield round(largest, 1)
        largest *= STEP
    yield least


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)


def _cut(parts: Sequence[str], room: float, most: int, measured: Width) -> list[str]:
    """As many lines as there may be; a word that is wider than one is broken within."""
    small: list[str] = []
    for part in parts:
        small += [part] if measured(part.rstrip()) <= room else clusters(part)
    return cut(broken(small, room, measured), most, room, measured)
