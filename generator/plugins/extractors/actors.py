"""Actors that the registers know, at every mention; names that none knows are offered as new."""

from collections.abc import Iterator

from generator.model.document import Document, Known, Mark
from generator.plugins.naming.local_names import unknown_actors
from generator.plugins.naming.mentions import namings
from generator.plugins.naming.names import folded


def extract(document: Document, known: Known) -> Iterator[Mark]:
    """A mark for each mention of an actor, a capital that stands for its government included."""
    text = document.reading
    found = namings(text, known)
    for naming in found.decided:
        if naming.kind == "actor":
            yield Mark("actors", naming.id, naming.start, naming.end, naming.reason)
    for start, end, reason in unknown_actors(folded(text), found.matched):
        yield Mark("new.actors", text[start:end], start, end, reason)
