"""The preview in a real browser: the page changes under the editor's eyes, and keeps the rest."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import MISSING, opened
from conftest import Site
from playwright.sync_api import Browser, Page, expect
from serving import FIRST, Asker, served

pytestmark = pytest.mark.skipif(MISSING, reason="needs chromium")

LONG = "\n\n".join(f"Paragraph {number} of a long report." for number in range(60))
SITE = f"""\
-- site.yaml --
title: Test Digest
base_url: https://digest.example/
onion: http://bp2hjcldmnif4xvf4xlkz2hl7mj2oyfebgy7wrt5ikh4ofxz6kcnnyid.onion/
-- {FIRST} --
---
title: First report
date: 2025-03-27
source: {{ name: unknown, url: null }}
tags: [drones]
status: draft
events:
  - id: e1
    date: "2025-03-26"  # the day before the publication
    said: on Wednesday
    what: A depot burned on Wednesday
claims:
  - id: c1
    act: reports  # “it was reported”
    quote: A depot burned on Wednesday
  - id: c2
    by: unattributed  # nobody is named who says so
    act: asserts
    quote: Nobody was hurt
---
A depot burned on Wednesday, it was reported. Nobody was hurt.

{LONG}
-- content/articles/2025/second.md --
---
title: Second report
date: 2025-03-28
source: {{ name: unknown, url: null }}
status: draft
---
Elsewhere.
-- content/pages/about.md --
---
title: About
---
Us.
-- templates/form.html --
---
path: /form/
with:
  names: articles | cards | newest
---
{{% extends "base.html" %}}
{{% block main %}}
<label>Say <input id="say"></label> <input class="nameless"> <textarea></textarea>
<details><summary>More</summary>Inside</details>
<ul>{{% for card in names %}}<li>{{{{ card.title }}}}</li>{{% endfor %}}</ul>
{{% endblock %}}
-- templates/bare.html --
---
path: /bare/
with: {{ all: articles }}
---
<title>Bare</title><p>{{% for a in all %}}{{{{ a.title }}}} {{% endfor %}}
-- templates/static/own.css --
body {{ color: rgb(1, 2, 3) }}
-- templates/styled.html --
---
path: /styled/
---
<!doctype html><title>Styled</title><link rel="stylesheet" href="../static/own.css"><p>Styled</p>
"""
ARTICLE = "/articles/first/"
WATCH = """
window.touched = false;
const all = { subtree: true, childList: true, attributes: true, characterData: true };
const watch = new MutationObserver(() => { window.touched = true });
[document.head, document.body].forEach(part => watch.observe(part, all));
"""


@pytest.fixture
def made(site: Callable[[str], Site]) -> Site:
    return site(SITE)


@pytest.fixture
def asker(made: Site) -> Iterator[Asker]:
    with served(made) as asker:
        yield asker


@contextmanager
def following(browser: Browser, asker: Asker, path: str) -> Iterator[Page]:
    """A page that hears of changes, marked so that a reload would show."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    show(page, asker, path)
    yield page
    assert page.evaluate("window.same"), "the page was loaded anew"
    assert not errors
    context.close()


def show(page: Page, asker: Asker, path: str) -> None:
    page.goto(f"http://127.0.0.1:{asker.port}{path}")
    page.locator("conflict-preview[follows]").wait_for(state="attached")
    page.evaluate("window.same = true")


def top(page: Page, words: str) -> float:
    found: float = page.get_by_text(words, exact=True).evaluate(
        "e => e.getBoundingClientRect().top"
    )
    return found


