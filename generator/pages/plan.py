"""The plan: every page of the site with its inputs and its key, before anything is rendered.

A page is a pure function of its template, its inputs and the generator. Its key is the digest of
all three, so a key that is in the store need never be rendered again; nothing is invalidated.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from generator.model.digest import digest
from generator.model.edtf import Edtf
from generator.model.library import Library
from generator.model.problems import Problem, SiteError

from .page_type import PATH, PageType, Scope, Turn
from .templates import ALWAYS, Templates


class Page(msgspec.Struct, frozen=True):
    """One page to be: where it goes, what it is made of, and the key of its bytes."""

    path: str
    template: str
    inputs: Scope
    parts: tuple[tuple[str, str], ...]  # what the key is made of, by name
    key: str


class Address(msgspec.Struct, frozen=True):
    """A page as the sitemap lists it."""

    path: str
    updated: Edtf | None


Planned = tuple[Page, PageType]

QUERIES = (
    "articles", "retracted", "editions", "stories", "pages", "actors", "places", "sources",
    "measures", "tags", "aliases", "events", "claims", "site",
)  # fmt: skip


def plan(
    templates: Templates, library: Library, fingerprint: str, static: Iterable[str] = ()
) -> list[Page]:
    """All pages of a library, sorted by path. Raises SiteError with every Problem.

    `fingerprint` stands for the generator itself, so that a new version renders anew; `static`
    are the paths of the files that are published beside the pages.
    """
    scope = {name: getattr(library, name) for name in QUERIES}
    page_types, wrong = _page_types(templates)
    problems = list(wrong)
    planned: list[Planned] = []
    addresses: list[Address] = []
    for page_type in page_types:
        scope["addresses"] = ()
        if page_type.asks_for_addresses:
            scope["addresses"] = tuple(sorted(addresses, key=lambda address: address.path))
        keys = _Keys(templates, page_type, library, fingerprint)
        try:
            for turn in page_type.turns(scope):
                planned.append((keys.page(turn), page_type))
                if page_type.header.listed:
                    addresses.append(Address(turn.path, turn.updated))
        except SiteError as error:
            problems += error.problems
    # A site's own templates are the ones to mend, so the default ones take their places first.
    order = {name: place for place, name in enumerate(templates.by_name)}
    planned.sort(key=lambda made: order[made[1].template.name], reverse=True)
    problems += _collisions(planned, static)
    if problems:
        raise SiteError(problems)
    return sorted((page for page, _ in planned), key=lambda page: page.path)


@lru_cache(maxsize=2)
def _page_types(templates: Templates) -> tuple[list[PageType], list[Problem]]:
    """The page types, those last that list the others' pages, and what is wrong in headers.

    While the templates stay the same, `serve` compiles nothing anew.
    """
    found, problems = [], []
    for template in templates.page_types():
        try:
            found.append(PageType(template, templates))
        except SiteError as error:
            problems += error.problems
    return sorted(found, key=lambda page_type: page_type.asks_for_addresses), problems


class _Keys:
    """Makes the pages of one page type, each with its key."""

    def __init__(
        self, templates: Templates, page_type: PageType, library: Library, fingerprint: str
    ) -> None:
        closure = templates.closure(page_type.template.name)
        self.page_type = page_type
        self.site = library.site
        self.used = closure.names - ALWAYS
        self.fixed = (("generator", fingerprint), ("site", self.site.digest), *closure.parts)
        self.last: dict[str, tuple[Any, str]] = {}

    def page(self, turn: Turn) -> Page:
        # What the body never reads is no part of the page: neither of its inputs nor of its key.
        inputs = {name: value for name, value in turn.inputs.items() if name in self.used}
        digests = ((name, self._digest(name, value)) for name, value in sorted(inputs.items()))
        parts = (*self.fixed, ("path", turn.path), *digests)
        inputs |= {"site": self.site, "here": turn.path}
        return Page(turn.path, self.page_type.template.name, inputs, parts, digest(parts))

    def _digest(self, name: str, value: Any) -> str:
        """The digest of an input; a long list that all turns share is gone through once."""
        last = self.last.get(name)
        if last is None or last[0] is not value:
            try:
                last = self.last[name] = (value, digest(value))
            except (TypeError, RecursionError) as error:
                key = f"with.{name}" if name in self.page_type.header.bound else "each"
                message = f"“{name}” cannot be given to a body: {error}"
                raise SiteError([self.page_type.problem(key, message)]) from error
        return last[1]


def _collisions(planned: Iterable[Planned], static: Iterable[str]) -> Iterator[Problem]:
    """Two files at one place, letters' case aside, or a file where another needs a folder: many
    disks and hosts cannot hold both."""
    taken: dict[str, tuple[str, str]] = {}  # place → path, and what makes it
    for path in static:
        if not PATH.fullmatch(path):
            message = "no name for a published file: only a-z 0-9 . _ - are, and no space"
            yield Problem(f"templates{path}", 0, message)
        other, _ = taken.setdefault(path[1:].casefold(), (path, f"templates{path}"))
        if other != path:
            yield Problem(f"templates{path}", 0, f"many disks cannot tell it from {other}")
    for page, page_type in planned:
        place = file_of(page.path).casefold()
        if place in taken:
            path, maker = taken[place]
            other = "by another turn" if maker == page_type.template.file else f"by {maker}"
            message = f"{page.path} is made twice, here and {other}"
            if file_of(path) != file_of(page.path):
                message = f"many disks cannot tell {page.path} from {path}, made by {maker}"
            yield page_type.problem("path", message)
        taken.setdefault(place, (page.path, page_type.template.file))
    for page, page_type in planned:
        for folder in _folders_of(file_of(page.path).casefold()):
            if folder in taken:
                path, maker = taken[folder]
                message = f"{page.path} needs a folder where {maker} makes the file {path}"
                yield page_type.problem("path", message)


def _folders_of(place: str) -> Iterator[str]:
    while "/" in place:
        place = place.rpartition("/")[0]
        yield place


def file_of(path: str) -> str:
    """The file, relative to the output folder, that a path's page is written to."""
    return path[1:] + "index.html" if path.endswith("/") else path[1:]
