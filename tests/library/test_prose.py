"""Plain text becomes Markdown that reads exactly like the text."""

import html
import re

import pytest
from conftest import soon
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.prose import as_markdown
from generator.model.unseen import CONTROLS
from generator.pages.markup import to_html

CHARACTERS = st.one_of(
    st.sampled_from("*_`[]()<>#+-=~|:.!&;\\\n\n \t\"'^$%@{}/19ab\u00a0\u3000é한\u0301\u200b"),
    st.characters(codec="utf-8"),
)
PIECES = st.sampled_from(
    ["__b__", "_a_", "a_b", "**", "***", "---", "===", "- - -", "-", "1.", "1)", "10. x", "#",
     "# x",
     "> q", "a|b", "--|--", ":-:", "|", "[^1]", "^[x]", "[a]: http://x", "[a](b)", "<b>",
     "<!-- -->",
     "<http://x.y>", "&amp;", "&#65;", "\\", "\\*", "\n", "\n\n", "    ", "\t", "~~~", "~~s~~",
     "```",
     "`c`", "![i](u)", "word", "+", "=", "]", "*[", "http://a_b_.x", "(c)", " "]
)  # fmt: skip
WILD = st.one_of(
    st.text(CHARACTERS, max_size=60),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=12).map(" ".join),
)


def read(text: str) -> str:
    """What a reader sees of a text that was made Markdown and then a page."""
    rendered = to_html(as_markdown(text))
    assert not re.search(r"<(?!/?p>)", rendered), rendered
    return html.unescape(re.sub(r"</?p>", "", rendered))


@settings(max_examples=500, deadline=None)
@given(WILD)
def test_any_text_reads_the_same_as_a_page(text: str) -> None:
    text = CONTROLS.sub("", text).replace("\r", "")
    assert "".join(read(text).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["# no heading", "1. no list", "1) no list", "- no list", "+ no list", "* no list",
     "> no quote",
     "no heading\n===", "no heading\n---", "***", "___", "---", "- - -", "a | b\n--|--\nc | d",
     "a\n:-:", "| a |\n|---|", "__init__ and _x_", "2*3*4", "`code`", "~~~\nx", "    no code",
     "\tno code", "[no](link)", "![no](image)", "[no]: http://link", "x[^1]\n\n[^1]: no note",
     "^[no]",
     "<b>no tag</b>", "<http://no.link>", "&amp; &copy; &#65;", "no\\\nbreak", "no  \nbreak",
     "\\* no",
     "snake_case_name", "http://a.example/_x_?a=1&copy=2", "<!-- no comment -->", "5 > 3 < 4"],
)  # fmt: skip
def test_what_looks_like_markup_is_text(text: str) -> None:
    assert "".join(read(text).split()) == "".join(text.split())


def test_paragraphs_stay_paragraphs() -> None:
    assert to_html(as_markdown("One.\n\nTwo,\nstill two.\n\n\n\nThree.")) == (
        "<p>One.</p>\n<p>Two,\nstill two.</p>\n<p>Three.</p>\n"
    )


def test_plain_prose_is_left_as_it_is() -> None:
    text = (
        "Seoul’s JCS said (on Thursday): “about 220 units of 170mm guns” – 3,000 more; 50% & so on."
    )
    assert as_markdown(text) == text


@pytest.mark.parametrize(
    "line",
    [" " * 100_000 + "x", "x" + " " * 100_000 + "x", "-" * 100_000 + "x", "=" * 100_000 + "x",
     "_" * 100_000,
     "-:| " * 25_000 + "x",
     "\\" * 100_000, "&" * 100_000, "&#" + "1" * 100_000, "1" * 100_000 + ".", "[" * 100_000],
    ids=lambda line: f"{line[:2]}…{line[-1]}",
)  # fmt: skip
def test_a_line_of_100_kb_takes_no_time(line: str) -> None:
    with soon():
        as_markdown(line)
