"""The plugin room: a plugin is a module with one function, found by the folder it lies in.

Readers, extractors, checks and targets of this package are the modules of their folders; other
packages add theirs as entry points of the group `conflict_digest.<kind>`.
"""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import ModuleType


@cache
def plugins(kind: str) -> tuple[ModuleType, ...]:
    """The modules of a kind (“readers”, “extractors”, …): this package's by name, then others'."""
    package = import_module(f"{__name__}.{kind}")
    own = [import_module(f"{package.__name__}.{m.name}") for m in iter_modules(package.__path__)]
    others = sorted(entry_points(group=f"conflict_digest.{kind}"), key=lambda point: point.name)
    return (*own, *(point.load() for point in others))
