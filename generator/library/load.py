"""The whole content of a site into one Library, with every Problem of every file."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from generator.model.config import Site
from generator.model.digest import with_digest
from generator.model.frontmatter import compose
from generator.model.library import Library
from generator.model.onion import is_mistyped
from generator.model.problems import Problem
from generator.model.records import Article, PlainPage
from generator.model.registers import Actor, Measure, Place, Registers, Source, Tag
from generator.model.schema import Reading
from generator.model.selections import Edition, Story

from .addresses import alias_clashes, aliases, clash
from .files import Found, Listing, is_misnamed, not_plain, read_bytes, read_text
from .memo import Memo
from .reading import Kind, Unread, record_of
from .registers import FOLDER as REGISTERS
from .registers import entries_of, read_registers
from .selections import linked
from .starter import layered

T = TypeVar("T", Article, Edition, Story, PlainPage)

ReadRecords = Callable[[Kind, Sequence[Found]], Iterator[Any]]

FOLDERS = {
    Article: "content/articles",
    Edition: "content/editions",
    Story: "content/stories",
    PlainPage: "content/pages",
}
UNREADABLE = Site(title="?", base_url="https://unreadable.invalid/")


def load(
    root: Path, memo: Memo | None = None, listing: Listing | None = None
) -> tuple[Library, list[Problem]]:
    """Read a site's folder: what could be read, and all Problems of the rest, sorted.

    With a memo, what did not change is not parsed again, and articles are lazy ones.
    """
    problems: list[Problem] = []
    listing = listing or Listing(root)
    problems += not_plain(listing, "content", (*FOLDERS.values(), REGISTERS))
    site = _site(root, problems)
    if memo:
        registers, read = memo.open(listing, problems), memo.records
    else:
        registers = layered(read_registers(listing, problems, {}, 0)[0])
        read = partial(_parsed, root, registers)
    articles, unreadable = _records(listing, Article, read, problems)
    editions, _ = _records(listing, Edition, read, problems)
    stories, _ = _records(listing, Story, read, problems)
    pages, _ = _records(listing, PlainPage, read, problems)
    problems += alias_clashes((*articles, *editions, *stories, *pages))
    by_id = dict.fromkeys(unreadable) | {article.id: article for article in articles}
    library = Library(
        site=site,
        articles=articles,
        editions=linked(editions, by_id, problems),
        stories=linked(stories, by_id, problems),
        pages=pages,
        actors=entries_of(registers, Actor),
        places=entries_of(registers, Place),
        sources=entries_of(registers, Source),
        measures=entries_of(registers, Measure),
        tags=entries_of(registers, Tag),
        aliases=tuple(aliases((*articles, *stories, *pages))),
    )
    return library, sorted(set(problems))


def _parsed(root: Path, registers: Registers, kind: Kind, listed: Sequence[Found]) -> Iterator[Any]:
    return (record_of(read_bytes(root, each.name), kind, each.name, registers) for each in listed)


def _site(root: Path, problems: list[Problem]) -> Site:
    file = "site.yaml"
    if not (root / file).exists():
        problems.append(Problem(file, 0, "missing; go to a site's folder, or name it with --site"))
        return UNREADABLE
    text = read_text(root, file)
    node = [text] if isinstance(text, Problem) else compose(text, file)
    if isinstance(node, list):
        problems += node
        return UNREADABLE
    reading = Reading(file, 1)
    site = reading.record(Site, node)
    for key, value in node.value:
        if key.value == "onion" and site and site.onion and is_mistyped(site.onion):
            reading.note(value, "“onion”: a letter of the address is wrong; copy it once more")
    problems += reading.problems
    return with_digest(site) if site else UNREADABLE


def _records(
    listing: Listing, kind: type[T], read: ReadRecords, problems: list[Problem]
) -> tuple[tuple[T, ...], set[str]]:
    """The records of a kind that can be read, and the ids of those that cannot."""
    found: dict[str, T] = {}
    unreadable: set[str] = set()
    there = listing.below(FOLDERS[kind])
    message = "not read; content is in files that end in .md"
    problems += [Problem(each.name, 0, message) for each in there if is_misnamed(each.name)]
    listed = [each for each in there if each.name.endswith(".md") or each.is_folder]
    for record in read(kind, listed):
        if isinstance(record, Unread):
            problems += record.problems
            unreadable.add(record.id)
        elif record.id in found:
            problems.append(clash(record, found[record.id]))
        else:
            found[record.id] = record
    return tuple(found.values()), unreadable
