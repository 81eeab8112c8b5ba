"""The pages of one page type, each with its key."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from typing import Any

import msgspec

from generator.model.digest import digest
from generator.model.problems import SiteError
from generator.pages.text.links import LeftOut, has_text, text_path

from .lookups import Answers, Lookups, lookup_of
from .page_type import PageType, Scope, Start, Turn
from .plan_memo import KnownPage, KnownType, Parts, PlanMemo, parts_of
from .queries import Queries
from .templates import ALWAYS, Templates

AT_ONCE = 250  # turns that a process is given

Shard = tuple[list[KnownPage], dict[str, Answers]]
"""Pages of some records, and what was looked up for them."""

Over = Callable[
    [Callable[[Sequence[str]], Shard | None], Sequence[Sequence[str]]], Iterable[Shard | None]
]


class Page(msgspec.Struct, frozen=True, eq=False):
    """One page to be: where it goes, what it is made of, and the key of its bytes."""

    path: str
    template: str
    key: str
    fixed: Parts  # what it shares with all pages of its type
    names: Sequence[str]  # of its inputs
    digests: Sequence[str]  # of its inputs
    lang: str  # the tag of the language it is in
    words: str  # the key of what that language says
    turn: Callable[[], Scope]
    whole: "Page | None" = None  # the page that this is the text of
    left_out: LeftOut = ()  # where pages are that have no text

    @property
    def inputs(self) -> Scope:
        """What its template is given; found when it is asked for."""
        return self.turn()

    @property
    def parts(self) -> Parts:
        """What the key is made of, by name."""
        path = (self.whole or self).path
        return parts_of(self.fixed, self.words, path, self.names, self.digests)


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
        # What the turns are made of beside the library; the rest of `fixed` is how they look.
        header = page_type.header
        self._ways = [fingerprint, header, [*header.bound], self.used]
        self.known: Sequence[KnownPage] = ()
        self._told: Mapping[str, bytes] = {}
        self.memo = PlanMemo()
        self._languages = templates.languages
        self._words: dict[str, str] = {}
        self._inputs: dict[str, Scope] = {}  # of the pages gone through, by path
        self._last: dict[str, tuple[Any, str]] = {}

    def plan(self, memo: PlanMemo, over: Over) -> None:
        """Find the pages: those of the last time, where nothing that they read is different.

        Raises SiteError where an expression of the header fails.
        """
        self.memo = memo
        before = memo.known(self.name) or KnownType()
        self._told = before.lookups
        made_of = self._digest_of(self.page_type.views)
        if before.made_of == made_of and self._looks_as(before):
            memo.still(self.name)
            self.known = before.pages
            return
        if before.made_of == made_of:
            rest, told = before.rest, before.lookups
            self.known = [self._looking_otherwise(page) for page in before.pages]
        elif self._items:
            rest = self._digest_of(self.page_type.views_beside(self._lookups.by_name))
            self.known = self._of_items(self._same(before, rest), over)
            told = self._lookups.told()
        else:
            rest, told = "", {}
            self.known = [self._page_of(turn) for turn in self.page_type.turns(self._start)]
        words = {lang: self._words_of(lang) for lang in {page.lang for page in self.known}}
        known = KnownType(made_of, rest, self.known, self.fixed, self.used, told, words)
        memo.put(self.name, known)

    def pages(self) -> Iterator[Page]:
        """The pages to be; what their templates are given is found when it is asked for."""
        for page in self.known:
            turn = partial(self.inputs_of, page)
            lang = self._languages.of_page(page.lang, self.site.lang)
            words = self._words_of(page.lang)
            made_of = (page.key, self.fixed, self.used, page.digests, lang, words)
            yield Page(page.path, self.name, *made_of, turn)

    def inputs_of(self, page: KnownPage) -> Scope:
        """What a page's template is given."""
        if page.path in self._inputs:
            inputs = self._inputs[page.path]
        elif page.item:
            _ = self._differing  # the other answers are known from then on
            inputs = self._given(self._turn(page.item))
        else:
            for turn in self.page_type.turns(self._start):
                self._inputs[turn.path] = self._given(turn)
            inputs = self._inputs[page.path]
        in_text = has_text(page.path, self.page_type.header, self.site)
        text = text_path(page.path) if in_text else ""
        return inputs | {"site": self.site, "here": page.path, "here_in_text": text}

    @cached_property
    def _start(self) -> Start:
        scope = self.queries.scope(self.page_type.reads)
        beside = self._digest_of(self.page_type.views_beside())
        make = partial(self.page_type.same_in_every_turn, scope)
        return Start(scope, self.memo.start(self.name, beside, make))

    @cached_property
    def _items(self) -> dict[str, Any]:
        """The records that a page type goes over one by one, by their digests."""
        name = self.page_type.goes_over
        items = self.queries.scope([name]).get(name, ())
        by_digest = {getattr(item, "digest", ""): item for item in items}
        return by_digest if "" not in by_digest else {}

    @cached_property
    def _lookups(self) -> Lookups:
        """What the turns look up by the ids of their records."""
        names = sorted(self.page_type.lookups.intersection(self._start.same).difference(self.used))
        found = {name: lookup_of(self._start.same[name]) for name in names}
        return Lookups({name: lookup for name, lookup in found.items() if lookup})

    @cached_property
    def _differing(self) -> frozenset[str] | None:
        """The ids for which something else is found than the last time; None where any may be."""
        return self._lookups.differing(self._told)

    def _digest_of(self, views: Iterable[str]) -> str:
        read = [(view, self.queries.digest_of(view)) for view in sorted(views)]
        return digest([self._ways, read])

    def _looking_otherwise(self, page: KnownPage) -> KnownPage:
        """A page whose template or site looks otherwise now, and shows the same."""
        key = self._key(page.path, page.digests, page.lang)
        return msgspec.structs.replace(page, key=key)

    def _same(self, before: KnownType, rest: str) -> dict[str, KnownPage]:
        """The pages that are as they were, by their records."""
        if before.rest != rest or not self._looks_as(before) or self._differing is None:
            return {}
        return {
            page.item: page
            for page in before.pages
            if page.item in self._items and self._items[page.item].id not in self._differing
        }

    def _of_items(self, known: dict[str, KnownPage], over: Over) -> list[KnownPage]:
        """The page of each record that it goes over: one known, or a new one."""
        new = [item for item in self._items if item not in known]
        shards = [new[n : n + AT_ONCE] for n in range(0, len(new), AT_ONCE)]
        if len(shards) > 1:
            self._lookups.prepare()
        for shard, done in zip(shards, over(self._of_shard, shards), strict=True):
            pages, answers = done or self._pages_of(shard)
            self._lookups.learn(answers)
            known |= zip(shard, pages, strict=True)
        return [known[item] for item in self._items]

    def _of_shard(self, shard: Sequence[str]) -> Shard | None:
        """The pages of some records; None where the header fails, which is said by the caller."""
        with suppress(SiteError):
            return self._pages_of(shard)
        return None

    def _pages_of(self, shard: Sequence[str]) -> Shard:
        pages = [self._page_of(self._turn(item), item) for item in shard]
        return pages, self._lookups.answers(self._items[item].id for item in shard)

    def _turn(self, item: str) -> Turn:
        return self.page_type.turn(self._start, self._items[item])

    def _given(self, turn: Turn) -> Scope:
        return {name: turn.inputs[name] for name in self.used}

    def _page_of(self, turn: Turn, item: str = "") -> KnownPage:
        inputs = self._given(turn)
        if not item:  # found again one by one
            self._inputs[turn.path] = inputs
        digests = tuple(self._digest(name, value) for name, value in inputs.items())
        key = self._key(turn.path, digests, turn.lang)
        return KnownPage(turn.path, str(turn.updated or ""), key, digests, item, turn.lang)

    def _key(self, path: str, digests: Sequence[str], lang: str) -> str:
        return digest(parts_of(self.fixed, self._words_of(lang), path, self.used, digests))

    def _words_of(self, asked: str) -> str:
        """The key of the language that a page is in which asks for this one."""
        if asked not in self._words:
            tag = self._languages.of_page(asked, self.site.lang)
            self._words[asked] = self._languages.key(tag)
        return self._words[asked]

    def _looks_as(self, before: KnownType) -> bool:
        """Whether pages that show the same would look the same, and say the same in words."""
        words = all(self._words_of(lang) == key for lang, key in before.words.items())
        return words and before.fixed == self.fixed

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
