"""The filters of the templates: queries over records, and the words and links of a page.

Each is a pure function of its arguments (and, for links, of the page's own path).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator.model.edtf import Edtf
from generator.model.prose import Prose
from generator.model.records import Article, Card, Claim, Event, Locality
from generator.model.registers import Place
from generator.pages.cards.sharing import SHARING
from generator.pages.data.filters import DATA_FILTERS
from generator.pages.data.json_ld_lists import JSON_LD
from generator.pages.feeds.subscribing import SUBSCRIBING
from generator.pages.interface.wording import Wording
from generator.pages.letters.mailing import MAIL

from .charts import charts, sheets
from .comparisons import comparisons, voices
from .drawing import date_marks, density, figure_mark, is_vague, scale_of
from .editions import issues, latest, neighbours, said_in, told_in
from .ledger import conflicts, disputes, ledger
from .links import NOWHERE, address, in_one_size, in_words, localised, relative
from .markup import to_html
from .moved import moved
from .passages import mark_passages
from .periods import clusters, moments, outside, within
from .related import related
from .slices import pages

if TYPE_CHECKING:
    from generator.pages.maps.locator_map import Locator


def cards(articles: Iterable[Article]) -> tuple[Card, ...]:
    """What lists show of articles."""
    return tuple(article.card for article in articles if article.card)


def where(items: Iterable[Any], **conditions: object) -> tuple[Any, ...]:
    """The items that meet every condition: `tag=t` asks for `tag`, or for t among `tags`."""
    return tuple(
        item for item in items if all(_meets(item, name, v) for name, v in conditions.items())
    )


def group(items: Iterable[Any], by: str) -> list[tuple[Any, tuple[Any, ...]]]:
    """Pairs of a value and the items that have it, ordered by name; a tuple counts for each."""
    groups: dict[Any, list[Any]] = {}
    values: dict[Any, Any] = {}
    take = attrgetter(by)
    for item in items:
        found = take(item)
        many = found if isinstance(found, tuple) else (found,)
        own = {_identity(value): value for value in many if value is not None and value != ""}
        for key, value in own.items():
            if key in groups:
                groups[key].append(item)
            else:
                groups[key], values[key] = [item], value
    ordered = sorted(groups, key=lambda key: _name(values[key]))
    return [(values[key], tuple(groups[key])) for key in ordered]


def counts(items: Iterable[Any], by: str) -> list[tuple[Any, int]]:
    """Pairs of a value and how many items have it: for lists that show no more than the number."""
    return [(value, len(found)) for value, found in group(items, by)]


class Lookup(dict[Any, tuple[Any, ...]]):
    """The items that have a value, by the value: `claims_of[actor]`; none for an unknown one."""

    def __getitem__(self, value: Any) -> tuple[Any, ...]:
        return super().get(_identity(value), ())


def lookup(items: Iterable[Any], by: str) -> Lookup:
    """The items by what they have: one pass over a long list instead of one per page."""
    return Lookup({_identity(value): found for value, found in group(items, by)})


def across(found: Mapping[Any, tuple[Any, ...]], values: Iterable[Any]) -> tuple[Any, ...]:
    """What a lookup has for several values, one after the other: `claims_of | across(ids)`."""
    return tuple(item for value in values for item in found[value])


def by_year(items: Iterable[Any], words: Callable[[Edtf], str]) -> list[tuple[str, list[Any]]]:
    """Items under the year or years they lie in, in the order they come; never a finer heading."""
    runs: dict[str, list[Any]] = {}
    for item in items:
        runs.setdefault(_years_of(item.date, words), []).append(item)
    return list(runs.items())


def _years_of(date: Edtf, words: Callable[[Edtf], str]) -> str:
    years = date.years
    if not years:
        said = words(date)
        return said[:1].upper() + said[1:]
    return years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"


def oldest(items: Iterable[Any], by: str = "date") -> tuple[Any, ...]:
    """By date, the earliest first; what has no date comes last."""
    dated, undated = _dated(items, by)
    dated.sort(key=lambda pair: pair[0].sort_key)
    return (*(item for _, item in dated), *undated)


def newest(items: Iterable[Any], by: str = "date") -> tuple[Any, ...]:
    """By date, the latest first; what has no date comes last."""
    dated, undated = _dated(items, by)
    dated.sort(key=lambda pair: pair[0].sort_key, reverse=True)
    return (*(item for _, item in dated), *undated)


def _dated(items: Iterable[Any], by: str) -> tuple[list[tuple[Edtf, Any]], list[Any]]:
    """Items with their known dates, and items without; both in the order of their addresses."""
    dated, undated = [], []
    take = attrgetter(by)
    for item in sorted(items, key=attrgetter("permalink")):
        date = take(item)
        if date is not None and date.known:
            dated.append((date, item))
        else:
            undated.append(item)
    return dated, undated


@pass_context
def link(context: Context, path: str) -> str:
    """A path of this site as seen from the page: relative, so that mirrors and folders work."""
    here = _here(context)
    return relative(path, here, context["site"].root if here == NOWHERE else "/")


@pass_context
def markdown(context: Context, text: str, absolute: bool | str = False) -> Markup:
    """Markdown as safe HTML, links within the site relative.

    For feeds, `absolute` is the path of the page that the text belongs to: every link then is a
    full address.
    """
    here, site = _here(context), context["site"]

    def rewrite(href: str) -> str:
        if not absolute:
            return relative(href, here, site.root)
        return address(href, here if absolute is True else absolute, site)

    html = text.html if isinstance(text, Prose) else to_html(text)
    if absolute:
        html = in_one_size(html)
    return Markup(localised(html, rewrite))  # noqa: S704 (sanitised in to_html)


def pictures_in_words(html: str) -> Markup:
    """Rendered Markdown with its pictures as what they show, in words."""
    return Markup(in_words(str(html)))  # noqa: S704 (sanitised in to_html)


def _here(context: Context) -> str:
    here = context.get("here")
    if here is None:
        raise ValueError("links are made in a body, where the page's own path is known")
    return str(here)


def passages(html: Markup, claims: Iterable[Claim]) -> Markup:
    """A rendered body with each claim's passage marked, and linked to the claim."""
    return Markup(mark_passages(str(html), claims))  # noqa: S704 (sanitised in to_html)


