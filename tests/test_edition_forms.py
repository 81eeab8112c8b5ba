"""An edition as a page, on paper, as text and as e-mail: the same words for everybody."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from browsing import MISSING, opened
from conftest import Site
from lxml import html as parsed

from generator.pages.letters.columns import columns, wrapped
from generator.pages.letters.plain_text import plain
from generator.releasing import build
from generator.site_folder import plan_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SITE = """
-- site.yaml --
title: The River “Digest”
base_url: https://digest.example/news/
publisher: River Desk
contact: desk@digest.example
licence: CC BY 4.0
-- content/registers/actors.yaml --
north: { name: Council of the North, kind: government }
south: { name: Army of the South, kind: armed-forces }
radio: { name: River Radio, kind: media }
-- content/registers/measures.yaml --
dead: { name: Soldiers killed, definition: Soldiers who were killed., unit: people }
-- content/articles/bridge.md --
---
title: The bridge fell
date: 2025-03
updated: 2025-03-29
source: { name: A wire }
status: reviewed
claims:
  - id: c1
    by: [south, north]
    via: radio
    act: estimates
    quote: about 450 were killed
    figure: { measure: dead, best: 450, approx: true, period: 2025-02 }
  - { id: c2, by: north, act: denies, quote: no such thing, answers: c1 }
  - { id: c3, by: south, act: withdraws, quote: we no longer say so, answers: c2 }
  - { id: c4, by: unattributed, act: asserts, quote: it was loud }
---
They say that about 450 were killed. The Council calls it “no such thing”; later the Army said that
we no longer say so. In the town it was loud.
-- content/articles/dari.md --
---
title: 다리가 무너졌다
date: 2025-03-26
lang: ko
source: { name: A wire }
status: reviewed
claims: [{ id: c1, by: south, act: asserts, quote: 다리는 월요일 새벽에 무너졌다 }]
---
남군은 다리는 월요일 새벽에 무너졌다 고 말했다.
-- content/articles/jisr.md --
---
title: سقط الجسر على النهر
date: 2025-03-25
lang: ar
source: { name: A wire }
status: reviewed
claims: [{ id: c1, by: south, act: denies, quote: لم يسقط أي جسر }]
---
وقال الجيش إنه لم يسقط أي جسر في ذلك اليوم.
-- content/articles/mist.md --
---
title: Міст упав
date: 2025-03-24
lang: uk
source: { name: A wire }
status: reviewed
---
Міст упав.
-- content/articles/gone.md --
---
title: A convoy that was none
date: 2025-03-24
source: { name: A wire }
status: reviewed
claims: [{ id: c1, by: south, act: asserts, quote: sixty zqretracted lorries }]
---
There were sixty zqretracted lorries.
-- content/articles/hidden.md --
---
title: Zqwithheld names
date: 2025-03-24
source: { name: A wire }
status: reviewed
claims: [{ id: c1, by: south, act: asserts, quote: the zqwithheld list }]
---
This is the zqwithheld list.
-- content/articles/draft.md --
---
title: Zqdraft
date: 2025-03-24
source: { name: A wire }
---
Not ready.
-- content/editions/2025-w13.md --
---
title: "Four tongues: 다리가 무너졌다, Міст упав, سقط الجسر, and the river rose by a metre"
date: 2025-03-24/2025-03-30
status: published
lead: One bridge, told in four tongues “and” more.
items:
  - { article: bridge, why: Two sides & one river. }
  - { article: dari, why: 한국어 보도. }
  - { article: jisr }
  - { article: mist }
  - { article: gone, why: It seemed so. }
  - { article: hidden, why: zqwithheld reason }
