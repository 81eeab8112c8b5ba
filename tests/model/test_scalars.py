"""What a field makes of the text that stands in it."""

import pytest

from generator.model.config import Site
from generator.model.edtf import Edtf
from generator.model.fields import (
    Country,
    Instant,
    Language,
    Path,
    SeedFile,
    Slug,
    Text,
    WebAddress,
)
from generator.model.records import Claim
from generator.model.registers import Place
from generator.model.scalars import scalar

NUMBER = int | float
CREDIBILITY = Claim.__annotations__["credibility"]
LATITUDE = Place.__annotations__["latitude"]
BASE_URL = Site.__annotations__["base_url"]


@pytest.mark.parametrize(
    ("text", "value"), [("3000", 3000), ("2.4", 2.4), ("0", 0), ("-5", -5), ("0.50", 0.5)]
)
def test_a_number_is_the_number_that_was_typed(text: str, value: float) -> None:
    read = scalar(NUMBER)(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    "text",
    ["3,000", "3 000", "3.000.000", "1_000", "1e3", "007", "0x10", "+5", ".5", "1.", "nan", "inf",
     "-inf", "Infinity", "٣", "½", "true", "", " 3", "3k", "about 3", "9" * 400, "2–3"],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a number without separators, such as 3000"):
        scalar(NUMBER)(text)


@pytest.mark.parametrize("text", ["0", "7", "2.5", "A", "1e0", "٣", "-1"])
def test_a_grade_is_a_whole_number_from_1_to_6(text: str) -> None:
    with pytest.raises(ValueError, match="a whole number without separators from 1 to 6"):
        scalar(CREDIBILITY)(text)


@pytest.mark.parametrize("text", ["91", "-90.1", "nan", "37°34′N", "37,5"])
def test_a_latitude_is_in_degrees(text: str) -> None:
    assert scalar(LATITUDE)("37.5665") == 37.5665
    with pytest.raises(ValueError, match="from -90 to 90"):
        scalar(LATITUDE)(text)


@pytest.mark.parametrize(
    "text", ["2025-03-28T06:00:00+09:00", "2025-03-28T06:00:00Z", "2025-03-28 06:00:00.5-03:30"]
)
def test_an_instant_has_a_zone(text: str) -> None:
    assert scalar(Instant)(text).tzinfo is not None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    ["2025-03-28T06:00:00", "2025-03-28T06:00", "2025-03-28", "tomorrow", "2025-02-30T00:00:00Z",
     "2025-03-28T25:00:00Z", "20250328", "1743116400", "1e9", "0", "", "2025-03-28T06:00:00 KST"],
)  # fmt: skip
def test_what_could_be_another_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time with its zone"):
        scalar(Instant)(text)


@pytest.mark.parametrize("text", ["yes", "no", "on", "1", "0", "y", "", "TrUe"])
def test_only_true_and_false_are_truth_values(text: str) -> None:
    assert scalar(bool)("true") is True
    assert scalar(bool)("False") is False
    with pytest.raises(ValueError, match="neither true nor false"):
        scalar(bool)(text)


@pytest.mark.parametrize(
    ("annotation", "good", "bad"),
    [
        (Slug, ["a", "3000-more", "x" * 80],
         ["", "A", "a_b", "-a", "a-", "a--b", "ä", "a b", "a/b", "../a", "a\n", "x" * 81]),
        (Path, ["/", "/old/", "/old/page.html", "/a~b/c_d"],
         ["old/", "//evil.example/", "/../x/", "/./", "/.git/", "/a//b", "/a b/", "/ä/", "/a/\n",
          "/a?b", "/a#b", "/" + "x" * 200]),
        (WebAddress, ["https://a.example/b?c=d#e", "http://127.0.0.1"],
         ["javascript:alert(1)", "ftp://a.example", "a.example", "https://", "https://a b",
          'https://a"b', "https://a<b", "https://a\n", " https://a"]),
        (Language, ["en", "ko", "pt-BR", "zh-Hant-TW"], ["English", "e", "EN", "en_US", "en\n"]),
        (Country, ["KR"], ["kr", "KOR", "K", "KR\n"]),
        (SeedFile, ["seeds/a.txt", "seeds/2025/기사 1.txt"],
         ["a.txt", "/etc/passwd", "seeds/../a", "seeds/", "seeds/a\\b", "seeds/a\n"]),
        (BASE_URL, ["https://a.example", "http://localhost:8000/sub/"],
         ["a.example", "https://", "https://a.example/?q", "https://a.example/#x",
          'https://a.example/"><script>', "https://a.example/\n"]),
    ],
)  # fmt: skip
def test_a_field_takes_only_what_fits_to_its_last_character(
    annotation: object, good: list[str], bad: list[str]
) -> None:
    read = scalar(annotation)
    assert [read(text) for text in good] == good
    for text in bad:
        with pytest.raises(ValueError, match="does not fit; it must be"):
            read(text)


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u00a0", "\u3000"])
def test_a_text_that_shows_nothing_is_empty(text: str) -> None:
    with pytest.raises(ValueError, match="must not be empty"):
        scalar(Text)(text)


@pytest.mark.parametrize(
    "text", ["서울", "القاهرة", "🕊️ peace", "a: b # c", "“x”", "a\nb", "\t", "é"]
)
def test_any_script_is_text(text: str) -> None:
    assert scalar(str)(text) == text


@pytest.mark.parametrize("text", ["\x00", "a\x07b", "\x1b[31mred", "a\x7f", "\x9b", "\uffff"])
def test_control_characters_are_no_text(text: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        scalar(str)(text)


def test_a_date_is_kept_as_it_was_typed() -> None:
    assert scalar(Edtf)("2024~").text == "2024~"  # type: ignore[attr-defined]
    assert scalar(Edtf | None)("XXXX").known is False  # type: ignore[attr-defined]


def test_a_message_repeats_no_more_of_a_long_value_than_helps() -> None:
    for annotation in (Slug, NUMBER, Instant, bool, WebAddress, Country, Edtf):
        with pytest.raises(ValueError, match=r".") as caught:
            scalar(annotation)("x\n" * 50_000)
        message = str(caught.value)
        assert len(message) < 300
        assert "\n" not in message
