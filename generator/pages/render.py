"""Pages into bytes, over several processes where that pays."""

import gc
import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

import msgspec

from generator.model.problems import SiteError
from generator.pages.cards.pictured import FORMS
from generator.pages.text.plan import as_text

from .failures import Failure, failure_of, problems_of
from .limits import within_limits
from .plan import Page
from .templates import Templates

WORTH_A_PROCESS = 200  # pages; below it, starting processes takes longer than rendering
AS_DEAR = 15  # pages as a picture that is drawn is
BATCH = 32  # pages whose results are sent at once

Made = TypeVar("Made")


Result = tuple[str, Made | Failure | OSError]


class Work(msgspec.Struct, Generic[Made], frozen=True):
    """What is done with each page, in whichever process: its bytes are made, and given on."""

    templates: Templates
    use: Callable[[Page, bytes], Made]
    spent: dict[str, Failure] = {}  # templates that took too much: once is enough
    last: dict[str, str] = {}  # what the page before said, by its key, for its text

    def result(self, page: Page) -> Result[Made]:
        data = self.spent.get(page.template) or _rendered(page, self.templates, self.last)
        if isinstance(data, Failure):
            if data.took_too_much:
                self.spent[page.template] = data
            return page.key, msgspec.structs.replace(data, path=(page.whole or page).path)
        try:
            return page.key, self.use(page, data)
        except OSError as error:
            return page.key, error


def render(page: Page, templates: Templates) -> bytes:
    """One page's bytes. Raises SiteError, at the template's own line, when its body fails."""
    data = _rendered(page, templates, {})
    if isinstance(data, Failure):
        raise SiteError(problems_of([data]))
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
        raise SiteError(problems_of(failures))


def _results(work: Work[Made], pages: Sequence[Page], jobs: int) -> Iterator[Result[Made]]:
    drawn = sum(work.templates.form_of(page.template) != "text" for page in pages)
    jobs = min(jobs, (len(pages) + AS_DEAR * drawn) // WORTH_A_PROCESS + 1)
    together = _with_texts(pages)
    if jobs <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        return map(work.result, chain.from_iterable(together))
    shards = [list(chain.from_iterable(together[n::jobs])) for n in range(jobs)]
    return _in_processes(work, shards)


def _rendered(page: Page, templates: Templates, last: dict[str, str]) -> bytes | Failure:
    form = FORMS[templates.form_of(page.template)]
    try:
        return within_limits(lambda: form(_said(page, templates, last)))
    except Exception as error:  # whatever a template of the site's own raises
        return failure_of(error, page, templates)


def _said(page: Page, templates: Templates, last: dict[str, str]) -> str:
    """What a page says, or the text of one. `last` holds what was said last, for its text."""
    whole = page.whole or page
    said = last.get(whole.key)
    if said is None:
        template = templates.in_language(whole.lang).get_template(whole.template)
        said = template.render(whole.inputs)
        last.clear()
        last[whole.key] = said
    return as_text(said, page, templates.languages.language(whole.lang)) if page.whole else said


def _with_texts(pages: Sequence[Page]) -> list[list[Page]]:
    """Pages, each with its texts behind it, since those are made of it."""
    found: dict[str, list[Page]] = {}
    for page in sorted(pages, key=lambda page: page.whole is not None):
        found.setdefault((page.whole or page).key, []).append(page)
    return list(found.values())


def _in_processes(work: Work[Made], shards: list[list[Page]]) -> Iterator[Result[Made]]:
    for lang, name in sorted({(page.lang, page.template) for shard in shards for page in shard}):
        with suppress(Exception):  # shown with its line when a page is rendered
            work.templates.in_language(lang).get_template(name)
    gc.freeze()  # what was loaded is shared with the workers and stays untouched in them
    fork = multiprocessing.get_context("fork")
    connections: list[Connection] = []
    processes = []
    try:
        for shard in shards:
            ours, theirs = fork.Pipe(duplex=False)
            connections.append(ours)
            given = (work, shard, theirs, connections)
            process = fork.Process(target=_work, args=given, daemon=True)
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # see _work
            try:
                process.start()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
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
