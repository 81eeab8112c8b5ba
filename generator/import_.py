"""`import`: seed articles become drafts; what was handed in is kept untouched."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click
from msgspec.structs import replace

from generator import __version__
from generator.given import EdtfType
from generator.importing.seeds import Seeds, seeds_of, shown
from generator.importing.taking import LOST, Desk, Tally, read_apart, taken_in
from generator.library.load import load
from generator.library.save import imported, taken_names
from generator.library.starter import known
from generator.model.edtf import Edtf
from generator.model.edtf_advice import shown as quoted
from generator.model.problems import Problem, SiteError, near
from generator.plugins.fetch import NAME, Fetching
from generator.progress import Progress
from generator.workers import default_jobs, in_order


@click.command("import")
@click.argument("given", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--date",
    type=EdtfType(),
    help="When it was published, such as 2025-03-27; goes before what the seeds say.",
)
@click.option("--source", metavar="ID", help="Who published it: an id of a register's source.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Processes to read with; default: one a core, and two at least.",
)
@click.option(
    "--explain", is_flag=True, help="Also print each text, with what was found in its margin."
)
@click.pass_obj
def command(
    root: Path,
    given: tuple[str, ...],
    date: Edtf | None,
    source: str | None,
    jobs: int | None,
    explain: bool,
) -> None:
    """Make drafts of seed articles.

    FILE is plain text, a saved page (HTML, MHTML), a feed (RSS, Atom, JSON Feed; each entry becomes
    a draft), a letter (.eml), a folder of these, a pattern such as 'saved/**/*.html', or an address
    to fetch (https://…).

    \b
      python -m generator import story.txt --date 2025-03-27
      python -m generator import ~/saved-pages
      python -m generator import https://courier.example/feed.xml

    The untouched bytes are kept below seeds/. A seed that was imported before is skipped, of a feed
    only new entries are taken, and nothing is ever written over. A date that is not stated stays
    open (XXXX). What cannot be read is listed at the end; the others are imported all the same.
    """
    desk = replace(_desk(root, date, source), explain=explain)
    seeds = seeds_of(given, root)
    problems, tally = list(seeds.problems), Tally()
    progress = Progress("Importing", len(seeds.files) + len(seeds.addresses))
    try:
        for outcome in _outcomes(desk, seeds, jobs or _processes(), tally):
            progress.finish()
            if isinstance(outcome, Problem):
                problems.append(outcome)
            elif outcome:
                click.echo(outcome)
            else:
                progress.advance()
    finally:
        progress.finish()
    _conclude(seeds, tally, problems)


def _conclude(seeds: Seeds, tally: Tally, problems: list[Problem]) -> None:
    """Say what the run has come to, everything that failed last. Exits with 1 if anything did."""
    if seeds.passed_over:
        count, kinds = sum(seeds.passed_over.values()), ", ".join(sorted(seeds.passed_over))
        what = "file beside pages was" if count == 1 else "files beside pages were"
        click.echo(f"{count:,} {what} passed over ({kinds}).")
    failed = [f"{len(problems):,} failed"] if problems else []
    drafts = "new draft" if tally.drafts == 1 else "new drafts"
    counts = [(tally.drafts, drafts), (tally.skipped, "skipped"), (tally.changed, "changed")]
    if sum(count for count, _ in counts) > 1:
        parts = [f"{count:,} {what}" for count, what in counts if count]
        click.echo(", ".join([*parts, *failed]))
    if problems:
        for problem in problems:
            click.echo(str(problem), err=True)
        total = len(seeds.files) + len(seeds.addresses) + len(seeds.problems)
        count_of = f"{len(problems):,} of {total:,} seeds" if total > 1 else "It"
        click.echo(f"{count_of} could not be imported.", err=True)
        raise SystemExit(1)


def _desk(root: Path, date: Edtf | None, source: str | None) -> Desk:
    """What is known before the first seed. Raises SiteError where nothing may be written."""
    library, wrong = load(root)  # a mistake in other content is no reason to refuse a seed
    if not (root / "site.yaml").is_file():
        raise SiteError(problem for problem in wrong if problem.file == "site.yaml")
    registers = known(library)
    if source and source not in registers.sources:
        file = "content/registers/sources.yaml"
        hint = near(source, registers.sources) or "; add it there"
        message = f"has no entry {quoted(source)}{hint}"
        own = [problem for problem in wrong if problem.file == file]
        raise SiteError(own or [Problem(file, 0, message)])
    contact = "; ".join(filter(None, [library.site.base_url, library.site.contact]))
    return Desk(
        root=root,
        known=registers,
        date=date if date and date.known else None,
        source=source,
        agent=f"{NAME}/{__version__} (+{contact})".encode("ascii", "ignore").decode(),
        taken=taken_names(root, library),
        earlier=imported(root),
    )


def _processes() -> int:
    """Two at least where that is safe: what a seed may cost is bounded in a process of its own."""
    jobs = default_jobs()
    return max(2, jobs) if sys.platform != "darwin" else jobs


def _outcomes(desk: Desk, seeds: Seeds, jobs: int, tally: Tally) -> Iterator[str | Problem]:
    """What became of each seed, a line each; an empty line says that one more is done."""
    read = partial(read_apart, desk)
    results = in_order(read, seeds.files, jobs, worth_it=1)
    for file, result in zip(seeds.files, results, strict=True):
        yield from taken_in(desk, result or LOST, shown(file), tally, file)
        yield ""
    fetching = Fetching(desk.agent)
    for address in seeds.addresses:
        yield from _fetched(desk, fetching, address, tally, jobs)
        yield ""


def _fetched(
    desk: Desk, fetching: Fetching, address: str, tally: Tally, jobs: int
) -> Iterator[str | Problem]:
    """An address taken in; one that was imported before is not asked for again, unless a feed."""
    before = desk.earlier.origins.get(address.partition("#")[0])
    if before:
        tally.skipped += 1
        yield f"{shown(address)}: skipped, imported before as {before}"
        return
    try:
        blob = fetching.get(address)
    except ValueError as error:
        yield Problem(shown(address), 0, str(error))
        return
    [read] = in_order(partial(read_apart, desk), [blob], jobs, worth_it=1)
    yield from taken_in(desk, read or LOST, shown(address), tally)
