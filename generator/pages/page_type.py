"""A page type's header, compiled: its turns, what it binds in each, and where each page goes."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from jinja2 import TemplateError, Undefined

from generator.model.edtf import Edtf
from generator.model.problems import Problem, SiteError

from .compiled import expression_of, pattern_of
from .reasons import reason_of
from .templates import ALWAYS, Template, Templates

Scope = dict[str, Any]

EACH = re.compile(r"\s*([a-z_]\w*(?:\s*,\s*[a-z_]\w*)*)\s+in\s+(.+)", re.DOTALL)
PATH = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?")
LONGEST = 255  # bytes of one path segment, the limit of common file systems


class Expression(msgspec.Struct, frozen=True):
    """An expression of a header: where it stands in it, and what it reads."""

    key: str  # “updated”, “each.0”, “with.latest”
    value: Callable[[Scope], Any]
    reads: frozenset[str] = frozenset()


class Turn(msgspec.Struct, frozen=True):
    """One page to be: its path, what its header binds, and the date that the sitemap gives."""

    path: str
    inputs: Scope
    updated: Edtf | None


class PageType:
    """A template with its header compiled. Raises SiteError with all that is wrong in it."""

    def __init__(self, template: Template, templates: Templates) -> None:
        assert template.header is not None
        self.template = template
        self.header = template.header
        self.environment, self.compiled = templates.environment, templates.compiled
        self._problems: list[Problem] = []
        self._loops = [self._loop(f"each.{n}", each) for n, each in enumerate(self.header.each)]
        self._bound = {
            self._name(f"with.{name}", name): self._compiled(f"with.{name}", expression)
            for name, expression in self.header.bound.items()
        }
        self._updated = self._compiled("updated", self.header.updated or "none")
        self._path = self._compiled_path()
        if self._problems:
            raise SiteError(self._problems)

    @property
    def asks_for_addresses(self) -> bool:
        """Whether it lists other pages, and so has to be planned after them."""
        expressions = [expression for _, expression in self._loops] + [*self._bound.values()]
        return any("addresses" in expression.reads for expression in expressions)

    def turns(self, library: Mapping[str, Any]) -> Iterator[Turn]:
        """Its pages over the library's queries. Raises SiteError where an expression fails."""
        scope = dict(library)
        fixed = self._same_in_every_turn(scope)
        for inputs in self._turned(self._loops, scope | fixed, {}):
            seen = scope | inputs
            for name, expression in self._bound.items():
                value = fixed[name] if name in fixed else self._evaluated(expression, seen)
                seen[name] = inputs[name] = value
            yield Turn(self._path_of(seen), inputs, self._date(seen))

    def problem(self, key: str, message: str) -> Problem:
        """A Problem at the line of a key of the header."""
        outer = key.partition(".")[0]
        line = self.header.lines.get(key) or self.header.lines.get(outer, 1)
        return Problem(self.template.file, line, f"{outer}: {message}")

    def _same_in_every_turn(self, scope: Scope) -> Scope:
        """What `with` binds from the library alone: evaluated once for all turns."""
        fixed: Scope = {}
        varying = {name for names, _ in self._loops for name in names}
        for name, expression in self._bound.items():
            if varying & expression.reads:
                varying.add(name)
            else:
                fixed[name] = self._evaluated(expression, scope | fixed)
        return fixed

    def _turned(
        self, loops: list[tuple[list[str], Expression]], scope: Scope, inputs: Scope
    ) -> Iterator[Scope]:
        if not loops:
            yield dict(inputs)
            return
        (names, expression), *rest = loops
        for value in self._items(expression, scope):
            bound = self._unpacked(names, value, expression)
            yield from self._turned(rest, scope | bound, inputs | bound)

    def _items(self, expression: Expression, scope: Scope) -> tuple[Any, ...]:
        value = self._evaluated(expression, scope)
        try:
            return tuple(value)
        except TypeError:
            message = f"takes a list of things, not {_called(value)}"
            raise SiteError([self.problem(expression.key, message)]) from None

    def _unpacked(self, names: list[str], value: Any, expression: Expression) -> Scope:
        if len(names) == 1:
            return {names[0]: value}
        if isinstance(value, tuple | list) and len(value) == len(names):
            return dict(zip(names, value, strict=True))
        message = f"{len(names)} names for {_called(value)}; “group” gives pairs"
        raise SiteError([self.problem(expression.key, message)])

    def _loop(self, key: str, each: str) -> tuple[list[str], Expression]:
        match = EACH.fullmatch(each)
        if match is None:
            message = "write “each: NAME in EXPRESSION”, as in Python's for"
            self._problems.append(self.problem(key, message))
            return [], Expression(key, lambda _scope: ())
        names = [self._name(key, name.strip()) for name in match[1].split(",")]
        return names, self._compiled(key, match[2])

    def _name(self, key: str, name: str) -> str:
        if name in ALWAYS:
            message = f"“{name}” is there in every body already; take another name"
            self._problems.append(self.problem(key, message))
        elif not name.isidentifier():
            message = f"“{name}” is no name that a body can read; letters, digits and _ make one"
            self._problems.append(self.problem(key, message))
        return name

    def _compiled(self, key: str, text: str) -> Expression:
        try:
            value, reads = expression_of(text, self.environment, self.compiled)
        except (TemplateError, RecursionError) as error:
            self._problems.append(self.problem(key, f"{reason_of(error)} in “{text}”"))
            return Expression(key, lambda _scope: ())
        return Expression(key, value, reads)

    def _compiled_path(self) -> Callable[[Scope], str]:
        try:
            return pattern_of(self.header.path, self.environment, self.compiled)
        except (TemplateError, RecursionError) as error:
            self._problems.append(self.problem("path", reason_of(error)))
            return lambda _scope: "/"

    def _evaluated(self, expression: Expression, scope: Scope) -> Any:
        try:
            value = expression.value(scope)
            if isinstance(value, Iterator):
                value = tuple(value)
            for item in value if isinstance(value, tuple | list) else (value,):
                if isinstance(item, Undefined):
                    str(item)  # StrictUndefined says what is missing
        except Exception as error:  # whatever an expression of the site's own raises
            raise SiteError([self.problem(expression.key, reason_of(error))]) from error
        return value

    def _date(self, scope: Scope) -> Edtf | None:
        date = self._evaluated(self._updated, scope)
        if date is None or isinstance(date, Edtf):
            return date
        message = f"takes a date, such as article.date, not {_called(date)}"
        raise SiteError([self.problem("updated", message)])

    def _path_of(self, scope: Scope) -> str:
        try:
            path = self._path(scope)
        except Exception as error:  # whatever an expression of the site's own raises
            raise SiteError([self.problem("path", reason_of(error))]) from error
        if PATH.fullmatch(path) and max(map(len, path.split("/"))) <= LONGEST:
            return path
        shown = " ".join(path[:80].split())
        message = f"“{shown}” is no path: it begins with / and has a-z 0-9 . _ -"
        raise SiteError([self.problem("path", message)])


def _called(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"{len(value)} values"
    return "none" if value is None else f"one {type(value).__name__}"
