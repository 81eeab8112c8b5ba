"""An edition is frozen once published: what a reader saw in it does not silently change."""

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from conftest import Done, Site

from generator.library.load import load
from generator.model.problems import SiteError
from generator.releasing import build
from generator.review import command as verb
from generator.site_folder import plan_site

Build = Callable[[str], Site]

FILE = "content/editions/2025-w13.md"
BRIDGE = "content/articles/bridge.md"
REPORTS = """
-- content/articles/bridge.md --
---
title: The bridge fell
date: 2025-03-27
source: { name: A }
status: reviewed
---
A bridge.
-- content/articles/dam.md --
---
title: The dam holds
date: 2025-03-28
source: { name: A }
status: reviewed
---
A dam.
"""
EDITION = f"""
-- {FILE} --
---
title: Week 13
date: 2025-03-24/2025-03-30
kind: week
status: draft
lead: A bridge is the news.
items:
  - article: bridge   # first
    why: It was the only one.
  - {{ article: dam }}
---
A quiet week otherwise.
"""
ITEMS = EDITION[EDITION.index("items:") : EDITION.index("\n---\nA quiet")]
SUNDAY = "1743366600"  # 2025-03-30T20:30:00Z
LATER = "1743597000"  # 2025-04-02T12:30:00Z
MUCH_LATER = "1743942600"  # 2025-04-06T12:30:00Z


def review(made: Site, file: str = FILE, at: str = SUNDAY, by: str = "Ann") -> Done:
    """The verb itself, without a process of its own."""
    arguments = [str(made.root / file), "--by", by]
    done = CliRunner(env={"SOURCE_DATE_EPOCH": at}).invoke(verb, arguments, obj=made.root)
    assert done.exception is None or isinstance(done.exception, SiteError), done.exception
    return Done(done.exit_code, done.stdout, str(done.exception or ""))


def publish(made: Site, file: str = FILE, at: str = SUNDAY, by: str = "Ann") -> None:
    done = review(made, file, at, by)
    assert (done.status, done.err) == (0, "")


def built(made: Site) -> list[str]:
    """Build, and say what was left out."""
    planned = plan_site(made.root, drafts=False)
    build(made.root, planned, made.root / "public", jobs=1)
    return [str(notice) for notice in planned.notices]


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("<main")[2]).split())


@pytest.fixture
def week(site: Build) -> Site:
    made = site(REPORTS + EDITION)
    publish(made)
    return made


# ---- publishing ----
def test_review_publishes_an_edition_and_writes_what_its_reports_are_called(site: Build) -> None:
    made = site(REPORTS + EDITION)
    before = made.read(FILE)
    assert built(made) == []
    assert not (made.root / "public/editions/2025-w13").exists(), "a draft is not published"
    done = made.run("review", FILE, "--by", "Ann", SOURCE_DATE_EPOCH=SUNDAY)
    assert done.out == f"{FILE}: published by Ann; it is in the next build, and stays as it is\n"
    lines = made.read(FILE).splitlines()
    assert lines.pop(11).startswith('review: { by: Ann, at: "2025-03-30T20:30:00+00:00", sha256: ')
    assert lines.pop(9) == "    title: The bridge fell"
    expected = before.replace("status: draft", "status: published")
    assert lines == expected.replace("dam }", "dam, title: The dam holds }").splitlines()
    assert made.problems() == []
    assert built(made) == []
    assert "A bridge is the news." in made.page("/editions/2025-w13/")


