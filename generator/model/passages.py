"""Whether a quote stands in the passage it rests on."""

import re

_SPACE = re.compile(r"\s+")


def occurrences(quote: str, passage: str) -> int:
    """How often a quote occurs in a text, letter for letter; only line breaks may differ."""
    wanted = _SPACE.sub(" ", quote).strip()
    return _SPACE.sub(" ", passage).count(wanted) if wanted else 0
