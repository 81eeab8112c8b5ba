"""Subscribers get everything once, learn of corrections and retractions, and nothing else."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import jsonschema
import pytest
from conftest import MINIMAL, Site
from published_forms import JSON_FEED, TIMELINEJS

from generator.model.edtf import Edtf
from generator.pages.feeds.announced import instant
from generator.pages.render import render
from generator.site_folder import plan_site

BASE = "https://digest.example/sub"
LETTERS = {"xml": "application/atom+xml", "json": "application/feed+json"}


def article(slug: str, date: str, more: str = "", body: str = "Said.") -> str:
    return f"""\
-- content/articles/{slug}.md --
---
title: Report {slug}
date: {date}
source: {{ name: The Wire, url: null }}
tags: [water]
actors: [north]
status: reviewed
{more}---
{body}
"""


EVENTS = """\
events:
  - { id: flood, date: 2025-03-08, what: The dam broke, status: disputed, said: on Saturday }
  - { id: relief, date: 2025-03, what: Relief came, status: claimed }
  - { id: drought, date: 2024, what: The river ran dry, status: confirmed }
  - { id: before, date: XXXX, what: The dam was built, status: claimed }
claims:
  - { id: c1, by: north, act: asserts, quote: the dam broke at dawn, event: flood }
  - { id: c2, by: south, act: denies, quote: no dam broke anywhere, answers: c1, event: flood }
"""
FIXED = """\
corrections:
  - { at: 2025-05-01, why: The month was wrong., was: in June, now: in May }
"""
TAKEN = """\
corrections:
  - { at: 2025-05-02, why: The document was forged., was: Canaryword, kind: retraction }
"""
REGISTER = """\
-- content/registers/actors.yaml --
north: { name: The North & Co., kind: state }
south: { name: The <South>, kind: state }
"""
QUOTES = "It says the dam broke at dawn, and no dam broke anywhere."
WORLD = (
    MINIMAL.replace("https://digest.example/", f"{BASE}/")
    + """\
description: What is on record.
licence: CC BY 4.0
"""
    + REGISTER
    + """\
-- content/pages/about.md --
---
title: About
updated: 2025-02-03
---
Us.
"""
    + article("dam", "2025-03-09", EVENTS, QUOTES)
    + article("old", "2019-01-05", FIXED)
    + article("forged", "2025-04-01", TAKEN, "Canarybody").replace("reviewed", "retracted")
    + article("alone", "2025-04-01", "", "x")
    .replace("reviewed", "retracted")
    .replace("water", "oil")
    + article("hidden", "2025-03-09", EVENTS.replace("The dam", "Canary"), QUOTES).replace(
        "reviewed", "draft"
    )
    + article("hidden-2", "2025-03-09", "embargo: 2999-01-01T00:00:00Z\n").replace(
        "water", "canary"
    )
    + article("daegu", "2025-04-02", "lang: ko\n").replace("Report daegu", "대구 <보고> & ]]>")
    + "".join(article(f"n-{n}", f"2025-01-{n % 28 + 1:02}") for n in range(32))
    + """\
