"""Page furniture in scraped text: what stands on the page but is no part of the report.

A form must cover a whole line, so that a sentence which only begins like furniture is kept.
"""

import re
from collections.abc import Sequence

LONGEST = 240  # characters; furniture is short, and a longer line is kept whatever it says

_NETWORK = (
    r"(?:facebook|twitter|x|instagram|threads|whatsapp|telegram|reddit|linkedin|youtube|tiktok"
    r"|bluesky|mastodon|flipboard|pinterest)"
)
_SHARE = rf"(?:share|tweet|pin(?: it)?|e-?mail|print|copy link|{_NETWORK.replace('|x|', '|')})"
_BETWEEN = r"(?:[\s:|,/·•&]+|$)"
_LETTER = r"(?:newsletters?|mailing list|e-?mails?|briefings?|updates|alerts)"
_NOT_A_SENTENCE = r"(?<![.!?…”\"])"

_FORMS = re.compile(
    r"leave an? (?:reply|comment)(?: cancel reply)?|(?:post|write|add) (?:a |your )?comment"
    r"|(?:your email address will not be published\.? ?)?required fields are marked ?\*?"
    r"|your email address will not be published\.?"
    r"|save my name, email,? and website in this browser.{0,60}"
    r"|you must be (?:logged|signed) in to (?:post a |leave a )?(?:comment|reply)\.?"
    r"|log in to (?:leave a )?(?:comment|reply)\.?",
    re.IGNORECASE,
)
_COUNTED_COMMENTS = re.compile(
    r"\d+ (?:comments?|responses?|replies|thoughts?)(?: (?:to|on) .{1,160})?:?"
    r"|(?:comments?|responses?|replies) \(?\d+\)?:?",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"(?:reader )?(?:comments?|responses?|replies):?", re.IGNORECASE)
_SIGN_OF_COMMENT = re.compile(
    r"reply|.{1,60} says:|.{0,60}\b20\d\d at \d\d?:\d\d.{0,20}", re.IGNORECASE
)
_ELSEWHERE = (  # “read also”, in the languages of the readers
    r"(?:also read|must read|(?:à )?lire aussi|lesen sie auch|auch interessant|mehr zum thema"
    r"|(?:lea|lee) también|te puede interesar|leggi anche|le[iy]a (?:também|mais)|czytaj też"
    r"|читайте (?:также|по теме)|читать также|читайте також"
    r"|관련 ?기사|関連記事|اقرأ (?:أيض\w*|المزيد)"
    r"|相关(?:阅读|新闻|报道)|延伸阅读|推荐阅读)"
)
_OTHERS = {
    "share bar": (
        rf"{_SHARE}{_BETWEEN}"
        rf"(?:(?:{_SHARE}|x|and|this|the|on|via|by|article|story|page|post){_BETWEEN})*"
    ),
    "newsletter prompt": (
        r"(?:sign up|subscribe)(?: now| here| today)?[.!]?"
        rf"|(?:sign up|subscribe)(?: now| here| today| free)?(?: for| to)? (?:our|the|my|this|a)"
        rf"(?: [\w’'-]+){{0,4}} {_LETTER}\b.{{0,100}}"
        r"|(?:get|receive|have|sign up)\b.{1,120}\b(?:in|to|into) your inbox\b.{0,60}"
        r"|join our (?:newsletter|mailing list|(?:telegram|whatsapp) (?:channel|group))\b.{0,100}"
        r"|(?:.{1,60} is now on telegram\. )?click here to (?:join|follow|subscribe)\b.{0,120}"
        r"|(?:pour lire la suite|subscribe to (?:continue|keep|read))\b.{0,120}"
        r"|(?:enter )?your e-?mail(?: address)? ?\*?"
        r"|(?:view|read|open)(?: this)?(?: e-?mail| newsletter| message)? (?:in|on)"
        r" (?:your |a |the )?(?:web ?)?browser\.?|view online"
        r"|(?:you(?:’|')?re|you are) receiving this (?:e-?mail|newsletter|message)?\b.{0,160}"
        r"|(?:to )?unsubscribe\b.{0,120}"
        r"|(?:update|manage)(?: your)? (?:e-?mail )?preferences\b.{0,60}"
    ),
    "advertisement": (
        r"advertisements?|sponsored(?: content)?|promoted"
        r"|(?:story|article) continues (?:below|after)(?: (?:this |the )?ad(?:vertisement)?)?[.:]?"
    ),
    "navigation": (
        r"(?:read more|read also|see also|most read|trending(?: now)?|you (?:may|might) also like"
        r"|related(?: (?:articles|stories|posts|content|coverage|topics))?|more stories)"
        r"\s?:?\s?[»→]?"
        r"|(?:read more|read also|see also|related(?: (?:article|story))?)"
        rf": .{{1,120}}{_NOT_A_SENTENCE}"
        rf"|{_ELSEWHERE}\s?[:：]?|{_ELSEWHERE}\s?[:：] ?.{{1,120}}{_NOT_A_SENTENCE}"
        r"|more (?:from|by) (?:this|the) (?:author|section|category|series)"
        r"|(?:previous|next) (?:article|post|story)|skip to (?:main )?content|back to top"
    ),
    "copyright line": (
        r"(?:copyright )?[©ⓒ].{0,120}|.{0,60}무단 ?전재.{0,60}"
        rf"|copyright (?:\(c\) ?)?\d{{4}}\b.{{0,120}}|\(c\) ?\d{{4}}\b.{{0,100}}{_NOT_A_SENTENCE}"
        r"|(?:.{1,60}, )?all rights reserved\.?"
    ),
    "cookie notice": (
        r"(?:this|our) (?:web)?site uses cookies\b.{0,160}"
        r"|we use cookies(?: (?:to|and|for|on)\b.{0,160}|\.)?"
        r"|by continuing to (?:use|browse) (?:this|our) (?:web)?site\b.{0,160}"
        r"|accept(?: all)?(?: cookies)?|(?:manage|reject)(?: all)? cookies"
        r"|cookie (?:settings|preferences|policy)"
    ),
    "follow prompt": (
        rf"(?:follow|like|find) us(?: on)?{_BETWEEN}"
        rf"(?:(?:{_NETWORK}|and|or|@\w{{1,30}}|google news){_BETWEEN})*"
        r"(?:for (?:more|the latest|all the|breaking|daily)\b.{0,60})?[.!]?"
        rf"|follow us on {_NETWORK}[.!]"
    ),
    "byline": r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{2,20}){1,3}",  # an address alone
}

