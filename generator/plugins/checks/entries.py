"""D017: a register's entries are named by something."""

from collections.abc import Iterable, Iterator

from generator.model.library import Library
from generator.model.problems import Problem
from generator.model.registers import Entry
from generator.model.release import Release

code = "D017"
severity = "warning"
mend = "Take it out; or, to keep it for `import` to find names by, turn this check off."

SHOWN = 5  # ids


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each register with entries that neither an article nor a story names, drafts
    included: one line for all of them, since some are kept on purpose."""
    whole, named = release.whole, _named(release.whole)
    registers: dict[str, tuple[Entry, ...]] = {
        "actors": whole.actors,
        "places": whole.places,
        "sources": whole.sources,
        "measures": whole.measures,
        "tags": whole.tags,
    }
    for name, entries in registers.items():
        unused = [each for each in entries if (name, each.id) not in named]
        if unused:
            listed = ", ".join(each.id for each in unused[:SHOWN])
            more = f" and {len(unused) - SHOWN} more" if len(unused) > SHOWN else ""
            message = f"named by nothing: {listed}{more}; take out what is not kept for imports"
            yield Problem(f"content/registers/{name}.yaml", unused[0].line, message)


def _named(library: Library) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()

    def add(register: str, entries: Iterable[Entry]) -> None:
        found.update((register, entry.id) for entry in entries)

    for article in library.articles:
        card = article.card
        if card:
            add("actors", card.actors)
            add("places", card.places)
        add("sources", (article.source, *article.sources))
        add("measures", article.measures)
        add("tags", article.tags)
    for story in library.stories:
        add("tags", story.tags)
    return found
