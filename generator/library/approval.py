"""An editor's approval: what still stands in its way, and how it is written into the file."""

from collections.abc import Container, Iterator
from datetime import UTC, datetime

from generator.model.config import Verbatim
from generator.model.misquoted import misquoted
from generator.model.problems import Problem, SiteError
from generator.model.records import Article
from generator.model.selections import Edition, Item, Story
from generator.model.verbatim import republished

from .parse import sha256_of_content
from .splice import splice, splice_items, splice_more_items


def open_points(article: Article, seed: str, limits: Verbatim) -> Iterator[Problem]:
    """What must be settled before an article can be approved, each at its line.

    `seed` is the text of the kept seed, empty where none is kept.
    """
    if article.status in ("withheld", "retracted"):
        message = f"the article is {article.status}; to bring it back, say “status: draft” first"
        yield Problem(article.file, article.lines["status"], message)
    if not article.date.known:
        message = "no date: set “date” to the day of publication (or as precisely as it is known)"
        yield Problem(article.file, article.lines["date"], message)
    if not article.body.strip():
        yield Problem(article.file, article.body_line, "no body: write the report")
    for claim in article.claims:
        if claim.by is None:
            message = f"claim “{claim.id}” says nobody: set “by” to an actor or to “unattributed”"
            yield Problem(article.file, claim.line, message)
        if claim.act == "denies" and claim.by == ():
            message = (
                f"claim “{claim.id}” is a denial: name who denies, or say what was said instead"
            )
            yield Problem(article.file, claim.line, message)
    yield from misquoted(article, seed)
    yield from republished(article, seed, limits)


def open_points_of_edition(edition: Edition, public: Container[str]) -> Iterator[Problem]:
    """What must be settled before an edition can be published, each at its line.

    `public` has the ids of the articles that readers may see. What was published stays as it was,
    so a later change needs a correction that is dated to the day of the last approval or later.
    """
    if not edition.date.known:
        message = "no date: set “date” to the day, the week or the month that the edition is for"
        yield Problem(edition.file, edition.lines["date"], message)
    if not edition.items and edition.select:
        message = "no items: no published article meets “select”; name some, or ask for less"
        yield Problem(edition.file, edition.lines["select"], message)
    elif not edition.items:
        yield Problem(edition.file, 1, "no items: name the articles, and why each of them is in")
    for item in edition.items:
        if not item.title and item.article not in public:
            message = f"“{item.article}” is not published: approve it first, or take it out"
            yield Problem(edition.file, item.line, message)
    review = edition.review
    if review and not edition.approved and not _corrected_since(edition, review.at):
        message = (
            f"published by {review.by} and changed since: say for readers what changed, and why, "
            "in a new entry of “corrections” (“at”, “why”)"
        )
        yield Problem(edition.file, edition.lines["review"], message)


def open_points_of_story(story: Story) -> Iterator[Problem]:
    """What must be settled before a running story can be published."""
    if not story.body.strip():
        message = "no body: write what is known so far, and what is not"
        yield Problem(story.file, story.body_line, message)


def approve(text: str, record: Article | Edition | Story, by: str, at: datetime) -> str:
    """The file's text with `status` and `review` set; every other byte is kept.

    An edition's items are given what their articles are called at this moment, and how many
    corrections they have; what they were given when the edition was first published stays. What
    its rule found becomes items like the others, so that nothing is ever chosen again.
    """
    sha256 = record.sha256
    if isinstance(record, Edition):
        if sha256_of_content(text, record.file) != sha256:
            raise SiteError([Problem(record.file, 0, "changed while it was read; run this again")])
        named = [item for item in record.items if not item.by_rule]
        shown = [_as_published(item, anew=record.review is None) for item in named]
        text = splice_items(text, record.file, "items", shown) if shown else text
        found = [item for item in record.items if item.by_rule]
        lines = [{"article": each.article} | _as_published(each, anew=True) for each in found]
        text = splice_more_items(text, record.file, "items", lines) if lines else text
        sha256 = sha256_of_content(text, record.file)
    review = {"by": by, "at": at.isoformat(), "sha256": sha256}
    status = "reviewed" if isinstance(record, Article) else "published"
    return splice(text, record.file, {"status": status, "review": review})


def _as_published(item: Item, anew: bool) -> dict[str, object]:
    """What an item of an edition has to be given: nothing, where it was published before."""
    if item.card is None or (item.title and not anew):
        return {}
    shown: dict[str, object] = {"title": item.card.title}
    return shown if item.made == item.corrections else shown | {"corrections": item.made}


def _corrected_since(edition: Edition, at: datetime) -> bool:
    """Whether a correction is dated to the day of an instant, in any time zone, or later."""
    day = at.astimezone(UTC).toordinal() - 1
    return any(each.at.last is None or each.at.last >= day for each in edition.corrections)
