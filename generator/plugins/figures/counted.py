"""What a number counts: the words after it, and the role they give it."""

import re

import msgspec

from generator.plugins.word_sets import words

_ROLES = {
    "percent": r"%|percentage points?|per ?cent|pct",
    "speed": r"km/h|kph|mph|knots|(?:kilomet(?:re|er)s?|km|miles|met(?:re|er)s?) (?:per"
    r"|an) (?:hour|second)",
    "area": r"(?:sq(?:uare)?\.?[ -](?:km|kilomet(?:re|er)s?|miles?|met(?:re|er)s?|feet|foot)|km2"
    r"|km²|m²"
    r"|hectares?|acres?|ha)",
    "distance": r"km|kilomet(?:re|er)s?|(?:nautical )?miles?|mi|met(?:re|er)s?|m|feet|foot|ft"
    r"|yards?"
    r"|cm|centimet(?:re|er)s?|inch(?:es)?",
    "weight": r"kg|kilograms?|kilogrammes?|kilos?|(?:metric )?(?:tons?|tonnes?)|t|lbs?|kilotons?"
    r"|grams?",
    "energy": r"[GMk]Wh?|(?:giga|mega|kilo)watts?(?:[- ]hours?)?",
    "temperature": r"°[CF]?|degrees? (?:Celsius|Fahrenheit|centigrade)|degrees?",
    "age": r"years? old|years? of age",
    "duration": r"(?:milli)?seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?"
    r"|centur(?:y|ies)",
    "money": r"(?:(?:US|U\.S\.|American|Canadian|Australian) )?dollars|euros?"
    r"|(?:Russian )?r(?:o)?ubles?"
    r"|(?:Ukrainian )?hryvnias?|yuan|yen|pounds sterling|(?<=[mb]illion )pounds(?! of)|shekels"
    r"|rupees|lira|rials?|riyals?|dinars?"
    r"|francs|pesos|won(?= (?:in|to|for|on|of|worth|\())|cents",
}  # fmt: skip
_UNIT = re.compile(
    r"(?:\s|-(?=[a-z]))?(?:" + "|".join(f"(?P<{role}>{p})" for role, p in _ROLES.items()) + r")"
    r"(?![\w’'])(?!-(?:old|long|range))"
)
_CODES = {
    "dollars": "USD", "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD",
    "canadian dollars": "CAD", "australian dollars": "AUD", "euro": "EUR", "euros": "EUR",
    "rubles": "RUB", "roubles": "RUB", "ruble": "RUB", "rouble": "RUB", "russian rubles": "RUB",
    "russian roubles": "RUB", "hryvnia": "UAH", "hryvnias": "UAH", "ukrainian hryvnias": "UAH",
    "ukrainian hryvnia": "UAH", "yuan": "CNY", "yen": "JPY", "pounds sterling": "GBP",
    "pounds": "GBP",
    "shekels": "ILS", "won": "KRW",
}  # fmt: skip
_RATE = re.compile(
    r" (?:an?|per|each|every) (second|minute|hour|day|night|week|month|year|head|capita)\b"
)

