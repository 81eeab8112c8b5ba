"""Markdown of any kind ends soon, in HTML that a second cleaning leaves as it is."""

import nh3
import pytest
from conftest import soon
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.unseen import CONTROLS
from generator.pages.markup import ATTRIBUTES, SCHEMES, TAGS, to_html

PIECES = st.sampled_from(
    ["*", "**", "_", "~~", "`", "```\n", "[", "]", "(", ")", "](", "![", "^[", "[^1]", "[^1]: ",
     "[a]: /b", "[a]", "<", ">", "> ", "<!--", "<b>", "</b>", "<script>", "&", "&amp;", "&#x202e;",
     "&#0;", "&ZeroWidthSpace;", "|", "|-|-|\n", "- ", "1. ", "# ", "===\n", "---\n", "    ", "\t",
     "\n", "\n\n", "\\", "\u200f", "می\u200cخو", "🏽\u200d", "http://a.example/", "javascript:x",
     '"', "'", "x", "word ", "\r\n", "\u00a0", "{{ x }}", "]]>", "</p>"]
)  # fmt: skip
TIMES = st.sampled_from([1, 1, 1, 2, 3, 40])


def assert_clean(html: str) -> None:
    again = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    assert again == html
    assert not CONTROLS.search(html)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(PIECES, TIMES), max_size=40))
def test_any_mixture_of_marks_is_clean_at_once(pieces: list[tuple[str, int]]) -> None:
    text = "".join(piece * times for piece, times in pieces)
    if CONTROLS.search(text):  # no file has these
        return
    with soon():
        html = to_html(text)
    assert_clean(html)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        (("|a" * 300 + "\n" + "|-" * 300 + "\n" + "x\n" * 2000 + "\n") * 9, 1_500_000),
        (f"[a]: /x{'y' * 25_000}\n\n" + "[a] " * 6000, 400_000),
        (f'[a]: /x "{"y" * 25_000}"\n\n' + "[a] " * 6000, 400_000),
        ("".join(f"[^{n}]: " + "[^1]" * 60 + "\n" for n in range(60)) + "\n[^0]", 1_500_000),
        ("&CounterClockwiseContourIntegral;" * 1500, 100_000),
        ("".join("  " * depth + "- a\n" for depth in range(200)), 300_000),
        ("[" * 25_000 + "]" * 25_000, 100_000),
        ("*a " * 8000 + "a* " * 8000, 300_000),
    ],
    ids=["tables", "addresses", "titles", "footnotes", "entities", "lists", "brackets", "emphasis"],
)
def test_a_little_text_does_not_become_a_great_deal(text: str, most: int) -> None:
    with soon():
        html = to_html(text)
    assert len(html) < most
    assert_clean(html)


def test_a_link_that_is_repeated_beyond_measure_becomes_its_words() -> None:
    html = to_html(f"[a]: /x{'y' * 1000}\n\n" + "[word][a] " * 200)
    assert html.count("word") == 200
    assert 90 < html.count("href=") < 110
