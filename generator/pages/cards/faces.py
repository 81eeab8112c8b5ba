"""The fonts that text is drawn with: which there are, and what each of them has.

They are cut down to what titles are written with by `docs/fonts.py`; their licences (SIL Open Font
License 1.1) lie beside them.
"""

from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb
from msgspec import Struct

FOLDER = Path(__file__).with_name("fonts")
EM = 1000  # units that all lengths are counted in; each of the fonts has as many itself


class Face(Struct, frozen=True):
    """A font's file, and the digest of its bytes: a part of each key, as this module is."""

    file: str
    sha256: str
    leading: float  # from one line to the next, in ems
    larger: float = 1.0  # than it is, to look as large as the others


_ARABIC = Face(
    "noto-naskh-arabic-bold.ttf",
    "ba12d816f3d145096711dfd706e321494d3d1d595d2244a6f12b88c94c67100a",
    1.5,
    larger=1.14,
)
_HEBREW = Face(
    "noto-serif-hebrew-bold.ttf",
    "e03330a72f94ba29ad77895e29a68b174ab7df8a070c1d0edba73ac157aedafa",
    1.24,
)
_KOREAN = Face(
    "noto-serif-kr-bold.otf",
    "f18881732c7302d761a5114a43625b91aa453f02b1ebe746fae1dc392044729b",
    1.28,
)
_SERIF = Face(
    "noto-serif-bold.ttf",
    "1acb3e7ac1d53aecd13db90e5f2814a18a4a8ffbc76e473ad29d344fa63e948f",
    1.18,
)
_SANS = Face(
    "noto-sans-semibold.ttf",
    "8a8ba47874b7bbccd2a82f8647fb177f18c890e1246b8bf12629ee8d8ac60ae2",
    1.18,
)

FACES: dict[str, tuple[Face, ...]] = {
    "serif": (_SERIF, _ARABIC, _HEBREW, _KOREAN),
    "sans": (_SANS, _ARABIC, _HEBREW, _KOREAN),
}
"""By the looks that a template asks for: each character is drawn with the first that has it."""


def has(face: Face, character: str) -> bool:
    """Whether a font has a character."""
    return font_of(face).get_nominal_glyph(ord(character)) is not None


@lru_cache(maxsize=8)
def font_of(face: Face) -> hb.Font:
    """A font, read once in each process, and only where a text needs it."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(FOLDER / face.file))))
    font.scale = (round(EM * face.larger),) * 2
    return font
