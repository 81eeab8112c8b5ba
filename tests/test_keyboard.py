"""Every page type walked with the keyboard alone: all is reached, once, in order, and seen."""

import os

import pytest
from browsing import MISSING, House, opened, visit
from playwright.sync_api import Browser

WHOLE = bool(os.environ.get("TORTURE"))
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


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_keyboard_reaches_everything_once_in_order_and_is_seen(
    browser: Browser, house: House, script: bool
) -> None:
    faults: dict[str, list[str]] = {}
    back = script and WHOLE  # the way back as well
    walked = [*house.pages][:: 1 if script or WHOLE else 3]
    phone = {"width": 390, "height": 844}
    with opened(browser, java_script_enabled=script, viewport=phone) as page:
        for template in walked:
            visit(page, house, template)
            stops, faults[template] = page.evaluate(STOPS)
            order = [*range(stops), *(reversed(range(stops - 1)) if back else ())]
            for number, expected in enumerate(order):
                if number == stops:
                    page.keyboard.down("Shift")
                page.keyboard.down("Tab")
                reached, unseen = page.evaluate(FOCUS)
                faults[template] += unseen
                if reached != expected:
                    faults[template] += [f"stop {reached}, not {expected}, of {stops}"]
            page.keyboard.press("Tab")
            page.keyboard.up("Shift")
            if page.evaluate(FOCUS)[0] not in (-1, stops - 1 if back else 0):  # out, or around
                faults[template] += ["does not let go of the focus"]
    assert {template: found for template, found in faults.items() if found} == {}


def test_the_first_stop_leads_past_the_menu(browser: Browser, house: House) -> None:
    stops = {}
    with opened(browser) as page:
        for template in house.pages:
            visit(page, house, template)
            page.keyboard.press("Tab")
            first = page.evaluate("document.activeElement.innerText")
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            inside = page.evaluate("Boolean(document.activeElement.closest('main'))")
            stops[template] = (first, inside or page.locator("main a").count() == 0)
    assert set(stops.values()) == {("Skip to the content", True)}, stops
