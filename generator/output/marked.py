"""Which folder may be written to: a new or an empty one, or one that carries our mark.

A folder without the mark is somebody else's and is not touched.
"""

from contextlib import suppress
from pathlib import Path

from generator.model.problems import Problem, SiteError

MARK = ".conflict-digest"
MARK_TEXT = b"This folder is written by conflict-digest and replaced whole at each build.\n"
SOURCES = ("content", "templates", "seeds", "generator")


def check_folder(output: Path, site: Path) -> Path:
    """The folder that is really meant, links followed.

    Raises SiteError when writing to it could lose something that is not ours.
    """
    try:
        folder, site = output.resolve(), site.resolve()
    except (OSError, RuntimeError) as error:
        raise _refused(output, f"leads nowhere ({error})") from None
    if folder in _kept_whole(site) or _is_of_the_site(folder, site):
        raise _refused(folder, "holds more than the built site")
    if folder.exists() and not folder.is_dir():
        raise _refused(folder, "is a file")
    if folder.is_dir() and not (folder / MARK).is_file() and any(folder.iterdir()):
        raise _refused(folder, f"was not made by this program (it lacks {MARK})")
    return folder


def _kept_whole(site: Path) -> set[Path]:
    """The folders that hold the site, or somebody's whole work."""
    folders = {site, *site.parents}
    with suppress(RuntimeError):  # a user without a home
        home = Path.home().resolve()
        folders |= {home, *home.parents}
    return folders


def _is_of_the_site(folder: Path, site: Path) -> bool:
    """Whether a folder is one of the site's sources, or hidden as `.git`, `.venv`, `.cache` are."""
    own = [folder, *folder.parents]
    if any((site / name).resolve() in own for name in SOURCES):
        return True
    inside = folder.relative_to(site).parts if site in own else ()
    return ".git" in folder.parts or any(part.startswith(".") for part in inside)


def _refused(folder: Path, reason: str) -> SiteError:
    message = f"{reason}; nothing was written, name another --output"
    return SiteError([Problem(str(folder), 0, message)])
