"""D014: readers are told beforehand of what may be hard to read."""

import re
from collections.abc import Iterator

from generator.model.checks import Beside
from generator.model.problems import Problem
from generator.model.records import Article

from ..standing import plain

code = "D014"
severity = "warning"
mend = "Name it in `sensitive`, such as `sensitive: [torture]`; readers see a note above the text."

# What is hard to read anywhere. That people are killed or wounded, a digest of conflicts tells
# every day, and a note on each report would be no note.
KINDS = {
    "sexual-violence": r"rap(?:e|ed|es|ing|ist|ists)|gang[- ]rap\w+|sexual(?:ly)? "
    r"(?:violence|abuse[ds]?|assault\w*|slavery|slaves|torture[ds]?|humiliat\w+|mutilat\w+)",
    "torture": r"tortur(?:e|ed|es|ing|ers?)|waterboard\w*|electrocut\w+",
    "graphic-violence": r"behead\w*|decapitat\w*|dismember\w*|mutilat\w*|disembowel\w*|lynch\w*"
    r"|castrat\w*|crucif\w*|burn(?:ed|t) alive|buried alive|charred (?:bod(?:y|ies)|remains)"
    r"|severed (?:heads?|limbs?|hands?|arms?|legs?)|body parts|corpses|flayed",
    "suicide": r"suicides?(?![- ](?:bomb|drone|attack|vest|belt|mission|squad|boat|truck|car|raid"
    r"|unit|assault|strike|charge|operation))|(?:killed|hanged|shot) (?:him|her)self",
    "harm-to-children": r"(?:child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|schoolchildren)"
    r" (?:were |was |have been |had been |are |who were )?(?:also )?"
    r"(?:killed|dead|died|burned|maimed|shot|starv\w+)"
    r"|(?:kill(?:s|ed|ing)?|maim(?:s|ed|ing)?) (?:\w+ ){0,3}(?:child(?:ren)?|babies|infants)",
}
_EACH = "|".join(f"(?P<{kind.replace('-', '_')}>{words})" for kind, words in KINDS.items())
_ANY = re.compile(rf"(?<![\w-])(?:{_EACH})(?!\w)", re.IGNORECASE)


def check_article(article: Article, _beside: Beside) -> Iterator[Problem]:
    """A Problem for an English report that tells of such things without a `sensitive`, at the first
    of its words."""
    if article.sensitive or not article.lang.startswith("en"):
        return
    text = plain(article.body)
    found = _ANY.search(text) or _ANY.search(article.title)
    if not found:
        return
    line = article.lines.get("title", 1)
    if found.string is text:
        places = [n for n, each in enumerate(article.body.splitlines()) if found[0] in plain(each)]
        line = article.body_line + (places[0] if places else 0)
    kind = (found.lastgroup or "").replace("_", "-")
    message = f"“{' '.join(found[0].split())}”, and no note for readers"
    yield Problem(article.file, line, f"{message}; add `sensitive: [{kind}]` or what fits")