def test_publishing_twice_changes_nothing(week: Site) -> None:
    before = week.read(FILE)
    done = review(week, by="Bo")
    assert done.out == f"{FILE}: approved already, by Ann; nothing to do\n"
    assert week.read(FILE) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        (ITEMS, "items: [{ why: null, article: bridge },\n  { article: dam } # last\n  ]"),
        ("    why: It was the only one.", "    why: >-\n      It was\n\n      the only one.\n"),
        ("  - article: bridge   # first\n    why: It was the only one.",
         "  -\n      why: One.\n      article: bridge # end"),
        ("    why: It was the only one.", "    why:"),
    ],
    ids=["windows", "flow", "folded", "indented", "empty"],
)  # fmt: skip
def test_however_its_items_are_written_the_titles_are_put_in_place(
    site: Build, old: str, new: str
) -> None:
    made = site(REPORTS + EDITION)
    text = made.read(FILE).replace(old, new)
    (made.root / FILE).write_bytes(text.encode())
    publish(made)
    [edition] = load(made.root)[0].editions
    assert [item.title for item in edition.items] == ["The bridge fell", "The dam holds"]
    assert edition.approved
    kept = (made.root / FILE).read_bytes().decode()
    for piece in re.split(r"\s+|(?=[,}])", text.replace("status: draft", "")):
        assert piece in kept
    assert kept.count("\n") == kept.count("\r\n") or "\r" not in kept


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2025-03-24/2025-03-30", "XXXX", "3: no date: set “date” to the day, the week or"),
        ("article: bridge", "article: draft", "8: “draft” is not published: approve it first"),
        (EDITION.partition("items:\n")[2].partition("---")[0], "", "1: no items: name the"),
    ],
    ids=["date", "draft", "none"],
)
def test_what_is_open_is_said_at_its_line_and_nothing_is_written(
    site: Build, old: str, new: str, problem: str
) -> None:
    made = site(REPORTS + EDITION)
    made.write(
        "-- content/articles/draft.md --\n---\ntitle: D\ndate: 2025\nsource: { name: A }\n---\nD.\n"
    )
    made.edit(FILE, old, new)
    before = made.read(FILE)
    done = review(made)
    assert done.status == 1
    assert any(line.startswith(f"{FILE}:{problem}") for line in done.err.splitlines()), done.err
    assert made.read(FILE) == before


# ---- frozen ----
def test_an_edition_keeps_the_title_and_says_what_was_done_to_the_report_since(week: Site) -> None:
    built(week)
    before = week.page("/editions/2025-w13/")
    assert (
        "since" not in text_of(before).partition("In this edition")[2].partition("As published")[0]
    )
    week.edit(BRIDGE, "The bridge fell", "Half the bridge fell")
    week.edit(BRIDGE, "status:", "corrections: [{ at: 2025-04-02, why: Half of it. }]\nstatus:")
    publish(week, BRIDGE, LATER)
    assert built(week) == []
    for path in ("/editions/2025-w13/", "/"):
        text = text_of(week.page(path))
        # On its own page it says of when and by whom the report is, and its address for paper.
        told = r"The bridge fell (\S+ ){0,8}It was the only one\. since corrected , 2 April 2025"
        assert re.search(told, text)
        assert "now called Half the bridge fell" in text


@pytest.mark.parametrize(
    ("kind", "word"),
    [("clarification", "clarified"), ("update", "updated"), ("retraction", "retracted")],
)
def test_each_kind_of_change_has_its_word(week: Site, kind: str, word: str) -> None:
    change = f"corrections: [{{ at: 2025-04-02, kind: {kind}, why: So. }}]\nstatus:"
    week.edit(BRIDGE, "status:", change)
    if kind == "retraction":
        week.edit(BRIDGE, "status: reviewed", "status: retracted")
    else:
        publish(week, BRIDGE, LATER)
    assert built(week) == []
    page = week.page("/editions/2025-w13/")
    assert f"since {word} , 2 April 2025" in text_of(page)
    assert ('class="struck"' in page) == (kind == "retraction")
    assert "The bridge fell" in page and "../../articles/bridge/index.html" in page


def test_what_was_corrected_before_an_edition_came_out_is_not_said_to_be_since(site: Build) -> None:
    made = site(REPORTS + EDITION)
    made.edit(BRIDGE, "status:", "corrections: [{ at: 2025-03-30, why: A. }]\nstatus:")
    made.approve()
    publish(made)
    built(made)
    assert "since corrected" not in made.page("/editions/2025-w13/")
    made.edit(BRIDGE, "[{ at", "[{ at: 2025-03-30, kind: update, why: B. }, { at")
    made.approve()
    assert built(made) == []
    text = text_of(made.page("/editions/2025-w13/"))
    assert len(re.findall(r"since (corrected|updated) ,", text)) == 1


