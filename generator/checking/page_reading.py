"""What is on the pages of a release: each is read once, for as long as it stays as it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path

import msgspec

from generator.model.checks import Seen
from generator.model.digest import digest
from generator.output.kept import read_kept, write_kept
from generator.plugins import page_facts
from generator.progress import Progress
from generator.unchanged import CACHE
from generator.workers import default_jobs, in_order

KEPT = f"{CACHE}/checked-pages"
AT_ONCE = 64  # pages that a process is given

Read = Callable[[str], bytes]


class Pages(Mapping[str, Seen]):
    """The facts of each page by its path, looked up when somebody asks: held all together, those
    of ten thousand would fill the memory."""

    def __init__(self, root: Path, files: Mapping[str, str], read: Read, base_url: str) -> None:
        self.root, self.read, self.base_url = root, read, base_url
        pages = (path for path in sorted(files) if path.endswith(".html"))
        # With the path, since relative links of the same bytes lead elsewhere from another place.
        self.keys_of = {path: f"{files[path]} {path}" for path in pages}
        self._decode = msgspec.msgpack.Decoder(Seen).decode

    def __getitem__(self, path: str) -> Seen:
        return self._decode(self._facts[self.keys_of[path]])

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_of)

    def __len__(self) -> int:
        return len(self.keys_of)

    def __contains__(self, path: object) -> bool:
        return path in self.keys_of

    @cached_property
    def _facts(self) -> dict[str, bytes]:
        source = Path(page_facts.__file__).read_bytes()
        version = digest([source, self.base_url])
        kept = read_kept(self.root / KEPT, version)
        new = {key: path for path, key in self.keys_of.items() if key not in kept}
        if new:
            kept |= zip(new, self._looked_at(list(new.values())), strict=True)
        facts = {key: kept[key] for key in self.keys_of.values()}
        if facts.keys() != kept.keys() or new:
            write_kept(self.root / KEPT, version, facts)
        return facts

    def _looked_at(self, paths: Sequence[str]) -> Iterator[bytes]:
        progress = Progress("Reading pages", len(paths))
        shards = [paths[n : n + AT_ONCE] for n in range(0, len(paths), AT_ONCE)]
        work = partial(_facts_of, self.read, self.base_url)
        try:
            for shard, found in zip(shards, in_order(work, shards, default_jobs()), strict=True):
                yield from work(shard) if found is None else found
                for _ in shard:
                    progress.advance()
        finally:
            progress.finish()


def _facts_of(read: Read, base_url: str, paths: Sequence[str]) -> list[bytes]:
    encode = msgspec.msgpack.Encoder().encode
    return [
        encode(page_facts.page_facts(path, read(path).decode("utf-8", "replace"), base_url))
        for path in paths
    ]
