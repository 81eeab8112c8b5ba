"""Dates: the words said, the EDTF they stand for, and whose day it is.

Relative ones are counted from the document's own date and stay open without it.
"""

from collections.abc import Iterator

from generator.model.document import Document, Known, Mark

from ..dating.readings import dated


def extract(document: Document, known: Known) -> Iterator[Mark]:  # noqa: ARG001 (the face of a plugin)
    """For every date a value (empty when open), a role and, if one is said, a bound (“since”)."""
    for number, date in enumerate(dated(document.reading, document.date), 1):
        group = f"dates.d{number}"
        yield Mark(f"{group}.value", date.value, date.start, date.end, date.reason)
        yield Mark(f"{group}.role", date.role, date.start, date.end, date.reason)
        if date.bound:
            yield Mark(f"{group}.bound", date.bound, date.bound_start, date.end, "a limit")
