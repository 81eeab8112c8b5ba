"""What the dates that were named earlier in a text tell of one that counts from them."""

import re
from collections.abc import Sequence

import msgspec

from generator.model.edtf import Edtf

from .clauses import Role, Sentences, toward
from .days import Anchor
from .grammar import Expression
from .meanings import edtf
from .said import Fixed, Meaning, Near, Pair, Point, Shift

_COMPARED = re.compile(
    r"(?:\b(?:from|than|with|against|up|down|over|on)|[\d,)]|\b(?:percent|per cent|cents|million"
    r"|billion|share|points?|tons|tonnes|barrels)) (?:the level )?$",
    re.IGNORECASE,
)
_YEAR_THEN = re.compile(r" ?, (?:early |late )?(?:in|on) (?:early |late |mid-)?")
_ASIDE = re.compile(r", (?:which|who|whose|where) [^,;]*$")
_THAT = re.compile(r"\bthat $", re.IGNORECASE)


class Dated(msgspec.Struct, frozen=True):
    """An expression that names a date."""

    start: int
    end: int
    value: str  # EDTF; empty when it stays open
    role: Role
    reason: str
    bound: str = ""  # since, until, before, by or after stands before it, from:
    bound_start: int = 0


class Told(msgspec.Struct, frozen=True):
    """The dates named so far, and the sentence that the next one stands in."""

    text: str
    sentences: Sentences
    sentence: tuple[int, int]
    known: Sequence[Dated]
    anchor: Anchor | None

    def followed_by(self, each: Expression, near: Near) -> Edtf | None:
        """The one date that “the next day” can follow: in this sentence, or alone in the last.

        Of “40 million, from 30 million a year earlier” it may also be the publication's year.
        """
        if each.kind == "year-before":
            return self._part_of_year(each)
        here = self._here(each)
        if not here:
            return self._publication(each, near)
        if len(here) > 1 and self._aside(here[-1]):  # “…, which began on 19 January, ended”
            here = here[:-1]
        if not here[-1].value:
            return None
        date = Edtf.parse(here[-1].value)
        fine = {"day": ("day",), "week": ("day",), "month": ("day", "month")}
        if near.unit == "year" and len(years := set(date.years)) == 1:
            return Edtf.parse(years.pop()) if date.form not in ("day", "month", "year") else date
        return date if date.form in fine.get(near.unit, ("day", "month", "year")) else None

    def settled(self, each: Expression, point: Point, limit: str) -> Point:
        """A month with what its words imply: the year of “that May”, the past of “since May”."""
        if point.year is not None or not point.months or point.turn is not None:
            return point
        if point.year_shift is not None or self.anchor is None:
            return point
        if _THAT.search(self.text, max(0, each.start - 8), each.start):
            last = [one for one in self._near(each) if one.value][-1:]
            year = Edtf.parse(last[0].value).year if last else None
            return msgspec.structs.replace(point, year=int(year)) if year else point
        if then := self._year_before(each):
            return msgspec.structs.replace(point, year=then)
        if limit == "since" and (point.day or point.months[0] != self.anchor.month):
            return msgspec.structs.replace(point, turn=-1)
        return point

    def counted_from_there(self, each: Expression, shift: Shift) -> Meaning:
        """“The end of the month”, after a day of another month was named: of that month.

        Where the sentence does not look back it stays open.
        """
        last = [one for one in self._near(each) if one.value][-1:]
        there = Anchor.of(Edtf.parse(last[0].value)) if last else None
        if shift.unit != "month" or self.anchor is None or there is None or there.month is None:
            return shift
        if (there.year, there.month) == (self.anchor.year, self.anchor.month):
            return shift
        ahead = toward(self.text, self.sentence, (each.start, each.end))
        if ahead == "future":
            return shift
        value = edtf(Near(shift.unit, shift.count), None, "", Edtf.parse(last[0].value))
        return Fixed(value) if ahead == "past" and value else Near(shift.unit, shift.count)

    def another_year(self, each: Expression, meaning: Meaning) -> bool:
        """Whether a month without a year may belong to another year that was just spoken of."""
        if isinstance(meaning, Pair):
            ends = (meaning.first, meaning.last)
            return all(self.another_year(each, end) for end in ends)
        of_the_unit = each.kind == "of-the-unit"
        yearless = isinstance(meaning, Point) and meaning.months and meaning.turn is None
        if self.anchor is None or not (yearless or of_the_unit):
            return False
        said = isinstance(meaning, Point) and (meaning.year, meaning.year_shift) != (None, None)
        if said and not of_the_unit:
            return False
        spoken = [
            Edtf.parse(one.value)
            for one in self._near(each)
            if one.value and "names its year" in one.reason
        ]
        here = self.anchor.year
        if self._after_an_open_year(each):
            return True
        return any(date.year not in (None, str(here), str(here - 1)) for date in spoken[-1:])

    def may_be_of_then(self, each: Expression, meaning: Meaning, value: str) -> bool:
        """Whether “in September” may follow the “March 2022” before it, and not be this year's."""
        yearless = (
            isinstance(meaning, Point)
            and meaning.months
            and (
                meaning.year,
                meaning.year_shift,
                meaning.turn,
            )
        )
        if self.anchor is None or yearless != (None, None, None) or not value[5:7].isdecimal():
            return False
        named = [
            Edtf.parse(one.value)
            for one in self._near(each)
            if one.value and "names its year" in one.reason
        ]
        last = named[-1] if named else None
        if last is None or last.form not in ("month", "day") or not last.year:
            return False
        return last.year < value[:4] and str(last)[5:7] < value[5:7]

    def _year_before(self, each: Expression) -> int | None:
        """The year that a month is said of: “the year before, in June”."""
        last = self._near(each)[-1:]
        if not last or not _YEAR_THEN.fullmatch(self.text, last[0].end, each.start):
            return None
        named = Edtf.parse(last[0].value) if last[0].value else None
        return (
            int(str(named)) if named and named.form == "year" and str(named).isdecimal() else None
        )

    def _after_an_open_year(self, each: Expression) -> bool:
        last = self._near(each)[-1:]
        if not last or last[0].value or "year" not in self.text[last[0].start : last[0].end]:
            return False
        return bool(_YEAR_THEN.fullmatch(self.text, last[0].end, each.start))

    def _aside(self, one: Dated) -> bool:
        """Whether a date stands in a clause of its own, between commas."""
        before = self.text[max(self.sentence[0], one.start - 80) : one.start]
        return bool(_ASIDE.search(before)) and self.text.startswith((",", " ,"), one.end)

    def _near(self, each: Expression) -> list[Dated]:
        """The dates of this sentence before a place, and those of the sentence before."""
        earlier = self.sentences.before(self.sentence[0]) or self.sentence
        return [one for one in self.known if earlier[0] <= one.start < each.start]

    def _here(self, each: Expression) -> list[Dated]:
        start = self.sentence[0]
        here = [one for one in self.known if start <= one.start < each.start]
        here = [one for one in here if one.role != "report"]
        if not here and (earlier := self.sentences.before(start)):
            here = [one for one in self.known if earlier[0] <= one.start < earlier[1]]
            here = here if len(here) == 1 else []
        return here

    def _part_of_year(self, each: Expression) -> Edtf | None:
        """The quarter or months that a comparison with those of the year before is made with."""
        named = [
            Edtf.parse(one.value) for one in self._near(each) if one.value and one.role == "period"
        ]
        return named[-1] if named and named[-1].form == "interval" else None

    def _publication(self, each: Expression, near: Near) -> Edtf | None:
        compared = _COMPARED.search(self.text, max(0, each.start - 30), each.start)
        if self.anchor is None or (near.unit, near.count) != ("year", -1) or not compared:
            return None
        return Edtf.parse(f"{self.anchor.year:04}")
