"""Whether a name that may be a place or its government is used as a place: the grammar says so.

“In Seoul” is a city, “Seoul said” a government. Where the grammar is silent a state or a capital
acts; where it points both ways neither is claimed.
"""

import re
from typing import Literal

from generator.plugins.word_sets import words

Use = Literal["place", "actor", "open"]

_TRUST = re.compile(r"(?:trust|confidence|faith|interest|belief|believes?) in $", re.IGNORECASE)
_IN = re.compile(
    r"(?<!\w)(?:in|near|inside|outside|around|across|throughout|within|through|into|onto|off|beyond"
    r"|along|via|downtown|neighbou?ring|(?:cit(?:y|ies)|towns?|streets?|outskirts|suburbs?"
    r"|residents"
    r"|inhabitants|parts?|areas?|regions?|north|south|east|west|northeast|northwest|southeast"
    r"|southwest|centre|center|heart|mayor|port|coast|border|borders|siege|battle|fall|capture"
    r"|shelling|bombardment|bombing|occupation|liberation|recapture|map|capital|airspace|skies"
    r"|soil|territory) of)"
    r" (?:the )?(?:(?:capital|city|cities|town|port|province|region|[a-z-]+ern|central|occupied"
    r"|eastern"
    r"|mainland|rural|besieged|what is now|and around|neighbou?ring|nearby|parts of|most of"
    r"|all of) )*$",
    re.IGNORECASE,
)
_BORDER = re.compile(r"borders? (?:with|between [\w ]{2,30} and) $")
_PERSON_MOVES = (
    r"travel\w*|fl(?:ew|y|ies|ying|own)|went|go(?:es|ing|ne)?|arriv\w+|return\w*|mov(?:e|ed|ing)"
    r"|head(?:ed|ing)|fled|flee\w*|visits?|trips?|journey\w*|came|coming|drove|driv\w+|escap\w+"
    r"|evacuat\w+|deport\w+|roads?|trains?|flights?|flee|migrat\w+|cross\w*|march\w*|advanc\w+"
    r"|retreat\w*|withdr[ae]w\w*|left|bus(?:es)?|tour\w*|way|route|tours|brought|taken|smuggl\w+"
    r"|back"
)
_GOODS_MOVE = (
    r"sent|send(?:s|ing)?|deploy\w*|dispatch\w*|deliver\w*|ship(?:ped|ping|ments?)|transfer\w*"
    r"|transport\w*|export\w*|suppl\w+|launch\w+|fired|import\w*"
)
_MOVES = re.compile(rf"(?<!\w)(?:{_PERSON_MOVES})(?!\w)[^.;:”\"]{{0,50}}$", re.IGNORECASE)
_SENDS = re.compile(rf"(?<!\w)(?:{_GOODS_MOVE})(?!\w)[^.;:”\"]{{0,60}}$", re.IGNORECASE)
_MESSAGE = re.compile(
    r"(?<!\w)(?:letters?|warnings?|messages?|signals?|notes?|proposals?|repl(?:y|ies)|responses?"
    r"|appeals?"
    r"|demands?|statements?|requests?|denials?|reactions?|support|pressure|orders?|permission"
    r"|approval"
    r"|comment|confirmation|objections?|protests?|criticism|condemnation|accusations?|offers?"
    r"|ultimatum"
    r"|assurances?|guarantees?|word|backing|threats?)(?!\w)[^.;:]{0,20}$",
    re.IGNORECASE,
)
_IN_MAY_END = words(
    """in near inside outside around across throughout within through into onto off beyond along via
    downtown neighbouring neighboring of capital city cities town port province region central
    mainland rural besieged now occupied nearby and"""
)
_WAYS = words("from to for toward towards over at between")
_VISITED = words(
    """visit visits visited visiting enter enters entered entering left leave leaves leaving flee
    fleeing fled reach reached reaching toured touring"""
)
_STRUCK = words(
    """capture captured capturing seize seized seizing storm stormed shell shelled shelling bomb
    bombed bombing struck strike strikes striking hit hits pound pounded pounding evacuate evacuated
    evacuating liberate liberated liberating occupy occupied occupying encircle encircled encircling
    besiege besieged bombard bombarded bombarding target targeted targeting rocked shook control
    controls controlled"""
)
_STRIKES_ON = re.compile(
    r"(?:attacks?|strikes?|raids?|assaults?|missiles?|drones?|bombs) on (?:the )?$"
)
_OF_THE_PLACE = re.compile(
    r"(?:'s|')? (?:suburbs?|streets?|outskirts|airports?|mayor|residents?|districts?|metro|subway"
    r"|skyline"
    r"|city|centre|center|downtown|population|ports?|hospitals?|north|south|east|west|coasts?"
    r"|coastline"
    r"|territory|borders?|airspace|capital|regions?|oblast|province|suburbs|areas?|stations?"
    r"|squares?"
    r"|neighbou?rhoods?|soil|waters"
    r"|(?:north|south|east|west|central)\w* (?:\w+ )?(?:regions?|provinces?|city|cities|coast"
    r"|suburbs?))\b"
    r"|-(?:based|born|area|bound)\b"
)
_MET_THERE = re.compile(
    r" (?:talks|summit|agreements?|accords?|process|conference|protocol|time|meeting|round)\b"
)
_CALLED_CAPITAL = re.compile(r"capital,? $")
_LEFT_FOR = re.compile(r"(?:left|leaves|leaving|departed|headed) [\w ]{0,25}$")
_DATELINE = re.compile(r"(?:, [A-Z][\w .]{2,20}\d{0,2})?(?: \([^()\n]{2,30}\))?\s?(?:—|–|--|-) ")


def use_of(text: str, start: int, end: int, *, capital: bool) -> Use:
    """How a name that may be both is used at a position of a folded text.

    `capital` says that the place is a city and the actor its government, not a state.
    """
    before = text[max(0, start - 90) : start].replace("\n", " ").removesuffix("the ")
    last = before[before.rfind(" ", 0, -1) + 1 :].rstrip().lower()
    if _is_dateline(text, start, end) or _OF_THE_PLACE.match(text, end):
        return "place"
    if (
        last.endswith("ern")
        or last == "central"
        or (last in ("with", "and") and _BORDER.search(before))
    ):
        return "place"
    if last in _IN_MAY_END and _IN.search(before) and not _TRUST.search(before):
        return "place"
    if capital and (_MET_THERE.match(text, end) or _CALLED_CAPITAL.search(before)):
        return "place"
    if last in _VISITED:
        return "place"
    if last in _STRUCK or (last == "on" and _STRIKES_ON.search(before)):
        return "place" if capital else "open"
    if last in _WAYS:
        return _on_the_way(before[: -len(last) - 1], last, capital=capital)
    return "actor"


def _on_the_way(before: str, preposition: str, *, capital: bool) -> Use:
    """“To”, “from”, “over” and the like: a way for those who move, else a party."""
    if preposition in ("at", "between", "for"):
        return "place" if preposition == "for" and _LEFT_FOR.search(before) else "actor"
    if _MESSAGE.search(before):
        return "actor"
    if _MOVES.search(before):
        return "place"
    if _SENDS.search(before):
        return "open" if capital else "place"
    return "open" if capital and preposition == "from" else "actor"


def _is_dateline(text: str, start: int, end: int) -> bool:
    opens = start == 0 or text[start - 1] == "\n"
    return opens and _DATELINE.match(text, end) is not None
