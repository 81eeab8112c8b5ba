"""`build`: load → plan → render → write."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec

from generator.model.digest import digest
from generator.model.problems import SiteError
from generator.output.kept import replace_file
from generator.output.store import Store
from generator.output.write import Written, check_folder, write
from generator.pages.plan import Page, file_of
from generator.pages.render import render, render_all
from generator.progress import Progress
from generator.site_folder import CACHE, Planned, keep_compiled, locked, plan_site
from generator.workers import default_jobs

Parts = dict[str, tuple[tuple[str, str], ...]]


class LastRelease(msgspec.Struct, frozen=True):
    """What the last build left in an output folder, and why each page has the key it has."""

    output: str = ""
    files: dict[str, Written] = {}
    parts: Parts = {}


class Result(msgspec.Struct, frozen=True):
    """What a build did."""

    planned: Planned
    output: Path
    rendered: tuple[str, ...]  # paths
    reused: int
    before: LastRelease


@click.command("build")
@click.option("--output", type=click.Path(path_type=Path), help="Where to; default: public/.")
@click.option("--drafts", is_flag=True, help="Include drafts; default output is then preview/.")
@click.option(
    "--jobs", type=click.IntRange(1), help="Processes to render with; default: one a core."
)
@click.option("--why", metavar="PATH", help="Say why the page at PATH was rendered, or was not.")
@click.option("--strict", is_flag=True, help="Fail when something that was approved is left out.")
@click.pass_obj
def command(
    root: Path, output: Path | None, drafts: bool, jobs: int | None, why: str | None, strict: bool
) -> None:
    """Build the whole site.

    The output folder is swapped in one step: readers see the old site or the new one. With a
    mistake in any file, every mistake is listed and the old site stays.
    """
    start = time.perf_counter()
    planned = plan_site(root, drafts)
    if strict and planned.notices:
        raise SiteError(planned.notices)
    if output is None:
        output = root / ("preview" if drafts else planned.library.site.output)
    result = build(root, planned, output, jobs or default_jobs())
    for notice in planned.notices:
        click.echo(f"{notice}", err=True)
    if why:
        click.echo("\n".join(explain(result, why)))
    click.echo(_summary(result, time.perf_counter() - start))


def build(root: Path, planned: Planned, output: Path, jobs: int) -> Result:
    """Render what is new, and swap the release in. Raises SiteError with nothing changed."""
    output = check_folder(output, root)
    with locked(root), Store(root / CACHE / "store") as store:
        before = _last_release(root, output)
        new = [page for page in planned.pages if page.key not in store]
        _render_into(store, new, planned, jobs)
        static = planned.static_by_key
        by_key = {page.key: page for page in planned.pages}

        def bytes_of(key: str) -> bytes:
            data = static[key] if key in static else store.get(key)
            if data is None:  # damaged since it was put there
                data = render(by_key[key], planned.templates)
                store.put(key, data)
            return data

        files = planned.files
        written = write(files, bytes_of, output, before.files)
        store.commit({*files.values(), *_keys_elsewhere(root, output)})
        keep_compiled(root, planned)
        parts = {page.path: page.parts for page in planned.pages}
        _remember(root, output, LastRelease(str(output), written, parts))
    reused = len(planned.pages) - len(new)
    return Result(planned, output, tuple(page.path for page in new), reused, before)


def explain(result: Result, path: str) -> Iterable[str]:
    """Which part of a page's key changed since the last build of the same folder."""
    page = next((page for page in result.planned.pages if path in _names_of(page)), None)
    if page is None:
        yield f"{path}: no page has this path"
        return
    before, parts = dict(result.before.parts.get(page.path, ())), dict(page.parts)
    changed = sorted(name for name in before.keys() | parts if before.get(name) != parts.get(name))
    if not before:
        yield f"{page.path}: new here, made by {page.template} from {', '.join(page.inputs)}"
    elif changed:
        yield f"{page.path}: changed, because of {', '.join(changed)}"
    else:
        yield f"{page.path}: unchanged; its key is made of {', '.join(parts)}"


def _names_of(page: Page) -> set[str]:
    """How a page may be named on the command line: `/about/`, `about`, `about/index.html`."""
    return {page.path, page.path[1:], page.path.strip("/"), file_of(page.path)}


def _render_into(store: Store, pages: list[Page], planned: Planned, jobs: int) -> None:
    progress = Progress("Rendering", len(pages))
    try:
        for key, data in render_all(pages, planned.templates, jobs):
            store.put(key, data)
            progress.advance()
    finally:
        progress.finish()


def _record_of(root: Path, output: Path) -> Path:
    return root / CACHE / "releases" / digest(str(output.resolve()))


def _last_release(root: Path, output: Path) -> LastRelease:
    return _read_record(_record_of(root, output))


def _keys_elsewhere(root: Path, output: Path) -> Iterator[str]:
    """What the last releases in other folders are made of, `preview/` for one: it is kept too.

    The record of a folder that is gone goes with it.
    """
    for record in (root / CACHE / "releases").glob("*"):
        release = _read_record(record)
        if not release.output or not Path(release.output).is_dir():
            record.unlink(missing_ok=True)
        elif release.output != str(output):
            yield from (written.key for written in release.files.values())


def _read_record(path: Path) -> LastRelease:
    try:
        data = path.read_bytes()
        return msgspec.msgpack.decode(data, type=LastRelease)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return LastRelease()


def _remember(root: Path, output: Path, release: LastRelease) -> None:
    replace_file(_record_of(root, output), msgspec.msgpack.encode(release))


def _summary(result: Result, seconds: float) -> str:
    left_out = len(result.planned.notices)
    parts = [
        f"{len(result.rendered):,} pages rendered",
        f"{result.reused:,} reused",
        *([f"{left_out} left out"] if left_out else []),
        f"{seconds:.2f} s",
    ]
    return f"{result.output}: {', '.join(parts)}"
