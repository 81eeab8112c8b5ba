"""What the checks of articles find: asked again only where an article or its seed has changed."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from generator.importing.kept_seeds import kept_seed
from generator.library.files import Look, found_at, is_settled, scan
from generator.model.checks import Beside
from generator.model.config import Site
from generator.model.digest import digest
from generator.model.problems import Problem
from generator.model.records import Article
from generator.model.release import Release
from generator.output.kept import read_kept, write_kept
from generator.plugins import plugins
from generator.progress import Progress
from generator.remembered import reader
from generator.unchanged import CACHE, clock_of
from generator.workers import default_jobs, in_order

KEPT = f"{CACHE}/checked-articles"
SEEDS = "seeds"
AT_ONCE = 32  # articles that a process is given


class Checked(msgspec.Struct, frozen=True, array_like=True):
    """What the checks found in an article, and how its seed lay on the disk."""

    seed: str  # its file; empty for an article that names none
    look: Look | None  # None for a seed that is not kept here
    settled: bool  # whether any later change of it would surely look different
    found: tuple[tuple[str, Problem], ...]  # with the codes of the checks


class Against(NamedTuple):
    """What all articles of a site are held against."""

    root: Path
    site: Site
    clock: int  # the time by the site's disk, before any seed was read


def found_in_articles(root: Path, release: Release) -> Iterator[tuple[str, Problem]]:
    """Each Problem of each published article, with the code of the check that found it."""
    version = digest([_checker(), release.library.site])
    kept, known = read_kept(root / KEPT, version), dict[str, bytes]()
    looks = {each.name: each.look for each in scan(root, SEEDS)}
    against = Against(root, release.library.site, clock_of(root))
    new: list[tuple[str, Article]] = []
    decode = msgspec.msgpack.Decoder(Checked).decode
    for article in release.library.articles:
        key = _key(article)
        before = decode(kept[key]) if key in kept else None
        if before and (not before.seed or looks.get(before.seed) == before.look):
            known[key] = kept[key]
            yield from before.found
        else:
            new.append((key, article))
    for key, checked in _checked(against, new):
        yield from checked.found
        if key and checked.settled:
            known[key] = msgspec.msgpack.encode(checked)
    if new or known.keys() != kept.keys():
        write_kept(root / KEPT, version, known)


def found_in_article(root: Path, site: Site, article: Article) -> list[tuple[str, Problem]]:
    """The same of a single article, published or not."""
    return list(_check(Against(root, site, 0), article).found)


def _key(article: Article) -> str:
    """What stands for all that a file says, lines included, and for the entries that it names;
    empty for an article that was not remembered."""
    whole = getattr(article, "key", "")
    return f"{whole}{article.digest}" if whole else ""


def _checker() -> str:
    """A digest that changes whenever the checks could find something else in the same article."""
    folder = Path(__file__).parent.parent / "plugins"
    own = [(path.name, path.read_bytes()) for path in _sources(folder)]
    others = [module for module in plugins("checks") if module.__file__ and not _is_own(module)]
    files = [(each.__name__, Path(str(each.__file__)).read_bytes()) for each in others]
    return digest([reader(), own, files])


def _sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".txt"))


def _is_own(module: Any) -> bool:
    return str(module.__name__).startswith("generator.")


def _checked(against: Against, new: Sequence[tuple[str, Article]]) -> Iterator[tuple[str, Checked]]:
    articles = [article for _, article in new]
    shards = [articles[n : n + AT_ONCE] for n in range(0, len(articles), AT_ONCE)]
    progress = Progress("Checking", len(articles))
    decode = msgspec.msgpack.Decoder(list[Checked]).decode
    keys = iter(key for key, _ in new)
    try:
        for data in in_order(partial(_check_all, against), shards, default_jobs()):
            if data is None:
                raise ChildProcessError("a process ended while it checked; was it out of memory?")
            for checked in decode(data):
                progress.advance()
                yield next(keys), checked
    finally:
        progress.finish()


def _check_all(against: Against, articles: Sequence[Article]) -> bytes:
    return msgspec.msgpack.encode([_check(against, article) for article in articles])


def _check(against: Against, article: Article) -> Checked:
    file = article.seed.file if article.seed else ""
    there = found_at(against.root, file) if file else None
    text, changed = kept_seed(against.root, article)
    beside = Beside(against.site, text, tuple(changed))
    found = [
        (str(module.code), problem)
        for module in plugins("checks")
        if hasattr(module, "check_article")
        for problem in module.check_article(article, beside)
    ]
    settled = there is None or is_settled(there.look, against.clock)
    return Checked(file, there.look if there else None, settled, tuple(found))
