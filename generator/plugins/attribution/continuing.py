"""Quotations that stand alone, behind a statement whose speaker goes on."""

from collections.abc import Iterator, Sequence

import msgspec

from .sentences import QUOTE, Sentence, Span
from .statements import Statement

_MARKS = "“”‘’\"'`«»„ "
_POINTS_BACK = frozenset(
    ("that", "those", "so", "thus", "this", "such", "the words", "—", "–", "-")
)


def continued(
    split: Sequence[Sentence], number: int, last: Sequence[Statement]
) -> Iterator[Statement]:
    """A quotation on its own, right behind a statement: the same speaker's.

    `last` are the statements of the sentence before `number`. In a paragraph of its own, the
    quotation must follow another one, and nothing may hint at another speaker.
    """
    sentence = split[number]
    quote = sentence.tokens[0]
    alone = len(sentence.tokens) == 1 and quote.kind == QUOTE
    if not alone or not last or len({each.speaker for each in last}) != 1:
        return
    before = last[-1]
    if not before.speaker or before.act == "declines":
        return
    same = before.paragraph == sentence.paragraph
    if same or _is_whole_paragraph(split, number, before):
        content = Span(quote.start, quote.end)
        yield msgspec.structs.replace(
            before,
            content=content,
            act="asserts",
            hedge=None,
            answers=None,
            paragraph=sentence.paragraph,
        )


def _is_whole_paragraph(split: Sequence[Sentence], number: int, before: Statement) -> bool:
    """Whether a paragraph that is one quotation goes on with the quotation before it.

    Not in a dialogue (a question on either side, a quotation with a speaker right behind), not
    where the next paragraph points back to it (“That was how …”, a name behind a dash), and not
    when its words stand twice, as those set large in a page do.
    """
    sentence = split[number]
    text, quote = sentence.text, sentence.tokens[0]
    said = text[before.content.start : before.content.end]
    quoted = said.startswith(("“", "‘", '"', "'", "`", "«", "„"))
    if not quoted or "?" in said[-3:] or before.paragraph + 1 != sentence.paragraph:
        return False
    after = split[number + 1] if number + 1 < len(split) else None
    if after and (after.paragraph == sentence.paragraph or after.low(0) in _POINTS_BACK):
        return False
    answered = after is not None and after.tokens[0].kind == QUOTE and len(after.tokens) > 1
    if answered or "?" in quote.text[-3:]:
        return False
    return text.count(quote.text.strip(_MARKS)) == 1
