"""A plain text becomes a title and paragraphs; every line of it is either kept or recorded."""

from pathlib import Path

import pytest
from conftest import soon
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.document import Blob, Document
from generator.plugins.readers.text import read


def document(text: str | bytes) -> Document:
    data = text if isinstance(text, bytes) else text.encode()
    [made] = read(Blob("a.txt", data))
    return made


STORY = "A title\n\nThe first paragraph.\n\nThe second\nof two lines.\n"


def test_the_first_line_is_the_title_and_the_rest_are_paragraphs() -> None:
    made = document(STORY)
    assert made.title == "A title"
    assert made.text == "The first paragraph.\n\nThe second\nof two lines."
    assert (made.stripped, made.date) == ((), None)


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_every_kind_of_line_end_is_one(line_end: str) -> None:
    assert document(STORY.replace("\n", line_end)) == document(STORY)


def test_a_byte_order_mark_is_no_letter() -> None:
    assert document(b"\xef\xbb\xbf" + STORY.encode()) == document(STORY)
    assert document("\ufeff\ufeff" + STORY) == document(STORY)


def test_without_empty_lines_each_line_is_a_paragraph() -> None:
    assert document("A title\nOne.\n  Two.\n").text == "One.\n\nTwo."


@pytest.mark.parametrize("blank", ["\n\n\n\n", "\n \t\n", "\n\u00a0\n"])
def test_a_line_without_letters_parts_paragraphs(blank: str) -> None:
    assert document(STORY.replace("\n\n", blank)) == document(STORY)


def test_a_title_alone_is_an_article_without_a_body() -> None:
    made = document("Only a title")
    assert (made.title, made.text) == ("Only a title", "")


@pytest.mark.parametrize(
    "title", ["북한군 3,000명", "جيش كوريا الشمالية", "“A: b” # c's \\ d", "🕊️"]
)
def test_a_title_may_be_in_any_script(title: str) -> None:
    assert document(f"{title}\n\nText.").title == title


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (STORY, "en"),
        ("북한군\n\n3,000명 추가 파병 (JCS)", "ko"),
        ("Война\n\nи мир", "und"),
        ("جيش\n\nكوريا", "und"),
        ("3,000!\n\n4", "en"),
    ],
)
def test_a_language_is_stated_only_where_the_script_tells(text: str, lang: str) -> None:
    assert document(text).lang == lang


