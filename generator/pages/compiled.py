"""What templates and headers compile to, kept from one build to the next.

In a build that renders next to nothing, compiling takes longer than all the rest. What is kept is
the code of the site's own templates, which a build would run anyway, under the digest of the text
that it was made of.
"""

import marshal
from collections.abc import Callable, Iterator, Mapping
from types import CodeType
from typing import Any, TypeVar

import msgspec
from jinja2 import BytecodeCache, Environment, Template, meta, nodes
from jinja2.bccache import Bucket
from jinja2.environment import TemplateExpression

from generator.model.digest import digest

from .plain_expressions import Steps, evaluator, steps_of

Scope = dict[str, Any]
T = TypeVar("T", bound=msgspec.Struct)


class Compiled:
    """Compiled pieces by the digest of their source.

    Any two are equal: what is kept changes how long a result takes, and nothing of the result.
    """

    def __init__(self, kept: Mapping[str, bytes] | None = None) -> None:
        self._kept = dict(kept or {})
        self._used: dict[str, bytes] = {}
        self.grown = False  # whether there is more than was kept before

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Compiled)

    def __hash__(self) -> int:
        return 0

    @property
    def used(self) -> Mapping[str, bytes]:
        """All that was asked for: what else was kept is of templates that are gone."""
        return self._used

    def get(self, key: str) -> bytes | None:
        """What was kept under a key."""
        data = self._used.get(key) or self._kept.get(key)
        if data is not None:
            self._used[key] = data
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep something under a key."""
        self._used[key] = data
        self.grown = True

    def record(self, kind: type[T], source: object, make: Callable[[], T | Any]) -> T | Any:
        """The record that `make` makes of a source; anything else that it makes is not kept."""
        key = digest([kind.__name__, source])
        data = self.get(key)
        if data is not None:
            return msgspec.msgpack.decode(data, type=kind)
        made = make()
        if isinstance(made, kind):
            self.put(key, msgspec.msgpack.encode(made))
        return made


class Bytecode(BytecodeCache):
    """Jinja's own way to keep the code of template bodies."""

    def __init__(self, compiled: Compiled, language: str) -> None:
        self.compiled = compiled
        self.language = language  # the key of the one that the code says its words in

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """The code of a template, if it is kept."""
        bucket = Bucket(environment, digest(["body", name, filename, source, self.language]), "")
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is kept for it."""
        data = self.compiled.get(bucket.key)
        bucket.code = marshal.loads(data) if data else None  # noqa: S302 (our own, checksummed)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a bucket holds."""
        self.compiled.put(bucket.key, marshal.dumps(bucket.code))


class _Code(msgspec.Struct, frozen=True):
    code: bytes
    reads: frozenset[str]
    views: frozenset[str]
    steps: Steps | None  # where it is as plain as that


Made = tuple[Callable[[Scope], Any], frozenset[str], frozenset[str]]
"""What finds a value in a scope; the names that it reads; and these with `X | cards` or `X[Y.id]`,
where it takes no more of an X than that, in place of X."""


def expression_of(text: str, environment: Environment, compiled: Compiled) -> Made:
    """An expression in Jinja's language.

    Raises TemplateSyntaxError and RecursionError.
    """

    def make() -> _Code:
        environment.compile_expression(text)  # refuses what is more than an expression
        source = f"{{% set result = ({text}) %}}"
        tree = environment.parse(source)
        assigned = tree.body[0]
        assert isinstance(assigned, nodes.Assign)
        return _code(source, tree, steps_of(assigned.node), environment)

    found = compiled.record(_Code, ["expression", text], make)
    if found.steps is not None:
        return evaluator(found.steps, environment), found.reads, found.views
    template = _template(found, environment)
    return TemplateExpression(template, undefined_to_none=False), found.reads, found.views


def pattern_of(text: str, environment: Environment, compiled: Compiled) -> Made:
    """A text with expressions in it, such as a path, to be filled in.

    Raises TemplateSyntaxError and RecursionError.
    """

    def make() -> _Code:
        tree = environment.parse(text)
        plain = steps_of(tree.body[0]) if len(tree.body) == 1 else None
        return _code(text, tree, plain, environment)

    found = compiled.record(_Code, ["pattern", text], make)
    if found.steps is not None:
        return evaluator(found.steps, environment), found.reads, found.views
    return _template(found, environment).render, found.reads, found.views


def _code(
    source: str, tree: nodes.Template, steps: Steps | None, environment: Environment
) -> _Code:
    reads = frozenset(meta.find_undeclared_variables(tree))
    code = marshal.dumps(environment.compile(source))
    return _Code(code, reads, _views(tree, reads), steps)


def _views(tree: nodes.Template, reads: frozenset[str]) -> frozenset[str]:
    reduced = {
        id(each.node): f"{each.node.name} | cards"
        for each in tree.find_all(nodes.Filter)
        if each.name == "cards" and isinstance(each.node, nodes.Name)
    }
    reduced |= dict(_looked_up(tree))
    whole = {name.name for name in tree.find_all(nodes.Name) if id(name) not in reduced}
    return frozenset({*(reads & whole), *reduced.values()})


def _looked_up(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Where something is looked up by an id: `X[Y.id]`, and `X.get(Y.id, …)`, which is no more."""
    for each in tree.find_all((nodes.Getitem, nodes.Call)):
        match each:
            case (
                nodes.Getitem(
                    node=nodes.Name() as where,
                    arg=nodes.Getattr(node=nodes.Name() as of, attr="id"),
                )
                | nodes.Call(
                    node=nodes.Getattr(node=nodes.Name() as where, attr="get"),
                    args=[nodes.Getattr(node=nodes.Name() as of, attr="id"), *_],
                    kwargs=[],
                    dyn_args=None,
                    dyn_kwargs=None,
                )
            ):
                yield id(where), f"{where.name}[{of.name}.id]"


def _template(found: _Code, environment: Environment) -> Template:
    code: CodeType = marshal.loads(found.code)  # noqa: S302 (our own, checksummed)
    return Template.from_code(environment, code, environment.make_globals(None), None)
