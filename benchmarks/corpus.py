"""A digest of any size, the same for the same number and seed, for each of the generators compared.

    python benchmarks/corpus.py 10000 FOLDER [--seed 1]

writes FOLDER/ours, FOLDER/hugo, FOLDER/pelican and FOLDER/eleventy: the same articles of about 550
words with the same dates, tags and summaries, each in the form that its generator reads. Ours also
carry actors, places, events, claims and figures. The sentences are made of our own words and report
on countries that do not exist.
"""

import argparse
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import yaml

REPOSITORY = Path(__file__).parent.parent
SKELETONS = Path(__file__).parent / "skeletons"
sys.path.insert(0, str(REPOSITORY))

from generator.library.parse import approval_sha256  # noqa: E402
from generator.model.frontmatter import compose, split  # noqa: E402

YEARS = range(2015, 2025)
PARAGRAPHS = 9
KEPT = ("feed.xml", "sitemap.xml")  # of our default page types
REGISTERS = {"actor": 200, "place": 60, "source": 40, "measure": 20, "tag": 150}

WORDS = {
    name: tuple(phrases)
    for name, *phrases in (
        section.splitlines()
        for section in (Path(__file__).parent / "words.txt").read_text().split("\n\n")
    )
}
WHO, DID, WHERE, WHEN, SAID, MORE = (
    WORDS[name] for name in ("WHO", "DID", "WHERE", "WHEN", "SAID", "MORE")
)


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


def made(count: int, seed: int) -> Iterator[Made]:
    """The articles, each drawn from its own generator: the first thousand of ten are the same."""
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        year = YEARS[number % len(YEARS)]
        place = chance.choice(WHERE)
        body, quotes = _body(chance, number)
        yield Made(
            number=number,
            slug=f"report-{number}",
            title=f"{chance.choice(WHO).capitalize()}: report {number} from {place}",
            date=f"{year}-{chance.randrange(12) + 1:02}-{chance.randrange(28) + 1:02}",
            summary=_sentence(chance),
            tags=[f"tag-{n}" for n in sorted(chance.sample(range(REGISTERS["tag"]), 4))],
            body=body,
            quotes=quotes,
        )


def _sentence(chance: random.Random) -> str:
    who, did, where, when = (chance.choice(each) for each in (WHO, DID, WHERE, WHEN))
    number = chance.randrange(20, 9000)
    return chance.choice(
        (
            f"{who.capitalize()} {did} {where} {when}.",
            f"About {number:,} people left {where} {when}, {who} {chance.choice(SAID)}.",
            f"“We {did} {where},” {who} {chance.choice(SAID)}.",
            f"According to {who}, nobody {did} {where} {when}.",
        )
    )


def _body(chance: random.Random, number: int) -> tuple[str, list[str]]:
    """Nine paragraphs as reports have them, some with emphasis, a link, a list or a quotation."""
    blocks, quotes = [], []
    for index in range(PARAGRAPHS):
        sentences = [_sentence(chance) for _ in range(3)] + [chance.choice(MORE)]
        if index < 3:
            quote = f"{number + index:,} were counted at {chance.choice(WHERE)}"
            quotes.append(quote)
            sentences.insert(2, f"In all, {quote}, {chance.choice(WHO)} {chance.choice(SAID)}.")
        if index == 1:
            other = chance.randrange(number + 1)
            sentences.append(f"See the [earlier report](/articles/report-{other}/).")
        if index == 4:
            sentences[1] = f"*{sentences[1]}*"
        blocks.append(" ".join(sentences))
        if index == 3:
            blocks.append("## What is not known")
            blocks.append("\n".join(f"- {_sentence(chance)}" for _ in range(3)))
        if index == 6:
            blocks.append(f"> {_sentence(chance)}")
    return "\n\n".join(blocks) + "\n", quotes


def write_ours(articles: list[Made], folder: Path, seed: int) -> None:
    """Our own site: rich front matter, every article approved."""
    shutil.copytree(SKELETONS / "ours", folder)
    for page_type in (REPOSITORY / "templates").glob("*.*"):
        own = folder / "templates" / page_type.name
        if page_type.name not in KEPT and not own.exists():
            own.write_text("{# A page type that the others have no equal of. #}\n")
    for kind, text in _registers():
        _write(folder / f"content/registers/{kind}s.yaml", text)
    for article in articles:
        header = _dumped(_rich(article, random.Random(seed * 7919 + article.number)))
        sha256 = _approval(header, article.body)
        review = _dumped(
            {"review": {"by": "Desk", "at": "2025-03-28T06:00:00+00:00", "sha256": sha256}}
        )
        name = f"content/articles/{article.date[:4]}/{article.slug}.md"
        _write(folder / name, f"---\n{header}{review}---\n{article.body}")


