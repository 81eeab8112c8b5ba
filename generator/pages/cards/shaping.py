"""Text as outlines: which glyphs stand for it, where each stands, and the lines it is drawn with.

HarfBuzz finds the glyphs (letters joined, marks placed, pairs kerned), one run of one font and one
direction after the other; a renderer is given curves, and so needs no fonts and agrees on each of
them.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from unicodedata import category

import uharfbuzz as hb

from .bidi import in_sight, levels
from .faces import FACES, Face, font_of, has

Glyphs = Iterator[tuple[Face, int, int, int]]  # what draws it, its number, and where it stands


class Run(NamedTuple):
    """Characters of one font that run one way, by their places."""

    face: Face
    first: int
    last: int
    from_right: bool


def missing(text: str, looks: str) -> str:
    """The characters that no font has, each once."""
    faces = FACES[looks]
    absent = (each for each in text if not any(has(face, each) for face in faces))
    return "".join(dict.fromkeys(each for each in absent if not _leans(each)))


def faces_of(text: str, looks: str) -> list[Face]:
    """The font of each character of a text, of which none is missing.

    A mark stays with its letter, and what is no letter (a comma, a blank) with what is before it
    where that font has it: a quotation in Arabic is in one font.
    """
    found: list[Face] = []
    for each in text:
        before = found[-1] if found else None
        if before and (_leans(each) or (not each.isalnum() and has(before, each))):
            found.append(before)
        else:
            faces = FACES[looks]
            found.append(next((face for face in faces if has(face, each)), faces[0]))
    return found


def width_of(text: str, looks: str) -> int:
    """How wide a text is in one line, in thousandths of its size."""
    return sum(
        info.x_advance for run in _runs(text, looks, False) for _, info in _shaped(text, run)
    )


def outline(text: str, looks: str, from_right: bool, at: tuple[int, int]) -> str:
    """One line as the data of an SVG path, its left end `at` a point; y grows upwards."""
    return "".join(
        drawn
        for face, number, x, y in _placed(text, looks, from_right, at)
        if (drawn := _glyph(face, number, x, y))
    )


def _placed(text: str, looks: str, from_right: bool, at: tuple[int, int]) -> Glyphs:
    x, y = at
    for run in _runs(text, looks, from_right):
        for number, position in _shaped(text, run):
            yield run.face, number, x + position.x_offset, y + position.y_offset
            x += position.x_advance


def _runs(text: str, looks: str, from_right: bool) -> Sequence[Run]:
    """The runs of a line in the order in which they are seen, from the left."""
    deep = levels(text, from_right)
    faces = faces_of(text, looks)
    runs, at = [], 0
    for (face, level), places in groupby(zip(faces, deep, strict=True)):
        end = at + len(list(places))
        runs.append((Run(face, at, end, bool(level % 2)), level))
        at = end
    return [runs[place][0] for place in in_sight([level for _, level in runs])]


def _shaped(text: str, run: Run) -> Iterator[tuple[int, hb.GlyphPosition]]:
    """The glyphs of a run, from the left; its neighbours are seen, and join."""
    buffer = hb.Buffer()
    buffer.add_str(text, run.first, run.last - run.first)
    buffer.direction = "rtl" if run.from_right else "ltr"
    buffer.guess_segment_properties()
    hb.shape(font_of(run.face), buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    yield from zip((info.codepoint for info in infos), positions, strict=True)


def _leans(character: str) -> bool:
    """Whether a character only changes the one before: a mark, a joiner."""
    return category(character) in ("Mn", "Mc", "Me", "Cf")


def _glyph(face: Face, number: int, x: int, y: int) -> str:
    start, rest = _drawn(face, number)
    return f"M{x + start[0]} {y + start[1]}{rest}" if rest else ""


@lru_cache(maxsize=4096)
def _drawn(face: Face, number: int) -> tuple[tuple[int, int], str]:
    """Where a glyph's outline starts, and the rest of it from there."""
    pen = _Pen()
    font_of(face).draw_glyph_with_pen(number, pen)
    return pen.start or (0, 0), "".join(pen.said)


class _Pen:
    """Notes an outline as the commands of an SVG path, each relative to the one before."""

    def __init__(self) -> None:
        self.start: tuple[int, int] | None = None
        self.said: list[str] = []
        self._at = self._opened = (0, 0)

    def moveTo(self, to: tuple[float, float]) -> None:  # noqa: N802 - HarfBuzz's names
        point = (round(to[0]), round(to[1]))
        if self.start is None:
            self.start = point
        else:
            self._say("m", point)
        self._at = self._opened = point

    def lineTo(self, to: tuple[float, float]) -> None:  # noqa: N802
        self._say("l", to)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._say("q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._say("c", *points)

    def closePath(self) -> None:  # noqa: N802
        self.said.append("z")
        self._at = self._opened

    endPath = closePath  # noqa: N815

    def _say(self, command: str, *points: tuple[float, float]) -> None:
        x, y = self._at
        rounded = [(round(one), round(other)) for one, other in points]
        self.said.append(command + " ".join(f"{one - x} {other - y}" for one, other in rounded))
        self._at = rounded[-1]
