"""Dates that the text states in full; relative ones (“Thursday”, “last year”) stay open."""

from collections.abc import Iterator

from generator.model.document import Document, Known, Mark

from ..dates_in_words import dates_in


def extract(document: Document, known: Known) -> Iterator[Mark]:  # noqa: ARG001 (the face of a plugin)
    """A mark for every date with its year named."""
    for start, end, date in dates_in(document.reading):
        yield Mark("events", str(date), start, end, "a date that names its year")
