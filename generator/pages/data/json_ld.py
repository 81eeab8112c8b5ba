"""What a report's page says to machines that know schema.org: who says what, what was put right.

Nothing is said that the page does not say, and no date is made finer than it is known: what
schema.org has no value for (“about March”) is left out. No claim is rated, so there is no
ClaimReview. Schema.org has no relation between claims: a denial is a Claim `about` what it denies,
with its act as a keyword.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from markupsafe import Markup

from generator.model.config import Site
from generator.model.edtf import Edtf
from generator.model.provenance import Correction
from generator.model.records import Article, Claim
from generator.model.registers import Actor, Source

Said = dict[str, Any]

_encode = msgspec.json.Encoder().encode
# Within <script> nothing else ends it, and JSON reads the same (HTML, 4.12.1.3).
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_unsafe = str.maketrans(_UNSAFE)


def markup(said: Said) -> Markup:
    """What is said, as it may stand within a <script>: the same for the same page, always."""
    text = _encode({"@context": "https://schema.org", **_without_nothing(said)}).decode()
    return Markup(text.translate(_unsafe))  # noqa: S704 (nothing in it can end the script)


def _without_nothing(said: Any) -> Any:
    if isinstance(said, dict):
        return {key: _without_nothing(value) for key, value in said.items() if value}
    if isinstance(said, list):
        return [_without_nothing(each) for each in said]
    return said


def date_of(date: Edtf | None) -> str | None:
    """A date as schema.org has it (ISO 8601), no finer than it is known; None for all others."""
    return date.html if date else None


def publisher(site: Site) -> Said:
    return {
        "@type": "NewsMediaOrganization",
        "@id": site.absolute("/#publisher"),
        "name": site.publisher or site.title,
    }


def work(type_: str, path: str, title: str, lang: str, site: Site) -> Said:
    """What all our own works have."""
    return {
        "@type": type_,
        "@id": site.absolute(path),
        "url": site.absolute(path),
        "headline" if type_ != "PublicationIssue" else "name": title,
        "inLanguage": lang,
        "publisher": publisher(site),
        "license": licence(site),
    }


def licence(site: Site) -> Said | str | None:
    """An address, or a work of which no more than the name is known."""
    if site.licence and not site.licence.startswith("https://"):
        return {"@type": "CreativeWork", "name": site.licence}
    return site.licence


def corrections_of(corrections: Iterable[Correction], path: str, site: Site) -> list[Said]:
    return [
        {
            "@type": "CorrectionComment",
            "@id": site.absolute(f"{path}#correction_{number}"),
            "name": correction.kind,
            "text": correction.why,
            "datePublished": date_of(correction.at),
        }
        for number, correction in enumerate(corrections, 1)
    ]


def article_ld(article: Article, site: Site) -> Said:
    """A report, with who says what in it."""
    return {
        **work("NewsArticle", article.permalink, article.title, article.lang, site),
        "description": article.summary,
        "datePublished": date_of(article.date),
        "dateModified": date_of(article.updated),
        "author": {"@id": site.absolute("/#publisher")},
        "isBasedOn": _basis(article),
        "about": [
            {"@type": "DefinedTerm", "name": tag.name, "url": site.absolute(tag.permalink)}
            for tag in article.tags
        ],
        "mentions": [_speaker(actor, site) for actor in article.actors],
        "contentLocation": [
            {
                "@type": "Place",
                "name": locality.place.name,
                "url": site.absolute(locality.place.permalink),
            }
            for locality in article.places
        ],
        "correction": corrections_of(article.corrections, article.permalink, site),
        "hasPart": [_claim(claim, article, site) for claim in article.claims],
    }


def _basis(article: Article) -> Said:
    """What a report rests on, as its page names it."""
    source = article.source
    archived = article.seed.archived if article.seed else ()
    by = {"@type": "Organization", "name": source.name, "url": source.url}
    return {"@type": "CreativeWork", "publisher": by, "archivedAt": list(archived)}


def _speaker(actor: Actor | Source, site: Site) -> Said:
    person = isinstance(actor, Actor) and actor.kind == "person"
    type_ = "Person" if person else "Organization"
    return {"@type": type_, "name": actor.name, "url": site.absolute(actor.permalink)}


def _claim(claim: Claim, article: Article, site: Site) -> Said:
    """Who says what; who carried it is its publisher. Where nobody is named it has no author."""
    answers = {"@id": site.absolute(f"{article.permalink}#{claim.answers}")}
    return {
        "@type": "Claim",
        "@id": site.absolute(claim.permalink),
        "text": claim.quote,
        "keywords": claim.act,
        "author": [_speaker(actor, site) for actor in claim.by or ()],
        "creditText": None if claim.by else "unattributed",
        "publisher": _speaker(claim.via, site) if claim.via else None,
        "about": answers if claim.answers else None,
        "appearance": {"@id": site.absolute(article.permalink)},
    }


def tombstone_ld(article: Article, site: Site) -> Said:
    """What is left of a report that was taken back."""
    return {
        **work("NewsArticle", article.permalink, article.title, article.lang, site),
        "datePublished": date_of(article.date),
        "creativeWorkStatus": "Retracted",
        "correction": corrections_of(article.corrections, article.permalink, site),
    }
