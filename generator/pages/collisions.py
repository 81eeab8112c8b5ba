"""Two files at one place, which many disks and hosts cannot hold."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.model.library import Library
from generator.model.problems import Problem

from .page_type import PageType
from .paths import PATH

CONTENT = ("articles", "editions", "stories", "pages", "aliases")

Owners = Callable[[], Mapping[str, tuple[str, int]]]
"""The file and the line that each address of a library comes from."""


def owners(library: Library) -> dict[str, tuple[str, int]]:
    """Where the addresses of a library were written, the old ones included."""
    listed = library.records
    found = {each.permalink: (each.file, each.lines.get("slug", 1)) for each in listed}
    lines = {each.permalink: (each.file, each.lines.get("aliases", 1)) for each in listed}
    return {each.path: lines[each.permalink] for each in library.aliases} | found


def collisions(
    planned: Iterable[tuple[str, PageType]],
    static: Iterable[str],
    written: Owners = dict,
    texts: str = "",
) -> Iterator[Problem]:
    """Two paths that are one, letters' case aside, or a file where another needs a folder; and
    what would be among the `texts`, a path where the text edition is.

    A page whose address was written in a file of content is a Problem of that file.
    """
    planned = sorted(planned, key=lambda made: made[1].goes_over in CONTENT)
    taken: dict[str, tuple[str, str]] = {}  # place → path, and what makes it
    for path in static:
        if not PATH.fullmatch(path):
            message = "no name for a published file: only a-z 0-9 . _ - are, and no space"
            yield Problem(f"templates{path}", 0, message)
        other, _ = taken.setdefault(path[1:].casefold(), (path, f"templates{path}"))
        if other != path:
            yield Problem(f"templates{path}", 0, f"many disks cannot tell it from {other}")
    for path, page_type in planned:
        place = file_of(path).casefold()
        if texts and f"/{place}/".startswith(texts):
            message = f"{path} is among the text edition; “text: false” in site.yaml turns that off"
            yield _problem(page_type, path, message, written)
        if place in taken:
            earlier, maker = taken[place]
            other = "by another turn" if maker == page_type.template.file else f"by {maker}"
            message = f"{path} is made twice, here and {other}"
            if file_of(earlier) != file_of(path):
                message = f"many disks cannot tell {path} from {earlier}, made by {maker}"
            yield _problem(page_type, path, message, written)
        taken.setdefault(place, (path, page_type.template.file))
    below = {folder: path for path in static for folder in _folders_of(path[1:].casefold())}
    for path, page_type in planned:
        inside = below.get(file_of(path).casefold())
        if inside:
            message = f"{path} is a file where {inside} needs a folder"
            yield _problem(page_type, path, message, written)
        for folder in _folders_of(file_of(path).casefold()):
            if folder in taken:
                file, maker = taken[folder]
                message = f"{path} needs a folder where {maker} makes the file {file}"
                yield _problem(page_type, path, message, written)


def _problem(page_type: PageType, path: str, message: str, written: Owners) -> Problem:
    """A Problem of the file that the path was written in, else of the template."""
    file, line = written().get(path, ("", 0)) if page_type.goes_over in CONTENT else ("", 0)
    if not file:
        return page_type.problem("path", message)
    return Problem(file, line, f"{message}; take another address")


def file_of(path: str) -> str:
    """The file, relative to the output folder, that a path's page is written to."""
    return path[1:] + "index.html" if path.endswith("/") else path[1:]


def _folders_of(place: str) -> Iterator[str]:
    while "/" in place:
        place = place.rpartition("/")[0]
        yield place
