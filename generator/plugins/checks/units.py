"""D009: a figure counts something."""

import re
from collections.abc import Iterator

from generator.model.checks import Beside
from generator.model.problems import Problem
from generator.model.records import Article

from ..word_sets import words

code = "D009"
severity = "error"
mend = "Write what is counted, such as `people`, `USD` or `percent`, as `unit`."

PLACEHOLDERS = words(
    """unit units number numbers count counts figure figures amount amounts total totals quantity
    unknown none n/a na tbd todo value values integer unspecified"""
)
_MEANS_SOMETHING = re.compile(r"[^\W\d_]|[%‰°$€£¥₩₽₴₪₹₺]")
_PERCENT = re.compile(r"%|per ?cent\b|percentage", re.IGNORECASE)
_MONEY = re.compile(r"[$€£¥₩₽₴₪₹₺]|\b[A-Z]{3}\b")


def check_article(article: Article, _beside: Beside) -> Iterator[Problem]:
    """A Problem for each figure whose unit is none, and for one that counts in money or per cent
    what its measure counts otherwise."""
    for claim in article.claims:
        figure = claim.figure
        if figure is None:
            continue
        unit, of = (figure.unit or figure.measure.unit).strip(), figure.measure.unit.strip()
        if unit.casefold() in PLACEHOLDERS or not _MEANS_SOMETHING.search(unit):
            where = "" if figure.unit else f", by its measure “{figure.measure.id}”"
            message = f"the figure of claim “{claim.id}” is in “{unit}”{where}"
            todo = "which counts nothing; say what is counted"
            yield Problem(article.file, claim.line, f"{message}, {todo}")
        elif _class(unit) != _class(of):
            message = f"the figure of claim “{claim.id}” is in “{unit}”"
            todo = f"its measure “{figure.measure.id}” counts “{of}”; one of them is wrong"
            yield Problem(article.file, claim.line, f"{message}, and {todo}")


def _class(unit: str) -> str:
    if _PERCENT.search(unit):
        return "percent"
    return "money" if _MONEY.search(unit) else "things"
