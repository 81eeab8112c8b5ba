"""Markdown becomes HTML that is safe to publish, whatever was written; links work from anywhere."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from conftest import soon
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.config import Site
from generator.pages.links import address, localised, relative
from generator.pages.markup import ATTRIBUTES, SCHEMES, TAGS, to_html


class Found(HTMLParser):
    """Every tag, attribute and link that a browser finds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_safe(html: str) -> None:
    found = Found(html)
    assert found.tags <= TAGS
    allowed = {(tag, name) for tag, names in ATTRIBUTES.items() for name in names}
    assert found.attributes <= allowed | {("a", "rel")}
    for link in found.links:
        scheme = re.match(r"[\s\x00-\x1f]*([a-z][a-z0-9+.-]*):", link, re.IGNORECASE)
        assert scheme is None or scheme[1].lower() in SCHEMES, link


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b onclick=alert(1)>x</b>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java\\script:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "<javascript:alert(1)>",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    '[x](/y "\\" onmouseover=alert(1)")',
    "[x](/y '\"><script>alert(1)</script>')",
    "`</code><script>alert(1)</script>`",
    "```</code><script>\nalert(1)\n```\n",
    "```html onload=alert(1)\nx\n```\n",
    "[^<script>]\n\n[^<script>]: x",
    "|<b>|\n|-|\n|<script>|",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>]]>",
    "&lt;script&gt;",
    "# <iframe src=//evil>",
    "</script></style></textarea></title>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_gets_through(text: str) -> None:
    html = to_html(text)
    assert_safe(html)
    assert "<script" not in html and "<iframe" not in html


SCRAPS = st.sampled_from(
    [*HOSTILE, "*", "_", "`", "[", "]", "(", ")", "<", ">", "&", "|", "\n", "    ", "> ", "- ",
     "1. ", "#", "[^1]", "[^1]: ", "^[", "http://a.b", "\\", '"', "'", "<a href=", "x", "\x00"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(SCRAPS, max_size=30).map("".join) | st.text(max_size=200))
def test_no_mixture_of_marks_gets_anything_through(text: str) -> None:
    assert_safe(to_html(text))


@pytest.mark.parametrize("code", ["{{ site.title }}", "{% include 'x' %}", "{# x #}", "</script>"])
def test_code_in_an_article_is_text(code: str) -> None:
    assert code in Found(to_html(f"Before {code} after")).text
    assert code in Found(to_html(f"`{code}`")).text


@pytest.mark.parametrize(
    "text",
    [
        ">" * 50_000,
        "> " * 25_000 + "x",
        "- " * 25_000 + "x",
        "[" * 50_000,
        "![" * 25_000,
        "^[" * 25_000,
        "[a](" * 12_500,
        "[a](<b" * 8_000,
        "*a " * 16_000,
        "**a *b " * 7_000,
        "*" * 50_000,
        "_a*" * 16_000,
        "<a " * 16_000,
        "&#x" * 16_000,
        "".join("`" * n for n in range(1, 310)),
        "[^a]: " * 8_000,
        "[^a]" * 12_000 + "\n\n[^a]: x\n",
        "|" * 25_000 + "\n" + "|-" * 12_500 + "\n",
        "|a" * 200 + "\n" + "|-" * 200 + "\n" + "x\n" * 20_000,
        "\\" * 50_000,
        " " * 50_000 + "x",
    ],
    ids=lambda text: f"{text[:6]!r}",
)
def test_no_text_of_fifty_kilobytes_takes_long(text: str) -> None:
    with soon():
        to_html(text)


def test_the_bodys_headings_begin_below_the_title() -> None:
    assert re.findall("<h.", to_html("# A\n\n## B\n\n###### C")) == ["<h2", "<h3", "<h6"]
    assert re.findall("<h.", to_html("## A\n\n### B")) == ["<h2", "<h3"]
    assert re.findall("<h.", to_html("#### A")) == ["<h4"]


def test_a_ragged_table_is_made_whole() -> None:
    html = to_html("|a|b|\n|-|:-:|\n|1|\n|1|2|3|\n")
    assert html.count("<tr>") == 3 and html.count("<td") == 4


def test_columns_are_aligned_without_a_style_that_the_pages_policy_forbids() -> None:
    html = to_html("|a|b|c|\n|:-|:-:|-:|\n|1|2|3|\n")
    assert re.findall(r'<t[hd] class="(\w+)">', html) == ["left", "center", "right"] * 2
    assert "style" not in html


def test_footnotes_lead_there_and_back() -> None:
    html = to_html("A[^1] and again[^1], b[^x].\n\n[^1]: *Note* one.\n[^x]: Note two.\n")
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    links = [link.removeprefix("#") for link in Found(html).links]
    assert len(links) == 6 and set(links) <= set(ids)
    assert "<em>Note</em> one." in html


def test_a_picture_becomes_its_words() -> None:
    assert to_html("![a <b> map](x.png)") == "<p><em>[a &lt;b&gt; map]</em></p>\n"
    assert to_html("![](x.png)") == "<p><em>[image]</em></p>\n"


def test_other_sites_learn_nothing_of_who_reads_here() -> None:
    assert 'rel="noopener noreferrer"' in to_html("[x](https://example.org/)")


@pytest.mark.parametrize(
    ("path", "here", "link"),
    [
        ("/", "/", "index.html"),
        ("/a/", "/", "a/index.html"),
        ("/a/", "/a/", "../a/index.html"),
        ("/", "/a/b/", "../../index.html"),
        ("/a/b/", "/a/c/", "../../a/b/index.html"),
        ("/a/b.xml", "/feed.xml", "a/b.xml"),
        ("/a/#c1", "/b/", "../a/index.html#c1"),
        ("/a/?q=1#c1", "/b/", "../a/index.html?q=1#c1"),
        ("/a.css?q=/", "/b/", "../a.css?q=/"),
        ("/a/", "/404.html", "/a/index.html"),
        ("//evil.example/", "/b/", "//evil.example/"),
        ("/\\evil.example/", "/b/", "/\\evil.example/"),
        ("https://example.org/", "/b/", "https://example.org/"),
        ("mailto:a@b.example", "/b/", "mailto:a@b.example"),
        ("#c1", "/b/", "#c1"),
        ("", "/b/", ""),
        ("other/", "/b/", "other/"),
    ],
)
def test_a_path_is_relative_to_the_page_it_stands_on(path: str, here: str, link: str) -> None:
    assert relative(path, here) == link


@pytest.mark.parametrize(
    ("href", "full"),
    [
        ("/a/#x", "https://e.example/sub/a/#x"),
        ("#fn_1", "https://e.example/sub/articles/b/#fn_1"),
        ("../c/", "https://e.example/sub/articles/c/"),
        ("https://example.org/", "https://example.org/"),
        ("//example.org/", "https://example.org/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("http://[", "http://["),
    ],
)
def test_in_a_feed_every_link_is_a_full_address(href: str, full: str) -> None:
    site = Site(title="T", base_url="https://e.example/sub/")
    assert address(href, "/articles/b/", site) == full


def test_links_are_rewritten_in_tags_and_nowhere_else() -> None:
    text = 'Write ` href="/a/"` or href="/b/" as [c](/c/ "say href=\\"/d/\\" > here"), [e](//e/).'
    html = localised(to_html(text), lambda href: relative(href, "/x/"))
    assert Found(html).links == ["../c/index.html", "//e/"]
    assert 'href="/a/"' in Found(html).text and 'href="/b/"' in Found(html).text
    assert 'say href="/d/" > here' in unescape(html)
