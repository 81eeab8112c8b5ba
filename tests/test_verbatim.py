"""A digest reports, it does not republish: `check`, `review` and the preview say where it does."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from conftest import Site

from generator.library.load import load
from generator.previewing.points import Desk, points_of

Build = Callable[[str], Site]

FILE = "content/articles/2025/first.md"
SEED = """\
Ferry stopped after shots near the Ister

The harbour master closed the only ferry across the lower Ister on Monday night after two shots \
had been heard from the reeds on the left bank. Passengers were taken home by bus.

He would not say how long the boats are to stay in port, nor who in his view had fired.
"""
BODY = """\
Nobody crosses the Ister any more at Orsa.

It was the harbour master who
closed the only ferry across the lower Ister on Monday night after two shots had been heard. He
named no one. Buses brought people back.
"""
PLAIN = [
    "-- site.yaml --\ntitle: Test Digest\nbase_url: https://digest.example/\n",
    "-- content/registers/actors.yaml --\nmaster: { name: The harbour master, kind: person }\n",
    "-- content/registers/places.yaml --\nister: { name: Ister, kind: region }\n",
]


def article(seed: str, name: str = "a.txt", body: str = BODY, more: str = "") -> str:
    header = f"""\
-- {FILE} --
---
title: The ferry
date: 2025-03-27
source: {{ name: unknown, url: null }}
places: [ister]
status: draft
seed: {{ file: seeds/{name}, sha256: {sha256(seed.encode()).hexdigest()} }}
{more}---
"""
    return (
        "".join(PLAIN)
        + header.replace("[ister]", "[{ id: ister }]")
        + body
        + (f"-- seeds/{name} --\n{seed}")
    )


def approved(site: Build, text: str) -> Site:
    return site(text.replace("status: draft", "status: reviewed"))


SAID = (
    "16 words in a row, from “closed the only ferry” to “shots had been heard”, stand "
    "in the seed as here (at most 15); put it in your own words, or mark it as a quotation"
)


def test_words_taken_over_are_named_where_they_begin(site: Build) -> None:
    made = approved(site, article(SEED))
    done = made.run("check")
    assert (done.status, done.err.splitlines()[0]) == (1, f"{FILE}:13: {SAID} [D003]")


def test_they_must_be_put_in_own_words_before_an_article_can_be_approved(site: Build) -> None:
    made = site(article(SEED))
    done = made.run("review", FILE, "--by", "Ann")
    assert (done.status, done.err.splitlines()[0]) == (1, f"{FILE}:12: {SAID}")
    made.edit(FILE, "closed the only", "shut down the only")
    assert made.run("review", FILE, "--by", "Ann").status == 0
    assert made.run("check").status == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("closed the", "“closed the"),
        ("heard.", "heard.”"),
    ],
)
def test_half_a_pair_of_quotation_marks_is_none(site: Build, old: str, new: str) -> None:
    made = approved(site, article(SEED, body=BODY.replace(old, new)))
    assert made.run("check").status == 1


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (BODY.replace("closed the", "“closed the").replace("heard.", "heard.”"), ""),
        (
            BODY,
            "claims:\n  - { id: c1, by: master, act: reports, quote: across the lower Ister on }\n",
        ),
    ],
)
def test_what_is_marked_as_a_quotation_is_not_taken_over(site: Build, body: str, more: str) -> None:
    assert approved(site, article(SEED, body=body, more=more)).run("check").status == 0


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ("run: 16", ""),
        ("run: 12", "(at most 12)"),
        ("share: 100, run: 1000", ""),
    ],
)
def test_the_limits_are_the_sites(site: Build, limits: str, said: str) -> None:
    made = approved(site, article(SEED))
    made.write(f"{PLAIN[0]}verbatim: {{ {limits} }}\n")
    done = made.run("check")
    assert (done.status == 1) == bool(said) and said in done.err


def test_many_short_pieces_are_too_much_as_well(site: Build) -> None:
    theirs = [f"w{n}" for n in range(80)]
    body = " ".join(
        word for n in range(0, 80, 10) for word in (*theirs[n : n + 9], f"x{n}", f"y{n}")
    )
    made = approved(site, article(" ".join(theirs) + "\n", body=body + "\n"))
    done = made.run("check")
    assert done.status == 1
    assert f"{FILE}:10: 39% of the text are the seed’s words (at most 15%); 9 words" in done.err
    assert "stand in the seed as here and so do 7 others; put it in" in done.err


@pytest.mark.parametrize(
    ("limits", "line", "words"),
    [
        ("{ share: 0.2 }", 3, "“share”: “0.2” is not a whole number without separators from 0"),
        ("{ share: 101 }", 3, "“share”: “101” is not a whole number without separators from 0"),
        ("{ run: 5 }", 3, "“run”: “5” is not a whole number without separators from 6"),
        ("{ runs: 5 }", 3, "unknown key “runs”"),
        ("15", 3, "expected the keys of"),
    ],
)
def test_a_limit_that_is_none_is_named_at_its_line(
    site: Build, limits: str, line: int, words: str
) -> None:
    made = site(article(SEED))
    made.write(f"{PLAIN[0]}verbatim: {limits}\n")
    done = made.run("check")
    assert done.status == 1
    assert done.err.startswith(f"site.yaml:{line}: ") and words in done.err


COPIED = SEED.split("\n\n")[1]
PAGE = f"""\
<!doctype html><html lang="en"><head><title>Ferry stopped</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Ferry stopped</h1>
<p>{COPIED.replace("ferry across", '<a href="/f">ferry</a> <b class="x">across</b>')}</p>
<p>He would not say how long the boats are to stay in port, nor who in his view had fired.</p>
</article></body></html>
"""
FEED = f"""\
<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>https://w.example/</link>
<item><guid isPermaLink="false">tag:w.example,1</guid><title>Other</title>
<description>Of bread and of apples, at some length and with no news in it.</description></item>
<item><guid isPermaLink="false">tag:w.example,2</guid><title>Ferry</title><description>&lt;p&gt;\
{COPIED.replace("across", "&lt;i&gt;across&lt;/i&gt;")}&lt;/p&gt;</description></item>
</channel></rss>
"""
LETTER = f"""\
From: Desk <desk@w.example>
Subject: Ferry stopped
Date: Thu, 27 Mar 2025 08:00:00 +0000
Message-ID: <1@w.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

