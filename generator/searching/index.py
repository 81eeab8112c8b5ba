"""The index of a site, made of what is public; a part of it that is as it was is not made again.

A shard is known by the digest of its records, of the program that makes it and of this package.
"""

import re
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.model.digest import digest
from generator.model.library import Library
from generator.model.problems import SiteError
from generator.pages.fingerprint import fingerprint
from generator.pages.interface.languages import Language
from generator.pages.interface.wording import Wording
from generator.progress import Progress
from generator.unchanged import CACHE
from generator.workers import in_order

from .entries import Dated, Findable, entry_of, findable
from .kept import FILES, Index, Shard, forget_shards, index_with, keep_shard, kept_shard
from .program import Failed, Program, find_program, make_index
from .settled import asked_for, settled
from .shards import LARGE, large, shards

KEPT = f"{CACHE}/search"
# What Pagefind knows the endings of words in, or parts into words. In other languages than these it
# takes the endings of English ones off, since most sites have some English.
KNOWN = frozenset(re.findall(r"\w+", "da de en es fi fr hu it ja nl no pt ro sv th tr zh"))
LOST = "a process that makes it ended before its work; was it out of memory, or too slow?"
AT_ONCE = 2  # large shards: more would take more memory than a small machine has


class Part(NamedTuple):
    """A part of an index that is to be: what it is known by, where it is kept, what it holds."""

    name: str
    kept: Path
    found: Sequence[Findable]


class Made(msgspec.Struct, frozen=True):
    """What making a shard took: the most memory that the program had, in bytes; or why not."""

    memory: int = 0
    failed: str = ""


class Plan(msgspec.Struct, frozen=True):
    """What an index is made of, by what, and where its parts are kept."""

    program: Program
    language: str  # that Pagefind takes all words for
    dated: Dated  # how results say their dates
    parts: list[Part]
    folder: Path

    @property
    def count(self) -> int:
        return sum(len(part.found) for part in self.parts)

    @property
    def missing(self) -> list[Part]:
        """The parts that are not at hand."""
        return [part for part in self.parts if not self._kept(part)]

    def make(self, part: Part) -> Made:
        """Make a part, and keep it."""
        try:
            entries = (entry_of(found, self.dated) for found in part.found)
            made = make_index(self.program, entries, len(part.found), self.language)
            keep_shard(part.kept, part.name, asked_for(settled(made.files)))
        except (Failed, SiteError) as error:  # the latter: a file was changed since it was read
            return Made(failed=str(error))
        return Made(made.memory)

    def index(self, said: str = "") -> Index | None:
        """The index, None where any part of it is not at hand."""
        ready = [shard for part in self.parts if (shard := self._kept(part))]
        whole = ready and len(ready) == len(self.parts)
        return index_with(ready, self.language, said) if whole else None

    def _kept(self, part: Part) -> Shard | None:
        return kept_shard(part.kept, part.name, partial(self.make, part))


def plan_index(library: Library, root: Path, said: Language) -> Plan | None:
    """What the index of all that is public is made of, None where there is no program to make it.

    `said` is the language of the page that shows its results.
    Raises Failed where that does not start.
    """
    program = find_program()
    if program is None:
        return None
    language = language_of(library.site.lang)
    maker = [program.version, language, said.key, _own()]
    dated, undated = findable(library)
    *old, young = shards(dated)
    cut = [part for part in (*old, [*young, *undated]) if part]
    folder = root / KEPT
    parts = [
        Part(digest([*maker, *(each.digest for each in found)]), folder / f"{number}{FILES}", found)
        for number, found in enumerate(cut, start=1)
    ]
    return Plan(program, language, Wording(said).words, parts, folder)


def make(plan: Plan, jobs: int) -> Index:
    """The index, made where it is not at hand.

    Raises Failed where it cannot be made as a whole: half an index would hide what it lacks.
    """
    start, missing = time.perf_counter(), plan.missing
    at_once = max(1, min(jobs, AT_ONCE) * LARGE // large(plan.count))
    memory = _made(plan.make, missing, at_once)
    forget_shards([part.kept for part in plan.parts], plan.folder)
    made, seconds = sum(len(part.found) for part in missing), time.perf_counter() - start
    index = plan.index(_said(made, plan.count, seconds, memory))
    if index is None:
        raise Failed("what it made was not kept")
    return index


def language_of(site: str) -> str:
    """The language that all entries are taken for, so that one search finds those of each."""
    language = site.partition("-")[0]
    return language if language in KNOWN else "en"


def _made(work: Callable[[Part], Made], missing: list[Part], jobs: int) -> int:
    """Make what is missing. Returns the most memory that one program had."""
    progress, memory, failed = Progress("Indexing", len(missing)), 0, ""
    try:
        for done in in_order(work, missing, jobs, worth_it=2):
            made = done or Made(failed=LOST)
            memory, failed = max(memory, made.memory), failed or made.failed
            progress.advance()
    finally:
        progress.finish()
    if failed:
        raise Failed(failed)
    return memory


def _own() -> str:
    """What changes whenever this package could make another index of the same records."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return digest([fingerprint(), *(path.read_bytes() for path in files)])


def _said(made: int, count: int, seconds: float, memory: int) -> str:
    if not made:
        return ""
    which = f"all {count:,}" if made == count else f"{made:,} of {count:,}"
    most = f"{memory / 1e6:,.0f} MB at most in a process"
    return f"search: {which} entries indexed, {seconds:.1f} s, {most}"
