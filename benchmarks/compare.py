"""How fast builds are beside other generators: same articles, same pages, run in pairs.

    python benchmarks/compare.py [--articles 10000] [--pairs 5] [--only cold --only body]
        [--peers hugo,pelican,eleventy] [--output docs/performance.md]

`docs/performance.md` says what is measured and how. Without --output the figures are only printed;
with it they are put into that page, a chart and the raw figures beside it, after every row: a run
that was stopped loses none, and `--only` measures again what it names and leaves the rest.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from compare_cases import ALONE, CASES, KEYS, Row, larger, measured, print_now, repeated
from compare_chart import chart
from compare_edits import Corpus
from compare_report import Results, continued, lines, machine, named, write
from compare_running import FailedError, can_see_memory, run
from compare_sides import PEERS, Side, ours, peers

BUSY = 0.3  # processes a core that others may have at work before figures become noise
TEN = 10


def main() -> None:
    """The command line. Exits with 1 when the sides did not do the same work."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # what runs is ended, too
    here, missing = peers({name: getattr(options, name) for name in options.peers})
    for line in missing:
        print_now(line)
    sides = (ours(), *here)
    results = Results(
        options.articles, machine(), {s.name: s.version for s in sides}, os.getloadavg()[0]
    )
    if options.output:
        results = continued(results, options.output.with_suffix(".json"))
    if results.load > BUSY * (os.cpu_count() or 1):
        print_now(f"Load {results.load:.1f}: others are at work, the figures will be noise.")
    try:
        with tempfile.TemporaryDirectory(dir=options.folder, prefix="compare-") as folder:
            for row in _rows(options, Path(folder), sides):
                results.add(row)
                if options.output:
                    write(results, options.output, chart(results))
    except (FailedError, ValueError) as error:
        sys.exit(f"error: {error}")
    print_now("\n" + "\n".join(lines(results, "performance.svg")))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--peer-pairs", type=int, default=3, help="beside others than Hugo")
    parser.add_argument("--only", action="append", choices=KEYS, help="may be given again")
    parser.add_argument("--peers", type=_names, default=list(PEERS), help="names, with commas")
    for name in PEERS:
        parser.add_argument(f"--{name}", default="", help="the program, if not on the PATH")
    parser.add_argument("--output", type=Path, help="the page to put the figures into")
    parser.add_argument("--folder", type=Path, help="where to put the corpus; default: a new one")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.only = options.only or list(KEYS)
    if options.articles < 2 * TEN:
        parser.error(f"--articles: at least {2 * TEN}, a tenth of them is built, too")
    if min(options.pairs, options.peer_pairs) < 1:
        parser.error("--pairs, --peer-pairs: at least 1; without a generator: --peers")
    return options


def _names(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    unknown = [name for name in names if name not in PEERS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no peer {unknown[0]}; there are {', '.join(PEERS)}")
    return names


def _rows(options: argparse.Namespace, folder: Path, sides: Sequence[Side]) -> Iterator[Row]:
    """Everything that is to be measured, a row at a time."""
    _rehearse(folder, sides, options.seed)
    own, *others = sides
    corpora: dict[int, Corpus] = {}

    def corpus(count: int, of: Sequence[Side] = sides) -> Corpus:
        if count not in corpora:
            print_now(f"{count:,} articles are written for {', '.join(side.name for side in of)} …")
            corpora[count] = Corpus(folder / str(count), count, options.seed, of)
        return corpora[count]

    for peer in others:
        pairs = options.pairs if peer.name == "hugo" else options.peer_pairs
        for case in CASES:
            if case.key not in options.only or not (case.all_peers or peer.name == "hugo"):
                continue
            if case.memory and not can_see_memory():
                print_now("Memory is measured on Linux only.")
                continue
            print_now(f"{named(case.what, options.articles)}, beside {peer.title}")
            at = corpus(options.articles // case.part)
            yield measured(case, at, (own, peer), pairs, print_now)
    for alone in ALONE:
        if alone.key not in options.only:
            continue
        print_now(named(alone.what, options.articles))
        if alone.key == "large":
            size = options.articles
            at, usual = corpus(size * 5, (own,)), corpus(size, (own,))
            yield larger(at, usual, own, options.pairs, print_now)
        else:
            ten = _ten(folder, own, options.seed)
            command = (*own.command[:3], "--help") if alone.key == "help" else own.command
            yield repeated(alone.key, command, ten, options.pairs * 4, print_now)


def _rehearse(folder: Path, sides: Sequence[Side], seed: int) -> None:
    """Each side once on a few articles: its bytecode is compiled then, and what is wrong with it
    shows before an hour has gone by."""
    few = Corpus(folder / "few", TEN, seed, sides)
    for side in sides:
        run(side.command, few.site(side))


def _ten(folder: Path, own: Side, seed: int) -> Path:
    """A beginner's site: ten articles, and no templates but the default ones."""
    site = Corpus(folder / "ten", TEN, seed, (own,)).site(own)
    shutil.rmtree(site / "templates")
    run(own.command, site)
    return site


if __name__ == "__main__":
    main()