-- content/editions/week.md --
---
title: The week
date: 2025-03-03/2025-03-09
lead: Water.
items: [{ article: dam }, { article: forged }]
status: published
---
"""
)


class Rendered:
    """The pages of a site, each rendered when it is asked for."""

    def __init__(self, root: Path) -> None:
        planned = plan_site(root, drafts=False)
        self.templates = planned.templates
        self.pages = {page.path: page for page in planned.pages}

    def __getitem__(self, path: str) -> bytes:
        return render(self.pages[path], self.templates)

    def ending(self, *ends: str) -> list[str]:
        return sorted(path for path in self.pages if path.endswith(ends))

    def entries(self, path: str = "/feed.json") -> dict[str, Any]:
        """The items of a JSON Feed, by what follows the base address in their ids."""
        return {
            item["id"].removeprefix(f"{BASE}/").removeprefix("https://digest.example/"): item
            for item in json.loads(self[path])["items"]
        }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    made = Site(tmp_path_factory.mktemp("world"))
    made.write(WORLD)
    made.approve()
    return Rendered(made.root)


# ---- both forms of each feed ----
def test_there_is_a_feed_in_both_forms_for_the_site_each_tag_and_actor_and_more(
    world: Rendered,
) -> None:
    for form in LETTERS:
        assert world.ending(f"feed.{form}") == sorted(f"{home}feed.{form}" for home in HOMES)


HOMES = (
    *("/", "/actors/north/", "/actors/south/"),
    *("/corrections/", "/editions/", "/tags/water/"),
)


@pytest.mark.parametrize("home", HOMES)
def test_both_forms_of_a_feed_are_valid_and_say_the_same(world: Rendered, home: str) -> None:
    atom = feedparser.parse(
        world[f"{home}feed.xml"], sanitize_html=False, resolve_relative_uris=False
    )
    feed = json.loads(world[f"{home}feed.json"])
    assert not atom.bozo and atom.version == "atom10"
    jsonschema.validate(feed, JSON_FEED)
    assert 0 < len(atom.entries) == len(feed["items"]) <= 30
    links = {(link.rel, link.type): link.href for link in atom.feed.links}
    assert links["self", LETTERS["xml"]] == f"{BASE}{home}feed.xml"
    assert links["alternate", LETTERS["json"]] == feed["feed_url"] == f"{BASE}{home}feed.json"
    assert links["alternate", "text/html"] == feed["home_page_url"] == f"{BASE}{home}"
    assert atom.feed.title == feed["title"]
    languages = [entry.get("xml:lang") for entry in _elements(world[f"{home}feed.xml"])]
    for entry, item, lang in zip(atom.entries, feed["items"], languages, strict=True):
        assert (entry.id, entry.link, entry.title) == (item["id"], item["url"], item["title"])
        assert entry.updated == item["date_modified"]
        assert entry.get("published", None) == item.get("date_published", None)
        assert entry.content[0].value == item["content_html"].strip()
        assert entry.get("summary", None) in (item.get("summary"), item["content_html"].strip())
        assert lang == item["language"]


def _elements(feed: bytes) -> list[Any]:
    atom = "{http://www.w3.org/2005/Atom}"
    space = "{http://www.w3.org/XML/1998/namespace}"
    entries = ElementTree.fromstring(feed).findall(f"{atom}entry")
    return [{"xml:lang": entry.get(f"{space}lang")} for entry in entries]


def test_a_report_in_another_language_says_which_words_are_whose(world: Rendered) -> None:
    item = world.entries()["articles/daegu/"]
    assert (item["language"], item["title"]) == ("ko", "대구 <보고> & ]]>")
    assert item["content_html"].startswith('<div lang="en" dir="ltr">\n<div lang="ko"')
    assert world.entries()["articles/dam/"]["content_html"].startswith("<p>It says")


def test_no_address_of_ours_leaves_the_folder_the_site_is_in(world: Rendered) -> None:
    for path in world.ending("feed.xml", "feed.json", ".ics", "timelinejs.json", "opensearch.xml"):
        text = world[path].decode().replace("\r\n ", "")
        assert f"{BASE}/" in text
        assert not re.findall(r"https://digest\.example/(?!sub/)", text), path


# ---- what is announced ----
@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025-03-27", "2025-03-27T00:00:00Z"),
        ("2025-03", "2025-03-01T00:00:00Z"),
        ("2025", "2025-01-01T00:00:00Z"),
        ("2025-03-27~", "2025-03-27T00:00:00Z"),
        ("2025-03-27T14:05:00+09:00", "2025-03-27T05:05:00Z"),
        ("2025-03-27T14:05:00Z", "2025-03-27T14:05:00Z"),
        ("2025-03-27T14:05:00", "2025-03-27T00:00:00Z"),  # on whose clock is not known
        ("2025-03/..", "2025-03-01T00:00:00Z"),
        ("../2025-03", "2025-03-31T00:00:00Z"),
        ("XXXX", "0001-01-01T00:00:00Z"),
        ("-0044-03-15", "0001-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00+09:00", "0001-01-01T00:00:00Z"),
    ],
)
def test_an_instant_is_never_finer_than_the_date_it_is_made_of(date: str, expected: str) -> None:
    assert instant(Edtf.parse(date)) == expected


def test_what_was_last_announced_comes_first_whatever_its_date(world: Rendered) -> None:
    assert list(world.entries())[:3] == ["articles/forged/", "articles/old/", "articles/daegu/"]
    entry = world.entries()["articles/old/"]
    assert entry["date_published"] == "2019-01-05T00:00:00Z"
    assert entry["date_modified"] == "2025-05-01T00:00:00Z"
    assert "The month was wrong." in entry["content_html"]
    assert "<del>in June</del>" in entry["content_html"]


EDITS = {
    "body": ("Said.", "Said, and more.", None),
    "title": ("title: Report title", "title: Another", None),
    "tags": ("tags: [water]", "tags: [water, aid]\nsummary: In short.", None),
    "source": ("The Wire", "The Daily Wire", None),
    "updated": ("status:", "updated: 2025-03-12\nstatus:", "2025-03-12T00:00:00Z"),
    "correction": ("status:", f"{FIXED}status:", "2025-05-01T00:00:00Z"),
}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The entries of a site before and after one edit in each of its articles."""
    made = Site(tmp_path_factory.mktemp("edited"))
    made.write(MINIMAL + REGISTER + "".join(article(name, "2025-03-09") for name in EDITS))
    made.approve()
    before = Rendered(made.root).entries()
    for name, (old, new, _) in EDITS.items():
        made.edit(f"content/articles/{name}.md", old, new)
    made.approve()
    return before, Rendered(made.root).entries()


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_announces_nothing_and_a_correction_does(
    edited: tuple[dict[str, Any], dict[str, Any]], name: str
) -> None:
    before, after = (entries[f"articles/{name}/"] for entries in edited)
    assert before != after
    assert before["date_published"] == after["date_published"] == "2025-03-09T00:00:00Z"
    assert after["date_modified"] == (EDITS[name][2] or before["date_modified"])


