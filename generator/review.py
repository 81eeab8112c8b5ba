"""`review`: what is still open in a draft, and, with nothing open, an editor's approval."""

import os
import stat
from pathlib import Path

import click

from generator.library.approval import approve, open_points
from generator.library.files import read_text
from generator.library.load import load
from generator.model.digest import sha256_of
from generator.model.problems import Problem, SiteError
from generator.model.records import Article
from generator.site_folder import now

WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@click.command("review")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--by",
    metavar="NAME",
    required=True,
    callback=lambda _context, _option, name: _readable(name),
    help="Who approves; stands in the file.",
)
@click.pass_obj
def command(root: Path, file: Path, by: str) -> None:
    """List what is still open in an article; with nothing open, approve it.

    The approval is bound to the content: change a word, and the article must be approved again.
    Only `status` and `review` are written; every other byte of FILE is kept.
    """
    name = _name(root, file)
    article = _article(root, name)
    seed, changed = _kept_seed(root, article)
    points = [*open_points(article, seed), *changed]
    if points:
        raise SiteError(points)
    if article.status == "reviewed" and article.approved and article.review:
        click.echo(f"{name}: approved already, by {article.review.by}; nothing to do")
        return
    text = (root / name).read_bytes().decode()
    approved = approve(text, article, by, now().replace(microsecond=0))
    _replace(root, name, approved.encode())
    for claim in article.claims:
        if not claim.by:
            click.echo(f"{name}:{claim.line}: claim “{claim.id}” will be shown as unattributed")
    when = f"the first build after {article.embargo}" if article.embargo else "the next build"
    click.echo(f"{name}: approved by {by}; it is in {when}")


def _readable(name: str) -> str:
    if not name.strip() or not name.isprintable():
        raise click.BadParameter("it must be a name that can be read")
    return name.strip()


def _name(root: Path, file: Path) -> str:
    try:
        return file.resolve().relative_to(root).as_posix()
    except ValueError:
        raise SiteError([Problem(str(file), 0, f"lies outside the site {root}")]) from None


def _article(root: Path, name: str) -> Article:
    """The article of a file; a mistake in an unrelated file is no reason to refuse this one."""
    library, problems = load(root)
    for article in library.articles:
        if article.file == name:
            return article
    own = [problem for problem in problems if problem.file == name]
    if not own and name.startswith("content/articles/") and name.endswith(".md"):
        own = problems  # it names an entry of a register that is wrong
    message = "not an article; articles are content/articles/…/*.md"
    raise SiteError(own or [Problem(name, 0, message)])


def _kept_seed(root: Path, article: Article) -> tuple[str, list[Problem]]:
    """The text of the seed, where it is kept here, and whether it is still what was handed in."""
    seed = article.seed
    text = read_text(root, seed.file) if seed else ""
    if not seed or isinstance(text, Problem):
        return "", []
    if sha256_of((root / seed.file).read_bytes()) == seed.sha256:
        return text, []
    message = f"the kept seed {seed.file} is not what was handed in: its SHA-256 differs"
    return text, [Problem(article.file, article.lines["seed"], message)]


def _replace(root: Path, name: str, data: bytes) -> None:
    """Write beside it and rename, so that no failure leaves half a file."""
    path = root / name
    mode = path.stat().st_mode
    if not mode & WRITABLE or not os.access(path, os.W_OK):
        raise SiteError([Problem(name, 0, "the file is read-only; make it writable first")])
    staged = path.with_name(f".{path.name}.new")
    staged.unlink(missing_ok=True)
    with staged.open("xb") as file:
        file.write(data)
    staged.chmod(mode)
    staged.replace(path)
