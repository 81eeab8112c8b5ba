"""The plan: every page of the site with its inputs and its key, before anything is rendered.

A page is a pure function of its template, its inputs and the generator. Its key is the digest of
all three, so a key that is in the store need never be rendered again; nothing is invalidated.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from jinja2 import Environment, TemplateError, Undefined, meta

from generator.model.digest import digest
from generator.model.edtf import Edtf
from generator.model.library import Library
from generator.model.problems import Problem, SiteError

from .templates import ALWAYS, Closure, Header, Template, Templates

Scope = dict[str, Any]

EACH = re.compile(r"\s*([a-z_]\w*(?:\s*,\s*[a-z_]\w*)*)\s+in\s+(.+)", re.DOTALL)
PATH = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?")
LONGEST = 255  # bytes of one path segment, the limit of common file systems


class Page(msgspec.Struct, frozen=True):
    """One page to be: where it goes, what it is made of, and the key of its bytes."""

    path: str
    template: str
    inputs: Scope
    parts: tuple[tuple[str, str], ...]  # what the key is made of, by name
    key: str


class Address(msgspec.Struct, frozen=True):
    """A page as the sitemap lists it."""

    path: str
    updated: Edtf | None


def plan(templates: Templates, library: Library, fingerprint: str) -> list[Page]:
    """All pages of a library, sorted by path. Raises SiteError with every Problem.

    `fingerprint` stands for the generator itself, so that a new version renders anew.
    """
    scope = {name: getattr(library, name) for name in _QUERIES}
    problems: list[Problem] = []
    planned: list[tuple[Page, Template]] = []
    addresses: list[Address] = []
    for template in sorted(templates.page_types(), key=_asks_for_addresses):
        if _asks_for_addresses(template):
            scope["addresses"] = tuple(sorted(addresses, key=lambda a: a.path))
        maker = _PageType(templates, template, library, fingerprint)
        try:
            for page, updated in maker.pages(scope):
                planned.append((page, template))
                if maker.header.listed:
                    addresses.append(Address(page.path, updated))
        except SiteError as error:
            problems += error.problems
    problems += _collisions(planned)
    if problems:
        raise SiteError(problems)
    return sorted((page for page, _ in planned), key=lambda page: page.path)


_QUERIES = (
    "articles", "retracted", "editions", "pages", "actors", "places", "sources", "measures",
    "tags", "aliases", "events", "claims", "site",
)  # fmt: skip


def _asks_for_addresses(template: Template) -> bool:
    header = template.header
    assert header is not None
    expressions = (*header.each, *header.bound.values())
    return any(re.search(r"\baddresses\b", expression) for expression in expressions)


def _names_in(expression: str, environment: Environment) -> set[str]:
    return meta.find_undeclared_variables(environment.parse(f"{{{{ ({expression}) }}}}"))


class _PageType:
    """A template's header, compiled: what turns it takes and what it binds in each."""

    def __init__(
        self, templates: Templates, template: Template, library: Library, fingerprint: str
    ) -> None:
        assert template.header is not None
        self.header: Header = template.header
        self.template = template
        self.library = library
        self.environment = templates.environment
        self.closure: Closure = templates.closure(template.name)
        self.fixed = (
            ("generator", fingerprint),
            ("site", library.site.digest),
            *self.closure.parts,
        )
        self.used = self.closure.names - ALWAYS

    def pages(self, scope: Mapping[str, Any]) -> Iterator[tuple[Page, Edtf | None]]:
        turns = [self._turn(each) for each in self.header.each]
        bound = {n: self._compiled(e, "with") for n, e in self.header.bound.items()}
        path = self._compiled_path()
        updated = self._compiled(self.header.updated, "updated") if self.header.updated else None
        fixed = self._same_in_every_turn(turns, bound, scope)
        for inputs in self._turns(turns, dict(scope), {}):
            seen = {**scope, **inputs}
            for name, expression in bound.items():
                value = fixed[name] if name in fixed else self._evaluated(expression, seen, "with")
                seen[name] = inputs[name] = value
            date = self._evaluated(updated, seen, "updated") if updated else None
            yield self._page(self._path(path, seen), inputs), date

    def _same_in_every_turn(
        self, turns: list[Any], bound: Scope, scope: Mapping[str, Any]
    ) -> Scope:
        """What `with` binds from the library alone: evaluated once for all turns."""
        fixed: Scope = {}
        varying = {name for names, _ in turns for name in names}
        for name, expression in bound.items():
            if varying & _names_in(self.header.bound[name], self.environment):
                varying.add(name)
            else:
                fixed[name] = self._evaluated(expression, {**scope, **fixed}, "with")
        return fixed

    def _page(self, path: str, inputs: Scope) -> Page:
        # What the body never reads is no part of the page: neither of its inputs nor of its key.
        inputs = {name: value for name, value in inputs.items() if name in self.used}
        parts = (
            *self.fixed,
            ("path", path),
            *((name, digest(value)) for name, value in sorted(inputs.items())),
        )
        inputs |= {"site": self.library.site, "here": path}
        return Page(path, self.template.name, inputs, parts, digest(parts))

    def _turns(self, turns: list[Any], scope: Scope, inputs: Scope) -> Iterator[Scope]:
        if not turns:
            yield dict(inputs)
            return
        (names, expression), *rest = turns
        for value in self._evaluated(expression, scope, "each"):
            bound = {names[0]: value} if len(names) == 1 else dict(zip(names, value, strict=True))
            yield from self._turns(rest, scope | bound, inputs | bound)

    def _turn(self, each: str) -> tuple[list[str], Any]:
        match = EACH.fullmatch(each)
        if match is None:
            raise self._error("each", "write “each: NAME in EXPRESSION”, as in Python's for")
        return [name.strip() for name in match[1].split(",")], self._compiled(match[2], "each")

    def _compiled(self, expression: str, key: str) -> Any:
        try:
            return self.environment.compile_expression(expression, undefined_to_none=False)
        except TemplateError as error:
            raise self._error(key, f"{error.message} in “{expression}”") from error

    def _compiled_path(self) -> Any:
        try:
            return self.environment.from_string(self.header.path)
        except TemplateError as error:
            raise self._error("path", str(error.message)) from error

    def _evaluated(self, expression: Any, scope: Scope, key: str) -> Any:
        try:
            value = expression(**scope)
            if isinstance(value, Undefined):
                str(value)  # StrictUndefined says what is missing
        except Exception as error:  # whatever an expression of the site's own raises
            raise self._error(key, str(error)) from error
        return value

    def _path(self, template: Any, scope: Scope) -> str:
        try:
            path = str(template.render(scope))
        except Exception as error:
            raise self._error("path", str(error)) from error
        if not PATH.fullmatch(path) or max(map(len, path.split("/"))) > LONGEST:
            raise self._error(
                "path", f"“{path}” is no path: it begins with / and has a-z 0-9 . _ -"
            )
        return path

    def _error(self, key: str, message: str) -> SiteError:
        line = self.header.lines.get(key, 1)
        return SiteError([Problem(self.template.file, line, f"{key}: {message}")])


def _collisions(planned: Iterable[tuple[Page, Template]]) -> Iterator[Problem]:
    """Two pages at one address, letters' case aside: many disks and hosts cannot hold both."""
    taken: dict[str, Template] = {}
    for page, template in planned:
        place = file_of(page.path).casefold()
        if place in taken:
            assert template.header is not None
            message = f"{page.path} is made twice, here and by {taken[place].file}"
            yield Problem(template.file, template.header.lines.get("path", 1), message)
        taken.setdefault(place, template)


def file_of(path: str) -> str:
    """The file, relative to the output folder, that a path's page is written to."""
    return path[1:] + "index.html" if path.endswith("/") else path[1:]
