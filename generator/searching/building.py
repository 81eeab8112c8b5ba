"""The index beside the pages of a build, or in a line why there is none."""

from pathlib import Path

import click
import msgspec

from generator.site_folder import Planned

from .index import Plan, make, plan_index
from .kept import Index
from .program import Failed

NO_PROGRAM = (
    "search: no index is made, since Pagefind is not installed: pip install conflict-digest[search]"
)


def with_index(root: Path, planned: Planned, jobs: int) -> tuple[Planned, bool]:
    """A planned site with its index, where it has one; and whether another attempt is of no use.

    Drafts are in none, and without one the site is built all the same: a page says that this copy
    has no search, and leads to what there is.
    """
    site = planned.library.site
    if not site.search or site.drafts:
        return planned, True
    try:
        plan = _plan(root, planned)
        index = make(plan, jobs) if plan and plan.parts else Index()
    except Failed as failed:
        click.echo(f"search: no index is made, since Pagefind failed: {failed}", err=True)
        return planned, False
    if plan is None:
        click.echo(NO_PROGRAM, err=True)
        return planned, True
    return msgspec.structs.replace(planned, index=index), True


def with_kept_index(root: Path, planned: Planned) -> Planned:
    """A planned site with its index as a build kept it, where one did."""
    site = planned.library.site
    if not site.search or site.drafts:
        return planned
    try:
        plan = _plan(root, planned)
    except Failed:  # the build said so
        return planned
    return msgspec.structs.replace(planned, index=(plan and plan.index()) or Index())


def _plan(root: Path, planned: Planned) -> Plan | None:
    site = planned.library.site
    return plan_index(planned.library, root, planned.templates.languages.language(site.lang))
