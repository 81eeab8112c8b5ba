"""The files of a content folder, as text."""

from collections.abc import Iterator
from pathlib import Path

from generator.model.fields import CONTROLS
from generator.model.problems import Problem

BOM = "\ufeff"
LARGEST = 4_000_000  # bytes; a long report has a hundredth of that


def files_below(root: Path, folder: str, suffix: str) -> Iterator[str]:
    """The files with a suffix below a folder, sorted, relative to the root with `/` between.

    Names that begin with a dot or end with `~` are an editor's own business and passed over.
    """
    for path in sorted(_entries(root / folder)):
        name = f"{folder}/{path.name}"
        if path.is_dir() and not path.is_symlink():
            yield from files_below(root, name, suffix)
        elif path.name.endswith(suffix) or path.is_dir():
            yield name  # a link to a folder too: reading it says that links are not followed


def misnamed(root: Path, folder: str) -> Iterator[str]:
    """Files that were meant as content, by their looks, and would be passed over."""
    for file in files_below(root, folder, ""):
        if not file.endswith(".md") and file.lower().endswith((".md", ".markdown", ".txt")):
            yield file


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if path.name[0] != "." and path.name[-1] != "~"]


def read_text(root: Path, file: str) -> str | Problem:
    """A content file's text, or the Problem that keeps it from being read.

    Line ends stay as they are, so that positions in the text are positions in the file; only a
    byte order mark is dropped.
    """
    path = root / file
    try:
        if path.is_symlink() or not path.is_file():
            return Problem(file, 0, "not a plain file; links and devices are not read here")
        if path.stat().st_size > LARGEST:
            return Problem(file, 0, f"larger than {LARGEST // 1_000_000} MB; split it")
        data = path.read_bytes()
    except OSError as error:
        return Problem(file, 0, f"cannot be read: {error.strerror or error}")
    return decode(data, file)


def decode(data: bytes, file: str) -> str | Problem:
    """The bytes as UTF-8 text, or a Problem at the line of what is not text."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(file, line, "not UTF-8 here; save the file as UTF-8")
    control = CONTROLS.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        return Problem(file, line, f"control character U+{ord(control[0]):04X}; delete it")
    return text.removeprefix(BOM)
