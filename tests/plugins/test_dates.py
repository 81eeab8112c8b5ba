"""Dates are found with the value and role that they have, or left open; see tests/cases/dates."""

import time

import pytest
from gold import Case, cases
from msgspec.structs import replace

from generator.model.document import Document, Known
from generator.model.edtf import Edtf
from generator.plugins.dating.earlier import Dated
from generator.plugins.dating.readings import dated
from generator.plugins.extractors import dates

CASES = cases("dates")


def found(case: Case) -> list[Dated]:
    return list(dated(case.text, case.date))


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 150
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_dates_of_a_passage_are_found(case: Case) -> None:
    wanted = [(case.text[g.start : g.end], g.value, g.role or "*") for g in case.of("date")]
    roles = {(gold.start, gold.end): gold.role for gold in case.of("date")}
    said = [
        (
            case.text[each.start : each.end],
            each.value,
            each.role if roles.get((each.start, each.end)) else "*",
        )
        for each in found(case)
    ]
    assert said == wanted


def test_without_a_date_nothing_is_resolved_against_another() -> None:
    """What has a value without a publication's date has the same with any date."""
    for case in CASES:
        alone = {(each.start, each.end): each.value for each in found(replace(case, date=None))}
        for date in ("2031-07-19", "2019-01-02"):
            for each in found(replace(case, date=Edtf.parse(date))):
                value = alone[each.start, each.end]
                assert value in ("", each.value), case.text[each.start : each.end]


def test_every_value_is_a_date_and_every_reason_is_said() -> None:
    for case in CASES:
        for mark in dates.extract(Document(title="", text=case.text, date=case.date), Known()):
            assert mark.reason
            assert 0 <= mark.start < mark.end <= len(case.text)
            if mark.field.endswith(".value") and mark.value:
                assert str(Edtf.parse(mark.value)) == mark.value


@pytest.mark.parametrize(
    ("text", "bound", "words"),
    [
        ("Since February 2022 the port is shut.", "since", "Since February 2022"),
        ("It was shut until May 2024.", "until", "until May 2024"),
        ("It was built before 2020.", "before", "before 2020"),
        ("It was shut in May 2024.", "", ""),
    ],
)
def test_a_word_that_makes_a_date_a_limit_is_kept(text: str, bound: str, words: str) -> None:
    marks = list(dates.extract(Document(title="", text=text), Known()))
    limits = [(m.value, text[m.start : m.end]) for m in marks if m.field == "dates.d1.bound"]
    assert limits == ([(bound, words)] if bound else [])


def test_the_title_is_read_before_the_text() -> None:
    document = Document(title="The winter of 2022-23", text="In 2024 nothing changed.")
    marks = [m for m in dates.extract(document, Known()) if m.field.endswith(".value")]
    assert [(m.field, m.value) for m in marks] == [
        ("dates.d1.value", "2022-24"),
        ("dates.d2.value", "2024"),
    ]


@pytest.mark.parametrize(
    "text",
    ["May " * 12_000, "27 March " * 5_000, " " * 100_000, "1 " * 25_000, "“" * 50_000,
     "1." * 50_000,
     "last year 's first quarter , in May , " * 2_000, "10/27/89 " * 10_000, ", which " * 10_000,
     "the next day " * 4_000, "said " * 20_000 + "Thursday", "*" * 500_000,
     "\n" * 100_000],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_a_strange_text_takes_no_time(text: str) -> None:
    start = time.perf_counter()
    list(dated(text, Edtf.parse("2025-03-27")))
    assert time.perf_counter() - start < 10
