"""What a denial denies: linked to the statement it answers, where that is certain."""

import re
from collections.abc import Sequence

import msgspec

from .refusals import says_untrue
from .sentences import Span
from .statements import Statement

_POINTS_BACK = re.compile(
    r"(?:that )?(?:(?:the|this|that|these|those|such|all|any|its|their|his|her|both) "
    r"(?:[\w’'-]+ ){0,2}?)?(?:it|this|that|them|claims?|allegations?|accusations?|charges?"
    r"|assertions?|reports?|suggestions?|account|version|story)"
    r"(?: (?:as|is|was|were|are)\b.*|, .*)?",
    re.IGNORECASE | re.DOTALL,
)
_DENIABLE = frozenset(("accuses", "asserts", "reports", "estimates"))


def linked(found: Sequence[Statement], text: str) -> list[Statement]:
    """The statements, each denial with what it answers; a denial that says “untrue” becomes one."""
    done: list[Statement] = []
    for each in found:
        said = text[each.content.start : each.content.end]
        if each.act == "asserts" and says_untrue(said):
            each = msgspec.structs.replace(each, act="denies")
        if each.act in ("denies", "withdraws") and each.answers is None:
            each = msgspec.structs.replace(each, answers=_answered(each, said, done))
        done.append(each)
    return done


def _answered(denial: Statement, said: str, before: Sequence[Statement]) -> Span | None:
    """The verb of the one statement that the denial can point back to; None when in doubt."""
    if not before or not _POINTS_BACK.fullmatch(said):
        return None
    last = before[-1]
    rivals = [each for each in before if each.paragraph == last.paragraph and each.act in _DENIABLE]
    if len(rivals) > 1 and last.act != "accuses" and len({each.cue for each in rivals}) > 1:
        return None
    near = denial.paragraph - last.paragraph <= 1
    other = last.speaker != denial.speaker and not (
        last.content.start <= denial.cue.start < last.content.end
    )
    return last.cue if near and other and last.act in _DENIABLE else None
