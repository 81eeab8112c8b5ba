"""Page furniture in scraped text: what stands on the page but is no part of the report."""

import re
from collections.abc import Sequence

LONGEST = 240  # characters; furniture is short, and a long block is kept whatever it says

_FORMS = re.compile(
    r"leave an? (reply|comment)( cancel reply)?|post (a )?comment|add (a|your) comment"
    r"|your email address will not be published.*|required fields are marked.*"
    r"|save my name, email,? and website in this browser.*|you must be logged in to.*comment.*",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"(\d+ )?(comments?|responses?|replies)( \(?\d+\)?)?:?", re.IGNORECASE)
_OTHERS = {
    "share bar": re.compile(
        r"(share|tweet|pin|e-?mail|print|copy link|facebook|twitter|x|whatsapp|telegram|reddit"
        r"|linkedin|this|on|via|article|story|:|\||,|\s|·|•)+",
        re.IGNORECASE,
    ),
    "newsletter prompt": re.compile(
        r"((sign up|subscribe)\b.*\b(newsletters?|updates?|inbox|alerts?|e-?mails?|briefing)\b.*"
        r"|get (the|our) .*\b(newsletter|inbox)\b.*|join our (newsletter|mailing list).*"
        r"|(enter )?your e-?mail( address)?)",
        re.IGNORECASE,
    ),
    "advertisement": re.compile(
        r"advertisements?|sponsored( content)?|story continues below.*", re.IGNORECASE
    ),
    "navigation": re.compile(
        r"(read more|related|related (articles|stories|posts)|see also|most read|more from .{1,40}"
        r"|(previous|next) (article|post)|skip to (main )?content|back to top)"
        r"( ?:|: .{1,120})?",
        re.IGNORECASE,
    ),
    "copyright line": re.compile(
        r"(©|\(c\)|copyright)\s.{0,120}|all rights reserved\.?", re.IGNORECASE
    ),
    "cookie notice": re.compile(
        r".*\b(we use|accept( all)?|uses) cookies\b.*|accept( all)?( cookies)?|manage cookies.*",
        re.IGNORECASE,
    ),
    "follow prompt": re.compile(r"follow us\b.*|like us on facebook.*", re.IGNORECASE),
}


def reason_to_strip(block: str) -> str:
    """What kind of furniture a block is, or nothing when it may be part of the report."""
    line = " ".join(block.split())
    if len(line) > LONGEST:
        return ""
    if _FORMS.fullmatch(line):
        return "comment form"
    return next((why for why, form in _OTHERS.items() if form.fullmatch(line)), "")


def start_of_comments(blocks: Sequence[str]) -> int:
    """The block that the readers' comments begin with; the number of blocks when there are none.

    A comment form closes the report. A heading “Comments” counts only before such a form, since
    a report may well have a section of that name.
    """
    form = next((i for i, block in enumerate(blocks) if _is_form(block)), None)
    if form is None or form == 0:
        return len(blocks)
    heading = (i for i, block in enumerate(blocks[:form]) if i and _COMMENTS.fullmatch(block))
    return next(heading, form)


def _is_form(block: str) -> bool:
    return bool(_FORMS.fullmatch(" ".join(block.split()[:40])))
