"""What a site's folder remembers of its last reading: below `.cache`, safe to delete."""

import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from generator.library.files import Listing
from generator.library.load import load
from generator.library.memo import Memo, Ways
from generator.model.digest import digest
from generator.model.library import Library
from generator.model.problems import Problem
from generator.output.kept import disk_clock, held, read_kept, write_kept
from generator.output.store import Slot, Store
from generator.pages.fingerprint import fingerprint
from generator.pages.markup import illustrated
from generator.pages.pictures import look_at
from generator.progress import Progress
from generator.unchanged import CACHE
from generator.workers import in_order

READ = f"{CACHE}/read"  # how each file lay on the disk, and what it said
ARTICLES = f"{CACHE}/articles"  # the whole of each article
LOCK = f"{CACHE}/reading"


def read_site(
    root: Path, jobs: int = 1, listing: Listing | None = None
) -> tuple[Library, list[Problem]]:
    """The content of a site, as `load` gives it; only what changed is parsed.

    Where two read at a time, one of them remembers nothing new.
    """
    if not (root / "site.yaml").is_file():
        return load(root)
    return first_reading(root, jobs, listing)[1:]


def first_reading(
    root: Path, jobs: int = 1, listing: Listing | None = None
) -> tuple[Memo, Library, list[Problem]]:
    """The same with the memo, for whoever reads the site again in this process."""
    version = reader()
    with _alone(root) as (alone, clock):
        shelf = Shelf(root / ARTICLES, alone)
        kept = read_kept(root / READ, version)
        memo = Memo(root, kept, shelf, clock, Ways(illustrated, look_at, partial(_over, jobs)))
        library, problems = load(root, memo, listing)
        if alone and memo.sound:
            shelf.keep(memo.keys)
            now = memo.to_keep()
            if now != kept:
                write_kept(root / READ, version, now)
        shelf.alone = False
    return memo, library, problems


def reader() -> str:
    """A digest that changes whenever this generator could read the same bytes differently."""
    package = Path(__file__).parent
    files = (
        path for path in sorted((package / "library").rglob("*")) if path.suffix in (".py", ".yaml")
    )
    return digest([fingerprint(), *((path.name, path.read_bytes()) for path in files)])


class Shelf:
    """Whole articles: on the disk where that is ours alone, else new ones in memory."""

    def __init__(self, folder: Path, alone: bool) -> None:
        self.alone = alone
        self._store = Store(folder).__enter__()
        weakref.finalize(self, self._store.close)  # articles are read for as long as they are held
        self._new: dict[str, bytes] = {}
        self._grown = False

    def get(self, key: str) -> bytes | None:
        """The bytes under a key, None where there are none to be trusted."""
        return self._new.get(key) or self._store.get(key)

    def write(self, key: str, data: bytes) -> Slot | bytes:
        """Write bytes, in this process or in one forked from it; what `took` must be told."""
        return self._store.write(key, data) if self.alone else data

    def took(self, key: str, written: Slot | bytes) -> None:
        """Keep what was written, whichever process wrote it."""
        self._grown = True
        if isinstance(written, bytes):
            self._new[key] = written
        else:
            self._store.took(key, written)

    def keep(self, keys: Iterable[str]) -> None:
        """Make what was put last, and forget all but these keys."""
        if self._grown:
            self._store.commit(keys)
            self._store.__exit__()


@contextmanager
def _alone(root: Path) -> Iterator[tuple[bool, int]]:
    """Whether nobody else may write what is remembered, and the time by the site's disk."""
    path = root / LOCK
    clock = disk_clock(path)
    if not clock:
        yield False, 0
        return
    with held(path) as alone:
        yield alone, clock


def _over(jobs: int, work: Callable[[Any], bytes], shards: Sequence[Any]) -> Iterator[bytes | None]:
    progress = Progress("Reading", sum(map(len, shards)))
    try:
        for shard, data in zip(shards, in_order(work, shards, jobs), strict=True):
            yield data
            for _ in shard:
                progress.advance()
    finally:
        progress.finish()
