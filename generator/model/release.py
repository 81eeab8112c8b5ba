"""A built site, as checks see it."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from .before import Before
from .checks import Checks, Seen
from .library import Library


class Release(msgspec.Struct, frozen=True):
    """Every file of a built site, what it was built from, and what else it is held against."""

    files: Mapping[str, str]  # path below the output folder → key
    read: Callable[[str], bytes]  # the bytes of such a path
    library: Library
    whole: Library  # as it was read: drafts, and entries that nothing names, included
    pages: Mapping[str, Seen]  # what is on each page, by its path; looked up, not held
    settings: Checks
    now: datetime
    media: tuple[str, ...]  # the files of content/media
    before: Before
