"""A picture's file: what it is by its header, and its pixels as they are to be seen.

Files come from anywhere. Only four decoders are ever given one, chosen by its first bytes; how much
there would be to decode is known before; and what was written beside the pixels is left behind.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from generator.model.digest import digest
from generator.model.media import Kind, Media

from .seen import seen

MOST_PIXELS = 60_000_000
MOST_OF_WEBP = 24_000_000  # its decoder holds the whole of it three times over
LONGEST_SIDE = 30_000  # pixels
MOST_PASSES = 100  # scans of a JPEG, each of which goes over the whole picture; ten are usual
ORIENTATION = 0x0112  # a tag of TIFF 6.0, and so of EXIF: 1 to 8
ON_ITS_SIDE = 5  # and more
WAYS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

KINDS: list[tuple[re.Pattern[bytes], Kind, type[ImageFile]]] = [
    (re.compile(rb"\xff\xd8\xff"), "jpeg", JpegImageFile),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png", PngImageFile),
    (re.compile(rb"RIFF....WEBPVP8[ LX]", re.DOTALL), "webp", WebPImageFile),
    (re.compile(rb"GIF8[79]a"), "gif", GifImageFile),
]
OTHERS = [
    (re.compile(rb"....ftyp(?:hei|hev|mif|msf)", re.DOTALL), "HEIC, as phones write it"),
    (re.compile(rb"....ftypavi", re.DOTALL), "AVIF"),
    (re.compile(rb"II\*\0|MM\0\*|II\+\0|MM\0\+"), "TIFF, or a camera's raw file"),
    (re.compile(rb"BM"), "BMP"),
    (re.compile(rb"8BPS"), "a Photoshop file"),
    (re.compile(rb"%PDF-"), "PDF"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE svg|svg)", re.I), "SVG"),
]
TAKEN = "JPEG, PNG, WebP or GIF"
DAMAGED = "damaged, or cut off; open it in an image editor and export it anew"
_SRGB = ImageCms.createProfile("sRGB")


def media_of(data: bytes) -> Media:
    """What a file is, by its header: no pixel is decoded. One that is `wrong` says why."""
    kind = next((kind for form, kind, _ in KINDS if form.match(data)), None)
    if kind is None:
        return Media(wrong=_other(data))
    if kind == "webp" and (wrong := _too_large(*_size_of_webp(data), MOST_OF_WEBP)):
        return Media(wrong=wrong)
    if kind == "jpeg" and data.count(b"\xff\xda") > MOST_PASSES:
        return Media(wrong=f"made of more than {MOST_PASSES} passes; export it anew")
    try:
        with _quiet(), _opened(data) as image:
            width, height, turned = *image.size, _orientation(image)
            clear, colours = _may_be_clear(image), _colours(image)
    except Exception:  # whatever a damaged file makes its decoder raise
        return Media(wrong=DAMAGED)
    if turned >= ON_ITS_SIDE:
        width, height = height, width
    wrong = _too_large(width, height)
    shown = digest([list(seen(data, kind)), width, height, turned, colours])
    return Media(
        kind=kind,
        width=width,
        height=height,
        turned=turned,
        clear=clear,
        seen=shown,
        wrong=wrong,
    )


def pixels_of(data: bytes, media: Media, width: int, height: int) -> Image.Image:
    """The pixels, as many as asked for: turned, in sRGB, 8 bits each (L, RGB or RGBA).

    Raises ValueError for a file that cannot be decoded. What comes has nothing but pixels.
    """
    size = (height, width) if media.turned >= ON_ITS_SIDE else (width, height)
    try:
        with _quiet(), _opened(data) as image:
            image.draft(None, size)  # a JPEG is decoded no larger than it need be
            image.load()
            few = _plain(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
            return _turned(_in_srgb(few, image.info.get("icc_profile")), media.turned)
    except Exception as error:  # whatever a damaged file makes its decoder raise
        raise ValueError(DAMAGED) from error


def _opened(data: bytes) -> ImageFile:
    opens = next(opens for form, _, opens in KINDS if form.match(data))
    return opens(BytesIO(data))


@contextmanager
def _quiet() -> Iterator[None]:
    """What a library has to say of a file is nothing that an editor can act on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _other(data: bytes) -> str:
    if not data:
        return "empty; copy it here again"
    other = next((name for form, name in OTHERS if form.match(data)), "")
    if other == "SVG":
        return f"SVG, which may hold scripts and metadata; export it as PNG ({TAKEN} are shown)"
    found = f"{other}, which is not shown" if other else "no picture that can be shown"
    return f"{found}; export it as {TAKEN}"


def _too_large(width: int, height: int, most: int = MOST_PIXELS) -> str:
    if width * height > most:
        limit = f"{most // 1_000_000} megapixels"
        return f"{width:,} × {height:,} pixels, more than {limit}; save it smaller"
    if max(width, height) > LONGEST_SIDE:
        return f"{width:,} × {height:,} pixels, more than {LONGEST_SIDE:,} on a side; cut it"
    return "" if width and height else DAMAGED


def _size_of_webp(data: bytes) -> tuple[int, int]:
    """The canvas of a WebP file, from its header (RFC 9649)."""
    form, number = data[12:16], int.from_bytes
    if form == b"VP8X":
        return number(data[24:27], "little") + 1, number(data[27:30], "little") + 1
    if form == b"VP8L":
        bits = number(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return number(data[26:28], "little") & 0x3FFF, number(data[28:30], "little") & 0x3FFF


def _orientation(image: ImageFile) -> int:
    """How the camera was held, where the file says so before its pixels."""
    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif", b""))
        turned = exif.get(ORIENTATION, 1)
    except Exception:  # EXIF is written by anything, and in any way
        return 1
    return turned if turned in WAYS else 1


def _may_be_clear(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info


def _plain(image: Image.Image) -> Image.Image:
    """The pixels in one of the modes that are encoded, or in CMYK."""
    if image.mode.startswith("I"):  # 16 bits
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    clear = _may_be_clear(image)
    if image.mode == "RGBA" or (image.mode in ("L", "RGB", "CMYK") and not clear):
        return image
    if clear:
        return image.convert("RGBA")
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: Any) -> Image.Image:
    """The colours as a screen without colour management shows them; a broken profile is none."""
    if profile:
        try:
            return _converted(image, ImageCms.ImageCmsProfile(BytesIO(profile)))
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB") if image.mode == "CMYK" else image


def _colours(image: ImageFile) -> bytes:
    """What the profile of a file makes of some colours: of which profile it is nothing is told."""
    profile = image.info.get("icc_profile")
    if not profile:
        return b""
    mode = {"LA": "L", "L": "L", "CMYK": "CMYK"}.get(image.mode, "RGB")
    ramp = Image.linear_gradient("L").resize((16, 16))
    ways = (ramp, ramp.transpose(WAYS[8]), ramp.transpose(WAYS[3]), ramp.transpose(WAYS[6]))
    swatch = Image.merge(mode, ways[: len(mode)]) if len(mode) > 1 else ramp
    return _in_srgb(swatch, profile).tobytes()


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    opaque = image.convert("RGB") if image.mode == "RGBA" else image
    seen = ImageCms.profileToProfile(opaque, profile, _SRGB, outputMode="RGB")
    assert seen is not None
    if image.mode == "RGBA":
        seen.putalpha(image.getchannel("A"))
    return seen


def _turned(image: Image.Image, turned: int) -> Image.Image:
    way = WAYS.get(turned)
    return image if way is None else image.transpose(way)