def test_edit_see_mend_go_on(browser: Browser, asker: Asker, made: Site) -> None:
    with following(browser, asker, ARTICLE) as page:
        made.edit(FIRST, "Nobody was hurt.\n", "Nobody was hurt. So far.\n")
        expect(page.locator(".prose")).to_contain_text("So far.")
        made.edit(FIRST, "title: First", "titel: First")
        overlay = page.get_by_role("region", name="To mend")
        expect(overlay).to_be_visible()
        expect(overlay).to_contain_text(f"{FIRST}:2")
        expect(overlay).to_contain_text("Unknown key “titel”")
        expect(overlay).to_contain_text("Did you mean “title”?")
        expect(overlay.locator("[aria-current]")).to_have_text(
            re.compile("2\\s*titel: First report")
        )
        expect(page.locator("h1")).to_have_text("First report")  # the last good page, beneath
        page.keyboard.press("Escape")
        expect(overlay).to_be_hidden()
        page.get_by_role("button", name="One thing to mend").click()
        expect(overlay).to_be_visible()
        made.edit(FIRST, "titel: First", "title: The first")
        expect(overlay).to_be_hidden()
        expect(page.locator("h1")).to_have_text("The first report")
        expect(page).to_have_title(re.compile("^The first report"))
        told = page.locator('script[type="application/ld+json"]').text_content()
        assert told and '"The first report"' in told  # what machines read is patched as well


def test_what_is_in_sight_stays_where_it_is(browser: Browser, asker: Asker, made: Site) -> None:
    with following(browser, asker, ARTICLE) as page:
        words = "Paragraph 40 of a long report."
        page.get_by_text(words).scroll_into_view_if_needed()
        before, scrolled = top(page, words), page.evaluate("scrollY")
        assert scrolled > 500
        made.edit(FIRST, "Paragraph 50 of", "Still paragraph 50 of")
        expect(page.get_by_text("Still paragraph 50")).to_be_attached()
        assert abs(page.evaluate("scrollY") - scrolled) <= 1
        made.edit(FIRST, "Paragraph 3 of", f"{'More and more. ' * 100}\n\nNew paragraph 3 of")
        expect(page.get_by_text("New paragraph 3")).to_be_attached()
        assert abs(top(page, words) - before) <= 1
        made.edit(FIRST, "title: First", "title: First and foremost, this is a longer")
        expect(page.locator("h1")).to_contain_text("foremost")
        assert abs(top(page, words) - before) <= 1


def test_focus_what_was_typed_and_what_was_opened_stay(
    browser: Browser, asker: Asker, made: Site
) -> None:
    with following(browser, asker, "/form/") as page:
        page.locator("summary").click()
        page.locator(".nameless").fill("without a name")
        page.locator("textarea").fill("two\nlines")
        page.locator("#say").fill("half a sen")
        page.locator("#say").press("ArrowLeft")
        made.edit(FIRST, "First report", "A new title")
        expect(page.locator("li").filter(has_text="A new title")).to_be_visible()
        made.edit("templates/form.html", "More</summary>Inside", "More</summary>Deep inside")
        expect(page.get_by_text("Deep inside")).to_be_visible()
        made.edit("templates/form.html", "<label>Say", '<p id="new">New</p><label class="x">Say')
        expect(page.locator("#new")).to_be_visible()
        assert page.locator("details").evaluate("e => e.open")
        assert page.locator(".nameless").input_value() == "without a name"
        assert page.locator("textarea").input_value() == "two\nlines"
        assert page.locator("#say").input_value() == "half a sen"
        assert page.evaluate("document.activeElement.id") == "say"
        assert page.locator("#say").evaluate("e => e.selectionStart") == len("half a sen") - 1


def test_what_scripts_have_added_to_a_page_stays(
    browser: Browser, asker: Asker, made: Site
) -> None:
    with following(browser, asker, ARTICLE) as page:
        page.get_by_role("button", name="Dark").click()
        tools = page.locator(".tool").count()
        assert tools > 3
        made.edit(FIRST, "Nobody was hurt.\n", "Nobody was hurt. So far.\n")
        expect(page.locator(".prose")).to_contain_text("So far.")
        made.edit(FIRST, "title: First", "title: Not the first")
        expect(page.locator("h1")).to_have_text("Not the first report")
        assert page.locator(".tool").count() == tools
        assert page.locator("html").get_attribute("data-theme") == "dark"
        assert not page.locator('[id^="preview-own"]').count()


