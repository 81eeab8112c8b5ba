"""“At least”, “about”, “another”: words before and after a number that bound it or add it."""

import re

import msgspec

_KINDS = {
    "low": "at least|no fewer than|no less than|not fewer than|not less than|more than"
    "|well more than|much more than|far more than|slightly more than|greater than|higher than"
    "|upwards of|upward of|in excess of|a minimum of|over|well over|just over|slightly over|above"
    "|exceeding|exceeds|exceeded|surpassing|surpassed",
    "high": "up to|as many as|as much as|fewer than|less than|lower than|no more than"
    "|not more than|at most|a maximum of|under|well under|just under|slightly under|below"
    "|well below|just below|slightly below|slightly less than|slightly fewer than",
    "approx": "about|around|roughly|approximately|approx.|nearly|almost|some|an estimated|estimated"
    "|close to|circa|virtually|~|≈|in the region of|in the order of|somewhere around|perhaps"
    "|what appear to be|an average of|on average",
    "added": "an additional|another|a further|an extra|additional|further|extra|a fresh|an added",
}
ABOUT = "|".join(map(re.escape, _KINDS["approx"].split("|")))


def _any_of(phrases: str) -> str:
    return "|".join(map(re.escape, sorted(phrases.split("|"), key=len, reverse=True)))


_LEFT = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<{kind}>{_any_of(phrases)})" for kind, phrases in _KINDS.items())
    + r")(?:(?<=[~≈])\s?|\s{1,3})$",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"(?P<low> or (?:more|greater|higher)\b|-plus\b| plus\b|\+)|(?P<high> or (?:fewer|less)\b)"
    r"|(?P<approx> or so\b|-odd\b| or thereabouts\b| (?:approximately|roughly)\b)"
)
_MORE = re.compile(r"\s(?:more|additional|further|extra|others?)(?= )(?! than)")
_RISE = re.compile(
    r"(?:ris(?:en|es?)|rose|increas(?:ed?|es|ing)|gr(?:ew|own|ows?)|up|jumped|climbed|raised"
    r"|rais(?:es|ing)) by(?: (?:about|around|nearly|some|roughly|at least|more than|over|up to"
    r"|another|almost))*\s*$",
    re.IGNORECASE,
)


class Bounded(msgspec.Struct, frozen=True):
    """A number with the words that bound it: where they begin and end, and what they say."""

    start: int
    end: int
    bound: str = "best"  # or low, high
    approx: bool = False
    added: bool = False


def bounded(text: str, start: int, end: int) -> Bounded:
    """What stands around the number from `start` to `end`."""
    bound, approx = "", False
    added = _RISE.search(text[max(0, start - 60) : start]) is not None
    while match := _LEFT.search(text, max(0, start - 30), start):
        kind = match.lastgroup or ""
        bound = bound or (kind if kind in ("low", "high") else "")
        approx = approx or kind == "approx" or match[0].lower().startswith(("just", "slightly"))
        added = added or kind == "added"
        start = match.start()
    right = _RIGHT.match(text, end)
    if right:
        end = right.end()
        bound = bound or (right.lastgroup or "").replace("approx", "")
        approx = approx or right.lastgroup == "approx"
    return Bounded(start, end, bound or "best", approx, added or _MORE.match(text, end) is not None)
