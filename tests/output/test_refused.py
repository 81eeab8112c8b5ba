"""A disk that is full, folders that may not be written to, a file that cannot be read: one clear
line, exit status 1, and readers keep the old site."""

import errno
import os
import time
from collections.abc import Iterable
from itertools import product

import pytest
from kernel_faults import FULL, READ_ONLY, UNREADABLE, Fault
from system_calls import is_available
from two_versions import Desk, new_desk

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
    pytest.mark.skipif(not is_available(), reason="this system cannot hold system calls"),
]

ABOUT = "content/pages/about.md"
SITE, CACHE, STORE, OUTPUT, ALL = "", "/.cache", "/.cache/store", "/public", "/../"
REASONS = {
    errno.ENOSPC: "No space left on device",
    errno.EROFS: "Read-only file system",
    errno.EACCES: "Permission denied",
    errno.EDQUOT: "Disk quota exceeded",
}


FILES = (
    "site.yaml", "content/articles/2025/report.md", "content/registers/actors.yaml",
    "templates/number.html", "templates/static/word.txt",
)  # fmt: skip
UNREAD = (errno.EACCES, errno.EIO, errno.EMFILE)


def some(pairs: Iterable[tuple[str, int]], step: int) -> list[tuple[str, int]]:
    """All of them with TORTURE=1, else every so many."""
    return list(pairs)[:: 1 if os.environ.get("TORTURE") else step]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_desk(tmp_path_factory.mktemp("desk"))
    (desk.root / ABOUT).parent.mkdir()
    anew(desk)
    assert desk.run().status == 0
    desk.quiet = desk.names()
    return desk


def anew(desk: Desk) -> None:
    """Have a page in the site that never was in it."""
    (desk.root / ABOUT).write_text(f"---\ntitle: About\n---\n{time.monotonic_ns()}\n")
    desk.settle()


@pytest.mark.parametrize(
    ("where", "error"), some(product([SITE, CACHE, STORE, OUTPUT, ALL], REASONS), 3)
)
def test_what_may_not_be_written_to_is_said_and_the_old_site_stays(
    desk: Desk, where: str, error: int
) -> None:
    old = desk.tree()
    anew(desk)
    folder = str((desk.root / where.lstrip("/")).resolve())
    kind = FULL if error in (errno.ENOSPC, errno.EDQUOT) else READ_ONLY
    done = desk.run(Fault(kind, 1, (folder,), error=error))
    assert done.status == 1, done.said
    [line] = done.said.splitlines()
    assert REASONS[error] in line
    assert folder in line
    assert desk.tree() == old
    assert desk.names() <= desk.quiet


@pytest.mark.parametrize(("name", "error"), some(product(FILES, UNREAD), 2))
def test_a_file_that_cannot_be_read_is_named_and_the_old_site_stays(
    desk: Desk, name: str, error: int
) -> None:
    old = desk.tree()
    desk.take(1 - desk.version)
    done = desk.run(Fault(UNREADABLE, 1, (f"{desk.root}/{name}",), ("openat", "open"), error))
    assert done.status == 1, done.said
    assert f"{name}: " in done.said
    assert len(done.said.splitlines()) <= 2
    assert desk.tree() == old
    assert desk.run().status == 0
