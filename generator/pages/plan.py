"""The plan: every page of the site with its inputs and its key, before anything is rendered.

A page is a pure function of its template, its inputs and the generator. Its key is the digest of
all three, so a key that is in the store need never be rendered again; nothing is invalidated.
"""

from collections.abc import Iterable
from functools import cache, lru_cache, partial

from generator.model.digest import digest
from generator.model.library import Library
from generator.model.problems import Problem, SiteError
from generator.pages.text.links import ROOT
from generator.pages.text.plan import texts_of

from .collisions import collisions, file_of, owners
from .page_type import PageType
from .plan_memo import PlanMemo
from .planner import Over, Page, Planner
from .queries import Queries
from .templates import Templates

__all__ = ["Page", "file_of", "plan"]


def plan(
    templates: Templates,
    library: Library,
    fingerprint: str,
    static: Iterable[str] = (),
    memo: PlanMemo | None = None,
    over: Over = map,
) -> list[Page]:
    """All pages of a library, sorted by path. Raises SiteError with every Problem.

    `fingerprint` stands for the generator itself, so that a new version renders anew; `static`
    are the paths of the files that are published beside the pages. With a memo, a page type that
    reads what it read before is not gone through again; `over` may be a map in several processes.
    """
    memo = memo or PlanMemo()
    queries = Queries(library)
    page_types, wrong = _page_types(templates)
    problems = list(wrong)
    planned: list[tuple[Page, PageType]] = []
    listed: list[tuple[str, str]] = []
    for page_type in page_types:
        queries.list_pages(listed if page_type.asks_for_addresses else ())
        planner = Planner(templates, page_type, queries, fingerprint)
        try:
            if page_type.is_asked_for(library.site):
                planner.plan(memo, over)
        except SiteError as error:
            problems += error.problems
        planned += ((page, page_type) for page in planner.pages())
        if page_type.header.listed:
            listed += ((page.path, page.updated) for page in planner.known)
    problems += _collisions(planned, templates, sorted(static), memo, library)
    if problems:
        raise SiteError(problems)
    pages = [page for page, _ in planned]
    pages += texts_of(planned, page_types) if library.site.text else ()
    return sorted(pages, key=lambda page: page.path)


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


def _collisions(
    planned: list[tuple[Page, PageType]],
    templates: Templates,
    static: list[str],
    memo: PlanMemo,
    library: Library,
) -> list[Problem]:
    """What stands at one place; the same paths as the last time have nothing there."""
    texts = ROOT if library.site.text else ""
    paths = digest([static, [page.path for page, _ in planned], texts])
    if memo.same_paths(paths):
        return []
    # A site's own templates are the ones to mend, so the default ones take their places first.
    order = {name: place for place, name in enumerate(templates.by_name)}
    planned = sorted(planned, key=lambda made: order[made[1].template.name], reverse=True)
    paths_and_types = ((page.path, page_type) for page, page_type in planned)
    written = cache(partial(owners, library))
    return list(collisions(paths_and_types, static, written, texts))
