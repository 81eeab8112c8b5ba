"""D022: links to other sites still lead somewhere. Asked only with `--external`."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import BAD_REQUEST
from urllib.parse import urlsplit

from generator.model.problems import Problem
from generator.model.release import Release

from ..fetch import Fetching, KeptOut
from ..open_web import Address, is_public
from ..page_facts import places_of
from ..written import written_at

code = "D022"
severity = "warning"
mend = "Link to where it is now, or to a copy in a web archive."
external = True

AT_ONCE = 8  # hosts; each of them is asked one thing at a time
NAME = "conflict-digest (link check)"
NOT_GONE = frozenset({401, 402, 403, 405, 406, 429, 451, 999})
"""Answers of servers that are there and will not have us: no reader's link is dead for that."""


def check(release: Release, may_visit: Callable[[Address], bool] = is_public) -> Iterator[Problem]:
    """A Problem for each address of another site that does not answer, at the first place that
    links to it. Addresses that robots.txt keeps programs from are left alone."""
    first: dict[str, str] = {}
    for path, seen in release.pages.items():
        for address in seen.outer:
            first.setdefault(address, path)
    by_host: dict[str, list[str]] = {}
    for address in first:
        by_host.setdefault(_host(address), []).append(address)
    agent = f"{NAME}; {release.library.site.base_url}"

    def ask(addresses: list[str]) -> dict[str, str]:
        fetching = Fetching(agent, may_visit)
        return {address: _wrong(fetching, address) for address in addresses}

    with ThreadPoolExecutor(AT_ONCE) as asking:
        for answers in asking.map(ask, by_host.values()):
            yield from _problems(release, first, answers)


def _problems(
    release: Release, first: Mapping[str, str], answers: Mapping[str, str]
) -> Iterator[Problem]:
    base_url = release.library.site.base_url
    for address, wrong in answers.items():
        if wrong:
            path = first[address]
            html = release.read(path).decode()
            place = written_at(release.library, path, (address,))
            start = next((start for start, _ in places_of(address, path, html, base_url)), 0)
            file, line = place or (path, html.count("\n", 0, start) + 1)
            yield Problem(file, line, f"{address}: {wrong}")


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[2]
    except ValueError:
        return ""


def _wrong(fetching: Fetching, address: str) -> str:
    """Why an address leads nowhere; nothing where it leads somewhere, or nobody may ask."""
    whole = f"https:{address}" if address.startswith("//") else address
    try:
        status, reason = fetching.answer(whole)
    except KeptOut:
        return ""
    except ValueError as error:
        return str(error)
    gone = status >= BAD_REQUEST and status not in NOT_GONE
    return f"the server answers {status} {reason}".rstrip() if gone else ""
