"""What it costs to read an article, from its text to its record, in ms of CPU time an article.

    python benchmarks/reading.py FOLDER

reads the articles of a site's folder (`corpus.py` makes one) several times and prints the least
that each step took. `python -m cProfile -s tottime` before it shows where the time goes.
"""

import gc
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import starmap
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from generator.library.load import load
from generator.library.parse import parse, sha256_of_content
from generator.model.frontmatter import read_header, split
from generator.model.records import Article
from generator.model.registers import Actor, Measure, Place, Registers, Source, Tag


def measured(step: str, work: Callable[[], object], count: int) -> None:
    """Print the least that the work took, for each of `count` articles."""
    least = float("inf")
    for _ in range(5):
        gc.collect()
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    print(f"{step:34} {least / count * 1000:6.3f}")


def main(folder: Path) -> None:
    """Read the folder once for its registers, then step by step."""
    library, _ = load(folder)
    registers: Registers = {
        Actor: {actor.id: actor for actor in library.actors},
        Place: {place.id: place for place in library.places},
        Source: {source.id: source for source in library.sources},
        Measure: {measure.id: measure for measure in library.measures},
        Tag: {tag.id: tag for tag in library.tags},
    }
    texts = {a.file: (folder / a.file).read_text(encoding="utf-8") for a in library.articles}
    del library
    headers = [parts.header for parts in map(split, texts.values()) if parts]
    given = [(Article, text, file, registers) for file, text in texts.items()]
    measured("cut in two", lambda: list(map(split, texts.values())), len(texts))
    measured("… YAML", lambda: all(read_header(each, "") for each in headers), len(texts))
    approved = partial(map, sha256_of_content, texts.values(), texts)
    measured("… both, and what is approved", lambda: all(approved()), len(texts))
    measured("text to record", lambda: all(starmap(parse, given)), len(texts))
    measured("text to record, all of them kept", lambda: list(starmap(parse, given)), len(texts))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
