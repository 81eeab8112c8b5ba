"""The filters of the pages for researchers: a table as CSV, as JSON, in words, and its schemas."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from jinja2.runtime import Context

from generator.model.problems import near

from .tables import VERSION, as_csv, as_json

if TYPE_CHECKING:
    from .tables import Table


def data_table(name: str) -> "Table":
    """The table of a name: what it is and its columns. Raises ValueError for an unknown one."""
    from .registers import TABLES  # and with it the maps, which places need

    if name not in TABLES:
        raise ValueError(f"there is no table “{name}”{near(name, TABLES)}")
    return TABLES[name]


def data_count(listed: Iterable[Any], name: str) -> int:
    """How many rows what is listed has in a table."""
    return len([*data_table(name).rows(listed)])


@pass_context
def data_csv(context: Context, listed: Iterable[Any], name: str) -> str:
    """What is listed as CSV, with the columns of a table."""
    return as_csv(data_table(name), listed, context["site"])


@pass_context
def data_json(context: Context, listed: Iterable[Any], name: str) -> str:
    """What is listed as JSON, with the columns of a table."""
    return as_json(data_table(name), listed, context["site"])


@pass_context
def data_schema(context: Context, name: str) -> str:
    """The JSON Schema of a table."""
    from .schemas import json_schema

    return json_schema(data_table(name), context["site"])


@pass_context
def csvw(context: Context, names: Iterable[str]) -> str:
    """The metadata of the CSV files of tables, which lie beside it under the tables' names."""
    from .schemas import csvw as described

    return described(list(map(data_table, names)), context["site"])


def data_version(_: object) -> str:
    """The version of the tables, whatever stands before it."""
    return VERSION


DATA_FILTERS: dict[str, Any] = {
    "csvw": csvw,
    "data_count": data_count,
    "data_csv": data_csv,
    "data_json": data_json,
    "data_schema": data_schema,
    "data_table": data_table,
    "data_version": data_version,
}