def test_a_report_that_was_withheld_since_leaves_its_place_and_no_word(week: Site) -> None:
    week.edit(BRIDGE, "status: reviewed", "status: withheld")
    assert built(week) == []
    text = text_of(week.page("/editions/2025-w13/"))
    assert "A report that stood here is not published at present. The dam holds" in text
    for data in week.tree().values():
        assert b"The bridge fell" not in data and b"It was the only one" not in data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A bridge is the news.", "A bridge was the news."),
        ("It was the only one.", "It was one."),
        ("title: The bridge fell", "title: Half the bridge fell"),
        ("A quiet week", "A loud week"),
        ("  - { article: dam, title: The dam holds }\n", ""),
    ],
    ids=["lead", "why", "title", "body", "item"],
)
def test_an_edition_edited_since_is_left_out_until_readers_are_told(
    week: Site, old: str, new: str
) -> None:
    week.edit(FILE, old, new)
    [notice] = built(week)
    assert notice == (
        f"{FILE}:5: left out: edited since Ann approved it; say what changed in a dated entry of "
        f"“corrections”, then run `python -m generator review {FILE} --by NAME`"
    )
    done = review(week, at=LATER)
    assert done.status == 1
    assert "published by Ann and changed since: say for readers what changed" in done.err
    told = "corrections: [{ at: 2025-04-02, why: We misspoke. }]\nreview:"
    week.edit(FILE, "review:", told)
    publish(week, at=LATER, by="Bo")
    assert built(week) == []
    assert "We misspoke." in week.page("/editions/2025-w13/")
    assert "We misspoke." in week.page("/corrections/") and "We misspoke." in week.page("/")


def test_a_correction_of_old_does_not_excuse_a_change_of_today(week: Site) -> None:
    told = "corrections: [{ at: 2025-04-02, why: A. }]\nreview:"
    week.edit(FILE, "review:", told)
    week.edit(FILE, "A quiet", "A loud")
    publish(week, at=LATER)
    week.edit(FILE, "A loud", "A very loud")
    done = review(week, at=MUCH_LATER)
    assert done.status == 0, "a second change on the day of the correction may rest on it"
    week.edit(FILE, "A very loud", "A silent")
    done = review(week, at=MUCH_LATER)
    assert done.status == 1


def test_a_new_approval_keeps_the_titles_of_the_first(week: Site) -> None:
    week.edit(BRIDGE, "The bridge fell", "Another title")
    week.approve()
    week.edit(FILE, "review:", "corrections: [{ at: 2025-04-02, why: A. }]\nreview:")
    week.edit(FILE, "A quiet", "A loud")
    publish(week, at=LATER)
    assert "title: The bridge fell" in week.read(FILE)
    assert "Another title" not in week.read(FILE)


# ---- kinds and dates ----
@pytest.mark.parametrize(
    ("kind", "date", "problem"),
    [
        ("day", "2025-03-27", ""),
        ("day", "2025-03", "is dated to a day, such as 2025-03-27"),
        ("day", "2025-03-27~", "is dated to a day, such as 2025-03-27"),
        ("week", "2025-03-24/2025-03-30", ""),
        ("week", "2024-12-30/2025-01-05", ""),
        ("week", "2025-03-25/2025-03-31", "did you mean 2025-03-24/2025-03-30?"),
        ("week", "2025-03-24/2025-03-31", "did you mean 2025-03-24/2025-03-30?"),
        ("week", "2025-03-27", "did you mean 2025-03-24/2025-03-30?"),
        ("week", "2025-03-24/..", "from a Monday to a Sunday"),
        ("week", "../2025-03-30", "such as 2025-03-24/2025-03-30"),
        ("week", "2025-03/2025-04", "from a Monday to a Sunday"),
        ("month", "2025-03", ""),
        ("month", "2025-03-01/2025-03-31", "is dated to a month, such as 2025-03"),
        ("special", "2022/2025", ""),
        ("weak", "2025-03", "did you mean “week”?"),
    ],
)
def test_the_kind_of_an_edition_and_its_date_agree(
    site: Build, kind: str, date: str, problem: str
) -> None:
    made = site(f"-- {FILE} --\n---\ntitle: W\nlead: x\ndate: {date}\nkind: {kind}\n---\n")
    found = made.problems()
    assert len(found) == (1 if problem else 0), found
    if problem:
        line = 5 if kind == "weak" else 4
        assert found[0].startswith(f"{FILE}:{line}: ") and problem in found[0]


