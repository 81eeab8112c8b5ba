"""`review`: what is still open in a draft, and, with nothing open, an editor's approval."""

from collections.abc import Container, Iterator
from pathlib import Path

import click

from generator.checking.asking import remarks
from generator.importing.kept_seeds import kept_seed
from generator.library.approval import (
    approve,
    open_points,
    open_points_of_edition,
    open_points_of_story,
)
from generator.library.choosing import chosen
from generator.library.publication import published
from generator.model.library import Library
from generator.model.problems import Problem, SiteError
from generator.model.records import Article
from generator.model.selections import Approvable, Edition, Story
from generator.one_file import name_in, record_in, replace
from generator.site_folder import now

WANTED = "an article, an edition or a story: those are content/articles/…/*.md and so on"


@click.command("review")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--by",
    metavar="NAME",
    required=True,
    callback=lambda _context, _option, name: _readable(name),
    help="Who approves: the name that is written into the file.",
)
@click.pass_obj
def command(root: Path, file: Path, by: str) -> None:
    """List what is still open in an article, an edition or a story; with nothing open, approve it.

    The approval is bound to the content: change a word, and it must be approved again. Only
    `status` and `review` are written, and, into the items of an edition, what their articles were
    called when it was published; every other byte of FILE is kept. What an edition's `select`
    finds is written into its items, and never chosen again. What `check` would say of an
    article is shown with its approval, and stands in nobody's way.
    """
    name = name_in(root, file)
    library, record = record_in(root, name, WANTED)
    public: tuple[Article, ...] = ()
    if isinstance(record, Edition):
        public = published(library, now())[0].articles
        record = chosen(record, public)
    points = _open_points(root, library, record, {article.id for article in public})
    if points:
        raise SiteError(points)
    if record.status in ("reviewed", "published") and record.approved and record.review:
        click.echo(f"{name}: approved already, by {record.review.by}; nothing to do")
        return
    text = (root / name).read_bytes().decode()
    approved = approve(text, record, by, now().replace(microsecond=0))
    replace(root, name, approved.encode())
    for line in _said(record, by):
        click.echo(line)
    for remark in remarks(root, library.site, record) if isinstance(record, Article) else ():
        click.echo(f"{remark}")


def _said(record: Approvable, by: str) -> Iterator[str]:
    """What an editor is told of an approval that was written."""
    if isinstance(record, Edition):
        for item in record.items:
            if item.by_rule and item.card:
                yield f"{record.file}: takes in “{item.article}”: {item.card.title}"
        yield f"{record.file}: published by {by}; it is in the next build, and stays as it is"
        return
    embargo = None
    if isinstance(record, Article):
        embargo = record.embargo
        for claim in record.claims:
            if not claim.by:
                shown = f"claim “{claim.id}” will be shown as unattributed"
                yield f"{record.file}:{claim.line}: {shown}"
    when = f"the first build after {embargo}" if embargo else "the next build"
    yield f"{record.file}: approved by {by}; it is in {when}"


def _open_points(
    root: Path, library: Library, record: Approvable, public: Container[str]
) -> list[Problem]:
    if isinstance(record, Edition):
        return [*open_points_of_edition(record, public)]
    if isinstance(record, Story):
        return [*open_points_of_story(record)]
    seed, changed = kept_seed(root, record)
    return [*open_points(record, seed, library.site.verbatim), *changed]


def _readable(name: str) -> str:
    if not name.strip() or not name.isprintable():
        raise click.BadParameter("it must be a name that can be read")
    return name.strip()