{COPIED.replace("ferry across", "ferry =" + chr(10) + "across")}
"""


@pytest.mark.parametrize(
    ("name", "seed"),
    [("a.html", PAGE), ("a.txt", PAGE), ("a.xml", FEED), ("a.eml", LETTER)],
)
def test_the_words_of_any_seed_are_compared_not_its_markup(
    site: Build, name: str, seed: str
) -> None:
    made = approved(site, article(seed, name))
    done = made.run("check")
    assert done.err.splitlines()[0] == f"{FILE}:13: {SAID} [D003]"


def test_of_a_feed_only_the_articles_own_entry_counts(site: Build) -> None:
    made = site(article(FEED, "a.xml"))
    made.edit(FILE, " }\n---", ', entry: "tag:w.example,1" }\n---')
    assert made.run("review", FILE, "--by", "Ann").status == 0
    made.edit(FILE, "w.example,1", "w.example,2")
    assert "16 words in a row" in made.run("review", FILE, "--by", "Ann").err


def test_a_quote_rests_on_the_words_of_a_page_too(site: Build) -> None:
    claim = "claims:\n  - {{ id: c1, by: master, act: reports, quote: {} }}\n"
    own = "Own words.\n"
    quote = "closed the only ferry across the lower Ister"
    made = approved(site, article(PAGE, "a.html", own, claim.format(quote)))
    assert made.run("check").status == 0
    made.edit(FILE, "the only ferry", "the sole ferry")
    made.approve()
    done = made.run("check")
    assert done.err.startswith(
        f"{FILE}:9: the quote of claim “c1” occurs not at all in the body or the kept seed: "
        "you wrote “sole”, the kept seed has “only”; it must occur exactly once [D001]"
    )


@pytest.mark.parametrize(
    ("body", "quote", "words"),
    [
        ("They sent 3,500 men.", "sent 3,000 men", "you wrote “3,000”, line 14 has “3,500”"),
        ("They said “no more”.", 'said "no more"', "(quotation mark), line 14 has "),
        (
            "They said no more.",
            "said no m\u043ere",
            "(cyrillic small letter o), line 14 has “more”",
        ),
        ("They said no more.", "said no\u200b more", "you wrote “U+200B zero width space”, which"),
        ("Said no.\n\nWe said no.\n\nHe said no.", "said no", "2 times in the body (lines 16, 18)"),
        ("They [said](/x/) *no* more.", "said no more", ""),
        ("They said no more.", "said\u00a0no more", ""),
    ],
)
def test_one_changed_sign_is_named_with_what_stands_there(
    site: Build, body: str, quote: str, words: str
) -> None:
    claim = f"claims:\n  - id: c1\n    by: master\n    act: reports\n    quote: '{quote}'\n"
    made = site(article(SEED, body=f"{body}\n", more=claim).replace("seed: {", "#"))
    done = made.run("review", FILE, "--by", "Ann")
    if words:
        assert done.status == 1 and done.err.startswith(f"{FILE}:9: ") and words in done.err
    else:
        assert done.status == 0


def test_the_preview_marks_every_stretch_that_is_too_much(site: Build) -> None:
    made = site(article(SEED))
    library, _ = load(made.root)
    [point] = points_of(Desk(made.root, library.site.verbatim), library.articles[0]).points
    assert (point.about, point.line) == ("Body", 12)
    [passage] = point.passages
    assert passage.text == "closed the only ferry across the lower Ister"
    assert passage.until == "Monday night after two shots had been heard"


def test_the_preview_marks_what_is_nearest_to_a_quote(site: Build) -> None:
    claim = "claims:\n  - { id: c1, by: master, act: reports, quote: Buses took people back }\n"
    body = BODY.replace("closed", "shut down").replace("Monday", "a")
    made = site(article(SEED, body=body, more=claim))
    library, _ = load(made.root)
    [point] = points_of(Desk(made.root, library.site.verbatim), library.articles[0]).points
    [passage] = point.passages
    assert (passage.text, passage.shown) == ("Buses brought people back", "Buses took people back")