def test_an_edition_has_no_claims_to_correct(site: Build) -> None:
    made = site(f"-- {FILE} --\n---\ntitle: W\nlead: x\ndate: 2025\n"
                "corrections: [{ at: 2025, claim: c1, why: A }]\n---\n")  # fmt: skip
    assert made.problems() == [
        f"{FILE}:5: an edition has no claims of its own; say in “why” what was corrected"
    ]


# ---- between editions ----
MANY = "".join(
    f"-- content/editions/{name}.md --\n---\ntitle: Of {name}\ndate: {date}\n"
    f"lead: Lead of {name}.\n"
    f"status: published\n{extra}items: [{{ article: dam }}]\n---\n"
    for name, date, extra in (
        ("d28", "2025-03-28", ""),
        ("d30", "2025-03-30", ""),
        ("d31", "2025-03-31", ""),
        ("d29-ko", "2025-03-29", "lang: ko\n"),
        ("w13", "2025-03-24/2025-03-30", ""),
        ("march", "2025-03", ""),
        ("year", "2024", ""),
    )
)


def test_each_edition_leads_to_the_one_before_and_after_it_of_its_kind(site: Build) -> None:
    made = site(REPORTS + MANY)
    assert built(made) == []

    def beside(name: str) -> list[tuple[str, str]]:
        page = made.page(f"/editions/{name}/")
        return re.findall(r'rel="(prev|next)" href="[./]*editions/(\w+)/index.html"', page)

    assert beside("d28") == [("next", "d30")], "the one in another language is passed over"
    assert beside("d30") == [("prev", "d28"), ("next", "d31")]
    assert beside("d29-ko") == beside("w13") == beside("march") == []


def test_editions_are_listed_by_the_day_they_end_on_and_by_year(site: Build) -> None:
    made = site(REPORTS + MANY)
    built(made)
    page = made.page("/editions/")
    assert re.findall(r"Lead of ([\w-]+)\.", page) == [
        "march", "d31", "w13", "d30", "d29-ko", "d28", "year"
    ]  # fmt: skip
    assert re.findall(r'<h2 class="number"[^>]*>(\d+)</h2>', page) == ["2025", "2024"]
    front = made.page("/")
    assert "Lead of march." in front and "Lead of d31." not in front
    sitemap = made.page("/sitemap.xml")
    assert "/editions/march/" in sitemap and "/editions/</loc>" in sitemap


def test_editions_have_a_feed_of_their_own(week: Site) -> None:
    built(week)
    feed = week.page("/editions/feed.xml")
    assert "<updated>2025-03-30T20:30:00+00:00</updated>" in feed
    assert "<id>https://digest.example/editions/2025-w13/</id>" in feed
    assert "https://digest.example/articles/bridge/" in feed
    assert "&lt;strong&gt;A bridge is the news.&lt;/strong&gt;" in feed


def test_the_footer_leads_only_to_what_the_site_has(site: Build) -> None:
    made = site(REPORTS)

    def more() -> list[str]:
        footer = made.page("/").partition("<footer")[2]
        return [
            name for name in ("editions", "stories", "method") if f'"{name}/index.html"' in footer
        ]

    built(made)
    assert more() == []
    made.write(EDITION + "-- content/pages/method.md --\n---\ntitle: Method\n---\nHow.\n")
    built(made)
    assert more() == ["method"], "a draft is no edition yet"
    publish(made)
    built(made)
    assert more() == ["editions", "method"]