_WORD = re.compile(r"(?P<gap>\s?-?\s?)(?P<word>[^\W\d_]+(?:[’'.-][^\W\d_]+)*)")
_SKIPPED = frozenset({"more", "additional", "other", "further", "extra", "new", "others"})
_OF_THE = re.compile(r"(?: of)? (?:the|its|their|these|those|his|her|our)(?= )")
_OF = re.compile(r" of(?: all)?(?= [a-z])")
_STOP = words(
    """a about above across after against all almost along also although am among an and are around
    as at be because been before being below between both but by can could did do does during each
    either every for from had has have he her here him his how if in including inside inc into is it
    its just last later like may might more most must near nearly next no nor not of off on once one
    only onto or our out outside over own per said says shall she should since so some such than
    that the their them then there these they this those though through throughout till to
    together toward towards under until up upon us was we were what when where whether which while
    who whom whose why will with within without would yet you your according despite amid ago apart
    away back down earlier overnight today yesterday plus minus versus vs via worth alone else is
    it’s killed wounded injured died dead missing displaced arrested detained captured took came
    went
    remain remained got won lost fled left"""
)
_NOT_PLURAL = words(
    """across afterwards always besides crisis economics less mass news perhaps press process
    previous religious serious status thus towards unless various virus whereas dangerous hazardous
    anonymous famous indigenous nervous numerous Paris Hamas Texas Wales Honduras Cyprus Laos Mars
    us Congress business access cross class address loss"""
)
_PLURALS = words(
    """people men women children police personnel troops staff aircraft dead wounded injured
    policemen policewomen servicemen servicewomen gunmen militiamen fishermen crew cattle sheep
    livestock fish helicopters spacecraft rounds feet Palestinians infantry cavalry youth clergy
    military reserves prisoners percent evacuees hovercraft watercraft tanks"""
)
_HARMED = re.compile(
    r"(?: more| others?)?\s?(?:,? (?:were|was|are|have been|had been|has been|are (?:believed"
    r"|thought|feared|said) to have"
    r"(?: been)?|are|remain(?:ed)?|others (?:were )?))?\s?"
    r"(?:reported |also |later |feared |confirmed )?"
    r"(?:killed|wounded|injured|dead|died|missing|displaced|arrested|detained|homeless"
    r"|hospitali[sz]ed)\b"
)
_HARMING = re.compile(
    r"(?:kill(?:s|ed|ing)?|wound(?:s|ed|ing)|injur(?:es?|ed|ing)|displac(?:es|ed|ing)"
    r"|death toll[a-z ]{0,20})"
    r"(?: (?:at least|about|around|nearly|some|more than|over|up to|as many as|another|to))*\s*$",
    re.IGNORECASE,
)  # fmt: skip
_ADJECTIVE = re.compile(
    r"\w+(?:al|ic|ive|ous|ful|less|ed|ing|ian|ish|ern|able|ible|ior|ary|ent|ant)|young|old|new"
    r"|small|large|big"
    r"|major|key|second|third|entire|whole|top|well-known|armed|civil|heavy|light|main|vast|rare"
    r"|single"
)
_JOINED_PLURALS = {
    unit: f"{unit}s" for unit in (
        "second", "minute", "hour", "day", "week", "month", "year", "mile", "kilometre",
        "kilometer",
        "metre", "meter", "yard", "ton", "tonne", "hectare", "acre", "megawatt", "gigawatt",
    )
} | {"foot": "feet"}  # fmt: skip
_MEMBERS = {
    "member": "members",
    "person": "people",
    "man": "men",
    "seat": "seats",
    "bed": "beds",
    "nation": "nations",
    "state": "states",
}
_MEMBER = re.compile(rf"-({'|'.join(_MEMBERS)})(?!\w)")
_CALIBRE = re.compile(r" \d{2,3}[ -]?mm(?= )")
SHORTEST_PLURAL = 3
MOST_WORDS = 5  # between a number and the noun it counts


class Counted(msgspec.Struct, frozen=True):
    """A unit as written (or a currency's code), its role, and where it ends."""

    unit: str
    role: str
    end: int
    adjacent: bool = True  # nothing stands between the number and its unit


def counted(text: str, start: int, end: int, *, one: bool = False) -> Counted:
    """What the number that stands from `start` to `end` counts; its unit is empty where unsaid."""
    match = _UNIT.match(text, end)
    if match and not (match["duration"] and re.match(r"[- ]old", text[match.end() :])):
        role = match.lastgroup or ""
        unit = " ".join(match[role].split())
        unit = _CODES.get(unit.lower(), unit) if role == "money" else unit
        rate = _RATE.match(text, match.end())
        if text[end] == "-" and not unit.endswith("s"):
            unit = _JOINED_PLURALS.get(unit, unit)
        if role == "percent":
            unit = "percentage points" if "points" in unit else "percent"
        return Counted(unit + (f" per {rate[1]}" if rate else ""), role, match.end())
    member = _MEMBER.match(text, end)
    if member:
        return Counted(_MEMBERS[member[1]], "quantity", member.end())
    noun = _noun(text, end, one=one)
    if noun:
        rate = _RATE.match(text, noun.end)
        return msgspec.structs.replace(noun, unit=f"{noun.unit} per {rate[1]}") if rate else noun
    harmed = _HARMED.match(text, end) or _HARMING.search(text, max(0, start - 60), start)
    return Counted("people" if harmed else "", "quantity", end, adjacent=False)


def _noun(text: str, at: int, *, one: bool) -> Counted | None:
    """The head of the noun phrase that begins at a position: its first plural, by English rule."""
    of = _OF_THE.match(text, at) or _OF.match(text, at)
    at = of.end() if of else at
    calibre = _CALIBRE.match(text, at)
    first = at = calibre.end() if calibre else at
    single: Counted | None = None
    for turn in range(MOST_WORDS):
        match = _WORD.match(text, at)
        if match is None or not match["gap"]:
            break
        word = match["word"]
        if turn == 0 and word.lower() in _SKIPPED:
            at = match.end()
            continue
        if word.lower() in _STOP:
            break
        if is_plural(word) and not (single and one):
            return Counted(word, "quantity", match.end(), adjacent=not of and turn == 0)
        if single is None and word.islower() and not _ADJECTIVE.fullmatch(word):
            single = Counted(
                word, "quantity", match.end(), adjacent=not of and match.start() == first
            )
        at = match.end()
        if text[at : at + 1] in tuple(",.;:()"):
            break
    return single if one or of else None


def is_plural(word: str) -> bool:
    """Whether a word looks like the plural of a noun."""
    if word in _PLURALS or word.lower() in _PLURALS:
        return True
    if word in _NOT_PLURAL or word.lower() in _NOT_PLURAL or "’" in word or "'" in word:
        return False
    return (
        len(word) >= SHORTEST_PLURAL
        and word.endswith("s")
        and not word.endswith(("ss", "ous", "ius", "sis"))
    )
