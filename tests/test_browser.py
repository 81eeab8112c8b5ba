"""Every page type in a real browser: accessible, in sight, whole without any script.

A page type is found by its template, so that a new one is tested by being there.
"""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
import serving
from axe_playwright_python.sync_playwright import Axe
from browsing import MISSING, WITNESSES, House, opened, visit
from conftest import REPOSITORY, Site
from playwright.sync_api import Browser

from generator.releasing import build
from generator.site_folder import plan_site

pytestmark = pytest.mark.skipif(MISSING, reason="needs Debian's chromium")
TEMPLATES = sorted(
    path.name
    for path in (REPOSITORY / "templates").glob("*.html")
    if path.read_text(encoding="utf-8").startswith("---\n")
)


def test_every_page_type_is_there_to_be_tested(house: House) -> None:
    assert set(TEMPLATES) == set(house.pages)


# ---- seen ----
SIGHTS = [(390, "dark"), (1280, "light")]  # each width and each scheme
if os.environ.get("TORTURE"):
    SIGHTS += [(390, "light"), (1280, "dark")]

AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join(" "));
}"""


SIZES = [(320, 100), (390, 200), (1280, 200)]  # the width, and how large letters are in percent
WORDS = "() => document.body.innerText.split(/\\s+/).join(' ')"
WITHOUT_TOOLS = "() => document.querySelectorAll('.tool').forEach(each => each.remove())"


class Walked(NamedTuple):
    """What is seen of a page in a window of each size, and its words in an ordinary one."""

    widths: dict[tuple[int, int], int]
    words: str


@pytest.fixture(scope="module")
def walked(browser: Browser, built: House) -> dict[str, Walked]:
    """Each page type visited once, with its script, for those who only look."""
    found = {}
    built.only, built.tail = "", None
    with opened(browser) as page:
        session = page.context.new_cdp_session(page)

        def resize(width: int, height: int, zoom: int) -> None:
            page.set_viewport_size({"width": width, "height": height})
            letters = {"fontSizes": {"standard": 16 * zoom // 100}}  # as set in the browser
            session.send("Page.setFontSizes", letters)

        for template in built.pages:
            visit(page, built, template)
            widths = {}
            for width, zoom in SIZES:
                resize(width, 600, zoom)
                widths[width, zoom] = page.evaluate("document.documentElement.scrollWidth")
            resize(1280, 720, 100)
            page.evaluate(WITHOUT_TOOLS)
            found[template] = Walked(widths, page.evaluate(WORDS))
    return found


def test_no_page_type_has_an_accessibility_violation(browser: Browser, house: House) -> None:
    faults = {}
    with opened(browser, bypass_csp=True) as page:  # or axe could not get in
        for template in house.pages:
            visit(page, house, template)
            page.evaluate(Axe().axe_script)
            for width, scheme in SIGHTS:
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                faults[template, width, scheme] = page.evaluate(AXE)
    assert {where: found for where, found in faults.items() if found} == {}


@pytest.mark.parametrize("path", ["", "more.html", WITNESSES[1:], "figures/"])
def test_the_text_edition_has_none_and_fits_a_phone(
    browser: Browser, house: House, path: str
) -> None:
    size = {"width": 390, "height": 900}
    with opened(browser, f"{house.address}/text/{path}", viewport=size, bypass_csp=True) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.evaluate(Axe().axe_script)
        assert page.evaluate(AXE) == []


def test_no_page_scrolls_sideways(walked: dict[str, Walked]) -> None:
    widths = {
        (template, width, zoom): seen.widths[width, zoom]
        for template, seen in walked.items()
        for width, zoom in SIZES
    }
    assert len(widths) >= 3 * len(TEMPLATES)
    assert {where: wide for where, wide in widths.items() if wide > where[1]} == {}


# ---- trusted ----
def test_on_a_disk_pages_load_their_own_style_and_script_and_nothing_else(
    browser: Browser, house: House
) -> None:
    asked: list[str] = []
    # but for the page of a server, and the one that leads elsewhere at once
    pages = set(house.pages) - {"404.html", "alias.html"}
    with opened(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        for template in pages:
            page.goto(house.file(template))
    own = {url.removeprefix(house.output.as_uri()) for url in asked}
    assert {url for url in own if not url.startswith("/")} == set()
    assert {"/static/style.css", "/static/enhance.js"} < own


def test_the_script_stays_light(house: House) -> None:
    assert (house.output / "static/enhance.js").stat().st_size <= 8192


# ---- without a script ----
def test_without_javascript_there_is_every_word_and_no_dead_control(
    browser: Browser, house: House, walked: dict[str, Walked]
) -> None:
    with opened(browser, java_script_enabled=False) as page:
        for template in house.pages:
            visit(page, house, template)
            assert page.locator("button, input, select, form, .tool").count() == 0
            if template != "search.html":  # which then has other words: tests/test_search.py
                assert page.evaluate(WORDS) == walked[template].words


def test_the_site_can_be_walked_from_a_disk_without_javascript(
    browser: Browser, house: House
) -> None:
    with opened(browser, house.file("index.html"), java_script_enabled=False) as page:
        page.get_by_role("link", name="Timeline", exact=True).first.click()
        assert page.get_by_role("heading", level=1).inner_text() == "Timeline"
        page.get_by_role("link", name="Articles", exact=True).first.click()
        page.locator("main a[href*='articles/']").first.click()
        assert page.locator("article h1").count() == 1
        assert page.evaluate("document.styleSheets.length") == 2, "one is for paper"


def test_a_site_may_leave_the_script_out(browser: Browser, house: House, tmp_path: Path) -> None:
    root = shutil.copytree(house.root, tmp_path / "site", ignore=shutil.ignore_patterns("preview"))
    Site(root).write("-- templates/static/enhance.js --\n")
    build(root, plan_site(root, drafts=True), tmp_path / "out", jobs=1)
    with opened(browser, (tmp_path / "out/timeline/index.html").as_uri()) as page:
        assert page.locator("button, input, select").count() == 0


def test_the_404_page_works_at_any_address_of_a_server(browser: Browser, house: House) -> None:
    with opened(browser, house.address + "/deep/in/nowhere/") as page:
        assert page.get_by_role("heading", level=1).inner_text() == "No such page"
        assert page.locator(".colours").count() == 1
        page.get_by_role("link", name="Timeline", exact=True).first.click()
        assert page.get_by_role("heading", level=1).inner_text() == "Timeline"


def test_drafts_say_that_they_are_not_for_publication(browser: Browser, house: House) -> None:
    with opened(browser, house.file("index.html")) as page:
        assert page.get_by_text("Not for publication").is_visible()


# ---- other ways to read ----
def test_arrows_and_drawings_follow_the_way_that_is_read(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    root = shutil.copytree(house.root, tmp_path / "site", ignore=shutil.ignore_patterns("preview"))
    Site(root).edit("site.yaml", "lang: en", "lang: ar")
    output = tmp_path / "out"
    build(root, plan_site(root, drafts=True), output, jobs=1)
    turned = "name => getComputedStyle(document.querySelector(name)).scale"
    with opened(browser, (output / "timeline/2024/index.html").as_uri()) as page:
        assert page.evaluate("document.dir") == "rtl"
        for name in (".sign.way", ".strip", "span.way"):
            assert page.evaluate(turned, name) == "-1 1", name
        assert page.evaluate(turned, ".sign:not(.way)") == "none"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_preview_breaks_no_rule_of_the_policy(browser: Browser, house: House) -> None:
    with (
        serving.served(Site(house.root)) as asker,
        opened(browser, f"http://127.0.0.1:{asker.port}/timeline/") as page,
    ):
        page.locator(".colours").wait_for()
        page.locator("conflict-preview[follows]").wait_for(state="attached")
        assert page.locator("script[src*=_preview]").count() == 1
