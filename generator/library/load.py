"""The whole content of a site into one Library, with every Problem of every file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from generator.model.config import Site
from generator.model.digest import digest
from generator.model.fields import Slug
from generator.model.frontmatter import compose
from generator.model.library import Alias, Library
from generator.model.problems import Problem, near
from generator.model.records import Article, Edition, PlainPage
from generator.model.registers import Actor, Entry, Measure, Place, Registers, Source, Tag
from generator.model.schema import BAD, Reading

from .files import files_below, read_text
from .parse import parse

T = TypeVar("T", Article, Edition, PlainPage)
E = TypeVar("E", bound=Entry)

REGISTERS: dict[str, type[Entry]] = {
    "actors": Actor,
    "places": Place,
    "sources": Source,
    "measures": Measure,
    "tags": Tag,
}
UNREADABLE = Site(title="?", base_url="https://unreadable.invalid/")


def load(root: Path) -> tuple[Library, list[Problem]]:
    """Read a site's folder: what could be read, and all Problems of the rest, sorted."""
    problems: list[Problem] = []
    site = _site(root, problems)
    registers = _registers(root, problems)
    articles = _records(root, "content/articles", Article, registers, problems)
    editions = _records(root, "content/editions", Edition, registers, problems)
    pages = _records(root, "content/pages", PlainPage, registers, problems)
    library = Library(
        site=site,
        articles=articles,
        editions=_with_cards(editions, articles, problems),
        pages=pages,
        actors=_entries(registers, Actor),
        places=_entries(registers, Place),
        sources=_entries(registers, Source),
        measures=_entries(registers, Measure),
        tags=_entries(registers, Tag),
        aliases=tuple(_aliases((*articles, *pages))),
    )
    return library, sorted(problems)


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
    problems += reading.problems
    return msgspec.structs.replace(site, digest=digest(site)) if site else UNREADABLE


def _registers(root: Path, problems: list[Problem]) -> Registers:
    registers: Registers = {kind: {} for kind in REGISTERS.values() if kind is not Tag}
    for file in files_below(root, "content/registers", ".yaml"):
        name = Path(file).stem
        if name not in REGISTERS:
            hint = near(name, REGISTERS) or f"; known: {', '.join(REGISTERS)}"
            problems.append(Problem(file, 0, f"no such register{hint}"))
            continue
        registers[REGISTERS[name]] = _register(root, file, REGISTERS[name], problems)
    return registers


def _register(root: Path, file: str, kind: type[Entry], problems: list[Problem]) -> dict[str, Any]:
    text = read_text(root, file)
    node = [text] if isinstance(text, Problem) else compose(text, file)
    if isinstance(node, list):
        problems += node
        return _Unreadable()
    reading = Reading(file, 1)
    entries: dict[str, Any] = {}
    for key, value in node.value:
        try:
            id_ = msgspec.convert(key.value, Slug)
        except msgspec.ValidationError:
            reading.note(key, f"the id “{key.value}” must be small letters, digits and hyphens")
            continue
        entry = reading.record(kind, value, id=id_, line=key.start_mark.line + 1)
        entries[id_] = BAD if entry is None else _with_digest(entry)
    problems += reading.problems
    return entries


class _Unreadable(dict[str, Any]):
    """A register whose file cannot be read: what refers to it is not called wrong as well."""

    def get(self, _key: str, _default: object = None) -> object:
        return BAD


def _with_digest(entry: E) -> E:
    return msgspec.structs.replace(entry, digest=digest(entry))


def _entries(registers: Registers, kind: type[E]) -> tuple[E, ...]:
    return tuple(entry for entry in registers.get(kind, {}).values() if entry is not BAD)


def _records(
    root: Path, folder: str, kind: type[T], registers: Registers, problems: list[Problem]
) -> tuple[T, ...]:
    found: dict[str, T] = {}
    for file in files_below(root, folder, ".md"):
        text = read_text(root, file)
        record = [text] if isinstance(text, Problem) else parse(kind, text, file, registers)
        if isinstance(record, list):
            problems += record
        elif record.id in found:
            other = found[record.id].file
            message = f"its address {record.permalink} is taken by {other}; set another “slug”"
            problems.append(Problem(file, 1, message))
        else:
            found[record.id] = record
    return tuple(found.values())


def _with_cards(
    editions: Iterable[Edition], articles: Iterable[Article], problems: list[Problem]
) -> tuple[Edition, ...]:
    cards = {article.id: article.card for article in articles}
    linked = []
    for edition in editions:
        items = []
        for item in edition.items:
            if item.article not in cards:
                message = f"there is no article “{item.article}”{near(item.article, cards)}"
                problems.append(Problem(edition.file, item.line, message))
            items.append(msgspec.structs.replace(item, card=cards.get(item.article)))
        edition = msgspec.structs.replace(edition, items=tuple(items), digest="")
        linked.append(msgspec.structs.replace(edition, digest=digest(edition)))
    return tuple(linked)


def _aliases(records: Iterable[Article | PlainPage]) -> Iterable[Alias]:
    for record in records:
        for path in record.aliases:
            if not path.endswith("/") and "." not in path.rsplit("/", 1)[1]:
                path += "/"
            yield Alias(path=path, permalink=record.permalink, title=record.title)
