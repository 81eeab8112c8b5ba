"""`resolve` fills in what waited for the day of publication, and touches nothing else."""

from collections.abc import Callable

import pytest
from conftest import Site

Build = Callable[[str], Site]

FILE = "content/articles/2025/raid.md"
ARTICLE = """
-- content/articles/2025/raid.md --
---
title: Raid on the harbour
date: {date}
source: {{ name: unknown, url: null }}
lang: en
status: draft
events:
  # what the text says
  - id: raid
    date: XXXX  # counted from the day of publication
    said: Tuesday
    what: The harbour is shelled
  - {{ id: pact, date: XXXX, said: "since  last year", what: A pact holds }}
  - {{ id: when, date: XXXX, said: the next day, what: Nobody knows }}
  - {{ id: bare, date: XXXX, what: It rests on no words }}
  - {{ id: other, date: 2020, said: last year, what: An editor knew better }}
---
The harbour was shelled on Tuesday\\. Since last year a pact holds.

Boats burned. Then it rained. The next day was calm.
"""


def article(site: Build, date: str = "2025-03-27") -> Site:
    return site(ARTICLE.format(date=date))


def test_open_dates_are_shown_and_filled_in_and_nothing_else_changes(site: Build) -> None:
    made = article(site)
    before = made.read(FILE)
    done = made.run("resolve", FILE)
    assert done.status == 0, done.err
    assert f"{FILE}:9: “Tuesday” → 2025-03-25" in done.out
    assert "“since  last year” → 2024/.." in done.out
    assert "“the next day” stays open" in done.out
    assert "2 dates filled in" in done.out
    expected = before.replace("date: XXXX  # counted", 'date: "2025-03-25"  # counted')
    expected = expected.replace("id: pact, date: XXXX", 'id: pact, date: "2024/.."')
    assert made.read(FILE) == expected
    assert made.problems() == []


def test_a_second_time_there_is_nothing_left_to_do(site: Build) -> None:
    made = article(site)
    made.run("resolve", FILE)
    before = made.read(FILE)
    done = made.run("resolve", FILE)
    assert done.status == 0
    assert "filled in" not in done.out
    assert made.read(FILE) == before


def test_a_dry_run_shows_and_writes_nothing(site: Build) -> None:
    made = article(site)
    before = made.read(FILE)
    done = made.run("resolve", "--dry-run", FILE)
    assert "“Tuesday” → 2025-03-25" in done.out
    assert made.read(FILE) == before


@pytest.mark.parametrize(
    ("date", "message"),
    [("XXXX", f"{FILE}:3: no date to count from: set “date”"), ("XXXX-03", "no date to count")],
)
def test_without_a_date_it_says_what_to_do(site: Build, date: str, message: str) -> None:
    made = article(site, date)
    before = made.read(FILE)
    done = made.run("resolve", FILE)
    assert done.status == 1
    assert message in done.err
    assert made.read(FILE) == before


def test_a_date_known_to_the_year_resolves_years_only(site: Build) -> None:
    made = article(site, "2025")
    done = made.run("resolve", FILE)
    assert "“Tuesday” stays open" in done.out
    assert "“since  last year” → 2024/.." in done.out


def test_only_an_article_of_the_site_is_resolved(site: Build) -> None:
    made = article(site)
    assert "not an article" in made.run("resolve", "site.yaml").err
    (made.root.parent / "other.md").write_text("x", encoding="utf-8")
    assert "lies outside the site" in made.run("resolve", "../other.md").err
