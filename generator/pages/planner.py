"""The pages of one page type, each with its key."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, partial
from typing import Any

import msgspec

from generator.model.digest import digest
from generator.model.problems import SiteError

from .page_type import PageType, Scope, Start, Turn
from .plan_memo import KnownPage, KnownType, Parts, PlanMemo, parts_of
from .queries import Queries
from .templates import ALWAYS, Templates

AT_ONCE = 250  # turns that a process is given

Over = Callable[
    [Callable[[Sequence[str]], list[KnownPage] | None], Sequence[Sequence[str]]],
    Iterable[list[KnownPage] | None],
]


class Page(msgspec.Struct, frozen=True, eq=False):
    """One page to be: where it goes, what it is made of, and the key of its bytes."""

    path: str
    template: str
    key: str
    fixed: Parts  # what it shares with all pages of its type
    names: Sequence[str]  # of its inputs
    digests: Sequence[str]  # of its inputs
    turn: Callable[[], Scope]

    @property
    def inputs(self) -> Scope:
        """What its template is given; found when it is asked for."""
        return self.turn()

    @property
    def parts(self) -> Parts:
        """What the key is made of, by name."""
        return parts_of(self.fixed, self.path, self.names, self.digests)


class Planner:
    """Makes the pages of one page type, each with its key."""

    def __init__(
        self, templates: Templates, page_type: PageType, queries: Queries, fingerprint: str
    ) -> None:
        closure = templates.closure(page_type.template.name)
        self.page_type, self.queries = page_type, queries
        self.name = page_type.template.name
        self.site = queries.library.site
        # What the body never reads is no part of a page: neither of its inputs nor of its key.
        self.used = sorted((closure.names & page_type.names) - ALWAYS)
        self.fixed = (("generator", fingerprint), ("site", self.site.digest), *closure.parts)
        self.known: Sequence[KnownPage] = ()
        self.memo = PlanMemo()
        self._inputs: dict[str, Scope] = {}  # of the pages gone through, by path
        self._last: dict[str, tuple[Any, str]] = {}

    def plan(self, memo: PlanMemo, over: Over) -> None:
        """Find the pages: those of the last time, where nothing that they read is different.

        Raises SiteError where an expression of the header fails.
        """
        self.memo = memo
        before = memo.known(self.name)
        made_of = self._digest_of(self.page_type.views)
        if before and before.made_of == made_of:
            memo.still(self.name)
            self.known = before.pages
            return
        rest = self._digest_of(self.page_type.views_beside) if self._items else ""
        if rest:
            same = before.pages if before and before.rest == rest else ()
            self.known = self._of_items({page.item: page for page in same}, over)
        else:
            self.known = [self._page_of(turn) for turn in self.page_type.turns(self._start)]
        memo.put(self.name, KnownType(made_of, rest, self.known, self.fixed, self.used))

    def pages(self) -> Iterator[Page]:
        """The pages to be; what their templates are given is found when it is asked for."""
        for page in self.known:
            turn = partial(self.inputs_of, page)
            yield Page(page.path, self.name, page.key, self.fixed, self.used, page.digests, turn)

    def inputs_of(self, page: KnownPage) -> Scope:
        """What a page's template is given."""
        if page.path in self._inputs:
            inputs = self._inputs[page.path]
        elif page.item:
            inputs = self._given(self._turn(page.item))
        else:
            for turn in self.page_type.turns(self._start):
                self._inputs[turn.path] = self._given(turn)
            inputs = self._inputs[page.path]
        return inputs | {"site": self.site, "here": page.path}

    @cached_property
    def _start(self) -> Start:
        scope = self.queries.scope(self.page_type.reads)
        beside = self._digest_of(self.page_type.views_beside)
        make = partial(self.page_type.same_in_every_turn, scope)
        return Start(scope, self.memo.start(self.name, beside, make))

    @cached_property
    def _items(self) -> dict[str, Any]:
        """The records that a page type goes over one by one, by their digests."""
        name = self.page_type.goes_over
        items = self.queries.scope([name]).get(name, ())
        by_digest = {getattr(item, "digest", ""): item for item in items}
        return by_digest if "" not in by_digest else {}

    def _digest_of(self, views: Iterable[str]) -> str:
        read = [(view, self.queries.digest_of(view)) for view in sorted(views)]
        return digest([self.fixed, read])

    def _of_items(self, known: dict[str, KnownPage], over: Over) -> list[KnownPage]:
        """The page of each record that it goes over: one known, or a new one."""
        new = [item for item in self._items if item not in known]
        if new:
            _ = self._start  # before there are other processes
        shards = [new[n : n + AT_ONCE] for n in range(0, len(new), AT_ONCE)]
        for shard, pages in zip(shards, over(self._of_shard, shards), strict=True):
            if pages is None:
                pages = [self._page_of(self._turn(item), item) for item in shard]
            known |= zip(shard, pages, strict=True)
        return [known[item] for item in self._items]

    def _of_shard(self, shard: Sequence[str]) -> list[KnownPage] | None:
        """The pages of some records; None where the header fails, which is said by the caller."""
        with suppress(SiteError):
            return [self._page_of(self._turn(item), item) for item in shard]
        return None

    def _turn(self, item: str) -> Turn:
        return self.page_type.turn(self._start, self._items[item])

    def _given(self, turn: Turn) -> Scope:
        return {name: turn.inputs[name] for name in self.used}

    def _page_of(self, turn: Turn, item: str = "") -> KnownPage:
        inputs = self._given(turn)
        if not item:  # found again one by one
            self._inputs[turn.path] = inputs
        digests = tuple(self._digest(name, value) for name, value in inputs.items())
        key = digest(parts_of(self.fixed, turn.path, self.used, digests))
        return KnownPage(turn.path, str(turn.updated or ""), key, digests, item)

    def _digest(self, name: str, value: Any) -> str:
        """The digest of an input; a long list that all turns share is gone through once."""
        last = self._last.get(name)
        if last is None or last[0] is not value:
            try:
                last = self._last[name] = (value, digest(value))
            except (TypeError, RecursionError) as error:
                key = f"with.{name}" if name in self.page_type.header.bound else "each"
                message = f"“{name}” cannot be given to a body: {error}"
                raise SiteError([self.page_type.problem(key, message)]) from error
        return last[1]