def test_a_first_line_too_long_for_a_title_stays_in_the_text() -> None:
    line = "word " * 100 + "end."
    made = document(line)
    assert made.title == "word " * 39 + "word …"
    assert made.text == line
    assert document("x" * 1_000).title == "x" * 200 + " …"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "there is no article text in it"),
        (b" \n\t\n\xc2\xa0\n", "there is no article text in it"),
        (b"Share\n\nTweet\n\nAdvertisement\n", "there is no article text in it"),
        (b"27 March 2025\n", "there is no article text in it"),
        (b"One.\ncaf\xe9\n", "not UTF-8 in line 2; save it as UTF-8"),
        ("Korean: 북한".encode("cp949"), "not UTF-8 in line 1"),
        (STORY.encode("utf-16"), "not "),
        (b"%PDF-1.7\n\x00\x01\x02", "not text in line 2: save it as plain text, in UTF-8"),
        (bytes(range(256)), "not text in line 1"),
    ],
)
def test_what_holds_no_text_says_so(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        document(data)


def test_what_is_left_out_is_recorded_with_its_reason() -> None:
    made = document(
        f"Share\n\n{STORY}\nAdvertisement\n\nThe end.\n\nComments\n\nLeave a Reply\n\nName\n"
    )
    assert made.text.endswith("\n\nThe end.")
    assert [(piece.why, piece.text) for piece in made.stripped] == [
        ("comments", "Comments"),
        ("comments", "Leave a Reply"),
        ("comments", "Name"),
        ("share bar", "Share"),
        ("advertisement", "Advertisement"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n\nThe first", "\n\nPublished: 27 March 2025\n\nThe first"),
        ("\n\nThe first", "\n\n27 March 2025\n\nThe first"),
        ("\n\nThe first", "\n27 March 2025\n\nThe first"),
        ("\n\nThe first", "\n\nBy A. Writer\nMarch 27, 2025 at 10:00 am\n\nThe first"),
        ("of two lines.", "of two lines.\n\n2025-03-27"),
        ("\n\nThe first", "\n\n27 March 2025\n\nUpdated: 28 March 2025\n\nThe first"),
        ("\n\nThe first", "\n\n26 March 2025\n\nPublished 27 March 2025\n\nThe first"),
    ],
)
def test_a_day_that_the_page_states_is_the_articles(before: str, after: str) -> None:
    made = document(STORY.replace(before, after))
    assert str(made.date) == "2025-03-27"
    assert "dateline" in {piece.why for piece in made.stripped}
    assert made.title == "A title"
    assert "27 March 2025" not in made.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("first", "first on 27 March 2025"),
        ("\n\nThe first", "\n\nMarch 2025\n\nThe first"),
        ("\n\nThe first", "\n\nUpdated: 27 March 2025\n\nThe first"),
        ("\n\nThe first", "\n\nThursday\n\nThe first"),
        ("\n\nThe first", "\n\n12 March\n\nThe first"),
        ("\n\nThe first", "\n\n24 February 2022\n\nWar.\n\n2 March 2022\n\nThe first"),
        ("\n\nThe first", "\n\nPublished 26 March 2025\n\nPosted 27 March 2025\n\nThe first"),
    ],
)
def test_a_day_that_may_be_anothers_is_not_taken(before: str, after: str) -> None:
    text = STORY.replace(before, after)
    made = document(text)
    assert made.date is None
    assert "".join(f"{made.title}{made.text}".split()) == "".join(text.split())


def test_a_day_deep_in_the_text_is_a_heading() -> None:
    paragraphs = [f"Paragraph {n}." for n in range(20)]
    paragraphs[10] = "27 March 2025"
    assert document("A title\n\n" + "\n\n".join(paragraphs)).date is None


WORDS = st.sampled_from(
    ["Share", "Leave a Reply", "Comments", "27 March 2025", "The report.", "\n", "\n\n", " ", "\t",
     "Advertisement", "북한", "é", "—", "Published", ":", "Reply", "\u00a0", "\r\n", "x" * 300]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25).map("".join))
def test_nothing_is_lost_between_the_text_and_the_record(text: str) -> None:
    try:
        made = document(text)
    except ValueError:
        return
    out = "".join(f"{made.title.removesuffix(' …')}{made.text}".split())
    recorded = "".join(piece.text for piece in made.stripped)
    for line in text.replace("\r", "\n").split("\n"):
        plain = "".join(line.split())
        assert plain[:80] in out or "".join(line.split())[:80] in "".join(recorded.split())


def test_the_real_seed_is_read_to_the_letter(real_seed: Path) -> None:
    text = real_seed.read_text(encoding="utf-8")
    made = document(text)
    paragraphs = text.split("\n\n")
    assert made.title == "North Korea sent 3,000 more soldiers to Russia this year: Seoul"
    assert made.text.split("\n\n") == paragraphs[1:11]
    assert [piece.text for piece in made.stripped] == paragraphs[11:]
    assert {piece.why for piece in made.stripped} == {"comments"}
    assert made.date is None


@pytest.mark.parametrize(
    "text",
    ["x " * 750_000, "x\n" * 200_000, "x\n\n" * 150_000, " " * 1_500_000, "Share\n\n" * 200_000,
     "27 March 2025\n\n" * 30_000, "Leave a Reply\n\n" * 100_000, "\n \n" * 500_000],
    ids=["a line", "lines", "paragraphs", "spaces", "furniture", "days", "forms", "empty lines"],
)  # fmt: skip
def test_a_large_file_is_read_in_time(text: str) -> None:
    with soon():
        try:
            document(text)
        except ValueError as error:
            assert "no article text" in str(error)
