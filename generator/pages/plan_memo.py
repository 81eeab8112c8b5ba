"""What was planned before: the pages of a page type as a memoised function of what it reads."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

PATHS = "paths"

Parts = tuple[tuple[str, str], ...]
"""What a key is made of: names, and the digests of what they stand for."""


class KnownPage(msgspec.Struct, frozen=True, array_like=True):
    """A page as it was planned."""

    path: str
    updated: str  # EDTF; empty for none
    key: str
    digests: tuple[str, ...]  # of its inputs, in the order of their names
    item: str = ""  # the digest of the record it is a turn of, where turns are known one by one
    lang: str = ""  # the tag of the language that it asks for


class KnownType(msgspec.Struct, frozen=True, array_like=True):
    """The pages of a page type, and the digest of all that they were planned from."""

    made_of: str = ""
    rest: str = ""  # the same without the list that the turns go over, and without lookups
    pages: Sequence[KnownPage] = ()
    fixed: Parts = ()  # what the keys of all its pages are made of, by name
    names: Sequence[str] = ()  # of the inputs
    lookups: dict[str, bytes] = {}  # what they answered, by name
    words: dict[str, str] = {}  # by the languages that pages asked for, the keys of what they got


class PlanMemo:
    """The page types of the last plan by name, and those of this one for the next."""

    def __init__(self, kept: Mapping[str, bytes] | None = None) -> None:
        self._before: dict[str, bytes | KnownType] = dict(kept or {})
        self._now: dict[str, bytes | KnownType] = {}
        self._changed = False
        self._starts: dict[str, tuple[str, dict[str, Any]]] = {}

    @property
    def grown(self) -> bool:
        """Whether anything is not as it was."""
        return self._changed or self._now.keys() != self._before.keys()

    @property
    def to_keep(self) -> dict[str, bytes]:
        """What to keep for the next plan."""
        return {
            name: known if isinstance(known, bytes) else msgspec.msgpack.encode(known)
            for name, known in self._now.items()
        }

    @property
    def paths(self) -> str:
        """A digest of the paths of all pages that were planned."""
        known = self._now.get(PATHS, b"")
        return known.decode() if isinstance(known, bytes) else ""

    def following(self) -> "PlanMemo":
        """The memo for the next plan in the same process."""
        memo = PlanMemo()
        memo._before, memo._starts = self._now, self._starts
        return memo

    def start(self, name: str, made_of: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What is the same in all turns of a page type: made anew where it was made of other
        things. It is at hand for as long as this process plans, and never kept."""
        before = self._starts.get(name)
        if before is None or before[0] != made_of:
            before = self._starts[name] = (made_of, make())
        return before[1]

    def known(self, name: str) -> KnownType | None:
        """What is known of a page type."""
        known = self._before.get(name)
        return msgspec.msgpack.decode(known, type=KnownType) if isinstance(known, bytes) else known

    def parts_before(self, path: str) -> Parts:
        """What the key of a page was made of the last time; nothing where there was none."""
        for known in map(self.known, self._before.keys() - {PATHS}):
            for page in known.pages if known else ():
                if known and page.path == path:
                    words = known.words.get(page.lang, "")
                    return parts_of(known.fixed, words, path, known.names, page.digests)
        return ()

    def still(self, name: str) -> None:
        """Keep what is known of a page type as it is."""
        self._now[name] = self._before[name]

    def put(self, name: str, known: KnownType) -> None:
        """Keep what was planned now."""
        self._now[name] = known
        self._changed = True

    def same_paths(self, digest: str) -> bool:
        """Whether the paths of all pages were the same; they are from now on."""
        self._now[PATHS] = digest.encode()
        same = self._before.get(PATHS) == digest.encode()
        self._changed = self._changed or not same
        return same


def parts_of(
    fixed: Parts, words: str, path: str, names: Sequence[str], digests: Sequence[str]
) -> Parts:
    """What a page's key is made of."""
    return (*fixed, ("language", words), ("path", path), *zip(names, digests, strict=True))
