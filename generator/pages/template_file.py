"""One template file: its header, and its body with what that reads and refers to."""

import traceback
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec
import yaml
from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from jinja2.parser import Parser
from msgspec import field

from generator.model.digest import digest
from generator.model.fields import Derived, OneOrMany, Record
from generator.model.frontmatter import compose, line_of, split
from generator.model.problems import Problem
from generator.model.schema import Reading
from generator.model.unseen import CONTROLS, named

from .references import Reference, references

LARGEST = 500_000  # bytes; the longest of the default ones has a fiftieth of that


class Header(Record, frozen=True, kw_only=True):
    """What a page type lists: one page per turn of `each`, at `path`, with what `with` binds."""

    path: str
    each: Annotated[tuple[str, ...], OneOrMany] = ()
    bound: dict[str, str] = field(name="with", default_factory=dict)
    updated: str | None = None  # an expression for the date that the sitemap gives
    lang: str | None = None  # an expression for the language that a page asks to be in
    listed: bool = True  # whether the sitemap and `addresses` know its pages
    text: bool = True  # whether its pages are in the text edition
    when: str | None = None  # an expression over `site`; where it does not hold, there is no page
    form: Literal["text", "png"] = field(name="as", default="text")  # what becomes of its body
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


class TemplateText(NamedTuple):
    """A template as it was read, and the file it stands in."""

    name: str
    file: str
    text: str


def text_of(path: Path, file: str) -> str | Problem:
    """The text of a template file; a Problem where it is none, or too long."""
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


def read_template(text: TemplateText, environment: Environment) -> Template | list[Problem]:
    """The template of its text; every Problem of its header, or the one of its syntax."""
    template = _template(text)
    if isinstance(template, list):
        return template
    found = _parsed(template, environment)
    return [found] if isinstance(found, Problem) else found


def _template(read: TemplateText) -> Template | list[Problem]:
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
