"""A site planned again and again in one process: what did not change is at hand.

It is planned in this process alone: a server has threads, and a process with threads is not forked.
"""

from collections.abc import Collection
from pathlib import Path

from generator.library.files import Listing
from generator.library.load import load
from generator.library.memo import Memo
from generator.library.patching import patched
from generator.model.library import Library
from generator.remembered import first_reading
from generator.site_folder import AtHand, Planned, at_hand, plan_again, plan_library

FEW = 20  # files that are saved by hand


class Planning:
    """The last sound plan of a site with its drafts, and what the next can begin with."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._memo: Memo | None = None
        self._library: Library | None = None  # of the last plan, whole; None where that was unsound
        self._planned: Planned | None = None

    def plan(self, files: Collection[str]) -> Planned:
        """Plan the site anew, because of some files; all of it where none are named.

        Raises SiteError with every Problem.
        """
        planned = self._with_bodies(files) or self._whole()
        self._planned = planned
        return planned

    def _with_bodies(self, files: Collection[str]) -> Planned | None:
        """The plan, where nothing but the bodies of a few articles was edited since the last."""
        library, planned = self._library, self._planned
        self._library = None
        if not (self._memo and library and planned and 0 < len(files) <= FEW):
            return None
        edited = self._memo.edited(files)
        library = patched(library, edited) if edited else None
        shown = patched(planned.library, edited) if edited and library else None
        self._library = library
        return plan_again(planned, shown) if shown else None

    def _whole(self) -> Planned:
        if self._memo is None:
            self._memo, library, problems = first_reading(self.root)
        else:
            library, problems = load(self.root, self._memo, Listing(self.root))
        planned = plan_library(self.root, (library, problems), True, self._at_hand())
        self._library = library
        return planned

    def _at_hand(self) -> AtHand:
        if self._planned is None:
            return at_hand(self.root, drafts=True)
        return AtHand(self._planned.templates.compiled.used, self._planned.memo.following())
