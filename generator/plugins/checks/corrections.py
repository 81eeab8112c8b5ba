"""D019: a figure that was published is not changed in silence."""

from collections.abc import Iterator, Mapping

from generator.model.before import Figures, corrections_of, figures_of
from generator.model.problems import Problem
from generator.model.records import Article
from generator.model.release import Release

code = "D019"
severity = "error"
mend = "Add to `corrections` the claim, what it said (`was`), what it says (`now`) and `why`."


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each figure of the last publication that is another now, or gone, where no
    correction was added since that names its claim, or none."""
    before = release.before.figures
    if not before:
        return
    for article in release.library.articles:
        was = _before(article, before)
        if was and was.claims_digest != article.claims_digest:
            yield from _changed(article, was)


def _before(article: Article, before: Mapping[str, Figures]) -> Figures | None:
    """What was published of an article, at this address or at one that it had."""
    names = [article.id, *(path.strip("/").rpartition("/")[2] for path in article.aliases)]
    return next((before[name] for name in names if name in before), None)


def _changed(article: Article, was: Figures) -> Iterator[Problem]:
    now, lines = figures_of(article), {claim.id: claim.line for claim in article.claims}
    (count, named), (count_now, named_now) = was.corrections, corrections_of(article)
    general = (count_now - sum(named_now.values())) > (count - sum(named.values()))
    for claim, figure in was.figures.items():
        corrected = general or named_now.get(claim, 0) > named.get(claim, 0)
        if now.get(claim) != figure and not corrected:
            line = lines.get(claim, article.lines.get("claims", 1))
            says = f"says {now[claim]}" if claim in now else "is gone"
            message = f"the figure of claim “{claim}” was published as {figure} and {says}"
            yield Problem(article.file, line, f"{message}; add it to “corrections”")
