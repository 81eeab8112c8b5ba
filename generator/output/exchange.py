"""One folder in the place of another, in one step where the system can; and folders gone."""

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from .durable import wait_for_one

AT_FDCWD, RENAME_EXCHANGE, RENAME_SWAP = -100, 2, 2


def exchange(staged: Path, output: Path) -> None:
    """Put the new folder in the old one's place; the old one is left where the new one was. When
    this is done, no loss of power undoes it."""
    _exchange(staged, output)
    for folder in {output.parent, staged.parent}:
        wait_for_one(folder)


def _exchange(staged: Path, output: Path) -> None:
    if not output.exists():
        staged.rename(output)
    elif not _exchanged_at_once(staged, output):
        old = beside(output, "old")
        output.rename(old)
        try:
            staged.rename(output)
        except BaseException:
            old.rename(output)
            raise
        old.rename(staged)


def recover(output: Path) -> None:
    """Undo the first of two renames when a build was ended between them, and remove what it and
    others before it may have left beside the folder."""
    old = beside(output, "old")
    if old.is_dir() and not output.exists():
        old.rename(output)
    remove(old)
    remove(beside(output, "new"))


def beside(output: Path, what: str) -> Path:
    return output.with_name(f".{output.name}.{what}")


def remove(path: Path) -> None:
    """Remove what an interrupted build left, or what is replaced, write-protected or not."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        try:
            shutil.rmtree(path)
        except PermissionError:
            for folder, _, _ in os.walk(path):
                Path(folder).chmod(0o755)
            shutil.rmtree(path)


def _exchanged_at_once(staged: Path, output: Path) -> bool:
    """Swap two folders in one step; False where the system or the disk cannot (renameat2(2))."""
    names = os.fsencode(staged), os.fsencode(output)
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        failed = libc.renamex_np(*names, RENAME_SWAP)
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
    else:
        return False
    number = ctypes.get_errno()
    if failed and number not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        raise OSError(number, os.strerror(number), str(output))
    return not failed
