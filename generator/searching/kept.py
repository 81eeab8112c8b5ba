"""An index as it is kept: shard by shard, below `.cache/search`, and never trusted when damaged."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from generator.model.digest import digest
from generator.model.problems import Problem, SiteError
from generator.output.kept import SEAL, read_sealed, write_sealed

from .settled import ENTRY

FOLDER = "search/index"  # of the site
LIST = f"{FOLDER}/index.json"
FILES, KEYS = ".files", ".keys"
LOST = "was damaged, and could not be made again; see what the next build says of it"


class _Known(msgspec.Struct, array_like=True):
    """What is read of a shard at each build: its name, the keys of its files, how long they are."""

    name: str
    keys: dict[str, str]
    size: int


class _Files(msgspec.Struct, array_like=True):
    """The rest of a shard; it may have been replaced when what is known of it was not."""

    name: str
    files: dict[str, bytes]


class Shard(msgspec.Struct, frozen=True, dict=True):
    """A part of an index: the key of each of its files, and where their bytes are kept."""

    name: str
    keys: dict[str, str]
    kept: Path
    make_again: Callable[[], object]  # and keep it where it was

    @cached_property
    def _bytes(self) -> dict[str, bytes]:
        found = self._read()
        if not found:
            self.make_again()
            found = self._read()
        if not found:
            raise SiteError([Problem(f".cache/search/{self.kept.name}", 0, LOST)])
        return found

    def _read(self) -> dict[str, bytes]:
        data = read_sealed(self.kept)
        found = msgspec.msgpack.decode(data, type=_Files) if data else None
        return found.files if found and found.name == self.name else {}

    def data(self, name: str) -> bytes:
        """The bytes of a file. Raises SiteError where they were damaged."""
        return self._bytes[name]


class Index(msgspec.Struct, frozen=True):
    """The files of an index below a site's folder, and what is said of how it was made."""

    keys: dict[str, str] = {}  # of their bytes, by their paths
    shards: tuple[Shard, ...] = ()
    listed: bytes = b""
    said: str = ""  # empty where nothing was made

    def data(self, path: str) -> bytes | None:
        """The bytes of a file of it, None where it has no such file. Raises as `Shard.data`."""
        if path not in self.keys:
            return None
        if path == LIST:
            return self.listed
        number, _, name = path.removeprefix(f"{FOLDER}/").partition("/")
        return self.shards[int(number) - 1].data(name)


def index_with(shards: Sequence[Shard], language: str, said: str) -> Index:
    """The index of these shards; what would be the same in each is there once, in the first."""
    keys = {
        f"{FOLDER}/{number}/{name}": key
        for number, shard in enumerate(shards, start=1)
        for name, key in shard.keys.items()
        if number == 1 or "/" in name or name.endswith((".pf_meta", ".json"))
    }
    listed = _list(shards, language)
    return Index(keys | {LIST: digest(listed)}, tuple(shards), listed, said)


def _list(shards: Sequence[Shard], language: str) -> bytes:
    """Which parts there are, for the script: where, and what changes whenever one of them does."""
    parts = [[f"{number}/", shard.keys[ENTRY]] for number, shard in enumerate(shards, start=1)]
    return msgspec.json.encode({"language": language, "parts": parts})


def keep_shard(kept: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Keep a shard for `kept_shard`, in the place of the one before."""
    data = msgspec.msgpack.encode(_Files(name, dict(files)))
    keys = {path: digest(content) for path, content in sorted(files.items())}
    write_sealed(kept, data)
    known = _Known(name, keys, len(data) + SEAL)
    write_sealed(kept.with_suffix(KEYS), msgspec.msgpack.encode(known))


def kept_shard(kept: Path, name: str, make_again: Callable[[], object]) -> Shard | None:
    """The shard that is kept there, None where that is another one, or not whole."""
    try:
        known = msgspec.msgpack.decode(read_sealed(kept.with_suffix(KEYS)), type=_Known)
        whole = known.name == name and kept.stat().st_size == known.size
    except (msgspec.MsgspecError, OSError):
        return None
    return Shard(name, known.keys, kept, make_again) if whole else None


def forget_shards(living: Collection[Path], folder: Path) -> None:
    """Delete all that is kept there but these."""
    for path in folder.glob("*.*"):
        if path.with_suffix(FILES) not in living:
            path.unlink(missing_ok=True)
