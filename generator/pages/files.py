"""The files of a templates folder."""

from collections.abc import Iterator
from pathlib import Path

from generator.model.problems import Problem

STATIC = "static/"


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a folder, by its name there, sorted."""
    return ((name, path) for name, path in _entries(folder) if path.is_file())


def static_files(folders: list[tuple[Path, str]]) -> dict[str, bytes]:
    """The files that are published as they are: their path on the site, and their bytes."""
    found: dict[str, bytes] = {}
    for folder, _ in folders:
        for name, path in files_below(folder):
            if name.startswith(STATIC) and f"/{name}" not in found:
                found[f"/{name}"] = path.read_bytes()
    return found


def links_out(site: Path) -> list[Problem]:
    """A Problem for each link in a site's templates that does not lead to a file of the site, and
    for each device and what else is no file."""
    folder = site / "templates"
    elsewhere = folder.is_symlink() and not _is_of(folder, site)
    if elsewhere or (folder.exists() and not folder.is_dir()):
        return [Problem("templates", 0, "not a folder of this site; put the templates here")]
    message = "a link to something that is no file of this site; put the file itself here"
    problems = []
    for name, path in _entries(folder):
        if path.is_symlink():
            if not (path.is_file() and _is_of(path, site)):
                problems.append(Problem(f"templates/{name}", 0, message))
        elif not (path.is_file() or path.is_dir()):
            problems.append(Problem(f"templates/{name}", 0, "not a plain file; delete it"))
    return problems


def _entries(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything below a folder; what is an editor's own (`.x`, `x~`) is passed over."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not any(part.startswith(".") or part.endswith("~") for part in name.parts):
            yield name.as_posix(), path


def _is_of(path: Path, site: Path) -> bool:
    """Whether a link leads to something of the site."""
    try:
        return path.resolve(strict=True).is_relative_to(site)
    except (OSError, RuntimeError):  # it leads nowhere, or in a circle
        return False
