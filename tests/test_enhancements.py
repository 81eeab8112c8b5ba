"""What the pages' own script adds: colours by choice, links to copy, lists to filter."""

import threading
from typing import Any

import pytest
from browsing import MISSING, WITNESSES, House, opened
from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(MISSING, reason="needs Debian's chromium")


# ---- colours ----
PAPER = "getComputedStyle(document.body).backgroundColor"
INKS = """() => ["paper", "ink", "soft", "rule", "faint", "accent"].map(name =>
  getComputedStyle(document.documentElement).getPropertyValue("--" + name))"""


@pytest.mark.parametrize("preferred", ["light", "dark"])
def test_the_reader_may_choose_the_colours_and_they_stay(
    browser: Browser, house: House, preferred: Any
) -> None:
    other = "Light" if preferred == "dark" else "Dark"
    with opened(browser, color_scheme=preferred) as page:
        page.goto(house.address)
        before = page.evaluate(INKS)
        page.get_by_role("button", name=other).click()
        chosen = page.evaluate(INKS)
        assert all(old != new for old, new in zip(before, chosen, strict=True))
        page.goto(house.address + "/timeline/")
        assert page.evaluate(INKS) == chosen
        assert page.locator("[aria-pressed=true]").inner_text() == other
        page.emulate_media(color_scheme="light" if preferred == "dark" else "dark")
        assert page.evaluate(INKS) == chosen  # the two ways to the same colours
        page.get_by_role("button", name="As the system").click()
        page.emulate_media(color_scheme=preferred)
        assert page.evaluate(INKS) == before
        page.reload()
        assert page.evaluate(INKS) == before


def test_colours_are_there_before_the_page_is_whole(browser: Browser, house: House) -> None:
    with opened(browser, house.address, color_scheme="light") as page:
        page.get_by_role("button", name="Dark").click()
        house.tail = threading.Event()
        page.goto(house.address + "/timeline/", wait_until="commit")
        page.locator("html[data-theme=dark]").wait_for(state="attached")
        assert page.evaluate("document.readyState") == "loading"
        house.tail.set()
        page.wait_for_load_state()


def test_storage_may_be_forbidden(browser: Browser, house: House) -> None:
    forbid = "Object.defineProperty(window, 'localStorage', { get() { throw Error('no') } })"
    with opened(browser) as page:
        page.add_init_script(forbid)
        page.goto(house.address)
        page.get_by_role("button", name="Dark").click()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_on_paper_there_is_black_on_white_all_of_it_and_no_control(
    browser: Browser, house: House
) -> None:
    with opened(browser, house.address + WITNESSES, color_scheme="dark") as page:
        page.get_by_role("button", name="Dark").click()
        page.get_by_label("Filter this page").fill("witness 7")
        page.emulate_media(media="print")
        assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
        assert page.locator(".claims > li:visible").count() == 14
        assert page.locator(".tool:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_acts_can_be_told_apart_in_the_systems_own_colours(
    browser: Browser, house: House, scheme: Any
) -> None:
    strokes = """() => [...document.querySelectorAll(".claims .sign")].map(sign =>
      [sign.parentElement.textContent.trim(), sign.firstElementChild.getAttribute("d"),
       getComputedStyle(sign).stroke, getComputedStyle(document.body).backgroundColor])"""
    with opened(browser, forced_colors="active", color_scheme=scheme) as page:
        page.goto(house.address + WITNESSES)
        signs = page.evaluate(strokes)
        assert len({shape for _, shape, _, _ in signs}) == len({word for word, *_ in signs}) == 3
        assert all(stroke != paper for *_, stroke, paper in signs)


def test_nothing_moves_for_who_wants_it_still(browser: Browser, house: House) -> None:
    moving = "getComputedStyle(document.documentElement).scrollBehavior"
    with opened(browser, house.address) as page:
        assert page.evaluate(moving) == "auto"
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(moving) == "smooth"


# ---- copying ----
def test_a_permanent_address_is_copied_by_keyboard_and_it_is_said(
    browser: Browser, house: House
) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with opened(browser, house.address + WITNESSES, permissions=allowed) as page:
        for item, address in (("#w3", "witnesses/#w3"), ("#fire", "witnesses/#fire")):
            page.locator(item).get_by_role("button", name="Copy link").first.focus()
            page.keyboard.press("Enter")
            page.locator(item).get_by_role("button", name="Copied").wait_for()
            assert page.locator("[role=status]", has_text="Copied").count() == 1
            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied == f"https://conflict-digest.example/articles/{address}"
        buttons = page.locator(".citation + .tool button")
        assert buttons.all_inner_texts() == ["Copy citation", "Copy BibTeX"]
        for number, start in enumerate(("Conflict Digest: “Fourteen", "@misc{")):
            buttons.nth(number).click()
            buttons.nth(number).filter(has_text="Copied").wait_for()
            assert page.evaluate("navigator.clipboard.readText()").startswith(start)


def test_without_leave_to_copy_the_text_is_selected(browser: Browser, house: House) -> None:
    refuse = """
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => false;
    """
    with opened(browser) as page:
        page.add_init_script(refuse)
        page.goto((house.output / WITNESSES[1:] / "index.html").as_uri())
        page.locator("#w5").get_by_role("button").click()
        page.get_by_role("button", name="Selected, to be copied").wait_for()
        selected = page.evaluate("getSelection().toString()")
        assert selected == "https://conflict-digest.example/articles/witnesses/#w5"


# ---- filtering ----
def test_a_long_list_can_be_filtered(browser: Browser, house: House) -> None:
    rows = ".claims > li:visible"
    with opened(browser, house.address + WITNESSES) as page:
        field = page.get_by_label("Filter this page")
        said = page.locator(".filter [role=status]")
        for text, left in (
            ("SAW", 13),
            ("witness 7", 1),
            ("cafe  zoe", 1),
            ("nothing", 1),
            ("x", 0),
        ):
            field.fill(text)
            assert page.locator(rows).count() == left
            assert said.inner_text() == f"{left} of 14 shown"
        field.fill("nothing")  # what the denial says finds it beside what it denies
        assert page.locator("#w3:visible, #no:visible").count() == 2
        field.press("Escape")
        assert (page.locator(rows).count(), said.inner_text()) == (14, "")
        page.get_by_label("Status or act").select_option("denies")
        assert page.locator(rows).count() == 1


def test_what_a_link_leads_to_is_never_hidden(browser: Browser, house: House) -> None:
    with opened(browser, house.address + WITNESSES + "#w9") as page:
        page.get_by_label("Filter this page").fill("witness 2")
        assert page.locator("#w2:visible, #w9:visible").count() == 2
        page.evaluate("location.hash = '#w4'")
        page.locator("#w4").wait_for()
        assert page.locator("#w9:visible").count() == 0
        assert page.evaluate("document.querySelector('#w4').getBoundingClientRect().top") >= 0


def test_a_filtered_timeline_shows_no_empty_year(browser: Browser, house: House) -> None:
    with opened(browser, house.address + "/timeline/") as page:
        years = page.locator(".year:visible").count()
        page.get_by_label("Filter this page").fill("bridge is closed")
        assert page.locator(".told:visible").count() == 1
        assert page.locator(".year:visible").count() == 1 < years
