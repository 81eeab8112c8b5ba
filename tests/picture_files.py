"""Picture files as cameras, phones and image editors write them, and as those who mean ill do."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageDraw

CANARY = b"CANARY-7731"  # in every piece that must not come out
TEXT = CANARY.decode()


def drawing(mode: str = "RGB", size: tuple[int, int] = (640, 400)) -> Image.Image:
    """A red corner at the top left on blue: shows which way up it is, and its colours."""
    image = Image.new("RGB", size, (20, 40, 200))
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill=(220, 30, 20))
    if mode == "P":
        return image.quantize(8)
    if mode in ("RGBA", "LA"):  # a fourth of it is not there
        image.putalpha(255)
        image.paste((0, 0, 0, 0), (size[0] * 3 // 4, 0, *size))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def exif(orientation: int = 1) -> bytes:
    """TIFF with a maker, a place on earth, and a thumbnail, written by hand (EXIF 2.32)."""
    thumbnail = saved(drawing(size=(64, 40)), "JPEG", comment=CANARY)
    maker, place = CANARY + b"\0", struct.pack("<6I", 52, 1, 31, 1, 7731, 100)
    first = 8 + 2 + 3 * 12 + 4
    gps = first + len(maker)
    second = gps + 2 + 2 * 12 + 4 + len(place)
    at = second + 2 + 2 * 12 + 4
    entry = struct.Struct("<HHII").pack
    return b"".join(
        [
            b"II*\0\x08\0\0\0",
            struct.pack("<H", 3),
            entry(0x010F, 2, len(maker), first),
            entry(0x0112, 3, 1, orientation),
            entry(0x8825, 4, 1, gps),
            struct.pack("<I", second),
            maker,
            struct.pack("<H", 2),
            entry(1, 2, 2, ord("N")),
            entry(2, 5, 3, gps + 2 + 2 * 12 + 4),
            struct.pack("<I", 0),
            place,
            struct.pack("<H", 2),
            entry(0x0201, 4, 1, at),
            entry(0x0202, 4, 1, len(thumbnail)),
            struct.pack("<I", 0),
            thumbnail,
        ]
    )


XMP = (
    b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description '
    b'photoshop:Credit="' + CANARY + b'"/></rdf:RDF></x:xmpmeta>'
)
IPTC = (
    b"Photoshop 3.0\0"
    + b"8BIM\x04\x04\0\0"
    + struct.pack(">I", 20)
    + b"\x1c\x02\x50\0\x0b"
    + CANARY
)


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def profile() -> bytes:
    """The same with the canary behind its colours (ICC.1)."""
    made = bytearray(srgb() + CANARY)
    made[:4] = struct.pack(">I", len(made))
    return bytes(made)


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg(orientation: int = 1) -> bytes:
    """With EXIF, XMP, extended XMP, ICC, MPF, IPTC, a comment, and a second picture behind."""
    plain = saved(drawing(), "JPEG")
    more = [
        segment(0xE1, b"Exif\0\0" + exif(orientation)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + CANARY * 3),
        segment(0xE2, b"ICC_PROFILE\0\1\1" + profile()),
        segment(0xE2, b"MPF\0" + b"II*\0\x08\0\0\0\0\0" + CANARY),
        segment(0xED, IPTC),
        segment(0xE0, b"JFXX\0\x10" + CANARY),
        segment(0xFE, CANARY),
    ]
    return plain[:2] + b"".join(more) + plain[2:] + saved(drawing(), "JPEG", comment=CANARY)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(mode: str = "RGB") -> bytes:
    """With text of all three kinds, EXIF, a profile, a time, a chunk of its own, bytes behind."""
    plain = saved(drawing(mode), "PNG")
    before = [
        chunk(b"iCCP", b"x\0\0" + zlib.compress(profile())),
        chunk(b"pHYs", struct.pack(">IIB", 7731, 7731, 1)),
        chunk(b"tIME", struct.pack(">H5B", 2025, 3, 27, 7, 7, 31)),
        chunk(b"tEXt", b"Author\0" + CANARY),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(CANARY)),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
        chunk(b"eXIf", exif()),
        chunk(b"caNa", CANARY),
    ]
    end = plain.index(b"IEND") - 4
    behind = chunk(b"tEXt", b"Late\0" + CANARY)
    return plain[:33] + b"".join(before) + plain[33:end] + behind + plain[end:] + CANARY


def riff(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def webp(mode: str = "RGB") -> bytes:
    """With a profile, EXIF, XMP, a chunk of its own, and bytes behind."""
    plain = saved(drawing(mode), "WEBP", icc_profile=profile(), exif=exif(), xmp=XMP)
    body = plain[12:] + riff(b"CANA", CANARY)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body + CANARY


def gif() -> bytes:
    """Two frames, with a comment, XMP, and bytes behind."""
    frames = {"save_all": True, "append_images": [drawing().rotate(180)], "comment": CANARY}
    plain = saved(drawing(), "GIF", **frames)
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes([len(CANARY)]) + CANARY + b"\0"
    return plain[:-1] + xmp + plain[-1:] + CANARY


def swapped() -> bytes:
    """A JPEG whose profile swaps red and blue: nobody who ignores it sees the right colours."""
    made = bytearray(srgb())
    red, blue = made.index(b"rXYZ"), made.index(b"bXYZ")
    made[red : red + 4], made[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return saved(drawing(), "JPEG", quality=95, icc_profile=bytes(made))


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def png_of_size(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are a very large picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
    return b"\x89PNG\r\n\x1a\n" + data + chunk(b"IEND", b"")


def webp_of_size(width: int, height: int) -> bytes:
    size = [struct.pack("<I", side - 1)[:3] for side in (width, height)]
    body = riff(b"VP8X", b"\0\0\0\0" + size[0] + size[1])
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def jpeg_of_passes(passes: int) -> bytes:
    """A JPEG that goes over the same picture again and again."""
    plain = saved(drawing(), "JPEG", progressive=True)
    scan = plain.index(b"\xff\xda")
    return plain[:-2] + plain[scan : scan + 12] * passes + plain[-2:]


def pieces(data: bytes) -> list[tuple[str, int]]:
    """The segments or chunks of a file, with their sizes; what is behind its end is one, too."""
    if data.startswith(b"\x89PNG"):
        return list(_chunks(data))
    return list(_riff_chunks(data) if data.startswith(b"RIFF") else _segments(data))


def _chunks(data: bytes) -> Any:
    at = 8
    while at < len(data):
        [size] = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8].decode(), size
        at += size + 12


def _riff_chunks(data: bytes) -> Any:
    [size] = struct.unpack("<I", data[4:8])
    at = 12
    while at < size + 8:
        [length] = struct.unpack("<I", data[at + 4 : at + 8])
        yield data[at : at + 4].decode(), length
        at += 8 + length + length % 2
    if len(data) != size + 8:
        yield "behind", len(data) - size - 8


def _segments(data: bytes) -> Any:
    at = 2
    while data[at : at + 2] != b"\xff\xd9":
        assert data[at] == 0xFF, "no segment where one must begin"
        marker = data[at + 1]
        [size] = struct.unpack(">H", data[at + 2 : at + 4])
        yield f"{marker:02X}", size
        at += 2 + size
        if marker == 0xDA:  # until the next marker, the picture itself
            while data[at] != 0xFF or data[at + 1] in (0, *range(0xD0, 0xD8)):
                at += 1
    if at + 2 != len(data):
        yield "behind", len(data) - at - 2
