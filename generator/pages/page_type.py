"""A page type's header, compiled: its turns, what it binds in each, and where each page goes."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

import msgspec
from jinja2 import TemplateError, Undefined

from generator.model.config import Site
from generator.model.edtf import Edtf
from generator.model.problems import Problem, SiteError

from .compiled import expression_of, pattern_of
from .paths import wrong_with
from .queries import ADDRESSES, OF_LIBRARY, VIEWS
from .reasons import reason_of
from .template_file import Template
from .templates import ALWAYS, Templates

Scope = dict[str, Any]

EACH = re.compile(r"\s*([a-z_]\w*(?:\s*,\s*[a-z_]\w*)*)\s+in\s+(.+)", re.DOTALL)
MOST_PAGES = 1_000_000  # of one type


class Expression(msgspec.Struct, frozen=True):
    """An expression of a header: where it stands in it, and what it reads."""

    key: str  # “updated”, “each.0”, “with.latest”
    value: Callable[[Scope], Any]
    reads: frozenset[str] = frozenset()
    views: frozenset[str] = frozenset()  # the same, cards told from articles


class Start(NamedTuple):
    """What all turns begin with: the lists that are read, and what the header makes of them."""

    scope: Scope
    same: Scope  # what `with` binds to the same in every turn


class Turn(msgspec.Struct, frozen=True):
    """One page to be: its path, what its header binds, and the date that the sitemap gives."""

    path: str
    inputs: Scope
    updated: Edtf | None
    lang: str = ""  # the tag of the language that it asks to be in


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
        self._lang = self._compiled("lang", self.header.lang or "none")
        self._when = self._compiled("when", self.header.when or "true")
        if elsewhere := self._when.reads - {"site"}:
            message = f"reads “site” alone, and not “{min(elsewhere)}”"
            self._problems.append(self.problem("when", message))
        self._path = self._compiled_path()
        if self._problems:
            raise SiteError(self._problems)

    @property
    def asks_for_addresses(self) -> bool:
        """Whether it lists other pages, and so has to be planned after them."""
        return any(ADDRESSES in expression.reads for expression in self._expressions())

    def is_asked_for(self, site: Site) -> bool:
        """Whether the site has such pages at all. Raises SiteError where `when` fails."""
        return bool(self._evaluated(self._when, {"site": site}))

    @property
    def names(self) -> frozenset[str]:
        """What its header binds."""
        return frozenset({*self._bound, *(name for names, _ in self._loops for name in names)})

    @property
    def reads(self) -> frozenset[str]:
        """The names that its header reads."""
        return frozenset().union(*(each.reads for each in self._expressions()))

    @property
    def views(self) -> frozenset[str]:
        """What of the library its pages depend on."""
        return VIEWS & frozenset().union(*(each.views for each in self._expressions()))

    def views_beside(self, lookups: Collection[str] = ()) -> frozenset[str]:
        """The same without the one list that it goes over, and without what lookups are made of."""
        passed_over = {"each.0", *(f"with.{name}" for name in lookups)}
        beside = (each.views for each in self._expressions() if each.key not in passed_over)
        return VIEWS & frozenset().union(*beside)

    @property
    def lookups(self) -> frozenset[str]:
        """What `with` binds for no more than to look it up by the id of the turn's record."""
        names = self._loops[0][0] if self.goes_over else []
        if len(names) != 1:
            return frozenset()
        views = frozenset().union(*(each.views for each in self._expressions()))
        return frozenset(
            name for name in self._bound if name not in views and f"{name}[{names[0]}.id]" in views
        )

    @property
    def goes_over(self) -> str:
        """The one list of the library whose records it makes a page of each; else nothing."""
        match = EACH.fullmatch(self.header.each[0]) if len(self.header.each) == 1 else None
        return match[2].strip() if match and match[2].strip() in OF_LIBRARY else ""

    def turns(self, start: Start) -> Iterator[Turn]:
        """All its pages. Raises SiteError where an expression fails."""
        for number, inputs in enumerate(self._turned(self._loops, start.scope | start.same, {})):
            if number == MOST_PAGES:
                message = f"more than {number:,} pages; does it go over more than you mean?"
                raise SiteError([self.problem("each", message)])
            yield self._turn(start, inputs)

    def turn(self, start: Start, item: Any) -> Turn:
        """The page of one record of the list that it goes over."""
        names, expression = self._loops[0]
        return self._turn(start, self._unpacked(names, item, expression))

    def _turn(self, start: Start, inputs: Scope) -> Turn:
        seen = start.scope | start.same | inputs
        for name, expression in self._bound.items():
            same = name in start.same
            value = start.same[name] if same else self._evaluated(expression, seen)
            seen[name] = inputs[name] = value
        lang = self._evaluated(self._lang, seen)
        return Turn(self._path_of(seen), inputs, self._date(seen), str(lang or ""))

    def _expressions(self) -> Iterator[Expression]:
        yield from (expression for _, expression in self._loops)
        yield from self._bound.values()
        yield from (self._updated, self._lang, self._path)

    def problem(self, key: str, message: str) -> Problem:
        """A Problem at the line of a key of the header."""
        outer = key.partition(".")[0]
        line = self.header.lines.get(key) or self.header.lines.get(outer, 1)
        return Problem(self.template.file, line, f"{outer}: {message}")

    def same_in_every_turn(self, scope: Scope) -> Scope:
        """What `with` binds from the library alone: evaluated once for all turns.

        Raises SiteError where an expression fails.
        """
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
        if name in (*ALWAYS, "language"):
            message = f"“{name}” is there in every body already; take another name"
            self._problems.append(self.problem(key, message))
        elif not name.isidentifier():
            message = f"“{name}” is no name that a body can read; letters, digits and _ make one"
            self._problems.append(self.problem(key, message))
        return name

    def _compiled(self, key: str, text: str) -> Expression:
        try:
            return Expression(key, *expression_of(text, self.environment, self.compiled))
        except (TemplateError, RecursionError) as error:
            self._problems.append(self.problem(key, f"{reason_of(error)} in “{text}”"))
            return Expression(key, lambda _scope: ())

    def _compiled_path(self) -> Expression:
        try:
            made = pattern_of(self.header.path, self.environment, self.compiled)
        except (TemplateError, RecursionError) as error:
            self._problems.append(self.problem("path", reason_of(error)))
            return Expression("path", lambda _scope: "/")
        return Expression("path", *made)

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
            path = str(self._path.value(scope))
        except Exception as error:  # whatever an expression of the site's own raises
            raise SiteError([self.problem("path", reason_of(error))]) from error
        if message := wrong_with(path):
            raise SiteError([self.problem("path", message)])
        return path


def _called(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"{len(value)} values"
    return "none" if value is None else f"one {type(value).__name__}"