---
A word *before* all, with a [map](https://maps.example/a?b=1&c=2) and [ours](/articles/bridge/).

| side | says |
|---|---|
| South | yes |

- one
- two[^1]

[^1]: A note.

![Three lorries < at a gate](/media/gate.png "By A. Writer")
"""
TITLE = "Four tongues: 다리가 무너졌다, Міст упав, سقط الجسر, and the river rose by a metre"
LINES = re.compile(r"[-=]{3,}")
WORD = re.compile(r"\w+", re.UNICODE)
AT = datetime(2025, 3, 30, 20, 30, tzinfo=UTC)
FOLDER = "editions/2025-w13"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with an edition whose reports were corrected, taken back and withheld since."""
    from PIL import Image

    site = Site(tmp_path_factory.mktemp("forms") / "site")
    site.root.mkdir()
    site.write(SITE)
    site.warm()
    (site.root / "content/media").mkdir()
    Image.new("RGB", (60, 40), "grey").save(site.root / "content/media/gate.png")
    site.approve()
    fix = "corrections: [{ at: 2025-04-02, was: we never say so, now: we no longer say so, "
    fix += "why: A word. }]"
    site.edit("content/articles/bridge.md", "status: reviewed", f"{fix}\nstatus: reviewed")
    back = "corrections: [{ at: 2025-04-03, kind: retraction, why: It was an exercise. }]"
    site.edit("content/articles/gone.md", "status: reviewed", f"{back}\nstatus: retracted")
    site.edit("content/articles/hidden.md", "status: reviewed", "status: withheld")
    told = "corrections: [{ at: 2025-04-04, why: The note was wrong. }]"
    site.edit("content/editions/2025-w13.md", "status: published", f"{told}\nstatus: published")
    site.approve()
    build(site.root, plan_site(site.root, drafts=False), site.root / "public", jobs=1)
    yield site


def mail_of(site: Site, edition: str = "2025-w13") -> EmailMessage:
    data = (site.root / f"public/editions/{edition}/edition.eml").read_bytes()
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part(site: Site, kind: str, edition: str = "2025-w13") -> str:
    found = mail_of(site, edition).get_body((kind,))
    assert found is not None
    return str(found.get_content())


def words_of_page(text: str, within: str) -> list[str]:
    """The words that somebody reads on a page, as far as the edition is concerned."""
    tree = parsed.document_fromstring(text)
    for each in tree.xpath("//*[contains(@class, 'paper') or contains(@class, 'hidden')] | //svg"):
        each.drop_tree()
    for each in tree.xpath("//img"):
        each.tail = f" {each.get('alt')} {each.tail or ''}"
    [body] = tree.xpath(within)
    return cut(" ".join(body.itertext()).replace("[]", ""))


def words_of_text(text: str) -> list[str]:
    return cut(LINES.sub(" ", re.sub(r" \[\d+\]| \|", " ", text)))


def cut(text: str) -> list[str]:
    """From what kind of edition it is to the sum that ends it."""
    words = WORD.findall(text)
    end = next(n for n, word in enumerate(words) if len(word) == 64)
    return words[words.index("Weekly") : end + 1]


FORMS: dict[str, Callable[[Site], list[str]]] = {
    "text": lambda site: words_of_text(site.page(f"/{FOLDER}/edition.txt")),
    "HTML mail": lambda site: words_of_page(site.page(f"/{FOLDER}/email.html"), "//body"),
    "HTML part": lambda site: words_of_page(part(site, "html"), "//body"),
    "text part": lambda site: words_of_text(part(site, "plain")),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_what_the_page_says_in_its_order(made: Site, form: str) -> None:
    page = words_of_page(made.page(f"/{FOLDER}/"), "//main")
    assert plainly(FORMS[form](made)) == plainly(page)


def plainly(words: list[str]) -> list[str]:
    """Words without the numbers of footnotes, which stand in brackets here and there."""
    return [word for word in words if not (word.isdigit() and len(word) == 1)]


@pytest.mark.skipif(MISSING, reason="needs Debian's chromium")
def test_paper_says_it_too_with_addresses_and_without_a_menu(
    made: Site, browser: "Browser"
) -> None:
    with opened(browser, (made.root / f"public/{FOLDER}/index.html").as_uri()) as page:
        page.emulate_media(media="print")
        seen = page.inner_text("body")
        behind = page.evaluate(
            "getComputedStyle(document.querySelector('.prose a'), '::after').content"
        )
        pages = page.pdf(prefer_css_page_size=True, format="A5").count(b"/Type /Page\n")
    addresses = re.findall(r"^https://digest\.example/\S*$", seen, re.MULTILINE)
    assert addresses[0] == "https://digest.example/news/articles/bridge/"
    assert addresses[-1] == "https://digest.example/news/editions/2025-w13/"
    assert behind.strip('"') == " <https://maps.example/a?b=1&c=2>"
    assert "desk@digest.example" in seen and "Timeline" not in seen and "E-mail" not in seen
    assert pages > 1
    seen = seen.replace("By A. Writer", "Three lorries < at a gate By A. Writer")
    kept = re.sub(r"^https://digest\S*$| <https://\S+>", "", seen, flags=re.MULTILINE)
    assert plainly(cut(kept)) == plainly(words_of_page(made.page(f"/{FOLDER}/"), "//main"))


@pytest.mark.parametrize("form", ["index.html", "edition.txt", "email.html", "print.css"])
def test_nothing_that_is_not_public_is_in_any_form(made: Site, form: str) -> None:
    data = made.page(f"/{FOLDER}/{form}").lower()
    assert "zq" not in data
    if form != "print.css":
        assert "not published at present" in data and "a convoy that was none" in data
        assert "it was an exercise." in data


def test_what_was_denied_stands_beside_what_is_denied(made: Site) -> None:
    text = made.page(f"/{FOLDER}/edition.txt")
    told = text[text.index("Army of the South and Council") : text.index("Nobody named")]
    assert told == (
        "Army of the South and Council of the North estimate · carried by River\n"
        "Radio\n"
        "about 450 people\n"
        "Soldiers killed, February 2025\n"
        "> about 450 were killed\n"
        "\n"
        "    Council of the North denies\n"
        "    > no such thing\n"
        "\n"
        "        Army of the South withdraws\n"
        "        > we no longer say so\n"
        "\n"
    )
    assert "March 2025 · source: A wire · updated 29 March 2025\n" in text
    assert "since corrected, 2 April 2025: A word. It said we never say so; it now\n" in text
    assert "]\n    " not in text[text.index("[1] ") :], "addresses come last, in full"
    assert "\n[2] https://maps.example/a?b=1&c=2\n" in text
    assert "[Three lorries < at a gate]" in text and "By A. Writer" in text


def test_no_line_of_the_text_is_wider_than_a_terminal(made: Site) -> None:
    for line in made.page(f"/{FOLDER}/edition.txt").splitlines():
        assert columns(line) <= 72 or "https://" in line or len(line.split()) == 1, line


def test_the_message_is_one_that_mail_programs_read(made: Site) -> None:
    data = (made.root / f"public/{FOLDER}/edition.eml").read_bytes()
    assert data.isascii() and b"\r" not in data.replace(b"\r\n", b"") and data.endswith(b"--\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 78
    message = mail_of(made)
    assert [part.defects for part in message.walk()] == [[], [], []]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative", "text/plain", "text/html"
    ]  # fmt: skip
    assert all(not getattr(value, "defects", ()) for value in message.values())
    assert message["Subject"] == TITLE
    [sender] = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("The River “Digest”", "desk@digest.example")
    assert message["Date"].datetime == datetime(2025, 3, 28, 6, tzinfo=UTC)
    assert re.fullmatch(r"<2025-w13\.[0-9a-f]{32}@digest\.example>", message["Message-ID"])
    assert message["Archived-At"] == "<https://digest.example/news/editions/2025-w13/>"
    assert (message["X-Unsent"], message["Content-Language"]) == ("1", "en")
    assert {"To", "Cc", "Bcc", "Reply-To", "List-Unsubscribe"}.isdisjoint(message.keys())
    assert part(made, "html").splitlines() == made.page(f"/{FOLDER}/email.html").splitlines()
    text = " ".join(part(made, "plain").split())
    assert "You get this message because somebody asked for the editions of The" in text
    assert "To get no more of them, write to desk@digest.example." in text


def test_the_mail_loads_nothing_and_is_styled_where_no_style_sheet_is_read(made: Site) -> None:
    tree = parsed.document_fromstring(made.page(f"/{FOLDER}/email.html"))
    assert not tree.xpath("//img | //script | //iframe | //form | //object | //@src | //@srcset")
    assert not tree.xpath("//link[not(@rel='canonical')] | //@background | //base")
    text = made.page(f"/{FOLDER}/email.html")
    assert "url(" not in text and "@import" not in text
    own = "https://digest.example/news/"
    leads = {href for href in tree.xpath("//a/@href") if not href.startswith((own, "mailto:"))}
    assert leads == {"https://maps.example/a?b=1&c=2"}
    assert all("style" in each.attrib for each in tree.xpath("//p | //h1 | //h2 | //blockquote"))
    assert "prefers-color-scheme: dark" in text
    [arabic] = tree.xpath("//h3[@lang='ar']")
    assert arabic.get("dir") == "rtl"
    assert len(text.encode()) < 100_000


def test_its_own_words_of_a_title_run_at_the_head_of_each_printed_page(made: Site) -> None:
    css = made.page(f"/{FOLDER}/print.css")
    assert f'@top-left {{ content: "{TITLE}" }}' in css
    assert f'href="../../{FOLDER}/print.css" media="print"' in made.page(f"/{FOLDER}/")
    assert "edition.eml" in made.page("/_headers") and "message/rfc822" in made.page("/_headers")
    assert FOLDER + "/edition" not in made.page("/sitemap.xml")


# ---- who sends it, and what is too long ----
ONE = """
-- site.yaml --
title: D
base_url: https://bücher.example/
%s
-- content/articles/many.md --
---
title: Many say so
date: 2025-03-24
source: { name: A }
status: reviewed
claims: [{ id: c0, by: unattributed, act: asserts, quote: Number 0 is said }]
---
%s
-- content/editions/long.md --
---
title: Long "and" \\\\ odd
date: 2025-03-24
status: published
lead: Long.
items: [{ article: many }]
---
"""
OUT = (
    "https://b.example/out?list=1&who=every-single-one-of-those-who-read-it-and-of-those-who-do-not"
)


def sent(site: Callable[[str], Site], front: str, claims: int = 1) -> Site:
    """A site whose one edition has so many claims, built."""
    said = "".join(f"Number {n} is said.\n" for n in range(claims))
    made = site(ONE % (front, said))
    more = "".join(
        f", {{ id: c{n}, by: unattributed, act: asserts, quote: Number {n} is said }}"
        for n in range(1, claims)
    )
    made.edit("content/articles/many.md", "0 is said }]", f"0 is said }}{more}]")
    made.approve()
    made.warm()
    build(made.root, plan_site(made.root, drafts=False), made.root / "public", jobs=1)
    return made


@pytest.mark.parametrize(
    ("front", "sender", "answers", "out"),
    [
        ("contact: https://elsewhere.example/", None, None, None),
        ("contact: a@b.example", "D <a@b.example>", None, None),
        (
            f"contact: a@b.example\nemail: {{ from: news@b.example, unsubscribe: '{OUT}' }}",
            "D <news@b.example>",
            "a@b.example",
            f"<{OUT}>",
        ),
    ],
    ids=["nobody", "the contact", "as it says"],
)
def test_it_is_sent_by_whom_the_site_names_and_by_nobody_made_up(
    site: Callable[[str], Site],
    front: str,
    sender: str | None,
    answers: str | None,
    out: str | None,
) -> None:
    made = sent(site, front)
    message = mail_of(made, "long")
    assert (message["From"], message["Reply-To"]) == (sender, answers)
    assert message["List-Unsubscribe"] == out
    assert message["Message-ID"].endswith("@xn--bcher-kva.example>")
    assert [each.defects for each in message.walk()] == [[], [], []]
    text = " ".join(part(made, "plain", "long").split())
    assert (f"To get no more of them: {OUT}" in text) == bool(out)


def test_a_long_mail_is_shortened_before_somebody_else_cuts_it(
    site: Callable[[str], Site],
) -> None:
    made = sent(site, "email: { why: You asked. }", claims=240)
    html = part(made, "html", "long")
    assert len(html.encode()) < 100_000
    assert "Number 239 is said" not in html and "too long for some mail programs" in html
    assert "Number 239 is said" in part(made, "plain", "long")
    assert "Number 239 is said" in made.page("/editions/long/")
    assert "You asked." in html and "because somebody asked" not in html
    assert '"Long \\"and\\" \\\\\\\\ odd"' in made.page("/editions/long/print.css")
    done = made.run("check", "--only", "D027")
    assert done.status == 0
    assert "long.md:6: its e-mail leaves out who says what" in done.err + done.out


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        ("email: { from: Desk <a@b.example> }", "it must be an e-mail address without a name"),
        ("email: { unsubscribe: 'http://b.example/' }", "that begins with https:// or mailto:"),
    ],
)
def test_an_address_that_is_none_is_said(
    site: Callable[[str], Site], front: str, problem: str
) -> None:
    [found] = [
        each for each in site(ONE % (front, "Number 0 is said.")).problems() if "site.yaml" in each
    ]
    assert found.startswith("site.yaml:3: ") and problem in found


