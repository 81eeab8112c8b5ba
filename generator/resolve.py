"""`resolve`: the dates that waited for the day of publication, once an editor has set it."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from generator.library.splice import splice_items
from generator.model.edtf import Edtf
from generator.model.marks import limited
from generator.model.problems import Problem, SiteError
from generator.model.records import Article, Event
from generator.one_file import name_in, record_in, replace
from generator.plugins.dating.readings import dated

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class _Resolved(msgspec.Struct, frozen=True):
    """An event whose date is open, and what its words stand for; empty when that is not sure."""

    event: Event
    value: str


@click.command("resolve")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Show what would be filled in; write nothing.")
@click.pass_obj
def command(root: Path, file: Path, dry_run: bool) -> None:
    """Fill in what an article left open until its date was known.

    Set `date` in FILE first. Each event with `date: XXXX` and the words `said` (“Thursday”, “last
    year”) is then counted from that date, and only those values are written: every other byte of
    FILE is kept. What is not sure stays open.
    """
    name = name_in(root, file)
    article = _article(root, name)
    if not article.date.known:
        line = article.lines["date"]
        message = "no date to count from: set “date” to the day of publication first"
        raise SiteError([Problem(name, line, message)])
    found = list(_resolved(article))
    for each in found:
        shown = f"→ {each.value}" if each.value else "stays open: it can mean more than one day"
        click.echo(f"{name}:{each.event.line}: “{each.event.said}” {shown}")
    sure = {each.event.id: each.value for each in found if each.value}
    if not found:
        click.echo(f"{name}: no event waits for a date")
    if not sure or dry_run:
        return
    text = (root / name).read_bytes().decode()
    new = [{"date": sure[event.id]} if event.id in sure else {} for event in article.events]
    replace(root, name, splice_items(text, name, "events", new).encode())
    click.echo(f"{name}: {len(sure)} date{'' if len(sure) == 1 else 's'} filled in")
    if article.status == "reviewed":
        click.echo(f"{name}: it was approved as it stood; approve it again")


def _article(root: Path, name: str) -> Article:
    wanted = "an article; articles are content/articles/…/*.md"
    _, record = record_in(root, name, wanted)
    if not isinstance(record, Article):
        raise SiteError([Problem(name, 0, f"not {wanted}")])
    return record


def _resolved(article: Article) -> Iterator[_Resolved]:
    """Every open event that says on which words it rests."""
    text = article.title + "\n\n" + _ESCAPED.sub(r"\1", article.body)
    meant = list(_meant(text, article.date))
    for event in article.events:
        if event.said and not event.date.known:
            said = _folded(event.said)
            values = {value for words, value in meant if words == said}
            yield _Resolved(event, values.pop() if len(values) == 1 else "")


def _meant(text: str, date: Edtf) -> Iterator[tuple[str, str]]:
    """The words of every date of a text and what they stand for, as a draft would say it."""
    for each in dated(text, date):
        yield _folded(text[each.start : each.end]), each.value
        if each.bound:
            words = text[each.bound_start : each.end]
            yield _folded(words), limited(each.value, each.bound)


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
