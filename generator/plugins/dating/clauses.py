"""What the sentence around a date tells of it: whether it looks ahead, and whose day it is."""

import re
from bisect import bisect_right
from collections import deque
from typing import Literal

from .said import Toward

Role = Literal["event", "report", "publication", "period", "other"]

_ADDRESSEE = 8  # words at most between “told” and its day
NEAR = 80  # characters before a date in which “in a statement late on” can stand
REACH = 300  # characters; what stands further away in a sentence says nothing of a date

_BOUNDARY = re.compile(r"[.!?…][\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])|\n[ \t]*\n\s*")
_SHORTENED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Prof|St|No|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept?|Oct|Nov|Dec|vs|approx|ca)|\b[A-Z]|\b[ap]\.m)$"
)

_SAY = (
    r"(?:said|says|saying|told|reported|reports|reporting|stated|announced|announces|wrote|tweeted"
    r"|posted|added|warned|confirmed|declared|disclosed|revealed|claimed|denied|insisted|noted"
    r"|acknowledged|admitted|argued|asserted|estimated|explained|testified|commented|comment|quoted)"
)
_SPEECH = (
    r"(?:statement|report|briefing|interview|address|speech|post|message|letter|remarks|bulletin"
    r"|announcement|press conference|news conference|press release|assessment|article|update)"
)
_HOW = r"(?:also|again|late|later|early|earlier|on|in|of)"
_VERBAL = (
    r"\b(?:that|which|who|whom|when|where|while|after|before|because|as|if|whether|has|have|had|was"
    r"|were|is|are|be|been|being|would|will|could|may|might|can|should|must|since|until|over|than"
    r"|following|during|ahead|came|went|left|fell|rose|began|died|took|hit|held|sent|fought|met"
    r"|\w{3,}ed)\b"
)
_SAID_BEFORE = re.compile(rf"\b(?P<verb>{_SAY})\b(?P<between>[^.;:!?“”\"]{{0,90}})$")
_SPOKEN = re.compile(
    rf"\b{_SPEECH}s?,?(?: (?:released|published|issued|posted|broadcast|aired|dated|seen))?"
    rf"(?: {_HOW})*\s$",
    re.IGNORECASE,
)
_SPEECH_AFTER = re.compile(rf"(?:['’]s?)? {_SPEECH}s?\b")
_SAID_AFTER = re.compile(rf"(?:['’]s)?,? (?P<between>[^.,;:!?“”\"]{{0,70}}?)\b{_SAY}\b")
_OPENS = re.compile(rf"(?:^|[,;:“”\"—–]\s*|\b(?:and|but)\s)\W*(?:{_HOW}\s)*$", re.IGNORECASE)
_WITHIN = re.compile(
    rf"(?:\s+{_HOW}\b)*(?:\s*|,?\s+(?:in|at|to|via|on|through|by|from)\s.*?(?:\s{_HOW})*\s*)"
)
_TO_SOMEONE = (
    "told",
    "announced",
    "reported",
    "posted",
    "wrote",
    "disclosed",
    "denied",
    "confirmed",
)
_DATELINE = re.compile(r"[A-Z][A-Z .’'-]{2,40}(?:, [A-Z][\w. ]{2,30})?,?\s\(?$")
_AFTER_DATELINE = re.compile(r"(?:,? ?\d{4})?\)?\s*(?:\([^)\n]{2,40}\)\s*)?[-–—:]")

