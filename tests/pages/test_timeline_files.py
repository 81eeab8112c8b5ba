"""A timeline as a calendar and as slides: nothing on a day that nobody knows, or as a fact."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from conftest import MINIMAL, Site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from generator.library.load import load
from generator.model.digest import with_digest
from generator.model.edtf import Edtf
from generator.model.records import Event
from generator.model.unseen import without_controls
from generator.pages.feeds.calendars import calendar_text, days_of, folded
from generator.pages.feeds.slides import slide_dates
from generator.pages.feeds.timelines import timelines_of
from generator.pages.render import render
from generator.site_folder import plan_site

HOSTILE = st.text(
    st.sampled_from("a]]>&<\"';,:\\\n\r\t\u2028\u0085\u202b\u200f\u0634ф한\U0001f98a\u00a0{}%#=- ")
    | st.characters(codec="utf-8"),
    min_size=1,
    max_size=60,
)
DAY, SPAN, YEAR = {"year": 2025, "month": 3, "day": 7}, {"year": 2025, "month": 3}, {"year": 2025}


@pytest.mark.parametrize(
    ("text", "days", "slide"),
    [
        ("2025-03-07", "20250307-20250308", (DAY,)),
        ("2025-03-07~", "20250307-20250308 ", (DAY,)),
        ("2025-03-07?", "20250307-20250308 ", (DAY,)),
        ("2025-03-07T05:00:00+09:00", "20250306T200000Z", (DAY,)),
        ("2025-03-07T05:00:00", "20250307-20250308 ", (DAY,)),  # on whose clock?
        ("2025-03", "20250301-20250401 ", (SPAN,)),
        ("2025-03-XX", "20250301-20250401 ", (SPAN,)),
        ("2025-03-05/2025-03-07", "20250305-20250308 ", ({**DAY, "day": 5}, DAY)),
        ("[2025-03-05,2025-03-07]", "20250305-20250308 ", ({**DAY, "day": 5}, DAY)),
        ("2025-02/2025-03", None, ({**SPAN, "month": 2}, SPAN)),
        ("2025-21", None, (SPAN, {**SPAN, "month": 5})),
        ("2025", None, (YEAR,)),
        ("2025~", None, (YEAR,)),
        ("202X", None, ({"year": 2020}, {"year": 2029})),
        ("2025-03-07/..", None, (DAY,)),
        ("../2025-03-07", None, None),
        ("XXXX", None, None),
        ("9999-12-31", None, ({"year": 9999, "month": 12, "day": 31},)),
        ("-0044-03-15", None, ({"year": -44, "month": 3, "day": 15},)),
        ("Y170000002", None, None),
    ],
)
def test_a_date_is_drawn_as_long_as_it_may_be_and_never_as_a_day_it_is_not(
    text: str, days: str | None, slide: tuple[dict[str, int], ...] | None
) -> None:
    """A space behind the days: the date has to be said in words as well."""
    found = days_of(Edtf.parse(text))
    values = [found.start, found.end or ""] if found else []
    said = "-".join(value.rpartition(":")[2] for value in values if value)
    assert (said + ("" if found and found.exact else " ") if found else None) == days
    dates = slide_dates(Edtf.parse(text))
    assert (tuple(dates.values()) if dates else None) == slide


EVENTS = """\
-- content/articles/dam.md --
---
title: The dam; and after
date: 2025-03-09
source: { name: The Wire, url: null }
tags: [water]
lang: en
status: reviewed
events:
  - { id: flood, date: 2025-03-07, what: "The dam broke, they say",
      status: disputed, said: on Friday }
  - { id: relief, date: 2025-03, what: Relief came, status: claimed }
  - { id: talks, date: 2025-03-07T05:00:00+09:00, what: Talks began, status: confirmed }
  - { id: drought, date: 2024, what: The river ran dry, status: confirmed }
  - { id: once, date: XXXX, what: The dam was built, status: claimed }
claims:
  - { id: c1, act: asserts, quote: the dam broke at dawn, event: flood, by: north }
  - { id: c2, act: denies, quote: no dam broke, answers: c1, event: flood, by: unattributed }