# ---- text in columns ----
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("https://digest.example/x y", ["https://digest.example/x", "y"]),
        ("다리가 무너졌다고", ["다리가", "무너졌다고"]),
        ("這座橋今天塌了。", ["這座橋今", "天塌了。"]),
        ("橋（a）は。", ["橋（a）", "は。"]),
        ("Й́ Й́ Й́ Й́ Й́", ["Й́ Й́ Й́ Й́", "Й́"]),
        ("سقط الجسر هنا", ["سقط", "الجسر", "هنا"]),
        ("", []),
    ],
)
def test_a_line_is_as_wide_as_it_is_seen(text: str, lines: list[str]) -> None:
    assert list(wrapped(text, 8)) == lines


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a <b>b</b>\n c</p><p>d<br>e</p>", "a b c\n\nd\ne\n"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n\n  - b\n\n- c\n"),
        ('<ol start="9"><li>a</li><li><p>b</p><p>c</p></li></ol>', "9. a\n\n10. b\n\n    c\n"),
        ("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc\n"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
         "a | b\n1 | 2\n"),
        ('<p><a href="https://a.example/">a</a>, <a href="mailto:b@c.example">b@c.example</a></p>',
         "a [1], b@c.example\n\n[1] https://a.example/\n"),
        ("<h1>다리</h1><pre>a\n  b</pre>", "다리\n====\n\na\n  b\n"),
        ('<p>a<sup class="footnote-ref"><a href="#fn_1">[1]</a></sup></p>', "a(1)\n"),
        ('<style>x</style><p class="x hidden">y <img alt="z"></p>&lt;b&gt;</p></div>', "<b>\n"),
    ],
    ids=["inline", "dots", "numbers", "quotes", "table", "links", "wide", "note", "left out"],
)  # fmt: skip
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain(html) == text
