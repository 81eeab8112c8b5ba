"""`check`: what a machine can see is wrong with the site, without building it anew."""

from functools import partial
from pathlib import Path

import click

from generator.kept_seeds import kept_seed
from generator.model.library import Library
from generator.model.problems import Problem, SiteError
from generator.model.records import Article
from generator.model.release import Release
from generator.output.store import Store
from generator.pages.render import render, render_all
from generator.plugins import plugins
from generator.progress import Progress
from generator.site_folder import Planned, locked, plan_site
from generator.unchanged import CACHE
from generator.workers import default_jobs, in_order


@click.command("check")
@click.pass_obj
def command(root: Path) -> None:
    """Look at the public site as it would be built now.

    Links and anchors must lead somewhere, and each claim's quote must stand, exactly once, in the
    passage it rests on. No report may repeat more of its seed than site.yaml allows. Every problem
    is listed with its place and the code of its check.
    """
    planned = plan_site(root, drafts=False)
    found: list[Problem] = []
    with locked(root), Store(root / CACHE / "store") as store:
        new = [page for page in planned.pages if page.key not in store]
        for key, data in render_all(new, planned.templates, default_jobs()):
            store.put(key, data)
        progress = Progress("Checking", len(planned.pages))
        release = _release(root, planned, store, progress)
        for module in plugins("checks"):
            for problem in module.check(release):
                message = f"{problem.message} [{module.code}]"
                found.append(Problem(problem.file, problem.line, message))
        progress.finish()
    if found:
        raise SiteError(found)
    click.echo(f"{len(release.files):,} files checked, nothing found")


def _release(root: Path, planned: Planned, store: Store, progress: Progress) -> Release:
    pages = {page.key: page for page in planned.pages}
    static, files = planned.static_by_key, planned.files

    def read(path: str) -> bytes:
        progress.advance()
        key = files[path]
        data = static[key] if key in static else store.get(key)
        return render(pages[key], planned.templates) if data is None else data

    return Release(files, read, planned.library, _kept_seeds(root, planned.library))


def _kept_seeds(root: Path, library: Library) -> dict[str, str]:
    """The text of each article's kept seed; reading them takes the longest, so all hands help."""
    with_seed = [article for article in library.articles if article.seed]
    texts = in_order(partial(_kept_seed, root), with_seed, default_jobs())
    return {article.id: text or "" for article, text in zip(with_seed, texts, strict=True)}


def _kept_seed(root: Path, article: Article) -> str:
    return kept_seed(root, article)[0]
