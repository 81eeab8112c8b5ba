"""A record with its text as HTML and the pictures in it, or with what is wrong with those."""

from typing import TypeVar

import msgspec

from generator.model.digest import digest
from generator.model.media import Media, ToHtml
from generator.model.problems import Problem
from generator.model.prose import Prose
from generator.model.records import Content
from generator.model.registers import Registers

from .reading import Unread

T = TypeVar("T", bound=Content)


def illustrated(record: T, to_html: ToHtml, registers: Registers) -> T | Unread:
    """The record with its HTML; its digest is that of its pictures, too."""
    html, media, wrong = to_html(record.body, registers.get(Media, {}))
    if wrong:
        lines = ((record.body_line + line - 1, message) for line, message in wrong)
        problems = [Problem(record.file, line, message) for line, message in lines]
        return Unread(record.file, problems, record.id)
    body = Prose(record.body, html)
    if not media:
        return msgspec.structs.replace(record, body=body)
    covered = digest([record.digest, [each.digest for each in media]])
    return msgspec.structs.replace(record, body=body, media=media, digest=covered)
