"""The default page types: what a reader is promised of figures, disputes and timelines."""

import re
from collections.abc import Callable
from html import unescape
from itertools import combinations

import pytest
from conftest import Site

RIVER = """
-- content/registers/actors.yaml --
north: { name: The North, kind: government }
south: { name: The South, kind: armed-forces }
mission: { name: The Mission, kind: organisation }
-- content/registers/places.yaml --
river: { name: Long River, kind: region, about: From the dam to the sea. }
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/registers/measures.yaml --
dead:
  name: Soldiers killed
  definition: Soldiers of either side who were killed.
  unit: people
  not_comparable: Not with wounded.
-- content/articles/losses.md --
---
title: "Losses: 100% & {more}"
date: 2025-03-27
source: wire
tags: [river]
status: reviewed
places: [{ id: river, precision: region }]
events:
  - { id: shelling, date: 2025-03-14, what: The harbour is shelled, where: river }
  - { id: winter, date: 2024-12/2025-02, what: The river freezes, where: river }
  - { id: year, date: 2025, what: The dam stays shut }
  - { id: mines, date: XXXX, what: The river is mined, where: river }
claims:
  - id: c1
    by: south
    act: estimates
    quote: from 9,100 to 12,700 were killed
    event: shelling
    figure: { measure: dead, low: 9100, best: 11300, high: 12700, period: 2025-03 }
  - { id: c2, by: north, act: denies, quote: a fabrication, answers: c1 }
  - id: c3
    by: north
    act: reports
    quote: about 450 of its own
    figure: { measure: dead, best: 450, approx: true, period: 2025-03 }
  - id: c4
    by: unattributed
    act: asserts
    quote: up to 6,200 are spoken of
    figure: { measure: dead, high: 6200 }
  - id: c5
    by: south
    act: estimates
    quote: another 1,300 in April
    figure: { measure: dead, best: 1300, kind: increment, period: 2025-04 }
  - id: c6
    by: south
    act: estimates
    quote: another 2,900 in May
    figure: { measure: dead, best: 2900, kind: increment, period: 2025-05 }
  - { id: c7, by: mission, act: declines, quote: it has not counted, answers: c1 }
  - { id: c8, by: mission, act: asserts, quote: it was shelled, event: shelling }
corrections:
  - { at: 2025-04-02, was: "2,030", now: "450", why: Digits were swapped. }
  - { at: 2025-03-28, why: A name was given in full., kind: clarification }
---
The South says that from 9,100 to 12,700 were killed, most likely 11,300. The North calls it *a
fabrication*, and lost about 450 of its own. In town, up to 6,200 are spoken of. The South counts
another 1,300 in April and another 2,900 in May. The Mission says that it has not counted, and that
it was shelled.
-- content/articles/again.md --
---
title: The South repeats itself
date: 2025-04-10
source: wire
tags: [river]
status: reviewed
claims:
  - id: a
    by: south
    act: estimates
    quote: from 9,100 to 12,700
    figure: { measure: dead, low: 9100, best: 11300, high: 12700, period: 2025-03 }
---
Again, from 9,100 to 12,700.
-- content/articles/bridge.md --
---
title: The bridge
date: 2025-02-01
source: wire
status: retracted
corrections: [{ at: 2025-05-01, kind: retraction, why: It was another bridge. }]
---
The bridge fell.
"""
CALM = """
-- content/articles/calm.md --
---
title: A calm day
date: 2025-03-27
source: { name: unknown, url: null }
status: reviewed
---
Nothing is disputed.
"""
GIVEN = {9100, 11300, 12700, 450, 6200, 1300, 2900}
NUMBER = re.compile(r"\d[\d,]*")


@pytest.fixture
def river(site: Callable[[str], Site]) -> Site:
    made = site(RIVER)
    made.build()
    return made


def main_of(page: str) -> str:
    """What a page says itself: without its head, menu and footer."""
    return page.partition("<main")[2].partition("</main>")[0]


