"""A newsletter becomes an article: its subject, its day, its text, and nothing loaded."""

import pytest

from generator.model.document import Blob, Document
from generator.plugins.reading import documents

HEAD = """\
From: The Halvik Herald <news@herald.example>
To: desk@digest.example
Subject: =?utf-8?q?Fwd=3A_A_caf=C3=A9_reopens?=
Date: Thu, 27 Mar 2025 23:10:00 +0900
Archived-At: <https://herald.example/letters/12>
MIME-Version: 1.0
"""
PLAIN = "The café by the harbour opened again.\n\nUnsubscribe\n"
HTML = """\
<html><body><div style="display:none">A preview nobody reads</div>
<table role="presentation"><tr><td><p>View in browser</p><h1>A café reopens</h1>
<p>The café by the harbour <a href="https://herald.example/c?a=1&amp;b=2">opened again</a>.</p>
<img src="https://track.example/p.gif"></td></tr><tr><td>
<table><tr><td>Day</td><td>Guests</td></tr><tr><td>Monday</td><td>40</td></tr></table>
<p>Unsubscribe</p></td></tr></table></body></html>
"""


def letter(*parts: tuple[str, str], codec: str = "utf-8") -> Document:
    lines = [HEAD.rstrip("\n"), "Content-Type: multipart/alternative; boundary=b", ""]
    for kind, text in parts:
        lines += ["--b", f"Content-Type: {kind}; charset={codec}", "", text]
    data = "\r\n".join([*lines, "--b--", ""]).encode(codec)
    [made] = documents(Blob("letter.eml", data))
    return made


def test_the_html_of_a_letter_goes_before_its_text() -> None:
    made = letter(("text/plain", PLAIN), ("text/html", HTML))
    assert (made.title, str(made.date), made.date_basis) == (
        "A café reopens",
        "2025-03-27",
        "stated",
    )
    assert (made.outlet, made.url) == ("The Halvik Herald", "https://herald.example/letters/12")
    assert made.body is not None
    assert made.body.split("\n\n") == [
        "The café by the harbour [opened again](https://herald.example/c?a=1&amp;b=2).",
        "| Day | Guests |\n| --- | --- |\n| Monday | 40 |",
    ]
    assert {stripped.text for stripped in made.stripped} == {"View in browser", "Unsubscribe"}


@pytest.mark.parametrize("codec", ["utf-8", "iso-8859-1"])
def test_a_letter_without_html_is_read_as_text(codec: str) -> None:
    made = letter(("text/plain", PLAIN), codec=codec)
    assert (made.title, made.text) == ("A café reopens", "The café by the harbour opened again.")


def test_a_page_saved_as_one_file_is_a_page() -> None:
    html = "<html><head><title>Pumps arrive | Courier</title></head><body><h1>Pumps arrive</h1>"
    html += "".join(
        f"<p>Engineer {n} said that the water is falling by the hour.</p>" for n in range(5)
    )
    data = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://c.example/pumps\r\n"
        "Subject: Pumps arrive\r\nDate: Thu, 27 Mar 2025 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\n'
        f"Content-Type: text/html\r\nContent-Location: https://c.example/pumps\r\n\r\n{html}\r\n--x--\r\n"
    )
    [made] = documents(Blob("page.mhtml", data.encode()))
    assert (made.title, made.url) == ("Pumps arrive", "https://c.example/pumps")
    assert made.date is None, "it was saved that day, which is no day of publication"


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.c\nSubject: x\nDate: y\n\n",
        b"From: a@b.c\nSubject: x\nDate: y\nContent-Type: image/png\n\nabc",
        b"From: \xff\xfe<>>\nSubject: =?x?q?=\nDate: 99 99\nContent-Type: multipart/mixed\n\n--",
    ],
)
def test_a_letter_without_text_is_said_to_be_one(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"no article text|not a letter"):
        documents(Blob("letter.eml", data))
