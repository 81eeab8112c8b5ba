"""What a template rendered, drawn as a picture: what its header calls `as`."""

from collections.abc import Callable, Mapping
from io import BytesIO

LARGEST = 4096  # pixels, of either side
MOST_COLOURS = 256  # of a palette; flat colours and the edges of letters take some eighty
OPAQUE = 255

_AS_IT_IS = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)  # neither moved nor turned
_FROM_ELSEWHERE = "a picture from elsewhere is not drawn; draw shapes"
_TEXT = "text is drawn as outlines; write {{ title | outlined(…) }}"
_NOT_DRAWN = {
    "image": _FROM_ELSEWHERE,
    "feImage": _FROM_ELSEWHERE,
    "foreignObject": _FROM_ELSEWHERE,
    "text": _TEXT,
}


def png(svg: str) -> bytes:
    """An SVG, of the size that it says itself, as PNG.

    Nothing is read for it, neither fonts nor pictures. Raises ValueError where it cannot be drawn.
    """
    from resvg import render, usvg

    _look_through(svg)
    try:
        drawn = render(usvg.Tree.from_str(svg, usvg.Options.default()), _AS_IT_IS)
    except BaseException as error:  # resvg's own end in a panic, which is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"is no SVG that can be drawn: {error}") from None
    return _smaller(bytes(drawn))


def _look_through(svg: str) -> None:
    """Raises ValueError for what is no SVG of a size, and for what would be left out of it."""
    from xml.parsers import expat

    root: list[str] = []

    def started(name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if not root:
            root.append(name)
            _check_size(name, attributes)
        if name in _NOT_DRAWN:
            raise ValueError(f"<{name}>: {_NOT_DRAWN[name]}")

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    try:
        parser.Parse(svg, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise ValueError(f"is no XML: {reason}, in line {error.lineno} of what it makes") from None


def _check_size(name: str, attributes: Mapping[str, str]) -> None:
    sides = [attributes.get(side, "") for side in ("width", "height")]
    fit = (side.isascii() and side.isdigit() and 0 < int(side[:6]) <= LARGEST for side in sides)
    if name != "svg" or "xmlns" not in attributes or not all(fit):
        raise ValueError(
            'begins with <svg xmlns="http://www.w3.org/2000/svg" width="…" height="…">, in pixels, '
            f"of which there are up to {LARGEST}"
        )


def _smaller(data: bytes) -> bytes:
    """The same picture with a palette, half as large; as it was where it has too many colours."""
    from PIL import Image

    picture = Image.open(BytesIO(data)).convert("RGBA")
    counted = picture.getcolors(MOST_COLOURS) or ()
    colours = sorted(colour for _, colour in counted if isinstance(colour, tuple))
    if not colours or any(colour[3] < OPAQUE for colour in colours):
        return data
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in colours for part in colour[:3]])
    written = BytesIO()
    picture.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE).save(written, "PNG")
    return written.getvalue()


FORMS: dict[str, Callable[[str], bytes]] = {"text": str.encode, "png": png}
"""What becomes of a rendered body, by what its header says it is published `as`."""
