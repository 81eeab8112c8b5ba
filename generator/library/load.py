"""The whole content of a site into one Library, with every Problem of every file."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec

from generator.model.config import Site
from generator.model.digest import digest
from generator.model.edtf_advice import shown
from generator.model.fields import Slug
from generator.model.frontmatter import compose
from generator.model.library import Library
from generator.model.problems import Problem, near
from generator.model.records import Article, PlainPage
from generator.model.registers import Actor, Entry, Measure, Place, Registers, Source, Tag
from generator.model.schema import BAD, Reading
from generator.model.selections import Edition, Story

from .addresses import alias_clashes, aliases, clash, probable_id
from .files import files_below, misnamed, read_text
from .parse import parse
from .selections import linked
from .starter import layered

T = TypeVar("T", Article, Edition, Story, PlainPage)
E = TypeVar("E", bound=Entry)

REGISTERS: dict[str, type[Entry]] = {
    "actors": Actor,
    "places": Place,
    "sources": Source,
    "measures": Measure,
    "tags": Tag,
}
FOLDERS = {
    Article: "content/articles",
    Edition: "content/editions",
    Story: "content/stories",
    PlainPage: "content/pages",
}
UNREADABLE = Site(title="?", base_url="https://unreadable.invalid/")


def load(root: Path) -> tuple[Library, list[Problem]]:
    """Read a site's folder: what could be read, and all Problems of the rest, sorted."""
    problems: list[Problem] = []
    site = _site(root, problems)
    registers = layered(_registers(root, problems))
    articles, unreadable = _records(root, Article, registers, problems)
    editions, _ = _records(root, Edition, registers, problems)
    stories, _ = _records(root, Story, registers, problems)
    pages, _ = _records(root, PlainPage, registers, problems)
    problems += alias_clashes((*articles, *editions, *stories, *pages))
    by_id = dict.fromkeys(unreadable) | {article.id: article for article in articles}
    library = Library(
        site=site,
        articles=articles,
        editions=linked(editions, by_id, problems),
        stories=linked(stories, by_id, problems),
        pages=pages,
        actors=_entries(registers, Actor),
        places=_entries(registers, Place),
        sources=_entries(registers, Source),
        measures=_entries(registers, Measure),
        tags=_entries(registers, Tag),
        aliases=tuple(aliases((*articles, *stories, *pages))),
    )
    return library, sorted(set(problems))


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
    folder = "content/registers"
    known = {f"{name}.yaml": kind for name, kind in REGISTERS.items()}
    for file in (*files_below(root, folder, ".yaml"), *files_below(root, folder, ".yml")):
        name = file.removeprefix(f"{folder}/")
        if name in known:
            registers[known[name]] = _register(root, file, known[name], problems)
            continue
        hint = near(name, known) or f"; the registers are {', '.join(known)}"
        problems.append(Problem(file, 0, f"no such register{hint}"))
        meant = REGISTERS.get(Path(name).stem.lower())
        if meant and not registers.get(meant):
            registers[meant] = _Unreadable()
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
            reading.note(key, f"the id {shown(key.value)} must be small letters, digits, hyphens")
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
    root: Path, kind: type[T], registers: Registers, problems: list[Problem]
) -> tuple[tuple[T, ...], set[str]]:
    """The records of a kind that can be read, and the ids of those that cannot."""
    found: dict[str, T] = {}
    unreadable: set[str] = set()
    message = "not read; content is in files that end in .md"
    problems += [Problem(file, 0, message) for file in misnamed(root, FOLDERS[kind])]
    for file in files_below(root, FOLDERS[kind], ".md"):
        text = read_text(root, file)
        record = [text] if isinstance(text, Problem) else parse(kind, text, file, registers)
        if isinstance(record, list):
            problems += record
            unreadable.add(probable_id(file, text if isinstance(text, str) else ""))
        elif record.id in found:
            problems.append(clash(record, found[record.id]))
        else:
            found[record.id] = record
    return tuple(found.values()), unreadable