---
They say the dam broke at dawn. Others: no dam broke.
-- content/registers/actors.yaml --
north: { name: "North, the", kind: state }
"""


def pages(made: Site, *paths: str) -> list[bytes]:
    planned = plan_site(made.root, drafts=False)
    by_path = {page.path: page for page in planned.pages}
    return [render(by_path[path], planned.templates) for path in paths]


def events_of(calendar: bytes) -> dict[str, Any]:
    """The events of a calendar by their ids, as a program that knows the standard reads them."""
    found = Calendar.from_ical(calendar.decode()).walk("VEVENT")
    return {str(event["UID"]).partition("@")[0]: event for event in found}


@pytest.fixture
def calendar(site: Callable[[str], Site]) -> bytes:
    return pages(site(EVENTS), "/timeline/events.ics")[0]


def test_a_calendar_has_what_is_known_to_the_month_and_counts_what_is_not(calendar: bytes) -> None:
    events = events_of(calendar)
    assert {*events} == {"dam.flood", "dam.relief", "dam.talks"}
    shown = {
        uid: (
            str(event["SUMMARY"]),
            event["DTSTART"].dt,
            event["DTEND"].dt if "DTEND" in event else None,
        )
        for uid, event in events.items()
    }
    assert shown == {
        "dam.flood": ("Disputed: The dam broke, they say", date(2025, 3, 7), date(2025, 3, 8)),
        "dam.relief": ("Claimed, March 2025: Relief came", date(2025, 3, 1), date(2025, 4, 1)),
        "dam.talks": ("Confirmed: Talks began", datetime(2025, 3, 6, 20, tzinfo=UTC), None),
    }
    about = Calendar.from_ical(calendar.decode())["DESCRIPTION"]
    assert "2 events are not here" in str(about)
    assert {str(event["STATUS"]) for uid, event in events.items() if uid != "dam.talks"} == {
        "TENTATIVE"
    }


def test_an_event_of_a_calendar_says_who_says_so(calendar: bytes) -> None:
    flood = events_of(calendar)["dam.flood"]
    assert str(flood["DESCRIPTION"]).splitlines() == [
        "Date: 7 March 2025 (dated from “on Friday”)",
        "North, the says: “the dam broke at dawn”",
        "Nobody named denies: “no dam broke”",
        "Report: The dam; and after (The Wire)",
        "https://digest.example/articles/dam/#flood",
    ]
    assert str(flood["URL"]) == "https://digest.example/articles/dam/#flood"


def test_a_calendar_is_folded_stamped_without_a_clock_and_keeps_its_ids(
    calendar: bytes, site: Callable[[str], Site], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = calendar.split(b"\r\n")
    assert b"\n" not in b"".join(lines) and max(map(len, lines)) <= 75
    whole = calendar.replace(b"\r\n ", b"")
    assert rb"Report: The dam\; and after (The Wire)\n" in whole  # readers forgive what is not so
    assert all(line.decode() for line in lines[:-1]) and lines[-1] == b""
    assert re.findall(rb"DTSTAMP:(.+)", calendar) == [b"20250309T000000Z\r"] * 3
    made = Site(tmp_path_factory.mktemp("again"))
    made.write(MINIMAL + EVENTS)
    made.edit("content/articles/dam.md", "The dam broke, they say", "It burst")
    made.edit(
        "content/articles/dam.md", "status: reviewed", "updated: 2025-04-01\nstatus: reviewed"
    )
    made.approve()
    [edited] = pages(made, "/timeline/events.ics")
    uids = re.compile(rb"UID:(.+)")
    assert uids.findall(edited) == uids.findall(calendar)
    assert b"DTSTAMP:20250401T000000Z" in edited


def test_a_long_timeline_carries_its_newest_events_and_says_where_the_others_are(
    site: Callable[[str], Site],
) -> None:
    made = site(EVENTS)
    library, _ = load(made.root)
    [article] = library.articles
    event = article.events[0]
    many = tuple(
        with_digest(_moved(event, f"e{n}", f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}"))
        for n in range(305)
    )
    found = timelines_of(many)
    [whole], [year] = found.whole.calendar, dict(found.by_year)["2025"].slides
    assert (len(whole.events), whole.older, len(year.events)) == (300, 5, 305)
    first = [event.date.sort_key for event in whole.events]
    assert first == sorted(first, reverse=True)


def _moved(event: Event, id_: str, when: str) -> Event:
    return replace(event, id=id_, date=Edtf.parse(when), digest="")


# ---- whatever stands in it ----
@given(st.lists(HOSTILE, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_from_a_calendar(texts: list[str]) -> None:
    lines = "\n".join(f"SUMMARY:{calendar_text(text)}" for text in texts)
    made = folded(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    [event] = Calendar.from_ical(made).walk("VEVENT")
    found = event["SUMMARY"]
    plain = [re.sub(r"\r\n?", "\n", text) for text in texts]
    wanted = [re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", "", text) for text in plain]
    assert [*map(str, found if isinstance(found, list) else [found])] == wanted


TITLES = HOSTILE.map(lambda text: " ".join(without_controls(text).split())).filter(
    lambda text: len(text) > 1 and re.search(r"\w", text) is not None
)


@given(st.lists(TITLES, min_size=6, max_size=6, unique=True))
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_title_comes_through_every_output(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str]
) -> None:
    made = Site(tmp_path_factory.mktemp("hostile"))
    made.write(MINIMAL)
    for number, title in enumerate(titles):
        quoted = json.dumps(title, ensure_ascii=False)
        made.write(f"""\
            -- content/articles/a-{number}.md --
            ---
            title: {quoted}
            date: 2025-03-{number + 1:02}
            source: {{ name: {quoted}, url: null }}
            tags: [water]
            status: reviewed
            events: [{{ id: e, date: 2025-03-{number + 1:02}, what: {quoted}, status: denied }}]
            corrections: [{{ at: 2025-04-01, why: {quoted}, was: {quoted} }}]
            ---
            Said.
            """)
    made.approve()
    home, below = "/tags/water/", "/tags/water/timeline/"
    atom, feed, fixed, ics, slides, search = pages(
        made, f"{home}feed.xml", f"{home}feed.json", "/corrections/feed.xml",
        f"{below}events.ics", f"{below}timelinejs.json", "/opensearch.xml",
    )  # fmt: skip
    wanted = sorted(titles)
    space = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(atom).findall(f"{space}entry")
    assert sorted(entry.findtext(f"{space}title") or "" for entry in entries) == wanted
    assert sorted(item["title"] for item in json.loads(feed)["items"]) == wanted
    assert not feedparser.parse(fixed).bozo and ElementTree.fromstring(search) is not None
    what = [str(event["SUMMARY"]) for event in events_of(ics).values()]
    assert sorted(what) == sorted(f"Denied: {title}" for title in titles)
    escaped = [each["text"]["headline"] for each in json.loads(slides)["events"]]
    assert not any("<" in headline for headline in escaped)
    assert len(escaped) == len(titles)
