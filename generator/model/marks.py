"""Marks that belong together, and what a date means beside the word that makes it a limit."""

from collections.abc import Iterable

from .document import Mark
from .edtf import Edtf

Group = dict[str, Mark]

_SINCE = ("since", "after")
_UNTIL = ("until", "till", "before", "by")
_DEEP = 3  # parts of a path such as claims.c1.act


def groups(marks: Iterable[Mark], field: str) -> dict[str, Group]:
    """Marks such as `claims.c1.act` by what they belong to: `c1` → `act` → the mark.

    Of several with one name, such as two speakers of one claim, the first counts.
    """
    found: dict[str, Group] = {}
    for mark in marks:
        path = mark.field.split(".")
        if len(path) == _DEEP and path[0] == field:
            found.setdefault(path[1], {}).setdefault(path[2], mark)
    return found


def number(mark: Mark | None) -> int | float | None:
    """The number that a mark stands for; None where it stands for none."""
    if mark is None or not mark.value:
        return None
    return float(mark.value) if "." in mark.value else int(mark.value)


def limited(value: str, bound: str) -> str:
    """A date in EDTF as the limit it is: “since 2022” is `2022/..`, “until 2024” is `../2024`.

    The date itself may lie on either side of “before” and “after”; it is kept within.
    """
    if not value or Edtf.parse(value).form in ("interval", "set"):
        return value
    if bound in _SINCE:
        return f"{value}/.."
    return f"../{value}" if bound in _UNTIL else value
