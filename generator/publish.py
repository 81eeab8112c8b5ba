"""`publish`: build → check → each target."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from generator import build
from generator.check import checked
from generator.model.problems import SiteError
from generator.model.target import Outgoing, Plan, Refused, There, path_of, plan
from generator.output.write import unchanged
from generator.progress import Progress
from generator.publishing.manifests import Built, last_issued, newest, outgoing, remember, sums
from generator.publishing.published_before import remember_figures
from generator.publishing.targets import Destination, Publishing, chosen, one_zip, read_publishing
from generator.searching.building import with_kept_index
from generator.site_folder import Planned, plan_site
from generator.unchanged import memory_of
from generator.workers import default_jobs

MARKS = {"new": "+", "changed": "~", "gone": "-"}


class Asked(msgspec.Struct, frozen=True):
    """What was asked for."""

    dry_run: bool
    unchecked: bool
    again: bool


@click.command("publish")
@click.argument("names", nargs=-1, metavar="[TARGET]...")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--rollback", is_flag=True, help="Go back to the release before.")
@click.option(
    "--portable",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.zip",
    help="Put the site into one zip that needs no server, and not to the targets.",
)
@click.option("--unchecked", is_flag=True, help="Publish whatever the checks find.")
@click.option("--again", is_flag=True, help="Send every file, whatever the manifest there says.")
@click.pass_obj
def command(
    root: Path,
    names: tuple[str, ...],
    dry_run: bool,
    rollback: bool,
    portable: Path | None,
    unchecked: bool,
    again: bool,
) -> None:
    """Build the site, check it, and bring it to the targets of site.yaml: all, or those named.

    What is there already is not sent again. Where one target fails, the others are published still.
    """
    publishing = read_publishing(root)
    destinations = chosen(publishing, names) if names or not portable else []
    if portable:
        destinations.append(one_zip(root, portable))
    if rollback:
        done = [_roll_back(each, dry_run) for each in destinations]
    else:
        done = _publish(root, publishing, destinations, Asked(dry_run, unchecked, again))
    if not all(done):
        sys.exit(1)


def _publish(
    root: Path, publishing: Publishing, destinations: Sequence[Destination], asked: Asked
) -> list[bool]:
    """Whether each target has the release now."""
    jobs, output = default_jobs(), Path()
    if not asked.dry_run:
        last, _ = build.built(root, build.Asked(None, False, jobs, None, False))
        output = Path(os.fsdecode(last.output))
    planned = with_kept_index(root, plan_site(root, drafts=False, jobs=jobs))
    with checked(root, planned) as (release, found):
        shown = [each.problem for each in found if not each.reason]
        for notice in planned.notices if asked.dry_run else ():  # else the build said it
            click.echo(f"{notice}", err=True)
        if not asked.unchecked and any(each.stops for each in found):
            raise SiteError(shown)
        for problem in shown:
            click.echo(f"{problem}", err=True)
        if not (asked.dry_run or _is_as_built(root, output, planned)):
            raise click.ClickException("something was changed meanwhile; publish again")
        built = Built(output, sums(root, release.files, release.read))
        there = {each.target.name: _look(each) for each in destinations}
        before = newest([last_issued(root), *(each.manifest for each in there.values() if each)])
        try:
            key = path_of(publishing.sign.key, root) if publishing.sign else None
            out = outgoing(root, planned, built, before, key)
        except Refused as error:
            raise click.ClickException(f"{error}; nothing was published") from None
        done = [_bring(out, each, there[each.target.name], asked) for each in destinations]
    if any(done) and not asked.dry_run:
        remember(root, out.own, key)
        remember_figures(root, planned.library)
    return done


def _is_as_built(root: Path, output: Path, planned: Planned) -> bool:
    """Whether the output is what was checked: somebody may have saved a file since it was built."""
    return unchanged(output, planned.files, memory_of(root, output).left()) is not None


def _look(destination: Destination) -> There | None:
    """What is at a target; None, with a line that says why, where that cannot be told."""
    try:
        there = destination.kind.look(destination.target)
    except (Refused, OSError) as error:
        _failed(destination, error)
        return None
    assert isinstance(there, There)
    return there


def _bring(out: Outgoing, destination: Destination, there: There | None, asked: Asked) -> bool:
    """Bring a release to one target, or say what that would be."""
    if there is None:
        return False
    start = time.perf_counter()
    if asked.again:
        there = msgspec.structs.replace(there, files=dict.fromkeys(there.files))
    todo = plan(there, out.files)
    if asked.dry_run:
        for word, mark in MARKS.items():
            for path in getattr(todo, word):
                click.echo(f"{mark} {path}")
    elif todo:
        try:
            _carry_out(out, destination, todo)
        except (Refused, OSError) as error:
            _failed(destination, error)
            return False
    click.echo(_summary(destination.target.name, todo, asked, time.perf_counter() - start))
    return True


def _carry_out(out: Outgoing, destination: Destination, todo: Plan) -> None:
    name = destination.target.name
    total = len(todo.new) + len(todo.changed) + len(todo.gone)
    progress = Progress(f"Publishing to {name}", total)
    try:
        for _ in destination.kind.publish(out, todo, destination.target):
            progress.advance()
    finally:
        progress.finish()


def _roll_back(destination: Destination, dry_run: bool) -> bool:
    name = destination.target.name
    if not hasattr(destination.kind, "rollback"):
        click.echo(f"{name}: this kind of target keeps no release to go back to", err=True)
        return False
    try:
        said = destination.kind.rollback(destination.target, dry_run)
    except (Refused, OSError) as error:
        _failed(destination, error)
        return False
    click.echo(f"{name}: {'would go' if dry_run else 'went'} back to {said}")
    return True


def _failed(destination: Destination, error: Refused | OSError) -> None:
    said = str(error)
    if isinstance(error, OSError) and error.strerror:
        said = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    click.echo(f"{destination.target.name}: {said}", err=True)


def _summary(name: str, todo: Plan, asked: Asked, seconds: float) -> str:
    if not todo:
        return f"{name}: nothing to do, {len(todo.same):,} files are there"
    parts = [
        f"{len(todo.new):,} new",
        f"{len(todo.changed):,} changed",
        f"{len(todo.gone):,} deleted",
        f"{len(todo.same):,} unchanged",
    ]
    return f"{name}: {', '.join(parts)}, " + ("not done" if asked.dry_run else f"{seconds:.2f} s")
