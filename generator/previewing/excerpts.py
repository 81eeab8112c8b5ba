"""A Problem as the browser shows it: with the lines around it, and the hint by itself."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import msgspec

from generator.model.problems import Problem

AROUND = 3  # lines before it and after it
LONGEST = 240  # characters shown of a line
LARGEST = 4_000_000  # bytes of a file that lines are shown of


class Excerpt(msgspec.Struct, frozen=True):
    """A mistake, where it is, and what stands there."""

    file: str
    line: int
    message: str
    hint: str  # what to do about it, where its words say so
    first: int  # the number of the first of the lines; 0 where there are none
    lines: tuple[str, ...]


def excerpt(problem: Problem, folders: Sequence[tuple[Path, str]]) -> Excerpt:
    """A Problem with the lines around it; `folders` says where files lie, by how names begin."""
    message, _, hint = problem.message.partition("; ")
    first = max(1, problem.line - AROUND)
    lines = _lines(problem, folders, first) if problem.line else ()
    return Excerpt(problem.file, problem.line, message, hint, first if lines else 0, lines)


def _lines(problem: Problem, folders: Sequence[tuple[Path, str]], first: int) -> tuple[str, ...]:
    for folder, name in folders:
        inside = problem.file.removeprefix(f"{name}/") if name else problem.file
        path = folder / inside
        if (inside != problem.file) == bool(name) and _may_be_shown(path, folder):
            with path.open(encoding="utf-8", errors="replace") as file:
                wanted = islice(file, first - 1, problem.line + AROUND)
                return tuple(line.rstrip("\r\n")[:LONGEST] for line in wanted)
    return ()


def _may_be_shown(path: Path, folder: Path) -> bool:
    """Whether it is a file of that folder, and not one elsewhere that a link leads to."""
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
        return inside and path.is_file() and path.stat().st_size <= LARGEST
    except (OSError, RuntimeError, ValueError):
        return False
