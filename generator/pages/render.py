"""Pages into bytes, over several processes where that pays."""

import gc
import multiprocessing
import signal
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

import msgspec

from generator.model.problems import Problem, SiteError

from .plan import Page
from .reasons import reason_of
from .templates import Templates

WORTH_A_PROCESS = 200  # pages; below it, starting processes takes longer than rendering
BATCH = 32  # pages whose results are sent at once

Made = TypeVar("Made")


class Failure(msgspec.Struct, frozen=True):
    """A page that could not be rendered, and the innermost line of a template that it is due to."""

    file: str
    line: int
    reason: str
    path: str


Result = tuple[str, Made | Failure | OSError]


class Work(msgspec.Struct, Generic[Made], frozen=True):
    """What is done with each page, in whichever process: its bytes are made, and given on."""

    templates: Templates
    use: Callable[[Page, bytes], Made]

    def result(self, page: Page) -> Result[Made]:
        data = _rendered(page, self.templates)
        if isinstance(data, Failure):
            return page.key, data
        try:
            return page.key, self.use(page, data)
        except OSError as error:
            return page.key, error


def render(page: Page, templates: Templates) -> bytes:
    """One page's bytes. Raises SiteError, at the template's own line, when its body fails."""
    data = _rendered(page, templates)
    if isinstance(data, Failure):
        raise SiteError(_problems([data]))
    return data


def render_all(
    pages: Sequence[Page], templates: Templates, jobs: int
) -> Iterator[tuple[str, bytes]]:
    """Every page's key and bytes, in no order. The bytes are the same for any number of jobs.

    Raises SiteError with the Problems of all pages that failed, after the others were rendered.
    """
    return render_into(lambda _, data: data, pages, templates, jobs)


def render_into(
    use: Callable[[Page, bytes], Made], pages: Sequence[Page], templates: Templates, jobs: int
) -> Generator[tuple[str, Made]]:
    """Every page's key and what `use` answers when it is given the page and its bytes.

    `use` is called in the process that rendered the page; only its answer is sent. Raises as
    `render_all` does, and at once what `use` raises when the disk refuses. Close the iterator
    before anything that `use` works on is taken away: no process is left after that.
    """
    work = Work(templates, use)
    failures: list[Failure] = []
    for key, made in _results(work, pages, jobs):
        if isinstance(made, Failure):
            failures.append(made)
        elif isinstance(made, OSError):
            raise made
        else:
            yield key, made
    if failures:
        raise SiteError(_problems(failures))


def _results(work: Work[Made], pages: Sequence[Page], jobs: int) -> Iterator[Result[Made]]:
    jobs = min(jobs, len(pages) // WORTH_A_PROCESS + 1)
    if jobs <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        return map(work.result, pages)
    return _in_processes(work, pages, jobs)


def _rendered(page: Page, templates: Templates) -> bytes | Failure:
    try:
        template = templates.environment.get_template(page.template)
        return template.render(page.inputs).encode()
    except Exception as error:  # whatever a template of the site's own raises
        return _failure(error, page, templates)


def _in_processes(work: Work[Made], pages: Sequence[Page], jobs: int) -> Iterator[Result[Made]]:
    for name in sorted({page.template for page in pages}):
        with suppress(Exception):  # shown with its line when a page is rendered
            work.templates.environment.get_template(name)
    gc.freeze()  # what was loaded is shared with the workers and stays untouched in them
    fork = multiprocessing.get_context("fork")
    connections: list[Connection] = []
    processes = []
    try:
        for shard in range(jobs):
            ours, theirs = fork.Pipe(duplex=False)
            connections.append(ours)
            given = (work, pages[shard::jobs], theirs, connections)
            process = fork.Process(target=_work, args=given, daemon=True)
            process.start()
            processes.append(process)
            theirs.close()
        yield from _gathered(connections)
    finally:
        gc.unfreeze()
        for process in processes:
            process.kill()
        for process in processes:
            process.join()


def _work(
    work: Work[Made], pages: Sequence[Page], results: Connection, inherited: list[Connection]
) -> None:
    # Ctrl-C is the parent's to answer. A read end kept open here would keep this process waiting
    # for ever, and the site locked, when the parent is killed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for connection in inherited:
        connection.close()
    with suppress(BrokenPipeError):
        for first in range(0, len(pages), BATCH):
            results.send([work.result(page) for page in pages[first : first + BATCH]])
        results.send(None)


def _gathered(connections: list[Connection]) -> Iterator[Result[Made]]:
    open_ = list(connections)
    while open_:
        for ready in wait(open_):
            assert isinstance(ready, Connection)
            try:
                batch = ready.recv()
            except (EOFError, OSError):
                raise ChildProcessError(
                    "a rendering process ended before its work; was it out of memory? "
                    "Try again with --jobs 1"
                ) from None
            if batch is None:
                open_.remove(ready)
            else:
                yield from batch


def _failure(error: Exception, page: Page, templates: Templates) -> Failure:
    files = {template.file for template in templates.by_name.values()}
    file, line = templates.by_name[page.template].file, 1
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in files:
            file, line = frame.f_code.co_filename, number
    if isinstance(error, RecursionError):
        return Failure(file, line, "includes itself without end", page.path)
    return Failure(file, line, reason_of(error), page.path)


def _problems(failures: Iterable[Failure]) -> Iterator[Problem]:
    """One Problem for each mistake, however many pages it spoils."""
    spoiled: dict[tuple[str, int, str], list[str]] = {}
    for failure in failures:
        place = (failure.file, failure.line, failure.reason)
        spoiled.setdefault(place, []).append(failure.path)
    for (file, line, reason), paths in spoiled.items():
        more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        yield Problem(file, line, f"{reason}, on {min(paths)}{more}")