_KINDS = {why: re.compile(form, re.IGNORECASE) for why, form in _OTHERS.items()}


def reason_to_strip(block: str) -> str:
    """What kind of furniture a block is, or nothing when it may be part of the report."""
    if len(block) > 4 * LONGEST:
        return ""
    whole = _reason(" ".join(block.split()))
    lines = [_reason(" ".join(line.split())) for line in block.split("\n")]
    return whole or (lines[0] if all(lines) else "")


def start_of_comments(blocks: Sequence[str]) -> int:
    """The block that the readers' comments begin with; the number of blocks when there are none.

    A comment form closes the report when no more stands after it than before it; one beside the
    headline does not. What stands before the form are comments from a heading on that counts
    them, or is followed by nothing that reads like a report.
    """
    total = sum(map(len, blocks))
    before = 0
    for number, block in enumerate(blocks):
        after = total - before - len(block)
        if number and before >= after and _FORMS.fullmatch(_first_line(block)):
            return _heading_before(blocks[:number])
        before += len(block)
    return len(blocks)


def shortened(block: str, length: int = 120) -> str:
    """A block on one line, cut at a word, as it is recorded."""
    line = " ".join(block.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"


def _heading_before(blocks: Sequence[str]) -> int:
    signs = (i for i in reversed(range(len(blocks))) if _holds_a_comment(blocks[i]))
    last_sign, last = next(signs, -1), len(blocks) - 1
    for number, block in enumerate(blocks):
        line = " ".join(block.split()) if len(block) <= LONGEST else ""
        counted, plain = _COUNTED_COMMENTS.fullmatch(line), _COMMENTS.fullmatch(line)
        if number and (counted or (plain and (number < last_sign or number == last))):
            return number
    return len(blocks)


def _holds_a_comment(block: str) -> bool:
    lines = (line.strip() for line in block.split("\n"))
    return any(_SIGN_OF_COMMENT.fullmatch(line) for line in lines if len(line) <= LONGEST)


def _reason(line: str) -> str:
    if len(line) > LONGEST:
        return ""
    if _FORMS.fullmatch(line):
        return "comment form"
    return next((why for why, form in _KINDS.items() if form.fullmatch(line)), "")


def _first_line(block: str) -> str:
    return " ".join(block[: LONGEST + 1].strip().partition("\n")[0].split())