def test_each_correction_is_an_entry_whose_id_stays(site: Callable[[str], Site]) -> None:
    feed = "/corrections/feed.json"
    made = site(REGISTER + article("a", "2025-03-09", FIXED))
    before = Rendered(made.root).entries(feed)
    assert [*before] == ["articles/a/#correction-2025-05-01"]
    line = "corrections:\n"
    earlier = "  - { at: 2025-04-01, why: A name was misspelt. }\n"
    made.edit("content/articles/a.md", line, line + earlier)
    made.edit(
        "content/articles/a.md",
        "now: in May }\n",
        "now: in May }\n  - { at: 2025-05-01, why: B. }\n",
    )
    made.edit("content/articles/a.md", "The month was wrong", "It was another month")
    made.approve()
    after = Rendered(made.root).entries(feed)
    day = "articles/a/#correction-2025-05-01"
    assert {*after} == {day, f"{day}.2", "articles/a/#correction-2025-04-01"}
    assert after[day]["date_modified"] == before[day]["date_modified"] == "2025-05-01T00:00:00Z"
    assert after[day]["url"].endswith("/articles/a/#correction_2")
    assert "It was another month" in after[day]["content_html"]


@pytest.mark.parametrize("feed", ["/feed.json", "/tags/water/feed.json", "/actors/north/feed.json"])
def test_who_got_a_report_learns_that_it_was_taken_back(world: Rendered, feed: str) -> None:
    entry = world.entries(feed)["articles/forged/"]  # the same id: it takes the place of the copy
    assert entry["title"] == "Retraction: Report forged"
    assert entry["date_modified"] == "2025-05-02T00:00:00Z"
    assert "It should not be cited." in entry["content_html"]
    assert "The document was forged." in entry["content_html"]
    assert b"Canary" not in world[feed] and "summary" not in entry


def test_a_retraction_is_a_correction_as_well(world: Rendered) -> None:
    entries = world.entries("/corrections/feed.json")
    assert entries["articles/forged/#correction-2025-05-02"]["title"] == "Retraction: Report forged"
    assert entries["articles/alone/#correction-retraction"]["url"].endswith("/articles/alone/")
    assert b"Canary" not in world["/corrections/feed.json"]


def test_a_tag_of_a_retracted_report_alone_is_named_nowhere(world: Rendered) -> None:
    assert not [path for path in world.pages if "/oil/" in path]
    assert b"oil" not in world["/feed.xml"]


def test_a_draft_or_an_embargoed_report_is_in_no_file_of_these(world: Rendered) -> None:
    ours = ("feed.xml", "feed.json", "events.ics", "timelinejs.json", "sitemap.xml", "/subscribe/")
    found = world.ending(*ours)
    assert len(found) > 20
    for path in found:
        assert not re.search(b"canary|hidden", world[path], re.IGNORECASE), path


# ---- the sitemap, search, and where all of it is found ----
def test_the_sitemap_says_when_each_page_last_changed(world: Rendered) -> None:
    sitemap = ElementTree.fromstring(world["/sitemap.xml"])
    dated = {url[0].text: url[1].text if len(url) > 1 else None for url in sitemap}
    found = {str(loc).removeprefix(BASE): date for loc, date in dated.items()}
    assert found["/articles/old/"] == "2025-05-01"
    assert found["/"] == found["/archive/"] == found["/tags/water/"] == "2025-04-02"
    assert found["/articles/dam/"] == found["/tags/water/timeline/"] == "2025-03-09"
    assert found["/about/"] == "2025-02-03"
    assert found["/corrections/"] == "2025-05-02"
    assert found["/editions/week/"] == found["/editions/"] == "2025-03-28T06:00:00Z"
    ours = {path for path, date in found.items() if not date and not path.startswith("/text/")}
    assert ours <= {"/data/", "/stories/", "/subscribe/"}  # without a date, or empty


