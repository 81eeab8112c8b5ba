"""One file of a site that a verb is given: its name there, and how it is written anew."""

import os
import stat
from pathlib import Path

from generator.model.problems import Problem, SiteError

WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def name_in(root: Path, file: Path) -> str:
    """A file's path from the site's root. Raises SiteError for one that lies outside."""
    try:
        return file.resolve().relative_to(root).as_posix()
    except ValueError:
        raise SiteError([Problem(str(file), 0, f"lies outside the site {root}")]) from None


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
    staged.chmod(mode)
    staged.replace(path)
