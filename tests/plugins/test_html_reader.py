"""A page becomes its article: title, body, date and source as the page states them."""

import json
import re
import socket
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import soon

from generator.model.document import Blob, Document
from generator.pages.markup import to_html
from generator.plugins.readers.html import page, read

CASES = Path(__file__).parent.parent / "cases/html"
NAMES = sorted(path.stem for path in CASES.glob("*.html"))


def gold(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def document(name: str) -> Document:
    [made] = read(Blob(f"{name}.html", (CASES / f"{name}.html").read_bytes()))
    return made


def f1(found: str, expected: str) -> float:
    """How much of the words of two texts is the same: the harmonic mean of both shares."""
    ours, theirs = Counter(found.split()), Counter(expected.split())
    both = sum((ours & theirs).values())
    return 2 * both / max(1, sum(ours.values()) + sum(theirs.values()))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_read_as_its_readers_read_it(name: str) -> None:
    made, expected = document(name), gold(name)
    said = {
        "title": made.title,
        "date": str(made.date) if made.date else None,
        "author": made.author,
        "outlet": made.outlet,
        "url": made.url,
        "lang": made.lang,
    }
    assert said == {key: expected[key] for key in said}
    assert made.date_basis == (expected.get("basis", "stated") if made.date else None)
    lines = expected["body"]
    assert isinstance(lines, list)
    assert [line for line in made.text.split("\n") if line] == lines
    assert made.body is not None
    for piece in expected.get("markdown", []):
        assert piece in made.body
    kinds = {stripped.why for stripped in made.stripped}
    assert set(expected.get("stripped", [])) <= kinds


@pytest.mark.parametrize("name", NAMES)
def test_the_markdown_of_a_page_reads_like_its_text(name: str) -> None:
    made = document(name)
    shown = unescape(re.sub(r"<[^>]+>", "", to_html(made.body or "")))
    assert "".join(shown.split()) == "".join(made.text.replace(" | ", "").split())


PARAGRAPHS = "".join(
    f"<p>Paragraph {n} says that the {n}th convoy reached the harbour before the rain.</p>"
    for n in range(8)
)


def text_page(head: str = "", body: str = PARAGRAPHS, title: str = "A convoy arrives") -> bytes:
    article = f"<article><h1>{title}</h1>{body}</article>"
    return f"<html><head>{head}</head><body>{article}</body></html>".encode()


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (
            '<meta property="article:published_time" content="2025-03-27T23:30:00+09:00">',
            "2025-03-27",
        ),
        ('<meta property="article:published_time" content="2025-03-27T23:30:00Z">', "2025-03-27"),
        ('<meta name="parsely-pub-date" content="2025-03-27">', "2025-03-27"),
        ('<meta itemprop="datePublished" content="20250327T1000">', "2025-03-27"),
        ('<meta name="DC.date.issued" content="27 March 2025">', "2025-03-27"),
        ('<meta name="citation_publication_date" content="2025/03/27">', "2025-03-27"),
        ('<meta property="article:modified_time" content="2025-03-27">', None),
        ('<meta name="last-modified" content="2025-03-27">', None),
        ('<meta property="og:updated_time" content="2025-03-27">', None),
        ('<meta name="expires" content="2025-03-27">', None),
        ('<meta property="article:published_time" content="soon">', None),
        ('<meta property="article:published_time" content="1970-01-01">', None),
        ('<meta property="article:published_time" content="2025-13-45">', None),
    ],
)
def test_a_date_is_what_the_page_states_of_its_publication(head: str, date: str | None) -> None:
    made = page(text_page(head), None)
    assert (str(made.date) if made.date else None) == date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ('<p>27 March 2025</p>', "2025-03-27"),
        ('<div class="m">By Ana Roe | March 27, 2025 | 10:05</div>', "2025-03-27"),
        ('<div>입력 2025-03-27 10:05</div>', "2025-03-27"),
        ('<div>2025년 3월 27일</div>', "2025-03-27"),
        ('<div>27.03.2025, 10:05</div>', "2025-03-27"),
        ('<div>27/03/2025</div>', "2025-03-27"),
        ('<div>27 марта 2025</div>', "2025-03-27"),
        ('<div>27. März 2025</div>', "2025-03-27"),
        ('<div>27 mars 2025</div>', "2025-03-27"),
        ('<div>Published 27 March 2025, updated 2 April 2025</div>', "2025-03-27"),
        ('<div><b>Updated</b> <span>2 April 2025</span></div>', None),
        ('<div>03/04/2025</div>', None),
        ('<div>27 March</div>', None),
        ('<div>Thursday</div>', None),
        ("<p>The first lorry left on 27 March 2025 and the second a day later, he said.</p>", None),
        ('<time datetime="2025-03-27">today</time>', "2025-03-27"),
        ('<time datetime="2025-03-27">a</time><time datetime="2025-03-28">b</time>', None),
        ('<div class="related"><time datetime="2024-01-01">x</time></div>', None),
    ],
)  # fmt: skip
def test_a_line_by_the_headline_may_state_the_day(line: str, date: str | None) -> None:
    made = page(text_page(body=line + PARAGRAPHS), None)
    assert (str(made.date) if made.date else None) == date


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        ("<title>Talks fail | The Ledger</title>", "Talks fail", "Talks fail"),
        ("<title>The Ledger - Talks fail</title>", "", "Talks fail"),
        ("<title>Talks fail</title>", "The Ledger", "Talks fail"),
        ('<meta property="og:title" content="Talks fail - The Ledger">', "", "Talks fail"),
        ('<meta property="og:title" content="Why they failed">', "How talks on it failed",
         "How talks on it failed"),
        ("<title>Dam - what now? - The Ledger</title>", "", "Dam - what now?"),
        ("<title>A&amp;B: the case</title>", "A&amp;B: the case", "A&B: the case"),
        ("<title>Talks  fail</title>", "Talks<br>fail", "Talks fail"),
    ],
)  # fmt: skip
def test_a_title_is_the_headline_without_the_name_of_the_site(
    head: str, h1: str, title: str
) -> None:
    site = '<meta property="og:site_name" content="The Ledger">'
    assert page(text_page(site + head, title=h1), None).title == title


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "windows-1251"),
        ("utf-8", "iso-8859-1"),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("windows-1251", "windows-1251"),
        ("koi8-r", "koi8-r"),
        ("windows-1251", ""),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_is_in(codec: str, declared: str) -> None:
    line = "Паром ушёл из порта до рассвета, сообщили в управлении гавани."
    head = f'<meta charset="{declared}">' if declared else ""
    text = f"<h1>Паром</h1><p>{line}</p><p>И ещё раз о пароме и о порте сегодня утром.</p>"
    html = f"<html><head>{head}</head><body>{text}</body></html>"
    made = page(html.encode(codec), None)
    assert line in made.text