_AHEAD = re.compile(
    r"\b(?:will|shall|won['’]t|would"
    r"|(?:could|might|may|should(?! (?:match|equal|exceed|beat|top)\b))(?= (?!not\b|have\b)[a-z])"
    r"|going to|upcoming|ahead of|deadline (?:is|of)|forthcoming"
    r"|(?:is|are) to\b|(?:due|slated|poised|scheduled|planned|expected)\b(?! (?:from|by the))"
    r"|go(?:es)? to the polls|(?:set|likely|invited|urged|asked) (?:to|for)"
    r"|(?:expect|want|urge|ask)(?:s|ed)? (?:\w+ ){1,3}to"
    r"|(?:plan|hope|intend|expect|aim|promise|vow|agree|decide|prepare|want|need|seek|threaten)s?"
    r"(?:ed|d)? to(?! (?:an?|the|its|his|her|their|this|that|terms)\b)"
    r"|planned to|planning to|preparing to|(?:has|have) until"
    r"|(?:opens|begins?|(?<!ousing )starts?|meets?|resumes?|expires?"
    r"|takes? (?:place|office|effect|over)"
    r"|votes?|arrives?|travels?"
    r"|convenes?|hosts?|holds?|faces?|ends?|returns?|heads?)(?= (?:again )?(?:on |in |here )?$)"
    r"|(?:meets|resumes|expires|convenes|begins|opens|arrives|returns to|faces|flies"
    r"|goes to|hosts|travels|leaves for|heads (?:to|for)"
    r"|(?<!not )(?<!to )(?:meet|convene|gather))"
    r"(?= (?:[\w’'-]+ ){0,5}$))\b|['’]ll\b"
)
_BEHIND = re.compile(
    r"\b(?<!\bbe )(?:was|were|had|has been|have been|did|said|says|told|came|went|took|made|began"
    r"|begun|left|fell|rose|met|held|hit|sent|fought|died|broke|struck|won|lost|fled|flew|shot|spoke|gave|saw|stood"
    r"|brought|caught|got|kept|led|put|ran|set off|cut|built|found|fired|cost|shut|grew"
    r"|since|after|in the wake of"
    r"|(?<! be )\w{2,}ed)\b(?! to\b(?! (?:an?|the|its|his|her|their|this|that|terms)\b))"
)
_PAST_PLAN = re.compile(
    r"\bhad (?:been )?(?:due|set|slated|scheduled|planned|expected|hoped|intended)\b"
    r"|\b(?:was|were) (?:also |originally |then |still )?"
    r"(?:due|set|slated|scheduled|planned|expected) (?:to|for|on)\b"
    r"|\b(?:was|were) to (?!blame\b)[a-z]"
)
_JOINED = re.compile(
    r"[,;] (?:and|but|while|as|when) (?:(?:then|again|late|early) )?(?:on |in |by )?$"
)
_COMPARED = re.compile(  # “may show 12 billion, from 9.7 billion in March”
    r"\b(?:from|than|against|compared with) [^,;]{0,20}\d[^,;]{0,30} (?:in|on|at) $"
)
_CALLED = re.compile(  # “has been recalled for Thursday”
    r"(?<!had )\b(?:is|are|was|were|been) (?:re)?(?:called|summoned|convened|adjourned"
    r"|postponed|scheduled|put off|moved|delayed) (?:for|until|till|to) $"
)
_TURNED = re.compile(r"[,;] but |; ")
_PLAN = re.compile(r"\b(?:due|set|slated|scheduled|planned|expected)\b[^.]{0,30}$")
_OVER = re.compile(
    r"\bhad\b|\b(?:was|were|has been) (?:miss|cancel|call|postpon|delay|scrap|ignor|mov|put )"
)
_WISH = re.compile(r"\b(?:call|ask|appeal|push|press)(?:s|ed|ing)? for\b[^.;]{0,60}$")
_LIMITED = re.compile(r"\b(?:by|until|till) (?:late |early |at least |on )?$", re.IGNORECASE)
_HAD = re.compile(r"\bhad\b[^.;]{0,80}$")
_UP_TO = re.compile(
    r"\b(?:for|until|till|to|through|by|before|effective|starting|beginning)"
    r"(?: (?:midnight|noon|at least|late|early|about|\d\d? [ap]\.m\.))?(?: on| of)? $",
    re.IGNORECASE,
)
_DELIVERED = re.compile(r" (?:delivery|settlement|contracts?|futures|expiry)\b")
_BOUND = re.compile(
    r"\b(since|until|till|before|by|after)(?: (?:at least|about|around|early|late))?\s$",
    re.IGNORECASE,
)


class Sentences:
    """Where a text's sentences begin and end."""

    def __init__(self, text: str) -> None:
        self.text = text
        ends = [
            match.end()
            for match in _BOUNDARY.finditer(text)
            if "\n\n" in match[0]
            or not _SHORTENED.search(text, max(0, match.start() - 8), match.start())
        ]
        self.starts = [0, *ends]

    def around(self, at: int) -> tuple[int, int]:
        """The sentence that a place lies in."""
        number = bisect_right(self.starts, at)
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.starts[number - 1], end

    def before(self, start: int) -> tuple[int, int] | None:
        """The sentence before the one that starts here, in the same paragraph."""
        if start == 0 or self.text[start - 1] == "\n":
            return None
        return self.around(start - 1)