def test_other_tabs_are_not_touched(browser: Browser, asker: Asker, made: Site) -> None:
    with following(browser, asker, ARTICLE) as first, following(browser, asker, "/about/") as other:
        asked: list[str] = []
        other.evaluate(WATCH)
        other.on("request", lambda request: asked.append(request.url))
        made.edit(FIRST, "Nobody was hurt.\n", "Nobody was hurt. So far.\n")
        expect(first.locator(".prose")).to_contain_text("So far.")
        assert (other.evaluate("window.touched"), asked) == (False, [])
        made.edit("content/pages/about.md", "Us.", "We.")
        expect(other.locator(".prose")).to_contain_text("We.")
        assert other.evaluate("window.touched")


def test_more_tabs_than_a_browser_has_connections_all_follow(
    browser: Browser, asker: Asker, made: Site
) -> None:
    with opened(browser) as page:
        pages = [page, *(page.context.new_page() for _ in range(8))]
        for each in pages:
            show(each, asker, "/about/")
        made.edit("content/pages/about.md", "Us.", "We.")
        for each in pages:
            expect(each.locator(".prose")).to_contain_text("We.")


def test_styles_are_swapped_without_a_reload(browser: Browser, asker: Asker, made: Site) -> None:
    with following(browser, asker, "/styled/") as page:
        body = page.locator("body")
        expect(body).to_have_css("color", "rgb(1, 2, 3)")
        for colour in ("rgb(4, 5, 6)", "rgb(7, 8, 9)"):
            made.write(f"-- templates/static/own.css --\nbody {{ color: {colour} }}\n")
            expect(body).to_have_css("color", colour)
        expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
        made.edit("templates/styled.html", "<p>Styled", "<p>Restyled")
        expect(page.get_by_text("Restyled")).to_be_visible()
        expect(body).to_have_css("color", "rgb(7, 8, 9)")


def test_a_translator_sees_the_words_of_scripts_too(
    browser: Browser, asker: Asker, made: Site
) -> None:
    with opened(browser) as page:
        made.edit("site.yaml", "base_url", "lang: uk\nbase_url")
        asker.until("/tags/", '<html lang="uk">')
        show(page, asker, "/tags/")
        made.write(
            """\
            -- languages/uk.po --
            msgid ""
            msgstr "Language: uk\\n"

            msgctxt "script"
            msgid "Dark"
            msgstr "Нічні"
            """
        )
        expect(page.get_by_role("button", name="Нічні")).to_be_visible()


def test_a_template_without_head_or_body_follows_too(
    browser: Browser, asker: Asker, made: Site
) -> None:
    with following(browser, asker, "/bare/") as page:
        made.edit(FIRST, "First report", "A new title")
        expect(page.locator("p").first).to_contain_text("A new title")


def test_a_renamed_article_is_followed_and_a_deleted_one_comes_back(
    browser: Browser, asker: Asker, made: Site
) -> None:
    with following(browser, asker, ARTICLE) as page:
        renamed = made.root / "content/articles/2025/renamed.md"
        text = made.read(FIRST)
        (made.root / FIRST).rename(renamed)
        expect(page).to_have_url(re.compile("/articles/renamed/$"))
        expect(page.locator("h1")).to_have_text("First report")
        renamed.unlink()
        expect(page.get_by_text("This page is gone.")).to_be_visible()
        renamed.write_text(text)
        expect(page.locator("h1")).to_have_text("First report")
        expect(page.get_by_text("This page is gone.")).to_be_hidden()


