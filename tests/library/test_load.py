"""Content is read whole; what is wrong with it is listed whole, each mistake at its line."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site, soon

from generator.library.load import load

REGISTERS = """
-- content/registers/actors.yaml --
jcs: { name: Joint Chiefs, kind: armed-forces }
moscow: { name: Moscow, kind: government }
-- content/registers/places.yaml --
russia: { name: Russia, kind: country, country: RU }
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/registers/measures.yaml --
troops: { name: Troops, definition: Soldiers sent, unit: soldiers }
-- content/registers/tags.yaml --
drones: { name: Drones }
war: { name: War }
"""
HEAD = """\
---
title: A report
date: 2025-03-27
source: wire
"""
FILE = "content/articles/a.md"

Build = Callable[[str], Site]


def problems_of(site: Build, more: str, body: str = "Body.\n") -> list[str]:
    """The Problems of one article with more lines of front matter; they begin in line 5."""
    made = site(REGISTERS)
    path = made.root / FILE
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEAD}{more}---\n{body}", encoding="utf-8")
    return made.problems()


FULL = """\
tags: [drones, war]
lang: ko
status: draft
summary: >-
  A summary
  of two lines.
slug: another-name
aliases: [/old/path/, /old.html]
updated: "2025-03-29"
embargo: 2025-03-28T06:00:00+09:00
date_basis: editor
seed:
  file: seeds/a.txt
  sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  received: 2025-03-28T06:00:00Z
  archived: [https://archive.example/1]
  stripped: [{ why: share bar, text: Share }]
actors: [jcs]
places: [{ id: russia, precision: country }]
sensitive: [graphic-violence]
events:
  - { id: sent, date: 2025-01/2025-02, said: this winter, what: Sent, where: russia }
  - { id: told, date: 2025, what: Told, status: confirmed }
claims:
  - id: c1
    by: jcs
    act: estimates
    quote: sent 3,000
    event: sent
    credibility: 3
    figure:
      measure: troops
      low: 2000
      best: 3000
      high: 4000.5
      approx: true
      unit: people
      kind: increment
      period: 2025-01/2025-02
  - { id: c2, by: [moscow], via: wire, act: denies, quote: denied, answers: c1 }
  - { id: c3, by: unattributed, via: { name: A blog }, act: reports, quote: x }
  - { id: c4, act: asserts, quote: nobody yet }
review:
  by: Ann
  at: 2025-03-28T06:00:00Z
  sha256: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
corrections:
  - { at: 2025-03-30, claim: c1, was: "2,000", now: "3,000", why: Misread, kind: correction }
"""


def test_every_field_of_the_schema_can_be_written(site: Build) -> None:
    assert problems_of(site, FULL) == []


@pytest.mark.parametrize("typed", ["NO", "12:30", "007", "1e3", "yes", "0x1F", "1_000", "2025"])
def test_a_title_is_what_was_typed(site: Build, typed: str) -> None:
    made = site(
        f"-- {FILE} --\n---\ntitle: {typed}\ndate: 2025\nsource: {{ name: {typed} }}\n---\n"
    )
    [article] = load(made.root)[0].articles
    assert (article.title, article.source.name) == (typed, typed)


def test_norway_is_a_country(site: Build) -> None:
    made = site(
        "-- content/registers/places.yaml --\nno: { name: Norway, kind: country, country: NO }\n"
    )
    assert made.problems() == []
    [place] = load(made.root)[0].places
    assert (place.id, place.country) == ("no", "NO")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(
    site: Build, line_end: str, mark: str
) -> None:
    made = site(REGISTERS)
    path = made.root / "content/articles/another-name.md"
    path.parent.mkdir(parents=True)
    text = f"{HEAD}{FULL}---\nOne.\n\nTwo.\n"
    path.write_text(text, encoding="utf-8")
    plain = load(made.root)[0].articles[0]
    path.write_bytes((mark + text.replace("\n", line_end)).encode())
    other = load(made.root)[0].articles[0]
    assert made.problems() == []
    assert (other.digest, other.sha256) == (plain.digest, plain.sha256)
    assert other.body == "One.\n\nTwo.\n"
    assert other.claims[0].by is not None
    assert other.claims[0].by[0].name == "Joint Chiefs"
    assert other.claims[2].by == ()
    assert other.claims[3].by is None
    assert other.lines["claims"] == 28
    assert other.claims[1].line == 44


MISTAKES = re.split(
    r"^-- (.+) --\n",
    Path(__file__).with_name("mistakes.txt").read_text(encoding="utf-8"),
    flags=re.M,
)[1:]


@pytest.mark.parametrize(
    ("problem", "more"), list(zip(MISTAKES[::2], MISTAKES[1::2], strict=True)), ids=MISTAKES[::2]
)
def test_a_mistake_in_an_article_is_said_at_its_line(site: Build, problem: str, more: str) -> None:
    line, _, message = problem.partition(": ")
    found = problems_of(site, more)
    assert any(p.startswith(f"{FILE}:{line}: ") and message in p for p in found), found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", ":1: no front matter"),
        (b"title: x\n", ":1: no front matter"),
        (b"\n---\ntitle: x\n---\n", ":1: no front matter"),
        (b"---\ntitle: x\n", ":1: the front matter is not closed"),
        (b"---\ntitle: x\n----\n", ":1: the front matter is not closed"),
        (b"---\rtitle: x\r---\r", ":1: line ends of an old Mac"),
        (b"---\n---\n", ":2: an article needs “title”, “date”, “source”"),
        (b"---\n# only a comment\n---\n", ":2: an article needs “title”, “date”, “source”"),
        (b"---\ntitle: x\n---\n", ":2: an article needs “date”, “source”"),
        (b"---\ntitle:\ndate: 2025\nsource: wire\n---\n", ":2: “title” must not be empty"),
        (b"---\ntitle: ''\ndate: 2025\nsource: wire\n---\n", ":2: “title”: it must not be empty"),
        (b"---\ntitle: x\ndate:\nsource: wire\n---\n", ":3: “date” must not be empty"),
        (b"---\ntitle: x\ndate: 2025-02-30\nsource: wire\n---\n", ":3: “date”: February 2025 has"),
        (b"---\ntitle: x\ndate: 2025\nsource: wier\n---\n", ":4: “wier” is not in"),
        (b"---\ntitle: x\ndate: 2025\nsource: { nmae: A }\n---\n", ":4: unknown key “nmae”; did"),
        (b"---\ntitle: x\ndate: 2025\nsource: { name: A, url: a.example }\n---\n", ":4: “url”"),
        (b"---\ntitle: x\ndate: XXXX\nsource: wire\nstatus: reviewed\n---\n", ":3: a review"),
        (b"---\ntitle: x\ndate: XXXX\nsource: wire\nstatus: retracted\n---\n", ":3: a retrac"),
        (b"---\ntitle: x\n---\ncaf\xe9\n", ":4: not UTF-8 here"),
        (b"\xff\xfe-\x00-\x00-\x00\n\x00", ":1: this is UTF-16; save the file as UTF-8"),
        (b"---\ntitle: x\n---\n\nbell\x07\n", ":5: control character U+0007; delete it"),
        (b"---\ntitle: a\x00b\n---\n", ":2: control character U+0000; delete it"),
        (b"---\ntitle: x\n---\nhalf a surrogate \xed\xa0\x80\n", ":4: not UTF-8 here"),
        (b'---\ntitle: "\\x1b[31m"\ndate: 2025\nsource: wire\n---\n', ":2: “title”: there is"),
        (b"---\ntitle: x\ntitle: y\ntitle: z\n---\n", ":4: “title” is given twice"),
        (b"---\n" + b"x: " + b"[" * 300_000 + b"\n---\n", ":2: nested too deeply"),
        (b"---\n" + b"# padding\n" * 60_000 + b"---\n", ":1: front matter of more than"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_article_says_why_at_its_line(
    site: Build, text: bytes, problem: str
) -> None:
    made = site(REGISTERS)
    path = made.root / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(text)
    found = made.problems()
    assert any(p.startswith(FILE + problem) for p in found), found


def test_a_draft_may_leave_open_what_a_published_article_may_not(site: Build) -> None:
    made = site(
        f"{REGISTERS}\n-- {FILE} --\n{HEAD}claims: [{{ id: c1, act: asserts, quote: x }}]\n---\n"
    )
    made.edit(FILE, "2025-03-27", "XXXX")
    assert made.problems() == []


def test_all_mistakes_of_all_files_are_listed_in_one_run(site: Build) -> None:
    made = site(REGISTERS)
    made.write("""
        -- site.yaml --
        title: x
        -- content/registers/actors.yaml --
        jcs: { name: Joint Chiefs, kind: army, colour: red }
        -- content/registers/sorces.yaml --
        a: b
        -- content/articles/one.md --
        ---
        titel: One
        date: 2025-02-30
        source: wire
        tags: drones
        ---
        -- content/articles/two.md --
        No front matter.
        -- content/editions/w1.md --
        ---
        title: Week
        date: 2025
        lead: x
        items: [{ article: nothing }]
        ---
        -- content/pages/about.md --
        ---
        summary: x
        ---
        """)
    assert [problem.partition(": ")[0] for problem in made.problems()] == [
        "content/articles/one.md:2",
        "content/articles/one.md:3",
        "content/articles/one.md:5",
        "content/articles/two.md:1",
        "content/editions/w1.md:5",
        "content/pages/about.md:2",
        "content/registers/actors.yaml:1",
        "content/registers/actors.yaml:1",
        "content/registers/sorces.yaml",
        "site.yaml:1",
    ]
    done = made.run("build")
    assert done.status == 1
    assert set(made.problems()) <= set(done.err.splitlines())


ARTICLE = f"{HEAD}tags: [drones]\nactors: [jcs]\n---\nBody.\n"


@pytest.mark.parametrize(
    ("register", "text", "problem"),
    [
        ("actors", "jcs: { name: x, kind: state\n", "actors.yaml:1: a list or mapping opens here"),
        ("actors", "- jcs\n", "actors.yaml:1: expected “key: value” lines"),
        ("actors", "jcs\n", "actors.yaml:1: expected “key: value” lines"),
        ("actors", "jcs: x\n", "actors.yaml:1: expected the keys of an actor"),
        ("actors", "\n\njcs:\n", "actors.yaml:3: expected the keys of an actor"),
        ("actors", "jcs: [a]\n", "actors.yaml:1: expected the keys of an actor"),
        ("actors", "jcs: { name: x }\n", "actors.yaml:1: an actor needs “kind”"),
        ("actors", "jcs: { name: x, kind: stat }\n", "did you mean “state”?"),
        ("actors", "jcs: { name: x, kind: state, id: y }\n", "actors.yaml:1: unknown key “id”"),
        ("actors", "a: { name: x, kind: state }\njcs: { name: x, kind: state, aliases: [~] }\n",
         "actors.yaml:2: an empty item in “aliases”"),
        ("actors", "jcs: { name: x, kind: state }\njcs: { name: y, kind: state }\n",
         "actors.yaml:2: “jcs” is given twice"),
        ("actors", "jcs: { name: x, kind: state }\nJCS 2: { name: y, kind: state }\n",
         "actors.yaml:2: the id “JCS 2” must be small letters"),
        ("actors", "jcs: { name: x, kind: state }\n---\na: b\n", "actors.yaml:2: a line"),
        ("actors", "jcs: { name: \xe9, kind: state }\n", "actors.yaml:1: not UTF-8"),
        ("tags", "drones: { name: '' }\n", "tags.yaml:1: “name”: it must not be empty"),
        ("tags", "drones: { name: x\n", "tags.yaml:1: "),
        ("sources", "wire: { name: x, url: wire.example }\n", "sources.yaml:1: “url”"),
        ("sources", "wire: [\n", "sources.yaml:2: an item is missing"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_register_is_said_once_and_draws_no_others(
    site: Build, register: str, text: str, problem: str
) -> None:
    made = site(f"{REGISTERS}\n-- {FILE} --\n{ARTICLE}")
    (made.root / f"content/registers/{register}.yaml").write_bytes(text.encode("latin-1"))
    found = made.problems()
    assert len(found) == 1, found
    assert problem in found[0]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n", "{}\n"])
def test_an_empty_register_is_a_register(site: Build, text: str) -> None:
    made = site(f"-- content/registers/actors.yaml --\n{text}")
    assert made.problems() == []


def test_an_entry_that_is_used_but_missing_is_one_problem_where_it_is_used(site: Build) -> None:
    made = site(f"{REGISTERS}\n-- {FILE} --\n{ARTICLE}")
    made.edit("content/registers/actors.yaml", "jcs:", "jcs-of-korea:")
    assert made.problems() == [
        f"{FILE}:6: “jcs” is not in content/registers/actors.yaml; add it there"
    ]


@pytest.mark.parametrize("name", ["actors.yml", "Actors.yaml", "old/actors.yaml"])
def test_a_register_in_the_wrong_place_is_named_and_draws_no_others(site: Build, name: str) -> None:
    made = site(f"{REGISTERS}\n-- {FILE} --\n{ARTICLE}")
    folder = made.root / "content/registers"
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / "actors.yaml").rename(folder / name)
    assert made.problems() == [
        f"content/registers/{name}: no such register; did you mean “actors.yaml”?"
    ]


def test_a_second_copy_of_a_register_replaces_nothing(site: Build) -> None:
    made = site(
        f"{REGISTERS}\n-- {FILE} --\n{ARTICLE}-- content/registers/old/actors.yaml --\na: b\n"
    )
    assert made.problems() == [
        "content/registers/old/actors.yaml: no such register; did you mean “actors.yaml”?"
    ]


def test_without_a_register_of_tags_a_tag_is_its_own_name(site: Build) -> None:
    made = site(
        f"-- {FILE} --\n---\ntitle: x\ndate: 2025\nsource: {{ name: A }}\ntags: [two-words]\n---\n"
    )
    assert made.problems() == []
    assert load(made.root)[0].articles[0].tags[0].name == "two words"
    made.edit(FILE, "two-words", "Two Words")
    assert "small letters a-z" in made.problems()[0]


TWO = f"-- content/articles/2024/a.md --\n{HEAD}---\n-- content/articles/2025/a.md --\n{HEAD}---\n"


def test_two_articles_at_one_address_are_both_named(site: Build) -> None:
    made = site(REGISTERS + TWO)
    assert made.problems() == [
        "content/articles/2025/a.md:1: its address /articles/a/ is taken by "
        "content/articles/2024/a.md; set another “slug”"
    ]


def test_a_slug_that_takes_anothers_address_is_named_at_its_line(site: Build) -> None:
    made = site(REGISTERS + TWO)
    (made.root / "content/articles/2025/a.md").rename(made.root / "content/articles/2025/b.md")
    assert made.problems() == []
    made.edit("content/articles/2025/b.md", "source: wire", "source: wire\nslug: a")
    assert [problem.partition(": its")[0] for problem in made.problems()] == [
        "content/articles/2025/b.md:5"
    ]


def test_two_pages_at_one_address_are_told_to_be_renamed(site: Build) -> None:
    page = "---\ntitle: About\n---\n"
    made = site(f"-- content/pages/about.md --\n{page}-- content/pages/old/about.md --\n{page}")
    assert made.problems() == [
        "content/pages/old/about.md:1: its address /about/ is taken by content/pages/about.md; "
        "rename one of the two"
    ]


def test_an_empty_slug_is_the_files_name(site: Build) -> None:
    made = site(f"{REGISTERS}-- {FILE} --\n{HEAD}slug:\n---\n")
    assert made.problems() == []
    assert load(made.root)[0].articles[0].permalink == "/articles/a/"


@pytest.mark.parametrize(
    "name", ["Über uns.md", "UPPER.md", "a_b.md", "서울.md", "a--b.md", f"{'x' * 81}.md"]
)
def test_a_files_name_that_makes_no_address_is_said(site: Build, name: str) -> None:
    made = site(f"{REGISTERS}-- {FILE} --\n{HEAD}---\n")
    (made.root / FILE).rename(made.root / "content/articles" / name)
    [problem] = made.problems()
    assert problem.startswith(f"content/articles/{name}:2: the file's name “")
    assert "makes no address; rename it" in problem


@pytest.mark.parametrize(
    ("alias", "problem"),
    [
        ("/articles/b/", "the alias /articles/b/ is the address of content/articles/b.md"),
        ("/articles/b", "the alias /articles/b is the address of content/articles/b.md"),
        ("/about/", "is the address of content/pages/about.md"),
        ("/editions/w1/", "is the address of content/editions/w1.md"),
        ("/old/", "is an alias of content/articles/b.md"),
        ("/OLD/", "is an alias of content/articles/b.md"),
        ("/", "is the front page"),
    ],
)
def test_an_old_address_that_is_somebody_elses_is_said_at_its_line(
    site: Build, alias: str, problem: str
) -> None:
    made = site(f"""{REGISTERS}
-- content/articles/b.md --
{HEAD}aliases: [/old/]
---
-- content/articles/c.md --
{HEAD}aliases: [{alias}]
---
-- content/pages/about.md --
---
title: About
---
-- content/editions/w1.md --
---
title: Week
date: 2025
lead: x
---
""")
    [found] = made.problems()
    assert found.startswith("content/articles/c.md:5: the alias ")
    assert problem in found


def test_an_edition_names_articles_that_exist_and_each_once(site: Build) -> None:
    made = site(f"""{REGISTERS}
-- content/articles/first-report.md --
{HEAD}---
-- content/editions/w1.md --
---
title: Week
date: 2025
lead: x
items:
  - article: first-report
  - article: frist-report
  - {{ article: first-report, why: again }}
  - article: gone
---
""")
    assert made.problems() == [
        "content/editions/w1.md:7: there is no article “frist-report”; "
        "did you mean “first-report”?",
        "content/editions/w1.md:8: “first-report” is in this edition twice; delete one",
        "content/editions/w1.md:9: there is no article “gone”; if it was published, bring its file "
        "back and say `status: withheld`; else take it out",
    ]


def test_a_published_edition_has_a_date(site: Build) -> None:
    made = site("-- content/editions/w1.md --\n---\ntitle: W\ndate: XXXX\nlead: x\n---\n")
    assert made.problems() == []
    made.edit("content/editions/w1.md", "lead: x", "lead: x\nstatus: published")
    assert made.problems() == [
        "content/editions/w1.md:3: a published edition needs its date; only a draft may say XXXX"
    ]


def test_an_article_that_cannot_be_read_draws_no_problem_of_its_edition(site: Build) -> None:
    made = site(f"""{REGISTERS}
-- content/articles/one.md --
{HEAD}tags: wrong
---
-- content/articles/two.md --
{HEAD}slug: another
tags: wrong
---
-- content/editions/w1.md --
---
title: Week
date: 2025
lead: x
items: [{{ article: one }}, {{ article: another }}]
---
""")
    assert [problem.partition(":")[0] for problem in made.problems()] == [
        "content/articles/one.md",
        "content/articles/two.md",
    ]


def test_links_and_devices_are_refused_without_waiting_for_them(
    site: Build, tmp_path: Path
) -> None:
    made = site(f"{REGISTERS}-- {FILE} --\n{HEAD}---\n")
    folder = made.root / "content/articles"
    secret = tmp_path / "secret.md"
    secret.write_text(f"{HEAD}---\n")
    (folder / "link.md").symlink_to(secret)
    (folder / "linked-folder").symlink_to(tmp_path)
    (folder / "nowhere.md").symlink_to(tmp_path / "nothing")
    (folder / "circle.md").symlink_to(folder / "circle.md")
    os.mkfifo(folder / "pipe.md")
    (made.root / "content/registers/places.yaml").unlink()
    os.mkfifo(made.root / "content/registers/places.yaml")
    message = "not a plain file; links and devices are not read here"
    assert made.problems() == [
        f"content/articles/{name}: {message}"
        for name in ("circle.md", "link.md", "linked-folder", "nowhere.md", "pipe.md")
    ] + [f"content/registers/places.yaml: {message}"]


def test_a_file_of_50_mb_is_refused_at_once(site: Build) -> None:
    made = site(f"{REGISTERS}-- {FILE} --\n{HEAD}---\n")
    with (made.root / FILE).open("ab") as file:
        file.truncate(50_000_000)
    with soon():
        assert made.problems() == [f"{FILE}: larger than 4 MB; split it"]


@pytest.mark.parametrize("name", [".draft.md", "a.md~", ".#a.md", ".git/a.md"])
def test_an_editors_own_files_are_passed_over(site: Build, name: str) -> None:
    made = site(f"-- content/articles/{name} --\nnot an article\n")
    assert made.problems() == []


@pytest.mark.parametrize("name", ["a.txt", "a.md.txt", "a.MD", "a.markdown"])
def test_a_report_under_a_name_that_is_not_read_is_said(site: Build, name: str) -> None:
    made = site(f"-- content/articles/2025/{name} --\n{HEAD}---\n")
    assert made.problems() == [
        f"content/articles/2025/{name}: not read; content is in files that end in .md"
    ]


def test_pictures_beside_a_report_are_nobodys_business(site: Build) -> None:
    made = site("-- content/articles/2025/map.svg --\nx\n-- content/pages/notes.pdf --\nx\n")
    assert made.problems() == []


def test_emoji_and_every_script_are_fine_wherever_text_is(site: Build) -> None:
    made = site(REGISTERS)
    made.write(f"""
        -- {FILE} --
        ---
        title: "🕊️ 한국어 العربية עברית \\u200F! می\\u200Cخواهم 👩🏽\\u200D🚀"
        date: 2025
        source: {{ name: 연합뉴스 }}
        summary: ملخص
        claims:
          - {{ id: c1, by: jcs, act: asserts, quote: “북한이 파병했다” }}
        ---
        본문 🕊️ النص
        """)
    assert made.problems() == []


def test_a_value_may_be_very_long(site: Build) -> None:
    assert problems_of(site, f"summary: {'word ' * 50_000}\n", "x" * 1_000_000) == []


def test_many_claims_are_read_in_time(site: Build) -> None:
    claims = "".join(f"- {{id: c{n}, act: asserts, quote: x, event: e{n}}}\n" for n in range(4_000))
    events = "".join(f"- {{id: e{n}, date: 2025, what: x}}\n" for n in range(4_000))
    with soon():
        assert problems_of(site, f"claims:\n{claims}events:\n{events}") == []


def test_many_mistakes_are_listed_in_time(site: Build) -> None:
    made = site(REGISTERS)
    known = "".join(f"tag-number-{n}: {{name: x{n}}}\n" for n in range(2_000))
    (made.root / "content/registers/tags.yaml").write_text(known)
    unknown = "".join(f"- tag-nunber-{n}\n" for n in range(10_000))
    made.write(f"-- {FILE} --\n{HEAD}tags:\n{unknown}---\n")
    with soon():
        found = made.problems()
    assert len(found) == 10_000
    assert "did you mean “tag-number-" in found[0]


def test_an_endless_exchange_of_claims_is_refused(site: Build) -> None:
    claims = "".join(
        f"- {{id: c{n}, act: denies, quote: x, answers: c{n + 1}}}\n" for n in range(100)
    )
    found = problems_of(site, f"claims:\n{claims}- {{id: c100, act: denies, quote: x}}\n")
    assert found
    assert all("more than 20 claims that answer one another" in problem for problem in found)


def test_a_site_without_its_configuration_says_where_to_go(site: Build) -> None:
    made = site("")
    (made.root / "site.yaml").unlink()
    assert made.problems() == ["site.yaml: missing; go to a site's folder, or name it with --site"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "site.yaml:1: site.yaml needs “title”, “base_url”"),
        ("title: x\nbase_url: digest.example\n", "site.yaml:2: “base_url”: “digest.exa"),
        ("title: x\nbase_url: https://a.example/?x\n", "site.yaml:2: “base_url”"),
        ("title: x\nbase_url: https://a.example\nmenu: [Home]\n", "site.yaml:3: expected the"),
        ("title: x\nbase_url: https://a.example\nmenu:\n", ""),
        ("title: x\nbase_url: https://a.example\ndrafts: true\n", "site.yaml:3: unknown key “dr"),
        ("title: x\nbase_url: https://a.example\ndigest: x\n", "site.yaml:3: unknown key “digest”"),
        ("- a\n", "site.yaml:1: expected “key: value” lines"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_configuration_is_said_at_its_line(
    site: Build, text: str, problem: str
) -> None:
    made = site("")
    (made.root / "site.yaml").write_text(text)
    assert [found[: len(problem)] for found in made.problems()] == ([problem] if problem else [])


@pytest.mark.parametrize("key", ["id", "file", "body", "body_line", "lines", "card", "digest"])
def test_what_is_derived_cannot_be_written(site: Build, key: str) -> None:
    assert any(
        f":5: unknown key “{key}”" in problem for problem in problems_of(site, f"{key}: 1\n")
    )
