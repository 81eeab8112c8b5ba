"""A release on its way to its readers, as targets see it: what is there, what is to be done, in
which order.

A target is a module of `plugins/targets/` with a record `Options` and the functions

    look(target) -> There                               what is there; changes nothing
    publish(release, plan, target) -> Iterator[str]     each file, when it is put or removed there
    rollback(target, dry_run) -> str                    back to the release before; may be missing

which raise Refused, or OSError, with what an editor is told in one line.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from .digest import sha256_of
from .manifest import OWN, Sum, from_bytes

MARK = ".conflict-digest"
MARK_SAYS = "This place is written by conflict-digest; what it published here, it replaces.\n"


class Refused(Exception):  # noqa: N818 - it is an answer, as SiteError's Problems are
    """A target that cannot be published to, or must not; the message is one line for an editor."""


def path_of(text: str, root: Path) -> Path:
    """A path of site.yaml: from the site's folder, or with `~` for somebody's own. Refused where
    there is nobody of that name."""
    try:
        return root / Path(text).expanduser()
    except RuntimeError:
        raise Refused(f"“{text}” begins with a user that this machine does not know") from None


def refuse_if_other(planned: str, now: str) -> None:
    """Refused where somebody else published there since it was planned what to do: two releases
    would be mixed."""
    if planned != now:
        raise Refused("somebody else published there meanwhile; publish again")


class Target(msgspec.Struct, frozen=True):
    """A place of site.yaml's `targets`."""

    name: str
    options: Any  # the kind's own `Options`
    root: Path  # the site's folder, which paths in options are relative to
    kept: Path  # a folder for this target below .cache: safe to delete, never trusted


class There(msgspec.Struct, frozen=True):
    """What is at a target now."""

    files: Mapping[str, Sum | None] = {}  # ours; None where it is not known what is in it
    manifest: bytes = b""  # as it is there; empty where there is none
    version: str = ""  # another one wherever somebody published meanwhile: a commit, a number
    unsure: frozenset[str] = frozenset()  # of the files, those that may not be there after all


class Outgoing(msgspec.Struct, frozen=True):
    """A release on its way to its readers."""

    title: str
    address: str
    moment: datetime
    files: Mapping[str, Sum]  # every file, those that publishing adds (`own`) included
    folder: Path  # where the built site lies
    own: Mapping[str, bytes]

    def read(self, path: str) -> bytes:
        """The bytes of a file. Refused where they are not what the manifest says."""
        data = self.own.get(path)
        if data is None:
            data = (self.folder / path).read_bytes()
            if sum_of(data) != self.files[path]:
                raise Refused(f"{path} was changed while it was published; publish again")
        return data


class Plan(msgspec.Struct, frozen=True):
    """What is to be done at a target."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    version: str = ""  # of what was there when this was planned; else the target refuses

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    @property
    def put(self) -> frozenset[str]:
        """Every file that is to be sent."""
        return frozenset(self.new) | frozenset(self.changed)

    def steps(self) -> Iterator[tuple[str, ...]]:
        """The files to be sent, in steps: each may begin when the one before is done.

        At no moment does a page link to what is not there yet: what pages are made of comes
        first, then new pages, which nothing leads to, then those that lead to them, then what
        lists them, at last the manifest. What is gone goes after all of them.
        """
        kinds: dict[str, list[str]] = {"asset": [], "page": [], "list": [], "own": []}
        for path in self.new:
            kinds[kind_of(path)].append(path)
        changed: list[str] = []
        for path in self.changed:
            (changed if kind_of(path) == "page" else kinds[kind_of(path)]).append(path)
        own = sorted(kinds["own"], key=OWN.index)
        steps = (kinds["asset"], kinds["page"], changed, kinds["list"], own)
        yield from (tuple(step) for step in steps if step)


def plan(there: There, files: Mapping[str, Sum]) -> Plan:
    """What makes a target hold exactly these files of ours; what is not ours is left alone."""
    new: list[str] = []
    changed: list[str] = []
    same: list[str] = []
    for path in sorted(files):
        if path not in there.files or path in there.unsure:
            new.append(path)
        else:
            (same if there.files[path] == files[path] else changed).append(path)
    gone = sorted(there.files.keys() - files.keys())
    return Plan(tuple(new), tuple(changed), tuple(gone), tuple(same), there.version)


def kind_of(path: str) -> str:
    """Whether a file is a `page`, a `list` of pages, an `asset` of theirs, or our `own`."""
    if path in OWN:
        return "own"
    if path.endswith(".html"):
        return "page"
    listing = path.endswith((".xml", ".json", ".txt", ".ics")) and not path.startswith("static/")
    return "list" if listing else "asset"


def there(
    manifest: bytes, own: Mapping[str, bytes], version: str, pending: tuple[str, ...] = ()
) -> There:
    """What is there by the manifest there.

    `own` are the files there that no manifest names. `pending` are the files that a publish which
    did not come to its end was about: whether they were sent, or are gone, nobody knows.
    """
    try:
        files = from_bytes(manifest).files if manifest else {}
    except ValueError:
        files = {}
    unlisted = {path: sum_of(data) for path, data in own.items() if data}
    known = {**files, **unlisted}
    unsure = frozenset(pending) - known.keys()  # new ones, which may never have been sent
    return There({**known, **dict.fromkeys(pending)}, manifest, version, unsure)


def sum_of(data: bytes) -> Sum:
    return Sum(sha256_of(data), len(data))


def mark(pending: tuple[str, ...] = ()) -> bytes:
    """The file that says a place is ours, and which files are just being sent or removed."""
    return (MARK_SAYS + "".join(f"{path}\n" for path in pending)).encode()


def pending_in(data: bytes) -> tuple[str, ...]:
    """The files that a mark says were being sent or removed when a publish ended too early."""
    return tuple(data.decode("utf-8", "replace").splitlines()[1:])
