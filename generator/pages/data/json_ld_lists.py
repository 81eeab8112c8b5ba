"""What other pages say to machines that know schema.org: running stories, editions, the site, its
data. `json_ld.py` says what of a report, and how."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator.model.config import Site
from generator.model.records import Card
from generator.model.selections import Edition, Story

from .filters import data_table
from .json_ld import (
    Said,
    article_ld,
    corrections_of,
    date_of,
    licence,
    markup,
    publisher,
    tombstone_ld,
    work,
)  # fmt: skip
from .tables import VERSION

MOST_UPDATES = 50  # of a running story, the newest; its page has them all


def story_ld(story: Story, site: Site) -> Said:
    """A running story, with its latest reports.

    When its coverage began would have to be an instant; where only days are known it is not said.
    """
    cards = [report.card for report in story.reports[:MOST_UPDATES] if report.card]
    return {
        **work("LiveBlogPosting", story.permalink, story.title, story.lang, site),
        "description": story.lead,
        "dateModified": date_of(story.updated),
        "author": {"@id": site.absolute("/#publisher")},
        "liveBlogUpdate": [_report("BlogPosting", card, site) for card in cards],
    }


def _report(type_: str, card: Card, site: Site) -> Said:
    return {
        "@type": type_,
        "url": site.absolute(card.permalink),
        "headline": card.title,
        "inLanguage": card.lang,
        "datePublished": date_of(card.date),
        "dateModified": date_of(card.updated),
    }


def edition_ld(edition: Edition, site: Site) -> Said:
    """An edition, with the reports that were in it when it came out."""
    return {
        **work("PublicationIssue", edition.permalink, edition.title, edition.lang, site),
        "description": edition.lead,
        "datePublished": date_of(edition.date),
        "correction": corrections_of(edition.corrections, edition.permalink, site),
        "hasPart": [
            {
                "@type": "NewsArticle",
                "url": site.absolute(item.card.permalink),
                "headline": item.title or item.card.title,
            }
            for item in edition.items
            if item.card
        ],
    }


def site_ld(_: object, site: Site) -> Said:
    """The site, and who publishes it."""
    return {
        "@type": "WebSite",
        "@id": site.absolute("/"),
        "url": site.absolute("/"),
        "name": site.title,
        "description": site.description,
        "inLanguage": site.lang,
        "publisher": {
            **publisher(site),
            "url": site.absolute("/"),
            "email": site.contact,
            "correctionsPolicy": site.absolute("/corrections/"),
        },
        "license": licence(site),
    }


def data_ld(names: Iterable[str], site: Site) -> Said:
    """The tables for researchers, as datasets of one catalogue."""
    return {
        "@type": "DataCatalog",
        "@id": site.absolute("/data/"),
        "url": site.absolute("/data/"),
        "name": f"{site.title}: data",
        "publisher": publisher(site),
        "license": licence(site),
        "dataset": [*_datasets(names, site)],
    }


def _datasets(names: Iterable[str], site: Site) -> Iterator[Said]:
    for name in names:
        table = data_table(name)
        yield {
            "@type": "Dataset",
            "name": f"{site.title}: {table.title}",
            "description": table.about,
            "url": site.absolute(f"/data/#{name}"),
            "version": VERSION,
            "license": licence(site),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "contentUrl": site.absolute(f"/data/{name}.{form}"),
                    "encodingFormat": media_type,
                }
                for form, media_type in (("csv", "text/csv"), ("json", "application/json"))
            ],
        }


def _filter(say: Callable[[Any, Site], Said]) -> Callable[[Context, Any], Markup]:
    @pass_context
    def said(context: Context, thing: Any) -> Markup:
        return markup(say(thing, context["site"]))

    return said


JSON_LD: dict[str, Any] = {
    say.__name__: _filter(say)
    for say in (article_ld, data_ld, edition_ld, site_ld, story_ld, tombstone_ld)
}
