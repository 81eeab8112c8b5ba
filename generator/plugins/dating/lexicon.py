"""A text as tokens, each with the class that the grammar's rules speak of."""

import re
from collections.abc import Iterator

import msgspec

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_TOKEN = re.compile(
    r"(?P<paragraph>\n[ \t]*\n)"
    r"|(?P<iso>(?<![\w-])\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-]))"
    r"|(?P<numeric>(?<![\w./-])\d{1,2}(?P<mark>[./])\d{1,2}(?P=mark)\d{4}(?![\w/-]|\.\d))"
    r"|(?P<short>(?<![\w./-])\d{1,2}/\d{1,2}/\d\d(?![\w/-]|\.\d))"
    r"|(?P<eras>['’]?\d+['’]?s\b)"
    r"|(?P<digits>\d+(?:[.,:]\d+)*[^\W\d_]*%?)"
    r"|(?P<feast>Christmas(?: Day| Eve)?\b|New Year['’]s (?:Day|Eve)\b)"
    r"|(?P<q>\bQ[1-4]\b)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<possessive>['’]s\b)"
    r"|(?P<sign>[^\s\w,.–—/'’-]+|[^\s\w])"
)
_NTH = re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE)
_ERA = re.compile(r"['’]?(\d{2}|\d{4})['’]?s")
_FEASTS = {"Christmas Eve": (12, 24), "Christmas": (12, 25), "Christmas Day": (12, 25)}
_LAST_DAY = 31

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_CENTURIES = (
    "eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth twentieth"
)
_UNITS = ("hour", "day", "weekend", "week", "month", "year", "decade")
_LITERALS = (
    "the a an of in and to until till through from between ago earlier later before after last "
    "past previous this current next coming following same that early late mid end beginning start "
    "middle rest half quarter about around roughly approximately nearly almost some more less than "
    "over just only comes time quarters on or sometime circa remainder first latest fiscal"
)


class Token(msgspec.Struct, frozen=True):
    """A word, number or sign of a text."""

    kind: str  # its class
    value: object  # of a month its number, of a unit its name, …
    start: int
    end: int


Meaning = tuple[str, object]


def _lexicon() -> Iterator[tuple[str, Meaning]]:
    for word in _LITERALS.split():
        yield word, (word, word)
    yield "sept", ("mon", 9)
    yield from ((word, ("previous", word)) for word in ("prior", "preceding"))
    yield "period", ("period", "period")
    for number, name in enumerate(MONTHS, 1):
        yield name[:3], ("mon", number)
        yield name, ("month", number)
    for number, name in enumerate(WEEKDAYS):
        yield from ((name[:length], ("wday", number)) for length in (3, 4, 5))
        yield name, ("weekday", number)
    for number, name in enumerate(_NUMBERS.split(), 1):
        yield name, ("number", number)
    for number, name in enumerate(_CENTURIES.split(), 11):
        yield name, ("ordinal", number)
    for number, name in enumerate(_ORDINALS.split(), 1):
        yield name, ("first" if number == 1 else "ordinal", number)
    for name, number in _TENS.items():
        yield name, ("number", number)
    for name in _UNITS:
        yield name, ("unit", name)
        yield f"{name}s", ("units", name)
    yield from [("century", ("unit", "century")), ("centuries", ("units", "century"))]
    for number, names in enumerate(("spring", "summer", "autumn fall", "winter"), 21):
        yield from ((name, ("season", number)) for name in names.split())
    for name in ("morning", "afternoon", "evening", "night"):
        yield name, ("part", name)
    yield from [("today", ("deictic", 0)), ("tonight", ("deictic", 0))]
    yield from [("yesterday", ("deictic", -1)), ("tomorrow", ("deictic", 1))]


_LEXICON = dict(_lexicon())
_SIGNS = {",": "comma", ".": "dot", "-": "dash", "–": "dash", "—": "dash", "/": "slash"}
KINDS = sorted(
    {kind for kind, _ in _LEXICON.values()}
    | set(_SIGNS.values())
    | {"paragraph", "iso", "numeric", "era", "feast", "possessive", "sign", "other"}
    | {"daynum", "small", "year", "oldyear", "num", "nth", "verbmonth", "q"}
)


def tokens(text: str) -> list[Token]:
    """All tokens of a text, in their order."""
    return [_token(match) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str]) -> Token:
    group, text = str(match.lastgroup), match[0]
    if group == "word":
        kind, value = _word(text)
    elif group == "digits":
        kind, value = _digits(text)
    elif group == "sign":
        kind, value = _SIGNS.get(text, "sign"), text
    elif group in ("short", "mark"):  # “mark” is the last group to close within a numeric date
        kind, value = "numeric", text
    elif group == "q":
        kind, value = "q", int(text[1])
    elif group == "eras":
        kind, value = _era(text)
    elif group == "feast":
        kind, value = "feast", _FEASTS.get(text) or ((1, 1) if text.endswith("Day") else (12, 31))
    else:
        kind, value = group, text
    return Token(kind, value, match.start(), match.end())


def _word(text: str) -> Meaning:
    meaning = _LEXICON.get(text.lower())
    if meaning is None:
        return "other", text
    kind = meaning[0]
    if kind in ("month", "mon", "wday", "weekday") and text[0].islower():
        if text in ("may", "march", "august"):
            return "verbmonth", meaning[1]
        return meaning if kind in ("month", "weekday") else ("other", text)
    return meaning


def _digits(text: str) -> Meaning:
    if nth := _NTH.fullmatch(text):
        return "nth", int(nth[1])
    if not text.isdecimal() or not text.isascii():
        return "num", text
    number = int(text) if len(text) <= 4 else 0  # noqa: PLR2004
    if len(text) == 4:  # noqa: PLR2004
        kind = "year" if text[:2] in ("19", "20") else "oldyear" if text[0] == "1" else "num"
        return kind, number
    if 1 <= number <= _LAST_DAY and len(text) <= 2:  # noqa: PLR2004
        return "daynum", number
    return ("small", number) if number else ("num", text)


def _era(text: str) -> Meaning:
    found = _ERA.fullmatch(text)
    digits = found[1] if found else ""
    short = len(digits) == 2 and text[0] in "'’"  # noqa: PLR2004
    if digits.endswith("0") and (short or digits[:2] in ("17", "18", "19", "20")):
        return "era", f"19{digits}"[-4:] if short else digits
    return "other", text
