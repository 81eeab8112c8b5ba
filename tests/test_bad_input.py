"""Whatever a file says: each mistake is one line that says what to do, and the old site stays."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import REPOSITORY, Done, Site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import cli
from generator.library.load import load
from generator.model.problems import Problem, SiteError

Build = Callable[[str], Site]
Case = tuple[str, str | bytes | Callable[[], bytes], str]

SOUND = """\
-- content/articles/sound.md --
---
title: A sound report
date: 2025-03-27
source: { name: The Wire }
status: reviewed
---
Text.
"""
NINES = "9" * 10_000
MEASURES = "killed: { name: Killed, definition: Who lost their lives, unit: people }\n"


def report(
    title: str = "A report", more: str = "", body: str = "Text.\n", date: str = "2025-03-27"
) -> str:
    return f"---\ntitle: {title}\ndate: {date}\nsource: {{ name: The Wire }}\n{more}---\n{body}"


def claim(more: str) -> str:
    return f"claims: [{{ id: c1, act: asserts, {more} }}]\n"


WRITTEN: list[Case] = [  # as editors and their programs save files
    ("latin.md", report("Café").encode("latin-1"), "2: not UTF-8 here; save the file as UTF-8"),
    ("utf-16.md", report().encode("utf-16"), "1: this is UTF-16; save the file as UTF-8"),
    ("utf-16-be.md", b"\xfe\xff" + report().encode("utf-16-be"), "1: this is UTF-16; save"),
    ("utf-16-bare.md", report().encode("utf-16-le"), "1: this is UTF-16; save"),
    ("half.md", report(body="a \ud800 b\n").encode(errors="surrogatepass"), "6: not UTF-8 here"),
    ("two-marks.md", "\ufeff\ufeff" + report(), "1: an invisible character (U+FEFF, zero width"),
    ("mark-within.md", report(body="a\ufeffb\n"), "6: an invisible character (U+FEFF"),
    ("old-mac.md", report().replace("\n", "\r"), "1: line ends of an old Mac (CR only); save"),
    ("nul.md", report("a\0b"), "2: control character U+0000; delete it"),
    ("escape.md", report(body="\x1b[2Jgone\n"), "6: control character U+001B; delete it"),
    ("form-feed.md", report(body="a\fb\n"), "6: control character U+000C; delete it"),
    ("control-by-escape.md", report('"a\\0b"'), "2: “title”: there is control character U+0000"),
    ("empty.md", "", "1: no front matter; begin with a line of three hyphens (---)"),
    ("without.md", "Only a text.\n", "1: no front matter; begin with"),
    ("unclosed.md", "---\ntitle: x\n\nText.\n", "1: the front matter is not closed; put"),
    ("title-only.md", "---\ntitle: x\n---\n", "2: an article needs “date”, “source”"),
    ("large.md", lambda: b"word " * 10_000_000, ": larger than 4 MB; split it"),
]
YAML: list[Case] = [
    ("alias.md", report(more="tags: &a [x]\nactors: [*a, *a]\n"), "5: anchors and aliases (& and"),
    ("python.md", report('!!python/object/apply:os.system ["true"]'), "2: tags (!) are not used"),
    ("merge.md", report(more="<<: { lang: en }\n"), "5: unknown key “<<”"),
    ("twice.md", report(more="title: Another\n"), "5: “title” is given twice; keep one of the"),
    ("tab.md", report(more="tags:\n\t- war\n"), "6: a tab or a reserved character here; indent"),
    ("deep.md", report(more=f"tags: {'[' * 100_000}\n"), "5: nested too deeply; nothing here"),
    ("deep-keys.md", report(more=f"tags: {'{a: ' * 50_000}\n"), "5: nested too deeply"),
    ("bad-escape.md", report('"\\ud800"'), "2: a \\u in double quotes stands for no character"),
    ("short-escape.md", report('"\\u20"'), "2: in double quotes \\x, \\u and \\U take 2, 4 and 8"),
    ("huge.md", report(f'"{"x" * 600_000}"'), "1: front matter of more than 500,000 characters"),
]
VALUES: list[Case] = [
    ("30-february.md", report(date="2025-02-30"), "3: “date”: February 2025 has 28 days"),
    ("naive.md", report(more="embargo: 2025-03-28T06:00:00\n"), "5: “embargo”: “2025-03-28T06:0"),
    ("mixed.md", report(date="2025-03-27T10:00:00Z/2025-03-28T10:00:00"),
     "3: “date”: “2025-03-27T10:00:00Z” cannot stand in an interval or a set; write 2025-03-27"),
    ("infinite.md", report(more=claim("quote: Text, figure: { measure: killed, best: 1e400 }")),
     "5: “best”: “1e400” is not a number without separators, such as 3000 or 2.4"),
    ("digits.md", report(more=claim(f"quote: x, figure: {{ measure: killed, low: {NINES} }}")),
     "5: “low”: “999"),
    ("no-number.md", report(more=claim("quote: Text, credibility: .nan")), "5: “credibility”: “.n"),
    ("other-digits.md", report(more=claim("quote: Text, credibility: ٣")), "5: “credibility”: “٣”"),
    ("tags-as-words.md", report(more="tags: war, drones\n"), "5: “tags” is a list: write [a, b]"),
    ("tag-in-capitals.md", report(more="tags: [War]\n"), "5: “War” is not in content/registers/"),
    ("tag-decomposed.md", report(more='tags: ["cafe\u0301"]\n'), "5: “cafe\u0301” is not in conte"),
    ("nobody.md", report(more=claim("quote: Text, by: nobody-known")), "5: “nobody-known” is not "),
    ("no-measure.md", report(more=claim("quote: Text, figure: { measure: kiled }")),
     "5: “kiled” is not in content/registers/measures.yaml; did you mean “killed”?"),
]  # fmt: skip
UNSEEN: list[Case] = [
    ("override.md", report("Army \u202eyltfel\u202c"), "2: an invisible character (U+202E, right-"),
    ("isolate.md", report("Army \u2066left\u2069"), "2: an invisible character (U+2066, left-to-"),
    ("zero-width.md", report("Po\u200blice"), "2: an invisible character (U+200B, zero width spac"),
    ("smuggled.md", report("Flag \U000e0041\U000e0042"), "2: an invisible character (U+E0041, tag"),
    ("blank.md", report('"\u3164 \u2800"'), "2: “title”: it must not be empty"),
    ("quote-by-escape.md", report(more=claim('quote: "a\\u202Eb"')), "5: “quote”: there is an inv"),
    ("name-by-escape.md", report(more='summary: "a\\u2067b"\n'), "5: “summary”: there is an invis"),
    ("in-the-body.md", report(body="One.\n\nTwo \u202dthree.\n"), "8: an invisible character (U+2"),
]  # fmt: skip
ADDRESSES: list[Case] = [
    ("leads-up.md", report(more="slug: ../../etc\n"), "5: “slug”: “../../etc” does not fit; it mu"),
    ("from-the-root.md", report(more="slug: /etc\n"), "5: “slug”: “/etc” does not fit; it must be"),
    ("device.md", report(more="slug: nul\n"), "5: “slug”: “nul” does not fit; it must be small le"),
    ("long-slug.md", report(more=f"slug: {'a' * 300}\n"), "5: “slug”: “aaa"),
    ("taken-1.md", report(more="slug: taken\n"), ""),
    ("taken-2.md", report(more="slug: taken\n"),
     "5: its address /articles/taken/ is taken by content/articles/taken-1.md; set another “slug”"),
    ("old.md", report(more="aliases: [/../x/, /con/x/, /a./]\n"), "5: “aliases”: “/../x/” does no"),
    ("con.md", report(), "2: the file's name “con” makes no address; rename it with a-z, 0-9 and"),
    ("Capital.md", report(), "2: the file's name “Capital” makes no address; rename it"),
    ("sp ace.md", report(), "2: the file's name “sp ace” makes no address; rename it"),
    ("50%.md", report(), "2: the file's name “50%” makes no address"),
    ("a#b?c.md", report(), "2: the file's name “a#b?c” makes no address"),
    ("it's \"so\".md", report(), "2: the file's name “it's \"so\"” makes no address"),
    ("e\u0301.md", report(), "2: the file's name “e\u0301” makes no address"),
    ("\u00e9.md", report(), "2: the file's name “\u00e9” makes no address"),
]  # fmt: skip


def put(made: Site, cases: list[Case]) -> None:
    """Write the files of a table, whatever their bytes and names."""
    for name, text, _ in cases:
        path = made.root / "content/articles" / name
        data = text() if callable(text) else text
        path.write_bytes(data.encode() if isinstance(data, str) else data)


@pytest.mark.parametrize(
    "cases",
    [WRITTEN, YAML, VALUES, UNSEEN, ADDRESSES],
    ids=["written", "yaml", "values", "unseen", "addresses"],
)
def test_each_mistake_of_each_file_is_said_in_one_run(site: Build, cases: list[Case]) -> None:
    made = site(SOUND)
    built = made.build()
    made.write(f"-- content/registers/measures.yaml --\n{MEASURES}")
    made.write("-- content/registers/tags.yaml --\nwar: { name: War }\ncafe: { name: Café }\n")
    put(made, cases)
    before = made.tree()
    done = made.run("build")
    assert done.status == 1 and built.status == 0
    said = done.err.splitlines()
    for name, _, expected in cases:
        of_the_file = [line for line in said if line.startswith(f"content/articles/{name}:")]
        place = f"content/articles/{name}{'' if expected.startswith(':') else ':'}{expected}"
        if expected:
            assert any(line.startswith(place) for line in of_the_file), (place, of_the_file)
        else:
            assert not of_the_file
    assert said[-1] == f"{len(said) - 1} problems; nothing was changed."
    assert all(len(line) < 500 and line.isprintable() for line in said)
    assert made.tree() == before


def test_what_scripts_and_emoji_need_is_no_mistake(site: Build) -> None:
    made = site(SOUND)
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    words = (
        f"می\u200cخواهم क\u094d\u200dष שלום\u200f! a\u200e ไทย\u200bไทย 👩🏽\u200d🚀 ❤\ufe0f {flag}"
    )
    words += " 葛\U000e0100城"
    put(made, [("kept.md", report(f'"{words}"', "status: draft\n", f"{words}\n"), "")])
    made.build("--drafts")
    assert made.page("/articles/kept/", "preview").count(words) > 2


@pytest.mark.parametrize("written", ["&#x202e;", "&#8238;", "&ZeroWidthSpace;x&ZeroWidthSpace;y"])
def test_an_entity_writes_nothing_that_a_file_may_not_hold(site: Build, written: str) -> None:
    made = site(SOUND.replace("Text.", f"Te{written}xt."))
    made.build()
    assert not {"\u202e", "\u200b"} & set(made.page("/articles/sound/"))


def test_windows_line_ends_and_a_mark_at_the_beginning_are_no_mistake(site: Build) -> None:
    made = site(SOUND)
    put(made, [("windows.md", "\ufeff" + report().replace("\n", "\r\n"), "")])
    assert made.run("build").status == 0


@pytest.mark.parametrize("verb", ["build", "check"])
def test_names_that_a_terminal_would_obey_are_shown(site: Build, verb: str) -> None:
    made = site(SOUND)
    folder = os.fsencode(made.root / "content/articles")
    for name in (b"new\nline.md", b"\xff.md", "\u202egpj.md".encode(), b"\x1b[2J.md"):
        Path(os.fsdecode(folder + b"/" + name)).write_text(report())
    (made.root / "content/articles/folder.md").mkdir()
    (made.root / "content/registers/actors.yaml").mkdir(parents=True)
    done = made.run(verb)
    assert done.status == 1
    places = [line.split(": ")[0] for line in done.err.splitlines()]
    assert places == [
        "content/articles/\\x1b[2J.md:2",
        "content/articles/folder.md",
        "content/articles/new\\nline.md:2",
        "content/articles/\\u202egpj.md:2",
        "content/articles/\\udcff.md:2",
        "content/registers/actors.yaml",
        "6 problems; nothing was changed.",
    ]
    assert done.err.count("a folder where a file is meant to be; rename it") == 2


def test_an_address_that_a_template_makes_is_refused_to_a_file_with_both_named(
    site: Build,
) -> None:
    made = site(SOUND)
    for name in ("actors", "timeline"):
        made.write(f"-- content/pages/{name}.md --\n---\ntitle: A page\n---\n")
    made.edit(
        "content/articles/sound.md", "status:", "aliases: [/Archive/, /static/style.css]\nstatus:"
    )
    done = made.run("build", "--drafts")
    assert done.status == 1
    assert [line.partition("; ")[0] for line in done.err.splitlines()] == [
        "content/articles/sound.md:5: /static/style.css is made twice, here and by "
        "templates/static/style.css",
        "content/articles/sound.md:5: many disks cannot tell /Archive/ from /archive/, made by "
        "(default templates)/archive.html",
        "content/pages/actors.md:1: /actors/ is made twice, here and by "
        "(default templates)/actors.html",
        "content/pages/timeline.md:1: /timeline/ is made twice, here and by "
        "(default templates)/timeline.html",
        "4 problems",
    ]


def test_two_tags_of_one_name_are_one_too_many(site: Build) -> None:
    made = site(SOUND)
    made.write(
        "-- content/registers/tags.yaml --\n"
        "war: { name: War }\nthe-war: { name: WAR }\n"
        'cafe: { name: "Caf\u00e9" }\ncoffee: { name: "Cafe\u0301" }\nnul: { name: Nothing }\n'
    )
    assert made.problems() == [
        "content/registers/tags.yaml:2: “WAR” is the name of “war”, too; keep one of the two",
        "content/registers/tags.yaml:4: “Cafe\u0301” is the name of “cafe”, too; keep one of the "
        "two",
        "content/registers/tags.yaml:5: the id “nul” must be small letters, digits, hyphens, and "
        "no name that Windows keeps (con, nul)",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: site.yaml needs “title”, “base_url”"),
        ("- a list\n", ":1: expected “key: value” lines here"),
        ('title: "open\n', ":1: a quotation mark opens here and is never closed"),
        (os.urandom(10).hex().encode() + b"\xff" * 100_000, ":1: not UTF-8 here"),
        (b"title: " + b"x" * 5_000_000, ": larger than 4 MB"),
        ("title: x\nbase_url: javascript:alert(1)\n", ":2: “base_url”: “javascript:alert(1)” does"),
        ("title: x\nbase_url: 'https://[a'\n", ":2: “base_url”: “https://[a” does not fit; it mus"),
        ("title: x\nbase_url: https://me:secret@a.example\n", ":2: “base_url”: "),
        ('title: x\nbase_url: https://a.example\noutput: "a\\nb"\n', ":3: “output”: "),
        ('title: "\\u200f\\u3164"\nbase_url: https://a.example\n', ":1: “title”: it must not be e"),
        (f"title: x\nbase_url: https://a.example\nmenu: {'[' * 100_000}", ":3: nested too deeply"),
    ],
)  # fmt: skip
def test_a_broken_configuration_is_one_line(site: Build, text: str | bytes, said: str) -> None:
    made = site(SOUND)
    (made.root / "site.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    done = made.run("check")
    assert done.status == 1
    [line, _] = done.err.splitlines()
    assert line.startswith(f"site.yaml{said}")


def run_within(megabytes: int, made: Site, *arguments: str) -> Done:
    """What a command did with so much memory to itself."""
    most = megabytes * 1_000_000
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=made.root,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (most, most)),
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_files_of_50_mb_take_neither_time_nor_memory(site: Build) -> None:
    made = site(SOUND)
    fifty = b"a: " * 17_000_000
    for name in ("content/articles/a.md", "content/registers/tags.yaml", "templates/x.html"):
        (made.root / name).parent.mkdir(parents=True, exist_ok=True)
        (made.root / name).write_bytes(fifty)
    done = run_within(200, made, "build")
    assert [line.partition("; ")[0] for line in done.err.splitlines()] == [
        "content/articles/a.md: larger than 4 MB",
        "content/registers/tags.yaml: larger than 4 MB",
        "templates/x.html: larger than 500 kB",
        "3 problems",
    ]
    assert done.status == 1


MARKS = {
    "tables": ("|a" * 300 + "\n" + "|-" * 300 + "\n" + "x\n" * 2000 + "\n") * 9,
    "references": f"[a]: /x{'y' * 25_000}\n\n" + "[a] " * 6000,
    "quotes": ">" * 50_000,
    "lists": "- " * 25_000,
    "emphasis": "*a **b " * 7000,
    "footnotes": "".join(f"[^{n}]: see [^{n + 1}]\n" for n in range(1500)) + "\n[^0]",
}


def test_fifty_kilobytes_of_nothing_but_marks_are_built(site: Build) -> None:
    made = site(SOUND)
    for name, text in MARKS.items():
        quote = text[:10_000].replace("\n", " ").replace('"', "'")
        more = f'summary: "{quote}"\nevents: [{{ id: e, date: 2025, what: "{quote}" }}]\n'
        more += claim(f'quote: "{quote}"')
        put(made, [(f"{name}.md", report(more=more, body=text[:50_000] + "\n"), "")])
    done = run_within(400, made, "build", "--drafts", "--jobs", "1")
    assert done.status == 0, done.err
    for name in MARKS:
        assert len(made.page(f"/articles/{name}/", "preview")) < 3_000_000, name


def test_a_thousand_problems_are_as_many_as_can_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = [Problem("one.md", line, "wrong") for line in range(1, 951)]
    problems += [Problem(f"other-{number}.md", 1, "wrong") for number in range(50)]
    for terminal, listed in ((True, 100), (False, 1000)):
        monkeypatch.setattr(sys.stderr, "isatty", lambda there=terminal: there)
        cli.show(SiteError(problems))
        said = capsys.readouterr().err.splitlines()
        assert said[-1] == "1,000 problems; nothing was changed."
        assert sum("wrong" in line for line in said) == listed
        assert {line.partition(":")[0] for line in said} >= {f"other-{n}.md" for n in range(50)}
        assert said[:50] == [f"one.md:{line}: wrong" for line in range(1, 51)]
        assert ("… and 900 more; to have them all in a file: 2> problems.txt" in said) is terminal


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--nope"], "No such option '--nope'; see python -m generator build --help"),
        (["build", "--jobs", "many"], "Invalid value for '--jobs': 'many' is not a valid integer"),
        (["check", "extra"], "Got unexpected extra argument (extra); see python -m generator chec"),
        (["review"], "Missing argument 'FILE'; see python -m generator review --help"),
        (["review", "gone.md", "--by", "Ann"], "Invalid value for 'FILE': File 'gone.md' does not"),
        (["review", "content/articles/sound.md", "--by", "A\u202eB"], "Invalid value for '--by': "),
        (["resolve", "content"], "Invalid value for 'FILE': "),
        (["import"], "Missing argument 'FILE…'; see python -m generator import --help"),
        (["import", "--date", "soon", "x"], "Invalid value for '--date': “soon” is not a date"),
        (["serve", "--port", "x"], "Invalid value for '--port': 'x' is not a valid"),
        (["--site", "nowhere", "build"], "Invalid value for '--site': Directory 'nowhere' does no"),
    ],
)  # fmt: skip
def test_a_command_that_is_not_understood_is_one_line(
    site: Build, arguments: list[str], said: str
) -> None:
    done = site(SOUND).run(*arguments)
    assert done.status == 2 and done.out == ""
    assert done.err.startswith(said) and done.err.count("\n") == 1


@pytest.mark.parametrize("verb", ["review", "resolve"])
def test_a_file_that_is_no_report_is_left_as_it_is(site: Build, verb: str) -> None:
    made = site(SOUND)
    put(made, [*WRITTEN[:4], *YAML[:3], *UNSEEN[:3]])
    for name, text, said in (WRITTEN[0], WRITTEN[1], YAML[1], UNSEEN[0]):
        by = ["--by", "Ann"] if verb == "review" else []
        done = made.run(verb, f"content/articles/{name}", *by)
        assert done.status == 1
        assert done.err.startswith(f"content/articles/{name}:{said}"), done.err
        kept = (made.root / "content/articles" / name).read_bytes()
        assert kept == (text.encode() if isinstance(text, str) else text)


FILES = st.sampled_from(
    ["site.yaml", "content/articles/a.md", "content/articles/b.md", "content/editions/e.md",
     "content/stories/s.md", "content/pages/p.md", "content/registers/actors.yaml",
     "content/registers/tags.yaml", "content/articles/c.txt"]
)  # fmt: skip
HEADS = st.sampled_from([b"", b"---\n", b"---\ntitle: x\n---\n", b"\xef\xbb\xbf---\n", b"\xff\xfe"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(FILES, st.tuples(HEADS, st.binary(max_size=300)), min_size=1))
def test_a_site_of_any_bytes_at_all_is_read_or_its_problems_listed(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, tuple[bytes, bytes]]
) -> None:
    made = Site(tmp_path_factory.mktemp("bytes"))
    for name, (head, rest) in files.items():
        (made.root / name).parent.mkdir(parents=True, exist_ok=True)
        (made.root / name).write_bytes(head + rest)
    _, problems = load(made.root)
    for problem in problems:
        assert problem.file in {*files, "site.yaml"}
        assert str(problem).isprintable()
        lines = (made.root / problem.file).read_bytes() if problem.line else b""
        assert problem.line <= lines.count(b"\n") + lines.count(b"\r") + 1
