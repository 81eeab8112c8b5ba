"""A page in words: what of its HTML is kept for readers without looks, pictures and scripts."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.pages.template_file import Header
from generator.pages.text.edition import Wording, text_of
from generator.pages.text.front import MOST, halves
from generator.pages.text.links import LeftOut, without_text

WORDS = Wording("Text only", "Full page", "Menu", "More", "Picture")


def text(html: str, path: str = "/a/b/", left_out: LeftOut = ()) -> str:
    return text_of(f"<main>{html}</main>", path, left_out, WORDS).html


def main(html: str, path: str = "/a/b/", left_out: LeftOut = ()) -> str:
    """What is left of the main part of a page at a path, in one line."""
    inner = text(html, path, left_out).partition("<main>")[2].rpartition("</main>")[0]
    return inner.replace("\n", "")


KEPT = [
    ("<h2 class=x id=who>Who</h2>", '<h2 id="who">Who</h2>'),
    ('<p dir="rtl" lang="ar" style="color: red">كلام</p>', '<p lang="ar" dir="rtl">كلام</p>'),
    ('<time datetime="2025-03">March</time>', '<time datetime="2025-03">March</time>'),
    (
        '<ol start="3" type="a"><li value="7">x</ol>',
        '<ol start="3" type="a"><li value="7">x</li></ol>',
    ),
    ("<dl><div><dt>When<dd>Now</div></dl>", "<dl><dt>When</dt><dd>Now</dd></dl>"),
    (
        '<table class=t><tr><th scope="col" colspan=2>a</th></tr><tr><td></td></table>',
        '<table><tr><th colspan="2" scope="col">a</th></tr><tr><td></td></tr></table>',
    ),
    (
        "<blockquote cite='/x'><p>Said</blockquote>",
        '<blockquote cite="/x"><p>Said</p></blockquote>',
    ),
    ("<pre>  two\n  lines</pre>", "<pre>  two  lines</pre>"),
    (
        "<div>one<div>two</div></div><section>three</section>",
        "<div>one<div>two</div></div><div>three</div>",
    ),
    ("<div><div><p>a</p></div></div>", "<p>a</p>"),
    ("<p>a<p>b<ul><li>c<li>d</ul>", "<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>"),
    ("<b>a<p>b</b>c</p>", "<b>a<p>bc</p></b>"),
    (
        "<p>a <span class=x>b</span> <span lang=ko>c</span></p>",
        '<p>a b <span lang="ko">c</span></p>',
    ),
    ("<header><h1>T</h1></header><footer>f</footer>", "<h1>T</h1><div>f</div>"),
    ("<p>1 &lt; 2 &amp; 3 < 4</p>", "<p>1 &lt; 2 &amp; 3 &lt; 4</p>"),
    ("<noscript><p>Search needs a script.</p></noscript>", "<p>Search needs a script.</p>"),
    (
        "<details open><summary>More</summary>x</details>",
        "<details><summary>More</summary>x</details>",
    ),
    ('<abbr title="United Nations">UN</abbr>', '<abbr title="United Nations">UN</abbr>'),
    ('<img alt="A bridge" src=b.jpg>', "[Picture: A bridge]"),
    (
        '<figure><picture><source srcset="b.webp"><img alt="A &lt;b&gt;ridge"></picture>'
        "<figcaption>By day</figcaption></figure>",
        "<figure>[Picture: A &lt;b&gt;ridge]<figcaption>By day</figcaption></figure>",
    ),
    ('<svg role="img" aria-label="Losses rise"><text>9</text></svg>', "[Picture: Losses rise]"),
    (
        '<a href="../../x/index.html" aria-label="To x"><svg></svg></a>',
        '<a href="../../x/index.html">To x</a>',
    ),
    ("<my-box>words</my-box>", "words"),
    ("<p><mark class=x>words</mark></p>", "<p>words</p>"),
    (
        f"<code>{'0123456789abcdef' * 2}</code>",
        "<code>0123456789abcdef0123<wbr>456789abcdef</code>",
    ),
]
LEFT_OUT = [
    "<script>let words</script>",
    "<script>'<p>words</p>'; /* </p> */</script >",
    "<SCRIPT src=x>words</SCRIPT>",
    '<script type="application/ld+json">{"words": 1}</script>',
    "<script>words",
    "<style>p { content: 'words' }</style>",
    "<!-- words <p>words</p> -->",
    "<![CDATA[words]]>",
    '<p><img alt=""></p>',
    '<svg aria-hidden="true"><text>words</text></svg>',
    '<svg viewBox="0 0 1 1"><svg><text>words</text></svg></svg>',
    "<p aria-hidden=true>words<b>words</b></p>",
    '<ul data-text="no"><li>words</ul>',
    "<div hidden><p>words</p></div>",
    "<form><label>words <input name=q></label><button>words</button></form>",
    "<template><p>words</p></template>",
    "<iframe src=x>words</iframe>",
    "<dialog>words</dialog>",
    "<div><span></span> <p> </p></div>",
    "<plaintext>words",
]
LINKS = [
    # on a page at /a/b/                       in its text
    ("../../c/index.html", "../../c/index.html"),
    ("../../c/index.html#x", "../../c/index.html#x"),
    ("../../index.html?q=1", "../../index.html?q=1"),
    ("../../c/", "../../c/"),
    ("../", "../"),
    ("index.html", "index.html"),
    ("#x", "#x"),
    ("../../feed.xml", "../../../feed.xml"),
    ("../../data/claims.csv", "../../../data/claims.csv"),
    ("../../media/bridge-1200.jpg", "../../../media/bridge-1200.jpg"),
    ("../../static/x.html", "../../../static/x.html"),
    ("../../out/index.html", "../../../out/index.html"),
    ("../../404.html", "../../../404.html"),
    ("../../c/mail.html#x", "../../../c/mail.html#x"),
    ("mail.html", "../mail.html"),
    ("../../text/c/index.html", "../../../text/c/index.html"),
    ("mailto:desk@digest.example", "mailto:desk@digest.example"),
    ("/c/", "/c/"),
]
ELSEWHERE = [
    "https://other.example/?a=1&amp;b=2",
    "HTTP:other.example",
    "&#104;ttps://other.example/",
    " https://other.example/",
    "//other.example/",
    "/\\other.example/",
]
UNSAFE = [
    "javascript:alert(1)",
    " java\tscript:x",
    "&#106;avascript:x",
    "data:text/html,x",
    "vbscript:x",
]


@pytest.mark.parametrize(("html", "expected"), KEPT)
def test_what_was_written_for_readers_is_kept(html: str, expected: str) -> None:
    assert main(html) == expected


@pytest.mark.parametrize("html", LEFT_OUT)
def test_what_is_drawn_hidden_or_needs_a_script_is_left_out(html: str) -> None:
    assert main(f"<p>a</p>{html}") == "<p>a</p>"


@pytest.mark.parametrize(("href", "expected"), LINKS)
def test_links_lead_to_the_text_of_what_has_one(href: str, expected: str) -> None:
    link = main(f'<a href="{href}">x</a>', left_out=(("out/index.html", ""), ("", "mail.html")))
    assert link == f'<a href="{expected}">x</a>'


@pytest.mark.parametrize("href", ELSEWHERE)
def test_another_site_is_not_told_who_leads_there(href: str) -> None:
    link = f'<a href="{href}" rel="noopener noreferrer">x</a>'
    assert main(f'<a rel="opener" href="{href}">x</a>') == link


@pytest.mark.parametrize("href", UNSAFE)
def test_a_link_goes_somewhere_and_does_nothing_else(href: str) -> None:
    assert main(f'<a href="{href}">x</a>') == "x"


PATHS = [
    ("/out/", ("out/index.html", "")),
    ("/out.html", ("out.html", "")),
    ("/lists/{{ lang }}/", ("lists/", "/index.html")),
    ("{{ edition.permalink }}mail.html", ("", "mail.html")),
    ("/x/{% if a %}{{ a }}{% endif %}", ("x/", "")),
]


@pytest.mark.parametrize(("path", "expected"), PATHS)
def test_what_has_no_text_is_known_by_its_page_type(path: str, expected: tuple[str, str]) -> None:
    headers = [Header(path=path, text=False), Header(path="/404.html", text=False)]
    assert without_text([*headers, Header(path="/")]) == (expected,)


def test_the_link_to_the_text_edition_is_not_in_it() -> None:
    to_text = '<li><a href="../../text/a/b/index.html">Text only</a></li>'
    links = f'<ul><li><a href="../../feed.xml">F</a></li>{to_text}</ul>'
    assert main(links) == '<ul><li><a href="../../../feed.xml">F</a></li></ul>'


PAGE = """\
<!doctype html>
<html lang="uk" dir="ltr" class="no-js">
<head><title>A &amp; B</title><meta charset="utf-8"><meta name="description" content="x">
<meta name="robots" content="noindex, nofollow"><link rel="stylesheet" href="s.css">
<link rel="canonical" href="https://digest.example/a/"><script async src="e.js"></script>
<meta http-equiv="refresh" content="0; url=../new/index.html">
<meta http-equiv="onion-location" content="http://abc.onion/a/"></head>
<body class="b">
<header><a class="skip" href="#main_">Skip</a><p><a href="../index.html">Digest</a></p>
<nav aria-label="Site"><ul><li><a href="../b/index.html">B</a></li></ul></nav></header>
<main id="main_"><h1>A</h1></main>
<footer><p>Imprint</p></footer>
</body>
</html>
"""


def test_a_page_begins_with_what_it_says_and_ends_with_the_menu() -> None:
    found = text_of(PAGE, "/a/", (), WORDS).html
    assert found.partition("<title>")[2].splitlines() == [
        "A &amp; B</title>",
        "</head>",
        '<body><header><p><a href="../index.html">Digest</a></p>',
        '<p>Text only · <a href="../../a/index.html">Full page</a> · <a href="#menu_">Menu</a></p>',
        "</header>",
        '<main id="main_"><h1>A</h1></main>',
        '<nav id="menu_" aria-label="Site"><ul><li><a href="../b/index.html">B</a></li></ul></nav>',
        "<footer><p>Imprint</p></footer>",
        "</body>",
        "</html>",
    ]


def test_programs_are_told_whose_text_it_is_and_led_on_within_it() -> None:
    head = text_of(PAGE, "/a/", (), WORDS).head
    assert head.startswith('<!doctype html>\n<html lang="uk" dir="ltr">\n')
    assert re.findall(r'name="robots" content="(.*?)"', head) == ["noindex, nofollow"]
    assert '<link rel="canonical" href="https://digest.example/a/">' in head
    assert 'content="0; url=../new/index.html"' in head
    assert '<meta http-equiv="onion-location" content="http://abc.onion/text/a/">' in head
    assert "default-src 'none'" in head
    assert not re.search("description|stylesheet|script ", head)


TAGS = (
    "a",
    "p",
    "div",
    "span",
    "ul",
    "li",
    "b",
    "td",
    "table",
    "script",
    "style",
    "svg",
    "pre",
    "h2",
    "main",
)
SOUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS]),
        st.sampled_from([f"</{tag}>" for tag in TAGS]),
        st.sampled_from(
            ["<!--", "-->", "<", ">", '"', "'", "=", "/", " ", "&lt;script&gt;", "<p onclick='x'"]
        ),
        st.sampled_from(
            [
                '<a href="javascript:x" onclick=y>',
                "<img src=x onerror=y alt='<b>'>",
                "<svg/onload=x>",
            ]
        ),
        st.text(max_size=3),
    ),
    max_size=30,
).map("".join)
ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "header",
        "main",
        "nav",
        "footer",
        "p",
        "h1",
        "h2",
    ),
    *("a", "div", "span", "ul", "li", "b", "td", "table", "pre"),
}
ATTRIBUTES = {"lang", "dir", "id", "href", "charset", "name", "content", "http-equiv", "rel"}


class Seen(HTMLParser):
    """The tags, attributes and words that another reader of HTML finds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.words += data


