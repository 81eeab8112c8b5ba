"""A walk through a page: what is open, what of it is written, and which words stand where.

It ends what browsers would end, so that what is written nests as it should, whatever the page does.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection
from typing import NamedTuple

from .nesting import ENDS, HOLDS, LANDMARKS, OF_TABLES, STAYS, TALL
from .tags import PIECES, Tag, read_tag, words_of

SPACE = " \t\n\r\f"
_SPACES = re.compile(f"[{SPACE}]+")
_LINE = 30  # signs, about as many as a narrow screen has in a line
_LONG = re.compile(
    r"[\w/.:=-]{20}(?=[\w/.:=-]{10})", re.ASCII
)  # of a hash or an address: it may break there


class Frame:
    """An element that is open."""

    __slots__ = ("at", "end", "group", "name", "said", "what")

    def __init__(self, name: str, what: str, said: str, group: "Frame | None") -> None:
        self.name, self.what, self.said = name, what, said
        self.group = group  # what words right behind it stand in
        self.end = ""  # what is written when it ends; nothing where it was not written itself
        self.at = 0  # its place among the pieces


class Part(NamedTuple):
    """A part of a page: which of the pieces it has."""

    name: str
    first: int
    last: int


class Walk:
    """Goes through a page. `lead` rewrites links; `picture` is the word for one."""

    def __init__(self, lead: Callable[[str], str], picture: str) -> None:
        self.pieces: list[str] = []  # each a tag or words
        self.parts: list[Part] = []
        self._lead, self._picture = lead, picture
        self._frames: list[Frame] = []
        self._open: Counter[str] = Counter()
        self._gone = 0  # elements around that are left out
        self._group: Frame | None = None  # in which words would stand now, not written yet
        self._space = False  # whether there was one
        self._new = True  # whether a line begins here, where spaces say nothing
        self._ended = False  # whether the last piece ended a block
        self._has_main = False

    def go(self, html: str) -> None:
        """Go through the HTML of a body."""
        self._has_main = "<main" in html
        frames, pieces = self._frames, PIECES.split(html)
        self._words(pieces[0])
        for tag, text in zip(pieces[1::2], pieces[2::2], strict=True):
            if tag:
                read = read_tag(tag)
                if read.what == "end":
                    if frames and frames[-1].name == read.name:
                        self._close()
                    elif self._open[read.name]:
                        self._end(read.name)
                elif read.what == "void":
                    self._void(read)
                elif read.what == "picture":
                    self._show(read.said)
                else:
                    self._start(read)
            if text == "\n":
                self._space = True
            elif text:
                self._words(text)
        self._close_from(0)

    def _start(self, tag: Tag) -> None:
        name, what = tag.name, tag.what
        if tag.ends and (self._open["p"] or name in ENDS):
            self._end_before(name)
        if self._gone:
            frame = Frame(name, what, "", None)
            self._gone += what == "gone"
        elif what == "inline":
            frame = self._in_line(tag)
        else:
            if what == "block" and name in LANDMARKS and self._open["main"]:
                what = "group"
            frame = Frame(name, what, tag.said, self._group)
            if what == "block":
                self._group = None
                frame.end = tag.end
                self._line(tag.html, frame)
            elif what == "group":
                self._group = frame
                self._space, self._new = False, True
            elif what == "gone":
                self._show(tag.said)
                self._gone += 1
        self._frames.append(frame)
        self._open[name] += 1

    def _in_line(self, tag: Tag) -> Frame:
        """Something that stands in a line, written; left out where it is a link to this text."""
        html = tag.html
        if tag.href:
            href = self._lead(tag.href)
            if not href or (href[0] == "#" and self._is_before_main()):
                self._gone += 1
                return Frame(tag.name, "gone", "", None)
            html = f'<a href="{href}{html}'
        self._begin()
        frame = Frame(tag.name, "inline", tag.said, None)
        frame.at, frame.end = len(self.pieces), tag.end
        self.pieces.append(html)
        return frame

    def _line(self, html: str, frame: Frame) -> None:
        frame.at = len(self.pieces)
        self.pieces.append(f"\n{html}" if self._ended else html)
        self._ended, self._space, self._new = False, False, True

    def _begin(self) -> None:
        """Begin with something that stands in a line."""
        group = self._group
        if group is not None:
            self._group, group.end = None, "</div>"
            self._line("<div>", group)
        elif self._space and not self._new:
            self.pieces.append(" ")
        self._space = self._ended = False

    def _words(self, text: str) -> None:
        if self._gone:
            return
        if self._open["pre"]:
            self.pieces.append(text.replace("<", "&lt;"))
            self._ended = self._new = False
            return
        words = text.strip(SPACE)
        if not words:
            self._space = True
            return
        if text[0] in SPACE:
            self._space = True
        if "\n" in words or "  " in words or "\t" in words:
            words = _SPACES.sub(" ", words)
        if "<" in words:
            words = words.replace("<", "&lt;")
        if len(words) > _LINE:
            words = _LONG.sub(r"\g<0><wbr>", words)
        self._begin()
        self.pieces.append(words)
        self._new, self._space = False, text[-1] in SPACE

    def _show(self, said: str) -> None:
        if said.strip() and not self._gone:
            self._words(f" [{self._picture}: {words_of(said.strip())}] ")

    def _void(self, tag: Tag) -> None:
        if self._gone or not tag.html:
            return
        if tag.name == "hr":
            self._end_before("hr")
            self.pieces.append(tag.html)
            self._ended = self._new = True
            return
        self._begin()
        self.pieces.append(tag.html)
        self._new = tag.name == "br"

    def _end(self, name: str) -> None:
        """End an element, and those in it that were not; nothing where it is not open here."""
        for place in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[place]
            if frame.name == name:
                self._close_from(place)
                return
            if name not in TALL and (frame.name in TALL or frame.what == "gone"):
                return
            if frame.name in HOLDS and name not in OF_TABLES:
                return

    def _end_before(self, name: str) -> None:
        """End what the start of an element ends."""
        if name in TALL and self._open["p"]:
            self._end_nearest(("p",), HOLDS)
        if name in ENDS:
            self._end_nearest(*ENDS[name])

    def _end_nearest(self, names: Collection[str], beyond: Collection[str]) -> None:
        if not any(map(self._open.get, names)):
            return
        for place in range(len(self._frames) - 1, -1, -1):
            name = self._frames[place].name
            if name in names:
                self._close_from(place)
                return
            if name in beyond:
                return

    def _close_from(self, place: int) -> None:
        while len(self._frames) > place:
            self._close()

    def _close(self) -> None:
        """End what was opened last."""
        frame = self._frames.pop()
        self._open[frame.name] -= 1
        if self._gone:
            self._gone -= frame.what == "gone"
            return
        pieces, what = self.pieces, frame.what
        tall = what in ("block", "group")
        if frame.end:
            if len(pieces) == frame.at + 1 and not self._stays(frame):
                pieces.pop()
            else:
                pieces.append(frame.end)
                self._ended = tall
                if frame.name in ("main", "nav") and not self._open["main"]:
                    self.parts.append(Part(frame.name, frame.at, len(pieces)))
        if tall:
            self._group = frame.group
            self._space, self._new = False, True

    def _stays(self, frame: Frame) -> bool:
        """Whether an element in which nothing was written stays, with the words that it is told
        listeners by if it has any."""
        if frame.said:
            self._words(words_of(frame.said))
        return bool(frame.said) or frame.name in STAYS or ' id="' in self.pieces[frame.at]

    def _is_before_main(self) -> bool:
        """Whether the main part comes next, and a link to it would lead over nothing."""
        return self._has_main and not (self._open["main"] or self._open["nav"] or self.parts)
