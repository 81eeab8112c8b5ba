"""What readers find in a site, and what nobody finds, in a real browser under the real policy."""

import re
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import MISSING, opened, served
from conftest import Site
from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.usefixtures("indexed"),
    pytest.mark.skipif(MISSING, reason="needs Debian's chromium"),
]

SITE = """\
-- site.yaml --
title: Ferry Digest
base_url: https://digest.example/
-- content/registers/actors.yaml --
port-office: { name: Harbour Office, kind: government, aliases: [Порт-офіс, 항만청] }
islanders: { name: Island League, kind: group }
-- content/registers/sources.yaml --
gull: { name: The Gull, kind: newspaper }
lantern: { name: Lantern Radio, kind: broadcaster }
-- content/registers/places.yaml --
narrows: { name: Cold Narrows, kind: sea }
-- content/registers/tags.yaml --
ferries: { name: Ferries }
drones: { name: Unmanned aircraft }
-- content/articles/narrows.md --
---
title: Two ferries collide in the narrows
date: "2024-11-03"
source: gull
tags: [ferries]
status: reviewed
summary: The pilot had been warned of thick fog an hour before.
places: [{ id: narrows, precision: region }]
events: [{ id: crash, date: "2024-11-03", what: Lifeboats tow the wreckage ashore }]
claims:
  - { id: none, by: port-office, act: denies, quote: nobody had switched off the beacons }
corrections:
  - { at: 2024-11-05, was: four, now: two, why: A trawler was miscounted as a ferry. }
---
The Harbour Office says that nobody had switched off the beacons. Passengers who were
interviewed in the *café* on the quay disagreed; **unbreakable** glass lay everywhere.
-- content/articles/drones.md --
---
title: Unmanned aircraft over the shipyard
date: "2025-02-14"
source: lantern
tags: [drones, ferries]
status: reviewed
claims:
  - { id: seen, by: islanders, act: asserts, quote: three quadcopters circled the cranes }
---
The Island League says that three quadcopters circled the cranes. Welders kept working; the
retaliation that many had feared did not come. Fourteen-year-old apprentices were sent home.
-- content/articles/soldiers.md --
---
title: 섬 주둔군, 부두에서 철수
date: "2025-03-02"
source: lantern
lang: ko
tags: [ferries]
status: reviewed
---
항만청은 월요일 새벽 주둔군이 부두를 떠났다고 밝혔다. 여객선의 운항은 곧 재개된다.
어민들은 병력을 실은 바지선을 보았다고 말했다. 창고에서 발견된 탄약은 바다에 버려졌다.
정찰기가 해협을 지나갔으나 피해는 없었다.
-- content/articles/refuge.md --
---
title: У школі на острові розмістили евакуйованих
date: "2025-03-09"
source: gull
lang: uk
tags: [ferries]
status: reviewed
---
Біженців із затоплених вулиць прийняли вчителі. Обʼєкт біля маяка пошкоджено, але пороми
вже ходять. Рибалки бачили, як підводний човен сплив за молом. Перемовини про перемир’я
відкладено, повідомила начальниця порту.
-- content/articles/lighthouse.md --
---
title: الحارس يعيد إشعال المنارة
date: "2025-03-20"
source: lantern
lang: ar
tags: [drones]
status: reviewed
---
قال مدير الميناء إن العبّارة غادرت الرصيف قبل الفجر، وإن الصيادين للمرفأ عادوا سالمين.
أُغْلِقَتِ المدارس والمستشفيات يومين. وأعلنت إدارة الجزيرة أن مسيّرة سقطت في الخليج.
-- content/articles/train.md --
---
title: Поезд с зерном задержали у переправы
date: "2025-04-01"
source: gull
lang: ru
status: reviewed
---
Машинист сообщил, что вагоны стояли всю ночь. Беженцы грелись у костров.
-- content/stories/strait.md --
---
title: Who rules the strait
lead: Pilots, islanders and the navy have quarrelled over it since the thaw.
tags: [ferries]
status: published
---
It began with a lost anchor.
-- content/editions/2025-w10.md --
---
title: The week of the empty barracks
date: 2025-03-03/2025-03-09
lead: Why the garrison left, and who moved in.
status: published
items: [{ article: soldiers, why: It ends nine winters of occupation. }]
---
-- content/pages/about.md --
---
title: About
---
We are a volunteer newsroom in a disused cannery.
-- content/articles/secret.md --
---
title: A draft about the quicksilver mine
date: "2025-03-11"
source: { name: unknown, url: null }
status: draft
---
Quicksilver was loaded at night.
-- content/articles/withheld.md --
---
title: Held back for the smugglers’ families
date: "2025-03-12"
source: gull
status: withheld
---
Smugglers named the lagoon.
-- content/articles/embargoed.md --
---
title: The ombudsman reports
date: "2025-03-13"
source: gull
status: reviewed
embargo: 2099-01-01T00:00:00Z
---
The ombudsman names the admiral.
-- content/articles/edited.md --
---
title: What was changed after its approval
date: "2025-03-14"
source: gull
status: reviewed
---
The zeppelin was moored.
-- content/articles/tombstone.md --
---
title: A pelican that was none
date: "2025-03-15"
source: gull
status: retracted
corrections: [{ at: "2025-03-16", kind: retraction, why: The picture was older. }]
---
A pelican carried the bomb.
"""
BUOYS = "".join(
    f"""\
-- content/articles/buoy-{number}.md --
---
title: Buoy {number} is adrift
date: "2023-05-{number:02}"
source: {{ name: a fisherman, url: null }}
status: reviewed
---
It drifts.
"""
    for number in range(1, 13)
)