def _registers() -> Iterator[tuple[str, str]]:
    kinds = {"actor": "organisation", "place": "city", "source": "agency"}
    for kind, count in REGISTERS.items():
        entries: dict[str, dict[str, str]] = {}
        for number in range(count):
            entry = {"name": f"{kind.capitalize()} {number}"}
            if kind in kinds:
                entry["kind"] = kinds[kind]
            if kind == "measure":
                entry |= {"definition": f"What is counted as {number}.", "unit": "people"}
            entries[f"{kind}-{number}"] = entry
        yield kind, _dumped(entries)


def _rich(article: Made, chance: random.Random) -> dict[str, object]:
    def one(kind: str) -> str:
        return f"{kind}-{chance.randrange(REGISTERS[kind])}"

    month = article.date[:7]
    claims: list[dict[str, object]] = [
        {
            "id": "c1",
            "by": one("actor"),
            "act": "asserts",
            "quote": article.quotes[0],
            "event": "e1",
        },
        {
            "id": "c2",
            "by": one("actor"),
            "act": "denies",
            "quote": article.quotes[1],
            "answers": "c1",
        },
        {
            "id": "c3",
            "by": "unattributed",
            "act": "estimates",
            "quote": article.quotes[2],
            "figure": {"measure": one("measure"), "best": article.number + 2, "approx": True},
        },
    ]
    events = [
        {"id": "e1", "date": month, "what": _sentence(chance), "where": one("place")},
        {"id": "e2", "date": article.date, "what": _sentence(chance)},
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


def _approval(header: str, body: str) -> str:
    parts = split(f"---\n{header}---\n{body}")
    assert parts
    node = compose(parts.header, "")
    assert not isinstance(node, list)
    return approval_sha256(node, body)


def write_hugo(articles: list[Made], folder: Path) -> None:
    """Hugo's: YAML front matter with its own keys."""
    shutil.copytree(SKELETONS / "hugo", folder)
    for article in articles:
        _write(folder / f"content/articles/{article.slug}.md", _plain(article, article.tags))


def write_eleventy(articles: list[Made], folder: Path) -> None:
    """Eleventy's: as Hugo's; the folder's data file names the layout."""
    shutil.copytree(SKELETONS / "eleventy", folder)
    for article in articles:
        _write(folder / f"articles/{article.slug}.md", _plain(article, article.tags))


def write_pelican(articles: list[Made], folder: Path) -> None:
    """Pelican's: its own metadata lines."""
    shutil.copytree(SKELETONS / "pelican", folder)
    for article in articles:
        head = (
            f"Title: {article.title}\nDate: {article.date}\nSlug: {article.slug}\n"
            f"Tags: {', '.join(article.tags)}\nSummary: {article.summary}\n"
        )
        _write(folder / f"content/{article.slug}.md", f"{head}\n{article.body}")


def _plain(article: Made, tags: list[str]) -> str:
    header = {
        "title": article.title,
        "date": article.date,
        "tags": tags,
        "description": article.summary,
        "years": [article.date[:4]],
    }
    return f"---\n{_dumped(header)}---\n{article.body}"


def _dumped(value: object) -> str:
    return yaml.dump(
        value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=1000
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_all(folder: Path, count: int, seed: int = 1, kinds: tuple[str, ...] = ()) -> None:
    """Write the corpus for some generators, or for all; what the folder held before is removed."""
    articles = list(made(count, seed))
    writers = {
        "ours": lambda to: write_ours(articles, to, seed),
        "hugo": lambda to: write_hugo(articles, to),
        "pelican": lambda to: write_pelican(articles, to),
        "eleventy": lambda to: write_eleventy(articles, to),
    }
    for kind in kinds or tuple(writers):
        shutil.rmtree(folder / kind, ignore_errors=True)
        writers[kind](folder / kind)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], help="ours, hugo, pelican, eleventy")
    options = parser.parse_args()
    write_all(options.folder, options.count, options.seed, tuple(options.only))


if __name__ == "__main__":
    main()
