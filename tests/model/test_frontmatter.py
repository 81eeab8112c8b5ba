"""Front matter is read as it was typed, and what is wrong with it is said at its own line."""

import pytest
import yaml
from conftest import soon

from generator.model.frontmatter import compose, plain, split


def read(text: str) -> object:
    node = compose(text, "a.md", 2)
    assert isinstance(node, yaml.MappingNode), node
    return plain(node)


def refused(text: str) -> list[str]:
    found = compose(text, "a.md", 2)
    assert isinstance(found, list), "it was read"
    return [str(problem) for problem in found]


@pytest.mark.parametrize(
    "typed", ["NO", "yes", "on", "12:30", "007", "1e3", "0x1F", "1_000", ".inf", "2025-03-27", "="]
)
def test_a_value_stays_what_was_typed(typed: str) -> None:
    assert read(f"a: {typed}\n") == {"a": typed}


@pytest.mark.parametrize("typed", ["", "~", "null", "Null", "NULL", "  # nothing yet"])
def test_an_empty_value_is_no_value(typed: str) -> None:
    assert read(f"a: {typed}\n") == {"a": None}


@pytest.mark.parametrize("typed", ["''", '""', "'null'", '"~"'])
def test_a_value_in_quotes_is_never_taken_for_an_empty_one(typed: str) -> None:
    assert read(f"a: {typed}\n") == {"a": typed[1:-1]}


@pytest.mark.parametrize(
    "typed",
    [
        "R&D",
        "Fire!",
        "Smith & Co",
        "what?!",
        "https://a.example/?b=1&c=2",
        "'!'",
        '"&a"',
        "a !b &c",
    ],
)
def test_signs_that_mean_something_elsewhere_are_read_as_they_stand(typed: str) -> None:
    assert read(f"a: {typed}\nb: [{{c: {typed}}}]\n") == {
        "a": typed.strip("\"'"),
        "b": [{"c": typed.strip("\"'")}],
    }


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", "a.md:4", "“a” is given twice"),
        ("a:\n  b: 1\n  b: 2\n", "a.md:4", "“b” is given twice"),
        ("a: &x 1\n", "a.md:2", "anchors and aliases"),
        ("a: 1\nb: &x 1\nc: *x\n", "a.md:3", "anchors and aliases"),
        ("a: 1\nb: *x\n", "a.md:3", "begins with * must stand in quotes"),
        ("<<: &x {a: 1}\n", "a.md:2", "anchors and aliases"),
        ("a: !!str 1\n", "a.md:2", "tags (!) are not used"),
        ("a: [b,!c d]\n", "a.md:2", "tags (!) are not used"),
        ('a: {"b":&c d}\n', "a.md:2", "anchors and aliases"),
        ("&a b: c\n", "a.md:2", "anchors and aliases"),
        ("a: 1\nb: !secret x\n", "a.md:3", "tags (!) are not used"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "a.md:3", "tags (!) are not used"),
        ("? [a, b]\n: c\n", "a.md:2", "a key must be a single word"),
        ("a: 1\n\tb: 2\n", "a.md:3", "a tab"),
        ("a:\n\t- b\n", "a.md:3", "a tab"),
        ("a: x: y\n", "a.md:2", "put a value that contains it in quotes"),
        ("a: 1\n  b: 2\n", "a.md:3", "begin all keys of a group in the same column"),
        ("a 1\nb: 2\n", "a.md:3", "a missing “:” in the line above"),
        ("a: 1\nhello\nb: 2\n", "a.md:3", "a line without “: ”"),
        ("a: 1\n&x ", "a.md:3", "a line without “: ”"),
        ("a: 1\nb: 'it is\nc: 3\n", "a.md:3", "a quotation mark opens here and is never closed"),
        ('a: "x\nb: 1\nc: 2\n', "a.md:2", "a quotation mark opens here and is never closed"),
        ("a: 1\nb: [x, y\nc: 3\n", "a.md:3", "comma or its closing bracket is missing"),
        ("a: {b: 1\nc: 3\n", "a.md:2", "comma or its closing bracket is missing"),
        ("a: [x, , y]\n", "a.md:2", "an item is missing"),
        ('a: "C:\\dir"\n', "a.md:2", "a backslash must be doubled"),
        ("a: - b\n", "a.md:2", "a list begins on a line of its own"),
        ("a: @b\n", "a.md:2", "put the value in quotes"),
        ("a: `b`\n", "a.md:2", "put the value in quotes"),
        ("a: %b\n", "a.md:2", "put the value in quotes"),
        ("a: 1\n---\nb: 2\n", "a.md:3", "a line of three hyphens (---)"),
        ("a: 1\n...\nb: 2\n", "a.md:4", "a line of three dots"),
        ("- a\n- b\n", "a.md:2", "expected “key: value” lines"),
        ("\n\njust words\n", "a.md:4", "expected “key: value” lines"),
        ("a: 1\nb: c\u2028d: 2\ne: 3\n", "a.md:3", "U+2028, line separator"),
        ("a: 1\nb: c\u2029d\n", "a.md:3", "U+2029, paragraph separator"),
        ("a: 1\n\nb: c\x85d: 2\n", "a.md:4", "U+0085, next line"),
        ("a: 1\rb: 2\n", "a.md:2", "U+000D, carriage return"),
        ("\ufeffa: 1\n", "a.md:2", "U+FEFF"),
    ],
)
def test_what_is_wrong_is_said_at_its_line_and_in_words(text: str, place: str, words: str) -> None:
    problems = refused(text)
    assert any(p.startswith(f"{place}: ") and words in p for p in problems), problems


