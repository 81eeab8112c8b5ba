"""A page type is one template file: a header that says what it lists, a body that says how.

The header is front matter in Jinja's own expression language over the library. The body sees only
what its header bound, plus `site` and `here` (the page's own path).
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    meta,
    select_autoescape,
)
from jinja2.exceptions import TemplateSyntaxError
from msgspec import field

from generator.model.digest import digest
from generator.model.fields import Derived, OneOrMany, Record
from generator.model.frontmatter import compose, line_of, split
from generator.model.problems import Problem, SiteError
from generator.model.schema import Reading

from .filters import FILTERS

STATIC = "static/"
ALWAYS = frozenset({"site", "here"})


class Header(Record, frozen=True, kw_only=True):
    """What a page type lists: one page per turn of `each`, at `path`, with what `with` binds."""

    path: str
    each: Annotated[tuple[str, ...], OneOrMany] = ()
    bound: dict[str, str] = field(name="with", default_factory=dict)
    updated: str | None = None  # an expression for the date that the sitemap gives
    listed: bool = True  # whether the sitemap and `addresses` know its pages
    lines: Annotated[dict[str, int], Derived] = {}


class Template(msgspec.Struct, frozen=True):
    """A template file: its text with the header blanked, so that every line keeps its number."""

    name: str
    file: str
    text: str
    header: Header | None
    digest: str


class Closure(msgspec.Struct, frozen=True):
    """A template with all that it extends and includes: what its pages' keys must cover."""

    parts: tuple[tuple[str, str], ...]  # ("template base.html", digest), sorted
    names: frozenset[str]  # every name that any of them reads


class Templates(msgspec.Struct, frozen=True):
    """All templates of a site, read and ready; a site's own replace the default by name."""

    by_name: Mapping[str, Template]
    environment: Environment

    def page_types(self) -> list[Template]:
        """The templates with a header, by name."""
        return [t for _, t in sorted(self.by_name.items()) if t.header]

    def closure(self, name: str) -> Closure:
        """All that a template's result depends on beside its inputs."""
        seen: set[str] = set()
        names: set[str] = set()
        self._collect(name, seen, names)
        parts = tuple((f"template {n}", self.by_name[n].digest) for n in sorted(seen))
        return Closure(parts, frozenset(names))

    def _collect(self, name: str, seen: set[str], names: set[str]) -> None:
        if name in seen or name not in self.by_name:
            return
        seen.add(name)
        tree = self.environment.parse(self.by_name[name].text, name, self.by_name[name].file)
        names |= meta.find_undeclared_variables(tree)
        for reference in meta.find_referenced_templates(tree):
            # None: a name known only when rendered. Then every template counts: wider, still right.
            for other in [reference] if reference else self.by_name:
                self._collect(other, seen, names)


def read_templates(folders: list[tuple[Path, str]]) -> Templates:
    """Read the templates of several folders, the first that has a name winning.

    Each folder comes with the name it has in messages. Raises SiteError with every Problem.
    """
    by_name: dict[str, Template] = {}
    problems: list[Problem] = []
    for folder, called in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if name in by_name or name.startswith(STATIC) or not path.is_file():
                continue
            if path.name.startswith(".") or path.name.endswith("~"):
                continue
            template = _read(path, name, f"{called}/{name}")
            if isinstance(template, list):
                problems += template
            else:
                by_name[name] = template
    templates = Templates(by_name, _environment(by_name))
    problems += _syntax_errors(templates)
    if problems:
        raise SiteError(problems)
    return templates


def static_files(folders: list[tuple[Path, str]]) -> dict[str, bytes]:
    """The files that are published as they are: their path on the site, and their bytes."""
    found: dict[str, bytes] = {}
    for folder, _ in folders:
        for path in sorted((folder / STATIC).rglob("*")):
            address = "/" + path.relative_to(folder).as_posix()
            if path.is_file() and not path.name.startswith(".") and address not in found:
                found[address] = path.read_bytes()
    return found


def _read(path: Path, name: str, file: str) -> Template | list[Problem]:
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        return [Problem(file, 0, f"cannot be read as a template: {error}")]
    parts = split(text)
    if parts is None:
        return Template(name, file, text, None, digest(text))
    node = compose(parts.header, file, parts.header_line)
    if isinstance(node, list):
        return node
    reading = Reading(file, parts.header_line)
    lines = {key.value: parts.header_line + line_of(key) for key, _ in node.value}
    header = reading.record(Header, node, lines=lines)
    if header is None:
        return reading.problems
    blank = "{#" + "\n" * (parts.body_line - 2) + "-#}\n"
    return Template(name, file, blank + parts.body, header, digest(text))


def _environment(by_name: Mapping[str, Template]) -> Environment:
    environment = Environment(
        loader=_Loader(by_name),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.loopcontrols"],
    )
    environment.filters.update(FILTERS)
    return environment


class _Loader(BaseLoader):
    def __init__(self, by_name: Mapping[str, Template]) -> None:
        self.by_name = by_name

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str, None]:
        if template not in self.by_name:
            raise TemplateNotFound(template)
        found = self.by_name[template]
        return found.text, found.file, None


def _syntax_errors(templates: Templates) -> list[Problem]:
    problems = []
    for template in templates.by_name.values():
        try:
            tree = templates.environment.parse(template.text, template.name, template.file)
            references = list(meta.find_referenced_templates(tree))
        except TemplateSyntaxError as error:
            problems.append(Problem(template.file, error.lineno, error.message or "syntax error"))
            continue
        for name in references:
            if name and name not in templates.by_name:
                line = _line_with(template.text, name)
                problems.append(Problem(template.file, line, f"there is no template “{name}”"))
    return problems


def _line_with(text: str, word: str) -> int:
    match = re.search(re.escape(word), text)
    return text.count("\n", 0, match.start()) + 1 if match else 0
