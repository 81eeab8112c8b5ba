"""`check`: what a machine can see is wrong with the site, without building it anew."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from generator.checking.asking import ALL, Asked, findings, read_settings, wanted
from generator.checking.page_reading import Pages
from generator.checking.reports import FORMATS, Report
from generator.library.files import Listing
from generator.model.checks import Finding
from generator.model.media import MEDIA
from generator.model.release import Release
from generator.output.store import Store
from generator.pages.render import render_all
from generator.picturing import encode_into
from generator.publishing.published_before import published_before
from generator.releasing import made_anew
from generator.site_folder import Planned, keep_compiled, now, plan_site
from generator.unchanged import CACHE, locked, memory_of
from generator.workers import default_jobs


@click.command("check")
@click.option("--external", is_flag=True, help="Ask other sites, too, whether links to them work.")
@click.option("--only", metavar="CODE", multiple=True, help="Ask this check only, such as D006.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text")
@click.option("--strict", is_flag=True, help="Fail for warnings, too.")
@click.pass_obj
def command(root: Path, external: bool, only: tuple[str, ...], form: str, strict: bool) -> None:
    """Look at the public site as it would be built now.

    Links must lead somewhere, quotes and figures must stand where they are said to, accusations
    beside their answers, and so on: docs/checks.md tells of each check what it means, and how to
    silence it. Warnings are for a desk to look at; an error is what readers would meet broken or
    untrue, and there the exit status is 1.
    """
    asked = Asked(frozenset(code.upper() for each in only for code in each.split(",")), external)
    settings = read_settings(root)
    modules = wanted(asked, settings)
    planned = plan_site(root, drafts=False, jobs=default_jobs())
    with checked(root, planned, asked) as (release, found):
        report = Report(tuple(found), modules, len(release.files))
        said = FORMATS[form](report)
        # What is machine-readable goes where it can be piped; people have it where they had it.
        click.echo(said, err=form == "text" and bool(report.shown))
    if report.errors or (strict and report.warnings):
        sys.exit(1)


@contextmanager
def checked(
    root: Path, planned: Planned, asked: Asked = ALL
) -> Iterator[tuple[Release, list[Finding]]]:
    """A planned site as a release, and what the checks find in it, what is silenced included.
    Nobody else builds meanwhile."""
    with locked(root), Store(root / CACHE / "store") as store:
        new = [page for page in planned.pages if page.key not in store]
        for key, data in render_all(new, planned.templates, default_jobs()):
            store.put(key, data)
        pictures = [each for each in planned.pictures.values() if each.key not in store]
        for picture, data in encode_into(lambda _, data: data, pictures, root, default_jobs()):
            store.put(picture.key, data)
        if new or pictures:
            _keep(root, planned, store)
        keep_compiled(root, planned)
        release = _release(root, planned, store)
        yield release, findings(root, release, asked)


def _keep(root: Path, planned: Planned, store: Store) -> None:
    """Keep what was rendered for the next check or build, beside what the last ones published."""
    memory = memory_of(root, root / planned.library.site.output)
    built = (file.key for file in memory.left().files.values())
    store.commit({*planned.files.values(), *built, *memory.others()})


def _looked_at(planned: Planned) -> dict[str, str]:
    """The files with what checks look at: a page says all that its text does."""
    texts = {file for file, page in planned.pages_by_file.items() if page.whole}
    return {file: key for file, key in planned.files.items() if file not in texts}


def _release(root: Path, planned: Planned, store: Store) -> Release:
    static, files = planned.static_by_key, planned.files

    def read(path: str) -> bytes:
        key = files[path]
        data = static[key] if key in static else store.get(key)
        return made_anew(root, planned, path) if data is None else data

    return Release(
        files=files,
        read=read,
        library=planned.library,
        whole=planned.whole,
        pages=Pages(root, _looked_at(planned), read, planned.library.site.base_url),
        settings=read_settings(root),
        now=now(),
        media=tuple(each.name for each in Listing(root).below(MEDIA) if each.is_plain),
        before=published_before(root, planned),
    )
