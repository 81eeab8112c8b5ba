"""The site as it can be shown now, and what a change of its files did to it."""

import secrets
import time
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path

import msgspec

from generator.model.problems import Problem, SiteError
from generator.pages.plan import Page
from generator.site_folder import Planned

from .planning import Planning

VANISHED = 0.05  # seconds until a file that was there and is gone has been replaced, or is gone


class Shown(msgspec.Struct, frozen=True):
    """The last sound plan, and what is wrong since."""

    version: str = ""
    planned: Planned | None = None
    pages: dict[str, Page] = {}
    static: dict[str, bytes] = {}
    problems: tuple[Problem, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """What became of the pages when files were saved."""

    files: tuple[str, ...]  # relative to the site's folder
    since: str  # the version before
    version: str
    paths: tuple[str, ...]  # of pages that are not as they were; new and gone ones are among them
    moved: dict[str, str]  # a page's old path → its new one
    static: tuple[str, ...]
    problems: tuple[Problem, ...]
    seconds: float
    pages: int  # that are not as they were; a page and its text are one


class Preview:
    """The site in memory. A mistake leaves the last sound site in place."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._planning = Planning(root)
        self._start = secrets.token_hex(4)  # so that a browser sees that this is another run
        self._versions = count()
        self.shown = Shown(version=self._next())

    def refresh(self, files: Iterable[str] = ()) -> Change:
        """Read the site again, because of some files."""
        start, before = time.perf_counter(), self.shown
        self.shown = self._read(before, sorted(files))
        seconds = time.perf_counter() - start
        return _change(tuple(sorted(files)), before, self.shown, seconds)

    def _planned(self, files: list[str]) -> Planned:
        try:
            return self._planning.plan(files)
        except OSError:  # a file that was listed, and then renamed over
            time.sleep(VANISHED)
            return self._planning.plan(())

    def _next(self) -> str:
        return f"{self._start}-{next(self._versions)}"

    def _read(self, before: Shown, files: list[str]) -> Shown:
        try:
            planned = self._planned(files)
        except SiteError as error:
            problems = tuple(error.problems)
        except Exception as error:  # a bug of ours must not end the preview
            problems = (Problem("the preview", 0, f"{type(error).__name__}: {error}"),)
        else:
            pages = {page.path: page for page in planned.pages}
            return Shown(self._next(), planned, pages, planned.static)
        return msgspec.structs.replace(before, version=self._next(), problems=problems)


def _change(files: tuple[str, ...], before: Shown, after: Shown, seconds: float) -> Change:
    paths, moved = _differing(before.pages, after.pages)
    every = before.static.keys() | after.static.keys()
    static = sorted(path for path in every if before.static.get(path) != after.static.get(path))
    pages = sum((after.pages.get(path) or before.pages[path]).whole is None for path in paths)
    versions, wrong = (before.version, after.version), after.problems
    return Change(files, *versions, paths, moved, tuple(static), wrong, seconds, pages)


def _differing(
    before: Mapping[str, Page], after: Mapping[str, Page]
) -> tuple[tuple[str, ...], dict[str, str]]:
    """The paths whose pages differ, and of those that are gone where they went."""
    if before is after:
        return (), {}
    gone = [path for path in before if path not in after]
    new = [path for path in after if path not in before]
    other = [p for p, page in after.items() if p in before and before[p].key != page.key]
    return tuple(sorted([*gone, *new, *other])), _moved(gone, new, before, after)


def _moved(
    gone: list[str], new: list[str], before: Mapping[str, Page], after: Mapping[str, Page]
) -> dict[str, str]:
    """A page that went as another of its kind came was renamed: so it is with a file's name."""
    went: dict[str, list[str]] = {}
    came: dict[str, list[str]] = {}
    for path in gone:
        went.setdefault(_kind(before[path]), []).append(path)
    for path in new:
        came.setdefault(_kind(after[path]), []).append(path)
    return {
        paths[0]: came[template][0]
        for template, paths in went.items()
        if len(paths) == len(came.get(template, ())) == 1
    }


def _kind(page: Page) -> str:
    return f"text of {page.template}" if page.whole else page.template
