"""Pages into bytes, over several processes where that pays."""

import gc
import multiprocessing
import sys
import traceback
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait

from jinja2 import TemplateError

from generator.model.problems import Problem, SiteError

from .plan import Page
from .templates import Templates

WORTH_A_PROCESS = 200  # pages; below it, starting processes takes longer than rendering

Rendered = tuple[str, bytes]


def render(page: Page, templates: Templates) -> bytes:
    """One page's bytes. Raises SiteError, at the template's own line, when its body fails."""
    try:
        template = templates.environment.get_template(page.template)
        return template.render(page.inputs).encode()
    except Exception as error:  # whatever a template of the site's own raises
        raise SiteError([_problem(error, page, templates)]) from error


def render_all(pages: Sequence[Page], templates: Templates, jobs: int) -> Iterator[Rendered]:
    """Every page's key and bytes, in no order. The bytes are the same for any number of jobs.

    Raises SiteError with the Problems of all pages that failed, after the others were rendered.
    """
    jobs = min(jobs, len(pages) // WORTH_A_PROCESS + 1)
    if jobs <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from _render_here(pages, templates)
    else:
        yield from _render_in_processes(pages, templates, jobs)


def _render_here(pages: Sequence[Page], templates: Templates) -> Iterator[Rendered]:
    problems: list[Problem] = []
    for page in pages:
        try:
            yield page.key, render(page, templates)
        except SiteError as error:
            problems += error.problems
    if problems:
        raise SiteError(problems)


def _render_in_processes(
    pages: Sequence[Page], templates: Templates, jobs: int
) -> Iterator[Rendered]:
    for name in sorted({page.template for page in pages}):
        _compile(name, templates)
    gc.collect()
    gc.freeze()  # what was loaded is shared with the workers and stays untouched in them
    fork = multiprocessing.get_context("fork")
    connections: list[Connection] = []
    for shard in range(jobs):
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(
            target=_work, args=(pages[shard::jobs], templates, theirs), daemon=True
        )
        process.start()
        theirs.close()
        connections.append(ours)
    try:
        yield from _gathered(connections)
    finally:
        gc.unfreeze()


def _work(pages: Sequence[Page], templates: Templates, results: Connection) -> None:
    problems: list[Problem] = []
    for page in pages:
        try:
            results.send((page.key, render(page, templates)))
        except SiteError as error:
            problems += error.problems
    results.send(problems)


def _gathered(connections: list[Connection]) -> Iterator[Rendered]:
    problems: list[Problem] = []
    while connections:
        for ready in wait(connections):
            assert isinstance(ready, Connection)
            try:
                message = ready.recv()
            except EOFError:
                raise ChildProcessError(
                    "a rendering process ended before its work; was it out of memory? "
                    "Try again with --jobs 1"
                ) from None
            if isinstance(message, list):
                problems += message
                connections.remove(ready)
            else:
                yield message
    if problems:
        raise SiteError(problems)


def _compile(name: str, templates: Templates) -> None:
    try:
        templates.environment.get_template(name)
    except TemplateError:
        return  # shown with its line when a page is rendered


def _problem(error: Exception, page: Page, templates: Templates) -> Problem:
    """The error at the innermost line of a template, with the page it happened on."""
    files = {template.file for template in templates.by_name.values()}
    file, line = templates.by_name[page.template].file, 1
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in files:
            file, line = frame.f_code.co_filename, number
    if isinstance(error, RecursionError):
        return Problem(file, line, f"includes itself without end, on {page.path}")
    reason = str(error) or type(error).__name__
    return Problem(file, line, f"{reason}, on {page.path}")


def default_jobs(cores: int) -> int:
    """How many processes to render with: one a core, one only where forking is not safe."""
    return 1 if sys.platform == "darwin" else max(1, cores)
