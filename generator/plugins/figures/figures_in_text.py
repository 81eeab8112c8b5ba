"""Figures: numbers with their bounds, their approximation and what they count, as a text says them.

Low, best and high are UCDP's: “at least 20” has a low and no best, “up to 500” a high. A figure
without a number (“thousands of troops”) has none of the three.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

import msgspec

from generator.plugins.spans import Spans

from .bounds import ABOUT, Bounded, bounded
from .counted import Counted, counted
from .not_figures import is_no_figure, is_score
from .numbers_in_text import Number, numbers

_BY = re.compile(r"(?<!\w)by(?: [a-z]+){0,2} $")
_CHANGE = re.compile(
    r"(?:rose|ris(?:en|es?|ing)|increas\w+|gr(?:ew|own|ow|owing)|fell|fall(?:en|ing|s)?|dropp?\w*"
    r"|declin\w+|jump\w+|climb\w+|cut|rais\w+|reduc\w+|down|up|went|lower\w*)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"(?P<unit>\s?%|\s?per ?cent|\s?(?:km|m|kg|ft|mm)(?!\w)|\s(?:kilomet\w+|miles|tonnes|tons"
    r"|troops|soldiers))?"
    r"(?:(?P<dash>\s?[-–]\s?)|(?P<to>\s(?:to|and as many as)\s)|(?P<or>\s(?:or|or even)\s)"
    r"|(?P<and>\sand\s))"
    rf"(?:(?:{ABOUT}) )?"
)  # fmt: skip
_BETWEEN = re.compile(
    r"(?<!\w)(?:somewhere )?between (?:(?:about|around|roughly|some) )?$", re.IGNORECASE
)
_FROM = re.compile(r"(?<!\w)from (?:(?:about|around|roughly|some|nearly) )?$", re.IGNORECASE)
_OF_THEM = re.compile(r" of (?:them|whom|which|these)\b")
_OF_THE_WHOLE = re.compile(
    r"(?<!\w)of (?:the |its |their |those |these )?(?:\w+ )?$", re.IGNORECASE
)
_OUT_OF = re.compile(r" (?:in|out of)(?: every)? ")
_AGED = re.compile(r"(?<!\w)(?:aged|age|ages)(?: of| between)? $")
_APPOSITIVE = re.compile(
    r"(?:[A-Z][\w’'-]+|brother|sister|son|daughter|wife|husband|mother|father|man|woman), $"
)
_SHARING = (" to ", " and ", " or ", " of ", " of the ", " of its ", " of their ")
OLDEST = 120


class Figure(msgspec.Struct, frozen=True):
    """One figure: numbers as they are, in units as written (money in ISO 4217)."""

    start: int
    end: int
    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    approx: bool = False
    kind: str = "total"  # or increment
    role: str = "quantity"


def figures_in(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Figure]:
    """All figures of a text, in their order; numbers within the spans `taken` are none."""
    dates = Spans(taken)
    found = [number for number in numbers(text) if not dates.touch(number.start, number.end)]
    figures: list[Figure] = []
    at = 0
    while at < len(found):
        first, second = found[at], found[at + 1] if at + 1 < len(found) else None
        step, figure = _figure(text, first, second)
        at += step
        if figure:
            figures.append(_with_unit_of_whole(text, figure, figures))
    pairs = zip_longest(figures, figures[1:])
    return [_with_unit_of_next(text, figure, following) for figure, following in pairs if figure]


def _with_unit_of_next(text: str, figure: Figure, following: Figure | None) -> Figure:
    """“From 10 to 12 percent”: where the two are two figures, they count the same."""
    if figure.unit or following is None or not following.unit:
        return figure
    if text[figure.end : following.start] not in _SHARING:
        return figure
    return msgspec.structs.replace(figure, unit=following.unit, role=following.role)


def _figure(text: str, first: Number, second: Number | None) -> tuple[int, Figure | None]:
    """How many of the two numbers are used up, and the figure that they make."""
    if second and first.value is not None and second.value is not None:
        ratio = _OUT_OF.fullmatch(text, first.end, second.start)
        if ratio and first.value < second.value <= 100 and not second.money:  # noqa: PLR2004
            return 2, _ratio(text, first, second)
        gap = _GAP.fullmatch(text, first.end, second.start)
        if gap and not is_no_figure(text, second):
            pair = _range(text, (first, second), gap)
            if pair is not None:
                return pair
        elif gap and gap["dash"] and is_no_figure(text, first):
            return 2, None  # years, scores, model numbers
    if is_no_figure(text, first):
        return 1, None
    return 1, _single(text, first)


def _ratio(text: str, first: Number, second: Number) -> Figure:
    assert first.value is not None and second.value is not None
    around = bounded(text, first.start, first.end)
    number = msgspec.structs.replace(second, value=round(first.value / second.value, 4))
    of = Counted(counted(text, second.start, second.end).unit, "ratio", second.end)
    return _made(number, msgspec.structs.replace(around, end=second.end, added=False), of)


def _range(
    text: str, pair: tuple[Number, Number], gap: re.Match[str]
) -> tuple[int, Figure | None] | None:
    """A figure of two bounds; (2, None) for a score; None where the two are two figures."""
    first, second = pair
    before = text[max(0, first.start - 80) : first.start]
    between = _BETWEEN.search(before)
    differ = bool(second.money) and (bool(gap["unit"]) or not first.money)
    if (gap["and"] and not between) or differ or (gap["to"] and _BY.search(before)):
        return None
    low = first.value or Decimal(0)
    high = second.value or Decimal(0)
    if second.scale > first.scale and low * second.scale <= high and first.scale == 1:
        low *= second.scale
    if gap["dash"] and (high <= low or is_score(text, first.start, second.end)):
        return (2, None) if not (first.money or second.money) else None
    if high <= low or (gap["or"] and high > 2 * low):
        return None
    from_ = _FROM.search(before)
    if from_ and gap["to"] and _CHANGE.search(before[: from_.start()]):
        return None
    if is_no_figure(text, first) and not (gap["dash"] or between):
        return None
    lead = between or (from_ if gap["to"] else None)
    start = first.start - (len(before) - lead.start() if lead else 0)
    what = _what(text, msgspec.structs.replace(second, money=second.money or first.money))
    if gap["unit"] and (what.role == "percent") != (gap["unit"].strip()[0] in "%p"):
        return None
    if _AGED.search(text[max(0, start - 10) : start]) and not what.unit:
        what = Counted("years", "age", second.end)
    around = bounded(text, start, second.end)
    one = _made(second, around, what)
    approx = around.approx or bool(gap["or"])
    bounds = {"low": low, "best": None, "high": high}
    return 2, msgspec.structs.replace(one, approx=approx, **bounds)


def _single(text: str, number: Number) -> Figure:
    around = bounded(text, number.start, number.end)
    what = _what(text, msgspec.structs.replace(number, end=around.end))
    if what.role == "duration" and "over" in text[around.start : number.start].lower():
        around = msgspec.structs.replace(around, bound="best")  # “over two days of talks”
    return _made(number, around, what)


def _made(number: Number, around: Bounded, what: Counted) -> Figure:
    return Figure(
        start=around.start,
        end=max(around.end, what.end) if what.adjacent else around.end,
        low=number.value if around.bound == "low" else None,
        best=number.value if around.bound == "best" else None,
        high=number.value if around.bound == "high" else None,
        unit=what.unit,
        approx=around.approx or number.value is None,
        kind="increment" if around.added else "total",
        role=what.role,
    )


def _what(text: str, number: Number) -> Counted:
    """Unit and role of a number, whose own sign of a currency comes first."""
    if number.money:
        return Counted(number.money, "money", number.end)
    if _is_age(text, number):
        return Counted("years", "age", number.end)
    match = re.compile(r"-years?-olds?\b").match(text, number.end)
    if match:
        return Counted("years", "age", match.end())
    what = counted(text, number.start, number.end, one=number.value == 1)
    return msgspec.structs.replace(what, role="ratio") if number.fraction else what


def _is_age(text: str, number: Number) -> bool:
    """“Aged 34”, and “Ivan Petrenko, 34, said”."""
    before = text[max(0, number.start - 40) : number.start]
    if number.value is None or number.value > OLDEST or number.value % 1:
        return False
    if _AGED.search(before):
        return True
    closes = text[number.end : number.end + 1] in (",", ".") and not number.in_words
    return closes and _APPOSITIVE.search(before) is not None


def _with_unit_of_whole(text: str, figure: Figure, before: Sequence[Figure]) -> Figure:
    """“Of the 11,000 soldiers, 4,000 were wounded”: a part without a noun has that of its whole."""
    said = text[figure.start : figure.end].endswith(figure.unit) if figure.unit else False
    if not before or said or figure.role != "quantity" or figure.unit not in ("", "people"):
        return figure
    whole = before[-1]
    if whole.role != "quantity":
        return figure
    between = text[whole.end : figure.start]
    if _OF_THEM.match(text, figure.end) and not re.search(r"[.!?]\s", between):
        return msgspec.structs.replace(figure, unit=whole.unit)
    if text.startswith(" of ", figure.end):
        return figure
    is_whole = _OF_THE_WHOLE.search(text[max(0, whole.start - 20) : whole.start])
    if is_whole and "." not in between and "," in between:
        return msgspec.structs.replace(figure, unit=whole.unit)
    return figure


def written(value: Decimal | None) -> str:
    """A value as plain digits; nothing for none."""
    if value is None:
        return ""
    return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value)}"


def all_of(figures: Sequence[Figure]) -> Iterator[tuple[str, Figure]]:
    """The figures with their names within a document: f1, f2, …"""
    return ((f"f{count}", figure) for count, figure in enumerate(figures, 1))
