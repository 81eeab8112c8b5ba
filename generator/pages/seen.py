"""What of a picture's file is seen: the parts that its pixels are decoded from, and no others.

Addresses of pictures are made of these. A digest of the whole file would be a seal on what was
written beside the pixels, such as when and where: whoever guesses it could prove it.
"""

import re
from collections.abc import Iterator

from generator.model.media import Kind

_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)  # of JPEG (ITU T.81)
_SOS, _EOI, _APP0, _COM, _ADOBE = 0xDA, 0xD9, 0xE0, 0xFE, 0xEE
_OF_PNG = {b"IHDR", b"PLTE", b"tRNS", b"IDAT"}
_OF_WEBP = {b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"}


def seen(data: bytes, kind: Kind) -> Iterator[bytes]:
    """The parts of a file that its pixels are decoded from, in their order."""
    if kind == "jpeg":
        return _of_jpeg(data)
    if kind == "png":
        return _of_png(data)
    if kind == "webp":
        return _of_webp(data)
    return _of_gif(data)


def _of_jpeg(data: bytes) -> Iterator[bytes]:
    """All segments but comments and those of applications; Adobe's says how colours are meant."""
    at = 2
    while found := _MARKER.search(data, at):
        marker, start = found[1][0], found.end()
        if marker == _EOI:
            return
        end = start + int.from_bytes(data[start : start + 2], "big")
        if marker == _SOS:
            following = _MARKER.search(data, end)
            end = following.start() if following else len(data)
        if marker == _ADOBE or not (_APP0 <= marker < _APP0 + 16 or marker == _COM):
            yield data[found.start() : end]
        at = max(end, start)


def _of_png(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if name in _OF_PNG:
            yield data[at : at + 8 + length]
        at += 12 + length


def _of_webp(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name in _OF_WEBP:
            yield data[at : at + 8 + length]
        at += 8 + length + length % 2


def _of_gif(data: bytes) -> Iterator[bytes]:
    """The screen, images, and what says how these are shown (GIF89a, 23); no other extension."""
    at = 13 + _colours(data[10:11])
    yield data[6:at]  # without the version, which is later where there are comments
    while data[at : at + 1] in (b"!", b","):
        start = at
        image = data[at : at + 1] == b","
        at += 11 + _colours(data[at + 9 : at + 10]) if image else 2
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
        if image or data[start + 1 : start + 2] == b"\xf9":
            yield data[start:at]


def _colours(flags: bytes) -> int:
    """How many bytes a table of colours has, by the flags that announce it."""
    number = int.from_bytes(flags, "big")
    return 3 << (number & 7) + 1 if number & 0x80 else 0
