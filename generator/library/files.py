"""The files of a content folder: what there is, how it lies on the disk, and what it says."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from generator.model.problems import Problem, SiteError
from generator.model.unseen import CONTROLS, may_have_controls, named

BOM = "\ufeff"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # the marks that such a file begins with
LARGEST = 4_000_000  # bytes; a long report has a hundredth of that
PLAIN_ONLY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO does not hang
NOT_PLAIN = "not a plain file; links and devices are not read here"
A_FOLDER = "a folder where a file is meant to be; rename it"
NO_FOLDER = "not a folder of this site; links are not followed here"
COARSEST = 2_000_000_000  # ns; the clock of FAT

Look = tuple[int, int, int, int]
"""How a file lies on the disk: size, inode, and when its bytes and its inode were changed (ns)."""


class Found(NamedTuple):
    """A file of a folder, by its name relative to the root with `/` between."""

    name: str
    look: Look
    is_link: bool
    is_folder: bool  # a link to a folder: reading it says that links are not followed
    is_plain: bool = True  # neither a link, nor a device or whatever else is no file

    @property
    def wrong(self) -> str:
        """Why it cannot be read, where it is not plain."""
        return A_FOLDER if self.is_folder and not self.is_link else NOT_PLAIN


def scan(root: Path, folder: str) -> Iterator[Found]:
    """The files below a folder, sorted. Raises SiteError for a folder that cannot be read.

    Names that begin with a dot or end with `~` are an editor's own business and passed over.
    """
    try:
        with os.scandir(root / folder) as entries:
            listed = sorted(entries, key=attrgetter("name"))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        problem = Problem(folder, 0, f"cannot be read: {error.strerror or error}")
        raise SiteError([problem]) from None
    for entry in listed:
        own = entry.name
        if own[0] == "." or own[-1] == "~":
            continue
        name = f"{folder}/{own}"
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder or name.endswith((".md", ".yaml")):  # where an editor meant a file
            try:
                seen = look(entry.stat(follow_symlinks=False))
            except FileNotFoundError:  # deleted this moment
                continue
            if entry.is_file(follow_symlinks=False):
                yield Found(name, seen, False, False)
            else:
                is_link = entry.is_symlink()
                leads_to_one = is_link and _is_folder(entry)
                yield Found(name, seen, is_link, is_folder or leads_to_one, False)
        if is_folder:
            yield from scan(root, name)


def found_at(root: Path, name: str) -> Found | None:
    """A plain file by its name."""
    try:
        status = (root / name).lstat()
    except OSError:
        return None
    return Found(name, look(status), False, False) if stat.S_ISREG(status.st_mode) else None


class Listing:
    """The folders of a site as they were when they were first looked at."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.site = found_at(root, "site.yaml")
        self._found: dict[str, list[Found]] = {}

    def below(self, folder: str) -> list[Found]:
        """The files below a folder, sorted. Raises SiteError for one that cannot be read."""
        if folder not in self._found:
            self._found[folder] = list(self._scan(folder))
        return self._found[folder]

    def changed(self, folders: Iterable[str]) -> str:
        """A file of these folders, or the configuration, that lies otherwise now than when it was
        looked at; empty where none does."""
        now = Listing(self.root)
        for folder in folders:
            moved = {*self.below(folder)} ^ {*now.below(folder)}
            if moved:
                return min(each.name for each in moved)
        return "" if self.site == now.site else "site.yaml"

    def _scan(self, folder: str) -> Iterable[Found]:
        """A folder below one that was looked at is no other folder."""
        outer = folder.partition("/")[0]
        if outer == folder or outer not in self._found:
            return scan(self.root, folder)
        return (each for each in self._found[outer] if each.name.startswith(f"{folder}/"))


def not_plain(listing: Listing, folder: str, within: Iterable[str]) -> list[Problem]:
    """A Problem for each link or device below a folder, whatever reads it or passes it over; and
    where the folder is none, or one of those that are expected `within` it.

    A link in a folder's place would else look as if there were nothing in it.
    """
    root = listing.root / folder
    if root.is_symlink() or (root.exists() and not root.is_dir()):
        return [Problem(folder, 0, NO_FOLDER)]
    expected = frozenset(within)
    return [
        Problem(each.name, 0, NO_FOLDER if each.name in expected else each.wrong)
        for each in listing.below(folder)
        if not each.is_plain or each.name in expected
    ]


def look(status: os.stat_result) -> Look:
    """What changes whenever a file does, but for changes that follow at once on one another."""
    return status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def is_settled(look: Look, clock: int) -> bool:
    """Whether a file that looked so at a time would surely look different after a change.

    `clock` is in nanoseconds, by the disk. What was changed a moment before may be changed once
    more within the same tick of it.
    """
    return max(look[2:]) < clock - COARSEST


def sum_of(data: bytes) -> bytes:
    """What tells the bytes of two files apart (BLAKE2b, RFC 7693)."""
    return blake2b(data, digest_size=16).digest()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def is_misnamed(name: str) -> bool:
    """Whether a file was meant as content, by its looks, and would be passed over."""
    return not name.endswith(".md") and name.lower().endswith((".md", ".markdown", ".txt"))


def read_bytes(root: Path, file: str, largest: int = LARGEST) -> bytes | Problem:
    """A content file's bytes, or the Problem that keeps them from being read."""
    try:
        opened = os.open(f"{root}/{file}", PLAIN_ONLY)
        try:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode):
                wrong = A_FOLDER if stat.S_ISDIR(status.st_mode) else NOT_PLAIN
                return Problem(file, 0, wrong)
            if status.st_size > largest:
                return Problem(file, 0, f"larger than {largest // 1_000_000} MB; split it")
            with os.fdopen(opened, "rb", closefd=False) as stream:
                return stream.read()
        finally:
            os.close(opened)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # a link, a socket
            return Problem(file, 0, NOT_PLAIN)
        return Problem(file, 0, f"cannot be read: {error.strerror or error}")


def read_text(root: Path, file: str) -> str | Problem:
    """A content file's text, or the Problem that keeps it from being read.

    Line ends stay as they are, so that positions in the text are positions in the file; only a
    byte order mark is dropped.
    """
    data = read_bytes(root, file)
    return data if isinstance(data, Problem) else decode(data, file)


def decode(data: bytes, file: str) -> str | Problem:
    """The bytes as UTF-8 text, or a Problem at the line of what is not text."""
    if data.startswith(UTF_16) or b"\0" in data[:2]:
        return Problem(file, 1, "this is UTF-16; save the file as UTF-8")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(file, line, "not UTF-8 here; save the file as UTF-8")
    control = CONTROLS.search(text) if may_have_controls(data) else None
    if control:
        line = text.count("\n", 0, control.start()) + 1
        return Problem(file, line, f"{named(control[0])}; delete it")
    return text.removeprefix(BOM)
