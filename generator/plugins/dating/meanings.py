"""The date that an expression stands for, once it is known when it was said."""

from datetime import date, timedelta

import msgspec

from generator.model.edtf import Edtf

from .days import Anchor, a_year_off, ago, month, months, run, shifted
from .said import Fixed, Meaning, Near, Pair, Point, Run, Toward, Unsure

_NEAR = 6  # months; a month without a year that lies further back may as well be the one to come
_FAR = 9  # likewise, where the sentence looks back
_SOON = 92  # days; a day as near ahead, and far back in the past, is the one ahead
_QUARTER = 2  # months between the first and the last of a quarter
_JUST_OVER = 3  # months; as many after it a month that “will” come may yet be the one that was
_AUGUST, _DECEMBER = 8, 12
_WINTER = 24  # EDTF; it ends in the next year


def edtf(
    meaning: Meaning, anchor: Anchor | None, toward: Toward, before: Edtf | None = None
) -> str:
    """The date in EDTF; empty when it stays open.

    `before` is the date of the text that “the next day” follows, if that is beyond doubt.
    """
    try:
        return _checked(_edtf(meaning, anchor, toward, before) or "")
    except (ValueError, OverflowError):
        return ""


def _edtf(
    meaning: Meaning, anchor: Anchor | None, toward: Toward, before: Edtf | None
) -> str | None:
    if isinstance(meaning, Unsure):
        return None
    if isinstance(meaning, Fixed):
        return meaning.text
    if isinstance(meaning, Pair):
        return _pair(meaning, anchor, toward)
    if isinstance(meaning, Near):
        if before and before.form == "interval" and meaning.unit == "year":
            return a_year_off(str(before), meaning.count)
        near = Anchor.of(before)
        return shifted(meaning.unit, meaning.count, near) if near else None
    if isinstance(meaning, Point):
        return _point(meaning, anchor, toward)
    if anchor is None:
        return None
    if isinstance(meaning, Run):
        return run(meaning.unit, meaning.count, anchor)
    found = (ago if meaning.counted else shifted)(meaning.unit, meaning.count, anchor)
    plain = not meaning.approximate or not found or "/" in found or found.endswith("~")
    return found if plain else f"{found}~"


def _pair(pair: Pair, anchor: Anchor | None, toward: Toward) -> str | None:
    first, last = pair.first, pair.last
    if isinstance(first, Point) and isinstance(last, Point):
        first, last = _completed(first, last)
    ends = [_edtf(each, anchor, toward, None) for each in (first, last)]
    if None in ends or "" in ends:
        return None
    days = [Edtf.parse(str(end)) for end in ends]
    if (days[0].first or 0) > (days[1].last or 0):
        return None
    opening = str(ends[0]).partition("/")[0]
    return f"{opening}/{str(ends[1]).rpartition('/')[2]}"


def _completed(first: Point, last: Point) -> tuple[Point, Point]:
    """Each end with what only the other says: in “January to March 2024”, the year."""
    replace = msgspec.structs.replace
    if first.day and last.months is None and last.day:
        last = replace(last, months=first.months)
    dated = last.year is not None or last.year_shift is not None
    if dated and first.year is None and first.year_shift is None and first.weekday is None:
        wraps = first.months and last.months and first.months[0] > last.months[1]
        year = last.year - 1 if wraps and last.year else last.year
        shift = last.year_shift - 1 if wraps and last.year_shift is not None else last.year_shift
        first = replace(first, year=year, year_shift=shift)
    return first, last


def _point(point: Point, anchor: Anchor | None, toward: Toward) -> str | None:
    year = point.year
    if year is None and point.year_shift is not None:
        year = anchor.year + point.year_shift if anchor else None
        if year is None:
            return None
    if year is None:
        return _without_a_year(point, anchor, toward) if anchor else None
    found = _in_year(point, year)
    return f"{found}~" if point.approximate and "/" not in found else found


def _in_year(point: Point, year: int) -> str:
    if point.season:
        return f"{year:04}-{point.season}"
    if point.months is None:
        return f"{year:04}"
    if point.day is None:
        return months(year, *point.months)
    day = date(year, point.months[0], point.day)
    if point.weekday is not None and day.weekday() != point.weekday:
        raise ValueError("the day of the week is another")
    return day.isoformat()


def _without_a_year(point: Point, anchor: Anchor, toward: Toward) -> str | None:
    if point.season:
        return _season(point, anchor, toward)
    if point.months is None:
        return _weekday(point, anchor, toward)
    if point.day:
        return _day(point, anchor, toward)
    return _month(point, anchor, toward)


