"""What stands beside a page: an article's open points, the lines around a mistake, the policy."""

from collections.abc import Callable

import pytest
from conftest import Site

from generator.library.load import load
from generator.model.problems import Problem
from generator.previewing.embedding import widened, with_client
from generator.previewing.excerpts import excerpt
from generator.previewing.points import Desk, Passage, Point, points_of
from generator.previewing.remarks import remarks

DRAFT = """\
-- content/registers/actors.yaml --
observers: { name: Observers, kind: group }
-- content/articles/2025/first.md --
---
# begun on Monday
title: "Sector #9: quiet"  # working title
date: XXXX  # the seed does not say; set the day of publication
source: { name: "Desk # 2", url: null }  # the letterhead
tags: [a#b]
tags: []
status: draft
actors:
  - observers  # “The observers”, “They”
# Not in your registers, actors: “League #2”
events:
  - id: e1
    date: "2025-03-26"  # the day of the week nearest the publication
    said: on Wednesday
    what: >-
      A shell fell # not a comment
      on Wednesday
claims:
  - id: c1
    # by: set an actor; the text names “the league …”
    act: asserts  # “said”
    # hedged: “could”
    quote: it could have been worse
---
A shell fell # not a comment on Wednesday. The observers said
that it could have been worse. # Nor this
""".replace("tags: [a#b]\n", "")
FIRST = "content/articles/2025/first.md"


def points(made: Site) -> tuple[Point, ...]:
    library, problems = load(made.root)
    assert not problems
    return points_of(Desk(made.root, library.site.verbatim), library.articles[0]).points


def test_every_comment_is_found_and_nothing_else(site: Callable[[str], Site]) -> None:
    made = site(DRAFT)
    found = [(each.line, each.key, each.field, each.words) for each in remarks(made.read(FIRST))]
    assert found == [
        (2, "", "", "begun on Monday"),
        (3, "title", "title", "working title"),
        (4, "date", "date", "the seed does not say; set the day of publication"),
        (5, "source", "source", "the letterhead"),
        (9, "actors", "", "“The observers”, “They”"),
        (10, "", "", "Not in your registers, actors: “League #2”"),
        (13, "events", "date", "the day of the week nearest the publication"),
        (20, "claims", "", "by: set an actor; the text names “the league …”"),
        (21, "claims", "act", "“said”"),
        (22, "claims", "", "hedged: “could”"),
    ]  # fmt: skip


def test_a_point_says_what_it_is_about_why_and_on_which_words_it_rests(
    site: Callable[[str], Site],
) -> None:
    by_line = {point.line: point for point in points(site(DRAFT))}
    assert by_line[4].about == "Date" and "no date" in by_line[4].open[0]
    assert by_line[9] == Point(
        "Actor observers",
        9,
        (),
        ("“The observers”, “They”",),
        (Passage("The observers"), Passage("They")),
    )
    assert by_line[12].about == "Event e1"
    assert by_line[12].reasons == (
        "date: 2025-03-26 — the day of the week nearest the publication",
    )
    assert by_line[12].passages == (
        Passage("on Wednesday", "A shell fell # not a comment on Wednesday"),
    )
    claim = by_line[19]
    assert claim.about == "Claim c1" and "says nobody" in claim.open[0]
    assert claim.reasons[1:] == ("act: asserts — “said”", "hedged: “could”")
    assert claim.passages == (Passage("it could have been worse"),)


def test_what_was_settled_or_confirmed_is_no_point_any_more(site: Callable[[str], Site]) -> None:
    made = site(DRAFT)
    before = len(points(made))
    made.edit(FIRST, "  # “The observers”, “They”", "")
    assert len(points(made)) == before - 1
    made.edit(
        FIRST, "date: XXXX  # the seed does not say; set the day of publication", "date: 2025"
    )
    made.edit(
        FIRST,
        "    # by: set an actor; the text names “the league …”",
        "    by: observers",
    )
    assert not any(point.open for point in points(made))
    made.edit(FIRST, "status: draft", "status: reviewed")
    made.approve()
    assert points(made) == ()


