"""Actors that the register knows, by any of their names."""

import re
from collections.abc import Iterator

from generator.model.document import Document, Known, Mark


def extract(document: Document, known: Known) -> Iterator[Mark]:
    """A mark at the first mention of each actor; names are matched whole and as they are cased."""
    for actor in known.actors.values():
        names = sorted((actor.name, *actor.aliases), key=len, reverse=True)
        pattern = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
        match = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", document.reading)
        if match:
            reason = f"a name of {actor.name} in the register of actors"
            yield Mark("actors", actor.id, match.start(), match.end(), reason)
