"""Two files at one place, which many disks and hosts cannot hold."""

from collections.abc import Iterable, Iterator

from generator.model.problems import Problem

from .page_type import PATH, PageType


def collisions(planned: Iterable[tuple[str, PageType]], static: Iterable[str]) -> Iterator[Problem]:
    """Two paths that are one, letters' case aside, or a file where another needs a folder."""
    planned = list(planned)
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
        if place in taken:
            earlier, maker = taken[place]
            other = "by another turn" if maker == page_type.template.file else f"by {maker}"
            message = f"{path} is made twice, here and {other}"
            if file_of(earlier) != file_of(path):
                message = f"many disks cannot tell {path} from {earlier}, made by {maker}"
            yield page_type.problem("path", message)
        taken.setdefault(place, (path, page_type.template.file))
    for path, page_type in planned:
        for folder in _folders_of(file_of(path).casefold()):
            if folder in taken:
                file, maker = taken[folder]
                message = f"{path} needs a folder where {maker} makes the file {file}"
                yield page_type.problem("path", message)


def file_of(path: str) -> str:
    """The file, relative to the output folder, that a path's page is written to."""
    return path[1:] + "index.html" if path.endswith("/") else path[1:]


def _folders_of(place: str) -> Iterator[str]:
    while "/" in place:
        place = place.rpartition("/")[0]
        yield place
