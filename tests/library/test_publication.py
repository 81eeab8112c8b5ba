"""Only what an editor approved, as it was approved and when it is due, leaves the house."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Site

from generator.library.load import load
from generator.library.publication import preview, published

Build = Callable[[str], Site]

PUBLIC = """
-- content/registers/actors.yaml --
jcs: { name: Joint Chiefs, kind: armed-forces }
canaryactor: { name: Canaryactorname, aliases: [Canaryalias], about: Canaryabout, kind: group }
canarycarrier: { name: Canarycarriername, kind: media }
-- content/registers/places.yaml --
russia: { name: Russia, kind: country }
canaryplace: { name: Canaryplacename, kind: city }
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency, reliability: B }
canarysource: { name: Canarysourcename, kind: other, about: Canarysourceabout }
-- content/registers/measures.yaml --
troops: { name: Troops, definition: Soldiers sent, unit: soldiers }
canarymeasure: { name: Canarymeasurename, definition: Canarydefinition, unit: canaryunits }
-- content/registers/tags.yaml --
war: { name: War }
canarytag: { name: Canarytagname, about: Canarytagabout }
-- content/articles/2025/public.md --
---
title: The public report
date: 2025-03-27
source: wire
tags: [war]
actors: [jcs]
places: [{ id: russia }]
status: reviewed
events:
  - { id: sent, date: 2025, what: Soldiers are sent, where: russia }
claims:
  - id: c1
    by: jcs
    act: asserts
    quote: Soldiers went
    event: sent
    figure: { measure: troops, best: 3000 }
---
Soldiers went east.
-- content/editions/week.md --
---
title: The week
date: 2025-03-24/2025-03-30
kind: week
status: published
lead: What mattered.
items:
  - { article: canary-slug, why: Canarywhy }
  - { article: public, why: The one report. }
---
A week.
-- content/editions/next-week.md --
---
title: Canaryedition
date: 2025-04
status: draft
lead: Canarylead
items: [{ article: public }]
---
Canaryeditionbody
-- content/stories/war.md --
---
title: The war
lead: It goes on.
status: published
tags: [war]
items:
  - { article: canary-slug, why: Canarystorywhy }
  - { article: public, why: The first report. }
