"""Figures: what a text counts, with bounds, unit and kind; years, calibres and names are none."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from generator.model.document import Document, Known, Mark
from generator.model.registers import Measure
from generator.plugins.figures.figures_in_text import Figure, all_of, figures_in, written

COUNTING = ("quantity", "money", "percent", "ratio")
"""The roles of a figure that a claim may rest on: not an age, a distance or a duration."""
MOST_NESTED = 20  # quotes that begin before a figure and may hold it
_WORD = re.compile(r"[^\W\d_]{4,}")


def extract(document: Document, known: Known) -> Iterator[Mark]:
    """A group of marks for every figure, and one that ties it to the claim whose quote has it."""
    text = document.reading
    dated = [(m.start, m.end) for m in document.marks if m.field.startswith(("dates.", "events"))]
    quotes = [m for m in document.marks if re.fullmatch(r"claims\.\w+\.quote", m.field)]
    quotes.sort(key=lambda mark: mark.start)
    starts = [mark.start for mark in quotes]
    for name, figure in all_of(figures_in(text, dated)):
        for key, value in _values(figure, _measure(text, figure, known.measures)).items():
            yield Mark(f"figures.{name}.{key}", value, figure.start, figure.end, _REASONS[key])
        last = bisect_right(starts, figure.start)
        around = [q for q in quotes[max(0, last - MOST_NESTED) : last] if figure.end <= q.end]
        if around and figure.role in COUNTING:
            quote = min(around, key=lambda mark: mark.end - mark.start)
            field = quote.field.removesuffix("quote") + "figure"
            yield Mark(field, name, figure.start, figure.end, "a figure within the words claimed")


_REASONS = {
    "low": "the least it is said to be",
    "best": "the number as said",
    "high": "the most it is said to be",
    "unit": "what the words after the number count",
    "approx": "said to be about as much",
    "kind": "“more” or “another” make an increment",
    "measure": "the only measure whose words stand in this sentence",
    "role": "what kind of number the unit makes it",
}


def _values(figure: Figure, measure: str) -> dict[str, str]:
    return {
        "low": written(figure.low),
        "best": written(figure.best),
        "high": written(figure.high),
        "unit": figure.unit,
        "approx": "true" if figure.approx else "false",
        "kind": figure.kind,
        **({"measure": measure} if measure else {}),
        "role": figure.role,
    }


def _measure(text: str, figure: Figure, measures: Mapping[str, Measure]) -> str:
    """The id of the one measure all of whose name's words stand in the figure's sentence."""
    if not measures or figure.role not in COUNTING:
        return ""
    start = max(text.rfind(mark, 0, figure.start) for mark in (". ", "\n")) + 1
    ends = [end for end in (text.find(mark, figure.end) for mark in (". ", "\n")) if end >= 0]
    said = _stems(text[start : min(ends, default=len(text))])
    fitting = [
        measure.id
        for measure in measures.values()
        if any(_stems(name) <= said for name in (measure.name, *measure.aliases) if _stems(name))
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _stems(text: str) -> set[str]:
    return {word.lower().removesuffix("s").removesuffix("ed") for word in _WORD.findall(text)}
