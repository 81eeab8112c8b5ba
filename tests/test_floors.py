"""The house stands on its floors: nothing imports upwards, no room imports another."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"
ROOMS = ("library", "pages", "output", "plugins")
LOWEST = "model"


def modules() -> Iterator[Path]:
    return PACKAGE.rglob("*.py")


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> set[str]:
    """Every module of ours that a module imports, those under TYPE_CHECKING included."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join(up) if node.level else ""
            module = ".".join(filter(None, [base, node.module or ""]))
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    known = {name_of(other) for other in modules()}
    return {name for name in found if name in known and name != name_of(path)}


def floor_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in (*ROOMS, LOWEST) else "roof"


@pytest.mark.parametrize("path", list(modules()), ids=name_of)
def test_a_module_imports_only_from_its_own_room_and_from_the_ground(path: Path) -> None:
    floor = floor_of(name_of(path))
    if floor == "roof":
        return
    allowed = {floor, LOWEST}
    wrong = {name for name in imports_of(path) if floor_of(name) not in allowed}
    assert wrong <= {"generator"}, f"{name_of(path)} reaches up or across to {sorted(wrong)}"


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


@pytest.mark.parametrize("path", list(modules()), ids=name_of)
def test_a_module_keeps_no_state_that_can_change(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Global), f"{name_of(path)} has a global that changes"


@pytest.mark.parametrize("path", list(modules()), ids=name_of)
def test_only_the_roof_prints(path: Path) -> None:
    if floor_of(name_of(path)) == "roof":
        return
    calls = [
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert "print" not in calls and "click" not in {i.split(".")[0] for i in imports_of(path)}


@pytest.mark.parametrize("path", list(modules()), ids=name_of)
def test_no_function_grew_beyond_what_can_be_read_at_a_glance(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 50, f"{name_of(path)}.{node.name} has {lines} lines"