def text_of(html: str) -> str:
    """What is read of some HTML."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def numbers_in(html: str) -> set[int]:
    return {int(found.replace(",", "")) for found in NUMBER.findall(text_of(html))}


def charts_and_tables(page: str) -> list[tuple[str, str]]:
    """Each chart of a figures page, with the table that it draws."""
    charts = re.findall(r'<div class="chart".*?</div>', page, re.DOTALL)
    tables = re.findall(r'<table class="ledger">.*?</table>', page, re.DOTALL)
    assert len(charts) == len(tables) > 0
    return list(zip(charts, tables, strict=True))


def test_every_link_of_every_page_leads_somewhere(river: Site) -> None:
    done = river.run("check", "--only", "D002")
    assert done.status == 0, done.err


# ---- figures ----
def test_every_number_of_a_figures_page_was_given_by_somebody(river: Site) -> None:
    page = main_of(river.page("/figures/dead/"))
    without_titles = page.replace("Losses: 100% &amp; {more}", "")
    dates = {27, 10, 2025}  # of the reports, and of the periods
    assert numbers_in(without_titles) - dates - {0} == GIVEN


def test_a_chart_shows_what_its_table_says_and_nothing_else(river: Site) -> None:
    for chart, table in charts_and_tables(river.page("/figures/dead/")):
        assert numbers_in(chart) - {0} <= numbers_in(table)
        rows = re.findall(r'<p class="number">(.*?)(?:<span|</p>)', chart)
        cells = re.findall(r'<td class="number">(.*?)</td>', table)
        assert [text_of(row).strip() for row in rows] == [text_of(cell).strip() for cell in cells]


def test_increments_stand_apart_and_are_never_summed(river: Site) -> None:
    page = river.page("/figures/dead/")
    totals, increments = charts_and_tables(page)
    assert {1300, 2900} <= numbers_in(increments[1])
    assert not {1300, 2900} & numbers_in("".join(totals))
    assert not {9100, 11300, 12700, 450, 6200} & numbers_in("".join(increments))
    assert "Additions are never summed" in page
    sums = {a + b for a, b in combinations(sorted(GIVEN), 2)} - GIVEN
    for path in ("/figures/", "/figures/dead/", "/disputed/", "/articles/losses/", "/"):
        assert not sums & numbers_in(main_of(river.page(path))), path


def test_each_scale_begins_at_nought_and_names_only_numbers_that_were_given(river: Site) -> None:
    for chart, _ in charts_and_tables(river.page("/figures/dead/")):
        scale = re.findall(r"<text[^>]*>([\d,]+)</text>", chart)
        assert scale[0] == "0"
        assert {int(tick.replace(",", "")) for tick in scale[1:]} <= GIVEN


def test_a_repeated_figure_is_one_row_that_names_both_reports(river: Site) -> None:
    (_, table), _ = charts_and_tables(river.page("/figures/dead/"))
    rows = [row for row in table.split("<tr")[2:] if "11,300" in row]
    assert len(rows) == 1
    assert "articles/losses/" in rows[0] and "articles/again/" in rows[0]


def test_nobody_named_is_a_claimant_of_its_own(river: Site) -> None:
    (chart, table), _ = charts_and_tables(river.page("/figures/dead/"))
    for drawn in (chart, table):
        row = next(row for row in re.split(r"<tr|<li", drawn)[1:] if "6,200" in row)
        assert "Nobody named" in row


def test_a_denial_and_a_silence_stand_below_the_figure_they_answer(river: Site) -> None:
    (chart, table), _ = charts_and_tables(river.page("/figures/dead/"))
    for drawn in (text_of(chart), text_of(table)):
        figure, denial = drawn.index("11,300 (9,100 to 12,700) people"), drawn.index("denies")
        assert figure < denial < drawn.index("does not confirm") < drawn.index("about 450 people")


def test_what_is_not_comparable_is_said_before_any_figure(river: Site) -> None:
    page = main_of(river.page("/figures/dead/"))
    assert page.index("Not with wounded.") < page.index("<table")


# ---- disputes ----
def test_who_denies_stands_beside_what_is_denied(river: Site) -> None:
    page = main_of(river.page("/disputed/"))
    pair = re.search(r'<ol class="claims">.*?</ol>', page, re.DOTALL)
    assert pair
    said, denied = pair[0].split('<ol class="answers">')
    assert "The South" in said and "from 9,100 to 12,700 were killed" in said
    assert "The North" in denied and "a fabrication" in denied


def test_silence_is_no_denial(river: Site) -> None:
    page = main_of(river.page("/disputed/"))
    assert "it has not counted" not in page
    assert page.count("denies</") == 2, "the pair, and the row among the figures"


def test_figures_that_exclude_each_other_stand_side_by_side(river: Site) -> None:
    page = main_of(river.page("/disputed/"))
    figures = page[page.index("Figures in conflict") :]
    assert {9100, 12700, 450} <= numbers_in(figures)
    assert 1300 not in numbers_in(figures), "increments of one claimant contradict nobody"


def test_where_nothing_is_disputed_or_corrected_it_is_said(site: Callable[[str], Site]) -> None:
    made = site(CALM)
    made.build()
    assert "Nothing on record here is denied." in made.page("/disputed/")
    assert "No published report has been corrected or retracted." in made.page("/corrections/")
    assert "No figure is on record yet." in made.page("/figures/")
    assert "No place is named yet." in made.page("/places/")
    front = main_of(made.page("/"))
    assert "Disputed" not in front and "Corrections" not in front


# ---- corrections ----
def test_every_correction_and_retraction_is_in_the_log_the_newest_first(river: Site) -> None:
    log = main_of(river.page("/corrections/"))
    whys = ("It was another bridge.", "Digits were swapped.", "A name was given in full.")
    places = [log.index(why) for why in whys]
    assert places == sorted(places)
    assert "<del>2,030</del>" in log and "<ins>450</ins>" in log
    assert "The bridge fell" not in log


def test_the_front_page_has_the_latest_corrections_and_a_dispute(river: Site) -> None:
    front = main_of(river.page("/"))
    assert "It was another bridge." in front and "Digits were swapped." in front
    assert "a fabrication" in front


def test_the_front_page_lists_nothing_twice(river: Site) -> None:
    river.write("""
