"""Plain prose is read at once, and the bytes are the parser's own."""

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.frontmatter import split
from generator.pages.markup import parsed, to_html
from generator.pages.plain_prose import rendered

REPOSITORY = Path(__file__).parents[2]
# The examples of the CommonMark specification 0.31.2 (spec.commonmark.org), CC BY-SA 4.0.
EXAMPLES = json.loads((Path(__file__).parent / "commonmark-0.31.2.json").read_text())


def read_at_once(text: str) -> bool:
    """Whether nothing was left to the parser."""
    left: list[str] = []
    rendered(text, lambda rest: left.append(rest) or "")  # type: ignore[func-returns-value]
    return not left


@pytest.mark.parametrize("first", range(0, len(EXAMPLES), 50))
def test_every_example_of_commonmark_has_the_bytes_of_the_parser(first: int) -> None:
    for example in EXAMPLES[first : first + 50]:
        text = example["markdown"]
        assert to_html(text) == parsed(text), example["example"]
        beside = f"A paragraph before.\n\n{text}\n\nA paragraph *behind*.\n"
        assert to_html(beside) == parsed(beside), example["example"]


@pytest.mark.parametrize(
    "file", sorted((REPOSITORY / "content").rglob("*.md")), ids=lambda f: f.stem
)
def test_the_demo_has_the_bytes_of_the_parser(file: Path) -> None:
    parts = split(file.read_text())
    assert parts
    assert to_html(parts.body) == parsed(parts.body)


PIECES = [
    *("word", "Words of prose", "3,000", "“Said", "he”,", "é", "שלום", "한국", "e.g.", "x"),
    *("a_b", "5", " ", "  ", "\n", "\n\n", "\n \n", "\n    ", "\t", "\xa0", "\u2028", "\x0b"),
    *("\x00", "\r", "*", "**", "***", "_", "`", "```", "~~~", "~", "#", "## ", "# ", "- "),
    *("* ", "+ ", "1. ", "1) ", "> ", ">", "|", "|-|", "---", "===", "=", ":", "&", "&amp;"),
    *("<", "<b>", "<!--", "\\", "!", "^", "[a](/b/)", "[a](/b/#c)", "[a](https://x.example/y)"),
    *("[a]", "(", ")", "[", "]", "](", "[^1]", "[a]: /b", "*so*", "**so**", "*“so”*", "*so.*,"),
    *("*a* *b*", "- one\n- two", "> said", "[a](javascript:b)", "\"", "'", "[*a*](/b/)"),
    *(" & ", "& ", " < 5", "< ", "[by", "its]", "[by its]", "] (", "Q&A", "a > b", "![", "[]"),
    *("a\x0bb", "*[a](/b/)*", "![a](/b/)", "[a](<b c>)", "[a](/b%20c/)", "[a](//b/)", "[a]()", "."),
]  # fmt: skip


@settings(max_examples=600)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_whatever_is_written_has_the_bytes_of_the_parser(text: str) -> None:
    assert to_html(text) == parsed(text)


@settings(max_examples=300)
@given(st.text())
def test_any_text_at_all_has_the_bytes_of_the_parser(text: str) -> None:
    assert to_html(text) == parsed(text)


def test_every_two_pieces_beside_each_other_have_the_bytes_of_the_parser() -> None:
    for pair in product(PIECES, PIECES):
        for text in ("".join(pair), f"A {''.join(pair)} b"):
            assert to_html(text) == parsed(text), text


@pytest.mark.parametrize(
    "text",
    [
        "A paragraph.\n\nAnother,\non two lines.\n",
        "It was *not* confirmed, **they** said.",
        "See [the report](/articles/a/) and [this](https://wire.example/a/b.html).",
        "## What is not known\n\n- the number\n- the date\n\n> Nobody said.\n",
        "3,000 were counted; 1.5 km away.",
        "Vell & Sons lost < 300 crowns [by its books], or > 200.",
    ],
)
def test_plain_prose_is_not_left_to_the_parser(text: str) -> None:
    assert read_at_once(text)
    assert to_html(text) == parsed(text)
