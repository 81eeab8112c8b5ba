"""D023: what a register says of somebody was looked at not too long ago."""

from collections.abc import Iterator
from itertools import chain

from generator.model.problems import Problem
from generator.model.registers import Entry
from generator.model.release import Release

code = "D023"
severity = "warning"
mend = "See whether it still holds, and set `as_of` to today."


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each entry that published articles name and whose `as_of` is more days ago
    than site.yaml allows. An entry without one promises nothing."""
    library, whole = release.library, release.whole
    named = {
        (entry.__class__, entry.id)
        for entry in chain(library.actors, library.places, library.sources, library.measures)
    }
    today = release.now.toordinal()
    registers: dict[str, tuple[Entry, ...]] = {
        "actors": whole.actors,
        "places": whole.places,
        "sources": whole.sources,
        "measures": whole.measures,
    }
    for name, entries in registers.items():
        for entry in entries:
            last = entry.as_of.last if entry.as_of else None
            old = last is not None and today - last > release.settings.stale
            if old and (entry.__class__, entry.id) in named:
                message = f"“{entry.id}” is as of {entry.as_of}; see whether it still holds"
                yield Problem(f"content/registers/{name}.yaml", entry.line, message)
