"""The words of a page in its language: for what a claim does, for figures, for dates."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from generator.model.date_phrases import Phrases, phrases_in
from generator.model.edtf import Edtf
from generator.model.edtf_words import IN_ENGLISH, Dates
from generator.model.records import Claim, Figure

from .catalogues import PLACEHOLDER
from .languages import Language, direction

ACTS = {
    "asserts": "says",
    "estimates": "estimates",
    "reports": "reports",
    "accuses": "accuses",
    "denies": "denies",
    "forecasts": "expects",
    "declines": "does not confirm",
    "withdraws": "withdraws",
}
TOGETHER = {  # where several say so
    "asserts": "say",
    "estimates": "estimate",
    "reports": "report",
    "accuses": "accuse",
    "denies": "deny",
    "forecasts": "expect",
    "declines": "do not confirm",
    "withdraws": "withdraw",
}
NUMBER = "1,234.5"  # whose translation says how a language sets thousands and fractions apart
_NUMBER = re.compile(r"1(.*)234(.*)5")


class Wording:
    """What the filters of templates say in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._say = language.say
        marks = _NUMBER.fullmatch(language.say(NUMBER, "number"))
        self._marks = str.maketrans(dict(zip(",.", marks.groups() if marks else ",.", strict=True)))
        self.words, self.short = self._dates.words, self._dates.short

    @property
    def filters(self) -> dict[str, Callable[..., Any]]:
        """All of them, by the names that templates call them by."""
        return {
            "act": self.act,
            "amount": self.amount,
            "counted": self.counted,
            "day": self.day,
            "direction": direction,
            "figure": self.figure,
            "lang": self.lang,
            "month": self.month,
            "number": self.number,
            "paged": self.paged,
            "period": self.period,
            "say": self.say,
            "short": self.short,
            "tally": self.tally,
            "words": self.words,
        }

    @cached_property
    def _phrases(self) -> tuple[Phrases, Phrases]:
        return phrases_in(self._say)

    @cached_property
    def _dates(self) -> Dates:
        return Dates(*self._phrases) if self._language.catalogues else IN_ENGLISH

    def say(self, english: str, sense: str = "", **put: object) -> str:
        """English words in this language, with what is put in for their `{names}`."""
        said = self._say(english, sense)
        return _filled(said, put) if put else said

    def counted(self, number: float, one: str, many: str, **put: object) -> str:
        """How many of something: `{number}` is the number."""
        said = self._language.counted(number, one, many)
        return _filled(said, {"number": self.number(number)} | put)

    def tally(self, number: float, one: str, many: str) -> Markup:
        """The same, where only the number is seen, and the rest is heard."""
        said = self._language.counted(number, one, many)
        hidden = Markup('<span class="hidden">{}</span>')
        around = [hidden.format(each) if each else "" for each in said.split("{number}")]
        return Markup(self.number(number)).join(around)  # noqa: S704 (a number)

    def paged(self, title: str, number: int) -> str:
        """The title of one page of a long list."""
        return (
            self.say("{title}, page {number}", title=title, number=number) if number > 1 else title
        )

    def lang(self, tag: str) -> Markup:
        """The attributes of an element whose text is in another language than the page."""
        if tag == self._language.tag:
            return Markup("")
        return Markup(' lang="{}" dir="{}"').format(tag, direction(tag))

    def number(self, value: float) -> str:
        """A number with thousands apart: 11,000 or 2.4."""
        return f"{value:,}".translate(self._marks)

    def act(self, claim: Claim) -> str:
        """The verb for a claim; the word comes before any colour or sign."""
        if len(claim.by or ()) > 1:
            return self._say(TOGETHER[claim.act], "act of several")
        return self._say(ACTS[claim.act], "act")

    def figure(self, figure: Figure) -> str:
        """A figure as it was given: its amount and its time."""
        amount = self.amount(figure)
        if not figure.period:
            return amount
        return self.say("{amount}, {period}", amount=amount, period=self.words(figure.period))

    def amount(self, figure: Figure) -> str:
        """A figure without its time: its number or range, its unit, whether it adds to others.

        The range of one claim stays a range: no middle is made up.
        """
        unit = self._say(figure.unit or figure.measure.unit, "unit")
        low, best, high = figure.low, figure.best, figure.high
        if low is None and best is None and high is None:
            return self.say("an unstated number of {unit}", unit=unit)
        pattern = "about {amount} {unit}" if figure.approx else "{amount} {unit}"
        if figure.kind == "increment" and best is not None:
            more = "about another {amount} {unit}"
            pattern = more if figure.approx else "another {amount} {unit}"
        return self.say(pattern, amount=self._amount(figure), unit=unit)

    def _amount(self, figure: Figure) -> str:
        low, best, high = figure.low, figure.best, figure.high
        if best is None:
            return self._range(low, high)
        if low is None and high is None:
            return self.number(best)
        span = self._range(low, high)
        return self.say("{best} ({range})", best=self.number(best), range=span)

    def _range(self, low: float | None, high: float | None) -> str:
        if low is None:
            return self.say("up to {high}", high=self.number(high or 0))
        if high is None:
            return self.say("at least {low}", low=self.number(low))
        return self.say("{low} to {high}", low=self.number(low), high=self.number(high))

    def day(self, moment: datetime) -> str:
        """The day of an instant, as it was written."""
        return self.words(Edtf.parse(moment.date().isoformat()))

    def period(self, text: str) -> str:
        """A period by its EDTF: 2025, or March 2025."""
        return self.words(Edtf.parse(text))

    def month(self, text: str, letters: int = 0) -> str:
        """The month of `2025-03`, or of `03`: March; in a few letters Mar; in one M."""
        number = int(text[-2:])
        full, brief = self._phrases
        name = (brief if letters else full).months[number - 1]
        if letters == 1:
            return name[0] if name[0].isalpha() else str(number)
        return name


def _filled(said: str, put: dict[str, object]) -> str:
    """The words with what is put in; markup stays markup, and only then is the rest escaped."""
    if not any(hasattr(value, "__html__") for value in put.values()):
        return PLACEHOLDER.sub(lambda match: str(put[match[1]]), said)
    pieces = PLACEHOLDER.split(said)
    return Markup("").join(
        escape(put[piece] if number % 2 else piece) for number, piece in enumerate(pieces)
    )
