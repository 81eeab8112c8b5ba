"""The table of what was measured, between two markers of a page that is else written by hand."""

import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import msgspec
from compare_cases import ALONE, CASES, Alone, Case, Row
from compare_sides import INSTALL, TITLES, is_settled

BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
NEW = f"# How fast it is\n\n{BEGIN}\n{END}\n"
GONE = "not measured"


class Results(msgspec.Struct):
    """All that was measured under the same conditions; kept beside the page, as JSON."""

    articles: int
    machine: str
    versions: dict[str, str]
    load: float  # of the machine before, in processes that want to run
    rows: list[Row] = []

    def add(self, row: Row) -> None:
        """A row in place of what was measured of the same before."""
        others = [r for r in self.rows if (r.case, r.peer) != (row.case, row.peer)]
        self.rows = [*others, row]

    def of(self, case: str, peer: str) -> Row | None:
        found = (row for row in self.rows if (row.case, row.peer) == (case, peer))
        return next(found, None)


def continued(results: Results, file: Path) -> Results:
    """With the rows that an earlier run left, if it was made under the same conditions: on the
    same machine, and of sources that are known to be the same because they are committed."""
    try:
        before = msgspec.json.decode(file.read_bytes(), type=Results)
    except (OSError, msgspec.MsgspecError):
        return results
    same = ("articles", "machine")
    if any(getattr(before, name) != getattr(results, name) for name in same):
        return results
    known = {
        peer for peer, version in results.versions.items() if before.versions.get(peer) == version
    }
    if "ours" not in known or not is_settled(results.versions["ours"]):
        return results
    results.rows = [row for row in before.rows if row.peer in known]
    results.load = max(before.load, results.load)
    return results


def machine() -> str:
    """The machine in a few words: cores, model, memory, system."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{cores} cores ({_model()}), {memory:.0f} GiB of memory, "
        f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}"
    )


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def write(results: Results, page: Path, chart: str) -> None:
    """Put the figures between the page's markers, the chart and the raw figures beside it."""
    text = page.read_text(encoding="utf-8") if page.exists() else NEW
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{page} lacks the lines {BEGIN} and {END}, between which figures go")
    picture = page.with_suffix(".svg")
    parts = "\n".join(lines(results, picture.name))
    page.write_text(f"{before}{BEGIN}\n{parts}\n{END}{after}", encoding="utf-8")
    picture.write_text(chart, encoding="utf-8")
    raw = msgspec.json.format(msgspec.json.encode(results), indent=1)
    page.with_suffix(".json").write_bytes(raw + b"\n")


def lines(results: Results, picture: str) -> Iterator[str]:
    """The page's part that is made."""
    days = sorted({row.at for row in results.rows})
    when = " to ".join(dict.fromkeys((days[0], days[-1]))) if days else "nothing yet"
    yield f"Measured: {when}. {results.articles:,} articles, on {results.machine}; "
    yield f"{results.load:.1f} other processes at work before."
    yield "With " + "; ".join(results.versions.values()) + "."
    yield from ("", f"![What each build takes, as a share of what the others take]({picture})", "")
    yield from _beside("hugo", CASES, results)
    for peer in ("pelican", "eleventy"):
        yield from _beside(peer, [case for case in CASES if case.all_peers], results)
    yield from ("| ours alone | median | range | target | |", "|---|--:|--:|--:|---|")
    for alone in ALONE:
        yield _alone_line(alone, results)


def _beside(peer: str, cases: Sequence[Case], results: Results) -> Iterator[str]:
    title = TITLES[peer]
    yield f"| beside {title} | {title} | ours | ratio | range | target | |"
    yield "|---|--:|--:|--:|--:|--:|---|"
    for case in cases:
        row, target = results.of(case.key, peer), case.target if peer == "hugo" else None
        wanted = f"≤ {target:g}" if target else ""
        what = named(case.what, results.articles)
        if row is None:
            yield f"| {what} | | | {GONE} | | {wanted} | |"
            continue
        theirs, ours = (_figure(median(each), case.memory) for each in (row.theirs, row.ours))
        verdict = _verdict(row.ratio, target) if target else ""
        yield (
            f"| {what} | {theirs} | {ours} | **{row.ratio:.3f}** | {_range(row.ratios)} "
            f"| {wanted} | {verdict} |"
        )
    yield ""
    if peer not in results.versions:
        yield from (f"{title} was not here. To measure it: {INSTALL[peer]}.", "")


def _alone_line(alone: Alone, results: Results) -> str:
    row, what = results.of(alone.key, "ours"), named(alone.what, results.articles)
    if alone.unit == "s":
        target = f"≤ {alone.target * 1000:.0f} ms"
        figures = [figure * 1000 for figure in row.ours] if row else []
        shown, spread = f"{median(figures or [0]):.0f} ms", _range(figures, 0)
        value = median(figures or [0]) / 1000
    else:
        target, figures = f"≤ {alone.target:g} ×", row.ratios if row else []
        shown, spread = f"{median(figures or [0]):.2f} ×", _range(figures, 2)
        value = median(figures or [0])
    if row is None:
        return f"| {what} | {GONE} | | {target} | |"
    return f"| {what} | **{shown}** | {spread} | {target} | {_verdict(value, alone.target)} |"


def named(what: str, articles: int) -> str:
    """A case's name, with how many articles it has."""
    sizes = {"small": articles // 10, "articles": articles, "large": articles * 5}
    return what.format(**{name: f"{size:,}" for name, size in sizes.items()})


def _verdict(value: float, target: float) -> str:
    return "met" if value <= target else "**missed**"


def _figure(value: float, memory: bool) -> str:
    return f"{value / 1e6:,.0f} MB" if memory else f"{value:.2f} s"


def _range(figures: Sequence[float], digits: int = 3) -> str:
    return f"{min(figures):.{digits}f}–{max(figures):.{digits}f}" if figures else ""
