"""What the checks of single articles find, and what they know better than to find."""

from pathlib import Path

import pytest
from conftest import MINIMAL, Site

from generator.checking.articles import found_in_article
from generator.library.load import load

REGISTERS = """\
-- content/registers/actors.yaml --
jcs: { name: Joint Chiefs, aliases: [Seoul’s military], kind: armed-forces, country: KR }
seoul: { name: Government of the South, aliases: [Seoul], kind: government, country: KR }
north: { name: Government of the North, aliases: [Pyongyang], kind: government, country: KP }
-- content/registers/measures.yaml --
troops: { name: Troops, definition: Soldiers sent, unit: people }
vague: { name: Vague, definition: Something, unit: number }
share: { name: Share, definition: A part, unit: percent }
"""
ARTICLE = """\
-- content/articles/report.md --
---
title: {title}
date: 2025-03-27
source: {{ name: unknown, url: null }}
tags: [drones]
actors: [jcs, seoul, north]
lang: {lang}
{front}
---
{body}
"""
EVENTS = "events:\n  - { id: e1, what: It happened, %s }"
SENT = "North Korea sent 3,000 soldiers to Russia"
PLEDGE = "Pyongyang broke its pledge"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("articles"))
    made.write(MINIMAL)
    made.write(REGISTERS)
    return made


def found(desk: Site, front: str, body: str, title: str = "A report", lang: str = "en") -> str:
    """What the checks find in an article, a line each: its code, its line and what is said."""
    desk.write(ARTICLE.format(title=title, lang=lang, front=front, body=body))
    library, problems = load(desk.root)
    assert problems == []
    [article] = library.articles
    problems_by_code = found_in_article(desk.root, library.site, article)
    return "\n".join(f"{code} {each.line} {each.message}" for code, each in problems_by_code)


def claim(act: str = "asserts", by: str = "jcs", quote: str = SENT, more: str = "") -> str:
    return f"  - {{ id: c1, by: {by}, act: {act}, quote: “{quote}”{more} }}".replace(
        "“", '"'
    ).replace("”", '"')


def claims(*each: str) -> str:
    return "\n".join(["claims:", *each])


def counting(quote: str, figure: str) -> tuple[str, str]:
    """An article with one figure: its front matter and its body."""
    return claims(claim(quote=quote, more=f", figure: {{ {figure} }}")), f"{quote}."


@pytest.mark.parametrize(
    ("front", "body", "said"),
    [
        (claims(claim("accuses", "unattributed")), f"{SENT}.", "“c1” accuses, and nobody is named"),
        (
            claims(claim(by="unattributed")),
            f"According to the Joint Chiefs, {SENT}.",
            "Joint Chiefs",
        ),
        (claims(claim(by="unattributed")), f"{SENT}, Pyongyang said.", "its sentence says “Pyong"),
        (claims(claim(by="unattributed")), f"Pyongyang says that {SENT}.", "says “Pyongyang says"),
        (claims(claim(by="unattributed")), f"{SENT}, said the Joint Chiefs.", "Joint Chiefs"),
        (claims(claim(by="unattributed")), f"{SENT}.", ""),
        (claims(claim(by="unattributed")), f"{SENT}, Pyongyang’s friends said.", ""),
        (claims(claim(by="unattributed")), f"{SENT}. Pyongyang said nothing.", ""),
        (claims(claim(by="unattributed")), f"Weeks after Pyongyang said no to talks, {SENT}.", ""),
        (claims(claim(by="jcs")), f"According to the Joint Chiefs, {SENT}.", ""),
    ],
)
def test_somebody_is_behind_a_claim_where_the_text_says_so(
    desk: Site, front: str, body: str, said: str
) -> None:
    lines = [each for each in found(desk, front, body).splitlines() if each.startswith("D005")]
    assert len(lines) == bool(said) and all(said in line for line in lines)


ANSWER = "  - { id: c2, by: north, act: %s, quote: it is not so%s }"


@pytest.mark.parametrize(
    ("more", "alone"),
    [
        ("", True),
        (ANSWER % ("denies", ", answers: c1"), False),
        (ANSWER % ("asserts", ", answers: c1"), False),
        (ANSWER % ("declines", ""), False),
        (ANSWER % ("asserts", ""), True),
        (ANSWER.replace("north", "jcs") % ("declines", ""), True),  # the accuser's own silence
    ],
)
def test_an_accusation_stands_beside_its_answer(desk: Site, more: str, alone: bool) -> None:
    front = claims(claim("accuses", quote=PLEDGE), *([more] if more else []))
    said = found(desk, front, f"{PLEDGE}. They say it is not so.")
    assert ("D006 9 claim “c1” accuses, and the other side does not speak" in said) is alone


