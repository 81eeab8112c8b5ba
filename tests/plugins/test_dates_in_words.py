"""Dates that prose states in full are found; nothing else is taken for one."""

import pytest
from conftest import soon

from generator.plugins.dates_in_words import dateline, dates_in


def found(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], str(date)) for start, end, date in dates_in(text)]


@pytest.mark.parametrize(
    ("text", "words", "date"),
    [
        ("on 27 March 2025, in Seoul", "27 March 2025", "2025-03-27"),
        ("on 27th of March, 2025", "27th of March, 2025", "2025-03-27"),
        ("on 1 may 2025", "1 may 2025", "2025-05-01"),
        ("on March 27, 2025, in Seoul", "March 27, 2025", "2025-03-27"),
        ("on March 27 2025", "March 27 2025", "2025-03-27"),
        ("Mar. 3rd, 2025", "Mar. 3rd, 2025", "2025-03-03"),
        ("SEPT 3, 2024", "SEPT 3, 2024", "2024-09-03"),
        ("3 Sept. 2024", "3 Sept. 2024", "2024-09-03"),
        ("dated 2025-03-27.", "2025-03-27", "2025-03-27"),
        ("in May 2024", "May 2024", "2024-05"),
        ("in March of 2024", "March of 2024", "2024-03"),
        ("(“December 2024”)", "December 2024", "2024-12"),
        ("On March 2, 2000, soldiers", "March 2, 2000", "2000-03-02"),
        ("Published:27 March 2025", "27 March 2025", "2025-03-27"),
        ("from 24 to 27 March 2025", "27 March 2025", "2025-03-27"),
    ],
)
def test_a_date_that_names_its_year_is_found(text: str, words: str, date: str) -> None:
    assert found(text) == [(words, date)]


@pytest.mark.parametrize(
    "text",
    ["12 March", "March", "May", "in 2024", "Thursday", "last August", "this year", "5-year",
     "2022",
     "a five-year plan", "170mm and 240mm guns", "11,000 soldiers", "between January and February",
     "they may 2024 times", "they march 2000 miles", "Mayor 2024", "Marching 2024", "Augustus 2024",
     "31 February 2025", "27 March 20255", "27 March 1825", "27 March 25",
     "27/03/2025", "03/04/2025", "2025-13-40", "2025-02-30", "x-2025-03-27", "2025-03-27-x",
     "2025-03-277", "12 March 2025,000", "March 2,000", "On March 2, 2000 soldiers crossed",
     "On 3 March 2000 people fled", "In May 2000 North Korean troops", "No. 2024", "decade 2024"],
)  # fmt: skip
def test_what_does_not_name_a_day_or_month_of_a_year_is_no_date(text: str) -> None:
    assert found(text) == []


def test_of_days_that_run_into_each_other_only_the_month_is_sure() -> None:
    assert found("24–27 March 2025") == [("March 2025", "2025-03")]
    assert found("24-27 March 2025") == [("March 2025", "2025-03")]


def test_dates_come_in_their_order_and_never_twice() -> None:
    text = "On March 3, 2025, after 27 February 2025 and in January 2024; 2023-12-24."
    assert [date for _, date in found(text)] == [
        "2025-03-03",
        "2025-02-27",
        "2024-01",
        "2023-12-24",
    ]


@pytest.mark.parametrize(
    "line",
    ["27 March 2025", "March 27, 2025", "2025-03-27", "Thursday, 27 March 2025", "MARCH 27, 2025",
     "Published: 27 March 2025", "First published on March 27, 2025",
     "Posted March 27, 2025 at 10:00 am",
     "Date: 2025-03-27", "27 March 2025 | 10:30 KST", "Published 27 March 2025, 10.30"],
)  # fmt: skip
def test_a_line_that_is_a_day_and_nothing_else_is_a_dateline(line: str) -> None:
    read = dateline(line)
    assert read is not None
    assert str(read.date) == "2025-03-27"
    assert read.labelled == line.lower().startswith(("published", "first", "posted", "date"))


@pytest.mark.parametrize(
    "line",
    ["", "March 2025", "2025", "Updated: 27 March 2025", "Last updated on 27 March 2025",
     "27 March 2025 – 28 March 2025", "27 March 2025 the troops left", "On 27 March 2025 they left",
     "Kyiv, 27 March 2025", "27 March", "Thursday", "Published", "27 March 2025 " + "x" * 100],
)  # fmt: skip
def test_any_other_line_is_none(line: str) -> None:
    assert dateline(line) is None


LINES = {
    "digits": "1" * 100_000,
    "days": "1 " * 50_000,
    "months": "May " * 25_000,
    "days of months": "27 March " * 11_000,
    "days of": "27 of " * 16_000,
    "years": "2025-" * 20_000,
    "dates": "27 March 2025 " * 7_000,
    "spaces": " " * 100_000,
    "labels": "published " * 10_000,
    "names": "May 2000 " + "Aaa " * 25_000,
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_line_of_100_kb_takes_no_time(line: str) -> None:
    with soon():
        list(dates_in(line))
        dateline(line)
