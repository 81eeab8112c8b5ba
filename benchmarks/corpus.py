"""A digest of any size, the same for the same number and seed, for each of the generators compared.

    python benchmarks/corpus.py 10000 FOLDER [--seed 1]

writes FOLDER/ours, FOLDER/hugo, FOLDER/pelican and FOLDER/eleventy: the same articles of about 550
words with the same dates, tags and summaries, each in the form that its generator reads. Ours also
carry actors, places, events, claims and figures. The sentences are made of our own words and report
on countries that do not exist.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus_forms import FORMS, TAGS, Made, write

YEARS = range(2015, 2025)
PARAGRAPHS = 9

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
            summary=sentence(chance),
            tags=[f"tag-{n}" for n in sorted(chance.sample(range(TAGS), 4))],
            body=body,
            quotes=quotes,
            further=[sentence(chance) for _ in range(2)],
        )


def sentence(chance: random.Random) -> str:
    """One sentence of a report, in one of four shapes."""
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
    """Nine paragraphs as reports have them, some with emphasis, a link, a list or a quotation.

    One in eight has a table, one in four a paragraph with signs that Markdown might take for its
    own: a corpus of nothing but plain prose would flatter whoever is quick at that.
    """
    blocks, quotes = [], []
    for index in range(PARAGRAPHS):
        sentences = [sentence(chance) for _ in range(3)] + [chance.choice(MORE)]
        if index < 3:
            quote = f"{number + index:,} were counted at {chance.choice(WHERE)}"
            quotes.append(quote)
            sentences.insert(2, f"In all, {quote}, {chance.choice(WHO)} {chance.choice(SAID)}.")
        if index == 1:
            other = chance.randrange(number + 1)
            sentences.append(f"See the [earlier report](/articles/report-{other}/).")
        if index == 4:
            sentences[1] = f"*{sentences[1]}*"
        if index == 5 and number % 4 == 1:
            sentences[1] = (
                f"Vell & Sons put its losses at < {number + 300:,} crowns _by its books_."
            )
        blocks.append(" ".join(sentences))
        if index == 3:
            blocks.append("## What is not known")
            blocks.append("\n".join(f"- {sentence(chance)}" for _ in range(3)))
        if index == 5 and number % 8 == 3:
            blocks.append(_table(chance))
        if index == 6:
            blocks.append(f"> {sentence(chance)}")
    return "\n\n".join(blocks) + "\n", quotes


def _table(chance: random.Random) -> str:
    rows = [f"| {chance.choice(WHERE)} | {chance.randrange(9000):,} |" for _ in range(4)]
    return "\n".join(("| Where | Arrived |", "| --- | --- |", *rows))


def write_all(
    folder: Path, articles: Sequence[Made], seed: int = 1, kinds: Sequence[str] = ()
) -> None:
    """Write the corpus for some generators, or for all; what was there before is removed."""
    for kind in kinds or FORMS:
        write(folder / kind, kind, articles, seed)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], choices=list(FORMS))
    options = parser.parse_args()
    articles = list(made(options.count, options.seed))
    write_all(options.folder, articles, options.seed, options.only)


if __name__ == "__main__":
    main()
