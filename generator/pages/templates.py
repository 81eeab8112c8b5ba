"""A page type is one template file: a header that says what it lists, a body that says how.

The header is front matter in Jinja's own expression language over the library. The body sees only
what its header bound, plus `site` and `here` (the page's own path).
"""

import traceback
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import yaml
from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from jinja2.parser import Parser
from msgspec import field

from generator.model.digest import digest
from generator.model.fields import Derived, OneOrMany, Record
from generator.model.frontmatter import compose, line_of, split
from generator.model.problems import Problem, SiteError, near
from generator.model.schema import Reading
from generator.model.unseen import CONTROLS, named

from .compiled import Compiled
from .environment import environment_of
from .files import STATIC, files_below
from .references import Reference, references

ALWAYS = frozenset({"site", "here"})
LARGEST = 500_000  # bytes; the longest of the default ones has a fiftieth of that


class Header(Record, frozen=True, kw_only=True):
    """What a page type lists: one page per turn of `each`, at `path`, with what `with` binds."""

    path: str
    each: Annotated[tuple[str, ...], OneOrMany] = ()
    bound: dict[str, str] = field(name="with", default_factory=dict)
    updated: str | None = None  # an expression for the date that the sitemap gives
    listed: bool = True  # whether the sitemap and `addresses` know its pages
    lines: Annotated[dict[str, int], Derived] = {}  # of “path”, “each.0”, “with.latest”


class Template(msgspec.Struct, frozen=True):
    """A template file: its text with the header blanked, so that every line keeps its number."""

    name: str
    file: str
    text: str
    header: Header | None
    digest: str
    reads: frozenset[str] = frozenset()  # the names its body takes from outside
    references: tuple[Reference, ...] = ()  # what it extends, includes and imports


class Closure(msgspec.Struct, frozen=True):
    """A template with all that it extends and includes: what its pages' keys must cover."""

    parts: tuple[tuple[str, str], ...]  # ("template base.html", digest), sorted
    names: frozenset[str]  # every name that any of them reads


class Templates(msgspec.Struct, frozen=True, eq=False):
    """All templates of a site, read and ready; a site's own replace the default by name."""

    by_name: Mapping[str, Template]
    environment: Environment
    compiled: Compiled

    def page_types(self) -> list[Template]:
        """The templates with a header, by name."""
        return [t for _, t in sorted(self.by_name.items()) if t.header]

    def closure(self, name: str) -> Closure:
        """All that a template's result depends on beside its inputs."""
        seen: set[str] = set()
        self._collect(name, seen)
        parts = tuple((f"template {n}", self.by_name[n].digest) for n in sorted(seen))
        return Closure(parts, frozenset().union(*(self.by_name[n].reads for n in seen)))

    def _collect(self, name: str, seen: set[str]) -> None:
        if name in seen or name not in self.by_name:
            return
        seen.add(name)
        for reference in self.by_name[name].references:
            # A name known only when rendered: then every template counts; wider, still right.
            for other in self.by_name if reference.computed else reference.names:
                self._collect(other, seen)


def read_templates(
    folders: list[tuple[Path, str]], kept: Mapping[str, bytes] | None = None
) -> Templates:
    """Read the templates of several folders, the first that has a name winning.

    Each folder comes with the name it has in messages; `kept` is what was compiled for the last
    build. Raises SiteError with every Problem.
    """
    texts: dict[str, _Text] = {}
    problems: list[Problem] = []
    for folder, called in folders:
        for name, path in files_below(folder):
            if name in texts or name.startswith(STATIC):
                continue
            text = _text(path, f"{called}/{name}")
            if isinstance(text, Problem):
                problems.append(text)
                text = ""
            texts[name] = _Text(name, f"{called}/{name}", text)
    try:
        templates = _templates(tuple(texts.values()), Compiled(kept))
    except SiteError as error:
        raise SiteError([*problems, *error.problems]) from None
    if problems:
        raise SiteError(problems)
    return templates


class _Text(NamedTuple):
    """A template as it was read, and the file it stands in."""

    name: str
    file: str
    text: str