def test_every_duplicate_key_of_a_file_is_listed() -> None:
    problems = refused("a: 1\na: 2\nb:\n  - {c: 1, c: 2}\nb: 3\n")
    assert [problem.split(": ")[0] for problem in problems] == ["a.md:3", "a.md:6", "a.md:5"]


def test_lines_are_counted_as_the_editor_counts_them() -> None:
    lines = [
        "# 😀 a comment",
        "",
        'a: "한국어',
        '  two lines"',
        "b: |",
        "  x",
        "",
        "  y",
        "c: 1",
        "c: 2",
    ]
    assert refused("\r\n".join(lines))[0].startswith("a.md:11: ")


BOMBS = {
    "open lists": "a: " + "[" * 1_000_000,
    "closed lists": "a: " + "[" * 100_000 + "]" * 100_000,
    "open mappings": "a: " + "{a: " * 200_000,
    "dashes": "- " * 500_000 + "x",
    "question marks": "? " * 500_000 + "x",
    "indented keys": "\n".join(" " * depth + "a:" for depth in range(2_500)),
    "aliases": "a0: &a0 [x]\n"
    + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}*a{n - 1}]\n" for n in range(1, 2_000)),
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_before_it_goes_off(text: str) -> None:
    with soon():
        problems = refused(text)
    assert len(problems) <= 100
    assert any("nested too deeply" in problem or "anchors" in problem for problem in problems)


def test_as_many_brackets_as_anybody_needs_are_no_bomb() -> None:
    assert read("a: [" + "{b: [1]}, " * 3_000 + "x]\n")


@pytest.mark.parametrize("opening", ["---\n", "---\r\n", "--- \t\n"])
@pytest.mark.parametrize("closing", ["---\n", "---\r\n", "---  \n", "---"])
def test_front_matter_ends_at_the_first_line_of_three_hyphens(opening: str, closing: str) -> None:
    parts = split(f"{opening}a: 1\nb: x --- y\n{closing}")
    assert parts is not None
    assert (parts.header, parts.header_line, parts.body) == ("a: 1\nb: x --- y\n", 2, "")


def test_hyphens_in_the_body_belong_to_the_body() -> None:
    parts = split("---\na: 1\n---\nOne.\n\n---\n\nTwo.\n---\n")
    assert parts is not None
    assert (parts.body, parts.body_line) == ("One.\n\n---\n\nTwo.\n---\n", 4)


@pytest.mark.parametrize(
    "text",
    ["", "\n", "a: 1\n", "---", "---\n", "---\na: 1\n", "---\na: 1\n----\n", " ---\na: 1\n---\n"],
)
def test_a_text_without_closed_front_matter_has_none(text: str) -> None:
    assert split(text) is None


def test_empty_front_matter_is_an_empty_mapping() -> None:
    for header in ("", "\n", "# only a comment\n"):
        parts = split(f"---\n{header}---\nBody.\n")
        assert parts is not None
        assert read(parts.header) == {}
