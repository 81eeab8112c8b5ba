"""The events of a site by tag, actor and year, for the files that carry many of them at once.

They are put in order and sorted into their groups once for all of these files, of which there are
two for each timeline: a calendar, and one for TimelineJS.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from generator.model.edtf import Edtf
from generator.model.records import Event

from .calendars import days_of
from .slides import slide_dates

MOST = 300  # events of a file; TimelineJS grows slow beyond, and so do calendars on a telephone


class Excerpt(msgspec.Struct, frozen=True):
    """The events that a file carries, the newest first, and how many it does not."""

    events: tuple[Event, ...]
    older: int  # than those that it carries
    vague: int  # whose dates are known too little for it


class Timeline(msgspec.Struct, frozen=True):
    """What its files carry; none for a file in which there would be nothing."""

    calendar: tuple[Excerpt, ...]
    slides: tuple[Excerpt, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files."""
        there = (("events.ics", self.calendar), ("timelinejs.json", self.slides))
        return tuple(name for name, carried in there if carried)


Grouped = tuple[tuple[Any, Timeline], ...]


class Timelines(msgspec.Struct, frozen=True):
    """The timelines of a library. That of a year leaves out nothing that can be drawn."""

    whole: Timeline
    by_tag: Grouped
    by_actor: Grouped
    by_year: Grouped


Fitting = tuple[Event, bool, bool]
"""An event, and whether a calendar and TimelineJS can draw it."""


def timelines_of(events: Iterable[Event]) -> Timelines:
    """The events of a site under all that they are asked by."""
    events = sorted(events, key=lambda event: event.permalink)
    events.sort(key=_newness, reverse=True)
    tags: dict[str, tuple[Any, list[Fitting]]] = {}
    actors: dict[str, tuple[Any, list[Fitting]]] = {}
    years: dict[str, tuple[Any, list[Fitting]]] = {}
    dates = {event.date.text: event.date for event in events}  # fewer than there are events
    fits = {text: _fits(date) for text, date in dates.items()}
    fitting: list[Fitting] = [(event, *fits[event.date.text]) for event in events]
    for each in fitting:
        for tag in each[0].tags:
            tags.setdefault(tag.id, (tag, []))[1].append(each)
        for actor in each[0].actors:
            actors.setdefault(actor.id, (actor, []))[1].append(each)
        for year in each[0].years:
            years.setdefault(year, (year, []))[1].append(each)
    return Timelines(
        _timeline(fitting, MOST),
        tuple((tag, _timeline(found, MOST)) for tag, found in tags.values()),
        tuple((actor, _timeline(found, MOST)) for actor, found in actors.values()),
        tuple((year, _timeline(found, None)) for year, found in years.values()),
    )


def files_of(timelines: Iterable[tuple[Any, Timeline]]) -> dict[str, tuple[str, ...]]:
    """Which files there are of each of several timelines, by the id of what it is of."""
    return {getattr(what, "id", what): timeline.files for what, timeline in timelines}


def _fits(date: Edtf) -> tuple[bool, bool]:
    return days_of(date) is not None, slide_dates(date) is not None


def _timeline(events: list[Fitting], most: int | None) -> Timeline:
    on_days = [event for event, fits, _ in events if fits]
    on_slides = [event for event, _, fits in events if fits]
    return Timeline(*(_excerpt(found, len(events), most) for found in (on_days, on_slides)))


def _excerpt(found: list[Event], of: int, most: int | None) -> tuple[Excerpt, ...]:
    shown = tuple(found[:most])
    return (Excerpt(shown, len(found) - len(shown), of - len(found)),) if shown else ()


def _newness(event: Event) -> tuple[object, ...]:
    return event.date.known, event.date.sort_key