def test_a_site_of_very_many_pages_has_an_index_of_sitemaps(site: Callable[[str], Site]) -> None:
    made = site(REGISTER + article("a", "2025-03-09") + article("b", "2025-03-10"))
    for name in ("sitemap.xml", "sitemap-part.xml"):
        default = (Path(__file__).parents[2] / "templates" / name).read_text()
        assert "45000" in default
        made.write(f"-- templates/{name} --\n{default.replace('45000', '5')}")
    world = Rendered(made.root)
    index = ElementTree.fromstring(world["/sitemap.xml"])
    assert index.tag.endswith("}sitemapindex")
    parts = [
        str(loc.text).removeprefix("https://digest.example")
        for loc in index.iter()
        if loc.text and loc.text.startswith("https")
    ]
    assert parts == sorted(world.ending("/sitemap-1.xml", *parts), key=len) and len(parts) > 1
    listed = [url[0].text for part in parts for url in ElementTree.fromstring(world[part])]
    assert len(listed) == len(set(listed)) > 5 * (len(parts) - 1)
    assert "https://digest.example/articles/b/" in listed


def test_a_browser_is_told_how_to_search_here(world: Rendered) -> None:
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    found = ElementTree.fromstring(world["/opensearch.xml"])
    assert found.tag == f"{space}OpenSearchDescription"
    assert len(found.findtext(f"{space}ShortName") or "") <= 16
    [url] = [each for each in found.iter(f"{space}Url") if each.get("type") == "text/html"]
    assert url.get("template") == f"{BASE}/search/?#q={{searchTerms}}"
    assert 'rel="search" type="application/opensearchdescription+xml"' in world["/"].decode()


def test_without_a_search_page_no_browser_is_told_of_one(site: Callable[[str], Site]) -> None:
    made = site(f"{MINIMAL}search: false\n")
    world = Rendered(made.root)
    assert "/opensearch.xml" not in world.pages and b'rel="search"' not in world["/"]


LINK = re.compile(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">')


@pytest.mark.parametrize(
    "page", ["/", "/tags/water/", "/actors/north/", "/corrections/", "/editions/"]
)
def test_a_page_names_the_feeds_that_it_has(world: Rendered, page: str) -> None:
    up = "../" * (page.count("/") - 1)
    found = {
        (kind, f"/{href.removeprefix(up)}") for kind, href in LINK.findall(world[page].decode())
    }
    for home in {"/", page}:
        assert {(kind, f"{home}feed.{form}") for form, kind in LETTERS.items()} <= found
    assert all(path in world.pages for _, path in found)


def test_one_page_names_every_feed_calendar_and_timeline(world: Rendered) -> None:
    html = world["/subscribe/"].decode()
    linked = {f"/{path}" for path in re.findall(r'href="\.\./([^"]+)"', html)}
    files = {*world.ending("feed.xml", "feed.json", "events.ics", "timelinejs.json")}
    assert {path for path in linked if path in files} == files
    assert not {path for path in linked if path.endswith((".ics", ".json", ".xml"))} - {
        *world.pages
    }
    assert "/subscribe/" in world["/sitemap.xml"].decode()
    assert 'subscribe/index.html"' in world["/404.html"].decode()


# ---- timelines as files ----
def test_every_timeline_for_timelinejs_has_the_form_that_it_reads(world: Rendered) -> None:
    paths = world.ending("timelinejs.json")
    assert len(paths) == 6  # whole, two actors, a tag, two years
    for path in paths:
        jsonschema.validate(json.loads(world[path]), TIMELINEJS)


def test_a_claim_that_is_denied_never_reads_as_a_fact(world: Rendered) -> None:
    slides = json.loads(world["/tags/water/timeline/timelinejs.json"])["events"]
    [slide] = [each for each in slides if each["unique_id"] == "dam--flood"]
    assert slide["group"] == "Disputed" and slide["text"]["headline"] == "Disputed: The dam broke"
    text = slide["text"]["text"]
    assert "<strong>Disputed.</strong> Dated from “on Saturday”." in text
    assert re.search(r"The North &amp; Co. says: “.*the dam broke at dawn", text)
    assert re.search(r"The &lt;South&gt; denies: “.*no dam broke anywhere", text)
    assert f'<a href="{BASE}/articles/dam/#flood"' in text and "(The Wire)" in text
