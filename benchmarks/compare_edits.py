"""A corpus on which the sides are compared, and the edits that are made to it: real ones, each to
another article, and each looked for in what the sides then built."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from compare_pages import texts
from compare_running import FailedError
from compare_sides import Side
from corpus import made, write_all
from corpus_forms import TAGS, Made, write_article
from msgspec import structs

PAGE = 50  # articles on a page of a tag's list
FOOTER = re.compile(r"<footer><p>(?:\[[^\]]*\] )?")
BASE = "base"


class Corpus:
    """The same articles in the form of each side, edited as the comparison goes on."""

    def __init__(self, folder: Path, count: int, seed: int, sides: Sequence[Side]) -> None:
        self.folder, self.count, self.seed, self.sides = folder, count, seed, sides
        self.articles = list(made(count, seed))
        self.edits = 0
        self.states: dict[str, tuple[object, ...]] = {}  # what each side's last build has seen
        self._order = random.Random(seed).sample(range(count), count)
        write_all(folder, self.articles, seed, [side.name for side in sides])

    def site(self, side: Side) -> Path:
        """A side's own folder."""
        return self.folder / side.name

    def edit(self, kind: str) -> "Edit":
        """Make one edit in the sources of all sides."""
        self.edits += 1
        mark = f"dispatch {kind}-{self.edits}"
        if kind == BASE:
            for side in self.sides:
                file = self.site(side) / side.base
                text, found = FOOTER.subn(f"<footer><p>[{mark}] ", file.read_text("utf-8"))
                if found != 1:
                    raise FailedError(f"{file} has no footer to edit")
                file.write_text(text, "utf-8")
            return Edit(kind, mark)
        before, after = self._edited(kind, mark)
        self.articles[after.number] = after
        for side in self.sides:
            write_article(self.site(side), side.name, after, self.seed)
        return Edit(kind, mark, before, after)

    def _edited(self, kind: str, mark: str) -> tuple[Made, Made]:
        """The article whose turn it is, before and after."""
        for turn in range(self.count):
            article = self.articles[self._order[(self.edits + turn) % self.count]]
            if kind == "body":
                body = f"{article.body.rstrip()} This was added with {mark}.\n"
                return article, structs.replace(article, body=body)
            if kind == "title":
                return article, structs.replace(article, title=f"{article.title}, {mark}")
            tags = self._other_tags(article)
            if tags:
                return article, structs.replace(article, tags=tags)
        raise FailedError("too few articles to edit the tags of one")

    def _other_tags(self, article: Made) -> list[str]:
        """One tag in place of another, such that both lists keep as many pages as they have:
        some generators leave a page behind that is no longer made."""
        used = Counter(tag for other in self.articles for tag in other.tags)
        leaving = [tag for tag in article.tags if used[tag] % PAGE > 1]
        names = (f"tag-{(article.number + n) % TAGS}" for n in range(TAGS))
        coming = [tag for tag in names if tag not in article.tags and used[tag] % PAGE]
        if not (leaving and coming):
            return []
        return [coming[0] if tag == leaving[0] else tag for tag in article.tags]


class Edit:
    """What was edited, and how a reader would see it."""

    def __init__(
        self, kind: str, mark: str, before: Made | None = None, after: Made | None = None
    ) -> None:
        self.kind, self.mark, self.before, self.after = kind, mark, before, after

    def is_shown_in(self, folder: Path, name: str) -> None:
        """Raises FailedError unless a side's built pages show the edit wherever they should."""
        for pattern, piece, wanted in self._expected():
            pages = list(texts(folder, pattern))
            each = self.kind == BASE
            there = (all if each else any)(piece in page for page in pages)
            if not pages or there != wanted:
                shown = "do not show" if wanted else "still show"
                raise FailedError(f"the pages {pattern} of {name} {shown} “{piece}”")

    def _expected(self) -> list[tuple[str, str, bool]]:
        """Which pages (a pattern), what is in one of them, and whether it should be."""
        if self.before is None or self.after is None:
            return [("**/*.html", self.mark, True)]
        article, link = f"articles/{self.after.slug}/index.html", f"articles/{self.after.slug}/"
        old, new = set(self.before.tags), set(self.after.tags)
        if self.kind == "tags":
            return [
                *((article, f"tags/{tag}/", True) for tag in new - old),
                *((f"tags/{tag}/**/*.html", link, True) for tag in new - old),
                *((f"tags/{tag}/**/*.html", link, False) for tag in old - new),
            ]
        lists = [f"years/{self.after.date[:4]}/*.html", *(f"tags/{t}/**/*.html" for t in new)]
        where = [article, *(lists if self.kind == "title" else [])]
        return [(pattern, self.mark, True) for pattern in where]