def test_the_encoding_that_a_page_was_sent_with_goes_before_what_it_declares() -> None:
    html = "<meta charset=iso-8859-1><h1>Паром</h1><p>Паром ушёл из порта до рассвета.</p>"
    made = page(html.encode("koi8-r"), None, "koi8-r")
    assert "Паром ушёл" in made.text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no article text"),
        (b"<html></html>", "no article text"),
        (b"<script>var a = 'words that are no text';</script>", "no article text"),
        (lambda: b"<p>x</p>" * 7_000_000, "larger than 10 MB"),
        (b"<b>x" * 200_000, "nested thousands deep"),
        (b"<br>x" * 200_000, "more than 150,000 elements"),
        (b"\x00\x01\x02\x03" * 400, "not text"),
    ],
)
def test_what_is_no_article_is_said_in_words(
    data: bytes | Callable[[], bytes], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        page(data if isinstance(data, bytes) else data(), None)


@pytest.mark.parametrize(
    "wild",
    [
        "<div>" * 1_500 + PARAGRAPHS,
        "<b><i>" * 800 + PARAGRAPHS,
        PARAGRAPHS + "<table><tr><td>" * 400,
        PARAGRAPHS + "<ul><li>" * 900,
        PARAGRAPHS + "&amp;" * 100_000,
        "<!DOCTYPE x [<!ENTITY a 'b'>]>" + PARAGRAPHS,
        PARAGRAPHS + "<p " + "a=b " * 50_000 + ">x</p>",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + PARAGRAPHS,
        PARAGRAPHS + "<p>" + "." * 200_000 + "</p>",
        PARAGRAPHS + "<p>" + " <br> " * 20_000 + "</p>",
    ],
    ids=range(10),
)
def test_a_wild_page_is_read_all_the_same(wild: str) -> None:
    made = page(f"<html><body><h1>A convoy arrives</h1>{wild}</body></html>".encode(), None)
    assert "the 3th convoy reached the harbour" in made.text


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 140_000,
        "<div><p>a</p>" * 60_000,
        "<blockquote><ul><li>" * 30_000,
        "<p>" + "&eacute;&#x41;&bogus;" * 100_000,
        "<p>" + "&" * 400_000,
        "<p>" + "&#" + "9" * 400_000 + ";",
        "<!--" * 200_000,
        "<a href='" * 100_000,
        "</div>" * 200_000,
    ],
    ids=lambda hostile: hostile[:12],
)
def test_a_hostile_page_comes_to_an_end(hostile: str) -> None:
    """It is read, or refused in words; either way soon."""
    data = f"<html><body><h1>A convoy arrives</h1>{PARAGRAPHS}{hostile}</body></html>".encode()
    with soon(20):
        try:
            made = page(data, None)
        except ValueError as refusal:
            assert re.search(r"elements|nested|deep|letters", str(refusal)), str(refusal)
        else:
            assert "the 3th convoy reached the harbour" in made.text


