"""`kind: directory`: a folder of this machine, or one that is mounted here.

Each release is a folder of its own, `releases/8`, in which unchanged files are links to those of
the release before. `current` leads to the one that readers see.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from generator.model.fields import Record, Text
from generator.model.manifest import MANIFEST, SIGNATURE, Sum
from generator.model.target import (
    MARK,
    Outgoing,
    Plan,
    Refused,
    Target,
    There,
    mark,
    path_of,
    refuse_if_other,
    there,
)
from generator.plugins.hosting.numbered import (
    CURRENT,
    RELEASES,
    before,
    expired,
    link_to,
    number_of,
    numbers_in,
)  # fmt: skip

FOLDER_MODE, FILE_MODE = 0o755, 0o644


class Options(Record, frozen=True, kw_only=True):
    """Where to, and how many releases are kept for the way back."""

    path: Text
    keep: Annotated[int, Meta(ge=1, le=1000)] = 5


def look(target: Target) -> There:
    """What readers see there. A file that was touched since it was published is not known."""
    folder = _folder(target)
    number = _current(folder)
    if not number:
        return There(version="0")
    release = folder / link_to(number)
    own = {name: _read(release / name) for name in (MANIFEST, SIGNATURE)}
    told = there(own[MANIFEST], own, str(number))
    try:
        published = (release / MANIFEST).stat().st_mtime_ns  # the last that was written
    except OSError:
        return There(version=str(number))
    files = {
        path: file if file and _untouched(release / path, file, published) else None
        for path, file in told.files.items()
    }
    return There(files, told.manifest, told.version)


def publish(release: Outgoing, plan: Plan, target: Target) -> Iterator[str]:
    """Stage the release beside the others, and lead readers to it in one step."""
    folder = _folder(target)
    folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
    (folder / MARK).write_bytes(mark())
    with _locked(folder):
        current = _current(folder)
        refuse_if_other(plan.version, str(current))
        for number in _numbers(folder):
            if number > current:  # gone back from, or unfinished
                _remove(folder / link_to(number))
        staged = folder / RELEASES / ".new"
        _remove(staged)
        staged.mkdir(FOLDER_MODE, parents=True)
        beside = folder / link_to(current) if current else None
        yield from _stage(release, plan, beside, staged)
        number = current + 1
        staged.rename(folder / link_to(number))
        _lead_to(folder, number)
        for old in expired(number, _numbers(folder), target.options.keep):
            _remove(folder / link_to(old))
        yield from plan.gone


def rollback(target: Target, dry_run: bool) -> str:
    """Lead readers back to the release before the one they see."""
    folder = _folder(target)
    number = before(_current(folder), _numbers(folder))
    if not dry_run:
        with _locked(folder):
            _lead_to(folder, number)
    return f"release {number}"


def _stage(release: Outgoing, plan: Plan, beside: Path | None, staged: Path) -> Iterator[str]:
    same, made = frozenset(plan.same), {""}
    last = [name for name in release.own if name in release.files]
    for path in (*(each for each in release.files if each not in last), *last):
        _make(staged, path.rpartition("/")[0], made)
        if not (beside and path in same and _linked(beside / path, staged / path)):
            _write(staged / path, release.read(path))
        if path not in same:
            yield path


def _make(staged: Path, folder: str, made: set[str]) -> None:
    if folder not in made:
        _make(staged, folder.rpartition("/")[0], made)
        (staged / folder).mkdir(FOLDER_MODE)
        (staged / folder).chmod(FOLDER_MODE)  # whatever the umask: web servers read it
        made.add(folder)


def _linked(old: Path, new: Path) -> bool:
    """Whether the file of the release before could be taken over; some disks have no links."""
    with suppress(OSError):
        os.link(old, new, follow_symlinks=False)
        return True
    return False


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
    path.chmod(FILE_MODE)


def _lead_to(folder: Path, number: int) -> None:
    """Replace the link in one step: rename(2) leaves no moment without it."""
    link = folder / f".{CURRENT}.new"
    link.unlink(missing_ok=True)
    link.symlink_to(link_to(number))
    link.replace(folder / CURRENT)


def _folder(target: Target) -> Path:
    """The folder. Refused where somebody else's things are in it."""
    folder = path_of(target.options.path, target.root).resolve()
    if folder in (target.root, *target.root.parents):
        raise Refused(f"{folder} holds more than the published site; name a folder of its own")
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file")
    if folder.is_dir() and not (folder / MARK).is_file() and any(folder.iterdir()):
        raise Refused(f"{folder} was not made by this program (it lacks {MARK})")
    return folder


def _current(folder: Path) -> int:
    """The number of the release that readers see, 0 where they see none."""
    link = folder / CURRENT
    if not link.is_symlink():
        if link.exists():
            raise Refused(f"{link} is no link; put it aside")
        return 0
    return number_of(str(link.readlink()))


def _numbers(folder: Path) -> list[int]:
    releases = folder / RELEASES
    return numbers_in(path.name for path in releases.iterdir()) if releases.is_dir() else []


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _untouched(path: Path, file: Sum, published: int) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    return status.st_mtime_ns <= published and status.st_size == file.size


def _remove(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / MARK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused("somebody else is publishing there; try again when it is done") from None
        yield
