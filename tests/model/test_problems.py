"""Mistakes are values: shown once, in order, with what was meant."""

import pytest
from conftest import soon

from generator.model.problems import Problem, SiteError, near


def test_a_problem_names_its_place() -> None:
    assert str(Problem("a.md", 3, "wrong")) == "a.md:3: wrong"
    assert str(Problem("a.md", 0, "wrong")) == "a.md: wrong"


def test_problems_are_shown_once_and_in_order_of_their_lines() -> None:
    error = SiteError(
        [Problem("b", 1, "x"), Problem("a", 10, "x"), Problem("a", 9, "y"), Problem("a", 9, "y")]
    )
    assert list(map(str, error.problems)) == ["a:9: y", "a:10: x", "b:1: x"]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("titel", "; did you mean “title”?"),
        ("Title", "; did you mean “title”?"),
        ("tag", "; did you mean “tags”?"),
        ("colour", ""),
        ("", ""),
        ("title" * 100, ""),
    ],
)
def test_what_was_meant_is_proposed_where_it_is_near(word: str, hint: str) -> None:
    assert near(word, ["title", "tags", "date"]) == hint


def test_looking_for_what_was_meant_takes_no_time() -> None:
    known = [f"actor-{n}" for n in range(10_000)]
    with soon():
        assert all(near("acter-77", known) for _ in range(50))
        near("x" * 1_000_000, known)
