"""Expressions that need no template: a name, what it has, one thing or another.

Jinja makes a context for each expression that it evaluates; a header's are evaluated for each of
ten thousand pages, and most of them are as plain as `article.date`. These are evaluated at once,
by Jinja's own rules for names and attributes.
"""

from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import Environment, nodes
from markupsafe import escape

Scope = dict[str, Any]
Steps = list[Any]
"""An expression as nested lists, each with the name of what it does first."""


def steps_of(node: nodes.Node) -> Steps | None:
    """A plain expression, or a text with plain expressions in it; None for any other."""
    match node:
        case nodes.Name():
            return ["name", node.name]
        case nodes.Const() if node.value is None or isinstance(node.value, str | int | bool):
            return ["const", node.value]
        case nodes.Getattr():
            return _all("attribute", [node.node], node.attr)
        case nodes.Getitem():
            return _all("item", [node.node, node.arg])
        case nodes.Or() | nodes.And():
            return _all(type(node).__name__.lower(), [node.left, node.right])
        case nodes.TemplateData():
            return ["const", node.data]
        case nodes.Output():
            return _all("text", node.nodes)
    return None


def _all(what: str, inner: Sequence[nodes.Node], *more: str) -> Steps | None:
    steps = [steps_of(each) for each in inner]
    return None if None in steps else [what, *steps, *more]


def evaluator(steps: Steps, environment: Environment) -> Callable[[Scope], Any]:
    """What finds the value of a plain expression in a scope, as Jinja would."""
    what, *rest = steps
    if what == "name":
        return _name(rest[0], environment)
    if what == "const":
        return lambda _scope: rest[0]
    if what == "attribute":
        inner, name = evaluator(rest[0], environment), rest[1]
        return lambda scope: environment.getattr(inner(scope), name)
    parts = [evaluator(each, environment) for each in rest]
    if what == "text":
        return lambda scope: "".join([str(escape(part(scope))) for part in parts])
    left, right = parts
    if what == "item":
        return lambda scope: environment.getitem(left(scope), right(scope))
    if what == "or":
        return lambda scope: left(scope) or right(scope)
    return lambda scope: left(scope) and right(scope)


def _name(name: str, environment: Environment) -> Callable[[Scope], Any]:
    def value(scope: Scope) -> Any:
        if name in scope:
            return scope[name]
        known = environment.globals
        return known[name] if name in known else environment.undefined(name=name)

    return value
