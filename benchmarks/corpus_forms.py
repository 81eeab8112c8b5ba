"""The form in which each of the generators compared reads an article: its file's name and text."""

import random
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import yaml

REPOSITORY = Path(__file__).parent.parent
SKELETONS = Path(__file__).parent / "skeletons"
sys.path.insert(0, str(REPOSITORY))

from generator.library.parse import sha256_of_content  # noqa: E402

KEPT = ("feed.xml", "sitemap.xml")  # of our default page types
REGISTERS = {"actor": 200, "place": 60, "source": 40, "measure": 20, "tag": 150}
TAGS = REGISTERS["tag"]


class Made(msgspec.Struct, frozen=True):
    """One article, before it takes a generator's form."""

    number: int
    slug: str
    title: str
    date: str
    summary: str
    tags: list[str]
    body: str
    quotes: list[str]
    further: list[str]  # what its events say


File = tuple[str, str]  # a name below the site's folder, and the text


def write(folder: Path, kind: str, articles: Sequence[Made], seed: int) -> None:
    """A generator's whole site: its skeleton and every article. What was there is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SKELETONS / kind, folder)
    if kind == "ours":
        _write_what_ours_needs(folder)
    for article in articles:
        write_article(folder, kind, article, seed)


def write_article(folder: Path, kind: str, article: Made, seed: int) -> None:
    """One article's file, in place of the one it had."""
    name, text = FORMS[kind](article, seed)
    _write(folder / name, text)


def _write_what_ours_needs(folder: Path) -> None:
    """The registers, and nothing of our default page types that the others have no equal of."""
    default = REPOSITORY / "templates"
    for page_type in [*default.glob("*.*"), *default.glob("data/*")]:
        own = folder / "templates" / page_type.relative_to(default)
        if page_type.name not in KEPT and not own.exists():
            own.parent.mkdir(exist_ok=True)
            own.write_text("{# A page type that the others have no equal of. #}\n")
    for kind, text in _registers():
        _write(folder / f"content/registers/{kind}s.yaml", text)


def _registers() -> Iterator[File]:
    kinds = {"actor": "organisation", "place": "city", "source": "agency"}
    for kind, count in REGISTERS.items():
        entries: dict[str, dict[str, str]] = {}
        for number in range(count):
            name = f"tag-{number}" if kind == "tag" else f"{kind.capitalize()} {number}"
            entry = {"name": name}
            if kind in kinds:
                entry["kind"] = kinds[kind]
            if kind == "measure":
                entry |= {"definition": f"What is counted as {number}.", "unit": "people"}
            entries[f"{kind}-{number}"] = entry
        yield kind, _dumped(entries)


def _ours(article: Made, seed: int) -> File:
    """Ours: rich front matter, approved as it stands."""
    name = f"content/articles/{article.date[:4]}/{article.slug}.md"
    header = _dumped(_rich(article, random.Random(seed * 7919 + article.number)))
    sha256 = sha256_of_content(f"---\n{header}---\n{article.body}", name)
    review = _dumped(
        {"review": {"by": "Desk", "at": "2025-03-28T06:00:00+00:00", "sha256": sha256}}
    )
    return name, f"---\n{header}{review}---\n{article.body}"


def _rich(article: Made, chance: random.Random) -> dict[str, object]:
    """Two events and three claims, one of them denied and one with a figure."""

    def one(kind: str) -> str:
        return f"{kind}-{chance.randrange(REGISTERS[kind])}"

    quotes, further = article.quotes, article.further
    figure = {"measure": one("measure"), "best": article.number + 2, "approx": True}
    claims: list[dict[str, object]] = [
        {"id": "c1", "by": one("actor"), "act": "asserts", "quote": quotes[0], "event": "e1"},
        {"id": "c2", "by": one("actor"), "act": "denies", "quote": quotes[1], "answers": "c1"},
        {"id": "c3", "by": "unattributed", "act": "estimates", "quote": quotes[2]},
    ]
    claims[2]["figure"] = figure
    events = [
        {"id": "e1", "date": article.date[:7], "what": further[0], "where": one("place")},
        {"id": "e2", "date": article.date, "what": further[1]},
    ]
    return {
        "title": article.title,
        "date": article.date,
        "source": one("source"),
        "tags": article.tags,
        "lang": "en",
        "status": "reviewed",
        "summary": article.summary,
        "actors": sorted({one("actor"), one("actor")}),
        "places": [{"id": one("place"), "precision": "town"}],
        "events": events,
        "claims": claims,
    }


def _hugo(article: Made, _: int) -> File:
    """Hugo's: YAML front matter with its own keys."""
    return f"content/articles/{article.slug}.md", _plain(article)


def _eleventy(article: Made, _: int) -> File:
    """Eleventy's: as Hugo's; the folder's data file names the layout."""
    return f"articles/{article.slug}.md", _plain(article)


def _plain(article: Made) -> str:
    header = {
        "title": article.title,
        "date": article.date,
        "tags": article.tags,
        "description": article.summary,
        "years": [article.date[:4]],
    }
    return f"---\n{_dumped(header)}---\n{article.body}"


def _pelican(article: Made, _: int) -> File:
    """Pelican's: its own metadata lines."""
    head = (
        f"Title: {article.title}\nDate: {article.date}\nSlug: {article.slug}\n"
        f"Tags: {', '.join(article.tags)}\nSummary: {article.summary}\n"
    )
    return f"content/{article.slug}.md", f"{head}\n{article.body}"


FORMS: dict[str, Callable[[Made, int], File]] = {
    "ours": _ours,
    "hugo": _hugo,
    "pelican": _pelican,
    "eleventy": _eleventy,
}


def _dumped(value: object) -> str:
    return yaml.dump(
        value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=1000
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