# What is asked for, and the articles (or other pages) that must be among what is found.
PHRASES = [
    # English: other forms of a word, marks above letters, markup within a word’s sentence
    ("collide", "narrows"), ("colliding ferries", "narrows"), ("thick fog", "narrows"),
    ("passenger", "narrows"), ("interviews", "narrows"), ("café", "narrows"), ("cafe", "narrows"),
    ("unbreakable glass", "narrows"), ("beacon", "narrows"), ("lifeboats", "narrows"),
    ("miscounted trawler", "narrows"), ("Cold Narrows", "narrows"), ("the gull", "narrows"),
    ('"switched off the beacons"', "narrows"), ("quadcopter", "drones"), ("QUADCOPTERS", "drones"),
    ("welders", "drones"), ("retaliat", "drones"), ("fourteen-year-old", "drones"),
    ("Island League", "drones"), ("unmanned aircraft", "drones"), ("lantern radio", "drones"),
    ("strait", "/stories/strait/"), ("lost anchor", "/stories/strait/"),
    ("garrison", "/editions/2025-w10/"), ("nine winters", "/editions/2025-w10/"),
    ("cannery", "/about/"), ("Порт-офіс", "/actors/port-office/"),
    ("항만청", "/actors/port-office/"),
    # Korean: what is written behind a word, on either side
    ("주둔군", "soldiers"), ("부두", "soldiers"), ("부두에", "soldiers"), ("병력", "soldiers"),
    ("병력이", "soldiers"), ("여객선은", "soldiers"), ("탄약", "soldiers"), ("정찰기", "soldiers"),
    ("어민들이 바지선", "soldiers"),
    # Ukrainian and Russian: cases and numbers, both apostrophes
    ("біженці", "refuge"), ("біженцям", "refuge"), ("вчителів", "refuge"), ("об’єкт", "refuge"),
    ("обʼєкти", "refuge"), ("об'єктів", "refuge"), ("поромами", "refuge"), ("перемир'я", "refuge"),
    ("підводного човна", "refuge"), ("школа", "refuge"), ("вагонов", "train"), ("поезда", "train"),
    ("беженцам", "train"),
    # Arabic: with and without vowels, the article, what is joined to it, two ways to write a letter
    ("المنارة", "lighthouse"), ("منارة", "lighthouse"), ("مناره", "lighthouse"),
    ("الْمَنَارَة", "lighthouse"), ("ميناء", "lighthouse"), ("العبارة", "lighthouse"),
    ("عبّارة", "lighthouse"), ("المرفأ", "lighthouse"), ("مرفأ", "lighthouse"),
    ("مستشفيات", "lighthouse"), ("والمدارس", "lighthouse"), ("اغلقت", "lighthouse"),
    ("اعلنت", "lighthouse"), ("مسيرة", "lighthouse"), ("صيادين", "lighthouse"),
]  # fmt: skip
HIDDEN = ["quicksilver", "smugglers", "ombudsman", "zeppelin", "pelican"]

