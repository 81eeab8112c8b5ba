"""A draft suggests what was found beside the words it rests on, and can be read as it is."""

from collections.abc import Callable

from conftest import Site

from generator.library.load import load

Build = Callable[[str], Site]

STORY = """Raid on the harbour last month

The navy of North Korea shelled the port on Tuesday, South Korea’s defense ministry said on
Thursday. “About 40 boats were lost: \\"all\\" of them,” the ministry said.

Pyongyang denied the attack. Since February 2022 the town of Vexholm had been quiet, residents said.
"""


def drafted(site: Build, *arguments: str, text: str = STORY) -> tuple[Site, str]:
    made = site("")
    (made.root.parent / "story.txt").write_text(text, encoding="utf-8")
    done = made.run("import", "../story.txt", *arguments)
    assert done.status == 0, done.err
    return made, done.out


def test_a_draft_with_suggestions_has_no_mistake(site: Build) -> None:
    made, _ = drafted(site, "--date", "2025-03-27")
    assert made.problems() == []
    [article] = load(made.root)[0].articles
    assert "north-korea" in [actor.id for actor in article.actors]
    assert [(str(event.date), event.said) for event in article.events] == [
        ("2025-03-25", "Tuesday"),
        ("2022-02/..", "Since February 2022"),
    ]
    assert all(event.what in STORY.replace("\n", " ") for event in article.events)
    assert article.claims
    written = made.read(article.file)
    assert "# “North Korea”" in written


def test_every_claim_of_a_draft_stands_in_its_body_once(site: Build) -> None:
    made, _ = drafted(site, "--date", "2025-03-27")
    [article] = load(made.root)[0].articles
    done = made.run("review", article.file, "--by", "A. Editor")
    assert "the quote of claim" not in done.err


def test_open_dates_wait_and_are_resolved_when_the_date_is_set(site: Build) -> None:
    made, _ = drafted(site)
    [article] = load(made.root)[0].articles
    assert [str(event.date) for event in article.events] == ["XXXX", "2022-02/.."]
    made.edit(article.file, "date: XXXX  # the seed", "date: 2025-03-27  # the seed")
    assert made.run("resolve", article.file).status == 0
    [article] = load(made.root)[0].articles
    assert [str(event.date) for event in article.events] == ["2025-03-25", "2022-02/.."]


def test_import_explains_itself_in_the_margin(site: Build) -> None:
    _, out = drafted(site, "--date", "2025-03-27", "--explain")
    assert "“Tuesday” = 2025-03-25" in out
    assert "│ actor north-korea" in out


def test_marks_of_a_strange_text_make_no_mistake_in_yaml(site: Build) -> None:
    text = (
        'Title: "odd" # - [x]\n\n'
        "On 3 May 2024 # he said: “no: {a}, [b] & *c* ' \" \\ end”, the ministry said.\n\n"
        "- On 4 May 2024, “---” was said, said the ministry: yes.\n\n"
        "On 5 May 2024\x07 a bell rang, said Seoul.\n"
    )
    made, _ = drafted(site, text=text)
    assert made.problems() == []
