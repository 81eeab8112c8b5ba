"""`check`: what a machine can see is wrong with the site, without building it anew."""

from pathlib import Path

import click

from generator.library.files import read_text
from generator.model.digest import digest
from generator.model.library import Library
from generator.model.problems import Problem, SiteError
from generator.model.release import Release
from generator.output.store import Store
from generator.pages.plan import file_of
from generator.pages.render import render
from generator.pages.templates import static_files
from generator.plugins import plugins
from generator.progress import Progress
from generator.site_folder import CACHE, Planned, locked, plan_site, template_folders


@click.command("check")
@click.pass_obj
def command(root: Path) -> None:
    """Look at the public site as it would be built now.

    Every problem is listed with its place and the code of the check that found it.
    """
    planned = plan_site(root, drafts=False)
    found: list[Problem] = []
    with locked(root), Store(root / CACHE / "store") as store:
        release = _release(root, planned, store)
        for module in plugins("checks"):
            for problem in module.check(release):
                message = f"{problem.message} [{module.code}]"
                found.append(Problem(problem.file, problem.line, message))
    if found:
        raise SiteError(found)
    click.echo(f"{len(release.files):,} files checked, nothing found")


def _release(root: Path, planned: Planned, store: Store) -> Release:
    pages = {page.key: page for page in planned.pages}
    files = static_files(template_folders(root))
    static = {digest(data): data for data in files.values()}
    paths = {file_of(page.path): page.key for page in planned.pages}
    paths |= {path[1:]: digest(data) for path, data in files.items()}
    progress = Progress("Checking", len(paths))

    def read(path: str) -> bytes:
        progress.advance()
        key = paths[path]
        return static.get(key) or store.get(key) or render(pages[key], planned.templates)

    return Release(paths, read, planned.library, _kept_seeds(root, planned.library))


def _kept_seeds(root: Path, library: Library) -> dict[str, str]:
    seeds = {a.seed.file: read_text(root, a.seed.file) for a in library.articles if a.seed}
    return {file: text for file, text in seeds.items() if isinstance(text, str)}
