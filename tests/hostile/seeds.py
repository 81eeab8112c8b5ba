"""Seeds of every kind that `import` reads, with hostile texts wherever a seed says something."""

import base64
import json
from collections.abc import Callable, Sequence
from html import escape

from payloads import FORBIDDEN, in_bytes

FILLER = "The bridge at kilometre {} was closed before noon, the office in the lower town said."
WIRE = "https://wire.example/"


class Dealt:
    """The texts of one seed, place after place; over all seeds of a kind each text is used."""

    def __init__(self, texts: Sequence[str], seeds: int, number: int) -> None:
        self.texts, self.seeds, self.number = texts, seeds, number
        self.place = 0

    def next(self) -> str:
        self.place += 1
        return self.texts[(self.number + self.place * self.seeds) % len(self.texts)]

    def line(self) -> str:
        """A text as a header's value; what ends the line begins the next header."""
        return self.next().replace("\r\n", "\n").replace("\n", "\r\n")

    @property
    def all(self) -> list[str]:
        """Texts for a body, which no half character spoils for the others."""
        own = self.texts[self.number % len(self.texts) :: self.seeds]
        return [text for text in own if not FORBIDDEN.search(text)]


def text(dealt: Dealt) -> bytes:
    filler = FILLER.format(dealt.number)
    return in_bytes("\n\n".join([f"{dealt.next()} zq{dealt.number}", filler, *dealt.all]))


def page(dealt: Dealt) -> bytes:
    """A page as an adversary would publish it: escaped here, as it is there."""
    stated = {
        "@type": "NewsArticle",
        "headline": dealt.next(),
        "author": {"name": dealt.next()},
        "publisher": {"name": dealt.next()},
        "url": dealt.next(),
        "inLanguage": dealt.next(),
        "datePublished": dealt.next(),
    }
    metas = "".join(
        f'<meta property="{name}" content="{escape(dealt.next())}">'
        for name in ("og:title", "og:site_name", "og:url", "author", "og:locale", "description")
    )
    paragraphs = "".join(
        f"<p>{FILLER.format(n)} {escape(each)} <a href='{escape(each)}'>There</a> {each}</p>"
        for n, each in enumerate(dealt.all)
    )
    return in_bytes(
        f"<!doctype html><html lang='{escape(dealt.next())}'><head><meta charset=utf-8>{metas}"
        f"<title>{escape(dealt.next())} zq{dealt.number}</title>"
        f'<link rel=canonical href="{escape(dealt.next())}">'
        f'<script type="application/ld+json">{json.dumps(stated)}</script></head>'
        f"<body><article><h1>{escape(dealt.next())} zq{dealt.number}</h1>{paragraphs}"
        f"<ul><li>{dealt.next()}</li></ul><table><tr><td>{dealt.next()}</td></tr></table>"
        f"<blockquote>{dealt.next()}</blockquote><pre>{dealt.next()}</pre></article></body></html>"
    )


def rss(dealt: Dealt) -> bytes:
    def xml(value: str) -> str:
        return escape("".join(each for each in value if each.isprintable()))

    entry = (
        f"<item><title>{xml(dealt.next())} zq{dealt.number}</title><guid>{xml(dealt.next())}</guid>"
        f"<link>{xml(dealt.next())}</link><author>{xml(dealt.next())}</author>"
        f"<pubDate>{xml(dealt.next())}</pubDate>"
        f"<description>{xml(FILLER + ' '.join(map(paragraph, dealt.all)))}</description></item>"
    )
    return in_bytes(
        f'<rss version="2.0"><channel><title>{xml(dealt.next())}</title><link>{WIRE}</link>'
        f"<language>{xml(dealt.next())}</language>{entry}</channel></rss>"
    )


def atom(dealt: Dealt) -> bytes:
    """Not well-formed: what a text holds stands there as it is."""
    body = " ".join(map(paragraph, dealt.all)).replace("]]>", "]]]]><![CDATA[>")
    return in_bytes(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">{dealt.next()}</title>'
        f"<entry><title>{dealt.next()} zq{dealt.number}</title><id>{dealt.next()}</id>"
        f'<link href="{dealt.next()}"/><author><name>{dealt.next()}</name></author>'
        f'<content type="html"><![CDATA[{FILLER} {body}]]></content></entry></feed>'
    )


def json_feed(dealt: Dealt) -> bytes:
    item = {
        "id": dealt.next(),
        "title": f"{dealt.next()} zq{dealt.number}",
        "url": dealt.next(),
        "date_published": dealt.next(),
        "language": dealt.next(),
        "authors": [{"name": dealt.next()}],
        "content_html": FILLER + " ".join(map(paragraph, dealt.all)),
    }
    plain = {"id": f"plain {dealt.next()}", "content_text": "\n\n".join([FILLER, *dealt.all])}
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": dealt.next(),
        "home_page_url": dealt.next(),
        "items": [item, plain],
    }
    return json.dumps(feed).encode()  # half characters as the escapes that JSON has for them


def letter(dealt: Dealt) -> bytes:
    encoded = base64.b64encode(in_bytes(dealt.next())).decode()
    heads = [
        f"From: {dealt.line()} <a@wire.example>",
        f"Subject: =?utf-8?b?{encoded}?= {dealt.line()} zq{dealt.number}",
        f"Date: {dealt.line()}",
        f"Archived-At: <{dealt.line()}>",
        f"Content-Language: {dealt.line()}",
        f"Message-ID: {dealt.line()}",
        "MIME-Version: 1.0",
        "Content-Type: text/html; charset=utf-8",
    ]
    body = "".join(f"<p>{FILLER} {escape(each)}</p><p>{each}</p>" for each in dealt.all)
    return in_bytes("\r\n".join(heads) + f"\r\n\r\n{body}")


def mhtml(dealt: Dealt) -> bytes:
    head = (
        f"From: <Saved>\r\nSnapshot-Content-Location: {dealt.line()}\r\nSubject: {dealt.line()}\r\n"
        "MIME-Version: 1.0\r\nDate: x\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/html\r\nContent-Location: {dealt.line()}\r\n\r\n"
    )
    return in_bytes(head) + page(dealt) + b"\r\n--b--\r\n"


def paragraph(text: str) -> str:
    return f"<p>{escape(text)} <a href='{escape(text)}'>x</a></p><p>{text}</p>"


KINDS: dict[str, Callable[[Dealt], bytes]] = {
    "txt": text,
    "html": page,
    "rss": rss,
    "atom": atom,
    "json": json_feed,
    "eml": letter,
    "mhtml": mhtml,
}
