"""Every number a text writes, in digits or words, before anyone asks what it counts."""

import re
from collections.abc import Iterator
from decimal import Decimal
from math import gcd

import msgspec

from generator.plugins.word_sets import words

from .numbers_in_words import SCALES, STARTS, spelled

MAGNITUDES = SCALES | {
    "hundred": 100, "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6,
    "b": 10**9, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
CURRENCIES = {
    "$": "USD", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY",
    "₩": "KRW", "₽": "RUB", "₴": "UAH", "₪": "ILS", "₹": "INR", "₺": "TRY",
    **{code: code for code in ("USD", "EUR", "GBP", "JPY", "CNY", "RUB", "UAH", "CHF", "KRW")},
}  # fmt: skip

_SIGNS = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_MONEY = re.compile(rf"(?<!\w)(?P<money>{_SIGNS})\s?$")
_NOT_AFTER = re.compile(r"(?:[\w.,/:#@$€£\\°]|[A-Za-z)][-–])$")
_WORDS = "hundred|thousand|million|billion|trillion|dozen|lakh|crore|mio|mln|bln|mn|bn|tn|trn"
_DIGIT = re.compile(r"\d+")
_DIGITS = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d{1,3}(?!\d))?|\d{1,2}(?:,\d\d)+,\d{3}(?!\d)"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)"
    r"|\d{1,15}(?:[.,]\d{1,6})?)"
    rf"(?:(?P<suffix>bn|mn|tn|[kmb])(?!\w)|[\s-]?(?P<word>{_WORDS})(?!\w)|(?!\d|[.,:/]\d))"
)
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
_GROUPED_BY_DOTS = re.compile(r"\d{1,3}\.000")
_PEOPLE = r"(?:people|persons|troops|soldiers|men|fighters|refugees|civilians|casualties)\b"
_COUNTED = re.compile(r"\s*(?:[a-z]+s\b|people\b|children\b|men\b|women\b)")

_AND_A_HALF = re.compile(r" and (?P<part>a half|a quarter|three quarters)(?: (?P<word>[a-z]+))?")
_UNIT = "zero|one|two|three|four|five|six|seven|eight|nine"
_POINT = re.compile(rf" point (?P<digits>(?:(?:{_UNIT})(?!\w) ?){{1,4}})")
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
          "tenth": 10}  # fmt: skip
_FRACTION = re.compile(
    r"(?P<half>half|(?:a|one) quarter of|three[ -]quarters of)"
    r" an? (?P<scale>million|billion|trillion|thousand|hundred|dozen)(?!\w)"
    rf"|(?P<top>an?|{_UNIT})[ -]"
    r"(?P<part>third|quarter|fourth|fifth|sixth|seventh|eighth|tenth)(?P<many>s?)(?![\w-])"
    r"|(?P<whole>half)(?= of | the | its | their | his | her )"
)
_ROUND = "hundred|thousand|dozen|million|billion"
_VAGUE = re.compile(
    r"(?:(?:(?:several|many|some|a few) )?(?:(?:ten|hundred)s of (?:thousands|millions)"
    r"|dozens|scores(?= of )|hundreds|thousands|millions|billions)"
    rf"|(?:several|a few|many|a couple of|couple)(?: (?:{_ROUND}))+"
    r"|several(?= [a-z])|a (?:small )?handful(?= of )"
    r"|an? (?:[a-z]+ly )?(?:significant|large|considerable|substantial|huge|small|unknown"
    r"|undisclosed"
    r"|unspecified|limited|growing|record|vast|massive) (?:number|quantity|amount)(?= of ))(?!\w)"
)
_LOWER = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}  # length is kept
_LETTERS = re.compile(r"[a-z]+")
_STARTS = STARTS | words(
    "half several many some couple tens dozens scores hundreds thousands millions billions"
)


class Number(msgspec.Struct, frozen=True):
    """A number as written. `value` is None for one that is none, such as “thousands”."""

    start: int
    end: int
    value: Decimal | None
    scale: int = 1  # of “2.4 million”: a million
    money: str | None = None  # ISO 4217
    in_words: bool = False
    fraction: bool = False


def numbers(text: str) -> list[Number]:
    """All numbers, in their order; where two readings overlap, the longer one holds."""
    low = text.translate(_LOWER)
    kept: list[Number] = []
    for number in sorted(
        (*_in_digits(text, low), *_in_words(low)), key=lambda n: (n.start, -n.end)
    ):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _in_digits(text: str, low: str) -> Iterator[Number]:
    past = 0
    for run in _DIGIT.finditer(low):
        match = _DIGITS.match(low, run.start()) if run.start() >= past else None
        if match is None:
            continue
        past = match.end()
        money = _MONEY.search(text[max(0, run.start() - 5) : run.start()])
        start = run.start() - len(money[0]) if money else run.start()
        if _NOT_AFTER.search(text[max(0, start - 2) : start]):
            continue
        number = _digits(text, match, CURRENCIES[money["money"]] if money else None)
        if number:
            yield msgspec.structs.replace(number, start=start)


