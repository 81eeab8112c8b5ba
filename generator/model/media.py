"""Pictures that content names: what is known of them before a pixel is decoded."""

from collections.abc import Callable, Mapping
from typing import Annotated, Literal, NamedTuple

from .fields import Derived
from .registers import Entry

Kind = Literal["jpeg", "png", "webp", "gif"]

MEDIA = "content/media"


class Media(Entry, frozen=True, kw_only=True):
    """A file of content/media: its `id` is its path there, its `name` its path from the site's
    root, its digest that of its bytes.

    Like an entry of a register, so that what names it is read anew when it changes.
    """

    id: Annotated[str, Derived] = ""
    name: str = ""
    kind: Kind = "jpeg"
    width: int = 0  # pixels, as it is shown: turned as its camera was held
    height: int = 0
    turned: int = 1  # 1 to 8, as TIFF 6.0 says under “Orientation”
    clear: bool = False  # whether it may be transparent
    seen: str = ""  # a digest of what its pixels are decoded from, and of nothing else in it
    wrong: str = ""  # why it cannot be shown, and what to do


Album = Mapping[str, Media]
"""The pictures of a site, by their paths below content/media."""


class Remark(NamedTuple):
    """What is wrong with a picture of a text, at a line of that text, counted from 1."""

    line: int
    message: str


class Illustrated(NamedTuple):
    """A text as HTML, the pictures in it, and what is wrong with them."""

    html: str
    media: tuple[Media, ...] = ()
    wrong: tuple[Remark, ...] = ()


ToHtml = Callable[[str, Album], Illustrated]