@lru_cache(maxsize=2)
def _templates(texts: tuple[_Text, ...], compiled: Compiled) -> Templates:
    """Templates of their texts: while those stay the same, `serve` compiles nothing anew."""
    by_name: dict[str, Template] = {}

    def source(name: str) -> tuple[str, str] | None:
        return (by_name[name].text, by_name[name].file) if name in by_name else None

    environment = environment_of(source, compiled)
    problems: list[Problem] = []
    for text in texts:
        read = partial(_read, text, environment)
        template: Template | list[Problem] = compiled.record(Template, text, read)
        if isinstance(template, list):
            problems += template
            template = Template(text.name, text.file, "", None, "")
        by_name[text.name] = template
    for template in by_name.values():
        problems += _missing(template, by_name)
    if problems:
        raise SiteError(problems)
    return Templates(by_name, environment, compiled)


def _read(text: _Text, environment: Environment) -> Template | list[Problem]:
    template = _template(text)
    if isinstance(template, list):
        return template
    found = _parsed(template, environment)
    return [found] if isinstance(found, Problem) else found


def _text(path: Path, file: str) -> str | Problem:
    try:
        if path.stat().st_size > LARGEST:
            message = f"larger than {LARGEST // 1000} kB; what is long belongs in templates/static/"
            return Problem(file, 0, message)
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        message = "not a text in UTF-8; pictures and fonts belong in templates/static/"
        return Problem(file, 0, message)
    except OSError as error:
        return Problem(file, 0, f"cannot be read: {error.strerror or error}")
    if control := CONTROLS.search(text):
        line = text.count("\n", 0, control.start()) + 1
        return Problem(file, line, f"{named(control[0])}; delete it")
    return text


def _template(read: _Text) -> Template | list[Problem]:
    name, file, text = read
    parts = split(text)
    if parts is None:
        if text.startswith("---\n"):
            message = "the header is not closed; put a line of three hyphens (---) after it"
            return [Problem(file, 1, message)]
        return Template(name, file, text, None, digest(text))
    node = compose(parts.header, file, parts.header_line)
    if isinstance(node, list):
        return node
    reading = Reading(file, parts.header_line)
    header = reading.record(Header, node, lines=_lines(node, parts.header_line))
    if header is None:
        return reading.problems
    blank = "{#" + "\n" * (parts.body_line - 2) + "-#}\n"
    return Template(name, file, blank + parts.body, header, digest(text))


def _lines(node: yaml.MappingNode, first: int) -> dict[str, int]:
    """The line of each key of a header, and of each entry below one."""
    lines: dict[str, int] = {}
    for key, value in node.value:
        lines[key.value] = first + line_of(key)
        below: list[tuple[str, yaml.Node]] = []
        if isinstance(value, yaml.MappingNode):
            below = [(name.value, name) for name, _ in value.value]
        elif isinstance(value, yaml.SequenceNode):
            below = [(str(number), item) for number, item in enumerate(value.value)]
        lines |= {f"{key.value}.{name}": first + line_of(inner) for name, inner in below}
    return lines


def _parsed(template: Template, environment: Environment) -> Template | Problem:
    """The template with what it reads and refers to; a Problem where its syntax is wrong."""
    try:
        tree = environment.parse(template.text, template.name, template.file)
        refers = references(tree)
        reads = frozenset(meta.find_undeclared_variables(tree))  # checks filters and tests, too
    except TemplateSyntaxError as error:
        return Problem(template.file, error.lineno, error.message or "syntax error")
    except RecursionError as error:
        message = "brackets, loops or conditions are nested too deeply"
        return Problem(template.file, _line_of(error), message)
    return msgspec.structs.replace(template, reads=reads, references=refers)


def _line_of(error: RecursionError) -> int:
    """The line that the parser had come to, or the one of what was last looked at in its tree."""
    line = 1
    for frame, _ in traceback.walk_tb(error.__traceback__):
        parser, node = frame.f_locals.get("self"), frame.f_locals.get("node")
        if isinstance(parser, Parser):
            line = parser.stream.current.lineno
        elif isinstance(node, nodes.Node):
            line = node.lineno
    return line


def _missing(template: Template, by_name: Mapping[str, Template]) -> list[Problem]:
    return [
        Problem(
            template.file,
            reference.line,
            f"there is no template “{reference.names[0]}”{near(reference.names[0], by_name)}",
        )
        for reference in template.references
        if reference.leads_nowhere(by_name)
    ]
