"""What was written is on the disk, not only on its way there: a loss of power leaves it whole.

A system may write a name down before the bytes that it stands for, and half a minute later. So
what is to be published is waited for before it gets its place.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Collection
from pathlib import Path

FEW = 16  # files and folders that are waited for one by one; for more, the disk writes all it has
NO_SUCH_THING = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF)  # of some network disks


def wait_for(root: Path, paths: Collection[str]) -> None:
    """Return when these files and folders below a root are on the disk. Raises OSError where the
    disk says that they never will be."""
    if len(paths) <= FEW or not _all_written(root):
        for path in paths:
            wait_for_one(f"{root}/{path}")


def wait_for_one(path: str | Path) -> None:
    """Return when a file, or the names in a folder, are on the disk."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in NO_SUCH_THING:
            raise
    finally:
        os.close(file)


def _all_written(root: Path) -> bool:
    """Have the disk of a folder write all it holds (syncfs(2)); False where that cannot be asked
    for: of one after the other it is more than ten times slower."""
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform != "linux" or not hasattr(libc, "syncfs"):
        return False
    file = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if libc.syncfs(file):
            number = ctypes.get_errno()
            if number in NO_SUCH_THING:
                return False
            raise OSError(number, os.strerror(number), str(root))
    finally:
        os.close(file)
    return True
