"""Pictures encoded for readers: new files made of pixels, which carry nothing of the old ones."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from PIL import Image

from .decoding import pixels_of
from .pictures import Derivative

HOW: dict[str, dict[str, Any]] = {
    "jpeg": {"quality": 82, "optimize": True, "progressive": True},
    "png": {"optimize": True},
    "webp": {"quality": 80, "method": 4, "exact": False},
}
LOSSLESS = {"lossless": True, "quality": 60, "method": 4, "exact": False}  # for drawings


def encoded(data: bytes, wanted: Iterable[Derivative]) -> Iterator[tuple[Derivative, bytes]]:
    """Derivatives of one picture, decoded once. Raises ValueError where its file is damaged."""
    largest_first = sorted(wanted, key=lambda each: -each.width)
    first = largest_first[0]
    pixels = pixels_of(data, first.media, first.width, first.height)
    for each in largest_first:
        yield each, _encoded(pixels, each)


def _encoded(pixels: Image.Image, wanted: Derivative) -> bytes:
    sized = pixels.resize((wanted.width, wanted.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if wanted.kind == "jpeg" and sized.mode == "RGBA":
        sized = sized.convert("RGB")
    bare = Image.new(sized.mode, sized.size)  # without whatever the other one remembers
    bare.paste(sized)
    drawn = wanted.kind == "webp" and wanted.media.kind in ("png", "gif")
    buffer = BytesIO()
    bare.save(buffer, wanted.kind.upper(), **(LOSSLESS if drawn else HOW[wanted.kind]))
    return buffer.getvalue()