@pytest.mark.parametrize(
    ("title", "acts", "said"),
    [
        ("North Korea sent 3,000 soldiers to Russia", ["estimates"], "which only estimates it"),
        ("North Korea sent 3,000 soldiers to Russia", ["reports"], "which only reports it"),
        ("North Korea sends 3000 soldiers to Russia", ["accuses"], "accuses somebody of it"),
        ("North Korea sent 3,000 soldiers to Russia", ["asserts"], ""),
        ("North Korea sent 3,000 soldiers to Russia", ["estimates", "asserts"], ""),
        ("North Korea sent 3,000 soldiers to Russia", ["asserts", "denies"], "another denies it"),
        ("North Korea sent 3,000 soldiers to Russia, Seoul says", ["estimates"], ""),
        ("Seoul counts 3,000 soldiers of North Korea in Russia", ["estimates"], ""),
        ("North Korea may have sent soldiers to Russia", ["estimates"], ""),
        ("Did North Korea send soldiers to Russia?", ["estimates"], ""),
        ("Soldiers for Russia: what North Korea sent", ["estimates"], ""),
        ("“North Korea sent soldiers to Russia”", ["estimates"], ""),
        ("Talks on the border end without a date", ["estimates"], ""),
    ],
)
def test_a_title_is_no_stronger_than_what_it_rests_on(
    desk: Site, title: str, acts: list[str], said: str
) -> None:
    listed = [claim(act).replace("c1", f"c{n}") for n, act in enumerate(acts, 1)]
    listed = [each.replace("}", ", answers: c1 }") if "denies" in each else each for each in listed]
    lines = found(desk, claims(*listed), f"{SENT}.", f"{title!r}".replace("'", '"')).splitlines()
    lines = [each for each in lines if each.startswith("D007")]
    assert len(lines) == bool(said) and all(said in line for line in lines)


@pytest.mark.parametrize(
    ("title", "figure", "said"),
    [
        ("Shelling of the port, 500 people dead", "high: 500", "and claim “c1” at most 500"),
        ("Shelling of the port, 500 people dead", "low: 500", "and claim “c1” at least 500"),
        ("Shelling of the port, up to 500 people dead", "high: 500", ""),
        ("Shelling of the port, 500 people dead", "best: 500, high: 600", ""),
        ("Shelling of the port", "high: 500", ""),
    ],
)
def test_a_title_keeps_the_bounds_of_a_figure(
    desk: Site, title: str, figure: str, said: str
) -> None:
    front, body = counting("500 or 600 people died at the port", f"measure: troops, {figure}")
    lines = [each for each in found(desk, front, body, title).splitlines() if "D007" in each]
    assert len(lines) == bool(said) and all(said in line for line in lines)


@pytest.mark.parametrize(
    ("quote", "figure", "said"),
    [
        ("3,000 soldiers", "best: 3000", ""),
        ("3,500 soldiers", "best: 3000", "counts 3,000, and the quote has 3,500"),
        ("some soldiers", "best: 3000", "counts 3,000, and the quote has no number"),
        ("three thousand soldiers", "best: 3000", ""),
        ("two dozen tanks", "best: 24", ""),
        ("half a million refugees", "best: 500000", ""),
        ("2.4 million refugees", "best: 2400000", ""),
        ("10 to 12 thousand soldiers", "low: 10000, high: 12000", ""),
        ("between 10,000 and 12,000 soldiers", "low: 10000, high: 13000", "counts 13,000"),
        ("dozens of soldiers", "low: 24", ""),
        ("a soldier was killed", "best: 1", ""),
        ("both bridges fell", "best: 2", ""),
        ("no soldier was hurt", "best: 0", ""),
        ("a soldier was killed", "best: 2", "counts 2, and the quote has no number"),
    ],
)
def test_the_number_of_a_figure_stands_in_its_quote(
    desk: Site, quote: str, figure: str, said: str
) -> None:
    front, body = counting(quote, f"measure: troops, {figure}")
    lines = [each for each in found(desk, front, body).splitlines() if each.startswith("D010")]
    assert len(lines) == bool(said) and all(said in line for line in lines)


def test_a_number_beside_the_quote_is_told_from_one_that_is_nowhere(desk: Site) -> None:
    front, _ = counting("were sent to Russia", "measure: troops, best: 3000")
    said = found(desk, front, "Some 3,000 soldiers were sent to Russia.")
    assert "D010 9 claim “c1” counts 3,000, and its sentence has it; make the quote longer" in said


