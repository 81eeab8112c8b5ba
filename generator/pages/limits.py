"""How much a template may take: what would else end with a full memory, or never, ends here.

Templates are a site's own code and may be as long as they like; these limits are far beyond what
any page needs, and are there for the loop that was meant otherwise.
"""

import resource
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from jinja2 import Environment
from jinja2.runtime import Context

T = TypeVar("T")

LONGEST = 30.0  # seconds of one core for one page, which takes some milliseconds
MOST_MEMORY = 1_000_000_000  # bytes more than at any time before
MOST_TURNS = 100_000  # of a `range`
MOST_REPEATED = 10_000_000  # characters or items that a multiplication may make
HIGHEST_POWER = 1000
TICK = 0.25  # seconds between two looks at what a page has taken
_BYTES = 1 if sys.platform == "darwin" else 1024  # what `ru_maxrss` counts in


class TooMuchError(Exception):
    """A template takes more than any page needs."""


class Bounded(Environment):
    """Asks before it multiplies; Jinja calls an environment that does so a sandboxed one."""

    sandboxed = True
    intercepted_binops = frozenset({"*", "**"})
    intercepted_unops = frozenset[str]()
    call = staticmethod(Context.call)  # calls are Jinja's own, and as fast

    def call_binop(self, _context: Context, operator: str, left: Any, right: Any) -> Any:
        """The product or power of two values. Raises TooMuchError for one beyond measure."""
        if operator == "**":
            if isinstance(right, int | float) and abs(right) > HIGHEST_POWER:
                raise TooMuchError(f"a power of {right:,} is beyond measure")
            return left**right
        for one, other in ((left, right), (right, left)):
            if isinstance(one, int) and hasattr(other, "__len__"):
                size = one * len(other)
                if size > MOST_REPEATED:
                    raise TooMuchError(f"{size:,} characters or items are made here at once")
        return left * right


def short_range(*numbers: int) -> range:
    """A `range`. Raises TooMuchError for one that nobody waits for."""
    found = range(*numbers)
    if found[MOST_TURNS:]:
        raise TooMuchError(f"a range of more than {MOST_TURNS:,} numbers")
    return found


def within_limits(work: Callable[[], T]) -> T:
    """What some work on a page gives. Raises TooMuchError when it takes too long or too much.

    A thread other than the first cannot be told to stop, and works without limits.
    """
    if threading.current_thread() is not threading.main_thread():
        return work()
    peak, ticks = _peak(), 0

    def look(*_: object) -> None:
        nonlocal ticks
        ticks += 1
        if ticks * TICK > LONGEST:
            raise TooMuchError(f"not done after {LONGEST:g} s; is there a loop without end?")
        if _peak() - peak > MOST_MEMORY:
            raise TooMuchError(
                f"takes more than {MOST_MEMORY // 1_000_000:,} MB of memory; is there a loop "
                "without end?"
            )

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _peak() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _BYTES
