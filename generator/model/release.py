"""A built site, as checks and targets see it."""

from collections.abc import Callable, Mapping

import msgspec

from .library import Library


class Release(msgspec.Struct, frozen=True):
    """Every file of a built site, and what it was built from."""

    files: Mapping[str, str]  # path below the output folder → key
    read: Callable[[str], bytes]  # the bytes of such a path
    library: Library
    seeds: Mapping[str, str]  # text of the kept seeds as it is read, by the article's id
