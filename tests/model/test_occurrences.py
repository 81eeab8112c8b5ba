"""A quote is counted in the passage it rests on, to the letter."""

import pytest
from conftest import soon

from generator.model.passages import occurrences


@pytest.mark.parametrize(
    ("quote", "passage", "times"),
    [
        ("3,000 more", "sent 3,000 more soldiers", 1),
        ("3,000 more", "sent 3,000\n  more soldiers", 1),
        ("3,000\nmore", "sent 3,000 more soldiers", 1),
        (" 3,000 more ", "3,000 more", 1),
        ("3,000 more", "3,000 more and 3,000 more", 2),
        ("ha ha", "ha ha ha", 2),
        ("3.000 more", "3,000 more", 0),
        ("Sent", "sent", 0),
        ("“sent”", '"sent"', 0),
        ("", "anything", 0),
        (" \n", "anything", 0),
        ("북한이", "북한이 파병했다", 1),
    ],
)
def test_a_quote_counts_to_the_letter_and_line_breaks_aside(
    quote: str, passage: str, times: int
) -> None:
    assert occurrences(quote, passage) == times


@pytest.mark.parametrize(
    "passage",
    [
        "sent *3,000 more* [sic] soldiers",
        "sent 3,000 **more** \\[sic\\] soldiers",
        "sent [3,000](/a/) more \\[sic] soldiers",
        "sent __3,000__ [more](https://a.example/_x_) [sic] soldiers",
        "`sent` 3,000 more [sic] soldiers",
    ],
)
def test_a_quote_is_found_under_the_marks_of_markdown(passage: str) -> None:
    assert occurrences("3,000 more [sic] soldiers", passage) == 1


@pytest.mark.parametrize(
    ("quote", "passage", "times"),
    [
        ("*x*", "*x* and \\*x\\*", 1),
        ("3,000 more", "3,000 more and *3,000* more", 2),
        ("drones", "[drones](/tags/drones/)", 1),
        ("**3,000** more", "sent **3,000** more", 1),
        ("3,000 more", "sent 3,000\u00a0more", 1),
    ],
)
def test_what_readers_read_counts_and_else_what_was_typed(
    quote: str, passage: str, times: int
) -> None:
    assert occurrences(quote, passage) == times


@pytest.mark.parametrize("passage", ["[" * 100_000, "[a](" * 25_000, "_" * 100_000, "\\" * 100_000])
def test_a_passage_of_100_kb_takes_no_time(passage: str) -> None:
    with soon():
        occurrences("x", passage)