def _digits(text: str, match: re.Match[str], money: str | None) -> Number | None:
    word, end = match["suffix"] or match["word"] or "", match.end()
    if match["suffix"] == "m" and not money and not _COUNTED.match(text, end):
        word, end = "", end - 1  # metres
    scale = MAGNITUDES.get(word, 1)
    value = _value(match["digits"], text[match.end() : match.end() + 20], scaled=scale > 1)
    return None if value is None else Number(match.start(), end, value * scale, scale, money)


def _value(digits: str, after: str, *, scaled: bool) -> Decimal | None:
    """What digits with their separators stand for; None where that depends on the country."""
    if _DECIMAL_COMMA.fullmatch(digits):
        meant = scaled or after.lstrip().startswith(("%", "percent", "per cent"))
        return Decimal(digits.replace(",", ".")) if meant else None
    if digits.count(".") > 1 or (
        _GROUPED_BY_DOTS.fullmatch(digits) and re.match(rf"\s(?:\w+ )?{_PEOPLE}", after)
    ):
        digits = digits.replace(".", "")
    return Decimal(re.sub(r"[,\s]", "", digits))


def _in_words(low: str) -> Iterator[Number]:
    past = 0
    for word in _LETTERS.finditer(low):
        at = word.start()
        if word[0] not in _STARTS or at < past or _is_within_a_word(low, at):
            continue
        number = _fraction(low, at) or _vague(low, at) or _spelled(low, at)
        if number:
            past = number.end
            yield number


def _is_within_a_word(low: str, at: int) -> bool:
    before = low[at - 1 : at] or " "
    return (
        before.isalnum() or before in "_’'-" or (before == "." and low[at - 2 : at - 1].isalpha())
    )


def _spelled(low: str, at: int) -> Number | None:
    found = spelled(low, at, joined=not low.endswith("between ", 0, at))
    return _extended(low, Number(at, found[0], Decimal(found[1]), in_words=True)) if found else None


def _extended(text: str, number: Number) -> Number:
    """“Two” with “and a half million” or “point five” after it."""
    assert number.value is not None
    value, scale = number.value, 1
    half, point = _AND_A_HALF.match(text, number.end), _POINT.match(text, number.end)
    if half:
        value += {"a half": Decimal("0.5"), "a quarter": Decimal("0.25")}.get(
            half["part"], Decimal("0.75")
        )
        scale = SCALES.get(half["word"] or "", 1)
        end = half.end() if scale > 1 else half.end("part")
    elif point:
        digits = [spelled(word, 0) for word in point["digits"].split()]
        value += Decimal("0." + "".join(str(each[1]) for each in digits if each))
        end = number.end + len(point[0].rstrip())
        after = re.compile(r" ([a-z]+)").match(text, end)
        scale = SCALES.get(after[1], 1) if after else 1
        end = after.end() if after and scale > 1 else end
    else:
        last = text[number.start : number.end].rsplit(maxsplit=1)[-1]
        return msgspec.structs.replace(number, scale=SCALES.get(last, 1))
    return msgspec.structs.replace(number, end=end, value=value * scale, scale=scale)


def _fraction(low: str, at: int) -> Number | None:
    match = _FRACTION.match(low, at)
    if match is None:
        return None
    if match["scale"]:
        part = {"h": "0.5", "a": "0.25", "o": "0.25", "t": "0.75"}[match["half"][0]]
        scale = MAGNITUDES[match["scale"]]
        return Number(*match.span(), Decimal(part) * scale, scale, in_words=True)
    if match["whole"]:
        return Number(*match.span(), Decimal("0.5"), in_words=True, fraction=True)
    top = spelled(f"{match['top']} hundred", 0)
    over = top[1] // 100 if top else 1
    is_ordinal = over == 1 and not low.startswith((" of ", " in "), match.end())
    counts = over > 1 and gcd(over, _PARTS[match["part"]]) > 1  # “two quarters of growth”
    if is_ordinal or counts or (over > 1) != bool(match["many"]):
        return None
    value = round(Decimal(over) / _PARTS[match["part"]], 4)
    return Number(*match.span(), value, in_words=True, fraction=True)


def _vague(low: str, at: int) -> Number | None:
    match = _VAGUE.match(low, at)
    return Number(*match.span(), None, in_words=True) if match else None
