"""What was read of a site before: *parse* as a memoised function of a file's bytes.

A file that lies on the disk as it did is taken as it was read; one that moved is read and hashed,
and parsed only where its bytes are new or an entry that it names has changed. Nothing here is
taken for truth: all of it can be read again, and is, by another version of this program.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec

from generator.model.problems import Problem, SiteError
from generator.model.prose import Prose
from generator.model.records import Article
from generator.model.registers import Registers, Tag

from .files import Found, Listing, Look, is_settled, read_bytes, sum_of
from .freezing import Entries, frozen, frozen_whole, thawed
from .lazy_article import LazyArticle, lazy
from .reading import Kind, Unread, record_of
from .registers import ReadRegister, changed_ids, read_registers
from .starter import layered

Over = Callable[[Callable[[Any], bytes], Sequence[Any]], Iterable[bytes | None]]
"""Does some work on each of many things, in several processes perhaps; None for what was lost."""

AT_ONCE = 64  # files that a process is given
IN_A_CHUNK = 256  # files that are kept together: where one changes, all of them are written
AT_HAND = 64  # whole articles in memory
REGISTERS = "registers"
TAGS = "content/registers/tags.yaml"


class Ways(NamedTuple):
    """How the roof has things done that are not the library's own."""

    to_html: Callable[[str], str]  # what a body is as HTML
    over: Over


class Shelf(Protocol):
    """Where whole articles are kept, as bytes under keys."""

    def get(self, key: str) -> bytes | None:
        """The bytes under a key, None where there are none to be trusted."""

    def write(self, key: str, data: bytes) -> Any:
        """Write bytes, in this process or in one forked from it; what `took` must be told."""

    def took(self, key: str, written: Any) -> None:
        """Keep what was written, whichever process wrote it."""


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
        self._at_hand: dict[str, Article] = {}

    def open(self, listing: Listing, problems: list[Problem]) -> Registers:
        """Read the registers, and recall what was read but for what names a changed entry."""
        data = self.kept.pop(REGISTERS, b"")
        before: dict[str, ReadRegister] = thawed(data, Entries({})) if data else {}
        found = len(problems)
        own, after = read_registers(listing, problems, before, self.clock)
        self.sound = len(problems) == found
        self.registers, self.entries = layered(own), Entries(layered(own))
        self._after = after
        if (Tag in own) == (TAGS in before):  # else another rule holds for all of them
            self._recall(changed_ids(before, after))
        else:
            self.kept.clear()
        return self.registers

    def _recall(self, changed: Set[str]) -> None:
        for chunk, data in self.kept.items():
            for each in thawed(data, self.entries):
                self._chunk_of[each.file] = chunk
                if each.names.isdisjoint(changed):
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
                record.read = self._whole
            yield record

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
        return kept | {REGISTERS: frozen_whole(self._after)}

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
            yield from thawed(data, self.entries)

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
        if isinstance(record, Unread):
            return record, None
        html = self.ways.to_html(record.body)
        record = msgspec.structs.replace(record, body=Prose(record.body, html))
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

    def _whole(self, short: LazyArticle) -> Article:
        """The whole article. Raises SiteError where it is lost and its file has changed."""
        article = self._at_hand.get(short.key)
        if article is None:
            data = self.shelf.get(short.key)
            article = thawed(data, self.entries, short.card) if data else self._again(short)
            if len(self._at_hand) >= AT_HAND:
                del self._at_hand[next(iter(self._at_hand))]
            self._at_hand[short.key] = article
        return article

    def _again(self, short: LazyArticle) -> Article:
        data = read_bytes(self.root, short.file)
        article = record_of(data, Article, short.file, self.registers)
        if isinstance(article, Unread) or article.digest != short.digest:
            message = "changed while the site was read; run this again"
            raise SiteError([Problem(short.file, 0, message)])
        return article
