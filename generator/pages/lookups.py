"""What headers look up by an article's id, such as `nearest_to[article.id]`.

A lookup is made of a whole list; a page is made of one answer of it. So a page that looks up what
it looked up the last time is the page of the last time, whatever else has changed in the list.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Protocol

import msgspec

from generator.model.digest import digest

from .related import Related

Answers = dict[str, Any]


class Lookup(Protocol):
    """Something with answers by id, that can tell them from those of the last time."""

    def prepare(self) -> None:
        """Make what all answers are found in."""

    def answers(self, ids: Iterable[str]) -> Answers:
        """What was found in this process."""

    def learn(self, answers: Answers) -> None:
        """Know what another process found."""

    def told(self) -> bytes:
        """What to remember of the answers."""

    def differing(self, told: bytes) -> frozenset[str] | None:
        """The ids whose answers are others now; None where any may be."""


class Answered:
    """A mapping as a lookup: all its answers are there."""

    def __init__(self, mapping: Mapping[Any, Any]) -> None:
        # Raises TypeError for an answer that has no digest.
        self.digests = {id_: digest(each) for id_, each in mapping.items() if id_.__class__ is str}

    def prepare(self) -> None:
        """There is nothing to make."""

    def answers(self, ids: Iterable[str]) -> Answers:  # noqa: ARG002
        """Nothing was found that other processes don't have."""
        return {}

    def learn(self, answers: Answers) -> None:
        """There is nothing to learn."""

    def told(self) -> bytes:
        """The digest of each answer."""
        return msgspec.msgpack.encode(self.digests)

    def differing(self, told: bytes) -> frozenset[str]:
        """The ids that have another answer, or none any more, or have one now."""
        before = msgspec.msgpack.decode(told, type=dict[str, str])
        ids = before.keys() | self.digests.keys()
        return frozenset(id_ for id_ in ids if before.get(id_) != self.digests.get(id_))


def lookup_of(value: Any) -> Lookup | None:
    """What a header binds, as a lookup; None for what cannot be one."""
    if isinstance(value, Related):
        return value
    with suppress(TypeError, RecursionError):
        return Answered(value) if isinstance(value, Mapping) else None
    return None


class Lookups:
    """All lookups of a page type by their names."""

    def __init__(self, by_name: Mapping[str, Lookup]) -> None:
        self.by_name = by_name

    def prepare(self) -> None:
        """Make what all answers are found in, before there are other processes to share it."""
        for lookup in self.by_name.values():
            lookup.prepare()

    def answers(self, ids: Iterable[str]) -> dict[str, Answers]:
        """What was found in this process for some ids."""
        ids = tuple(ids)
        return {name: lookup.answers(ids) for name, lookup in self.by_name.items()}

    def learn(self, answers: Mapping[str, Answers]) -> None:
        """Know what another process found."""
        for name, found in answers.items():
            self.by_name[name].learn(found)

    def told(self) -> dict[str, bytes]:
        """What to remember."""
        return {name: lookup.told() for name, lookup in self.by_name.items()}

    def differing(self, told: Mapping[str, bytes]) -> frozenset[str] | None:
        """The ids with any answer that is not the last time's; None where any may be another."""
        if told.keys() != self.by_name.keys():
            return None
        found = [lookup.differing(told[name]) for name, lookup in self.by_name.items()]
        return None if None in found else frozenset().union(*(ids for ids in found if ids))