def test_a_body_that_fails_is_said_over_the_last_good_page(
    browser: Browser, asker: Asker, made: Site
) -> None:
    with following(browser, asker, "/form/") as page:
        made.edit("templates/form.html", "card.title", "card.titel")
        overlay = page.get_by_role("region", name="To mend")
        expect(overlay).to_contain_text("templates/form.html:10")
        expect(page.locator("main li").first).to_have_text("Second report")
        made.edit("templates/form.html", "card.titel", "card.title | upper")
        expect(page.locator("main li").first).to_have_text("SECOND REPORT")
        expect(overlay).to_be_hidden()


def test_it_goes_on_when_the_preview_was_started_anew(browser: Browser, made: Site) -> None:
    with served(made) as asker, following(browser, asker, ARTICLE) as page:
        assert asker.server
        asker.server.end()
        expect(page.get_by_text("The preview has ended.")).to_be_visible()
        made.edit(FIRST, "Nobody was hurt.\n", "Nobody was hurt. So far.\n")
        with served(made, asker.port):
            expect(page.locator(".prose")).to_contain_text("So far.")
            expect(page.get_by_text("The preview has ended.")).to_be_hidden()


# ---- open points ----


def test_open_points_stand_beside_the_article_each_at_its_passage(
    browser: Browser, asker: Asker, made: Site
) -> None:
    with following(browser, asker, ARTICLE) as page:
        panel = page.get_by_role("complementary", name="Open points and suggestions")
        expect(panel).to_contain_text("1 to settle, 2 to confirm")
        claim = panel.get_by_role("button", name=re.compile("Claim c1"))
        expect(claim).to_contain_text("Says nobody: set “by”")
        expect(claim).to_contain_text("“it was reported”")
        ranges = "name => [...CSS.highlights.get(name)].map(range => range.toString())"
        assert page.evaluate(ranges, "preview-open") == ["A depot burned on Wednesday"]
        assert page.evaluate(ranges, "preview-suggestion") == ["on Wednesday", "Nobody was hurt"]
        claim.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(panel.locator(":focus")).to_contain_text("Claim c2")
        assert page.evaluate(ranges, "preview-current") == ["Nobody was hurt"]
        made.edit(FIRST, "act: reports  #", "by: unattributed\n    act: reports  #")
        expect(panel).to_contain_text("3 to confirm")
        expect(panel.locator(":focus")).to_have_count(1)
        made.edit(FIRST, "act: reports  # “it was reported”", "act: reports")
        expect(panel).to_contain_text("2 to confirm")
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(page.get_by_role("button", name="2 to confirm")).to_be_focused()


def test_a_click_on_a_passage_shows_its_point(browser: Browser, asker: Asker) -> None:
    with opened(browser, viewport={"width": 390, "height": 800}) as page:
        show(page, asker, ARTICLE)
        panel = page.get_by_role("complementary", name="Open points and suggestions")
        expect(page.get_by_role("button", name="1 to settle, 2 to confirm")).to_be_visible()
        expect(panel).to_be_hidden()
        place = page.evaluate(
            "[...CSS.highlights.get('preview-open')][0].getBoundingClientRect().toJSON()"
        )
        page.mouse.click(place["x"] + 30, place["y"] + 8)
        expect(panel.locator("[aria-current]")).to_contain_text("Claim c1")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_what_the_preview_adds_is_accessible(
    browser: Browser, asker: Asker, made: Site, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 800}
    with opened(browser, viewport=size, color_scheme=scheme) as page:
        show(page, asker, ARTICLE)
        if width < 1000:
            page.get_by_role("button", name="to settle").click()
        found = [found_by_axe(page)]
        made.edit(FIRST, "title: First", "titel: First")
        expect(page.get_by_role("region", name="To mend")).to_be_visible()
        found.append(found_by_axe(page))
        assert found == [[], []]
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def found_by_axe(page: Page) -> list[str]:
    """What axe finds in what the preview adds, the page itself left to its own tests."""
    results = Axe().run(page, context={"include": [["conflict-preview"]]})
    return [f"{each['id']}: {each['help']}" for each in results.response["violations"]]