def locator(where: Place | Iterable[Locality], events: Iterable[Event] = ()) -> "Locator | None":
    """The map of where; its geometry is loaded by the first page that has one."""
    from generator.pages.maps.locator import locator as located

    return located(where, events)


def _meets(item: Any, name: str, wanted: object) -> bool:
    if not hasattr(item, name):
        many = getattr(item, f"{name}s", None)
        if isinstance(many, tuple):
            return _identity(wanted) in [_identity(value) for value in many]
    return bool(_identity(getattr(item, name)) == _identity(wanted))


def _identity(value: Any) -> object:
    """What makes two values the same one: a register's entry is its id, whatever else it says."""
    if value.__class__ is str:
        return value
    own = getattr(value, "id", None)
    return (type(value).__name__, own) if own is not None else value


def _name(value: Any) -> tuple[str, str]:
    name = str(getattr(value, "name", value))
    return name.casefold(), name


FILTERS: dict[str, Any] = {
    **DATA_FILTERS,
    **JSON_LD,
    **MAIL,
    **SHARING,
    **SUBSCRIBING,
    "across": across,
    "cards": cards,
    "charts": charts,
    "clusters": clusters,
    "comparisons": comparisons,
    "conflicts": conflicts,
    "counts": counts,
    "density": density,
    "disputes": disputes,
    "figure_mark": figure_mark,
    "group": group,
    "in_words": pictures_in_words,
    "issues": issues,
    "latest": latest,
    "ledger": ledger,
    "link": link,
    "locator": locator,
    "lookup": lookup,
    "markdown": markdown,
    "marks": date_marks,
    "moments": moments,
    "moved": moved,
    "neighbours": neighbours,
    "newest": newest,
    "oldest": oldest,
    "outside": outside,
    "pages": pages,
    "passages": passages,
    "related": related,
    "said_in": said_in,
    "scale": scale_of,
    "sheets": sheets,
    "told_in": told_in,
    "vague": is_vague,
    "voices": voices,
    "where": where,
    "within": within,
}


def filters_in(wording: Wording) -> dict[str, Any]:
    """Those that say something, in one language."""
    return {**wording.filters, "by_year": partial(by_year, words=wording.words)}
