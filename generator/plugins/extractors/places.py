"""Places that the registers know, where the grammar does not make them their governments."""

from collections.abc import Iterator

from generator.model.document import Document, Known, Mark
from generator.plugins.naming.local_names import unknown_places
from generator.plugins.naming.mentions import namings
from generator.plugins.naming.names import folded


def extract(document: Document, known: Known) -> Iterator[Mark]:
    """A mark for each mention of a place; a village that no register knows is offered as new."""
    text = document.reading
    found = namings(text, known)
    for naming in found.decided:
        if naming.kind == "place":
            yield Mark("places", naming.id, naming.start, naming.end, naming.reason)
    for start, end, reason in unknown_places(folded(text), found.matched):
        yield Mark("new.places", text[start:end], start, end, reason)
