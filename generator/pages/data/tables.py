"""Tables for researchers: rows as CSV and as JSON, of columns that were chosen one by one.

No table takes “all fields” of a record: what is for editors only (grades, seeds' files, who
approved) has no column, and a field that records get later has none either until somebody writes
one in `columns.py`. The schemas are made of the same columns (`schemas.py`).
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from io import StringIO
from itertools import chain
from typing import Any, Literal

import msgspec

from generator.model.config import Site
from generator.model.edtf import Edtf

VERSION = "1.0.0"  # of all tables together; docs/data.md says when it is raised

Kind = Literal[
    "id", "ids", "text", "texts", "date", "day", "number", "flag", "word", "address", "language",
    "country",
]  # fmt: skip
Value = str | int | float | bool | list[str] | None

SEPARATORS = {"ids": " ", "texts": "|"}  # between several values in one cell
BAR = "｜"  # stands in a cell for a | within a value
# What spreadsheets take for the beginning of a formula (OWASP, CSV Injection), and the apostrophe,
# so that one rule leads back: an apostrophe at the beginning of a cell is not part of it.
GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")

encode = msgspec.json.Encoder().encode


class Column(msgspec.Struct, frozen=True):
    """One column: what it is called, what it holds, and in words what it says."""

    name: str
    kind: Kind
    about: str
    take: Callable[[Any], Any]
    empty: bool = False  # whether a row may have nothing there
    words: tuple[str, ...] = ()  # for a `word`: those it may be
    refers: str = ""  # for an `id` or `ids`: the table that has them


class Table(msgspec.Struct, frozen=True):
    """Columns, what a row is of, and how the rows are found among what a template lists."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Iterable[Any]], Iterable[Any]]  # in their order, which does not change

    def values(self, listed: Iterable[Any], site: Site) -> Iterator[dict[str, Value]]:
        """Every row, as the JSON has it: each column is there, empty ones are None."""
        takes = [(column.name, _taking(column, site)) for column in self.columns]
        return ({name: take(row) for name, take in takes} for row in self.rows(listed))


def dated(name: str, take: Callable[[Any], Edtf | None], about: str, empty: bool) -> list[Column]:
    """The columns of a date: what is known of it, and between which days it lies."""

    def part(of: Callable[[Edtf], Value]) -> Callable[[Any], Value]:
        def found(row: Any) -> Value:
            date = take(row)
            return None if date is None else of(date)

        return found

    return [
        Column(name, "date", f"{about}, in EDTF, no more precise than it is known", take, empty),
        Column(f"{name}_first", "day", "its earliest possible day; empty: open, or not known",
               part(lambda date: date.iso_first), True),
        Column(f"{name}_last", "day", "its latest possible day; empty: open, or not known",
               part(lambda date: date.iso_last), True),
        Column(f"{name}_precision", "word", "how precisely it is known", part(lambda d: d.form),
               empty, FORMS),
        Column(f"{name}_qualifier", "word", "whether it is only about then, or doubtful",
               part(_qualifier), True, QUALIFIERS),
    ]  # fmt: skip


FORMS = (
    "instant", "day", "month", "year", "season", "decade", "century", "millennium",
    "month-of-year", "day-of-month", "day-of-year", "interval", "set", "unknown",
)  # fmt: skip
QUALIFIERS = ("approximate", "uncertain", "approximate-and-uncertain")


def _qualifier(date: Edtf) -> str | None:
    both = date.approximate + 2 * date.uncertain
    return QUALIFIERS[both - 1] if both else None


def as_csv(table: Table, listed: Iterable[Any], site: Site) -> str:
    """A table as CSV (RFC 4180): a header, then a line for each row, all ended by CRLF."""
    out = StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    write([column.name for column in table.columns])
    written = {c.name: CELLS[c.kind] for c in table.columns if c.kind in CELLS}
    for row in table.values(listed, site):
        for name, cell in written.items():
            row[name] = cell(row[name])
        write(row.values())
    return out.getvalue()


def _words(value: Any) -> str:
    """Words as they stand in a cell: an apostrophe is put before what a spreadsheet might run.

    No other cell can be run: a number, a date or an id has no letters for it.
    """
    if value is None:
        return ""
    return f"'{value}" if value.lstrip().startswith(GUARDED) else value


def _several(separator: str) -> Callable[[Any], str]:
    return lambda values: separator.join(value.replace("|", BAR) for value in values)


CELLS: dict[Kind, Callable[[Any], str]] = {  # the others are written as they are
    "text": _words,
    "texts": lambda values: _words(_several(SEPARATORS["texts"])(values)),
    "ids": _several(SEPARATORS["ids"]),
    "flag": lambda value: "true" if value else "false",
}


def as_json(table: Table, listed: Iterable[Any], site: Site) -> str:
    """A table as JSON: an envelope that says what it is, and its rows, one in a line.

    `state` is the SHA-256 of the rows as they stand in the file, from the first one's brace to the
    last one's, so that a citation can say which state of the data it means; no clock is asked.
    """
    rows = ",\n".join(encode(row).decode() for row in table.values(listed, site))
    envelope = {
        "$schema": site.absolute(f"/data/{table.name}.schema.json"),
        "table": table.name,
        "version": VERSION,
        "title": f"{site.title}: {table.title}",
        "publisher": site.publisher or site.title,
        "licence": site.licence,
        "site": site.absolute("/"),
        "about": site.absolute("/data/"),
        "drafts": site.drafts,
        "state": sha256(rows.encode()).hexdigest(),
    }
    said = ",\n".join(
        f"{encode(key).decode()}: {encode(v).decode()}" for key, v in envelope.items()
    )
    return f'{{\n{said},\n"rows": [\n{rows}\n]\n}}' if rows else f'{{\n{said},\n"rows": []\n}}'


def _taking(column: Column, site: Site) -> Callable[[Any], Value]:
    """What takes a column's value as JSON knows it; an empty text is none, a path an address."""
    take = column.take
    if column.kind == "address":
        return lambda row: _address(take(row), site)
    if column.kind == "date":
        return lambda row: date.text if (date := take(row)) else None
    if column.kind in SEPARATORS:
        return lambda row: list(take(row))
    return lambda row: value if (value := take(row)) != "" else None


def _address(path: str | None, site: Site) -> str | None:
    return site.absolute(path) if path and path.startswith("/") else path


def columns(*parts: Column | list[Column]) -> tuple[Column, ...]:
    """Columns, those of dates among them, as one row of columns."""
    return tuple(chain.from_iterable([p] if isinstance(p, Column) else p for p in parts))
