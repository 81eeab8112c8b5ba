"""Work on many things at once, in processes; results come in the order of the things."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")

LONGEST = 120.0  # seconds that one thing may take
YES, NO, UNSURE = 0, 1, 2  # a process's statuses
WORTH_IT = 8  # things; for fewer, starting processes takes longer than the work


class Worker(Generic[T]):
    """A process and what is still before it; the first of these is what it works on."""

    def __init__(self, process: BaseProcess, results: Connection, left: list[int]) -> None:
        self.process, self.results, self.left = process, results, left


def default_jobs() -> int:
    """How many processes to work with: one a core, one only where forking is not safe."""
    return 1 if sys.platform == "darwin" else max(1, os.cpu_count() or 1)


@contextmanager
def beside(question: Callable[[], bool], jobs: int) -> Iterator[Callable[[], bool]]:
    """What answers a question of yes or no that a process of its own is at work on meanwhile."""
    if jobs == 1:
        yield question
        return
    child = os.fork()
    if child == 0:
        _answer(question)
    ended: list[int] = []

    def answer() -> bool:
        ended.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        return ended[0] == YES if ended[0] in (YES, NO) else question()

    try:
        yield answer
    finally:
        if not ended:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _answer(question: Callable[[], bool]) -> NoReturn:
    """Answer by the status that this process ends with; what went wrong shows when asked again."""
    status = UNSURE
    with suppress(BaseException):
        status = YES if question() else NO
    os._exit(status)


def in_order(
    work: Callable[[T], R], things: Sequence[T], jobs: int, worth_it: int = WORTH_IT
) -> Iterator[R | None]:
    """The result for each thing, in order; None for one that its process did not survive.

    An OSError of the work is raised here, as it is without processes. Work that ends its process,
    or takes longer than may be, costs that one thing: another process goes on with what was left.
    """
    if jobs == 1 or len(things) < worth_it:
        yield from map(work, things)
        return
    shards = [list(range(len(things)))[n::jobs] for n in range(jobs)]
    workers = [_started(work, things, shard) for shard in shards if shard]
    done: dict[int, R | None] = {}
    following = 0
    try:
        while workers:
            _gather(work, things, workers, done)
            while following in done:
                yield done.pop(following)
                following += 1
    finally:
        for worker in workers:
            worker.process.kill()
            worker.process.join()


def _gather(
    work: Callable[[T], R], things: Sequence[T], workers: list[Worker[T]], done: dict[int, R | None]
) -> None:
    """Take what is ready; replace the processes that ended or that nothing was heard of."""
    from multiprocessing.connection import wait

    ready = wait([worker.results for worker in workers], LONGEST)
    for worker in list(workers):
        if ready and worker.results not in ready:
            continue
        try:
            if not ready:
                raise EOFError
            number, result = worker.results.recv()
        except (EOFError, OSError):
            done[worker.left.pop(0)] = None
        else:
            if isinstance(result, OSError):
                raise result
            worker.left.remove(number)
            done[number] = result
            if worker.left:
                continue
        workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        if worker.left:
            workers.append(_started(work, things, worker.left))


def _started(work: Callable[[T], R], things: Sequence[T], numbers: list[int]) -> Worker[T]:
    import multiprocessing  # most builds need one process only

    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    process = fork.Process(target=_work, args=(work, things, numbers, theirs, ours), daemon=True)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # see _work
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    theirs.close()
    return Worker(process, ours, list(numbers))


def _work(
    work: Callable[[T], R],
    things: Sequence[T],
    numbers: list[int],
    results: Connection,
    inherited: Connection,
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    inherited.close()
    with suppress(BrokenPipeError):
        for number in numbers:
            results.send((number, _result(work, things[number])))


def _result(work: Callable[[T], R], thing: T) -> R | OSError:
    try:
        return work(thing)
    except OSError as error:  # a full disk, for one
        return error
