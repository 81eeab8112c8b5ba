"""D010: a figure's number stands in its quote."""

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.model.checks import Beside
from generator.model.problems import Problem
from generator.model.records import Article, Figure
from generator.plugins.figures.figures_in_text import figures_in, written
from generator.plugins.figures.numbers_in_text import numbers

from ..standing import plain, sentence_of

code = "D010"
severity = "error"
mend = "Correct the figure, or quote the words that have its number."

# Small numbers hide in grammar: “a soldier”, “no losses”, “both bridges”.
HIDDEN = {0: r"no|none|nobody|zero|not", 1: r"an?|one|single|the|another", 2: r"both|pair|couple"}
_DIGITS = re.compile(r"\d(?:[\d.,’' \u00a0\u202f]*\d)?")


def check_article(article: Article, _beside: Beside) -> Iterator[Problem]:
    """A Problem for each of a figure's numbers that its quote has neither in digits nor in words.
    What a quote leaves vague (“dozens”), it cannot contradict. Of languages other than English
    only digits are read, whatever parts them, and not words."""
    text = ""
    for claim in article.claims:
        if claim.figure is None:
            continue
        english = article.lang.startswith("en")
        missing = _missing(claim.figure, claim.quote, english)
        if missing:
            text = text or plain(article.body)
            sentence, _ = sentence_of(claim.quote, text)
            if sentence and not _missing(claim.figure, sentence, english):
                todo = "its sentence has it; make the quote longer"
            else:
                said = ", ".join(_shown(number) for number in _said(claim.quote)) or "no number"
                todo = f"the quote has {said}"
            message = f"claim “{claim.id}” counts {' and '.join(map(_shown, missing))}"
            yield Problem(article.file, claim.line, f"{message}, and {todo}")


def _missing(figure: Figure, quote: str, english: bool) -> list[Decimal]:
    """The numbers of a figure that a text has not."""
    given = [Decimal(str(n)) for n in (figure.low, figure.best, figure.high) if n is not None]
    if not english:
        there = {_bare(digits) for digits in _DIGITS.findall(quote)}
        return [n for n in given if _bare(f"{n:f}") not in there] if there else []
    read = numbers(quote)
    if any(number.value is None for number in read):
        return []
    there_are = set(_said(quote))
    there_are |= {number.value * 100 for number in read if number.fraction and number.value}
    return [n for n in given if n not in there_are and not _is_hidden(n, quote)]


def _said(quote: str) -> list[Decimal]:
    """The numbers of a text, those of ranges as they are meant (“10 to 12 thousand”)."""
    plainly = [number.value for number in numbers(quote)]
    ranges = [value for f in figures_in(quote) for value in (f.low, f.best, f.high)]
    return list(dict.fromkeys(value for value in (*plainly, *ranges) if value is not None))


def _is_hidden(number: Decimal, quote: str) -> bool:
    words = HIDDEN.get(int(number)) if number % 1 == 0 else None
    return bool(words and re.search(rf"(?<!\w)(?:{words})(?!\w)", quote, re.IGNORECASE))


def _bare(digits: str) -> str:
    """What is the same of a number however it is parted, and whether or not it is in millions."""
    return re.sub(r"\D", "", digits).strip("0")


def _shown(number: Decimal) -> str:
    plain_digits = written(number)
    whole, _, rest = plain_digits.partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")
