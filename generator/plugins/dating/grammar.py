"""The expressions that mean a date: rules over the classes of tokens.

A rule is a row of class names as `lexicon` gives them: `day?` may be missing, `a|b` is one of two,
brackets stand alone. What it means is a function of the tokens it took.
"""

import re
from collections.abc import Callable, Iterator

import msgspec

from . import building
from .building import Found
from .lexicon import KINDS, tokens
from .said import Meaning

Build = Callable[[Found], Meaning | None]

_LETTERS = {kind: chr(0x100 + number) for number, kind in enumerate(KINDS)}


class Expression(msgspec.Struct, frozen=True):
    """Words that may name a date, and what they mean."""

    start: int
    end: int
    meaning: Meaning
    kind: str  # the rule's, for the reason and the traps


_ABOUT = "about|around|roughly|approximately|nearly|almost|some|just|only"
_NAMED = "( weekday|wday dot? part? comma? )?"
_MONTH = "month|mon dot?"
_TURN = "last|this|next"
_QUALITY = "( early|late|mid|earlier|later dash? )?"
_TO = "dash|to|and|through"
_EDGE = "( the? end|beginning|start|middle|rest|remainder of )?"
_COUNTED = f"( {_ABOUT}|over|more|less )? than? a|an|number|daynum|small unit|units"

