"""The words for what a claim does and for what a figure says."""

from generator.model.edtf_words import words
from generator.model.records import Claim, Figure

_ACTS = {
    "asserts": "says",
    "estimates": "estimates",
    "reports": "reports",
    "accuses": "accuses",
    "denies": "denies",
    "forecasts": "expects",
    "declines": "does not confirm",
    "withdraws": "withdraws",
}


def act_words(claim: Claim) -> str:
    """The verb for a claim; the word comes before any colour or sign."""
    return _ACTS[claim.act]


def number_words(value: int | float) -> str:
    """A number with thousands apart: 11,000 or 2.4."""
    return f"{value:,}"


def figure_words(figure: Figure) -> str:
    """A figure as it was given: its amount and its time."""
    when = f", {words(figure.period)}" if figure.period else ""
    return amount_words(figure) + when


def amount_words(figure: Figure) -> str:
    """A figure without its time: its number or range, its unit, whether it adds to others.

    The range of one claim stays a range: no middle is made up.
    """
    about = "about " if figure.approx else ""
    unit = figure.unit or figure.measure.unit
    more = "another " if figure.kind == "increment" and figure.best is not None else ""
    return f"{about}{more}{_amount(figure)} {unit}"


def _amount(figure: Figure) -> str:
    low, best, high = figure.low, figure.best, figure.high
    if best is not None:
        span = f" ({_range(low, high)})" if low is not None or high is not None else ""
        return number_words(best) + span
    if low is None and high is None:
        return "an unstated number of"
    return _range(low, high)


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return (
            f"up to {number_words(high)}"
            if high is not None
            else f"at least {number_words(low or 0)}"
        )
    return f"{number_words(low)} to {number_words(high)}"
