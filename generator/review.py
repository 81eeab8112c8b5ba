"""`review`: what is still open in a draft, and, with nothing open, an editor's approval."""

from pathlib import Path

import click

from generator.library.approval import approve, open_points
from generator.library.files import read_text
from generator.library.load import load
from generator.model.problems import Problem, SiteError
from generator.model.records import Article
from generator.site_folder import now


@click.command("review")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--by", metavar="NAME", required=True, help="Who approves; stands in the file.")
@click.pass_obj
def command(root: Path, file: Path, by: str) -> None:
    """List what is still open in an article; with nothing open, approve it.

    The approval is bound to the content: change a word, and the article must be approved again.
    Only `status` and `review` are written; every other byte of FILE is kept.
    """
    name = _name(root, file)
    article = _article(root, name)
    points = list(open_points(article, _kept_seed(root, article)))
    if points:
        raise SiteError(points)
    if article.status == "reviewed" and article.approved and article.review:
        click.echo(f"{name}: approved already, by {article.review.by}; nothing to do")
        return
    text = (root / name).read_bytes().decode()
    approved = approve(text, article, by, now().replace(microsecond=0))
    _replace(root / name, approved.encode())
    for claim in article.claims:
        if not claim.by:
            click.echo(f"{name}:{claim.line}: claim “{claim.id}” will be shown as unattributed")
    click.echo(f"{name}: approved by {by}; it is in the next build")


def _name(root: Path, file: Path) -> str:
    try:
        return file.resolve().relative_to(root).as_posix()
    except ValueError:
        raise SiteError([Problem(str(file), 0, f"lies outside the site {root}")]) from None


def _article(root: Path, name: str) -> Article:
    """The article of a file; a mistake in another file is no reason to refuse this one."""
    library, problems = load(root)
    for article in library.articles:
        if article.file == name:
            return article
    own = [problem for problem in problems if problem.file == name]
    message = "not an article; articles are content/articles/…/*.md"
    raise SiteError(own or [Problem(name, 0, message)])


def _kept_seed(root: Path, article: Article) -> str:
    if article.seed is None:
        return ""
    text = read_text(root, article.seed.file)
    return "" if isinstance(text, Problem) else text


def _replace(path: Path, data: bytes) -> None:
    """Write beside it and rename, so that no failure leaves half a file."""
    staged = path.with_name(f".{path.name}.new")
    staged.write_bytes(data)
    staged.chmod(path.stat().st_mode)
    staged.replace(path)