FIND = """async asked => {
  const form = document.querySelector("form");
  const said = document.getElementById("search_said");
  const found = {};
  for (const each of asked) {
    form.elements.q.value = each;
    form.requestSubmit();
    while (["", "Searching …"].includes(said.textContent)) await new Promise(go => setTimeout(go));
    found[each] = [...document.querySelectorAll("#search_found a")].map(a => a.pathname);
  }
  return found;
}"""


def asking_host(output: Path) -> type[SimpleHTTPRequestHandler]:
    """A static host that obeys the site's own `_headers`, the rule of the search page included."""
    text = (output / "_headers").read_text(encoding="utf-8")
    rules: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            lines = rules.setdefault(line, [])
        elif line.startswith("  "):
            lines.append(line.strip())

    class Host(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(output))

        def end_headers(self) -> None:
            said: dict[str, str] = {}
            for pattern in ("/*", self.path.partition("?")[0]):
                for line in rules.get(pattern, ()):
                    name, _, value = line.partition(": ")
                    if name.startswith("! "):
                        del said[name[2:]]
                    else:
                        said[name] = f"{said[name]}, {value}" if name in said else value
            for name, value in said.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to say."""

    return Host


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("ferry"))
    made.write(SITE + BUOYS)
    made.approve()
    made.edit("content/articles/edited.md", "moored", "moored twice")
    with pytest.MonkeyPatch.context() as patch:  # in as many parts as a large site has
        for name, value in (("LARGE", 8), ("STEP", 4), ("SMALLEST", 2)):
            patch.setattr(f"generator.searching.shards.{name}", value)
        done = made.build()
    assert re.search(r"^search: all \d+ entries indexed, .* s, .* MB", done.out, re.MULTILINE)
    assert (
        len(list((made.root / "public/search/index").iterdir())) == 4
    )  # three parts, and their list
    return made


@pytest.fixture(scope="module")
def address(ferry: Site) -> Iterator[str]:
    with served(asking_host(ferry.root / "public")) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, f"{address}/search/") as page:
        yield page


@pytest.fixture(scope="module")
def found(page: Page) -> dict[str, list[str]]:
    """What is found for each phrase, best first."""
    answers: dict[str, list[str]] = page.evaluate(FIND, [each for each, _ in PHRASES] + HIDDEN)
    return answers


@pytest.mark.parametrize(("phrase", "where"), PHRASES, ids=[each for each, _ in PHRASES])
def test_a_phrase_is_found(found: dict[str, list[str]], phrase: str, where: str) -> None:
    assert (where if where.startswith("/") else f"/articles/{where}/") in found[phrase]


@pytest.mark.parametrize("phrase", HIDDEN)
def test_what_is_not_public_is_not_found(found: dict[str, list[str]], phrase: str) -> None:
    assert found[phrase] == []


# ---- only some reports ----
ASKED = """async asked => {
  const said = document.getElementById("search_said");
  location.hash = asked;
  await new Promise(go => addEventListener("hashchange", go, { once: true }));
  while (["", "Searching …"].includes(said.textContent)) await new Promise(go => setTimeout(go, 1));
  return [...document.querySelectorAll("#search_found a")].map(a => a.pathname.split("/")[2]);
}"""


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("tag=drones", {"drones", "lighthouse"}),
        ("tag=drones&tag=", {"drones", "lighthouse"}),
        ("q=ferries&tag=ferries&year=2024", {"narrows"}),
        ("actor=port-office", {"narrows"}),
        ("actor=islanders&act=asserts", {"drones"}),
        ("actor=islanders&act=denies", set()),
        ("source=lantern&lang=ko", {"soldiers"}),
        ("year=2025&source=gull", {"refuge", "train"}),
        ("q=island&source=lantern&year=2025&tag=drones&act=asserts", {"drones"}),
        ("q=병력&lang=uk", set()),
        ("tag=no-such-tag", set()),
    ],
)
def test_an_address_asks_for_some_reports(page: Page, asked: str, where: set[str]) -> None:
    assert set(page.evaluate(ASKED, asked)) == where
    assert page.locator("#search_said").inner_text() == (
        f"Results: {len(where)}" if where else page.locator("#search").get_attribute("data-none")
    )


def test_each_choice_says_how_many_reports_it_leaves(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/search/") as page:
        tags = page.get_by_label("Tag").locator("option:not([hidden])")
        page.locator("summary").click()
        assert tags.all_inner_texts() == ["any", "Ferries (4)", "Unmanned aircraft (2)"]
        page.get_by_label("Source").select_option("The Gull (3)")
        page.get_by_text("Results: 3").wait_for()
        assert tags.all_inner_texts() == ["any", "Ferries (2)"]
        assert page.get_by_label("Language").locator("option:not([hidden])").all_inner_texts() == [
            "any", "English (1)", "Russian (1)", "Ukrainian (1)",
        ]  # fmt: skip
        page.get_by_label("Language").select_option("Russian (1)")
        page.get_by_role("link", name="Поезд с зерном").wait_for()
        assert page.url.endswith("/search/#source=gull&lang=ru")
        page.reload()
        page.get_by_role("link", name="Поезд с зерном").wait_for()


# ---- what is shown ----
def test_a_result_says_what_it_is_in_its_own_language(page: Page) -> None:
    page.evaluate(ASKED, "q=병력이&lang=ko")
    row = page.locator("#search_found li")
    assert row.locator(".when").inner_text() == "2 March 2025"
    assert row.locator(".meta").inner_text() == "Lantern Radio"
    assert row.locator("mark").inner_text() == "병력을"
    for part in ("h3", ".summary"):
        assert row.locator(part).get_attribute("lang") == "ko"
    page.evaluate(ASKED, "q=مستشفيات")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#search_found h3')).direction")
        == "rtl"
    )
    page.evaluate(ASKED, "q=cannery")
    assert page.locator("#search_found .meta").inner_text() == "Page"


def test_all_of_it_can_be_done_by_the_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/search/")
    page.get_by_label("Words").focus()
    page.keyboard.type("adrift")
    page.keyboard.press("Enter")
    page.get_by_text("Results: 12").wait_for()
    links = page.locator("#search_found a")
    assert links.count() == 10
    page.get_by_role("button", name="Show more").focus()
    page.keyboard.press("Enter")
    links.nth(11).wait_for()
    assert links.nth(10).evaluate("each => each === document.activeElement")
    assert page.get_by_role("button", name="Show more").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/buoy-*/")
    page.go_back()
    page.get_by_text("Results: 12").wait_for()


def test_search_has_no_accessibility_violation(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/search/#q=island&tag=ferries", bypass_csp=True) as page:
        page.locator("#search_found li").first.wait_for()
        page.evaluate(Axe().axe_script)
        for width, scheme in ((390, "dark"), (1280, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            said = page.evaluate("async () => (await axe.run(document)).violations")
            assert [each["id"] for each in said] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


# ---- who is told ----
def test_what_is_looked_for_is_told_to_nobody(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/search/")
        page.get_by_label("Words").type("garrison")
        assert not any("/search/index/" in each for each in asked), "nothing was searched yet"
        page.keyboard.press("Enter")
        page.get_by_role("link", name="empty barracks").wait_for()
        assert page.url == f"{address}/search/#q=garrison"
        assert not any("garrison" in each for each in asked)
        page.goto(f"{address}/search/?q=anchor&year=")  # as other pages may ask
        page.get_by_role("link", name="Who rules the strait").wait_for()
        assert page.url == f"{address}/search/#q=anchor"


def test_neither_is_what_is_typed_into_the_address_bar(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        description = page.request.get(f"{address}/opensearch.xml").text()
        [template] = re.findall(r'="[^"]+(/search/[^"]*\{searchTerms\})"', description)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
        page.goto(address + template.replace("{searchTerms}", quote_plus("empty barracks & +")))
        page.get_by_role("link", name="empty barracks").wait_for()
        assert page.get_by_label("Words").input_value() == "empty barracks & +"
        assert not any("barracks" in each for each in asked)


# ---- where there is no search ----
def test_without_scripts_the_page_leads_to_all_there_is(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/search/?q=ferries", java_script_enabled=False) as page:
        assert page.get_by_text("Searching needs JavaScript").is_visible()
        assert not page.locator("form").is_visible()
        page.locator("main").get_by_role("link", name="All articles").click()
        assert page.url == f"{address}/archive/index.html"


def test_a_copy_without_an_index_says_so(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/search/index/**", lambda route: route.fulfill(status=404))
    page.goto(f"{address}/search/#q=ferries")
    page.get_by_text("This copy of the site has no search.").wait_for()
    page.unroute("**/search/index/**")
    page.route("**/*.pf_index", lambda route: route.abort())
    page.get_by_role("button", name="Search").click()
    page.get_by_text(re.compile("Results|Nothing|could not be loaded")).wait_for()
    context.close()
