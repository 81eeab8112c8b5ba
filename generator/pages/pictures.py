"""Pictures as pages show them: in which sizes and kinds, at which addresses, in which markup."""

from functools import cache
from html import escape
from pathlib import Path
from typing import Literal

import msgspec

from generator.model.digest import digest
from generator.model.media import Media

from .fingerprint import version_of

FOLDER = "/media/"
WIDTHS = (480, 960, 1600)  # pixels; a text's column is some 590 wide, on the densest screens thrice
HIGHEST = 4800  # pixels: what is higher is made narrower
NEAR = 0.8  # of the next width; what is nearer to it saves nobody anything
SIZES = "(min-width: 40rem) 37rem, 92vw"  # how wide the column of a text is
ENDINGS = {"jpeg": "jpg", "png": "png", "webp": "webp"}


class Derivative(msgspec.Struct, frozen=True):
    """A picture as it is published: where, in which size and kind, and the key of its bytes."""

    path: str
    key: str
    media: Media
    width: int  # pixels
    height: int
    kind: Literal["jpeg", "png", "webp"]


def look_at(data: bytes) -> Media:
    """What a picture is, by its file's header."""
    from .decoding import media_of  # a site without new pictures needs no decoder

    return media_of(data)


def derivatives(media: Media) -> list[Derivative]:
    """All that is published of a picture, the smallest first.

    The addresses tell what is in the picture apart, and nothing else: a file's name may say who
    took it.
    """
    kind: Literal["jpeg", "png"] = "jpeg"
    if media.kind in ("png", "gif") or media.clear:
        kind = "png"
    return [_derivative(media, width, each) for width in _widths(media) for each in ("webp", kind)]


def picture(media: Media, alternative: str) -> str:
    """A picture as HTML. Its box is known before it comes, so that nothing moves when it does."""
    every = derivatives(media)
    modern, plain = ([d for d in every if (d.kind == "webp") is wanted] for wanted in (True, False))
    largest = plain[-1]
    return (
        f'<picture><source type="image/webp" srcset="{_set_of(modern)}" sizes="{SIZES}">'
        f'<img src="{largest.path}" srcset="{_set_of(plain)}" sizes="{SIZES}"'
        f' width="{largest.width}" height="{largest.height}" loading="lazy" decoding="async"'
        f' alt="{escape(alternative)}"></picture>'
    )


def figure(media: Media, alternative: str, caption: str) -> str:
    """A picture by itself, with the words beneath it if there are any."""
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"<figure>{picture(media, alternative)}{below}</figure>"


def _derivative(media: Media, width: int, kind: Literal["jpeg", "png", "webp"]) -> Derivative:
    height = max(1, round(media.height * width / media.width))
    path = f"{FOLDER}{media.seen}-{width}.{ENDINGS[kind]}"
    made_of = [media.digest, media.turned, media.clear, width, height, kind, _encoder()]
    return Derivative(path, digest(made_of), media, width, height, kind)


def _widths(media: Media) -> list[int]:
    """Never more than the picture has."""
    high_enough = max(1, media.width * HIGHEST // media.height)
    widest = min(media.width, WIDTHS[-1], high_enough)
    return [*(width for width in WIDTHS if width < NEAR * widest), widest]


def _set_of(found: list[Derivative]) -> str:
    return ", ".join(f"{each.path} {each.width}w" for each in found)


@cache
def _encoder() -> str:
    """What changes whenever the same picture could be encoded differently."""
    here = Path(__file__).parent
    sources = [(here / name).read_bytes() for name in ("decoding.py", "encoding.py")]
    return digest([sources, version_of("pillow")])