---
Little is known.
-- content/stories/hidden-tag.md --
---
title: Tagged
lead: By a tag that only a hidden article has.
status: published
tags: [canarytag]
items: [{ article: public }]
---
Nothing.
-- content/stories/draft.md --
---
title: Canarystory
lead: Canarystorylead
status: draft
tags: [war]
aliases: [/canarystory/]
---
Canarystorybody
"""

HIDDEN = """
-- content/articles/2025/canary-slug.md --
---
title: Canarytitle
date: 2031-12-30
source: canarysource
tags: [war, canarytag]
lang: en
status: draft
summary: Canarysummary
aliases: [/canaryalias/old/]
updated: 2031-12-31
seed:
  file: seeds/canaryseed.txt
  sha256: cacacacacacacacacacacacacacacacacacacacacacacacacacacacacacacaca
  archived: [https://canary.example/archived]
  stripped: [{ why: canarywhystripped, text: Canarystripped }]
actors: [canaryactor, jcs]
places: [{ id: canaryplace, precision: town }]
sensitive: [canarysensitive]
events:
  - { id: canaryevent, date: 2031, said: Canarysaid, what: Canarywhat, where: canaryplace }
claims:
  - id: canaryclaim
    by: [canaryactor, jcs]
    via: canarycarrier
    act: estimates
    quote: Canaryquote
    event: canaryevent
    credibility: 6
    figure: { measure: canarymeasure, best: 987654, unit: canaryheads, period: 2031-11 }
corrections:
  - { at: 2031-12-31, claim: canaryclaim, was: Canarywas, now: Canarynow, why: Canarycorrection }
---
Canarybody: Canaryquote. See [](/canarylink/).
"""


def hits(made: Site, folder: str = "public") -> list[str]:
    """Where a built site says anything of what must not leave, names of files included."""
    words = (b"canary", b"2031", b"987,654", b"987654", b"cacacacaca")
    return [
        f"{path}: {word.decode()}"
        for path, data in made.tree(folder).items()
        for word in words
        if word in (path.encode() + data).lower()
    ]


@pytest.mark.parametrize("status", ["draft", "withheld"])
def test_a_hidden_article_leaves_no_trace_in_anything_that_is_built(
    site: Build, status: str
) -> None:
    made = site(PUBLIC + HIDDEN)
    made.write(HIDDEN.replace("status: draft", f"status: {status}"))
    done = made.build()
    assert hits(made) == []
    assert done.err == ""
    assert "The one report." in made.page("/editions/week/")
    assert "The first report." in made.page("/stories/war/")
    assert "stories/war/" in made.page("/articles/public/")
    assert len(hits(made)) == 0 < len(made.tree())


@pytest.mark.parametrize("status", ["draft", "withheld", "reviewed"])
def test_no_template_could_say_anything_of_a_hidden_article(site: Build, status: str) -> None:
    """Not even one that shows every field of everything: the library itself holds nothing of it."""
    made = site(PUBLIC + HIDDEN)
    made.write(HIDDEN.replace("status: draft", f"status: {status}"))
    public, _ = published(load(made.root)[0], datetime.now(UTC))
    assert "The public report" in repr(public)
    assert "canary" not in repr(public).lower()


def test_no_template_could_say_what_a_retracted_article_said(site: Build) -> None:
    made = site(PUBLIC + HIDDEN)
    made.write(HIDDEN.replace("status: draft", "status: retracted"))
    for shown in (published(load(made.root)[0], datetime.now(UTC))[0], preview(load(made.root)[0])):
        text = repr([shown.retracted, shown.articles, shown.sources, shown.actors, shown.tags])
        words = set(re.findall(r"canary\w*", text.lower()))
        assert words == {"canarytitle", "canarycorrection", "canary", "canaryalias"}


def test_the_canaries_would_sing(site: Build) -> None:
    """The same words are found in the preview: the test above looks for the right things."""
    made = site(PUBLIC + HIDDEN)
    made.build("--drafts")
    found = " ".join(hits(made, "preview"))
    text = b"".join(made.tree("preview").values()).lower()
    assert "articles/canary-slug/index.html" in found
    for word in (b"canarytitle", b"canarybody", b"canarysummary", b"canarytagname", b"canaryquote",
                 b"canaryactorname", b"canarywhat", b"canarywhy", b"canaryedition",
                 b"canarystory", b"canarystorybody"):  # fmt: skip
        assert word in text, word
    made.build()
    assert hits(made) == []


def test_an_article_that_nobody_approved_stays_hidden_and_is_named(site: Build) -> None:
    made = site(PUBLIC + HIDDEN)
    made.write(HIDDEN.replace("status: draft", "status: reviewed"))
    done = made.build()
    assert hits(made) == []
    assert done.err.splitlines() == [
        "content/articles/2025/canary-slug.md:7: left out: nobody approved it; run "
        "`python -m generator review content/articles/2025/canary-slug.md --by NAME`"
    ]
    assert made.run("build", "--strict").status == 1


def test_an_article_edited_since_its_approval_stays_hidden_and_is_named(site: Build) -> None:
    made = site(PUBLIC + HIDDEN.replace("status: draft", "status: reviewed"))
    made.edit("content/articles/2025/canary-slug.md", "Canarybody", "Canarybody, edited")
    done = made.build()
    assert hits(made) == []
    assert done.err.startswith(
        "content/articles/2025/canary-slug.md:7: left out: edited since Test"
    )


def test_an_embargo_holds_until_its_instant_and_no_longer(site: Build) -> None:
    hidden = HIDDEN.replace("status: draft", "status: reviewed\nembargo: 2026-01-01T09:00:00+09:00")
    made = site(PUBLIC + hidden)
    instant = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    done = made.build(SOURCE_DATE_EPOCH=str(instant - 1))
    assert hits(made) == []
    assert done.err.splitlines() == [
        "content/articles/2025/canary-slug.md:8: left out: under embargo until "
        "2026-01-01T09:00:00+09:00"
    ]
    done = made.build(SOURCE_DATE_EPOCH=str(instant))
    assert done.err == ""
    assert "Canarytitle" in made.page("/articles/canary-slug/")
    made.build(SOURCE_DATE_EPOCH=str(instant - 1))
    assert hits(made) == []


def test_a_retracted_article_is_a_tombstone_without_what_it_said(site: Build) -> None:
    made = site(PUBLIC + HIDDEN)
    made.write(HIDDEN.replace("status: draft", "status: retracted"))
    made.build()
    tombstone = made.page("/articles/canary-slug/")
    assert "Retracted" in tombstone
    assert "Canarytitle" in tombstone
    assert "Canarycorrection" in tombstone
    assert "canary-slug" in made.page("/canaryalias/old/")
    text = b"".join(made.tree().values()).lower()
    for word in (b"canarybody", b"canaryquote", b"987,654", b"canarysummary", b"canarywhat",
                 b"canaryactorname", b"canarycarriername", b"canaryplacename", b"canarysourcename",
                 b"canarymeasurename", b"canarytagname", b"canarysaid", b"canarywas", b"canarynow",
                 b"canarystripped", b"canaryseed", b"canary.example", b"cacacaca"):  # fmt: skip
        assert word not in text, word
    assert b"canary-slug" not in made.tree()["sitemap.xml"]
    # Whoever has a copy of it learns that it was taken back, in the place where they got it.
    feed = made.tree()["feed.xml"].decode()
    assert "<title>Retraction: Canarytitle</title>" in feed and "Canarycorrection" in feed


def test_an_article_retracted_before_its_embargo_ended_was_never_public(site: Build) -> None:
    made = site(PUBLIC + HIDDEN)
    made.write(HIDDEN.replace("status: draft", "status: retracted\nembargo: 2026-01-01T00:00:00Z"))
    library, _ = load(made.root)
    before, _ = published(library, datetime(2025, 12, 31, tzinfo=UTC))
    after, _ = published(library, datetime(2026, 1, 2, tzinfo=UTC))
    assert [article.id for article in before.retracted] == []
    assert [alias.path for alias in before.aliases] == []
    assert [article.id for article in after.retracted] == ["canary-slug"]
    assert [alias.path for alias in after.aliases] == ["/canaryalias/old/"]


def test_who_only_carried_a_claim_is_a_source_too(site: Build) -> None:
    made = site(PUBLIC + HIDDEN)
    made.edit("content/registers/sources.yaml", "wire: {", "state-tv: { name: TV }\nwire: {")
    made.edit(
        "content/articles/2025/public.md", "    act: asserts", "    via: state-tv\n    act: asserts"
    )
    made.approve()
    library, problems = load(made.root)
    assert problems == []
    public, _ = published(library, datetime.now(UTC))
    assert [source.id for source in public.sources] == ["wire", "state-tv"]


def test_editors_credibility_and_reliability_grades_are_not_published(site: Build) -> None:
    made = site(PUBLIC + HIDDEN)
    made.edit("content/registers/sources.yaml", "reliability: B", "reliability: E")
    before = made.build() and made.tree()
    made.edit("content/registers/sources.yaml", "reliability: E", "reliability: A")
    made.build()
    assert made.tree() == before


def test_the_preview_holds_everything_and_says_what_it_is(site: Build) -> None:
    made = site(PUBLIC + HIDDEN)
    shown = preview(load(made.root)[0])
    assert {article.id for article in shown.articles} == {"public", "canary-slug"}
    assert {edition.id for edition in shown.editions} == {"week", "next-week"}
    assert {story.id for story in shown.stories} == {"war", "hidden-tag", "draft"}
    assert shown.site.drafts


def test_an_approval_covers_every_word_and_no_spacing(site: Build) -> None:
    made = site(PUBLIC + HIDDEN.replace("status: draft", "status: reviewed"))
    file = "content/articles/2025/canary-slug.md"

    def approved() -> bool:
        library, _ = load(made.root)
        return next(a.approved for a in library.articles if a.file == file)

    text = made.read(file)
    assert approved()
    for old, new in (
        ("title: Canarytitle", 'title:   "Canarytitle"  # spacing'),
        ("claims:\n", "# a comment\nclaims:\n"),
        ("tags: [war, canarytag]", "tags:\n- war\n- canarytag"),
        ("\n", "\r\n"),
    ):
        (made.root / file).write_bytes(text.replace(old, new).encode())
        assert approved(), new
    for old, new in (
        ("Canarytitle", "Canarytitles"),
        ("Canarybody", "Canarybody "),
        ("best: 987654", "best: 987655"),
        ("lang: en", "lang: ko"),
        ("tags: [war, canarytag]", "tags: [canarytag, war]"),
        ("precision: town", "precision: exact"),
        ("status: reviewed", "status: reviewed\nembargo: 2020-01-01T00:00:00Z"),
    ):
        (made.root / file).write_bytes(text.replace(old, new).encode())
        assert not approved(), new


def test_an_approval_cannot_be_borrowed_from_another_article(site: Build) -> None:
    made = site(PUBLIC + HIDDEN)
    text = made.read("content/articles/2025/public.md")
    path = made.root / "content/articles/2025/copy.md"
    path.write_text(text.replace("Soldiers went east.", "Something else: Soldiers went."))
    library, _ = load(made.root)
    public, notices = published(library, datetime.now(UTC))
    assert [article.id for article in public.articles] == ["public"]
    assert [Path(notice.file).name for notice in notices] == ["copy.md"]
