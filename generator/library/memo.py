"""What was read of a site before: *parse* as a memoised function of a file's bytes.

A file that lies on the disk as it did is taken as it was read; one that moved is read and hashed,
and parsed only where its bytes are new or an entry that it names has changed. Nothing here is
taken for truth: all of it can be read again, and is, by another version of this program.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from generator.model.media import Media, ToHtml
from generator.model.problems import Problem
from generator.model.records import Article
from generator.model.registers import Registers, Tag

from .files import Found, Listing, Look, found_at, is_settled, read_bytes, sum_of
from .freezing import Entries, frozen, frozen_whole, thawed
from .illustrating import illustrated
from .lazy_article import LazyArticle, lazy
from .media import LookAt, album_of, read_media
from .reading import Kind, Unread, record_of
from .registers import ReadRegister, changed_ids, read_registers
from .starter import layered
from .wholes import Shelf, Wholes

Over = Callable[[Callable[[Any], bytes], Sequence[Any]], Iterable[bytes | None]]
"""Does some work on each of many things, in several processes perhaps; None for what was lost."""

AT_ONCE = 64  # files that a process is given
IN_A_CHUNK = 256  # files that are kept together: where one changes, all of them are written
REGISTERS = "registers"
TAGS = "content/registers/tags.yaml"


class Ways(NamedTuple):
    """How the roof has things done that are not the library's own."""

    to_html: ToHtml  # what a body is as HTML
    look_at: LookAt  # what a picture is, by its bytes
    over: Over


class Read(msgspec.Struct):
    """A file as it was read: how it lay on the disk, what it said, which entries it names."""

    file: str
    look: Look
    settled: bool  # whether any later change would surely look different
    sha: bytes
    names: frozenset[str]
    record: Any


class Same(msgspec.Struct):
    """A file that moved on the disk and says what it said."""

    file: str
    look: Look
    settled: bool


