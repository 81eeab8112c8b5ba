"""What attribution finds: a statement, with the words each part of it rests on."""

import msgspec

from .phrases import Phrase
from .sentences import Sentence, Span


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody says something: speaker, verb, what is said, all as places in the text.

    `speaker` is None where the text names nobody; `core` is the speaker without apposition.
    """

    cue: Span
    content: Span
    act: str
    word: str  # the verb's plain form
    paragraph: int
    speaker: Span | None = None
    core: Span | None = None
    via: Span | None = None  # who carried what another said
    unattributed: bool = False
    hedge: Span | None = None  # where the verb itself is one: “suggesting”
    answers: Span | None = None  # cue of the statement that this denies


def statement(
    sentence: Sentence,
    speaker: Phrase | None,
    cue: Span,
    content: Span,
    word: str,
    act: str,
) -> Statement:
    """A statement of one sentence."""
    said_by = sentence.span(speaker.first, speaker.last) if speaker else None
    core = sentence.span(speaker.first, speaker.core) if speaker else None
    return Statement(
        cue=cue,
        content=content,
        act=act,
        word=word,
        paragraph=sentence.paragraph,
        speaker=said_by,
        core=core,
        unattributed=speaker is None,
    )
