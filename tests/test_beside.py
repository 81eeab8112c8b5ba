"""A question asked in a process beside: the same answer, whatever becomes of that process."""

import os
import signal
from collections.abc import Callable

import pytest

from generator.workers import beside


def lost_beside(here: int) -> bool:
    """Yes; but a process of its own does not live to say so."""
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return True


def never() -> bool:
    signal.pause()
    return True


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (lambda _: True, True),
        (lambda _: False, False),
        (lost_beside, True),
        (lambda here: os.getpid() == here or 1 / 0 > 0, True),
    ],
    ids=["yes", "no", "killed", "failed"],
)
def test_an_answer_from_beside_is_the_one_from_here(
    question: Callable[[int], bool], answer: bool, jobs: int
) -> None:
    here = os.getpid()
    with beside(lambda: question(here), jobs) as asked:
        assert asked() is answer


def test_nobody_is_left_behind_when_the_answer_is_not_wanted() -> None:
    with beside(never, 2):
        pass
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
