"""Dates as TimelineJS takes them (timeline.knightlab.com/docs/json-format.html).

Its dates have a year and, where they are known, a month and a day. It draws a year as the first of
January, so that `display_date`, what it shows, is always said in our own words.
"""

from generator.model.edtf import Edtf
from generator.model.edtf_parse import civil

SlideDate = dict[str, int]

# How many of year, month and day are known; of a span, those of each end.
_KNOWN = {
    "instant": 3,
    "day": 3,
    "month": 2,
    "season": 2,
    "day-of-month": 2,
    "year": 1,
    "decade": 1,
    "century": 1,
    "millennium": 1,
    "month-of-year": 1,
    "day-of-year": 1,
}
_SPANS = frozenset({"season", "decade", "century", "millennium"})
_NAMES = ("year", "month", "day")
_FURTHEST = 270_000  # years; beyond, its scale of human time ends


def slide_dates(date: Edtf) -> dict[str, SlideDate] | None:
    """`start_date` and, of what may last, `end_date`; None where no beginning is known.

    Of a set, from the first of its members to the last one. An end that is open or unknown is left
    out: nothing is drawn as long as it might be.
    """
    if date.first is None or not date.parts:
        return None
    starts = [start for start, _ in date.parts if start is not None]
    start = min(starts, key=lambda each: each.sort_key, default=None)
    if start is None or start.first is None:
        return None
    found = {"start_date": _of(start, start.first)}
    ends = [end for _, end in date.parts if end is not None]
    end = max(ends, key=lambda each: each.last or 0, default=None)
    if date.last is not None and end is not None and (end != start or date.form in _SPANS):
        found["end_date"] = _of(end, date.last)
    return found if all(abs(each["year"]) < _FURTHEST for each in found.values()) else None


def _of(date: Edtf, day: int) -> SlideDate:
    return dict(zip(_NAMES[: _KNOWN.get(date.form, 1)], civil(day), strict=False))
