"""The pictures of content/media, as their headers describe them; each is read when it changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import msgspec

from generator.model.digest import digest
from generator.model.media import MEDIA, Media
from generator.model.problems import Problem

from .files import Found, Listing, is_settled, read_bytes, sum_of
from .freezing import Entries, frozen_whole, thawed
from .registers import ReadRegister

LARGEST = 50_000_000  # bytes; a photograph of 50 megapixels has half of that
AT_ONCE = 4  # files that a process is given

Over = Callable[[Callable[[Any], bytes], Sequence[Any]], Iterable[bytes | None]]
LookAt = Callable[[bytes], Media]


def read_media(
    listing: Listing,
    before: Mapping[str, ReadRegister],
    clock: int,
    look_at: LookAt,
    over: Over,
) -> dict[str, ReadRegister]:
    """The pictures of a site by their files, each as a register with one entry.

    A file that cannot be shown is one that says why: it is a mistake where a text uses it.
    """
    found = listing.below(MEDIA)
    known = {each.name: before[each.name] for each in found if _is_as(each, before)}
    moved = [each for each in found if each.name not in known]
    shards = [moved[n : n + AT_ONCE] for n in range(0, len(moved), AT_ONCE)]
    work = partial(_read_shard, _Reading(listing.root, clock, look_at, before))
    for shard, data in zip(shards, over(work, shards) if shards else (), strict=True):
        read = thawed(data, Entries({})) if data else [_unreadable(each) for each in shard]
        known |= zip((each.name for each in shard), read, strict=True)
    return known


def album_of(read: Mapping[str, ReadRegister]) -> dict[str, Any]:
    """The pictures that were read, by their ids."""
    return {id_: media for register in read.values() for id_, media in register.entries.items()}


def read_picture(root: Path, media: Media) -> bytes | Problem:
    """The bytes of a picture, where they are those that were read before."""
    data = read_bytes(root, media.name, LARGEST)
    if isinstance(data, Problem) or sum_of(data).hex() == media.digest:
        return data
    return Problem(media.name, 0, "changed while the site was read; run this again")


def _is_as(found: Found, before: Mapping[str, ReadRegister]) -> bool:
    read = before.get(found.name)
    return read is not None and read.settled and read.look == found.look


class _Reading(NamedTuple):
    root: Path
    clock: int
    look_at: LookAt
    before: Mapping[str, ReadRegister]


def _read_shard(reading: _Reading, shard: Sequence[Found]) -> bytes:
    return frozen_whole([_read(reading, found) for found in shard])


def _read(reading: _Reading, found: Found) -> ReadRegister:
    if found.look[0] > LARGEST:
        return _wrong(found, f"larger than {LARGEST // 1_000_000} MB; save it smaller")
    data = read_bytes(reading.root, found.name, LARGEST)
    if isinstance(data, Problem):
        return _wrong(found, data.message)
    sha, settled = sum_of(data), is_settled(found.look, reading.clock)
    known = reading.before.get(found.name)
    if known and known.sha == sha:
        return ReadRegister(found.look, settled, sha, known.entries)
    media = _named(found, reading.look_at(data), sha.hex())
    return ReadRegister(found.look, settled, sha, {media.id: media})


def _unreadable(found: Found) -> ReadRegister:
    return _wrong(found, "a process ended while it read this; save it anew, smaller")


def _wrong(found: Found, why: str) -> ReadRegister:
    media = _named(found, Media(wrong=why), digest([found.look, why]))
    return ReadRegister(found.look, False, b"", {media.id: media})


def _named(found: Found, media: Media, digest: str) -> Media:
    id_ = normalize("NFC", found.name.removeprefix(f"{MEDIA}/"))  # some disks take letters apart
    return msgspec.structs.replace(media, id=id_, name=found.name, digest=digest)
