"""What checks are told, and what they say."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from .config import Site
from .fields import Code, Record
from .problems import Problem

Severity = Literal["error", "warning"]


class Checks(Record, frozen=True, kw_only=True):
    """The `checks` of site.yaml. Templates see none of it: no page is made anew for it."""

    off: tuple[Code, ...] = ()
    drafts: Annotated[int, Meta(ge=1, le=10_000)] = 30  # days that a draft may lie
    stale: Annotated[int, Meta(ge=1, le=100_000)] = 365  # days that an entry's `as_of` holds
    weight: Annotated[int, Meta(ge=1, le=100_000)] = 100  # kB of a page, packed as hosts do


class Beside(msgspec.Struct, frozen=True):
    """What an article is held against."""

    site: Site
    seed: str = ""  # the text of its kept seed, empty where none is kept
    changed: tuple[Problem, ...] = ()  # where that is not what was handed in


class Seen(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is on a page, by its HTML. Places in it are offsets."""

    anchors: tuple[str, ...]
    inner: tuple[str, ...]  # files of this site that it links to or loads, with `#` and an anchor
    outer: tuple[str, ...]  # addresses of other sites that it links to
    loads: tuple[str, ...]  # style sheets and scripts of this site
    wordless: tuple[tuple[int, str], ...]  # pictures without words, and what is wrong with them
    size: int  # bytes, packed


class Finding(msgspec.Struct, frozen=True, order=True):
    """What a check found, at its place."""

    file: str
    line: int
    message: str
    code: str
    severity: Severity
    reason: str = ""  # why it is silenced; empty where it is not

    @property
    def stops(self) -> bool:
        """Whether nothing is published with it, unless somebody asks for that."""
        return self.severity == "error" and not self.reason

    @property
    def problem(self) -> Problem:
        mark = self.code if self.severity == "error" else f"{self.code}, {self.severity}"
        return Problem(self.file, self.line, f"{self.message} [{mark}]")