def test_nothing_of_a_page_is_run_or_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the reader reached for the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    wild = (
        '<!DOCTYPE html SYSTEM "http://a.example/x.dtd"><base href="https://a.example/">'
        '<link rel="stylesheet" href="http://a.example/s.css">'
        '<script src="//a.example/x.js"></script>'
        '<iframe src="https://a.example/"></iframe>'
        '<img src="https://a.example/p.gif" onerror="x()">'
        '<a href="javascript:alert(1)">click</a>'
        '<p onclick="x()">Hello <a href="data:text/html,x">you</a></p>'
    )
    made = page(f"<html><body><h1>T</h1>{wild}{PARAGRAPHS}</body></html>".encode(), None)
    assert "javascript:" not in (made.body or "") and "data:" not in (made.body or "")
    assert "x()" not in (made.body or "")


def test_relative_links_are_those_of_the_address_the_page_came_from() -> None:
    body = PARAGRAPHS + '<p>See <a href="/map">the map</a> that the harbour office drew.</p>'
    made = page(text_page(body=body), "https://a.example/2025/story")
    assert "[the map](https://a.example/map)" in (made.body or "")
    assert made.url == "https://a.example/2025/story"
    assert "the map" in page(text_page(body=body), None).text


def test_what_is_left_out_is_recorded_with_its_kind() -> None:
    made = document("wordpress")
    said = {stripped.why: stripped.text for stripped in made.stripped}
    assert said["comments"].startswith("3 thoughts on")
    assert said["share bar"] == "Share this: Facebook X WhatsApp"
    assert "courier" in said["copyright line"].lower()


def test_the_development_pages_reach_what_is_asked_of_pages_held_back() -> None:
    bodies = [f1(document(name).text, " ".join(gold(name)["body"])) for name in NAMES]
    titles = [document(name).title == gold(name)["title"] for name in NAMES]
    dates = [(document(name).date, gold(name)["date"]) for name in NAMES]
    answered = [str(found) == expected for found, expected in dates if found]
    assert sum(bodies) / len(bodies) >= 0.96
    assert sum(titles) / len(titles) >= 0.85
    assert sum(answered) / len(answered) >= 0.93
