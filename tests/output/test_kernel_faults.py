"""`python -m generator build`, ended or refused something at each of its operations on files.

Covered: every system call by which the command, or a process of its, opens a file to write to it,
writes, links, renames, exchanges, removes, makes a folder, sets a mode or a time, or has the disk
write what it holds; reading a site, all that is remembered, compiled templates, the store, the
output. With it: killed (with what it started, or alone), no room from then on, a disk that turned
read-only, one operation refused with EIO; and each single look (open, read, list, ask) refused.
Not covered: what a disk does after it said that all was well, and the import of Python's modules;
a loss of power is looked at in test_durable.py. In a run of the suite some of the operations are
tried, with TORTURE=1 each of them.

Needs a Linux that can hold system calls (5.9); test_faults.py tries the releasing on any system.
"""

import os
from collections.abc import Iterator

import pytest
from kernel_faults import (
    BROKEN,
    FULL,
    KILLED,
    LEFT_ALONE,
    READ_ONLY,
    UNREADABLE,
    Fault,
)
from system_calls import is_available
from two_versions import Desk, new_desk

pytestmark = [
    pytest.mark.usefixtures("indexed"),
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
    pytest.mark.skipif(not is_available(), reason="this system cannot hold system calls"),
]

TRIED = 10_000 if os.environ.get("TORTURE") else 2  # operations of each kind of fault
KINDS = [
    (KILLED, 1), (KILLED, 2), (LEFT_ALONE, 2), (FULL, 1), (FULL, 2), (READ_ONLY, 1), (BROKEN, 1),
    (BROKEN, 2), (UNREADABLE, 1),
]  # fmt: skip


def some(count: int, first: int) -> Iterator[int]:
    """The operations at which to try a fault; the numbers of other kinds lie between them."""
    step = max(1, count // TRIED)
    yield from range(1 + first % step, count + 1, step)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return new_desk(tmp_path_factory.mktemp("desk"))


@pytest.mark.parametrize(("kind", "jobs"), KINDS)
def test_at_whatever_operation_a_build_fails_the_site_is_whole_and_the_next_build_mends_it(
    desk: Desk, kind: str, jobs: int
) -> None:
    below = (f"{desk.root}/",)
    desk.take(1 - desk.version)
    count = desk.run(Fault(kind, 0, below), jobs).count
    assert count > 30
    wrong, met = [], 0
    for nth in some(count, KINDS.index((kind, jobs)) * 3):
        old = desk.wanted[desk.version]
        desk.take(1 - desk.version)
        outcome = desk.run(Fault(kind, nth, below), jobs)
        at = " ".join(outcome.calls[nth - 1]) if len(outcome.calls) >= nth else "none"
        try:
            desk.check(outcome, old, f"{kind} at operation {nth} of {count}, {at}")
        except AssertionError as error:
            wrong.append(str(error).partition("\n")[0])
        met += outcome.met
    print(f"{kind}, {jobs} processes: {met} of {count} operations tried")
    assert not wrong, "\n".join(wrong)
    assert met >= min(TRIED, count // 2) // 2