@settings(max_examples=150, deadline=None)
@given(SOUP)
def test_nothing_else_comes_through_whatever_a_template_writes(soup: str) -> None:
    for html in (soup, f"<body><main>{soup}"):
        for tag, attributes in Seen(text_of(html, "/", (), WORDS).html).tags:
            assert tag in ALLOWED
            assert {name for name, _ in attributes} <= ATTRIBUTES
            assert not any("javascript" in (value or "") for _, value in attributes)


TREES = st.recursive(
    st.text("ab c&<>é한", min_size=1, max_size=6).map(lambda words: ("", words)),
    lambda inner: st.tuples(
        st.sampled_from(
            ("p", "div", "ul", "span", "b", "blockquote", "section", "article", "em", "h2")
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


def written(tree: object) -> str:
    match tree:
        case ("", str(words)):
            return words.replace("&", "&amp;").replace("<", "&lt;")
        case (tag, list(inner)):
            return f"<{tag} class=x>{''.join(map(written, inner))}</{tag}>"
    raise AssertionError(tree)


@settings(max_examples=150, deadline=None)
@given(st.lists(TREES, max_size=4))
def test_no_word_is_lost_or_added_or_moved(trees: list[object]) -> None:
    html = "".join(map(written, trees))
    assert "".join(Seen(main(html)).words.split()) == "".join(Seen(html).words.split())


LONG = "불확실한정보" * 40
ITEM = f'<li><p><a href="c/index.html">{LONG}</a></p></li>'
FRONTS = {
    "nothing": "",
    "a little": "<h2>One</h2><p>Words.</p>",
    "sections": f"<h2>{LONG}</h2><p>{LONG}</p>" * 30,
    "a list": f"<ol>{ITEM * 90}</ol>",
    "lists in a list": f"<ul>{f'<li>{LONG}<ul>{ITEM * 20}</ul></li>' * 9}</ul>",
    "a paragraph": f"<h2>One</h2><p><em>{'uncertain &amp; unclear ' * 900}</em></p>",
    "a word": f"<p>{'&amp;한' * 4000}</p>",
    "a table": f"<table>{f'<tr><td>{LONG}</td></tr>' * 30}</table>",
    "a deep one": f"{'<blockquote>' * 60}<p>{LONG * 9}</p>{'</blockquote>' * 60}",
    "names": "".join(
        f'<h2 id="n{n}">x</h2><p><a href="#n{99 - n}">{LONG}</a></p>' for n in range(100)
    ),
}
ON = '<p><a href="more.html">More</a></p>'
MENUS = {"a short menu": 6, "a long one": 80}


@pytest.mark.parametrize("items", MENUS.values(), ids=MENUS)
@pytest.mark.parametrize("content", FRONTS.values(), ids=FRONTS)
def test_the_front_page_is_small_and_its_second_part_has_the_rest(content: str, items: int) -> None:
    item = f'<li><a href="t/index.html">{LONG[:40]}</a></li>'
    menu = f"<nav><ul>{item * items}</ul></nav>"
    page = f"<header>{menu}</header><main>{content}</main><footer><p>Imprint</p></footer>"
    whole = text_of(page, "/", (), WORDS)
    first, second = halves(whole, WORDS)
    assert len(first.encode()) <= MOST
    assert len(first.encode()) > MOST / 2 or len(whole.html.encode()) < MOST or items > 6
    mains = [html.partition("<main>")[2].partition("</main>")[0] for html in (first, second)]
    shown = [mains[0].replace(f"\n{ON}", ""), mains[1].replace("<h1>More</h1>", "")]
    assert [len(html) for html in shown] != [len(html) for html in mains]
    said = "".join(Seen("".join(shown)).words.split())
    assert said == "".join(Seen("".join(whole.main)).words.split())
    for html in (first, second):
        opened = [tag for tag, _ in Seen(html).tags if tag not in ("meta", "link")]
        assert len(opened) == len(re.findall("</", html))
    names = set(re.findall(r' id="(n\d+)"', mains[0]))
    assert set(re.findall(r'href="#(n\d+)"', mains[0])) <= names
    assert not names & set(re.findall(r'href="#(n\d+)"', mains[1]))


def test_a_list_that_is_cut_goes_on_counting() -> None:
    page = f"<main><ol>{''.join(f'<li>{n} {LONG}</li>' for n in range(1, 30))}</ol></main>"
    first, second = halves(text_of(page, "/", (), WORDS), WORDS)
    number = first.count("<li>") + 1
    assert f'<ol start="{number}"><li>{number} ' in second.replace("\n", "")
