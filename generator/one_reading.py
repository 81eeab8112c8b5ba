"""One consistent reading of a site, though its files may be saved while it is read.

Else a build could publish an article as it was together with a register as it is, which nobody
ever wrote so.
"""

from pathlib import Path

from generator.library.files import Listing
from generator.model.problems import Problem, SiteError
from generator.site_folder import Planned, plan_site
from generator.unchanged import FOLDERS

MOST = 3  # readings, before a site is taken that never rests


def plan_as_one(
    root: Path, drafts: bool, jobs: int, listing: Listing
) -> tuple[Planned, list[Problem]]:
    """A site planned as `plan_site` does, of files that all were so at one time; and a Problem for
    one that was changed at every attempt.

    Raises SiteError with the Problems of a site that rested while it was read.
    """
    moving = ""
    for _ in range(MOST - 1):
        try:
            planned = plan_site(root, drafts, jobs, listing)
        except SiteError:
            if not listing.changed(FOLDERS):
                raise
        else:
            moving = listing.changed(FOLDERS)
            if not moving:
                return planned, []
        listing = Listing(root)
    planned = plan_site(root, drafts, jobs, listing)
    moving = listing.changed(FOLDERS)
    message = "changed while it was read; build again, so that all of the site is of one time"
    return planned, [Problem(moving, 0, message)] if moving else []
