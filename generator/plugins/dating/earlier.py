"""What the dates that were named earlier in a text tell of one that counts from them."""

import re
from collections.abc import Sequence

import msgspec

from generator.model.edtf import Edtf

from .clauses import Role, Sentences, toward
from .days import Anchor
from .grammar import Expression
from .meanings import Fixed, Meaning, Near, Pair, Point, Shift, edtf

_COMPARED = re.compile(
    r"(?:\b(?:from|than|with|against|up|down|over|on)|[\d,)]|\b(?:percent|per cent|cents|million"
    r"|billion|share|points?|tons|tonnes|barrels)) (?:the level )?$",
    re.IGNORECASE,
)
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
        here = self._here(each)
        if not here:
            return self._publication(each, near)
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
        return any(date.year not in (None, str(here), str(here - 1)) for date in spoken[-1:])

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

    def _publication(self, each: Expression, near: Near) -> Edtf | None:
        compared = _COMPARED.search(self.text, max(0, each.start - 30), each.start)
        if self.anchor is None or (near.unit, near.count) != ("year", -1) or not compared:
            return None
        return Edtf.parse(f"{self.anchor.year:04}")
