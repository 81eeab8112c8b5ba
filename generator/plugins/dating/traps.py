"""What only looks like a date: verbs and names, ages and calibres, numbers of laws and soldiers."""

import re

import msgspec

from .grammar import Expression

_REACH = 60  # characters to either side that decide
_UNSURE = re.compile(r"(?:May|March|April|June|August)\b", re.IGNORECASE)

# In “2,000 soldiers”, “On March 2, 2000 soldiers crossed” and “1900 GMT” there is no year.
_COUNTED = re.compile(
    r"(?:[ -](?:more|additional|other|new|north|south|[A-Z][a-z]+(?:-[A-Z][a-z]+)?)){0,3}[ -]"
    r"(?:troops|soldiers|men|women|children|people|civilians|fighters|militants|personnel|workers"
    r"|residents|refugees|prisoners|migrants|victims|deaths|casualties|homes|houses|buildings"
    r"|vehicles|tanks|aircraft|drones|shells|rockets|missiles|rounds|bombs|mines|guns|units|flights"
    r"|tons|tonnes|kg|kilograms|pounds|km|kilomet(?:re|er)s|miles|met(?:re|er)s|feet|acres|hectares"
    r"|barrels|dollars|euros|rubles|roubles|won|yen|yuan|hryvnias?|cases|points|votes|seats|jobs"
    r"|hours|hrs|minutes|seconds|days|weeks|months|years|percent|per cent|GMT|UTC|KST"
    r"|EST|EDT|local)\b"
    r"|\s*(?:%|°|hours\b|hrs\b)"
)
_NUMBERED = re.compile(
    r"(?:\b(?:resolutions?|articles?|sections?|flight|room|no\.?|nos\.?|number|route|highway|page"
    r"|law|decree|order|model|chapter|rule|bill|unit|channel|type|area|sector|hill|point|project"
    r"|case|file|agenda|vision|version|windows|office|boeing|airbus|gate|block|apartment"
    r"|suite|box|code|pin|phone|tel\.?|telephone|size|mark|mk|class|serial|regiment|battalion"
    r"|height|altitude|elevation|population)\s*(?:no\.? ?|number )?"
    r"|(?:more|fewer|less|other) than |\b(?:at least|up to|nearly|almost|some|over|roughly|another"
    r"|approximately|additional|exactly|first|last|next|past|further|total of|killed|wounded"
    r"|captured|lost|sent|deployed|sold|bought|destroyed|injured|arrested|detained) "
    r"|[$€£¥#№+:=<>~^*_\\/@&])$",
    re.IGNORECASE,
)
_DATING = (
    "in|since|until|till|during|through|throughout|last|this|next|early|late|mid|between|from|to|by"
    "|of|before|after|for|and|around|on|or|as of|back in|starting|beginning|ending|past"
)
_SURELY = re.compile(
    r"\b(?:in|since|until|till|during|throughout|last|this|next|early|late|mid|as of|back in"
    r"|between)[ -](?:mid-|early |late )?$",
    re.IGNORECASE,
)
_PERHAPS = re.compile(rf"\b(?:{_DATING})\s$", re.IGNORECASE)
_ADJECTIVE = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|our|this|that)|['’]s?)\s$", re.IGNORECASE
)
_NOUN_FOLLOWS = re.compile(r" (?!of\b|said\b|told\b|says\b)[a-z]{3,}")
_NAME_FOLLOWS = re.compile(
    r"['’]s?\b(?! \d)|(?: [A-Z][.\w’'-]*)?['’]?\w* ?(?:said|says|told|added|wrote)\b| [A-Z][a-z]"
)
_CAPITAL_FOLLOWS = re.compile(r" (?!I\b)[A-Z][a-z]+")
_TITLE = re.compile(
    r"\b(?:Mrs?|Ms|Dr|Sir|Lady|Lord|Theresa|Gen|Col|Lt|Prof|President|Minister|Senator|Judge)\.? $"
)
_FAMOUS = re.compile(
    r"\b(?:Black|Good|Bloody|Palm|Ash|Super|Easter|Holy|Maundy|Cyber|Man|Every|every|each|any"
    r"|a typical) $"
)
_PAPER = re.compile(
    r" (?:Times|Telegraph|Mirror|Mail|Express|Tribune|Herald|Independent|Post|World|Review|Night)\b"
)
_OLD_YEAR = re.compile(
    r"\b(?:in|since|of|by|until|from|to|before|after|during|early|late|circa|and) $"
)
_ENDS = re.compile(r"\s*(?:[,.;:)?!”\"—–]|$|(?:and|to|when|as|by|after|the|with|under|that)\b)")
_AGE = re.compile(
    r"\b(?:his|her|their|my|your|mid|late|early)[ -]$|\b(?:the|his) (?:mid|late|early)[ -]$"
)
_TODAYS = re.compile(r"['’]s (?:world|youth|generation|young|society|standards|terms|money)\b")
_EVENT_FOLLOWS = re.compile(r"\s*(?:[,.;:)”\"!?]|$|and\b|but\b)")
_OF_OTHERS = re.compile(r" of ")
_LONG = re.compile(r"\b(?:for|lasted|lasting|spent|every|each) $", re.IGNORECASE)


class _Around(msgspec.Struct, frozen=True):
    """The words in question, what stands on either side of them, and the rule that took them."""

    words: str
    before: str
    after: str
    kind: str


