"""Feeds and the sitemap are well-formed whatever stands in the content, and lead there."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from conftest import Site

from generator.pages.render import render
from generator.site_folder import plan_site

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "</title> ]]> <b>&amp; &lt;i&gt; \" ' & \U0001f98a \u200f \u00a0"

ARTICLE = """\
-- content/articles/2025/first.md --
---
title: {title}
summary: {title}
date: 2025-03-27
source: {{ name: unknown, url: null }}
tags: [drones]
status: reviewed
---
{body}
"""

LINKS = """\
[here](/articles/first/) [up](../second/) [note][^1] [there](https://example.org/?a=1&b=2)
[nowhere](javascript:alert(1)) `]]>` & <script>alert(1)</script>

[^1]: A note.
"""


def made_of(made: Site, path: str) -> ElementTree.Element:
    """A page, rendered and read as XML."""
    planned = plan_site(made.root, drafts=False)
    page = next(page for page in planned.pages if page.path == path)
    return ElementTree.fromstring(render(page, planned.templates))


def text_of(entry: ElementTree.Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.mark.parametrize("path", ["/feed.xml", "/tags/drones/feed.xml"])
def test_a_feed_says_exactly_what_the_title_says(site: Callable[[str], Site], path: str) -> None:
    made = site(ARTICLE.format(title=quoted(HOSTILE), body=LINKS))
    made.edit("site.yaml", "Test Digest", quoted(HOSTILE))
    feed = made_of(made, path)
    assert text_of(feed, "title").startswith(HOSTILE)
    [entry] = feed.findall(f"{ATOM}entry")
    assert text_of(entry, "title") == text_of(entry, "summary") == HOSTILE


def test_the_content_of_an_entry_is_html_once_escaped(site: Callable[[str], Site]) -> None:
    feed = made_of(site(ARTICLE.format(title="First", body=LINKS)), "/feed.xml")
    content = text_of(feed.findall(f"{ATOM}entry")[0], "content")
    assert content.startswith("<p><a href=")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert "<code>]]&gt;</code> &amp; " in content
    assert "<script" not in content and 'href="javascript' not in content


def test_every_link_of_a_feed_is_a_full_address(site: Callable[[str], Site]) -> None:
    made = site(ARTICLE.format(title="First", body=LINKS))
    made.edit("site.yaml", "https://digest.example/", "https://digest.example/sub/")
    feed = made_of(made, "/feed.xml")
    assert {link.get("href") for link in feed.iter(f"{ATOM}link")} == {
        "https://digest.example/sub/feed.xml",
        "https://digest.example/sub/feed.json",
        "https://digest.example/sub/",
        "https://digest.example/sub/articles/first/",
    }
    content = text_of(feed.findall(f"{ATOM}entry")[0], "content")
    hrefs = re.findall(r'href="([^"]*)"', content)
    assert len(hrefs) == 5 and all(href.startswith("https://") for href in hrefs)


def test_a_link_in_a_feed_starts_from_the_page_that_the_text_belongs_to(
    site: Callable[[str], Site],
) -> None:
    made = site(ARTICLE.format(title="First", body=LINKS))
    made.write("""\
        -- templates/own.xml --
        ---
        path: /own.xml
        with: { all: articles }
        ---
        <x>{% for article in all %}{{ article.body | markdown(absolute=article.permalink) | string
        | forceescape }}{% endfor %}</x>
        """)
    html = made_of(made, "/own.xml").text or ""
    assert re.findall(r'href="([^"]*)"', html) == [
        "https://digest.example/articles/first/",
        "https://digest.example/articles/second/",
        "https://digest.example/articles/first/#fn_1",
        "https://example.org/?a=1&amp;b=2",
        "https://digest.example/articles/first/#fnref_1",
    ]


def test_an_entry_keeps_its_id_and_has_its_dates(site: Callable[[str], Site]) -> None:
    feed = made_of(site(ARTICLE.format(title="First", body="x")), "/feed.xml")
    [entry] = feed.findall(f"{ATOM}entry")
    assert text_of(entry, "id") == "https://digest.example/articles/first/"
    assert text_of(entry, "published") == text_of(entry, "updated") == "2025-03-27T00:00:00Z"
    assert text_of(feed, "updated") == "2025-03-27T00:00:00Z"


def test_the_sitemap_names_every_listed_page_once(site: Callable[[str], Site]) -> None:
    sitemap = made_of(site(ARTICLE.format(title="First", body="x")), "/sitemap.xml")
    found = [loc.text for loc in sitemap.iter() if loc.tag.endswith("}loc")]
    assert "https://digest.example/articles/first/" in found
    assert len(found) == len(set(found))
    assert not {path for path in found if path and path.endswith((".xml", ".txt", "404.html"))}
