"""What readers see of a date: never more than is known."""

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.model.date_phrases import ENGLISH, phrases_in
from generator.model.edtf import Edtf
from generator.model.edtf_words import Dates, short, words


@pytest.mark.parametrize(
    ("text", "said", "brief"),
    [
        ("2025-03-27", "27 March 2025", "27 Mar 2025"),
        ("2025-03-07", "7 March 2025", "7 Mar 2025"),
        ("2025-03", "March 2025", "Mar 2025"),
        ("2025", "2025", "2025"),
        ("2025-03-27T06:00:00+09:00", "27 March 2025, 06:00 (UTC+9)", None),
        ("2025-03-27T06:00:00+09", "27 March 2025, 06:00 (UTC+9)", None),
        ("2025-03-27T16:30:05Z", "27 March 2025, 16:30:05 (UTC)", None),
        ("2025-03-27T06:00:00+00:00", "27 March 2025, 06:00 (UTC)", None),
        ("2025-03-27T06:00:00-03:30", "27 March 2025, 06:00 (UTC−3:30)", None),
        ("2025-03-27T06:00:00+10:00", "27 March 2025, 06:00 (UTC+10)", None),
        ("2025-03-27T06:00:00", "27 March 2025, 06:00", "27 Mar 2025, 06:00"),
        ("2024-11~", "about November 2024", "c. Nov 2024"),
        ("2024?", "2024 (uncertain)", "2024?"),
        ("2024-11%", "about November 2024 (uncertain)", "c. Nov 2024?"),
        ("202X", "the 2020s", "2020s"),
        ("202X~", "about the 2020s", "c. 2020s"),
        ("200X", "between 2000 and 2009", "2000–2009"),
        ("20XX", "between 2000 and 2099", "2000–2099"),
        ("20XX~", "about 2000–2099", "c. 2000–2099"),
        ("2XXX", "between 2000 and 2999", "2000–2999"),
        ("2024-XX", "an unknown month of 2024", "a month of 2024"),
        ("2024-11-XX", "a day in November 2024", "a day in Nov 2024"),
        ("2024-XX-XX", "an unknown day of 2024", "a day of 2024"),
        ("XXXX", "date unknown", "unknown"),
        ("XXXX?", "date unknown", "unknown"),
        ("XXXX-XX-XX", "date unknown", "unknown"),
        ("XXXX-03", "March, year unknown", "Mar, year unknown"),
        ("XXXX-02-29", "29 February, year unknown", "29 Feb, year unknown"),
        ("XXXX-03-XX", "a day in March, year unknown", "a day in Mar, year unknown"),
        ("XXXX-24", "winter, year unknown", "winter, year unknown"),
        ("XXXX-12-25~", "about 25 December, year unknown", "c. 25 Dec, year unknown"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(
    text: str, said: str, brief: str | None
) -> None:
    assert words(Edtf.parse(text)) == said
    assert short(Edtf.parse(text)) == (brief or said.replace("March", "Mar"))


@pytest.mark.parametrize(
    ("text", "said", "brief"),
    [
        ("2025-01/2025-02", "between January and February 2025", "Jan–Feb 2025"),
        ("2024-12/2025-02", "between December 2024 and February 2025", "Dec 2024 – Feb 2025"),
        ("2025-03-03/2025-03-07", "between 3 and 7 March 2025", "3–7 Mar 2025"),
        ("2025-03-27/2025-04-02", "between 27 March and 2 April 2025", "27 Mar – 2 Apr 2025"),
        (
            "2024-12-30/2025-01-02",
            "between 30 December 2024 and 2 January 2025",
            "30 Dec 2024 – 2 Jan 2025",
        ),
        ("2025-03-03/2025-04", "between 3 March 2025 and April 2025", "3 Mar 2025 – Apr 2025"),
        ("2024/2025", "between 2024 and 2025", "2024–2025"),
        ("2025/2025", "2025", "2025"),
        ("2024-21/2024-22", "between spring and summer 2024", "spring–summer 2024"),
        ("19XX/2005", "between 1900–1999 and 2005", "1900–1999 – 2005"),
        (
            "2024-11~/2025-01?",
            "between about November 2024 and January 2025 (uncertain)",
            "c. Nov 2024 – Jan 2025?",
        ),
        ("../2025-03-27", "before 28 March 2025", "before 28 Mar 2025"),
        ("../2024-02-28", "before 29 February 2024", "before 29 Feb 2024"),
        ("../2025-12-31", "before 1 January 2026", "before 1 Jan 2026"),
        ("../2025-03", "before April 2025", "before Apr 2025"),
        ("../2025-12", "before January 2026", "before Jan 2026"),
        ("../2025", "before 2026", "before 2026"),
        ("../202X", "before 2030", "before 2030"),
        ("../2024-11-XX", "before December 2024", "before Dec 2024"),
        ("../2024-XX", "before 2025", "before 2025"),
        ("../2024-23", "before winter 2024–25", "before winter 2024–25"),
        ("../2024-24", "before spring 2025", "before spring 2025"),
        ("../2025-03~", "before about April 2025", "before c. Apr 2025"),
        ("2025-03-27/..", "since 27 March 2025", "since 27 Mar 2025"),
        ("2025-03-27/", "from 27 March 2025, end unknown", "27 Mar 2025 – ?"),
        ("/2025", "until 2025, start unknown", "? – 2025"),
        ("/2025-03?", "until March 2025 (uncertain), start unknown", "? – Mar 2025?"),
    ],
)
def test_an_interval_is_said_in_one_phrase(text: str, said: str, brief: str) -> None:
    assert words(Edtf.parse(text)) == said
    assert short(Edtf.parse(text)) == brief


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[2024-03-01,2024-03-05]", "1 or 5 March 2024"),
        ("[2024-03-01,2024-03-03,2024-03-05]", "1, 3 or 5 March 2024"),
        ("[2024-03-01,2024-04-05]", "1 March or 5 April 2024"),
        ("[2024-03-01,2025-03-01]", "1 March 2024 or 1 March 2025"),
        ("[2024-03,2024-05-01]", "March 2024 or 1 May 2024"),
        ("[20XX,2024?]", "2000–2099 or 2024 (uncertain)"),
        ("{2024-03,2024-05}", "March and May 2024"),
        ("{1990,2024}", "1990 and 2024"),
        ("[..2024-03]", "any month up to March 2024"),
        ("[2024-03-05..]", "any day from 5 March 2024 on"),
        ("{..1984}", "every year up to 1984"),
        ("[2024-01..2024-03]", "any month from January to March 2024"),
        ("{2024-03-01..2024-03-05}", "every day from 1 to 5 March 2024"),
        ("[1667,1668,1670..1672]", "1667, 1668 or any year from 1670 to 1672"),
        ("[2020,2022..]", "2020 or any year from 2022 on"),
    ],
)
def test_a_set_is_said_as_a_choice_or_a_list(text: str, said: str) -> None:
    assert words(Edtf.parse(text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-21", "spring 2024"),
        ("2024-22", "summer 2024"),
        ("2024-23", "autumn 2024"),
        ("2024-24", "winter 2024–25"),
        ("1999-24", "winter 1999–2000"),
        ("0079-24", "winter AD 79"),
        ("9999-24", "winter 9999"),
    ],
)
def test_a_winter_names_both_of_its_years(text: str, said: str) -> None:
    assert words(Edtf.parse(text)) == said == short(Edtf.parse(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-0044", "45 BC"),
        ("-0044-03-15", "15 March 45 BC"),
        ("0000", "1 BC"),
        ("0079-08-24", "24 August AD 79"),
        ("007X", "between AD 70 and AD 79"),
        ("-004X", "between 50 BC and 41 BC"),
        ("00XX", "between 1 BC and AD 99"),
        ("Y170000002", "170,000,002"),
        ("../0000", "before AD 1"),
    ],
)
def test_far_years_are_said_as_historians_do(text: str, said: str) -> None:
    assert words(Edtf.parse(text)) == said


def test_what_a_language_does_not_translate_it_says_in_english() -> None:
    german = {
        ("March", "inflected month"): "März",
        ("{day} {month} {year}", "date"): "{day}. {month} {year}",
        ("between {first} and {last}", "date"): "zwischen dem {first} und dem {last}",
    }
    dates = Dates(*phrases_in(lambda english, of: german.get((english, of), english)))
    assert dates.words(Edtf.parse("2025-03-27")) == "27. März 2025"
    assert dates.words(Edtf.parse("2025-03")) == "March 2025"
    between = dates.words(Edtf.parse("2025-03-03/2025-03-07"))
    assert between == "zwischen dem 3. und dem 7. März 2025"


YEARS = st.integers(1000, 9998)  # of four digits also in words
MONTHS = st.builds("{:04}-{:02}".format, YEARS, st.integers(1, 12))
DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(date.isoformat)
COARSE = st.one_of(
    YEARS.map(str),
    MONTHS,
    MONTHS.map(lambda text: f"{text}-XX"),
    YEARS.map(lambda year: f"{year}-XX"),
    YEARS.map(lambda year: f"{year}-XX-XX"),
    st.builds("{}-{}".format, YEARS, st.integers(21, 24)),
    st.integers(100, 998).map("{}X".format),
    st.integers(10, 98).map("{}XX".format),
)
MARKED = st.builds("{}{}".format, COARSE, st.sampled_from(["", "~", "?", "%"]))
COARSE_TEXTS = st.one_of(
    MARKED,
    st.builds("{}{}".format, MARKED, st.sampled_from(["/", "/.."])),
    st.builds("{}{}".format, st.sampled_from(["/", "../"]), MARKED),
    st.lists(MARKED, min_size=2, max_size=4).map(",".join).map("[{}]".format),
    st.builds("{{..{},{}}}".format, MONTHS, MARKED),
)
DAY_NUMBER = re.compile(r"(?<![\d–])\d{1,2}(?!\d)")  # “–25” is the second year of a winter
MONTH_NAME = re.compile("|".join(name[:3] for name in ENGLISH.months))


@given(COARSE_TEXTS)
def test_no_day_is_named_where_none_is_known(text: str) -> None:
    read = Edtf.parse(text)
    assert not DAY_NUMBER.search(words(read))
    assert not DAY_NUMBER.search(short(read))


@given(COARSE_TEXTS)
def test_no_month_is_named_where_none_is_known(text: str) -> None:
    named = re.search(r"-(0\d|1[0-2])", text)
    assume(not named)
    assert not MONTH_NAME.search(words(Edtf.parse(text)))
    assert not MONTH_NAME.search(short(Edtf.parse(text)))


@given(COARSE, st.sampled_from("~?%"))
def test_doubt_is_never_dropped(text: str, mark: str) -> None:
    read = Edtf.parse(text + mark)
    assert ("about " in words(read)) is read.approximate is ("c. " in short(read))
    assert ("(uncertain)" in words(read)) is read.uncertain is ("?" in short(read))


@given(st.one_of(COARSE, DAYS), st.one_of(COARSE, DAYS))
def test_different_dates_have_different_words(one: str, other: str) -> None:
    assume(one != other)
    assert words(Edtf.parse(one)) != words(Edtf.parse(other))
    assert short(Edtf.parse(one)) != short(Edtf.parse(other))


@given(st.text(alphabet="0123456789X-/.,[]{}~?%TYZ+:", max_size=40))
def test_every_date_has_words(text: str) -> None:
    try:
        read = Edtf.parse(text)
    except ValueError:
        return
    for said in (words(read), short(read)):
        assert said.strip() == said != ""
        assert "{" not in said