RULES: tuple[tuple[str, str, Build], ...] = (
    ("iso", "iso", building.iso),
    ("numeric", "numeric", building.numeric),
    ("day", "daynum dash month|mon dash year|small|daynum", building.day_with_dashes),
    ("day", f"{_NAMED} the? daynum|nth of? month|mon|verbmonth dot? comma? year", building.date),
    ("day", f"{_NAMED} {_MONTH} the? daynum|nth comma? year", building.date),
    ("day-of-year", f"{_NAMED} the? daynum|nth of? {_MONTH}", building.date),
    ("day-of-year", f"{_NAMED} {_MONTH} the? daynum|nth", building.date),
    ("day", f"{_NAMED} daynum|nth of? {_MONTH} comma? of? {_TURN} unit", building.date),
    ("day", f"{_NAMED} {_MONTH} daynum|nth comma? of? {_TURN} unit", building.date),
    (
        "days",
        f"the? daynum|nth {_TO} the? daynum|nth of? {_MONTH} comma? year",
        building.days_of_a_month,
    ),
    ("days", f"the? daynum|nth {_TO} the? daynum|nth of? {_MONTH}", building.days_of_a_month),
    ("days", f"{_MONTH} daynum|nth {_TO} daynum|nth comma? year", building.days_of_a_month),
    ("days", f"{_MONTH} daynum|nth {_TO} daynum|nth", building.days_of_a_month),
    ("month", f"{_EDGE} {_QUALITY} {_MONTH} of? comma? year", building.date),
    ("month", f"{_EDGE} {_QUALITY} {_MONTH} comma? of? {_TURN} unit", building.date),
    ("month", f"{_EDGE} {_TURN} past|coming? {_MONTH}", building.date),
    ("day-of-year", f"{_TURN} {_MONTH} daynum|nth", building.date),
    ("month-of-year", f"{_EDGE} {_QUALITY} month", building.date),
    ("season", f"{_EDGE} {_QUALITY} the? season of? comma? year", building.date),
    ("season", f"{_EDGE} {_QUALITY} the? season of? {_TURN} unit", building.date),
    ("season", f"{_EDGE} {_QUALITY} {_TURN} past|coming? season", building.date),
    ("season", "the? season of? year dash|slash daynum|small", building.winter),
    ("season-of-year", "the? season", building.date),
    ("part-of-year", "q of? year", building.part_of_year),
    ("part-of-year", "year q", building.part_of_year_named_first),
    ("part-of-year", "year first|ordinal dash? quarter|half", building.part_of_year_named_first),
    ("part-of-year", "the? first|ordinal|nth dash? quarter|half of? year", building.part_of_year),
    (
        "part-of-year",
        f"the? first|ordinal|nth quarter|half of? {_TURN} unit",
        building.part_of_year,
    ),
    ("part-of-year", "the? first|last number|daynum units of year", building.part_of_year),
    (
        "part-of-year",
        f"the? first|last number|daynum units of {_TURN} unit",
        building.part_of_year,
    ),
    (
        "part-of-year",
        f"{_TURN} unit possessive first|ordinal dash? quarter|half",
        building.part_of_year_named_first,
    ),
    (
        "part-of-year",
        "year possessive first|ordinal dash? quarter|half",
        building.part_of_year_named_first,
    ),
    ("of-the-unit", "the? first|ordinal|nth quarter|half of the unit", building.part_of_year),
    ("of-the-unit", "the? first|last number|daynum units of the unit", building.part_of_year),
    ("quarter", "the? first|ordinal dash? quarter", building.part_of_year),
    ("months", "the? first number|daynum units", building.part_of_year),
    ("fiscal", "the? first|ordinal|nth dash? quarter|half of fiscal year", building.unsure),
    (
        "fiscal",
        "the? fiscal ( year possessive? )? first|ordinal dash? quarter|half",
        building.unsure,
    ),
    ("fiscal", "fiscal first|ordinal dash? quarter|half of? year", building.unsure),
    ("fiscal", "the? first|ordinal|nth fiscal quarter|half", building.unsure),
    ("latest", "the? latest quarter|unit", building.unsure),
    ("year-before", "unit dash earlier|ago quarter|period|unit", building.year_before),
    ("year", f"{_EDGE} {_QUALITY} year", building.date),
    ("year", "about|around|circa year", building.date),
    ("old-year", f"{_EDGE} {_QUALITY} oldyear", building.date),
    ("years", "year dash|slash year|daynum|small", building.years),
    ("era", f"{_EDGE} the? {_QUALITY} era", building.era),
    ("century", f"{_EDGE} the? {_QUALITY} nth|ordinal dash? unit", building.century),
    ("relative", "the unit before|after deictic", building.deictic),
    ("relative", "deictic part?", building.deictic),
    ("relative", "this|last part", building.this_part),
    ("weekday", "( early|late )? weekday part?", building.day_of_week),
    ("weekday", "( early|late )? last|next|this past|coming? weekday part?", building.day_of_week),
    ("weekday", f"weekday part? of? {_TURN} unit", building.day_of_week),
    ("weekday", "the weekday before|after", building.unsure),
    ("weekday", "the? first|last|ordinal|nth weekday of month|mon year?", building.unsure),
    ("weekday", "the? first|last|ordinal|nth weekday in month|mon year?", building.unsure),
    ("weekday", "the? first|last|ordinal|nth weekday of the|that|this unit", building.unsure),
    (
        "relative",
        f"{_EDGE} ( sometime )? {_QUALITY} {_TURN} past|coming? unit|quarter",
        building.shift,
    ),
    ("relative", f"{_QUALITY} the current unit|quarter", building.shift),
    ("of-the-unit", "the? end|beginning|start|middle|rest|remainder of the unit", building.shift),
    ("of-the-unit", "unit dash|possessive end", building.end_of),
    ("year", "unit dash end comma? year", building.date_of_a_year),
    ("weekend", "the unit", building.weekend),
    ("relative", f"{_COUNTED} ago deictic", building.ago_to_the_day),
    ("relative", f"{_COUNTED} ago this|last|next unit", building.unsure),
    ("relative", f"{_COUNTED} ago ( on )? ( this|last|next )? weekday part?", building.unsure),
    ("relative", f"{_COUNTED} ago", building.ago),
    ("comes", f"{_COUNTED} after", building.comes),
    ("run", "the|this last|past|coming unit", building.run),
    ("run", "the|this? last|past|next|coming number|daynum|small unit|units", building.run),
    ("near", "a|an|number|daynum|small unit|units earlier|later|before|after", building.near),
    ("near", "the unit before|after", building.near),
    ("near", "the following|next|previous|same unit", building.near),
    ("near", "that same? unit|part", building.near),
    ("near", "the part before|after", building.near),
    ("near", "the following|next|previous|same part", building.near),
    ("feast", f"( {_TURN} )? feast comma? year", building.feast),
    ("feast", f"( {_TURN} )? feast", building.feast),
)


def _compiled(rule: str) -> re.Pattern[str]:
    out = []
    for item in rule.split():
        if item in ("(", ")", ")?"):
            out.append(item.replace("(", "(?:"))
            continue
        letters = "".join(_LETTERS[name] for name in item.rstrip("?").split("|"))
        out.append(f"[{letters}]{'?' if item.endswith('?') else ''}")
    return re.compile("".join(out))


_RULES = [(kind, _compiled(rule), build) for kind, rule, build in RULES]


def expressions(text: str) -> Iterator[tuple[Expression, ...]]:
    """What may be a date, in the order of the text: for each place the readings, longest first."""
    cut = tokens(text)
    letters = "".join(_LETTERS[token.kind] for token in cut)
    places: dict[int, list[Expression]] = {}
    for kind, pattern, build in _RULES:
        for match in pattern.finditer(letters):
            taken = cut[match.start() : match.end()]
            meaning = build(Found(taken))
            if meaning is not None:
                last = taken[-2] if taken[-1].kind == "dot" else taken[-1]  # it ends the sentence
                found = Expression(taken[0].start, last.end, meaning, kind)
                places.setdefault(found.start, []).append(found)
    for start in sorted(places):
        yield tuple(sorted(places[start], key=lambda each: -each.end))