-- content/editions/2025-w13.md --
---
title: Week 13
date: 2025-03-24/2025-03-30
status: published
lead: One report matters.
items: [{ article: losses }]
---
""")
    river.approve()
    river.build()
    front = main_of(river.page("/"))
    lists = front[: front.index("Disputed")]
    assert lists.count("articles/losses/index.html") == 1
    assert lists.count("articles/again/index.html") == 1


# ---- timelines and places ----
def test_a_month_has_what_is_dated_to_it_or_reaches_into_it(river: Site) -> None:
    march, february = river.page("/timeline/2025/03/"), river.page("/timeline/2025/02/")
    assert "The harbour is shelled" in march and "The river freezes" not in march
    assert "The river freezes" in february
    for page in (march, february):
        assert "The dam stays shut" not in page, "dated to a year, so to no month"
        assert "The river is mined" not in page
    assert "The dam stays shut" in river.page("/timeline/2025/")


def test_what_has_no_date_is_on_a_page_of_its_own(river: Site) -> None:
    page = main_of(river.page("/timeline/unknown/"))
    assert "The river is mined" in page and "The harbour is shelled" not in page
    assert "timeline/unknown/" in river.page("/timeline/")


def test_only_months_with_events_are_links_and_each_says_how_many(river: Site) -> None:
    year = river.page("/timeline/2025/")
    strip = re.search(r'<nav class="density.*?</nav>', year, re.DOTALL)
    assert strip
    assert re.findall(r"timeline/(2025/\d\d)/", strip[0]) == ["2025/01", "2025/02", "2025/03"]
    assert "March 2025 : 1 event" in text_of(strip[0])
    assert "April 2025 : no event" in text_of(strip[0])


def test_an_actors_timeline_has_the_events_that_it_speaks_of(river: Site) -> None:
    page = river.page("/actors/south/timeline/")
    assert "The harbour is shelled" in page and "The river freezes" not in page
    assert "actors/south/timeline/" in river.page("/actors/south/")


def test_a_place_has_its_events_its_reports_and_how_near_it_is_known(river: Site) -> None:
    page = main_of(river.page("/places/river/"))
    assert "From the dam to the sea." in page
    assert "The harbour is shelled" in page and "The dam stays shut" not in page
    assert "known to the region, no nearer" in page
    assert "Date unknown" in page
    assert "The river freezes" in river.page("/places/river/timeline/")
    assert "places/river/" in main_of(river.page("/articles/losses/"))


# ---- the article ----
def test_a_claim_and_its_passage_lead_to_each_other(river: Site) -> None:
    page = river.page("/articles/losses/")
    assert "<mark>from 9,100 to 12,700 were killed</mark>" in page
    for claim in ("c1", "c2", "c3", "c4", "c7"):
        assert f'id="passage-{claim}" href="#{claim}"' in page
        assert f'href="#passage-{claim}"' in page


def test_a_claim_without_a_passage_of_its_own_promises_none(river: Site) -> None:
    river.edit(
        "content/articles/losses.md", "it was shelled.\n", "it was shelled, it was shelled.\n"
    )
    river.approve()
    river.build()
    page = river.page("/articles/losses/")
    assert 'id="c8"' in page and "passage-c8" not in page
    assert 'id="passage-c1"' in page


def test_related_reports_share_what_few_others_have(river: Site) -> None:
    page = river.page("/articles/losses/")
    assert "The South repeats itself" in page[page.index("Related reports") :]


def test_a_report_can_be_cited_in_words_and_in_bibtex(river: Site) -> None:
    page = river.page("/articles/losses/")
    cited = page[page.index("Cite this") : page.index("</details>")]
    address = "https://digest.example/articles/losses/"
    assert "27 March 2025" in cited and cited.count(address) == 2
    bibtex = unescape(
        re.sub(r"</?(code|pre)[^>]*>", "", cited[cited.index("<pre") : cited.index("</pre>")])
    )
    assert bibtex.strip().startswith("@misc{losses,")
    assert r"title  = {{Losses: 100\% \& \textbraceleft{}more\textbraceright{}}}," in bibtex
    assert "date   = {2025-03-27}," in bibtex and f"url    = {{{address}}}" in bibtex
    assert bibtex.count("{") == bibtex.count("}")


def test_long_lists_of_an_actor_a_place_or_a_source_are_cut_into_pages(
    site: Callable[[str], Site],
) -> None:
    made = site(RIVER)
    for number in range(120):
        made.write(
            f"-- content/articles/more-{number}.md --\n---\ntitle: More {number}\n"
            f"date: 2025-04-01\nsource: wire\ntags: []\nstatus: reviewed\n"
            "places: [{ id: river, precision: region }]\nclaims:\n"
            f"  - {{ id: c1, by: north, act: asserts, quote: it was number {number} }}\n"
            f"---\nThe North says it was number {number}.\n"
        )
    made.approve()
    made.build()
    tree = made.tree()
    for folder, pages in (("actors/north", 3), ("places/river", 2), ("sources/wire", 2)):
        parts = [f"{folder}/{n}/index.html" if n > 1 else f"{folder}/index.html" for n in (1, 2, 3)]
        there = [part for part in parts if part in tree]
        assert there == parts[:pages]
        text = "".join(tree[part].decode() for part in there)
        reports = re.findall(r"<h3[^>]*><a href=[^>]*>(More \d+)</a>", text)
        assert sorted(reports) == sorted(f"More {number}" for number in range(120))
        for part in there:
            assert f'aria-current="page">{parts.index(part) + 1}</a>' in tree[part].decode()
    said = "".join(tree[f"actors/north/{part}index.html"].decode() for part in ("", "2/", "3/"))
    for number in range(120):
        assert said.count(f"<p>it was number {number}</p>") == 1


# ---- for the host ----
def test_a_host_is_told_to_allow_nothing_but_our_own_script_style_and_images(river: Site) -> None:
    said = river.page("/_headers").partition("\n/*\n")[2].partition("\n#")[0]
    headers = dict(line.strip().split(": ", 1) for line in said.splitlines())
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "_headers" not in river.page("/sitemap.xml")


def test_every_page_leads_to_figures_places_disputes_and_corrections(river: Site) -> None:
    footer = river.page("/articles/losses/").partition("<footer")[2]
    for name in ("figures", "places", "disputed", "corrections"):
        assert f'href="../../{name}/index.html"' in footer


def test_the_style_sheet_stays_light(river: Site) -> None:
    assert len(river.tree()["static/style.css"]) <= 20_000
