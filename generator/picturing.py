"""The pictures of a planned site as bytes: read from content/media, and encoded."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator.library.files import Listing
from generator.library.illustrating import illustrated
from generator.library.media import album_of, read_media, read_picture
from generator.library.reading import Unread
from generator.model.library import Library
from generator.model.media import Media
from generator.model.problems import Problem, SiteError
from generator.model.selections import Approvable
from generator.pages.markup import illustrated as to_html
from generator.pages.pictures import Derivative, derivatives, look_at
from generator.progress import Progress
from generator.workers import in_order

Made = TypeVar("Made")
Group = list[Derivative]  # of one picture

SPENT = "took too long or too much memory to read; open it in an image editor and save it smaller"


def pictures_of(library: Library) -> dict[str, Derivative]:
    """Every picture that these records show, by its path: of others nothing is published."""
    media = {each.digest: each for record in library.records for each in record.media}
    return {made.path: made for each in media.values() for made in derivatives(each)}


def wrong_pictures(root: Path, record: Approvable) -> list[Problem]:
    """What is wrong with the pictures of a record that was read by itself."""
    if "![" not in record.body:
        return []
    read = read_media(Listing(root), {}, 0, look_at, map)
    done = illustrated(record, to_html, {Media: album_of(read)})
    return done.problems if isinstance(done, Unread) else []


def picture_bytes(root: Path, wanted: Derivative) -> bytes:
    """One picture's bytes. Raises SiteError where its file is damaged, or not what it was."""
    made = _made(lambda _, data: data, root, [wanted])
    if isinstance(made, Problem):
        raise SiteError([made])
    return made[0][1]


def encode_into(
    use: Callable[[Derivative, bytes], Made], wanted: Sequence[Derivative], root: Path, jobs: int
) -> Iterator[tuple[Derivative, Made]]:
    """Pictures, and what `use` answers when it is given one and its bytes, wherever it is encoded.

    Each file is decoded once, each in a process that may be lost with it. Raises SiteError with all
    that cannot be encoded, after the others are.
    """
    if not wanted:
        return
    from generator.pages import encoding  # noqa: F401 - once, for all processes

    by_picture: dict[str, Group] = {}
    for each in wanted:
        by_picture.setdefault(each.media.digest, []).append(each)
    groups = list(by_picture.values())
    progress, problems = Progress("Encoding", len(wanted)), []
    try:
        results = in_order(partial(_made, use, root), groups, jobs, worth_it=1)
        for group, made in zip(groups, results, strict=True):
            if made is None or isinstance(made, Problem):
                problems.append(made or Problem(group[0].media.name, 0, SPENT))
                continue
            for number, used in made:
                progress.advance()
                yield group[number], used
    finally:
        progress.finish()
    if problems:
        raise SiteError(problems)


def _made(
    use: Callable[[Derivative, bytes], Made], root: Path, group: Group
) -> list[tuple[int, Made]] | Problem:
    """What was made of a picture, by the places of its derivatives in the group."""
    from generator.pages.encoding import encoded

    media = group[0].media
    data = read_picture(root, media)
    if isinstance(data, Problem):
        return data
    places = {each.path: number for number, each in enumerate(group)}
    try:
        return [(places[each.path], use(each, made)) for each, made in encoded(data, group)]
    except ValueError as error:
        return Problem(media.name, 0, str(error))
