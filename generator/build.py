"""`build`: load → plan → render → write; and nothing of it where nothing changed."""

import os
import time
from pathlib import Path
from typing import NamedTuple

import click

from generator.library.files import Listing
from generator.model.problems import Problem, SiteError
from generator.output.marked import check_folder
from generator.unchanged import (
    LastBuild,
    MadeOf,
    clock_of,
    comes_out_as,
    last_build,
    locked,
    made_of,
    remember,
    stands,
)
from generator.workers import beside, default_jobs

WORTH_A_PROCESS = 1000  # pages; of fewer, none looks whether they are as they were left


class Asked(NamedTuple):
    """What a build was asked for."""

    output: Path | None
    drafts: bool
    jobs: int
    why: str | None
    strict: bool


@click.command("build")
@click.option("--output", type=click.Path(path_type=Path), help="Where to; default: public/.")
@click.option("--drafts", is_flag=True, help="Include drafts; default output is then preview/.")
@click.option("--jobs", type=click.IntRange(1), help="Processes to work with; default: one a core.")
@click.option("--why", metavar="PATH", help="Say why the page at PATH was rendered, or was not.")
@click.option("--strict", is_flag=True, help="Fail when something that was approved is left out.")
@click.pass_obj
def command(
    root: Path, output: Path | None, drafts: bool, jobs: int | None, why: str | None, strict: bool
) -> None:
    """Build the whole site.

    The output folder is swapped in one step: readers see the old site or the new one. With a
    mistake in any file, every mistake is listed and the old site stays.
    """
    start = time.perf_counter()
    asked = Asked(output, drafts, jobs or default_jobs(), why, strict)
    last, rendered = built(root, asked)
    click.echo(_summary(last, rendered, time.perf_counter() - start))


def built(root: Path, asked: Asked) -> tuple[LastBuild, int]:
    """The site as it is built now, and how many pages were rendered for that."""
    if asked.output is not None:
        check_folder(asked.output, root)
    with locked(root):
        clock, listing = clock_of(root), Listing(root)
        last = None if asked.why else last_build(root, asked.drafts)
        jobs = asked.jobs if last and last.pages > WORTH_A_PROCESS else 1
        with beside(lambda: last is not None and stands(root, last), jobs) as still_stands:
            made = made_of(listing, [asked.output and str(asked.output.resolve()), asked.drafts])
            same = last is not None and comes_out_as(last, made) and still_stands()
        if last and same:
            _say([*last.notices, *last.moved], asked.strict)
            return last, 0
        last, rendered = _build(root, listing, asked, made)
        if made.settled(clock):
            remember(root, asked.drafts, last)
    return last, rendered


def _build(root: Path, listing: Listing, asked: Asked, made: MadeOf) -> tuple[LastBuild, int]:
    """What the build made, and how many pages it rendered."""
    from generator.old_addresses import follow, remember_addresses
    from generator.one_reading import plan_as_one
    from generator.releasing import build, explain  # with all that a build needs
    from generator.searching.building import with_index

    planned, moving = plan_as_one(root, asked.drafts, asked.jobs, listing)
    name = "preview" if asked.drafts else planned.library.site.output
    addresses, moved = (None, []) if asked.drafts else follow(root, planned)
    _say([*planned.notices, *moved, *moving], asked.strict)
    planned, settled = with_index(root, planned, asked.jobs)
    result = build(root, planned, asked.output or root / name, asked.jobs)
    if planned.index.said:
        click.echo(planned.index.said)
    if addresses:
        remember_addresses(root, addresses)
    if asked.why:
        click.echo("\n".join(explain(planned, asked.why)))
    pages, output = planned.count, os.fsencode(result.output)
    made_of = made.digest if settled else ""  # what failed is tried again, with all as it was
    last = LastBuild(output, pages, planned.notices, moved, planned.until, made_of)
    return last, len(result.rendered)


def _say(notices: list[Problem], strict: bool) -> None:
    """Say what was left out; strictly, that is an error."""
    if strict and notices:
        raise SiteError(notices)
    for notice in notices:
        click.echo(f"{notice}", err=True)


def _summary(last: LastBuild, rendered: int, seconds: float) -> str:
    left_out = len(last.notices)
    parts = [
        f"{rendered:,} pages rendered",
        f"{last.pages - rendered:,} reused",
        *([f"{left_out} left out"] if left_out else []),
        f"{seconds:.2f} s",
    ]
    return f"{click.format_filename(last.output)}: {', '.join(parts)}"
