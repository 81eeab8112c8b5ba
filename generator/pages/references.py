"""What a template refers to by name: the templates it extends, includes and imports."""

from collections.abc import Container

import msgspec
from jinja2 import nodes

REFERRING = (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)


class Reference(msgspec.Struct, frozen=True):
    """One `extends`, `include` or `import`: the line it stands in and where it may lead."""

    line: int
    names: tuple[str, ...]
    computed: bool  # whether it may lead to others too, known only when a page is rendered
    optional: bool  # `ignore missing`

    def leads_nowhere(self, known: Container[str]) -> bool:
        """Whether rendering is bound to fail here; of a list, one template is enough."""
        return not (self.computed or self.optional or any(name in known for name in self.names))


def references(tree: nodes.Template) -> tuple[Reference, ...]:
    """Every reference of a parsed template, in the order they stand in it."""
    return tuple(_reference(node) for node in tree.find_all(REFERRING))


def _reference(node: nodes.Node) -> Reference:
    target = node.template  # type: ignore[attr-defined]
    parts = target.items if isinstance(target, (nodes.Tuple, nodes.List)) else [target]
    names = tuple(
        part.value
        for part in parts
        if isinstance(part, nodes.Const) and isinstance(part.value, str)
    )
    optional = isinstance(node, nodes.Include) and node.ignore_missing
    return Reference(node.lineno, names, len(names) < len(parts), optional)
