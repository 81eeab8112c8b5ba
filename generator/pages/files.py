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
    """A Problem for each link in a site's templates that does not lead to a file of the site."""
    message = "a link to something that is no file of this site; put the file itself here"
    return [
        Problem(f"templates/{name}", 0, message)
        for name, path in _entries(site / "templates")
        if path.is_symlink() and not _is_file_of(path, site)
    ]


def _entries(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything below a folder; what is an editor's own (`.x`, `x~`) is passed over."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not any(part.startswith(".") or part.endswith("~") for part in name.parts):
            yield name.as_posix(), path


def _is_file_of(path: Path, site: Path) -> bool:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # it leads nowhere, or in a circle
        return False
    return target.is_file() and target.is_relative_to(site)
