"""Whole numbers as English spells them: “three thousand”, “a hundred and five”, “two dozen”."""

import re

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

BELOW_TWENTY = {word: value for value, word in enumerate(_SMALL)}
TENS = {word: 10 * value for value, word in enumerate(_TENS, 2)} | {"fourty": 40}
SCALES = {
    "dozen": 12,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
_ARTICLES = ("a", "an")
_WORD = re.compile(r"(?P<gap>[\s-]{0,3}(?:and\s{1,3})?)(?P<word>[A-Za-z]+)")
STARTS = frozenset({*_ARTICLES, *BELOW_TWENTY, *TENS})
"""The words that a spelled number may begin with; “a” must have a hundred or a scale after it."""


def spelled(text: str, at: int, *, joined: bool = True) -> tuple[int, int] | None:
    """Where the number that is spelled at a position ends, and its value; None when there is none.

    Terms must fall (“two thousand three hundred”), so “one hundred and two hundred” ends after
    its first. With `joined` false, “and” joins nothing, as after “between”.
    """
    total, ceiling, end = 0, 10**15, None
    while True:
        term = _term(text, at, joined=joined, first=end is None)
        if term is None or term[2] >= ceiling:
            return None if end is None else (end, total)
        at = end = term[0]
        total, ceiling = total + term[1], term[2]
        if ceiling == 1:
            return end, total


def _term(text: str, at: int, *, joined: bool, first: bool) -> tuple[int, int, int] | None:
    """A number below a thousand and its scale: its end, its value, the scale."""
    group = _group(text, at, joined=joined, first=first)
    if group is None:
        return None
    end, value, indefinite = group
    scale = _next(text, end, joined=False)
    if scale and scale[1] in SCALES:
        return scale[0], value * SCALES[scale[1]], SCALES[scale[1]]
    return None if indefinite else (end, value, 1)


def _group(text: str, at: int, *, joined: bool, first: bool) -> tuple[int, int, bool] | None:
    """A number below a thousand: its end, its value, and whether it is a mere “a”."""
    led = joined and not first  # “and” leads to a further term only
    word = _next(text, at, joined=led)
    if word is None:
        return None
    if word[1] in _ARTICLES:
        hundred = _next(text, word[0], joined=False)
        if not (hundred and hundred[1] == "hundred"):
            return (word[0], 1, True) if first else None
        below: tuple[int, int] | None = (word[0], 1)
    else:
        below = _below_hundred(text, at, joined=led)
    if below is None:
        return None
    end, value = below
    hundred = _next(text, end, joined=False)
    if not (hundred and hundred[1] == "hundred" and value):
        return end, value, False
    end, value = hundred[0], 100 * value
    rest = _below_hundred(text, end, joined=joined)
    if rest and rest[1] and not _is_hundred(text, rest[0]):
        return rest[0], value + rest[1], False
    return end, value, False


def _is_hundred(text: str, at: int) -> bool:
    word = _next(text, at, joined=False)
    return word is not None and word[1] == "hundred"


def _below_hundred(text: str, at: int, *, joined: bool) -> tuple[int, int] | None:
    word = _next(text, at, joined=joined)
    if word is None:
        return None
    end, name = word
    if name in BELOW_TWENTY:
        return end, BELOW_TWENTY[name]
    if name not in TENS:
        return None
    unit = _next(text, end, joined=False)
    if unit and 0 < BELOW_TWENTY.get(unit[1], 0) < 10:  # noqa: PLR2004
        return unit[0], TENS[name] + BELOW_TWENTY[unit[1]]
    return end, TENS[name]


def _next(text: str, at: int, *, joined: bool) -> tuple[int, str] | None:
    """The next word in small letters and where it ends; one after “and” only when joined."""
    match = _WORD.match(text, at)
    if match is None or ("and" in match["gap"] and not joined):
        return None
    return match.end(), match["word"].lower()
