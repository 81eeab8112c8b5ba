"""A page that could not be rendered: the line of a template that it is due to, and why."""

import re
import traceback
from collections.abc import Iterable, Iterator

import msgspec
from jinja2 import UndefinedError

from generator.model.problems import Problem, near

from .limits import TooMuchError
from .plan import Page
from .reasons import reason_of
from .templates import ALWAYS, DEFAULT, Templates

ALIKE = 0.7  # of a name that is not bound and one that is
_UNBOUND = re.compile(r"'(\w+)' is undefined")


class Failure(msgspec.Struct, frozen=True):
    """A page that could not be rendered, and the line of a template that it is due to."""

    file: str
    line: int
    reason: str
    path: str
    took_too_much: bool = False  # of time or memory, and so will each page of its template


def failure_of(error: Exception, page: Page, templates: Templates) -> Failure:
    """Why a page failed: at the innermost line of the site's own templates, if one was there."""
    files = {template.file for template in templates.by_name.values()}
    places = [
        (frame.f_code.co_filename, number)
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename in files
    ]
    own = [place for place in places if not place[0].startswith(DEFAULT)]
    first = (templates.by_name[page.template].file, 1)
    file, line = (own or places or [first])[-1]
    reason = "includes itself without end" if isinstance(error, RecursionError) else _said(error)
    if isinstance(error, UndefinedError) and (name := _UNBOUND.fullmatch(reason)):
        known = sorted({*page.inputs, *ALWAYS})
        reason += near(name[1], known, ALIKE) or f"; bound here: {', '.join(known)}"
        if name[1] in known:
            reason = f"“{name[1]}” is not seen there: import it “with context”"
    if own and places[-1] != own[-1] and not isinstance(error, RecursionError):
        reason += ", in {}:{}".format(*places[-1])
    path = (page.whole or page).path
    return Failure(file, line, reason, path, isinstance(error, TooMuchError | MemoryError))


def problems_of(failures: Iterable[Failure]) -> Iterator[Problem]:
    """One Problem for each mistake, however many pages it spoils."""
    spoiled: dict[tuple[str, int, str], set[str]] = {}
    for failure in failures:
        place = (failure.file, failure.line, failure.reason)
        spoiled.setdefault(place, set()).add(failure.path)
    for (file, line, reason), paths in spoiled.items():
        more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        yield Problem(file, line, f"{reason}, on {min(paths)}{more}")


def _said(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        half = error.object[error.start]
        return f"half of a character (U+{ord(half):04X}) is in the page; write the whole one"
    return reason_of(error)
