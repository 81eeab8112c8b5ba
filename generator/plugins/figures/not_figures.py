"""Numbers that count nothing: names, dates, calibres, times, scores, idioms.

Each rule looks at what stands around a number. A number that no rule refuses is a figure.
"""

import re

from generator.plugins.word_sets import words

from .counted import is_plural
from .numbers_in_text import Number

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_NAMES = (  # of things that bear a number
    "Articles?|Art|Sections?|Resolutions?|No|Nos|№|Paragraphs?|Chapters?|Annex|Protocol|Clause|Rule"
    "|Order|Decree|Directive|Law|Bill|Act|Unit|Route|Highway|Road|Motorway|Line|Channel|Block|Room"
    "|Gate|Hill|Height|Flight|Boeing|Airbus|Type|Mark|Mk|Phase|Level|Stage|Category|Tier|Camp"
    "|Building|School|Reactor|Pages?|pp?|Volume|Vol|Part|Episode|Season|Version|Grade|Class|Day"
    "|Week|Title|Apollo|Formula|Fox|Radio|Studio|Sector|Zone|Checkpoint|Exit|Pier|Terminal"
    "|Platform|Model|Tel|Phone|Fax|Windows|War|Lot|Row|Case|Count|Item|Point|Agenda|Area|Group"
    "|Group of|Big|Division|Brigade|Regiment|Battalion|Corps|Army|Squadron|Falcon|Shahed|Tochka"
    "|Iskander|Kinzhal|Hwasong|Pukguksong|Fateh|Qassam|Yars|Bradley|Leopard|Abrams|Challenger|Leclerc"
    "|Tiger|Mirage|Rafale|Gripen|Typhoon|Patriot|Javelin|Stinger|Paris|Rome|COVID|Covid|Agent|Chapter"
)
_NAMED = (
    re.compile(rf"(?<!\w)(?:{_NAMES})\.?[ \u00a0-]\s*$"),
    re.compile(
        r"(?<!\w)(?:article|section|resolution|paragraph|clause|page|chapter|phase|unit|flight"
        r"|route"
        r"|reactor|level|category|version|numbers?|protocol|channel|room|grade|step|episode|phone"
        r"|fax|call|line|gate|day|stage|round|square|catch)[ \u00a0-]\s*$"
    ),
    re.compile(r"(?<!\w)(?:ISBN|ISSN|v\.?|p\.|§|#|№|\+)(?:[\d -]{0,20})\s*$"),
)
_AFTER_MONTH = re.compile(rf"(?<!\w)(?:{_MONTHS})\.?\s*$")
_TIME = re.compile(
    r"(?:[:.]\d\d)?\s?(?:[ap]\.?m\b|o[’']clock|hours GMT|hrs?\b|GMT|UTC|EST|EDT|CET|local time"
    r"|noon)"
)
_CALIBRE = re.compile(r"[ -]?(?:mm|millimet(?:re|er)s?|cal\b|calib(?:re|er))(?![a-z])|[ -]gauge\b")
_GLUED = re.compile(
    r"(?!(?:km|kg|bn|mn|tn|cm|GW|MW|kW|kWh|ft|lbs?|mph|kph|ha|pct|mi|m|k|t|C|F)(?![\w-]))[^\W\d_]"
    r"|\d|[’']s\b|[/:]\d|\.\d|°\s?\d|°\s?[NSEW]\b|\s?degrees? (?:north|south|east|west)"
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_JOINED = re.compile(r"-(?P<word>[A-Za-z]+)")
_JOINED_FIGURES = words(
    """strong odd plus member nation person man men seat bed km kilometre kilometer mile metre meter
    foot ton tonne kg hectare acre megawatt gigawatt kiloton percent year"""
)
_TIMES_OF_DIGITS = words("day hour minute month week")
_PLANS = re.compile(r"-[a-z]+ (?:plan|programme|program|strategy|proposal|agenda|roadmap|scale)")
_IDIOM = re.compile(
    r"(?<!\w)(?:one (?:of|another|by one|day|thing|side|hand|way|or (?:the other|another)|point"
    r"|time"
    r"|that|who|which|such|can|could|should|must|would|might|may|is|has|where|and the same"
    r"|and only|step|reason|example|exception|end|form|side|source|question|sign|more time"
    r"|last time"
    r"|final)|zero (?:tolerance|hour|sum|in|emissions?|point|chance|doubt|interest|trust)"
    r"|two (?:sides of the same|cents|wrongs|can play)|three cheers|second to|seven seas"
    r"|four corners"
    r"|ten commandments|nine lives|seven deadly|a thousand (?:times|cuts|words|apologies)"
    r"|a million (?:miles|times)|a hundred times|hundreds and thousands|six feet under|five eyes"
    r"|nine to five|eleventh hour|fifty-fifty|fifty fifty|million-dollar question"
    r"|half (?:of it|the (?:battle|story|time)))(?!\w)",
    re.IGNORECASE,
)
_ONE_AFTER = re.compile(
    r"(?<!\w)(?:no|any|every|each|this|that|which|the|only the|someone|another|some|number|loved"
    r"|latest|first|last|new|old|good|bad|whole|part|day|as|for|into|at)[ -]$",
    re.IGNORECASE,
)
_ONE_COUNTS = re.compile(
    r"one (?:more |other |Russian |Ukrainian |Israeli |Palestinian |[a-z]+ )?(?:person|people"
    r"|soldier"
    r"|civilian|child|woman|man|boy|girl|policeman|officer|worker|fighter|guard|journalist|medic"
    r"|paramedic"
    r"|nurse|doctor|teacher|student|hostage|prisoner|passenger|pilot|sailor|member|protester"
    r"|suspect"
    r"|militant|resident|victim|guerrilla|driver|farmer|drone|missile|rocket|aircraft|plane|jet"
    r"|helicopter|tank|vehicle"
    r"|vessel|ship|boat|building|house|home|village|shell|mine|bomb|body|death|injury|casualty"
    r"|truck"
    r"|bus|car|train|bridge|hospital|school|clinic)\b"
    r"|one (?:was |were |has been )?(?:killed|wounded|injured|dead|arrested|missing)",
    re.IGNORECASE,
)
_KNOWN_NAMES = re.compile(
    r"(?:One|Three|Five|Six|Seven)[ -](?:Day|Gorges|Eyes|Sisters|Mile|Rivers)\b"
)
_KNOWN_PAIRS = re.compile(r"(?:the|these|those|both|its|their|his|her|all)\s*$", re.IGNORECASE)
_RELATED = re.compile(
    r" (?:[A-Za-z]+ )?(?:sides?|countries|nations|states|Koreas|leaders|parties|allies|neighbou?rs"
    r"|powers|governments|capitals|presidents|ministers|armies|superpowers|rivals|foes|men"
    r"|officials"
    r"|women|generals|diplomats|peoples|militaries|companies|organi[sz]ations|groups|agencies)\b"
)
_VOTED = re.compile(
    r"(?:vot(?:e|ed|ing)|won|lost|beat|defeat(?:ed)?|drew|draw|ruled|scored?)\b[^.]{0,25}$"
)
_SCORE = re.compile(r" (?:win|victory|defeat|loss|draw|vote|decision|ruling|lead|majority|split)\b")
_YEAR_BEFORE = re.compile(
    r"(?<!\w)(?:in|since|until|till|by|from|during|of|before|after|early|late|mid|year|to|through"
    r"|spring|summer|autumn|fall|winter|circa|between|and|the|a|an|’s|'s|January|February|March"
    r"|April"
    r"|May|June|July|August|September|October|November|December|its|their|his|her"
    r"|or)[ ,-]*(?:early |late |mid-?)?$",
    re.IGNORECASE,
)
FIRST_YEAR, LAST_YEAR = 1500, 2100
DIGITS_OF_A_YEAR = 4
LAST_OF_A_MONTH = 31


def is_no_figure(text: str, number: Number) -> bool:
    """Whether a number stands for something else than a quantity."""
    if number.money:
        return False
    before = text[max(0, number.start - 40) : number.start]
    if number.value is None:
        return False
    if number.in_words:
        return _word_counts_nothing(text, number, before)
    return (
        any(rule.search(before) for rule in _NAMED)
        or (number.value <= LAST_OF_A_MONTH and _AFTER_MONTH.search(before) is not None)
        or any(rule.match(text, number.end) for rule in (_ORDINAL, _TIME, _CALIBRE, _GLUED))
        or _is_list_item(text, number)
        or _is_date(text, number)
        or is_year(text, number, before)
        or _is_joined(text, number)
    )


def is_score(text: str, start: int, end: int) -> bool:
    """Whether two numbers with a hyphen between tell how a match or a vote ended."""
    if "," in text[start:end]:
        return False
    follows = re.match(r" (?:[a-z]+ )?([a-z]+)", text[end:])
    voted = _VOTED.search(text[max(0, start - 40) : start])
    return bool(_SCORE.match(text, end) or (voted and not (follows and is_plural(follows[1]))))


def is_year(text: str, number: Number, before: str) -> bool:
    """Whether four digits without a comma are a year: then no plural that they count follows."""
    digits = text[number.start : number.end]
    if not (digits.isdigit() and len(digits) == DIGITS_OF_A_YEAR and number.value):
        return False
    if not FIRST_YEAR <= number.value <= LAST_YEAR:
        return False
    if re.search(r"(?:about|around|nearly|almost|some|over|than|least|to) $", before):
        follows = re.match(r" (?:[A-Za-z]+ ){0,2}([A-Za-z]+)", text[number.end :])
        if follows and is_plural(follows[1]) and not before.endswith(" to "):
            return False
    noun = re.match(r" ([a-z]+)", text[number.end :])
    return bool(_YEAR_BEFORE.search(before)) or not (noun and is_plural(noun[1]))


def _is_list_item(text: str, number: Number) -> bool:
    line_start = text.rfind("\n", 0, number.start) + 1
    opening = text[line_start : number.start].strip()
    closing = text[number.end : number.end + 1]
    numbered = not opening and closing in (".", ")")
    after = text[number.end + 1 : number.end + 2]
    return (numbered and after in (" ", "")) or (opening.endswith("[") and closing == "]")


def _is_date(text: str, number: Number) -> bool:
    return re.match(rf" (?:of )?(?:{_MONTHS})\b(?! [a-z]+ed\b)", text[number.end :]) is not None


def _is_joined(text: str, number: Number) -> bool:
    """“A 10-point plan”: an adjective, unless it measures (“a 40-km convoy”, “500-strong”)."""
    joined = _JOINED.match(text, number.end)
    if joined is None:
        return False
    word = joined["word"].lower()
    if _PLANS.match(text, number.end):
        return True
    if word == "year":
        return not text.startswith("-old", joined.end())
    return word not in _JOINED_FIGURES | _TIMES_OF_DIGITS


def _word_counts_nothing(text: str, number: Number, before: str) -> bool:
    words = text[number.start : number.end]
    if _is_part_of_a_name(text, number, before):
        return True
    if _IDIOM.match(text, number.start) or any(rule.search(before) for rule in _NAMED[:2]):
        return True
    joined = _JOINED.match(text, number.end)
    if joined:
        return joined["word"].lower() not in ("strong", "odd") and not text.startswith(
            "-year-old", number.end
        )
    if _TIME.match(text, number.end) or _CALIBRE.match(text, number.end):
        return True
    if _is_date(text, number):
        return True
    if number.value == 1 and not number.fraction:
        return not (
            re.search(r"(?:at least|only|just|least|killing|wounding|injuring|than) $", before)
            or (_ONE_COUNTS.match(text, number.start) and not _ONE_AFTER.search(before))
        )
    if number.value == 0:
        follows = re.match(r"(?: [a-z]+){1,2}", text[number.end :])
        return not (follows and any(map(is_plural, follows[0].split())))
    if _KNOWN_PAIRS.search(before) and words.lower() in ("two", "three", "four"):
        return _RELATED.match(text, number.end) is not None
    return bool(re.match(r"-?(?:fold|some)\b", text[number.end :]))


def _is_part_of_a_name(text: str, number: Number, before: str) -> bool:
    """A capital where no sentence begins: “Group of Seven”, “Three Gorges”, “the Big Four”."""
    words = text[number.start : number.end]
    if not words[0].isupper() or words.isupper():
        return False
    opening = before.rstrip(" “\"'‘’(")
    begins = not opening or opening[-1] in ".!?:;\n—–-”" or before.endswith("\n")
    if not begins:
        return True
    return _KNOWN_NAMES.match(text, number.start) is not None
