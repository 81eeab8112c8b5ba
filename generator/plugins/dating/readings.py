"""All dates of a text, each with its words, its role and, where that is beyond doubt, its value."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from generator.model.edtf import Edtf

from .clauses import Role, Sentences, bound, quoted, reaches, role, toward
from .days import Anchor
from .earlier import Dated, Told
from .grammar import Expression
from .joining import dates_of
from .meanings import edtf
from .said import Fixed, Meaning, Near, Pair, Point, Run, Shift

_ATTACKS = (  # days that are known by their names: words around it, month, day, year
    (re.compile(r"attacks?|hijack|terror|al[- ]Qaida|al[- ]Qaeda|twin towers", re.I), 9, 11, 2001),
    (re.compile(r"Hamas|massacre|attacks?|assault|hostages?", re.I), 10, 7, 2023),
    (re.compile(r"Capitol|riot|insurrection", re.I), 1, 6, 2021),
)
_PERIODS = ("part-of-year", "quarter", "months", "fiscal", "latest", "year-before")
_YEAR_END = re.compile(r"\byear\W+(?:s )?end$|\bend of the year$", re.IGNORECASE)
_DECEMBER = 12
_REMEMBERED = 20  # dates before one that may settle what it means
_FAMOUS_REACH = 60  # characters around such a day


def dated(text: str, published: Edtf | None) -> Iterator[Dated]:
    """Every date of a text in its order; relative ones are counted from `published` alone."""
    anchor = Anchor.of(published)
    sentences = Sentences(text)
    found = dates_of(text)
    known: list[Dated] = []
    for each in found:
        known.append(_read(text, sentences, each, anchor, known[-_REMEMBERED:]))
    real = [(one, each) for one, each in zip(known, found, strict=True) if one.value or _open(each)]
    yield from _spoken(text, sentences, real, anchor)


def _open(each: Expression) -> bool:
    """Whether an expression without a value may have one; 30 February has none."""
    point = each.meaning
    if isinstance(point, Point):
        return point.year is None or (point.weekday is not None and _real(point))
    return not isinstance(point, Fixed)


def _real(point: Point) -> bool:
    return bool(edtf(msgspec.structs.replace(point, weekday=None), None, ""))


def _read(
    text: str, sentences: Sentences, each: Expression, anchor: Anchor | None, known: list[Dated]
) -> Dated:
    sentence = sentences.around(each.start)
    ahead = toward(text, sentence, (each.start, each.end)) if _turns(each.meaning) else ""
    meaning, reason = each.meaning, _REASONS.get(each.kind, "a date by its words")
    whose, before = _role(text, sentence, each), None
    whose = "event" if (whose, ahead) == ("report", "future") else whose
    limit, told = bound(text, each.start), Told(text, sentences, sentence, known, anchor)
    if isinstance(meaning, Near):
        before = told.followed_by(each, meaning)
    elif isinstance(meaning, Point):
        meaning = told.settled(each, meaning, limit[0])
    elif isinstance(meaning, Shift) and each.kind == "of-the-unit":
        meaning = told.counted_from_there(each, meaning)
    if famous := _famous(text, each, anchor):
        value, reason = famous, "a day known by its name"
    elif ahead != "future" and whose != "report" and told.another_year(each, meaning):
        value, reason = "", "its year may be the one named before"
    elif _end_that_was(text, sentence, each, anchor):
        value, reason = "", "the end of this year, or of the last"
    else:
        value = edtf(meaning, anchor, ahead, before)
        if not value and isinstance(meaning, Point) and reaches(text, each.start):
            value = _to_come(meaning, anchor)
    if told.may_be_of_then(each, meaning, value):
        value, reason = "", "its year may be the one named before"
    if not value and anchor is None:
        reason = "counted from the day of publication"
    return Dated(each.start, each.end, value, whose, reason, *limit)


def _end_that_was(
    text: str, sentence: tuple[int, int], each: Expression, anchor: Anchor | None
) -> bool:
    """Whether “year-end” may be the last one: nothing ahead is spoken of outside December."""
    if each.kind != "of-the-unit" or not _YEAR_END.search(text, each.start, each.end):
        return False
    ends = not anchor or anchor.month == _DECEMBER or reaches(text, each.start)
    return not ends and toward(text, sentence, (each.start, each.end)) != "future"


def _to_come(point: Point, anchor: Anchor | None) -> str:
    """A day that something was set for, where it lies so near ahead that no other is meant."""
    value = edtf(point, anchor, "") if point.day else ""
    return value if anchor and anchor.day and value > anchor.day.isoformat() else ""


def _turns(meaning: Meaning) -> bool:
    """Whether it matters for a date if its sentence looks back or ahead."""
    if isinstance(meaning, Pair):
        return _turns(meaning.first) or _turns(meaning.last)
    return isinstance(meaning, Point) and meaning.year is None and meaning.year_shift is None


def _role(text: str, sentence: tuple[int, int], each: Expression) -> Role:
    part = isinstance(each.meaning, Point) and each.kind == "of-the-unit"
    if part or isinstance(each.meaning, Run) or each.kind in _PERIODS:
        return "period"
    found = role(text, sentence, (each.start, each.end))
    coarse = each.kind in (
        "year",
        "era",
        "century",
        "interval",
        "old-year",
        "years",
        "month",
        "month-of-year",
    )
    return "event" if found == "report" and coarse else found


def _famous(text: str, each: Expression, anchor: Anchor | None) -> str:
    meaning = each.meaning
    if not isinstance(meaning, Point) or meaning.year or not meaning.day or not meaning.months:
        return ""
    around = text[max(0, each.start - _FAMOUS_REACH) : each.end + _FAMOUS_REACH]
    for words, number, day, year in _ATTACKS:
        if (meaning.months[0], meaning.day) == (number, day) and words.search(around):
            later = anchor and (anchor.year, anchor.month or 0) >= (year, number)
            return f"{year}-{number:02}-{day:02}" if later else ""
    return ""


def _spoken(
    text: str,
    sentences: Sentences,
    found: Sequence[tuple[Dated, Expression]],
    anchor: Anchor | None,
) -> Iterator[Dated]:
    """Words in a quotation count from the day they were spoken, where the sentence names it."""
    for one, each in found:
        start, end = sentences.around(one.start)
        deictic = isinstance(each.meaning, Shift) and each.meaning.unit == "day"
        if deictic and anchor and quoted(text[start:end], one.start - start):
            days = {d.value for d, _ in found if start <= d.start < end and d.role == "report"}
            spoken = (
                Anchor.of(Edtf.parse(next(iter(days))))
                if len(days) == 1 and "" not in days
                else anchor
            )
            one = msgspec.structs.replace(one, value=edtf(each.meaning, spoken, ""))
        yield one


_REASONS = {
    "iso": "it names its year",
    "numeric": "it names its year",
    "day": "it names its year",
    "days": "days of one month, as an interval",
    "month": "it names its year",
    "year": "it names its year",
    "interval": "both ends are named, as an interval",
    "weekday": "the day of the week nearest the publication",
    "relative": "counted from the day of publication",
    "comes": "counted from the publication, which it speaks of",
    "near": "counted from the date named before it",
    "fiscal": "when its year begins is not said",
    "latest": "the one that was last told of",
    "year-before": "a year before the months named before it",
    "run": "up to the publication, or from it on",
    "month-of-year": "the year is that of the publication, or the one nearest to it",
    "day-of-year": "the year is that of the publication, or the one nearest to it",
}