def _weekday(point: Point, anchor: Anchor, toward: Toward) -> str | None:
    """The latest such day up to the publication, as news has it, or the first from it on."""
    if anchor.day is None or point.weekday is None:
        return None
    back = (anchor.day.weekday() - point.weekday) % 7
    if point.week_shift is not None:
        monday = anchor.day - timedelta(anchor.day.weekday())
        return (monday + timedelta(7 * point.week_shift + point.weekday)).isoformat()
    if toward == "unclear" and back and not point.turn:
        return None
    if point.turn:
        same_week = (point.weekday < anchor.day.weekday()) == (point.turn < 0)
        if same_week and point.weekday != anchor.day.weekday():
            return None  # “last Tuesday”, on a Thursday: of this week or of the last?
        away = -(back or 7) if point.turn < 0 else 7 - back
    else:
        away = (-back % 7) if toward == "future" else -back
    return (anchor.day + timedelta(away)).isoformat()


def _day(point: Point, anchor: Anchor, toward: Toward) -> str | None:
    """The nearest such day before the publication, or after it where the sentence looks ahead."""
    if anchor.day is None or point.months is None:
        return None
    wanted = [
        day
        for year in range(anchor.year - 4, anchor.year + 5)
        if (day := _real(year, point.months[0], point.day or 1))
        and point.weekday in (None, day.weekday())
    ]
    past = [day for day in wanted if day < anchor.day or (day == anchor.day and not point.turn)]
    ahead = [day for day in wanted if day >= anchor.day]
    if point.weekday is not None:  # the day of the week settles the year
        close = [day for day in wanted if abs(day.year - anchor.year) <= 1]
        return close[0].isoformat() if len(close) == 1 else None
    if (toward == "future" and not point.turn) or (point.turn or 0) > 0:
        just_over = past and anchor.day - past[-1] <= timedelta(_SOON) and toward == "future"
        return ahead[0].isoformat() if ahead and not just_over else None
    far = _DECEMBER if point.turn is not None else _FAR if toward == "past" else _NEAR
    of_this_year = toward == "past" and past and past[-1].year == anchor.year
    if past and (of_this_year or anchor.day - past[-1] <= timedelta(31 * far)):
        return past[-1].isoformat()
    soon = not toward and ahead and ahead[0] - anchor.day <= timedelta(_SOON)
    return ahead[0].isoformat() if soon else None


def _real(year: int, number: int, day: int) -> date | None:
    try:
        return date(year, number, day)
    except ValueError:
        return None


def _month(point: Point, anchor: Anchor, toward: Toward) -> str | None:
    if anchor.month is None or point.months is None:
        return None
    first, last = point.months
    if point.turn == 0:
        return months(anchor.year, first, last)
    if (point.turn or 0) > 0:
        return months(anchor.year + (first <= anchor.month), first, last)
    if (point.turn or 0) < 0:
        return months(anchor.year - (last >= anchor.month), first, last)
    if last - first > _QUARTER:  # “the first nine months”: those that are over, if any are meant
        year = anchor.year - (last >= anchor.month)
        return months(year, first, last) if toward != "future" else None
    if toward == "future" and 0 < anchor.month - last < _JUST_OVER:
        return None
    if toward == "future":
        return months(anchor.year + (last < anchor.month), first, last)
    year = anchor.year - (first > anchor.month)
    back = (anchor.year - year) * _DECEMBER + anchor.month - first
    near = back <= (_FAR if toward == "past" else _NEAR)
    return months(year, first, last) if near or (toward == "past" and year == anchor.year) else None


def _season(point: Point, anchor: Anchor, toward: Toward) -> str | None:
    """Seasons of the northern hemisphere, as `Edtf` has them."""
    if anchor.month is None or point.season is None:
        return None
    here = month(anchor.year, anchor.month)
    of = [Edtf.parse(f"{year}-{point.season}") for year in range(anchor.year - 2, anchor.year + 2)]
    now = Edtf.parse(here)
    if (current := [each for each in of if each.overlaps(now)]) and not point.turn:
        return str(current[0])
    past = [each for each in of if (each.last or 0) < (now.first or 0)]
    ahead = [each for each in of if (each.first or 0) > (now.last or 0)]
    if point.turn == 0:  # “this summer” is the year's own
        over = point.season == _WINTER and toward != "future" and anchor.month <= _AUGUST
        return f"{anchor.year - over}-{point.season}"
    if (point.turn or 0) > 0 or (toward == "future" and point.turn is None):
        return str(ahead[0])
    sure = (past[-1].last or 0) < (Edtf.parse(f"{anchor.year:04}").first or 0)
    if point.turn is None:
        return str(past[-1]) if toward == "past" else None
    return str(past[-1]) if sure or point.season == _WINTER else None


def _checked(text: str) -> str:
    return str(Edtf.parse(text)) if text else ""
