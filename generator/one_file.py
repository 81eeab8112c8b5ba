"""One file of a site that a verb is given: its name, what it says, and how it is written anew."""

import os
import stat
from pathlib import Path

from generator.library.load import load
from generator.model.library import Library
from generator.model.problems import Problem, SiteError
from generator.model.selections import Approvable
from generator.picturing import wrong_pictures

FOLDERS = ("content/articles/", "content/editions/", "content/stories/")
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def name_in(root: Path, file: Path) -> str:
    """A file's path from the site's root. Raises SiteError for one that lies outside."""
    try:
        return file.resolve().relative_to(root).as_posix()
    except ValueError:
        raise SiteError([Problem(str(file), 0, f"lies outside the site {root}")]) from None


def record_in(root: Path, name: str, wanted: str) -> tuple[Library, Approvable]:
    """The record of a file, and the library it is of.

    Raises SiteError with what is wrong in the file, or that it is not what is `wanted`. A mistake
    in an unrelated file is no reason to refuse this one.
    """
    library, problems = load(root)
    own = [problem for problem in problems if problem.file == name]
    records: tuple[Approvable, ...] = (*library.articles, *library.editions, *library.stories)
    for record in records:
        if record.file == name and not own:
            own = wrong_pictures(root, record)
            if not own:
                return library, record
    if not own and name.startswith(FOLDERS) and name.endswith(".md"):
        own = problems  # it names an entry of a register that is wrong
    raise SiteError(own or [Problem(name, 0, f"not {wanted}")])


def replace(root: Path, name: str, data: bytes) -> None:
    """Write beside it and rename, so that no failure leaves half a file."""
    path = root / name
    mode = path.stat().st_mode
    if not mode & WRITABLE or not os.access(path, os.W_OK):
        raise SiteError([Problem(name, 0, "the file is read-only; make it writable first")])
    staged = path.with_name(f".{path.name}.new")
    staged.unlink(missing_ok=True)
    with staged.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())  # else a loss of power could leave an empty file in its place
    staged.chmod(mode)
    staged.replace(path)
