"""The search index: what making it costs, what an edit costs, what a reader's search loads.

    python benchmarks/search.py 1000 10000 [--whole] [--readers]

makes digests of such sizes, as `corpus.py` draws them, and prints for each the seconds by the clock
and of the processors, and the most memory of a program that makes the index; the same after an edit
of the latest article and of the oldest; how many files and bytes the index has. `--whole` makes it
in one part. `--readers` prints what a browser loads for one search after the other.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from corpus import made
from corpus_forms import REPOSITORY, Made, write, write_article  # which finds the generator, too

from generator.pages.interface.languages import ENGLISH, Language
from generator.remembered import read_site
from generator.searching import index as indexing
from generator.searching import shards
from generator.searching.index import make, plan_index
from generator.searching.kept import Index

QUERIES = ("truce", "cleared mines", "power station rockets", "report 77", "market observers")
TEXT = "\nThe drawbridge stayed open.\n"


def _processors() -> float:
    return sum(os.times()[:4])


def indexed(root: Path, what: str, jobs: int) -> Index:
    """The index of a digest, with a line of what it took to make what was not at hand of it."""
    library, problems = read_site(root, jobs)
    assert not problems, problems[0]
    began, used = time.perf_counter(), _processors()
    plan = plan_index(library, root, Language(ENGLISH))
    assert plan, "Pagefind is not installed"
    index = make(plan, jobs)
    seconds, processors = time.perf_counter() - began, _processors() - used
    print(
        f"  {what}: {seconds:.2f} s, {processors:.2f} s of processors; {index.said or 'as it was'}"
    )
    return index


def measure(root: Path, count: int, jobs: int) -> None:
    """The lines for a digest of so many articles."""
    articles = list(made(count, 1))
    write(root, "ours", articles, 1)
    print(f"{count:,} articles, {jobs} at a time")
    index = indexed(root, "all of it", jobs)
    indexed(root, "nothing changed", jobs)
    by_date = sorted(articles, key=lambda each: (each.date, each.slug))
    for which, article in (("latest", by_date[-1]), ("oldest", by_date[0])):
        edited: Made = msgspec.structs.replace(article, body=article.body + TEXT)
        write_article(root, "ours", edited, 1)
        index = indexed(root, f"the {which} edited", jobs)
    sizes = {path: len(index.data(path) or b"") for path in index.keys}
    print(
        f"  {len(index.shards)} parts, {len(sizes):,} files, {sum(sizes.values()) / 1e6:.1f} MB; "
        f"lists {_sum(sizes, 'pf_meta') / 1e3:.0f} kB, filters {_sum(sizes, 'pf_filter') / 1e3:.0f}"
        f" kB, index {_sum(sizes, 'pf_index') / 1e6:.1f} MB, texts "
        f"{_sum(sizes, 'pf_fragment') / 1e6:.1f} MB"
    )


def _sum(sizes: dict[str, int], kind: str) -> int:
    return sum(size for path, size in sizes.items() if path.endswith(kind))


def measure_readers(root: Path) -> None:
    """What a browser loads for one search after the other, in requests and bytes."""
    sys.path.insert(0, str(REPOSITORY / "tests"))
    from browsing import chromium, served
    from conftest import Site
    from test_search import asking_host

    for blank in (root / "templates").glob("*"):
        blank.unlink()
    for name in (path.name for path in (REPOSITORY / "templates").glob("*.*")):
        if name not in ("base.html", "search.html", "_headers"):
            (root / "templates" / name).write_text("{# left out #}\n")
    site = root / "site.yaml"
    site.write_text(site.read_text().replace("search: false", "search: true"))
    Site(root).build()
    with served(asking_host(root / "public")) as address, chromium() as browser:
        page, loaded = browser.new_page(), list[str]()
        page.on("requestfinished", lambda request: loaded.append(request.url))
        page.goto(f"{address}/search/")
        print(f"  the page itself: {_loaded(root, loaded)}")
        for words in QUERIES:
            page.get_by_label("Words").fill(words)
            page.keyboard.press("Enter")
            page.locator("#search_found li").first.wait_for()
            page.wait_for_load_state("networkidle")
            said = page.locator("#search_said").inner_text()
            print(f"  “{words}”: {_loaded(root, loaded)}; {said}")
        page.locator("summary").click()
        page.wait_for_timeout(2000)
        print(f"  “Only some reports” opened: {_loaded(root, loaded)}")


def _loaded(root: Path, urls: list[str]) -> str:
    paths = [url.split("/", 3)[3].split("?")[0].split("#")[0] for url in urls]
    files = [root / "public" / (path + "index.html" * (path == "search/")) for path in paths]
    urls.clear()
    size = sum(file.stat().st_size for file in files if file.is_file())
    texts = sum(file.suffix == ".pf_fragment" for file in files)
    return f"{len(files)} requests, {texts} of them for excerpts, {size / 1e3:.0f} kB"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("counts", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--jobs", type=int, default=indexing.AT_ONCE)
    parser.add_argument("--whole", action="store_true", help="in one part")
    parser.add_argument("--readers", action="store_true")
    options = parser.parse_args()
    if options.whole:
        shards.LARGE = shards.STEP = 1_000_000
    for count in options.counts:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "digest"
            measure(root, count, options.jobs)
            if options.readers:
                measure_readers(root)


if __name__ == "__main__":
    main()
