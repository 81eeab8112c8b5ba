"""Timelines with more events than anybody would read through: an overview, and the way to each."""

import re
from itertools import chain
from pathlib import Path

import pytest
from conftest import MINIMAL, Site

from generator.model.edtf import Edtf
from generator.pages.periods import moments
from generator.pages.render import render
from generator.site_folder import plan_site

REPORTS, EACH = 60, 10
STATUSES = ("claimed", "confirmed", "disputed", "denied", "planned")
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
DATES = (
    [f"{month}-{day:02}" for month in MONTHS for day in range(1, 29)]
    + [f"2023-{month:02}-07" for month in range(1, 13) for _ in range(16)]
    + MONTHS
    + ["2024"] * 20
    + ["2024-22", "2022-11/2024-02", "1950/2024", "../2024-03-05", "XXXX", "XXXX-03"]
)


def report(number: int) -> str:
    events = []
    for n in range(number * EACH, (number + 1) * EACH):
        date = DATES[n % len(DATES)]
        status = STATUSES[n % 5]
        events.append(f'  - {{ id: e{n}, date: "{date}", what: Event {n}, status: {status} }}')
    listed = "\n".join(events)
    return (
        f"-- content/articles/report-{number}.md --\n---\ntitle: Report {number}\n"
        f"date: 2024-12-31\nsource: {{ name: unknown, url: null }}\ntags: [river]\n"
        f"status: draft\nevents:\n{listed}\n---\nText.\n"
    )


@pytest.fixture(scope="module")
def timeline(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The timeline pages of a site of 600 events, by path."""
    made = Site(tmp_path_factory.mktemp("dense"))
    made.write(MINIMAL + "".join(report(number) for number in range(REPORTS)))
    made.warm()
    site = plan_site(made.root, drafts=True)
    pages = [page for page in site.pages if "timeline" in page.path]
    return {page.path: render(page, site.templates).decode() for page in pages}


def listed(page: str) -> list[int]:
    """The events that a page lists, by number."""
    return [int(number) for number in re.findall(r'articles/report-\d+/index.html#e(\d+)"', page)]


def links(path: str, page: str) -> set[str]:
    """The timeline pages that a page's own part leads to."""
    main = page.partition("<main")[2].partition("</main>")[0]
    depth = path.count("/") - 1
    hrefs = re.findall(rf'href="{re.escape("../" * depth)}(timeline/[^"]*)index.html"', main)
    return {f"/{href}" for href in hrefs}


def section(page: str, heading: str) -> str:
    """The part of a page below a heading."""
    found = re.search(
        rf"<section(?:(?!<section).)*?<h2[^>]*>{heading}</h2>.*?</section>", page, re.S
    )
    assert found, heading
    return found[0]


def test_every_event_is_found_from_the_timeline_by_its_own_links(timeline: dict[str, str]) -> None:
    seen, ahead = set[str](), {"/timeline/"}
    while ahead:
        path = ahead.pop()
        seen.add(path)
        ahead |= {each for each in links(path, timeline[path]) if "status" not in each} - seen
    found = set(chain.from_iterable(listed(timeline[path]) for path in seen))
    assert found == set(range(REPORTS * EACH))
    assert "/timeline/unknown/" in seen and "/timeline/2024/03/" in seen


def test_a_full_year_says_how_much_there_is_and_shows_the_newest(timeline: dict[str, str]) -> None:
    year = section(timeline["/timeline/"], "2024")
    of_2024 = [
        n for n in range(REPORTS * EACH) if "2024" in Edtf.parse(DATES[n % len(DATES)]).years
    ]
    assert f">{len(of_2024)} events<" in year
    assert 'timeline/2024/index.html">All of 2024' in year
    assert "March 2024: " in year and "timeline/2024/03/index.html" in year
    newest = listed(year)
    assert len(newest) == 5 and {"2024-12-28"} & {DATES[n % len(DATES)] for n in newest}


def test_what_is_dated_to_the_year_only_stays_on_the_page_of_a_full_year(
    timeline: dict[str, str],
) -> None:
    page = timeline["/timeline/2024/"]
    own = {DATES[n % len(DATES)] for n in listed(section(page, "Dated to the year[^<]*"))}
    assert own == {"2024", "2024-22", "2022-11/2024-02"}
    assert all(listed(section(page, f"{month} 2024")) for month in ("January", "December"))


def test_what_spans_more_than_ten_years_stays_on_the_whole_timeline(
    timeline: dict[str, str],
) -> None:
    page = timeline["/timeline/"]
    assert [n for n in listed(page) if DATES[n % len(DATES)] == "1950/2024"]


def test_no_page_lists_more_than_two_hundred(timeline: dict[str, str]) -> None:
    assert max(len(listed(page)) for page in timeline.values()) == 200
    assert len(timeline) < 50


def test_events_of_one_date_stand_together_under_it_with_their_number(
    timeline: dict[str, str],
) -> None:
    march = timeline["/timeline/2023/03/"]
    assert len(listed(march)) == 16
    assert march.count('<time datetime="2023-03-07">') == 1
    assert ">16 events<" in march


def test_dates_come_in_the_order_of_their_events() -> None:
    class Dated:
        def __init__(self, date: str) -> None:
            self.date, self.status = Edtf.parse(date), "claimed"

    found = moments([Dated("2025-02"), Dated("2024"), Dated("2025-02")])  # type: ignore[list-item]
    assert [(moment.date.text, len(moment.events)) for moment in found] == [
        ("2025-02", 2),
        ("2024", 1),
    ]


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_a_timeline_of_its_own(timeline: dict[str, str], status: str) -> None:
    page = timeline[f"/timeline/status/{status}/"]
    assert sorted(listed(page)) == [n for n in range(600) if STATUSES[n % 5] == status]
    shown = re.search(r'<nav class="filters".*?</nav>', timeline["/timeline/"], re.S)
    assert shown
    assert f'status/{status}/index.html">{status}</a> <span class="count">120<' in shown[0]
    assert "tags/river/timeline/index.html" in shown[0]


def test_few_events_are_listed_as_they_are(tmp_path: Path) -> None:
    made = Site(tmp_path)
    made.write(MINIMAL + report(0))
    made.warm()
    site = plan_site(made.root, drafts=True)
    (page,) = [render(p, site.templates).decode() for p in site.pages if p.path == "/timeline/"]
    assert sorted(listed(page)) == list(range(EACH))
    assert "All of" not in page
