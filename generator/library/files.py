"""The files of a content folder: what there is, how it lies on the disk, and what it says."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.model.fields import CONTROLS
from generator.model.problems import Problem, SiteError

BOM = "\ufeff"
LARGEST = 4_000_000  # bytes; a long report has a hundredth of that
PLAIN_ONLY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO does not hang
NOT_PLAIN = "not a plain file; links and devices are not read here"
COARSEST = 2_000_000_000  # ns; the clock of FAT

_C0 = bytes(sorted({*range(32), 127} - {9, 10, 13}))

Look = tuple[int, int, int, int]
"""How a file lies on the disk: size, inode, and when its bytes and its inode were changed (ns)."""


class Found(NamedTuple):
    """A file of a folder, by its name relative to the root with `/` between."""

    name: str
    look: Look
    is_link: bool
    is_folder: bool  # a link to a folder: reading it says that links are not followed


def scan(root: Path, folder: str) -> Iterator[Found]:
    """The files below a folder, sorted. Raises SiteError for a folder that cannot be read.

    Names that begin with a dot or end with `~` are an editor's own business and passed over.
    """
    try:
        with os.scandir(root / folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        problem = Problem(folder, 0, f"cannot be read: {error.strerror or error}")
        raise SiteError([problem]) from None
    for entry in listed:
        if entry.name[0] == "." or entry.name[-1] == "~":
            continue
        name = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from scan(root, name)
        else:
            is_link = entry.is_symlink()
            is_folder = is_link and _is_folder(entry)
            yield Found(name, look(entry.stat(follow_symlinks=False)), is_link, is_folder)


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
        self._found: dict[str, list[Found]] = {}

    def below(self, folder: str) -> list[Found]:
        """The files below a folder, sorted. Raises SiteError for one that cannot be read."""
        if folder not in self._found:
            self._found[folder] = list(self._scan(folder))
        return self._found[folder]

    def _scan(self, folder: str) -> Iterable[Found]:
        """A folder below one that was looked at is no other folder."""
        outer = folder.partition("/")[0]
        if outer == folder or outer not in self._found:
            return scan(self.root, folder)
        return (each for each in self._found[outer] if each.name.startswith(f"{folder}/"))


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


def read_bytes(root: Path, file: str) -> bytes | Problem:
    """A content file's bytes, or the Problem that keeps them from being read."""
    try:
        opened = os.open(f"{root}/{file}", PLAIN_ONLY)
        try:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode):
                return Problem(file, 0, NOT_PLAIN)
            if status.st_size > LARGEST:
                return Problem(file, 0, f"larger than {LARGEST // 1_000_000} MB; split it")
            with os.fdopen(opened, "rb", closefd=False) as stream:
                return stream.read()
        finally:
            os.close(opened)
    except OSError as error:
        if error.errno == errno.ELOOP:
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
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(file, line, "not UTF-8 here; save the file as UTF-8")
    control = CONTROLS.search(text) if _may_have_controls(data) else None
    if control:
        line = text.count("\n", 0, control.start()) + 1
        return Problem(file, line, f"control character U+{ord(control[0]):04X}; delete it")
    return text.removeprefix(BOM)


def _may_have_controls(data: bytes) -> bool:
    """Whether bytes as UTF-8 have any of CONTROLS, or others that begin as some of them do."""
    return len(data.translate(None, _C0)) < len(data) or b"\xc2" in data or b"\xef\xbf" in data
