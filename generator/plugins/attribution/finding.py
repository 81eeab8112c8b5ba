"""All statements of a text, in the order of their verbs."""

from collections.abc import Collection, Iterator, Sequence

import msgspec

from .colons import before_colon
from .continuing import continued
from .denials import linked
from .headlines import in_headline
from .lexicon import Form, forms, words
from .passives import passive, quoted_as_saying
from .refusals import rejected
from .sentences import WORD, Sentence, Span, sentences
from .sources import according_to, denied_claim, in_the_words_of
from .speech import spoken
from .statements import Statement


def statements(text: str, title: str = "", people: Collection[str] = ()) -> list[Statement]:
    """Who says what in a text that begins with its title; `people` may speak before a colon."""
    found: list[Statement] = []
    last: list[Statement] = []
    split = sentences(text, title)
    for number, sentence in enumerate(split):
        here = list(in_headline(sentence, people)) + _verbal(sentence)
        here = here or list(before_colon(sentence))
        here = here or list(continued(split, number, last))
        last = here
        found += here
    once = [_balanced(each, text) for each in _once(found)]
    return linked(list(_carried(once, text)), text)


def _verbal(sentence: Sentence) -> list[Statement]:
    here: list[Statement] = []
    for at, token in enumerate(sentence.tokens):
        if token.kind != WORD:
            continue
        if token.low == "according":
            here += according_to(sentence, at)
        elif token.low == "words":
            here += in_the_words_of(sentence, at)
        elif token.low.startswith(("quot", "cited")):
            here += quoted_as_saying(sentence, at)
        for form in forms().get(token.low, ()):
            if form.cue.particle and sentence.low(at + 1) != form.cue.particle:
                continue
            new = _of_verb(sentence, at, form, here)
            here += new
            if new:
                break
    return here


def _of_verb(
    sentence: Sentence, at: int, form: Form, before: Sequence[Statement]
) -> list[Statement]:
    """The statements around one verb: the first frame that fits has it."""
    made = list(denied_claim(sentence, at, form, before))
    made = made or list(passive(sentence, at, form))
    if "claim" in form.cue.frames:
        made = made or list(rejected(sentence, at, form))
    made = made or list(spoken(sentence, at, form, before))
    if "will" in form.cue.frames:
        made = [each for each in made if not _is_meant_within(sentence, each, before)]
    return made


def _is_meant_within(sentence: Sentence, made: Statement, before: Sequence[Statement]) -> bool:
    """“Lee said he expects to leave”: what he expects is said already."""
    first = sentence.low(sentence.place(made.content.start))
    meant = first == "to" or (made.word == "expect" and first != "that")
    return meant and any(each.content.start <= made.cue.start < each.content.end for each in before)


def _carried(found: Sequence[Statement], text: str) -> Iterator[Statement]:
    """Each statement, and who carried it where an agency reports that somebody said it."""
    agencies = [
        each
        for each in found
        if each.act == "reports" and each.core and _is_carrier(text, each.core)
    ]
    for each in found:
        around = (a for a in agencies if a.content.start <= each.cue.start < a.content.end)
        carrier = next((a.core for a in around if a.cue != each.cue), None)
        yield msgspec.structs.replace(each, via=carrier) if carrier and not each.via else each


def _is_carrier(text: str, core: Span) -> bool:
    named = text[core.start : core.end].lower().replace("(", " ").replace(")", " ").split()
    return bool(set(named[-2:]) & words("carriers"))


def _balanced(said: Statement, text: str) -> Statement:
    """With the marks of an expression in quotation marks at either end of what is said."""
    before = text[said.content.start - 1 : said.content.start]
    if before and before in "“«„‘\"'" and text[said.content.start] != before:
        closing = {"“": "”", "«": "»", "„": "“", "‘": "’"}.get(before, before)
        if closing in text[said.content.start : said.content.end + 1]:
            wider = Span(said.content.start - 1, said.content.end)
            said = msgspec.structs.replace(said, content=wider)
    content = text[said.content.start : said.content.end]
    after = text[said.content.end : said.content.end + 1]
    opened = {"”": "“", "»": "«", "’": "‘"}.get(after, after)
    odd = content.count('"') % 2 if after == '"' else content.count(opened) > content.count(after)
    if after not in '”»’"' or not after or not odd:
        return said
    content_span = Span(said.content.start, said.content.end + 1)
    return msgspec.structs.replace(said, content=content_span)


def _once(found: list[Statement]) -> list[Statement]:
    """Without what was found twice for the same verb and words."""
    seen: dict[tuple[Span, Span], Statement] = {}
    for each in found:
        seen.setdefault((each.cue, each.content), each)
    return sorted(seen.values(), key=lambda each: (each.cue.start, each.content.start))