@pytest.mark.parametrize(
    ("quote", "found_wrong"),
    [
        ("3.000 Soldaten", False),
        ("3 000 солдат", False),
        ("3.500 Soldaten", True),
        ("viele", False),
    ],
)
def test_in_other_languages_the_digits_alone_are_compared(
    desk: Site, quote: str, found_wrong: bool
) -> None:
    front, body = counting(quote, "measure: troops, best: 3000")
    assert ("D010" in found(desk, front, body, lang="de")) is found_wrong


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("measure: troops, best: 30", ""),
        ("measure: troops, best: 30, unit: soldiers", ""),
        (
            "measure: vague, best: 30",
            "is in “number”, by its measure “vague”, which counts nothing",
        ),
        ('measure: troops, best: 30, unit: "?"', "is in “?”, which counts nothing"),
        ("measure: troops, best: 30, unit: percent", "its measure “troops” counts “people”"),
        ("measure: share, best: 30, unit: USD", "its measure “share” counts “percent”"),
        ('measure: share, best: 30, unit: "%"', ""),
    ],
)
def test_a_figure_counts_something(desk: Site, figure: str, said: str) -> None:
    front, body = counting("30 of them", figure)
    lines = [each for each in found(desk, front, body).splitlines() if each.startswith("D009")]
    assert len(lines) == bool(said) and all(said in line for line in lines)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("date: 2025-03-26", ""),
        ("date: 202X", ""),
        ("date: XXXX", "D008 9 event “e1” has no date, not even a year; write what is known"),
        ("date: XXXX, said: on Thursday", "not even a year; its words are “on Thursday”"),
        ("date: 2025-04-02", "D013 9 event “e1” is later than the article and not “planned”"),
        ("date: 2025-04-02, status: planned", ""),
        ("date: 2025-03-28", ""),  # already, east of here
        ("date: 2025-03/2025-06", ""),
    ],
)
def test_events_have_dates_and_have_happened(desk: Site, event: str, said: str) -> None:
    lines = found(desk, EVENTS % event, "Nothing more.").splitlines()
    assert len(lines) == bool(said) and all(said in line for line in lines)


def test_the_words_that_may_date_an_event_are_shown(desk: Site) -> None:
    front = f"{EVENTS % 'date: XXXX'}\n{claims(claim(more=', event: e1'))}"
    said = found(desk, front, f"On 3 March 2025, [{SENT}](/x/).")
    assert "is it “3 March 2025”, as claim “c1” has it?" in said


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("updated: 2025-03-20", "D013 8 “updated” is earlier than “date”"),
        ("updated: 2025-03-29", ""),
        ("updated: 2025-04-05\n" + EVENTS % "date: 2025-04-02", ""),
        ("corrections: [{ at: 2025-03-01, why: A name }]", "correction of 2025-03-01 is earlier"),
        ("corrections: [{ at: 2025-03, why: A name }]", ""),
    ],
)
def test_nothing_is_changed_before_it_was_written(desk: Site, front: str, said: str) -> None:
    lines = found(desk, front, "Nothing more.").splitlines()
    assert len(lines) == bool(said) and all(said in line for line in lines)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("A line.\n\nProsecutors say that prisoners were *tortured* there.", "torture"),
        ("A line.\n\nHer body had been dismembered.", "graphic-violence"),
        ("A line.\n\nTwo children were killed.", "harm-to-children"),
        ("A line.\n\nHe killed himself.", "suicide"),
        ("A line.\n\nSuicide drones hit the port; 40 soldiers were killed.", ""),
        ("A line.\n\nThe grapes were ripe, the rapeseed yellow.", ""),
    ],
)
def test_readers_are_told_beforehand_of_what_is_hard_to_read(
    desk: Site, body: str, kind: str
) -> None:
    said = found(desk, "", body)
    assert (f"add `sensitive: [{kind}]`" in said and said.startswith("D014 12")) is bool(kind)
    assert "D014" not in found(desk, "sensitive: [violence]", body)


def test_a_seed_that_was_touched_is_not_what_was_handed_in(desk: Site) -> None:
    (desk.root / "seeds").mkdir(exist_ok=True)
    Path(desk.root / "seeds/first.txt").write_text("They met.")
    right = "7a29a0f11a0e6d1d18bb25dcb6a8ea3d8d0ab1f5a5e4cbb9e3b5f43b0ab9f8d1"
    assert "D026 8 the kept seed seeds/first.txt is not what was handed in" in found(
        desk, f"seed: {{ file: seeds/first.txt, sha256: {right} }}", "Our words."
    )
