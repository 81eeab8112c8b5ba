"""What a kept seed says, as the reader of its kind reads it."""

from functools import lru_cache
from pathlib import Path

from generator.library.files import NOT_PLAIN, decode, read_bytes
from generator.model.digest import sha256_of
from generator.model.document import Blob, Document
from generator.model.problems import Problem
from generator.model.records import Article
from generator.plugins.reading import documents, kind_of

AT_HAND = 8  # seeds that were read last: a preview asks for the same one at every change


def kept_seed(root: Path, article: Article) -> tuple[str, list[Problem]]:
    """The text of the seed, where it is kept here, and whether it is still what was handed in."""
    seed = article.seed
    data = read_bytes(root, seed.file) if seed else b""
    if isinstance(data, Problem) and seed and data.message == NOT_PLAIN:
        message = f"{seed.file}: {data.message}"
        return "", [Problem(article.file, article.lines["seed"], message)]
    if not seed or not data or isinstance(data, Problem):
        return "", []
    text = _text(Blob(seed.file.rpartition("/")[2], data, address=seed.origin), seed.entry)
    if sha256_of(data) == seed.sha256:
        return text, []
    message = f"the kept seed {seed.file} is not what was handed in: its SHA-256 differs"
    return text, [Problem(article.file, article.lines["seed"], message)]


def _text(blob: Blob, entry: str | None) -> str:
    """The words of a seed, without markup; of a feed only those of one entry, if that is there.

    Plain text is taken whole, since a quote may rest on what an import left out. So is whatever
    no reader can make anything of.
    """
    found = () if kind_of(blob) == "text/plain" else _documents(blob)
    if not found:
        plain = decode(blob.data, blob.name)
        return "" if isinstance(plain, Problem) else plain
    own = [document for document in found if entry and document.entry == entry]
    return "\n\n".join(document.reading for document in own or found)


@lru_cache(maxsize=AT_HAND)
def _documents(blob: Blob) -> tuple[Document, ...]:
    try:
        return tuple(documents(blob))
    except ValueError:
        return ()