def test_a_quote_that_is_not_in_the_text_is_an_open_point_and_so_is_a_changed_seed(
    site: Callable[[str], Site],
) -> None:
    seed = f"seed: {{ file: seeds/a.txt, sha256: {'0' * 64}, received: 2025-03-28T06:00:00Z }}\n"
    made = site(DRAFT + "-- seeds/a.txt --\nit could have been\nworse\n")
    made.edit(FIRST, "status: draft\n", f"status: draft\n{seed}")
    made.edit(FIRST, "it could have been worse. #", "nothing. #")
    found = {point.about: " ".join(point.open) for point in points(made)}
    assert "its SHA-256 differs" in found["Seed"]
    assert "occurs" not in found["Claim c1"], "it is in the kept seed"
    (made.root / "seeds/a.txt").write_text("Nothing of it.")
    found = {point.about: " ".join(point.open) for point in points(made)}
    assert "occurs not at all" in found["Claim c1"]


SELECTIONS = """\
-- content/editions/w13.md --
---
title: Week 13
date: 2025-03-27
lead: One line.
items:
  - { article: first }
---
Words.
-- content/stories/river.md --
---
title: The river
lead: A lead.
items: [{ article: first }]
---
"""


def test_an_edition_and_a_story_say_what_is_open_in_them_too(site: Callable[[str], Site]) -> None:
    made = site(DRAFT + SELECTIONS)
    library, problems = load(made.root)
    assert not problems
    desk = Desk(made.root, library.site.verbatim)
    [item] = points_of(desk, library.editions[0]).points
    assert (item.about, item.line) == ("Item first", 6)
    assert "is not published: approve it first" in item.open[0]
    assert item.passages == (Passage("Sector #9: quiet"),)
    [body] = points_of(desk, library.stories[0]).points
    assert body.about == "Body" and body.open[0].startswith("no body")
    published = Desk(made.root, library.site.verbatim, {"first"})
    assert points_of(published, library.editions[0]).points == ()


@pytest.mark.parametrize(
    ("policy", "with_leave"),
    [
        ("default-src 'none'", "default-src 'none'; script-src 'self'; connect-src 'self'"),
        ("default-src 'self'", "default-src 'self'; script-src 'self'; connect-src 'self'"),
        ("script-src 'none'", "script-src 'self'"),
        ("default-src https:; Script-Src 'nonce-x'",
         "default-src https:; script-src 'nonce-x' 'self'; connect-src https: 'self'"),
        ("worker-src 'none'; connect-src a.example",
         "worker-src 'self'; connect-src a.example 'self'"),
        ("img-src 'self'", "img-src 'self'"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_policy_gives_leave_to_the_preview_and_to_nothing_else(
    policy: str, with_leave: str
) -> None:
    assert widened(policy) == with_leave
    assert widened(with_leave) == with_leave


@pytest.mark.parametrize(
    ("page", "start"),
    [
        ("<html><body>x</body></html>", "<html><body>x<script"),
        ("<body>x</BODY >\n", "<body>x<script"),
        ("<!-- </body> --><p>x</body>", "<!-- </body> --><p>x<script"),
        ("<p>x", "<p>x<script"),
        ("", "<script"),
    ],
)
def test_the_script_stands_at_the_end_of_any_page(page: str, start: str) -> None:
    assert with_client(page.encode(), key='"><').decode().startswith(start)
    assert 'data-key="&quot;&gt;&lt;"' in with_client(page.encode(), key='"><').decode()


def test_a_page_whose_policy_gives_leave_already_keeps_it_as_it_is() -> None:
    meta = "<meta http-equiv='content-security-policy' content=\"{}\">"
    wide = meta.format("script-src 'self'; connect-src 'self'").encode()
    assert with_client(wide).startswith(wide)
    none = meta.format("default-src &#39;none&#39;").encode()
    assert b"script-src &#x27;self&#x27;" in with_client(none)


def test_a_mistake_comes_with_the_lines_around_it_wherever_the_file_lies(
    site: Callable[[str], Site],
) -> None:
    made = site("-- a.md --\n1\n2\n3\n4\n5\n6\n7\n8\n9\n")
    folders = [(made.root / "content", "(default templates)"), (made.root, "")]
    shown = excerpt(Problem("a.md", 5, "wrong; mend it; now"), folders)
    assert (shown.message, shown.hint) == ("wrong", "mend it; now")
    assert (shown.first, shown.lines) == (2, ("2", "3", "4", "5", "6", "7", "8"))
    assert excerpt(Problem("a.md", 1, "x"), folders).lines == ("1", "2", "3", "4")
    made.write("-- content/b.html --\nB\n")
    assert excerpt(Problem("(default templates)/b.html", 1, "x"), folders).lines == ("B",)
    for file, line in (("a.md", 0), ("no.md", 1), ("../x", 1), ("/etc/passwd", 1), ("content", 1)):
        assert excerpt(Problem(file, line, "x"), folders).lines == ()
