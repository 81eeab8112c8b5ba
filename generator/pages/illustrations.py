"""The pictures in a parsed Markdown text: found in the site's album, or said to be missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote

from generator.model.media import MEDIA, Album, Media, Remark
from generator.model.problems import near

from .pictures import FOLDER, figure, picture

if TYPE_CHECKING:
    from markdown_it.token import Token

DRAWN = "drawn"  # what an image's token is rendered as
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\", re.IGNORECASE)
NO_WORDS = (
    "say in a few words what the picture shows, for readers who do not see it: "
    "![Two lorries at a barrier]({src})"
)


def place_pictures(
    tokens: Sequence[Token], album: Album
) -> tuple[tuple[Media, ...], tuple[Remark, ...]]:
    """Give each image of ours its markup: a figure where its line has nothing else.

    Answers with the pictures, each once, and with what is wrong.
    """
    media: dict[str, Media] = {}
    wrong: list[Remark] = []
    for number, block in enumerate(tokens):
        if block.type != "inline":
            continue
        images = [child for child in block.children or () if child.type == "image"]
        stands_alone = bool(images) and _stands_alone(tokens, number)
        for image, line in _with_lines(block):
            found = _found(image, album)
            if isinstance(found, Media):
                media[found.digest] = found
                image.meta[DRAWN] = _drawn(image, found, stands_alone)
            elif found:
                wrong.append(Remark(line, found))
        if stands_alone and all(DRAWN in image.meta for image in images):
            tokens[number - 1].hidden = tokens[number + 1].hidden = True
    return tuple(media.values()), tuple(wrong)


def _stands_alone(tokens: Sequence[Token], number: int) -> bool:
    """Whether a paragraph is pictures of ours and nothing else, each on a line of its own."""
    opening, children = tokens[number - 1], tokens[number].children or []
    if opening.type != "paragraph_open" or opening.hidden:
        return False
    kinds = [child.type for child in children]
    if kinds != ["image", *["softbreak", "image"] * (len(kinds) // 2)]:
        return False
    return all(map(_is_ours, children[::2]))


def _with_lines(block: Token) -> Iterator[tuple[Token, int]]:
    """The images of a block, each with the line it stands in, counted from 1."""
    line = (block.map or [0])[0] + 1
    for child in block.children or ():
        if child.type == "image":
            yield child, line
            line += child.content.count("\n")
        elif child.type in ("softbreak", "hardbreak"):
            line += 1


def _found(image: Token, album: Album) -> Media | str:
    """An image's picture, or what is wrong; nothing is where it is another host's."""
    if not _is_ours(image):
        return ""
    src = unquote(str(image.attrs["src"]))
    if not src.startswith(FOLDER):
        hint = near(src.rpartition("/")[2], album) or f", and write ({FOLDER}NAME)"
        return f"“{src}” is no picture of this site: put it into {MEDIA}/{hint}"
    name = normalize("NFC", src.removeprefix(FOLDER))
    media = album.get(name)
    if media is None:
        return f"no picture “{name}” in {MEDIA}/{near(name, album)}"
    if media.wrong:
        return f"{media.name}: {media.wrong}"
    return media if image.content.strip() else NO_WORDS.format(src=src)


def _is_ours(image: Token) -> bool:
    return not ELSEWHERE.match(str(image.attrs["src"]))


def _drawn(image: Token, media: Media, stands_alone: bool) -> str:
    alternative = _words(image.children or ())
    if not stands_alone:
        return picture(media, alternative)
    return figure(media, alternative, str(image.attrs.get("title", "")))


def _words(children: Sequence[Token]) -> str:
    """The alternative text, its markup left out."""
    return "".join(
        _words(child.children or ()) if child.type == "image" else child.content or " "
        for child in children
        if child.type in ("text", "code_inline", "image", "softbreak", "hardbreak")
    ).strip()
