"""What the tables are held against: JSON Schema for the JSON, CSV on the Web for the CSV.

Both are made of the tables' own columns, and strict: a column more or less, or a word that is not
listed, is an error. JSON Schema is draft 2020-12; CSV on the Web is W3C's Metadata Vocabulary for
Tabular Data (2015).
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from generator.model.config import Site

from .tables import SEPARATORS, VERSION, Column, Table

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
SHA256 = "^[0-9a-f]{64}$"
DIALECT = {"encoding": "utf-8", "lineTerminators": ["\r\n"], "quoteChar": '"'}
IDS = {  # an event's or claim's id has its report's before it, a correction's its record's path
    "events": f"^{SLUG}#{SLUG}$",
    "claims": f"^{SLUG}#{SLUG}$",
    "figures": f"^{SLUG}#{SLUG}$",
    "corrections": f"^(articles|editions)/{SLUG}#correction_[1-9][0-9]*$",
}
PATTERNS = {
    "date": "^[-0-9XYSTZ:.,/~?%+\\[\\]{}]+$",
    "day": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "address": "^https?://[^ ]+$",
    "language": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
    "country": "^[A-Z]{2}$",
}
DATATYPES = {"number": "number", "flag": "boolean", "day": "date", "address": "anyURI"}
FORMATS = {"day": "date", "address": "iri"}


def json_schema(table: Table, site: Site) -> str:
    """The JSON Schema of a table's file, its envelope included."""
    return _json(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": site.absolute(f"/data/{table.name}.schema.json"),
            "title": table.title,
            "description": table.about,
            **_object(
                {
                    "$schema": {"const": site.absolute(f"/data/{table.name}.schema.json")},
                    "table": {"const": table.name},
                    "version": {"const": VERSION},
                    "title": {"type": "string", "minLength": 1},
                    "publisher": {"type": "string", "minLength": 1},
                    "licence": {"type": ["string", "null"]},
                    "site": {"type": "string", "pattern": PATTERNS["address"]},
                    "about": {"type": "string", "pattern": PATTERNS["address"]},
                    "drafts": {"type": "boolean"},
                    "state": {"type": "string", "pattern": SHA256},
                    "rows": {"type": "array", "items": {"$ref": "#/$defs/row"}},
                }
            ),
            "$defs": {"row": _object({c.name: _property(c, table) for c in table.columns})},
        }
    )


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _property(column: Column, table: Table) -> dict[str, Any]:
    """What a column may hold, in JSON Schema."""
    said = {"description": column.about}
    if column.kind == "word":
        return said | {"enum": [*column.words, *([None] if column.empty else [])]}
    if column.kind in SEPARATORS:
        one = {"type": "string", **_form(column, table)}
        return said | {"type": "array", "items": one}
    type_ = {"number": "number", "flag": "boolean"}.get(column.kind, "string")
    form = _form(column, table) if type_ == "string" else {}
    return said | {"type": [type_, "null"] if column.empty else type_, **form}


def _form(column: Column, table: Table) -> dict[str, Any]:
    """What a text of a column looks like."""
    if pattern := _pattern(column, table):
        format_ = FORMATS.get(column.kind)
        return {"pattern": pattern, **({"format": format_} if format_ else {})}
    return {"minLength": 1}


def _pattern(column: Column, table: Table) -> str:
    if column.kind in ("id", "ids"):
        own = table.name if column.name == "id" else ""
        return IDS.get(column.refers or own, f"^{SLUG}$")
    return PATTERNS.get(column.kind, "")


def csvw(tables: Sequence[Table], site: Site) -> str:
    """The metadata of the CSV files of tables, which lie beside it: of one by itself, or of
    several that refer to each other."""
    names = {table.name for table in tables}
    described = [_described(table, names) for table in tables]
    head = {"@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}]}
    about: dict[str, Any] = {
        "dc:title": f"{site.title}: data",
        "dc:publisher": site.publisher or site.title,
        "schema:version": VERSION,
    }
    if site.licence:
        about["dc:rights"] = site.licence
    if len(described) == 1:
        return _json({**head, **described[0], **about, "dialect": DIALECT})
    return _json({**head, **about, "dialect": DIALECT, "tables": described})


def _described(table: Table, names: set[str]) -> dict[str, Any]:
    keys = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.refers}.csv", "columnReference": "id"},
        }
        for column in table.columns
        # To refer to no row is an error there, so columns that may be empty are no keys.
        if column.kind == "id" and column.refers in names and not column.empty
    ]
    schema: dict[str, Any] = {"columns": [_column(column, table) for column in table.columns]}
    schema["primaryKey"] = "id"
    if keys:
        schema["foreignKeys"] = keys
    return {"url": f"{table.name}.csv", "dc:description": table.about, "tableSchema": schema}


def _column(column: Column, table: Table) -> dict[str, Any]:
    base = DATATYPES.get(column.kind, "string")
    words = f"^({'|'.join(column.words)})$" if column.words else ""
    pattern = words or _pattern(column, table)
    datatype: str | dict[str, str] = base
    if base == "string" and pattern:
        datatype = {"base": base, "format": pattern}
    said: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.about,
        "datatype": datatype,
    }
    if column.kind in SEPARATORS:
        said["separator"] = SEPARATORS[column.kind]
    elif not column.empty:
        said["required"] = True
    return said


def _json(value: dict[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
