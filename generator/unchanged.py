"""Whether there is anything to build: asked before what a build needs is even imported.

A build is a function of the site's files, of this program, of what was asked and, where something
is under embargo, of the time. Where none of them moved since the last one, and nobody touched its
output, there is nothing to do.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import msgspec

from generator.library.files import Listing, is_settled, look, scan
from generator.model.digest import digest
from generator.model.problems import Problem, SiteError
from generator.output.kept import PRIVATE, disk_clock, held, read_sealed, write_sealed
from generator.output.memory import Memory
from generator.output.tree import as_left

CACHE = ".cache"
CLOCK = f"{CACHE}/clock"
FOLDERS = ("content", "templates", "languages")
SEARCHERS = ("pagefind_extended", "pagefind")  # names of the program that makes the index


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the site's cache for one build at a time, from its reading on: one that began earlier
    would else publish its older reading last. Raises SiteError when another has it.

    A folder that is no site is left as it is.
    """
    if not (root / "site.yaml").is_file():
        yield
        return
    folder = root / CACHE
    folder.mkdir(PRIVATE, exist_ok=True)
    with held(folder / "lock") as alone:
        if not alone:
            message = "another build of this site is running; try again when it is done"
            raise SiteError([Problem(CACHE, 0, message)])
        yield


class LastBuild(msgspec.Struct, frozen=True):
    """What a build was made of, and what it said."""

    output: bytes  # a path may be no text
    pages: int
    notices: list[Problem]  # of what was left out
    moved: list[Problem]  # of old addresses that lead nowhere
    until: datetime | None  # when the next embargo ends
    made_of: str


def clock_of(root: Path) -> int:
    """The time by a site's disk, in nanoseconds; 0 where it cannot be told."""
    return disk_clock(root / CLOCK) if (root / "site.yaml").is_file() else 0


class MadeOf(msgspec.Struct, frozen=True):
    """How all that a build is made of lies on the disk."""

    digest: str  # empty where a change need not look different, as with links
    changed: int  # when the last of it was changed, in nanoseconds by the disk's clock

    def settled(self, clock: int) -> bool:
        """Whether all that was changed since a time would look different."""
        return bool(self.digest) and is_settled((0, 0, self.changed, 0), clock)


def made_of(listing: Listing, asked: Sequence[object]) -> MadeOf:
    """What a build is made of that is `asked` for this now."""
    package = Path(__file__).parent
    found = [each for folder in FOLDERS for each in listing.below(folder)]
    looks = [(os.fsencode(each.name), each.look) for each in found]  # whatever bytes it has
    own = (package, package.parent / "templates")
    looks += [(os.fsencode(each.name), each.look) for path in own for each in scan(path, ".")]
    site = listing.root / "site.yaml"
    looks += [(b"site.yaml", look(site.lstat()))] if site.is_file() else []
    time_set = os.environ.get("SOURCE_DATE_EPOCH")
    parts = [msgspec.msgpack.encode(looks), list(asked), _installed(), sys.version, time_set]
    changed = max(max(each[2:]) for _, each in looks)
    return MadeOf("" if any(each.is_link for each in found) else digest(parts), changed)


def _installed() -> list[object]:
    """What is installed beside the renderer, by names that have versions in them; and what makes
    the index for searching, where it is on the path, by how it lies there.
    """
    jinja = find_spec("jinja2")
    folder = Path(jinja.origin).parent.parent if jinja and jinja.origin else Path()
    on_path = [
        (name, look(program.stat()))
        for part in os.get_exec_path()
        for name in SEARCHERS
        if (program := Path(part, name)).is_file()
    ]
    return [sorted(path.name for path in folder.iterdir()), on_path]


def last_build(root: Path, drafts: bool) -> LastBuild | None:
    """The last build, as far as it is remembered."""
    try:
        return msgspec.msgpack.decode(read_sealed(_record(root, drafts)), type=LastBuild)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def comes_out_as(last: LastBuild, made: MadeOf) -> bool:
    """Whether a build of this, now, makes what the last one made."""
    return last.made_of == made.digest and not (last.until and last.until <= datetime.now(UTC))


def stands(root: Path, last: LastBuild) -> bool:
    """Whether its output is as the last build left it."""
    memory = memory_of(root, Path(os.fsdecode(last.output)))
    return as_left(memory.output, memory.left()) is not None


def memory_of(root: Path, output: Path) -> Memory:
    """What is remembered of an output folder."""
    return Memory(root / CACHE / "outputs", output)


def remember(root: Path, drafts: bool, last: LastBuild) -> None:
    """Remember a build that succeeded."""
    write_sealed(_record(root, drafts), msgspec.msgpack.encode(last))


def _record(root: Path, drafts: bool) -> Path:
    return root / CACHE / ("last-with-drafts" if drafts else "last")
