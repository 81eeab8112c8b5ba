"""Sets of words, written as prose and read once."""


def words(text: str) -> frozenset[str]:
    """The words of a text, which blanks and line ends part."""
    return frozenset(text.split())
