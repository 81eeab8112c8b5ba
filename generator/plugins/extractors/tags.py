"""Tags of the site's own vocabulary; none is invented."""

import re
from collections.abc import Iterator

from generator.model.document import Document, Known, Mark


def extract(document: Document, known: Known) -> Iterator[Mark]:
    """A mark at the first place that names a tag, letters' case aside."""
    for tag in known.tags.values():
        names = (tag.name, *tag.aliases)
        pattern = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
        match = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", document.reading, re.IGNORECASE)
        if match:
            reason = f"names the tag {tag.id}"
            yield Mark("tags", tag.id, match.start(), match.end(), reason)
