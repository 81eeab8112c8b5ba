"""What selects and orders articles: editions, frozen once published, and running stories."""

from typing import Annotated, Literal

from msgspec import Meta

from .edtf import Edtf
from .fields import Derived, Language, Line, Path, Record, Slug, Text
from .provenance import Correction, Review
from .records import Article, Card, Content
from .registers import Actor, Place, Source, Tag

Kind = Literal["day", "week", "month", "special"]


class Rule(Record, frozen=True, kw_only=True):
    """Which reports an edition takes in beside those it names, for as long as it is a draft.

    A report has to meet all that is said here: it has every one of the tags, actors and places, is
    from one of the sources, and lies in the period as precisely as it is dated.
    """

    tags: tuple[Tag, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    sources: tuple[Source, ...] = ()
    lang: Language | None = None
    period: Edtf | None = None  # the edition's own date, when absent
    newest: Annotated[int, Meta(ge=1, le=200)] | None = None  # at most so many


class Item(Record, frozen=True, kw_only=True):
    """A line of an edition: an article and, in a sentence, why it is in.

    `title` and `corrections` are what the article had when the edition was published; `review`
    writes them. Where the article is not public now, no more is left than that something stood
    here, and `card` is None.
    """

    article: Slug
    why: str | None = None
    title: Text | None = None
    corrections: Annotated[int, Meta(ge=0)] = 0
    line: Line = 0
    card: Annotated[Card | None, Derived] = None
    made: Annotated[int, Derived] = 0  # how many corrections the article has now
    since: Annotated[tuple[Correction, ...], Derived] = ()  # those made after publication
    by_rule: Annotated[bool, Derived] = False  # found by `select`, and not in the file yet


class Edition(Content, frozen=True, kw_only=True):
    """A selection for a day, a week or a month. Frozen once published."""

    title: Text
    date: Edtf
    kind: Kind | None = None  # what its date says, when absent; read, it is always there
    lead: Text  # the one line that says what matters, and why
    items: tuple[Item, ...] = ()
    select: Rule | None = None  # what else is in it; `review` writes that into `items`
    status: Literal["draft", "published"] = "draft"
    lang: Language = "en"
    review: Review | None = None
    corrections: tuple[Correction, ...] = ()
    sha256: Annotated[str, Derived] = ""  # of all that the edition says

    @property
    def permalink(self) -> str:
        return f"/editions/{self.id}/"

    @property
    def approved(self) -> bool:
        """Whether the file says exactly what was published."""
        return self.review is not None and self.review.sha256 == self.sha256


class Development(Record, frozen=True, kw_only=True):
    """A report of a running story and, in a sentence, what it added."""

    article: Slug
    why: str | None = None
    line: Line = 0
    card: Annotated[Card | None, Derived] = None


class Story(Content, frozen=True, kw_only=True):
    """Reports that belong together and go on: those it names, and those that have all its tags.

    Its own words are approved; which reports it has is found anew at each build.
    """

    title: Text
    lead: Text
    tags: tuple[Tag, ...] = ()
    items: tuple[Development, ...] = ()
    status: Literal["draft", "published"] = "draft"
    lang: Language = "en"
    aliases: tuple[Path, ...] = ()
    review: Review | None = None
    sha256: Annotated[str, Derived] = ""
    reports: Annotated[tuple[Development, ...], Derived] = ()  # the published ones, newest first

    @property
    def permalink(self) -> str:
        return f"/stories/{self.id}/"

    @property
    def approved(self) -> bool:
        """Whether an editor approved exactly what the file says now."""
        return self.review is not None and self.review.sha256 == self.sha256

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of its reports."""
        return tuple(report.article for report in self.reports)

    @property
    def updated(self) -> Edtf | None:
        """The date of the latest report, or of what a report was last changed on, if later."""
        cards = [report.card for report in self.reports if report.card]
        dates = [
            date for card in cards for date in (card.date, card.updated) if date and date.known
        ]
        return max(dates, key=lambda date: date.sort_key, default=None)


Approvable = Article | Edition | Story
"""What is published only as an editor approved it."""
