"""The house stands on its floors: nothing imports upwards, no room imports another."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parent.parent / "generator"
ROOMS = ("library", "pages", "output", "plugins")
LOWEST = "model"


@cache
def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert len(found) > 200
    return found


@cache
def names() -> frozenset[str]:
    return frozenset(map(name_of, modules()))


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


class Facts(NamedTuple):
    """What there is to be known of a module."""

    imports: set[str]  # all that it may import, what is under TYPE_CHECKING included
    calls: set[str]
    globals: list[int]  # lines
    functions: list[tuple[str, int]]  # with their lengths in lines


@cache
def facts_of(path: Path) -> Facts:
    """Read a module, once for all tests."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    found = Facts(set(), set(), [], [])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.imports.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join(up) if node.level else ""
            module = ".".join(filter(None, [base, node.module or ""]))
            found.imports.update({module, *(f"{module}.{alias.name}" for alias in node.names)})
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.calls.add(node.func.id)
        elif isinstance(node, ast.Global):
            found.globals.append(node.lineno)
        elif isinstance(node, ast.FunctionDef):
            found.functions.append((node.name, (node.end_lineno or 0) - node.lineno + 1))
    return found


def imports_of(path: Path) -> set[str]:
    """Every other module of ours that a module imports."""
    return (facts_of(path).imports & names()) - {name_of(path)}


def floor_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in (*ROOMS, LOWEST) else "roof"


def wrong_imports(path: Path) -> Iterator[str]:
    floor = floor_of(name_of(path))
    if floor != "roof":
        for name in sorted(imports_of(path)):
            if floor_of(name) not in (floor, LOWEST) and name != "generator":
                yield f"{name_of(path)} reaches up or across to {name}"


def test_a_module_imports_only_from_its_own_room_and_from_the_ground() -> None:
    assert [wrong for path in modules() for wrong in wrong_imports(path)] == []


def test_no_imports_go_round_in_a_circle() -> None:
    graph = {name_of(path): imports_of(path) for path in modules()}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"a circle: {' → '.join((*trail, name))}"
        if name in done:
            return
        for other in sorted(graph[name] - {name.rpartition(".")[0]}):
            walk(other, (*trail, name))
        done.add(name)

    for name in sorted(graph):
        walk(name, ())


def test_a_module_keeps_no_state_that_can_change() -> None:
    found = [f"{name_of(path)}:{line}" for path in modules() for line in facts_of(path).globals]
    assert found == []


def prints(path: Path) -> bool:
    facts = facts_of(path)
    return "print" in facts.calls or "click" in {name.split(".")[0] for name in facts.imports}


def test_only_the_roof_prints() -> None:
    below = [path for path in modules() if floor_of(name_of(path)) != "roof"]
    assert [name_of(path) for path in below if prints(path)] == []
    assert prints(PACKAGE / "build.py"), "it is seen where it is done"


def test_no_function_grew_beyond_what_can_be_read_at_a_glance() -> None:
    functions = [(name_of(path), *each) for path in modules() for each in facts_of(path).functions]
    assert [f"{m}.{name} has {lines} lines" for m, name, lines in functions if lines > 50] == []
    assert max(lines for _, _, lines in functions) > 20, "they are seen"
