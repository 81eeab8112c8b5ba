"""What is compared, and how a pair of runs is made of it: prepared alike, run in turn, checked."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import msgspec
from compare_edits import BASE, Corpus, Edit
from compare_pages import pages_of, same_paths, same_words
from compare_running import FailedError, Run, clear, run, warm
from compare_sides import OUTPUT, TITLES, Side

OURS = "ours"


class Case(msgspec.Struct, frozen=True):
    """A row of the table: what is done, and how much of the peer's time or memory it may take."""

    key: str
    what: str
    target: float
    edit: str = ""
    cold: bool = False
    memory: bool = False
    part: int = 1  # of the corpus: a tenth for 10
    all_peers: bool = False


CASES = (
    Case("cold", "cold build, nothing cached", 0.7, cold=True, all_peers=True),
    Case("unchanged", "unchanged build", 0.05),
    Case("body", "one article's body edited", 0.08, "body", all_peers=True),
    Case("title", "one article's title edited", 0.15, "title"),
    Case("tags", "one article's tags edited", 0.15, "tags"),
    Case("base", "base template edited", 0.5, BASE),
    Case("memory", "peak memory, all processes together", 0.3, cold=True, memory=True),
    Case("small", "cold build of {small} articles", 1.0, cold=True, part=10),
)


class Alone(msgspec.Struct, frozen=True):
    """What is measured of ours only."""

    key: str
    what: str
    target: float
    unit: str


ALONE = (
    Alone("large", "{large} articles, cold: time an article, against {articles}", 1.15, "×"),
    Alone("help", "`--help`", 0.1, "s"),
    Alone("ten", "unchanged build of 10 articles, with the default templates", 0.25, "s"),
)
KEYS = (*(case.key for case in CASES), *(case.key for case in ALONE))


class Row(msgspec.Struct, frozen=True):
    """What was measured: one figure a pair, in seconds or bytes; with none beside, ours alone."""

    case: str
    peer: str
    ours: list[float]
    theirs: list[float]
    at: str  # the day

    @property
    def ratios(self) -> list[float]:
        return [ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the pairs' own ratios: what slowed the machine slowed both of a pair."""
        return median(self.ratios)


Say = Callable[[str], None]


def measured(case: Case, corpus: Corpus, sides: tuple[Side, Side], pairs: int, say: Say) -> Row:
    """Run a case in pairs; who goes first alternates. Raises FailedError when the two sides did not
    make the same pages, or an edit does not show."""
    ours, peer = sides
    taken: dict[str, list[float]] = {side.name: [] for side in sides}
    for number in range(pairs):
        for side in sides:
            _prepare(case, corpus, side)
        edit = corpus.edit(case.edit) if case.edit else None
        for side in sides if number % 2 == 0 else reversed(sides):
            done = _built(case, corpus, side)
            taken[side.name].append(done.peak if case.memory else done.seconds)
        _check(corpus, sides, edit, thorough=number == pairs - 1)
        last = {name: figures[-1] for name, figures in taken.items()}
        say(f"  pair {number + 1}: {_said(last, case.memory)}")
    return Row(case.key, peer.name, taken[ours.name], taken[peer.name], _today())


def _prepare(case: Case, corpus: Corpus, side: Side) -> None:
    """Nothing made and nothing kept, for a cold build; else all built that was edited so far."""
    if case.cold:
        clear(corpus.site(side), (OUTPUT, *side.caches))
    elif corpus.states.get(side.name) != (corpus.edits, side.again):
        run((*side.command, *side.again), corpus.site(side))
        corpus.states[side.name] = (corpus.edits, side.again)


def _built(case: Case, corpus: Corpus, side: Side) -> Run:
    folder, arguments = corpus.site(side), () if case.cold else side.again
    warm(folder)
    done = run((*side.command, *arguments), folder, case.memory)
    corpus.states[side.name] = (corpus.edits, arguments)
    return done


def _check(corpus: Corpus, sides: tuple[Side, Side], edit: Edit | None, thorough: bool) -> None:
    ours, peer = (pages_of(corpus.site(side)) for side in sides)
    same_paths(ours, peer, sides[1].title)
    if edit:
        for side in sides:
            edit.is_shown_in(corpus.site(side), side.title)
    if thorough:
        same_words(ours, peer, sides[1].title)


def larger(large: Corpus, usual: Corpus, ours: Side, pairs: int, say: Say) -> Row:
    """Seconds an article takes in a cold build of a larger corpus, and of the usual one."""
    cold = next(case for case in CASES if case.key == "cold")
    taken: dict[int, list[float]] = {large.count: [], usual.count: []}
    for number in range(pairs):
        for corpus in (large, usual) if number % 2 == 0 else (usual, large):
            _prepare(cold, corpus, ours)
            seconds = _built(cold, corpus, ours).seconds
            articles = sum(name.startswith("articles/") for name in pages_of(corpus.site(ours)))
            if articles != corpus.count:
                raise FailedError(f"{articles:,} of {corpus.count:,} articles were built")
            taken[corpus.count].append(seconds / corpus.count)
        by = {f"of {count:,}": each[-1] for count, each in taken.items()}
        say(f"  pair {number + 1}: " + ", ".join(f"{n} {s * 1000:.3f} ms" for n, s in by.items()))
    return Row("large", OURS, taken[large.count], taken[usual.count], _today())


def repeated(key: str, command: Sequence[str], folder: Path, times: int, say: Say) -> Row:
    """Seconds that a command of ours takes, once it has run before."""
    run(command, folder)
    taken = [run(command, folder).seconds for _ in range(times)]
    say(f"  {times} times: {median(taken) * 1000:.0f} ms")
    return Row(key, OURS, taken, [], _today())


def _said(taken: dict[str, float], memory: bool) -> str:
    figures = [
        f"{TITLES[name]} " + (f"{figure / 1e6:,.0f} MB" if memory else f"{figure:.2f} s")
        for name, figure in taken.items()
    ]
    ours, theirs = taken.values()
    return f"{', '.join(figures)}, ratio {ours / theirs:.3f}"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def print_now(text: str) -> None:
    """Print at once: a run takes long, and its output is watched through pipes."""
    print(text)
    sys.stdout.flush()
