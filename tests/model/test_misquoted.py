"""A quote that does not stand in its passage is said with what stands there instead."""

import pytest
from conftest import soon

from generator.model.misquoted import nearest

BODY = """\
The mayor of Arn spoke in the morning.

Some 3,500 soldiers went *north*, the [staff](/a/) said; nobody
was hurt, it’s been told.
"""


@pytest.mark.parametrize(
    ("quote", "line", "differences"),
    [
        ("Some 3,000 soldiers went north", 2, [("3,000", "3,500")]),
        ("3,000 soldiers went", 2, [("3,000", "3,500")]),
        ("soldiers went south", 2, [("south", "north")]),
        ("3,500 soldiers north", 2, [("", "went")]),
        ("3,500 brave soldiers went north", 2, [("brave", "")]),
        ("went north the staff said", 2, [("", ",")]),
        ("it's been told", 3, [("it's", "it’s")]),
        ("nobody was hurd", 2, [("hurd", "hurt")]),
        ("the staff said; Nobody was hurt", 2, [("Nobody", "nobody")]),
        ("The mayor of Am spoke", 0, [("Am", "Arn")]),
        ("the m\u0430yor of Arn spoke in", 0, [("the m\u0430yor", "The mayor")]),
    ],
)
def test_the_nearest_passage_is_found_with_what_differs(
    quote: str, line: int, differences: list[tuple[str, str]]
) -> None:
    near = nearest(quote, BODY)
    assert near is not None
    assert (near.line, list(near.differences)) == (line, differences)


@pytest.mark.parametrize("quote", ["Quite another matter was not at hand", "x", "", "!?"])
def test_where_nothing_is_near_nothing_is_said(quote: str) -> None:
    assert nearest(quote, BODY) is None
    assert nearest(quote, "") is None


@pytest.mark.parametrize("sign", ["a", "a ", "[", "[a](", "“", "a’", "1,"])
def test_a_text_of_one_sign_takes_no_time(sign: str) -> None:
    with soon():
        nearest(sign * 100 + "b", sign * 100_000)
