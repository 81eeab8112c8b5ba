"""Page furniture goes; what may be part of the report stays."""

from pathlib import Path

import pytest
from conftest import soon

from generator.plugins.furniture import reason_to_strip, start_of_comments

HERE = Path(__file__).parent
KEPT = (HERE / "kept.txt").read_text(encoding="utf-8").splitlines()
STRIPPED = (HERE / "stripped.txt").read_text(encoding="utf-8").splitlines()
STORY = ["A title", "A first paragraph that says at length what happened.", "A second one."]
FORM = ["Leave a Reply", "Your email address will not be published."]


@pytest.mark.parametrize("line", KEPT)
def test_a_sentence_of_the_report_stays(line: str) -> None:
    assert reason_to_strip(line) == ""


@pytest.mark.parametrize("line", STRIPPED)
def test_furniture_goes_for_a_reason(line: str) -> None:
    assert reason_to_strip(line)


def test_lines_of_furniture_go_together_and_stay_with_a_line_of_the_report() -> None:
    assert reason_to_strip("Share\nTweet\nPin it") == "share bar"
    assert reason_to_strip("Leave a Reply\nRequired fields are marked *") == "comment form"
    assert reason_to_strip("Share\nHe said no more.") == ""


def test_a_long_block_stays_whatever_it_says() -> None:
    assert reason_to_strip("Share this. " * 30) == ""
    assert reason_to_strip("© " + "x" * 300) == ""


def test_a_form_at_the_end_closes_the_report() -> None:
    assert start_of_comments([*STORY, *FORM]) == 3
    assert start_of_comments([*STORY, "Comments", *FORM]) == 3
    assert start_of_comments([*STORY, "Comments (2)", "I agree.", "Me too.", *FORM]) == 3
    assert start_of_comments([*STORY, "2 Responses", "I agree.", "Me too.", *FORM]) == 3
    assert start_of_comments([*STORY, "2 thoughts on “A title”", "I agree.", *FORM]) == 3
    assert start_of_comments([*STORY, "Comments", "Bo says:", "I agree.", "Reply", *FORM]) == 3
    assert start_of_comments([*STORY, "Leave a Reply\nName\nEmail", "Post Comment"]) == 3


def test_without_a_form_nothing_is_taken_for_comments() -> None:
    for story in (STORY, [*STORY, "Comments", "By the minister."], [*STORY, "3 Responses"], []):
        assert start_of_comments(story) == len(story)


def test_a_link_to_the_form_beside_the_headline_closes_nothing() -> None:
    assert start_of_comments(["A title", "Leave a comment", *STORY[1:]]) == 4
    assert start_of_comments(["A title", "Leave a comment", *STORY[1:], *FORM]) == 4


def test_a_section_called_responses_is_no_readers_comment() -> None:
    story = [*STORY, "Responses", "Moscow denied it, and Kyiv said nothing for a day."]
    assert start_of_comments([*story, *FORM]) == 5


def test_a_report_that_consists_of_a_form_is_left_to_its_lines() -> None:
    assert start_of_comments(FORM) in (0, 1, 2)
    assert start_of_comments(["Leave a Reply"]) == 1


BLOCKS = {
    "share": "share " * 20_000,
    "spaces": "x" + " " * 100_000 + "x",
    "letters": "a" * 100_000,
    "inbox": "get " + "to your inbox " * 8_000,
    "newsletter": "sign up for our " + "a-a " * 25_000,
    "stops": "see also: " + "." * 100_000,
    "short stops": "see also: " + "." * 220,
    "short words": "sign up for our " + "a " * 110,
    "short names": "follow us on " + "x, " * 75,
    "marks": "©" * 100_000,
    "empty lines": "\n" * 100_000,
    "lines": "share\n" * 20_000,
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_a_block_of_100_kb_takes_no_time(block: str) -> None:
    with soon():
        reason_to_strip(block)
        start_of_comments(["A title", block, block, "Leave a Reply"])


@pytest.mark.parametrize("line", ["Comments", "Leave a Reply", "Reply", "1 comment", "x says:"])
def test_ten_thousand_blocks_take_no_time(line: str) -> None:
    with soon():
        start_of_comments(["A title", *[line] * 10_000, "Leave a Reply"])
