"""Each entry of a feed is an article of its own, the same one whenever the feed is read."""

import json
import re
from collections.abc import Callable

import pytest

from generator.model.document import Blob, Document
from generator.plugins.reading import documents, sniffed

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Ledger</title><link>https://ledger.example/</link><language>en-gb</language>
<item><title>Flour &amp;amp; barley</title><link>https://ledger.example/flour</link>
<guid isPermaLink="false">12</guid><pubDate>Wed, 26 Mar 2025 23:30:00 -0500</pubDate>
<dc:creator>Pia Lund</dc:creator><description>A teaser.</description>
<content:encoded><![CDATA[<p>The convoy was <a href="/map">turned back</a>.</p>
<ul><li>flour</li><li>blankets</li></ul>
<script>alert(1)</script><p>Share</p>]]></content:encoded>
</item>
<item><title>Bridge closed</title><link>https://ledger.example/bridge</link>
<description>&lt;p&gt;The middle span is down.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko"><title>강변일보</title>
<id>urn:feed</id><updated>2025-01-01T00:00:00Z</updated>
<entry><id>urn:entry:1</id><title>항구 폐쇄</title><updated>2025-02-02T00:00:00Z</updated>
<published>2025-01-01T23:00:00+09:00</published>
<link href="https://r.example/1"/>
<author><name>김하늘</name></author>
<content type="html">&lt;p&gt;항구가 닫혔다.&lt;/p&gt;</content></entry>
<entry><id>urn:entry:2</id><title>둘째</title><updated>2025-02-02T00:00:00Z</updated>
<summary>본문은 글이다.</summary></entry></feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Estuary",
    "home_page_url": "https://e.example/",
    "authors": [{"name": "Tove"}],
    "items": [
        {
            "id": "1",
            "url": "https://e.example/1",
            "title": "Mines < boats",
            "content_text": "One.\n\nTwo.",
            "date_published": "2025-03-01T00:30:00+01:00",
        },
        {"id": 2, "content_html": "<p>Three <b>boats</b>.</p>"},
    ],
}


def read(text: str | bytes, name: str = "feed.xml") -> list[Document]:
    return documents(Blob(name, text if isinstance(text, bytes) else text.encode()))


def test_an_entry_of_rss_is_an_article() -> None:
    first, second = read(RSS)
    assert (first.title, str(first.date), first.date_basis) == (
        "Flour & barley",
        "2025-03-26",
        "stated",
    )
    assert (first.author, first.outlet, first.lang) == ("Pia Lund", "The Ledger", "en-GB")
    assert first.url == "https://ledger.example/flour"
    assert first.text == "The convoy was turned back.\n\nflour\nblankets"
    assert first.body == (
        "The convoy was [turned back](https://ledger.example/map).\n\n- flour\n- blankets"
    )
    assert [stripped.why for stripped in first.stripped] == ["share bar"]
    assert (second.date, second.text) == (None, "The middle span is down.")


def test_an_entry_of_atom_is_dated_by_its_publication_never_by_its_update() -> None:
    first, second = read(ATOM)
    assert (first.title, str(first.date), first.lang) == ("항구 폐쇄", "2025-01-01", "ko")
    assert (first.author, first.outlet, first.text) == ("김하늘", "강변일보", "항구가 닫혔다.")
    assert (second.date, second.text) == (None, "본문은 글이다.")


def test_an_entry_of_json_feed_is_an_article() -> None:
    first, second = read(json.dumps(JSON), "feed.json")
    assert (first.title, first.text, str(first.date)) == (
        "Mines < boats",
        "One.\n\nTwo.",
        "2025-03-01",
    )
    assert (first.author, first.url) == ("Tove", "https://e.example/1")
    assert (second.title, second.body) == ("Three boats.", "Three **boats**.")


