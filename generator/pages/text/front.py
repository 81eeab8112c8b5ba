"""The front page of the text edition: within a few kB whatever the site; a second page has the
rest, with what stands at the end of every page."""

import re
from collections.abc import Iterable, Iterator

from .cut import cut_in_two
from .edition import Text, Wording
from .links import FURTHER, ROOT
from .tags import words_of

MOST = 5000  # bytes of the front page
MOST_OF_MENU = 1200  # bytes of a menu; a longer one is on the second page alone

FIRST, SECOND = "index.html", FURTHER.removeprefix(ROOT)
_ID = re.compile(r' id="([^"]*)"')
_TO = re.compile(r'(<a[^>]* href=")#([^"]*)"')


def halves(text: Text, wording: Wording) -> tuple[str, str]:
    """The front page in two parts, the first of MOST bytes at most, unless the site's name and the
    page's title take as much by themselves."""
    on = f'\n<p><a href="{SECOND}">{words_of(wording.more)}</a></p>'
    if not text.main:  # of a template without a main part
        text = text._replace(main=["<main>", *text.end, "</main>"], end=[])
    start, *pieces, end = text.main
    menu = text.menu if _size(text.menu) <= MOST_OF_MENU else []
    empty = text._replace(main=[start, on, end], menu=menu, end=[])
    room = MOST - _size([empty.html])
    while True:
        before, after = cut_in_two(pieces, room)
        heading = f"<h1>{words_of(wording.more)}</h1>"
        first = empty._replace(main=[start, *before, on, end])
        head = text.head.replace("<title>", f"<title>{words_of(wording.more)} · ", 1)
        head = head.replace(f'{ROOT}">', f'{FURTHER}">', 1)  # its own address as an onion service
        second = text._replace(head=head, main=[start, heading, *after, end])
        one, two = _told_apart(first, second)
        over = _size([one]) - MOST
        if over <= 0 or room <= 0:
            return one, two
        room -= over  # links from one part into the other are longer


def _told_apart(first: Text, second: Text) -> tuple[str, str]:
    """The two parts with their links, each leading into the part that has what it leads to; a name
    that nothing here leads to costs room and is left out."""
    names = [set(_found(_ID, part)) for part in (first, second)]
    wanted = {*_found(_TO, first), *_found(_TO, second)}
    elsewhere = {SECOND: names[1] - names[0], FIRST: names[0] - names[1]}

    def written(part: Text, other: str) -> str:
        def to(found: re.Match[str]) -> str:
            return f'{found[1]}{other if found[2] in elsewhere[other] else ""}#{found[2]}"'

        def name(found: re.Match[str]) -> str:
            return found[0] if found[1] in wanted else ""

        def each(pieces: list[str]) -> list[str]:
            return [_ID.sub(name, _TO.sub(to, p)) if _is_tag(p) else p for p in pieces]

        parts = map(each, (part.top, part.main, part.menu, part.end))
        return Text(part.head, *parts).html

    return written(first, SECOND), written(second, FIRST)


def _found(pattern: re.Pattern[str], part: Text) -> Iterator[str]:
    for piece in (*part.top, *part.main, *part.menu, *part.end):
        if _is_tag(piece):
            yield from (found[found.re.groups] for found in pattern.finditer(piece))


def _is_tag(piece: str) -> bool:
    return piece.lstrip().startswith("<")


def _size(pieces: Iterable[str]) -> int:
    return sum(len(piece.encode()) for piece in pieces)