class Memo:
    """Reads the content of one site, and remembers it."""

    def __init__(
        self, root: Path, kept: Mapping[str, bytes], shelf: Shelf, clock: int, ways: Ways
    ) -> None:
        """`clock` is the time by the site's disk, in nanoseconds, before anything is read."""
        self.root, self.kept, self.shelf = root, dict(kept), shelf
        self.clock, self.ways = clock, ways
        self._known: dict[str, Read] = {}
        self._chunk_of: dict[str, str] = {}
        self._met: set[str] = set()  # the files that are there
        self._stale: set[str] = set()  # the chunks that are to be written anew
        self._registers: dict[str, ReadRegister] | None = None

    def open(self, listing: Listing, problems: list[Problem]) -> Registers:
        """Read the registers, and recall what was read but for what names a changed entry.

        While a register has a mistake, what was read before stays at hand as it was.
        """
        found, again = len(problems), self._registers is not None
        before = self._registers if self._registers is not None else self._kept_registers()
        own, after = read_registers(listing, problems, before, self.clock)
        media = read_media(listing, before, self.clock, self.ways.look_at, self.ways.over)
        own[Media], after = album_of(media), after | media
        self.sound, self.registers = len(problems) == found, layered(own)
        self._met.clear()
        if again and not self.sound:
            return self.registers
        self._registers, self.wholes = after, self._wholes()
        if not again:
            self._recall()
        changed = changed_ids(before, after)
        if (Tag in own) != (TAGS in before):  # another rule holds for all of them
            self._known.clear()
        elif changed:
            known = self._known.items()
            self._known = {file: each for file, each in known if each.names.isdisjoint(changed)}
        return self.registers

    def _wholes(self) -> Wholes:
        return Wholes(self.root, self.shelf, self.registers, self.ways.to_html)

    def _kept_registers(self) -> dict[str, ReadRegister]:
        data = self.kept.pop(REGISTERS, b"")
        return thawed(data, Entries({})) if data else {}

    def _recall(self) -> None:
        for chunk, data in self.kept.items():
            for each in thawed(data, self.wholes.entries):
                self._chunk_of[each.file] = chunk
                self._known[each.file] = each

    def records(self, kind: Kind, listed: Sequence[Found]) -> Iterator[Any]:
        """The record of each file, or an `Unread`. Articles are lazy ones."""
        self._met.update(found.name for found in listed)
        unread: dict[str, Unread] = {}
        for outcome, written in self._outcomes(kind, [f for f in listed if not self._untouched(f)]):
            if isinstance(outcome, Unread):
                unread[outcome.file] = outcome
                self._known.pop(outcome.file, None)
                self._stale.add(self._chunk_of.get(outcome.file, ""))
            else:
                self._take(outcome, written)
        for found in listed:
            record: Any = unread.get(found.name) or self._known[found.name].record
            if isinstance(record, LazyArticle):
                record.read = self.wholes
            yield record

    def edited(self, files: Collection[str]) -> dict[str, Any] | None:
        """The records of some files that were edited, by their names; None where any of them is
        no article that was read before and can be read now."""
        found = [each for file in files if (each := found_at(self.root, file))]
        known = [self._known.get(each.name) for each in found]
        if len(found) < len(files) or not all(
            k and k.record.__class__ is LazyArticle for k in known
        ):
            return None
        records = dict(zip(files, self.records(Article, found), strict=True))
        return None if any(isinstance(each, Unread) for each in records.values()) else records

    def to_keep(self) -> dict[str, bytes]:
        """What to keep for the next time: the chunks, those that changed written anew."""
        gone = self._chunk_of.keys() - self._met
        stale = self._stale | {self._chunk_of[file] for file in gone}
        kept = {chunk: data for chunk, data in self.kept.items() if chunk not in stale}
        loose = [
            known
            for file, known in self._known.items()
            if file in self._met and self._chunk_of.get(file) not in kept
        ]
        for n in range(0, len(loose), IN_A_CHUNK):
            data = frozen(loose[n : n + IN_A_CHUNK]).data
            kept[sum_of(data).hex()] = data
        return kept | {REGISTERS: frozen_whole(self._registers)}

    @property
    def keys(self) -> Iterator[str]:
        """The keys of the whole articles that are there."""
        records = (known.record for file, known in self._known.items() if file in self._met)
        return (record.key for record in records if isinstance(record, LazyArticle))

    def _untouched(self, found: Found) -> bool:
        known = self._known.get(found.name)
        return known is not None and known.settled and known.look == found.look

    def _outcomes(self, kind: Kind, moved: Sequence[Found]) -> Iterator[tuple[Any, Any]]:
        shards = [moved[n : n + AT_ONCE] for n in range(0, len(moved), AT_ONCE)]
        for data in self.ways.over(partial(self._read_shard, kind), shards):
            if data is None:
                message = "a process ended while it read content; was it out of memory?"
                raise ChildProcessError(f"{message} Try again with --jobs 1")
            yield from thawed(data, self.wholes.entries)

    def _read_shard(self, kind: Kind, shard: Sequence[Found]) -> bytes:
        return frozen([self._outcome(kind, found) for found in shard]).data

    def _outcome(self, kind: Kind, found: Found) -> tuple[Read | Same | Unread, Any]:
        settled = is_settled(found.look, self.clock)
        data = read_bytes(self.root, found.name)
        sha = b"" if isinstance(data, Problem) else sum_of(data)
        known = self._known.get(found.name)
        if known and known.sha == sha:
            return Same(found.name, found.look, settled), None
        record = record_of(data, kind, found.name, self.registers)
        if not isinstance(record, Unread):
            record = illustrated(record, self.ways.to_html, self.registers)
        if isinstance(record, Unread):
            return record, None
        whole, names = frozen(record, getattr(record, "card", None))
        if not isinstance(record, Article):
            return Read(found.name, found.look, settled, sha, names, record), None
        short = lazy(record, sum_of(whole).hex())
        written = self.shelf.write(short.key, whole)
        return Read(found.name, found.look, settled, sha, names, short), written

    def _take(self, outcome: Read | Same, written: Any) -> None:
        if isinstance(outcome, Read):
            self._known[outcome.file] = outcome
            if written is not None:
                self.shelf.took(outcome.record.key, written)
        else:
            known = self._known[outcome.file]
            if (known.look, known.settled) == (outcome.look, outcome.settled):
                return
            known.look, known.settled = outcome.look, outcome.settled
        self._stale.add(self._chunk_of.get(outcome.file, ""))
