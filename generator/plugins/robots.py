"""robots.txt (RFC 9309): what a site asks programs that fetch its pages to leave alone."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

LARGEST = 500_000  # bytes; RFC 9309, 2.5
MOST_STARS = 20  # in one rule; more are no rule that somebody wrote to be understood

Rule = tuple[bool, str]  # whether it allows, and the path it is about


def allowed(robots: str, name: str, path: str) -> bool:
    """Whether a program called `name` may fetch a path; the longest matching rule decides.

    Of two rules as long as each other, the one that allows (RFC 9309, 2.2.2).
    """
    path = _plain(path or "/")
    matching = [(len(rule), allows) for allows, rule in _rules(robots, name) if _fits(rule, path)]
    return max(matching)[1] if matching else True


def _rules(robots: str, name: str) -> list[Rule]:
    """The rules of the groups that name the program, else of those for all (`*`)."""
    own: list[Rule] = []
    general: list[Rule] = []
    named = False
    for agents, rules in _groups(robots):
        if any(agent != "*" and name.lower().startswith(agent) for agent in agents):
            named = True
            own += rules
        elif "*" in agents:
            general += rules
    return own if named else general


def _groups(robots: str) -> Iterator[tuple[set[str], list[Rule]]]:
    agents: set[str] = set()
    rules: list[Rule] = []
    ruled = False  # rules close the list of agents that they are for
    for line in robots.splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if field == "user-agent":
            if ruled:
                yield agents, rules
                agents, rules, ruled = set(), [], False
            agents.add(re.sub(r"[/\s].*", "", value.lower()))
        elif field in ("allow", "disallow"):
            ruled = True
            if value:
                rules.append((field == "allow", _plain(value)))
    yield agents, rules


def _fits(rule: str, path: str) -> bool:
    """Whether a rule matches a path from its beginning; `*` is anything, a final `$` the end."""
    at_end = rule.endswith("$")
    first, *others = rule.removesuffix("$").split("*")
    if not path.startswith(first) or len(others) > MOST_STARS:
        return False
    place = len(first)
    for part in others[:-1] if at_end else others:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    if not at_end:
        return True
    last = others[-1] if others else ""
    return path.endswith(last) and len(path) - len(last) >= place if others else place == len(path)


def _plain(path: str) -> str:
    """A path with the same letters escaped, however it was written."""
    return quote(unquote(path), safe="/*$?=&;:@!+,~'()-._")
