"""Releases beside each other: `releases/7`, `releases/8`, and `current`, a link to one of them.

The link is the site's root for a web server. It is replaced in one step, so that it always leads to
a whole release, and the last few stay for the way back.
"""

import re
from collections.abc import Collection, Iterable

from generator.model.target import Refused

CURRENT, RELEASES = "current", "releases"

_NUMBER = re.compile(r"[1-9]\d{0,8}\Z", re.ASCII)
_LINK = re.compile(rf"{RELEASES}/([1-9]\d{{0,8}})\Z", re.ASCII)


def numbers_in(names: Iterable[str]) -> list[int]:
    """The releases among the names in a folder, the oldest first."""
    return sorted(int(name) for name in names if _NUMBER.match(name))


def number_of(link: str) -> int:
    """The release that `current` leads to. Refused where it is no link of ours."""
    found = _LINK.match(link)
    if found is None:
        raise Refused(f"“{CURRENT}” there leads elsewhere than to a release; put it aside")
    return int(found[1])


def link_to(number: int) -> str:
    return f"{RELEASES}/{number}"


def before(current: int, there: Collection[int]) -> int:
    """The release to go back to."""
    older = [number for number in there if number < current]
    if not older:
        raise Refused("there is no release before this one to go back to")
    return max(older)


def expired(current: int, there: Iterable[int], keep: int) -> list[int]:
    """The releases that are kept no longer: all but the last few up to the current one. One that
    was gone back from is none of them."""
    older = sorted((number for number in there if number < current), reverse=True)
    newer = [number for number in there if number > current]
    return older[keep - 1 :] + newer
