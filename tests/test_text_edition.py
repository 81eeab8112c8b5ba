"""The text edition of a whole site: the same words on every page, and no link that is dead."""

import re
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from urllib.parse import urljoin

import pytest
from browsing import MORE
from conftest import REPOSITORY, Site
from lxml import html as lxml_html
from PIL import Image

from generator.pages.render import render_all
from generator.previewing.answers import Answers
from generator.previewing.shown import Preview
from generator.site_folder import plan_site

MOST = 5000  # bytes of the front page
HEADERS = {path.name: path.read_text() for path in (REPOSITORY / "templates").glob("*.html")}
TYPES = sorted(name for name, text in HEADERS.items() if re.match(r"---\n(?s:.)*?\npath:", text))
UNSEEN = "//script|//style|//svg|//template|//form|//*[@aria-hidden='true']|//*[@hidden]"
INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|"
    "time|u|var|wbr"
)


class Rendered(dict[str, str]):
    """The HTML of each page by its path, and the paths of each page type."""

    types: Mapping[str, list[str]]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The demo with its drafts, and what it has none of, in both editions."""
    root = tmp_path_factory.mktemp("text") / "site"
    made = Site(root)
    for path in (REPOSITORY / "content").rglob("*.*"):
        target = root / path.relative_to(REPOSITORY)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (root / "site.yaml").write_bytes((REPOSITORY / "site.yaml").read_bytes())
    made.write(MORE)
    (root / "content/media").mkdir(exist_ok=True)
    Image.new("L", (1200, 800)).save(root / "content/media/dark.png")
    made.warm()
    planned = plan_site(root, drafts=True)
    pages = [page for page in planned.pages if page.path.endswith(("/", ".html"))]
    data = dict(render_all(pages, planned.templates, jobs=1))
    found = Rendered({page.path: data[page.key].decode() for page in pages})
    found.types = {
        name: [page.path for page in pages if page.template == name and not page.whole]
        for name in TYPES
    }
    return found


def words(html: str, *without: str) -> dict[str, list[str]]:
    """The words that are seen in the header, the menu, the main part and the footer of a page."""
    tree = lxml_html.document_fromstring(html)
    for element in tree.xpath("|".join((UNSEEN, *without))):
        element.drop_tree()
    for picture in tree.xpath("//img[@alt!='']"):
        picture.tail = f"[Picture: {picture.get('alt')}] {picture.tail or ''}"
    for element in tree.iter():
        if not INLINE.fullmatch(str(element.tag)):
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"
    found = {}
    for name, path in (("main", "//main"), ("menu", "//body/header//nav|//body/nav")):
        found[name] = [word for e in tree.xpath(path) for word in e.text_content().split()]
        for element in tree.xpath(path):
            element.drop_tree()
    for name in ("header", "footer"):
        found[name] = [w for e in tree.xpath(f"//body/{name}") for w in e.text_content().split()]
    return found


OF_LOOKS = "//*[@data-text='no']"  # how to read marks that are drawn
WAYS = "//body/header//a[starts-with(@href,'#')]|//footer//li[a[contains(@href,'text/')]]"
WAYS_IN_TEXT = "//body/header/p[last()]"


@pytest.mark.parametrize("name", TYPES)
def test_a_page_and_its_text_say_the_same(rendered: Rendered, name: str) -> None:
    assert rendered.types[name], f"the demo has no page of {name}"
    for path in rendered.types[name]:
        if path in ("/", "/404.html"):
            continue
        whole, text = rendered[path], rendered[f"/text{path}"]
        assert words(text, WAYS_IN_TEXT) == words(whole, OF_LOOKS, WAYS), path


def test_both_parts_of_the_front_page_say_what_it_says(rendered: Rendered) -> None:
    more = "//main/p[last()][a[@href='more.html']]"
    first = words(rendered["/text/"], more, WAYS_IN_TEXT)
    second = words(rendered["/text/more.html"], "//main/h1[1]", WAYS_IN_TEXT)
    whole = words(rendered["/"], OF_LOOKS, WAYS)
    assert first["main"] + second["main"] == whole["main"]
    assert second["menu"] == first["menu"] == whole["menu"]
    assert second["footer"] == whole["footer"]
    assert len(rendered["/text/"].encode()) < MOST


def test_only_the_key_to_drawn_marks_is_said_to_be_of_no_use_in_words() -> None:
    found = {
        line.strip()
        for path in (REPOSITORY / "templates").rglob("*.html")
        for line in path.read_text().splitlines()
        if "data-text" in line
    }
    key = """<ul class="key" data-text="no" aria-label="{{ "How to read the marks" | say }}">"""
    assert found == {key}


def test_every_page_leads_to_its_text_and_back(rendered: Rendered) -> None:
    for path, html in rendered.items():
        if path.startswith("/text/"):
            assert _whole(path) in set(_targets(html, path)), path
            assert "noindex" in html
        elif path == "/404.html":
            assert '<a href="/text/index.html">Text only</a>' in html
        elif not path.endswith("/email.html"):
            assert list(_targets(html, path)).count(f"/text{path}") == 1, path


def test_within_the_text_edition_every_link_stays_in_it_that_can(rendered: Rendered) -> None:
    places = {path: set(re.findall(r' id="([^"]+)"', html)) for path, html in rendered.items()}
    for path in (path for path in rendered if path.startswith("/text/")):
        for target in _targets(rendered[path], path):
            page, _, place = target.partition("#")
            if page.startswith("/text/"):
                assert page in rendered, (path, target)
                assert not place or place in places[page] or page == "/text/", (path, target)
            else:
                assert page == _whole(path) or f"/text{page}" not in rendered, (path, target)


def test_no_looks_pictures_or_scripts_are_in_it(rendered: Rendered) -> None:
    for path, html in rendered.items():
        if path.startswith("/text/"):
            assert not re.search(r"<(script|style|svg|img|picture|form|link rel=\"(?!can))", html)
            assert not re.search(r"<[^>]* (class|style|on\w+|src|aria-hidden)=", html), path
            assert len(html) < len(rendered.get(path.removeprefix("/text"), html * 2))


def test_a_draft_says_so_in_words(rendered: Rendered) -> None:
    assert "Preview with drafts." in rendered["/text/"]
    assert 'content="noindex, nofollow"' in rendered["/text/"]


def _whole(path: str) -> str:
    """The path of the page that a text is the text of."""
    return "/" if path == "/text/more.html" else path.removeprefix("/text")


def _targets(html: str, path: str) -> Iterator[str]:
    """Where the links of a page lead on this site."""
    for href in re.findall(r'<a [^>]*?href="([^"]*)"', html):
        target = urljoin(f"https://here{path}", href)
        if target.startswith("https://here/"):
            page, mark, place = target.removeprefix("https://here").partition("#")
            yield re.sub(r"(^|/)index\.html$", r"\1", page) + mark + place


SITE = """\
-- site.yaml --
title: Test Digest
base_url: https://digest.example/
cards: none
-- templates/plain.html --
---
path: /plain/
text: false
---
<html><body><main><a href="{{ "/" | link }}">on</a>[{{ here_in_text }}]</main></body></html>
-- content/pages/about.md --
---
title: About
---
See [plain](/plain/), [the archive](/archive/) and [the feed](/feed.xml).
"""


def test_what_a_site_asks_for(site: Callable[[str], Site]) -> None:
    made = site(SITE)
    made.build()
    about = made.page("/text/about/")
    assert 'href="../../plain/index.html"' in about
    assert 'href="../archive/index.html"' in about
    assert 'href="../../feed.xml"' in about
    assert "[]" in made.page("/plain/")
    assert not (made.root / "public/text/plain").exists()
    assert not (made.root / "public/text/404.html").exists()
    assert "/text/" not in made.page("/sitemap.xml")

    made.edit("content/pages/about.md", "See", "Look at")
    assert made.build().out.split("public: ")[1].startswith("1 pages rendered")
    assert "<p>Look at" in made.page("/text/about/")
    why = made.build("--why", "/text/about/").out
    assert "/text/about/: unchanged" in why

    preview = Preview(made.root)
    preview.refresh()
    shown = Answers(preview, print).answer("/text/about/index.html", {})
    assert shown.status == HTTPStatus.OK
    assert b"<p>Look at" in shown.data

    made.write("-- content/pages/text.md --\n---\ntitle: Text\n---\nIt is here.\n")
    done = made.run("build")
    assert "content/pages/text.md" in done.err
    assert "/text/ is among the text edition; “text: false” in site.yaml turns that off" in done.err

    made.edit("site.yaml", "title:", "text: false\ntitle:")
    made.build()
    assert [name for name in made.tree() if name.startswith("text/")] == ["text/index.html"]
    assert "Text only" not in made.page("/") + made.page("/404.html")


def test_a_mistake_is_said_once_and_not_once_more_for_its_text(site: Callable[[str], Site]) -> None:
    made = site(SITE)
    made.edit("content/pages/about.md", "[plain](/plain/)", "[nowhere](/no/)")
    done = made.run("check")
    assert done.err.count("/no/") == 1
    made.write("-- templates/wrong.html --\n---\npath: /wrong/\n---\n{{ wrong }}\n")
    done = made.run("build")
    assert done.err.count("wrong.html:4") == 1
    assert "on /wrong/\n" in done.err
