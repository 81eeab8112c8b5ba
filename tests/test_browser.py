"""The demo site in a real browser: accessible, self-contained, and whole from a USB stick."""

import os
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from generator.build import build
from generator.site_folder import plan_site

REPOSITORY = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""

pytestmark = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("CI"), reason="needs Debian's chromium"
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The largest page of each type of the demo site, drafts included, by its template.

    All but the 404 page, whose links keep the root: it is for a server, which gets a test apart.
    """
    root = tmp_path_factory.mktemp("demo") / "site"
    shutil.copytree(REPOSITORY / "content", root / "content")
    shutil.copy(REPOSITORY / "site.yaml", root)
    output = root / "preview"
    planned = plan_site(root, drafts=True)
    build(root, planned, output, jobs=1)
    found: dict[str, Path] = {}
    for page in planned.pages:
        if page.template.endswith(".html") and page.template != "404.html":
            file = page.path[1:] + ("index.html" if page.path.endswith("/") else "")
            largest = found.setdefault(page.template, output / file)
            if (output / file).stat().st_size > largest.stat().st_size:
                found[page.template] = output / file
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


def opened(browser: Browser, path: Path, **context: Any) -> Page:
    page = browser.new_context(**context).new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_type_has_an_accessibility_violation(
    browser: Browser, pages: dict[str, Path], width: int, scheme: str
) -> None:
    assert len(pages) >= 13
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # for axe's own script; the pages' policy is tested below
    )
    page = context.new_page()
    for template, path in pages.items():
        page.goto(path.as_uri())
        found = Axe().run(page)
        assert found.violations_count == 0, f"{template}: {found.generate_report()}"
    context.close()


def test_no_page_scrolls_sideways_on_the_smallest_phone(
    browser: Browser, pages: dict[str, Path]
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 600})
    page = context.new_page()
    for template, path in pages.items():
        page.goto(path.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{template} is {wide} px wide"
    context.close()


def test_pages_load_nothing_from_elsewhere_and_break_no_rule_of_their_policy(
    browser: Browser, pages: dict[str, Path]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in pages.values():
        page.goto(path.as_uri())
    assert all(url.startswith("file://") for url in asked), asked
    assert any(url.endswith("/style.css") for url in asked)
    assert said == []
    context.close()


def test_the_site_is_styled_and_can_be_walked_from_a_disk_without_javascript(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page = opened(browser, pages["index.html"], java_script_enabled=False)
    page.get_by_role("link", name="Timeline", exact=True).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Timeline"
    page.get_by_role("link", name="Articles", exact=True).first.click()
    page.locator("main a[href*='articles/']").first.click()
    assert page.locator("article h1").count() == 1
    page.context.close()
    styled = opened(browser, pages["index.html"])
    sheets = styled.evaluate("document.styleSheets.length")
    assert sheets == 1
    styled.context.close()


def test_the_404_page_works_at_any_address_of_a_server(
    browser: Browser, pages: dict[str, Path]
) -> None:
    folder = pages["index.html"].parent

    class Host(SimpleHTTPRequestHandler):
        """A host that answers with 404.html, as static hosts do."""

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def translate_path(self, path: str) -> str:
            found = super().translate_path(path)
            return found if Path(found).exists() else str(folder / "404.html")

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_context(bypass_csp=True).new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/deep/in/nowhere/")
        assert Axe().run(page).violations_count == 0
        page.get_by_role("link", name="Timeline", exact=True).first.click()
        assert page.get_by_role("heading", level=1).inner_text() == "Timeline"
        page.context.close()
        server.shutdown()


def test_the_first_tab_stop_leads_past_the_menu(browser: Browser, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["article.html"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main_"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main_"
    page.context.close()


def test_drafts_say_that_they_are_not_for_publication(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page = opened(browser, pages["index.html"])
    assert page.get_by_text("Not for publication").is_visible()
    page.context.close()