def test_an_entry_is_known_by_its_id_and_a_change_of_it_shows() -> None:
    ids = [each.entry for each in [*read(RSS), *read(ATOM), *read(json.dumps(JSON))]]
    assert ids == [
        "https://ledger.example/ 12",
        "https://ledger.example/bridge",
        "urn:entry:1",
        "urn:entry:2",
        "https://e.example/ 1",
        "https://e.example/ 2",
    ]
    again = read(RSS.replace("</channel>", "<item><title>New</title></item></channel>"))
    assert [each.entry_sha256 for each in again[:2]] == [each.entry_sha256 for each in read(RSS)]
    changed = read(RSS.replace("turned back", "let through"))[0]
    assert changed.entry == ids[0] and changed.entry_sha256 != again[0].entry_sha256


def test_two_entries_of_one_id_are_two_and_a_repeated_one_is_one() -> None:
    item = RSS[RSS.index("<item>") : RSS.index("</item>") + 7]
    assert len(read(RSS.replace(item, item + item))) == 2
    other = item.replace("/flour<", "/other<")
    entries = [each.entry for each in read(RSS.replace(item, item + other))]
    assert len(set(entries)) == len(entries) == 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<rss><channel><title>x</title></channel></rss>", "a feed without entries"),
        (b'<?xml version="1.0"?><note>hello</note>', "neither RSS nor Atom nor JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "not valid JSON"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 3}', "a feed without entries"),
        (lambda: b"<rss>" + b" " * 11_000_000, "larger than 10 MB"),
    ],
)
def test_what_is_no_feed_is_said_in_words(data: bytes | Callable[[], bytes], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(data if isinstance(data, bytes) else data())


def test_json_that_is_no_feed_is_said_to_be_none() -> None:
    with pytest.raises(ValueError, match="not a JSON Feed"):
        read(b'{"name": "x"}', "data.json")


def test_a_feed_of_entities_within_entities_is_no_bomb() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "word "}">' for n in range(10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [{levels}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    item = "<item><title>T</title><description>&e9; &x; text</description></item>"
    made = read(f'{bomb}<rss version="2.0"><channel><title>F</title>{item}</channel></rss>')
    assert len(made) == 1
    assert len(made[0].text) < 1_000 and "root:" not in made[0].text


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("<!DOCTYPE html><p>", "text/html"),
        ("\ufeff\n<!-- saved --><HTML lang=en>", "text/html"),
        ('<?xml version="1.0"?><html xmlns="x">', "text/html"),
        ('<?xml version="1.0"?>\n<rss version="2.0">', "application/rss+xml"),
        ("<feed xmlns='x'>", "application/rss+xml"),
        ("<rdf:RDF>", "application/rss+xml"),
        ('{"version": "https://jsonfeed.org/version/1"}', "application/feed+json"),
        ("From: a@b.c\r\nSubject: x\r\nDate: y\r\n\r\nHi", "message/rfc822"),
        ("%PDF-1.4", "application/pdf"),
        ("A title\n\n<html> is a word of HTML", None),
        ("Date: 27 March 2025\nFrom our correspondent\n\nText.", None),
    ],
)
def test_a_file_is_known_by_how_it_begins(start: str, kind: str | None) -> None:
    assert sniffed(start.encode()) == kind


def test_links_that_do_something_are_words() -> None:
    wild = re.sub("/map", "javascript:alert(1)", RSS)
    assert "javascript" not in (read(wild)[0].body or "")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("/map", "https://ledger.example/map"),
        ("map?day=2#east", "https://ledger.example/news/map?day=2#east"),
        ("../map", "https://ledger.example/map"),
        ("//maps.example/a", "https://maps.example/a"),
    ],
)
@pytest.mark.parametrize("link", ["https://ledger.example/news/flour", "/news/flour"])
def test_a_relative_link_leads_where_its_entry_has_it(link: str, written: str, kept: str) -> None:
    feed = RSS.replace("https://ledger.example/flour", link).replace('"/map"', f'"{written}"')
    first = read(feed)[0]
    assert first.url == "https://ledger.example/news/flour"
    assert f"[turned back]({kept})" in (first.body or "")