def is_date(text: str, found: Expression) -> bool:
    """Whether words that have the shape of a date are one here."""
    before = text[max(0, found.start - _REACH) : found.start]
    after = text[found.end : found.end + _REACH]
    if before[-1:].isalnum() or after[:1].isalnum() or _TITLE.search(before):
        return False
    around = _Around(text[found.start : found.end], before, after, found.kind)
    test = _TESTS.get(found.kind)
    return test is None or test(around)


def _year(at: _Around) -> bool:
    if at.words[:1].isalpha():  # “late 2023”
        return not _COUNTED.match(at.after)
    if re.search(r"\d $", at.before) or re.match(r" (?:\d|of (?:them|these|those)\b)", at.after):
        return False
    attached = at.before[-1:] in tuple("-–—/.,:'’") or at.after[:1] in tuple("/'’-–")
    if attached and not re.match(r"-(?:era|style|set|built)\b|['’]s\b|[–—]", at.after):
        return False
    numbered = at.kind == "year" and _NUMBERED.search(at.before)
    return not (re.match(r"[.,]\d", at.after) or numbered or _COUNTED.match(at.after))


def _about_year(at: _Around) -> bool:
    return bool(_ENDS.match(at.after)) and not _COUNTED.match(at.after)


def _old_year(at: _Around) -> bool:
    named = at.words[:1].isalpha() or _OLD_YEAR.search(at.before)
    return bool(named and _ENDS.match(at.after)) and not _COUNTED.match(at.after)


def _month(at: _Around) -> bool:
    """A month that stands alone; some are also names and verbs."""
    if at.words[:1].islower():  # “early March”
        return not re.match(r" \d", at.after)
    if not _UNSURE.match(at.words):
        return bool(_PERHAPS.search(at.before)) or not _CAPITAL_FOLLOWS.match(at.after)
    if _SURELY.search(at.before):
        return not re.match(
            r"['’]s (?:government|cabinet|party|team|office|family|husband)", at.after
        )
    if _PERHAPS.search(at.before):
        return not _NAME_FOLLOWS.match(at.after)
    return bool(_ADJECTIVE.search(at.before) and _NOUN_FOLLOWS.match(at.after))


def _day(at: _Around) -> bool:
    """A day and its month without a year: not “in May 20 soldiers”, nor “March 20 miles”."""
    counted = _COUNTED.match(at.after) and at.words[-1:].isdigit()
    score = re.match(r"\s?[-–:]\s?\d", at.after) or at.before[-1:] in tuple("-–/.:$")
    return not counted and not score


def _dated(at: _Around) -> bool:
    return not _COUNTED.match(at.after) and not re.search(r"(?:\W|\d)[-–]$|[/.:$]$", at.before)


def _weekday(at: _Around) -> bool:
    named = _FAMOUS.search(at.before) or _PAPER.match(at.after)
    return not named and not re.match(r" the \d+th\b", at.after)


def _season(at: _Around) -> bool:
    """“In the spring”, “by autumn”; not “the fall of the city”."""
    words = "since|until|till|by"
    if " " in at.words:
        words += "|in|during|over|throughout|before"
    inside = re.search(rf"\b(?:{words}) $", at.before, re.IGNORECASE)
    return bool(inside and _ENDS.match(at.after))


def _weekend(at: _Around) -> bool:
    inside = re.search(r"\b(?:over|during|on|at|throughout) $", at.before, re.IGNORECASE)
    return bool(inside) and not re.match(r" (?:of|before|after)\b", at.after)


def _era(at: _Around) -> bool:
    named = at.words.lower().startswith(("the", "early", "late", "mid"))
    return not _AGE.search(at.before) and bool(named or re.search(r"\d{4}", at.words))


def _near(at: _Around) -> bool:
    if at.words.lower().endswith(("before", "after")):
        return bool(_EVENT_FOLLOWS.match(at.after))
    return not re.match(r" (?:of|than|in the|that)\b", at.after) and not _LONG.search(at.before)


def _months(at: _Around) -> bool:
    """“For the first nine months” of no other thing than a year."""
    return not re.match(r" (?:of|after|in|since|as)\b", at.after)


def _run(at: _Around) -> bool:
    return not _OF_OTHERS.match(at.after)


def _relative(at: _Around) -> bool:
    if at.words.lower() == "today":
        return not _TODAYS.match(at.after) and not re.search(r"\b(?:USA|Russia|of) $", at.before)
    if at.words.endswith("ago") and re.search(r"\bhalf $", at.before):
        return False
    return not re.match(r"-(?:old|long)\b", at.after)


def _comes(at: _Around) -> bool:
    """Only a report or move that “comes” so long after something else counts from today."""
    return bool(
        re.search(r"\b(?:comes|is coming|are coming|come) (?:just |only |barely )?$", at.before)
    )


_TESTS = {
    "year": _year,
    "years": _year,
    "old-year": _old_year,
    "month-of-year": _month,
    "day-of-year": _day,
    "day": _dated,
    "month": _dated,
    "weekday": _weekday,
    "season-of-year": _season,
    "weekend": _weekend,
    "era": _era,
    "near": _near,
    "months": _months,
    "run": _run,
    "relative": _relative,
    "comes": _comes,
}
