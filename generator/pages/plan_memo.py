"""What was planned before: the pages of a page type as a memoised function of what it reads."""

from collections.abc import Mapping, Sequence

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


class KnownType(msgspec.Struct, frozen=True, array_like=True):
    """The pages of a page type, and the digest of all that they were planned from."""

    made_of: str
    rest: str  # the same without the list of records that the turns go over
    pages: Sequence[KnownPage]
    fixed: Parts  # what the keys of all its pages are made of, by name
    names: Sequence[str]  # of the inputs


class PlanMemo:
    """The page types of the last plan by name; those of this one, to be kept for the next."""

    def __init__(self, kept: Mapping[str, bytes] | None = None) -> None:
        self._kept = dict(kept or {})
        self.to_keep: dict[str, bytes] = {}

    @property
    def grown(self) -> bool:
        """Whether anything is not as it was kept."""
        return self.to_keep != self._kept

    def known(self, name: str) -> KnownType | None:
        """What is known of a page type."""
        data = self._kept.get(name)
        return msgspec.msgpack.decode(data, type=KnownType) if data else None

    def parts_before(self, path: str) -> Parts:
        """What the key of a page was made of the last time; nothing where there was none."""
        for known in map(self.known, self._kept.keys() - {PATHS}):
            for page in known.pages if known else ():
                if known and page.path == path:
                    return parts_of(known.fixed, path, known.names, page.digests)
        return ()

    def still(self, name: str) -> None:
        """Keep what is known of a page type as it is."""
        self.to_keep[name] = self._kept[name]

    def put(self, name: str, known: KnownType) -> None:
        """Keep what was planned now."""
        self.to_keep[name] = msgspec.msgpack.encode(known)

    def same_paths(self, digest: str) -> bool:
        """Whether the paths of all pages were the same; they are from now on."""
        self.to_keep[PATHS] = digest.encode()
        return self._kept.get(PATHS) == digest.encode()


def parts_of(fixed: Parts, path: str, names: Sequence[str], digests: Sequence[str]) -> Parts:
    """What a page's key is made of."""
    return (*fixed, ("path", path), *zip(names, digests, strict=True))
