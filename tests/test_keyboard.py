"""Every page type walked with the keyboard alone: all is reached, once, in order, and seen."""

import os
from itertools import pairwise
from typing import NamedTuple

import pytest
from browsing import MISSING, House, opened, visit
from playwright.sync_api import Browser, Page, ViewportSize

WHOLE = bool(os.environ.get("TORTURE"))
PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=720)
pytestmark = pytest.mark.skipif(MISSING, reason="needs Debian's chromium")

# Where the focus can be put, in the order of the page; how much scrolls that has no such place.
STOPS = """() => {
  const any = "a[href], button, input, select, textarea, summary, [tabindex]";
  window.stops = [...document.querySelectorAll(any)].filter(each => each.tabIndex >= 0
    && each.checkVisibility() && (each.matches("summary") || !each.closest("details:not([open])")));
  const unreached = [...document.querySelectorAll("main *")].filter(each =>
    /auto|scroll/.test(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth
    && !stops.some(stop => each.contains(stop)));
  return [stops.length, unreached.map(each => each.outerHTML)];
}"""
# The focus: which stop it is at, and why one would not see it there.
FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const light = colour => {
    const parts = colour.match(/[0-9.]+/g).slice(0, 3).map(part => part / 255)
      .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2] + .05;
  };
  const two = [style.outlineColor, getComputedStyle(document.body).backgroundColor].map(light);
  const line = at.getClientRects()[0] ?? box;
  const over = document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2);
  const faults = [
    ["no outline", style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2],
    ["a faint outline", Math.max(...two) / Math.min(...two) < 3],
    ["no size", box.width < 8 || box.height < 8],
    ["covered", !over || !(at.contains(over) || over.contains(at))],
  ].filter(fault => fault[1]);
  return [stops.indexOf(at), faults.map(fault => `${at.outerHTML}: ${fault[0]}`)];
}"""


# Where scripts run, the page itself notes the focus each time that it is about to go on.
NOTING = f"""() => {{
  window.noted = [];
  const focus = {FOCUS};
  addEventListener("keydown", event => event.key === "Tab" && noted.push(focus()), true);
}}"""


class Walked(NamedTuple):
    """What is wrong with the stops of a page; the first of them, and whether it leads inside."""

    faults: list[str]
    first: str
    inside: bool


def stopped_at(page: Page, ways: list[str], script: bool) -> list[tuple[int, list[str]]]:
    """The focus after each press of the key, and what would not be seen of it."""
    if script:
        page.evaluate(NOTING)
    seen = []
    for before, way in pairwise(["", *ways]):
        if way == "back" != before:
            page.keyboard.down("Shift")
        page.keyboard.down("Tab")
        if not script:
            seen.append(page.evaluate(FOCUS))
    page.keyboard.up("Tab")
    page.keyboard.up("Shift")
    return [*page.evaluate("noted")[1:], page.evaluate(FOCUS)] if script else seen


def faults_of(page: Page, script: bool) -> list[str]:
    """Walk a page, and say what is wrong."""
    stops, unreached = page.evaluate(STOPS)
    faults = [*unreached]
    back = script and WHOLE  # the way back as well
    order = [*range(stops), *(reversed(range(stops - 1)) if back else ())]
    ways = ["on"] * stops + ["back"] * (len(order) - stops)
    *seen, left = stopped_at(page, [*ways, "back" if back else "on"], script)
    for expected, (reached, unseen) in zip(order, seen, strict=True):
        faults += unseen
        if reached != expected:
            faults += [f"stop {reached}, not {expected}, of {stops}"]
    if left[0] not in (-1, stops - 1 if back else 0):  # out, or around
        faults += ["does not let go of the focus"]
    return faults


@pytest.fixture(scope="module")
def walked(browser: Browser, built: House) -> dict[str, Walked]:
    """Each page type, with its script."""
    found = {}
    built.only, built.tail = "", None
    with opened(browser, viewport=PHONE) as page:
        for template in built.pages:
            page.set_viewport_size(PHONE)
            visit(page, built, template)
            faults = faults_of(page, script=True)
            page.set_viewport_size(DESK)
            page.evaluate("stops[0].focus()")
            first = page.evaluate("document.activeElement.innerText")
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            inside = page.evaluate("Boolean(document.activeElement.closest('main'))")
            found[template] = Walked(faults, first, inside or page.locator("main a").count() == 0)
    return found


def test_the_keyboard_reaches_everything_once_in_order_and_is_seen(
    walked: dict[str, Walked],
) -> None:
    assert {template: seen.faults for template, seen in walked.items() if seen.faults} == {}


def test_so_it_does_without_a_script(browser: Browser, house: House) -> None:
    faults = {}
    with opened(browser, java_script_enabled=False, viewport=PHONE) as page:
        for template in [*house.pages][:: 1 if WHOLE else 3]:
            visit(page, house, template)
            faults[template] = faults_of(page, script=False)
    assert {template: found for template, found in faults.items() if found} == {}


def test_the_first_stop_leads_past_the_menu(walked: dict[str, Walked]) -> None:
    """It is what the first press of the key reaches, as the test above has shown."""
    first = {template: (seen.first, seen.inside) for template, seen in walked.items()}
    assert set(first.values()) == {("Skip to the content", True)}, first
