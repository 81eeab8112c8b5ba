"""A content file, as it lies on the disk, into its record."""

from typing import Any, TypeVar

import msgspec

from generator.model.problems import Problem
from generator.model.records import Article, PlainPage
from generator.model.registers import Registers
from generator.model.selections import Edition, Story

from .addresses import probable_id
from .files import decode
from .parse import parse

T = TypeVar("T", Article, Edition, Story, PlainPage)
Kind = type[Any]  # Article, Edition, Story or PlainPage


class Unread(msgspec.Struct):
    """A file that could not be read: why, and the id that it would have."""

    file: str
    problems: list[Problem]
    id: str


def record_of(data: bytes | Problem, kind: type[T], file: str, registers: Registers) -> T | Unread:
    """The record of a file with these bytes."""
    text = data if isinstance(data, Problem) else decode(data, file)
    if isinstance(text, Problem):
        return Unread(file, [text], probable_id(file, ""))
    record = parse(kind, text, file, registers)
    return Unread(file, record, probable_id(file, text)) if isinstance(record, list) else record