def toward(text: str, sentence: tuple[int, int], span: tuple[int, int]) -> Toward:
    """Whether a date without a year lies behind or ahead, as the nearest verb before it has it."""
    left, right = _sides(text, sentence, span)
    left, right = _TURNED.split(left)[-1], right.partition("; ")[0]
    if _PAST_PLAN.search(left) or (_PLAN.search(left) and _OVER.search(right)):
        return "unclear"
    if _COMPARED.search(left):
        return "past"
    if _CALLED.search(left) and not _OVER.search(right):
        return "future"
    if own := _own_clause(left, right):
        return own
    if _WISH.search(left):
        return "unclear"
    if _DELIVERED.match(right):
        return "future"
    ahead = max((match.end() for match in _AHEAD.finditer(left)), default=-1)
    behind = max((match.end() for match in _BEHIND.finditer(left)), default=-1)
    if 0 <= ahead < behind and re.search(r"\bafter\W+$", left):
        return "unclear"  # “will vote after Friday’s talks”: had they been, or not yet?
    limited = ahead < 0 and _LIMITED.search(left)
    if limited and _HAD.search(left):
        return "past"
    if (ahead < 0 and behind < 0) or limited:
        after, before = _AHEAD.search(right), _BEHIND.search(right)
        if (limited or left.endswith("through ")) and not before:
            return "future"
        ahead = -after.start() if after else -len(text) - 1
        behind = -before.start() if before else -len(text) - 1
    if max(ahead, behind) < -len(text):
        return ""
    return "future" if ahead >= behind else "past"


def _own_clause(left: str, right: str) -> Toward:
    """What the verb after a date says, where it opens a clause: “…, and on Friday it fell”."""
    opened = _JOINED.search(left)
    if not opened:
        return ""
    clause = right[: end.start()] if (end := re.search(r"[,;:—]", right)) else right
    ahead, behind = _AHEAD.search(clause), _BEHIND.search(clause)
    if not (ahead or behind):
        return ""
    return "past" if behind and (not ahead or behind.start() < ahead.start()) else "future"


def _sides(text: str, sentence: tuple[int, int], span: tuple[int, int]) -> tuple[str, str]:
    """The sentence before and after a date, as far as it can matter."""
    start, end = max(sentence[0], span[0] - REACH), min(sentence[1], span[1] + REACH)
    return text[start : span[0]], text[span[1] : end]


def role(text: str, sentence: tuple[int, int], span: tuple[int, int]) -> Role:
    """Whose day it is: a report's, when a verb of saying is what it belongs to."""
    left, right = _sides(text, sentence, span)
    line = text.rfind("\n", max(0, span[0] - REACH), span[0]) + 1
    if _DATELINE.fullmatch(text[line : span[0]]) and _AFTER_DATELINE.match(right):
        return "publication"
    near = left[-NEAR:]
    if _SPOKEN.search(near) or _SPEECH_AFTER.match(right):
        return "report"
    said = deque(_SAID_BEFORE.finditer(left, max(0, len(left) - 110)), maxlen=1)
    if said and not right.startswith(("’s", "'s")) and _belongs(said[0]):
        return "report"
    opened = _OPENS.search(near) and _SAID_AFTER.match(right)
    if opened and not re.search(_VERBAL, opened["between"]):
        return "report"
    return "event"


def _belongs(said: re.Match[str]) -> bool:
    between = said["between"]
    if re.search(_VERBAL, between) or re.search(r",\s", between):
        return False
    return bool(_WITHIN.fullmatch(between)) or (
        said["verb"] in _TO_SOMEONE and len(between.split()) <= _ADDRESSEE
    )


def bound(text: str, start: int) -> tuple[str, int]:
    """The word before a date that makes it a limit (since, until, before, by, after), and where."""
    found = _BOUND.search(text, max(0, start - 20), start)
    return (found[1].lower(), found.start()) if found else ("", start)


def reaches(text: str, start: int) -> bool:
    """Whether a date is what something was set for or lasts to: “until March 31”."""
    return bool(_UP_TO.search(text, max(0, start - 30), start))


def quoted(sentence: str, at: int) -> bool:
    """Whether a place of a sentence lies within quotation marks."""
    left = sentence[:at]
    return left.count("“") > left.count("”") or left.count('"') % 2 == 1
