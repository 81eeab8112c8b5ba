"""What was published from here before, as far as it is remembered: a release is held against it.

The manifest and the figures of the last publication lie side by side, and addresses where builds
keep them. All of it may be deleted; checks that find nothing to compare with are silent.
"""

from pathlib import Path

import msgspec

from generator.model.before import Before, Figures, corrections_of, published_figures
from generator.model.library import Library
from generator.model.manifest import from_bytes
from generator.model.records import Article
from generator.old_addresses import follow
from generator.output.kept import read_kept, write_kept
from generator.publishing.manifests import last_issued
from generator.publishing.targets import KEPT
from generator.site_folder import Planned

FIGURES = f"{KEPT}/figures"
VERSION = "1"


def published_before(root: Path, planned: Planned) -> Before:
    """What is remembered of the last publication."""
    try:
        files = frozenset(from_bytes(last_issued(root)).files)
    except ValueError:
        files = frozenset()
    addresses, moved = follow(root, planned)
    left = frozenset(addresses.moved if addresses else ())
    return Before(files, tuple(moved), left, remembered_figures(root))


def remembered_figures(root: Path) -> dict[str, Figures]:
    """The figures that were published, by the ids of their articles."""
    try:
        decode = msgspec.msgpack.Decoder(Figures).decode
        return {id_: decode(data) for id_, data in read_kept(root / FIGURES, VERSION).items()}
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def remember_figures(root: Path, library: Library) -> None:
    """Remember the figures that are published now. What is not public any more keeps those that
    it had: it may come back."""
    before = remembered_figures(root)
    now = dict(before)
    for article in library.articles:
        was = before.get(article.id)
        if article.measures and not (was and _is_as(article, was)):
            now[article.id] = published_figures(article)
        elif was and not article.measures:
            del now[article.id]
    if now != before:
        encode = msgspec.msgpack.Encoder().encode
        write_kept(root / FIGURES, VERSION, {id_: encode(each) for id_, each in now.items()})


def _is_as(article: Article, was: Figures) -> bool:
    known = (was.claims_digest, was.corrections)
    return (article.claims_digest, corrections_of(article)) == known
