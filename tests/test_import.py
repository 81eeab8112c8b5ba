"""`import`: seeds become drafts that say what the seeds say, and no more."""

import html
import os
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import Site
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.library.draft import Draft
from generator.library.load import load
from generator.library.save import save_draft
from generator.model.document import Blob, Document, Known
from generator.model.edtf import Edtf
from generator.model.records import Article
from generator.model.unseen import is_blank
from generator.pages.markup import to_html
from generator.plugins.extractors import dates
from generator.plugins.readers.text import LARGEST, read

Build = Callable[[str], Site]

STORY = "A title\n\nThe first paragraph.\n\nThe second.\n"
REGISTERS = """
-- content/registers/sources.yaml --
the-wire: { name: The Wire, kind: agency }
"null": { name: None of them, kind: other }
-- content/registers/actors.yaml --
north-korea: { name: North Korea, kind: state }
moscow: { name: Government of Russia, aliases: [Moscow], kind: government }
-- content/registers/tags.yaml --
drones: { name: Drones, aliases: [drone] }
"""


def drafts(made: Site) -> list[Article]:
    """The site's articles; the test fails when anything in it is a Problem."""
    library, problems = load(made.root)
    assert problems == [], list(map(str, problems))
    return list(library.articles)


def seed(made: Site, name: str, text: str | bytes = STORY) -> Path:
    path = made.root.parent / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def files(made: Site) -> dict[str, bytes]:
    return {
        path.relative_to(made.root).as_posix(): path.read_bytes()
        for path in made.root.rglob("*")
        if path.is_file()
    }


def test_a_text_becomes_a_draft_and_its_bytes_are_kept(site: Build) -> None:
    made = site(REGISTERS)
    data = b"\xef\xbb\xbf" + STORY.replace("\n", "\r\n").encode()
    seed(made, "story.txt", data)
    done = made.run("import", "../story.txt")
    assert (done.status, done.err) == (0, "")
    assert done.out == "content/articles/undated/a-title.md: new draft of ../story.txt\n"
    [draft] = drafts(made)
    assert (draft.title, draft.status, draft.date.text) == ("A title", "draft", "XXXX")
    assert (draft.date_basis, draft.source.name) == (None, "unknown")
    assert draft.body == "\nThe first paragraph.\n\nThe second.\n"
    assert draft.seed is not None
    assert draft.seed.file == "seeds/story.txt"
    assert (made.root / draft.seed.file).read_bytes() == data
    assert draft.seed.sha256 == sha256(data).hexdigest()


def test_the_real_seed_comes_in_clean(site: Build, real_seed: Path) -> None:
    made = site("")
    done = made.run("import", str(real_seed))
    assert (done.status, done.err) == (0, "")
    assert "(left out: comments)" in done.out
    [draft] = drafts(made)
    assert draft.title == "North Korea sent 3,000 more soldiers to Russia this year: Seoul"
    assert (draft.date.text, draft.date_basis) == ("XXXX", None)
    paragraphs = real_seed.read_text(encoding="utf-8").split("\n\n")
    assert draft.body.strip().split("\n\n") == paragraphs[1:11]
    assert draft.seed is not None
    assert [piece.text for piece in draft.seed.stripped] == paragraphs[11:]
    assert (made.root / draft.seed.file).read_bytes() == real_seed.read_bytes()
    assert "#   " not in made.read(draft.file)


def test_a_date_that_an_editor_gives_is_the_editors(site: Build, real_seed: Path) -> None:
    made = site("")
    made.run("import", str(real_seed), "--date", "2025-03-27")
    [draft] = drafts(made)
    assert (draft.date.text, draft.date_basis) == ("2025-03-27", "editor")
    assert draft.file.startswith("content/articles/2025/")


@pytest.mark.parametrize(
    ("date", "folder"),
    [
        ("2025-03", "2025"),
        ("2024~", "2024"),
        ("2025-03-27?", "2025"),
        ("2024-12/2025-01", "undated"),
        ("[2025-03,2025-04]", "2025"),
        ("{2024,2025}", "undated"),
        ("2025-03-27T10:00:00Z", "2025"),
        ("../2025-03", "2025"),
        ("202X", "undated"),
        ("-0044", "undated"),
        ("Y-17000", "undated"),
    ],
)
def test_any_date_that_can_be_written_can_be_given(site: Build, date: str, folder: str) -> None:
    made = site("")
    save(made, Document(title="A title", text="Text."), date)
    [draft] = drafts(made)
    assert draft.date.text == date
    assert draft.file == f"content/articles/{folder}/a-title.md"


@pytest.mark.parametrize("date", ["27.03.2025", "2025-02-30", "yesterday", ""])
def test_a_date_that_is_none_is_refused_before_anything_is_written(site: Build, date: str) -> None:
    made = site("")
    seed(made, "story.txt")
    before = files(made)
    done = made.run("import", "../story.txt", "--date", date)
    assert done.status == 2
    assert "Invalid value for '--date'" in done.err
    assert files(made) == before


def test_an_unknown_date_that_an_editor_gives_is_unknown(site: Build) -> None:
    made = site("")
    seed(made, "story.txt")
    made.run("import", "../story.txt", "--date", "XXXX")
    [draft] = drafts(made)
    assert (draft.date.known, draft.date_basis) == (False, None)


def test_without_a_date_in_the_text_the_clock_is_no_help(site: Build) -> None:
    made = site("")
    seed(made, "story.txt", STORY.replace("first", "Thursday, last August, 12 March, 5-year"))
    made.run("import", "../story.txt", SOURCE_DATE_EPOCH="1743076800")
    text = made.read("content/articles/undated/a-title.md")
    assert "\ndate: XXXX  # the seed does not say; set the day of publication\n" in text
    assert re.findall(r"2025-\d\d-\d\d", text) == ["2025-03-27"]
    assert 'received: "2025-03-27T12:00:00+00:00"' in text


def test_a_dateline_is_a_date_that_is_stated(site: Build) -> None:
    made = site("")
    seed(
        made,
        "story.txt",
        STORY.replace("\n\nThe first", "\n\nPublished: 27 March 2025\n\nThe first"),
    )
    done = made.run("import", "../story.txt")
    assert "(left out: dateline)" in done.out
    [draft] = drafts(made)
    assert (draft.date.text, draft.date_basis) == ("2025-03-27", "stated")


def test_an_editors_date_goes_before_a_stated_one(site: Build) -> None:
    made = site("")
    seed(
        made,
        "story.txt",
        STORY.replace("\n\nThe first", "\n\nPublished: 27 March 2025\n\nThe first"),
    )
    made.run("import", "../story.txt", "--date", "2025-03-28")
    [draft] = drafts(made)
    assert (draft.date.text, draft.date_basis) == ("2025-03-28", "editor")


def test_what_the_registers_know_is_suggested(site: Build) -> None:
    made = site(REGISTERS)
    text = "North Korea’s drones flew on 3 March 2025, Moscow said, and in May 2024."
    seed(made, "story.txt", f"A title\n\n{text}\n")
    made.run("import", "../story.txt", "--source", "the-wire")
    [draft] = drafts(made)
    assert draft.source.id == "the-wire"
    assert [tag.id for tag in draft.tags] == ["drones"]
    assert [actor.id for actor in draft.actors] == ["north-korea", "moscow"]
    assert [(event.date.text, event.said) for event in draft.events] == [
        ("2025-03-03", "3 March 2025"),
        ("2024-05", "May 2024"),
    ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("the-wir", "sources.yaml: has no entry “the-wir”; did you mean “the-wire”?"),
        ("nobody-knows", "sources.yaml: has no entry “nobody-knows”; add it there"),
    ],
)
def test_a_source_that_is_not_registered_is_refused(site: Build, source: str, message: str) -> None:
    made = site(REGISTERS)
    seed(made, "story.txt")
    before = files(made)
    done = made.run("import", "../story.txt", "--source", source)
    assert done.status == 1
    assert message in done.err
    assert files(made) == before


def test_with_a_broken_register_of_sources_that_is_what_is_said(site: Build) -> None:
    made = site(REGISTERS)
    made.edit("content/registers/sources.yaml", "kind: agency", "kind: agent")
    seed(made, "story.txt")
    done = made.run("import", "../story.txt", "--source", "the-wire")
    assert done.err.startswith("content/registers/sources.yaml:1: “kind”: “agent” is not one of")


def test_a_source_may_have_any_id(site: Build) -> None:
    made = site(REGISTERS)
    seed(made, "story.txt")
    assert made.run("import", "../story.txt", "--source", "null").status == 0
    assert drafts(made)[0].source.id == "null"


def test_the_same_bytes_are_taken_in_once_whatever_they_are_called(site: Build) -> None:
    made = site("")
    for name in ("one.txt", "two.txt"):
        seed(made, name)
    done = made.run("import", "../one.txt", "../two.txt", "../one.txt")
    assert done.out.splitlines() == [
        "content/articles/undated/a-title.md: new draft of ../one.txt",
        "../two.txt: skipped, imported before as content/articles/undated/a-title.md",
        "1 new draft, 1 skipped",
    ]
    before = files(made)
    assert made.run("import", "../two.txt").status == 0
    assert files(made) == before


def test_nothing_is_ever_written_over(site: Build) -> None:
    made = site("")
    seed(made, "story.txt")
    made.run("import", "../story.txt")
    made.edit("content/articles/undated/a-title.md", "The second.", "Edited.")
    before = files(made)
    seed(made, "story.txt", STORY.replace("second", "third"))
    made.run("import", "../story.txt")
    seed(made, "story.txt", STORY.replace("second", "fourth"))
    made.run("import", "../story.txt")
    after = files(made)
    assert before.items() <= after.items()
    assert {name for name in after if name.startswith("content")} == {
        "content/articles/undated/a-title.md",
        "content/articles/undated/a-title-2.md",
        "content/articles/undated/a-title-3.md",
    }
    assert len([name for name in after if name.startswith("seeds/story")]) == 3
    assert len(drafts(made)) == 3


def test_an_address_that_is_or_was_anothers_is_not_taken(site: Build) -> None:
    made = site("""
        -- content/articles/x.md --
        ---
        title: x
        date: 2025
        source: { name: A }
        slug: a-title
        aliases: [/articles/a-title-2/]
        ---
        """)
    seed(made, "story.txt")
    made.run("import", "../story.txt")
    assert {draft.id for draft in drafts(made)} == {"a-title", "a-title-3"}


def test_a_seed_below_seeds_is_used_where_it_is(site: Build) -> None:
    made = site("")
    (made.root / "seeds/2025").mkdir(parents=True)
    (made.root / "seeds/2025/story one.txt").write_text(STORY)
    done = made.run("import", "seeds/2025/story one.txt")
    assert done.status == 0
    [draft] = drafts(made)
    assert draft.seed is not None
    assert draft.seed.file == "seeds/2025/story one.txt"
    assert [name for name in files(made) if name.startswith("seeds")] == [draft.seed.file]


NAMES = [
    *(
        "기사.txt",
        "a b.txt",
        "a..b.txt",
        "-rf.txt",
        "--date.txt",
        ".hidden",
        "a\nb.txt",
        "a\\b.txt",
    ),
    *("“a”.txt", "a'b\"c.txt", "$(touch x).txt", "NUL.txt", "no-suffix", "x" * 250 + ".txt"),
    *("seeds.txt", "\x1b[31m.txt", "a:b#c.txt", "..txt", "뉴스.txt", "뉴스.뉴스"),
]


@pytest.mark.parametrize("inside", [False, True], ids=["outside", "below seeds"])
def test_a_file_may_be_called_anything(site: Build, inside: bool) -> None:
    made = site("")
    folder = made.root / "seeds" if inside else made.root.parent / "given"
    folder.mkdir()
    texts = {folder / name: f"Title {n}\n\nText {n}.\n" for n, name in enumerate(NAMES)}
    for path, text in texts.items():
        path.write_text(text)
    done = made.run("import", "--", *map(str, texts))
    assert (done.status, done.err) == (0, "")
    assert len(done.out.splitlines()) == len(NAMES) + 1
    assert all(line.isprintable() for line in done.out.splitlines())
    kept = [draft.seed.file for draft in drafts(made) if draft.seed]
    assert sorted((made.root / file).read_text() for file in kept) == sorted(texts.values())
    assert inside or "".join(kept).isascii()


@pytest.mark.parametrize("name", ["con", "LPT1"])
def test_no_draft_and_no_seed_is_named_as_windows_names_a_device(site: Build, name: str) -> None:
    made = site("")
    (made.root / f"{name}.txt").write_text(f"{name}\n\nThe bridge was closed.\n", encoding="utf-8")
    assert made.run("import", f"{name}.txt").status == 0
    [draft] = drafts(made)
    assert draft.id == f"{name.lower()}-2"
    assert draft.seed and draft.seed.file.rpartition("/")[2].startswith("seed-")


def test_a_files_name_may_be_no_text_at_all(site: Build) -> None:
    made = site("")
    path = os.fsencode(made.root) + b"/../caf\xe9.txt"
    Path(os.fsdecode(path)).write_text(STORY)
    done = made.run("import", os.fsdecode(path))
    assert (done.status, done.err) == (0, "")
    assert drafts(made)[0].seed.file == "seeds/caf.txt"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.html", b"<p></p>", "there is no article text in it"),
        ("a.pdf", b"%PDF", "no reader for application/pdf; read here: text, HTML, feeds"),
        ("a.docx", b"x", "no reader for application/vnd.openxml"),
        ("a.json", b"{}", "not a feed: JSON, but not a JSON Feed"),
        ("a.xml", b"<a/>", "not a feed: neither RSS nor Atom nor JSON Feed"),
        ("a.txt", b"", "there is no article text in it"),
        ("a.txt", b"\n \n", "there is no article text in it"),
        ("a.txt", b"Share\n\nLeave a Reply\n", "there is no article text in it"),
        ("a.txt", b"One.\n\ncaf\xe9\n", "not UTF-8 in line 3; save it as UTF-8"),
        ("a.txt", b"\x7fELF\x00\x00", "not text in line 1"),
        ("a.txt", lambda: b"x" * (LARGEST + 1), "larger than 1.5 MB"),
        ("a.html", lambda: b"<p>x</p>" * 7_000_000, "larger than 25 MB"),
        ("a.txt", lambda: b"x\n" * 5_000_000, "larger than 1.5 MB"),
    ],
)
def test_what_cannot_be_imported_is_said_in_one_line(
    site: Build, name: str, data: bytes | Callable[[], bytes], message: str
) -> None:
    made = site("")
    seed(made, name, data if isinstance(data, bytes) else data())
    before = files(made)
    done = made.run("import", f"../{name}")
    assert (done.status, done.out) == (1, "")
    assert done.err.splitlines()[0].startswith(f"../{name}: {message}")
    assert done.err.splitlines()[1:] == ["It could not be imported."]
    assert files(made) == before


def test_what_is_no_file_is_said_without_waiting_for_it(site: Build) -> None:
    made = site("")
    os.mkfifo(made.root / "pipe.txt")
    (made.root / "circle.txt").symlink_to("circle.txt")
    (made.root / "empty").mkdir()
    done = made.run(
        "import", "pipe.txt", "content", ".", "empty", "nothing.txt", "/dev/null", "*.x"
    )
    assert done.status == 1
    assert done.err.splitlines() == [
        ".: this site's own folder; name a folder of seeds",
        "empty: a folder without files",
        "*.x: no file is called so",
        "pipe.txt: not a plain file; devices are not read here",
        "content: there is no such file",
        "nothing.txt: there is no such file",
        "/dev/null: not a plain file; devices are not read here",
        "7 of 7 seeds could not be imported.",
    ]
    assert made.run("import", "circle.txt").status == 1


def test_a_bad_file_among_several_keeps_none_of_the_others_out(site: Build) -> None:
    made = site("")
    seed(made, "one.txt")
    seed(made, "bad.txt", b"\xff")
    seed(made, "two.txt", STORY.replace("A title", "Another title"))
    done = made.run("import", "../one.txt", "../bad.txt", "../nothing.txt", "../two.txt")
    assert done.status == 1
    *lines, summary = done.out.splitlines()
    assert [line.partition(": ")[2] for line in lines] == [
        "new draft of ../one.txt",
        "new draft of ../two.txt",
    ]
    assert summary == "2 new drafts, 2 failed"
    assert done.err.splitlines() == [
        "../bad.txt: not UTF-8 in line 1; save it as UTF-8",
        "../nothing.txt: there is no such file",
        "2 of 4 seeds could not be imported.",
    ]
    assert {draft.title for draft in drafts(made)} == {"A title", "Another title"}


def test_outside_a_site_nothing_is_written(site: Build, tmp_path: Path) -> None:
    nowhere = Site(tmp_path / "nowhere")
    nowhere.root.mkdir()
    (nowhere.root / "story.txt").write_text(STORY)
    done = nowhere.run("import", "story.txt")
    assert done.status == 1
    assert done.err.startswith("site.yaml: missing; go to a site's folder, or name it with --site")
    assert [path.name for path in nowhere.root.iterdir()] == ["story.txt"]


def test_a_mistake_in_other_content_is_no_reason_to_refuse_a_seed(site: Build) -> None:
    made = site("")
    made.write("-- content/articles/b.md --\nnothing\n")
    seed(made, "story.txt")
    assert made.run("import", "../story.txt").status == 0


def test_import_needs_a_file(site: Build) -> None:
    done = site("").run("import")
    assert done.status == 2
    assert "FILE" in done.err


@pytest.mark.parametrize(
    "title",
    ["“Quotes” and 'more' \"quotes\"", "a: b", "a #b", "# a", "- a", "[a]", "{a}", "*a*", "!a",
     "&a",
     "%a", "@a", "`a`", "null", "yes", "007", "1e3", "12:30", "---", "...", "북한군 3,000명",
     "جيش كوريا",
     "🕊️", "\\", "a\tb", "\u200freversed", "&#99999999999999999999;", "&amp;", "x" * 200, "a  b",
     "~"],
)  # fmt: skip
def test_a_title_may_be_anything(site: Build, title: str) -> None:
    made = site("")
    [document] = read(Blob("a.txt", f"{title}\n\nText.\n".encode()))
    save(made, document)
    [draft] = drafts(made)
    assert draft.title == " ".join(title.split())
    assert re.fullmatch(r"/articles/[a-z0-9-]{1,60}/", draft.permalink)


def save(made: Site, document: Document, date: str | None = None) -> str:
    if date:
        document = replace(document, date=Edtf.parse(date), date_basis="stated")
    draft = Draft(
        document=replace(document, marks=tuple(dates.extract(document, Known()))),
        source=None,
        seed="seeds/a.txt",
        sha256="a" * 64,
        received="2025-03-27T12:00:00+00:00",
    )
    return save_draft(made.root, draft, ())


WILD = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=80),
    st.lists(
        st.sampled_from(
            ["---", "\n", "\n\n", "# x", "- a", "1. b", "title: x", "status: reviewed", "word", " ",
             "Share", "Leave a Reply", "27 March 2025", "Published: 27 March 2025", "“said”", "*a*",
             "\u2028", "\u2029", "\ufeff", "\x0c", "\x07", "\u200b", "\u00a0", "\ufffe", "\uffff",
             "{{ x }}", "{% x %}", "<b>", "&amp;", "\\", "'", '"', ": ", " #", "북한", "عرب", "😀",
             "\t",
             "--|--", "a|b", "\r\n", "\r", "...", "```", "x" * 250, "```\n", "    "]
        ),
        max_size=20,
    ).map("".join),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(WILD)
def test_every_draft_loads_and_reads_exactly_like_its_text(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    try:
        [document] = read(Blob("a.txt", text.encode()))
    except ValueError:
        return
    made = Site(tmp_path_factory.mktemp("site"))
    made.write("-- site.yaml --\ntitle: x\nbase_url: https://x.example\n")
    save(made, document)
    [draft] = drafts(made)
    assert draft.title == ("Untitled" if is_blank(document.title) else document.title)
    assert (draft.status, draft.review) == ("draft", None)
    rendered = to_html(draft.body)
    assert not re.search(r"<(?!/?p>)", rendered)
    shown = html.unescape(re.sub(r"</?p>", "", rendered))
    assert "".join(shown.split()) == "".join(document.text.split())


def test_a_seed_full_of_furniture_and_dates_makes_a_draft_that_can_be_read(site: Build) -> None:
    made = site("")
    many = 30_000 if os.environ.get("TORTURE") else 6_000
    ads = "".join(f"© {n} Example\n\n" for n in range(many))
    days = "".join(f"It was {n % 28 + 1} May 20{n % 90 + 10}, he said.\n\n" for n in range(many))
    text = f"A title\n\n{ads}{days}The end.\n"
    seed(made, "story.txt", text)
    assert made.run("import", "../story.txt").status == 0
    [draft] = drafts(made)
    assert draft.seed is not None
    assert len(draft.seed.stripped) == 50
    assert draft.seed.stripped[-1].text == f"{many - 49:,} further pieces, all in the seed"
    assert len(draft.events) == 60


def test_the_largest_seed_makes_a_draft_that_can_be_read(site: Build) -> None:
    made = site("")
    seed(made, "story.txt", "A title\n\n" + "*" * (LARGEST - 20))
    assert made.run("import", "../story.txt").status == 0
    assert len(drafts(made)) == 1


def saved(number: int) -> str:
    """A page as a browser saves it, in our own words."""
    lines = "".join(
        f"<p>Convoy {number}.{n} reached the harbour before the rain, the office said.</p>"
        for n in range(5)
    )
    head = f'<meta property="article:published_time" content="2025-03-{number % 28 + 1:02}">'
    head += f"<title>Convoy {number} | The Wire</title>"
    head += '<meta property="og:site_name" content="The Wire">'
    body = f"<body><h1>Convoy {number}</h1>{lines}</body>"
    return f"<!doctype html><html><head>{head}</head>{body}</html>"


FEED = """<rss version="2.0"><channel><title>The Wire</title><link>https://wire.example/</link>
<item><title>First</title><guid>urn:1</guid>
<description>&lt;p&gt;One &lt;b&gt;word&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>Second</title><guid>urn:2</guid><description>Two.</description></item>
</channel></rss>"""


def test_a_saved_page_becomes_a_draft_with_all_that_it_states(site: Build) -> None:
    made = site(REGISTERS)
    head = '<link rel="canonical" href="https://w.example/7"><meta name="author" content="Ana Roe">'
    seed(
        made,
        "page.html",
        saved(7).replace("<title>", f"{head}<title>").replace("Convoy 7.2", "<b>It</b>"),
    )
    done = made.run("import", "../page.html")
    assert (done.status, done.err) == (0, "")
    [draft] = drafts(made)
    assert (draft.title, draft.date.text, draft.date_basis) == ("Convoy 7", "2025-03-08", "stated")
    assert draft.source.id == "the-wire", "the register knows the outlet"
    assert draft.seed is not None
    assert (draft.seed.url, draft.seed.author) == ("https://w.example/7", "Ana Roe")
    assert "\n**It** reached the harbour" in draft.body
    assert made.read(draft.seed.file).startswith("<!doctype html>")


def test_an_outlet_that_no_register_knows_is_named_in_the_draft(site: Build) -> None:
    made = site("")
    seed(
        made,
        "page.html",
        saved(1).replace(
            "<title>", '<meta property="og:url" content="https://w.example/1"><title>'
        ),
    )
    made.run("import", "../page.html")
    [draft] = drafts(made)
    assert (draft.source.id, draft.source.name, draft.source.url) == (
        "",
        "The Wire",
        "https://w.example/1",
    )


@pytest.mark.parametrize("name", ["page.txt", "page", "page.bak", "page.xml", "page.pdf"])
def test_a_file_is_read_for_what_it_is_whatever_it_is_called(site: Build, name: str) -> None:
    made = site("")
    seed(made, name, saved(1))
    assert made.run("import", f"../{name}").status == 0
    assert drafts(made)[0].title == "Convoy 1"


@pytest.mark.parametrize("given", ["../given", "../given/**/*.html", "../given/*/*.html"])
def test_folders_and_patterns_are_the_files_in_them(site: Build, given: str) -> None:
    made = site("")
    for name in ("a/1.html", "a/2.html", "b/3.html"):
        path = made.root.parent / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(saved(int(path.stem)))
    (made.root.parent / "given/a/1_files").mkdir()
    (made.root.parent / "given/a/1_files/style.css").write_text("p {}")
    (made.root.parent / "given/a/.hidden.html").write_text(saved(9))
    done = made.run("import", given)
    assert (done.status, done.err) == (0, "")
    assert {draft.title for draft in drafts(made)} == {"Convoy 1", "Convoy 2", "Convoy 3"}
    assert ("1 file beside pages" in done.out) == (given == "../given")
    assert done.out.splitlines()[-1] == "3 new drafts"


def test_the_same_drafts_come_of_any_number_of_processes(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    for number in range(24):
        (given / f"{number:02}.html").write_text(saved(number // 2).replace("before", f"{number}"))
    (given / "05.html").write_bytes(b"%PDF")
    results = []
    for jobs in ("1", "3"):
        made = Site(tmp_path / f"site-{jobs}")
        made.write("-- site.yaml --\ntitle: x\nbase_url: https://x.example\n")
        done = made.run("import", "../given", "--jobs", jobs, SOURCE_DATE_EPOCH="1743076800")
        assert done.status == 1
        assert done.err.splitlines() == [
            "../given/05.html: no reader for application/pdf; read here: text, HTML, feeds"
            " (RSS, Atom, JSON Feed) and e-mail",
            "1 of 24 seeds could not be imported.",
        ]
        results.append((done.out, files(made)))
    assert results[0] == results[1]
    assert results[0][0].splitlines()[-1] == "23 new drafts, 1 failed"


def test_of_a_feed_read_again_only_what_is_new_comes_in(site: Build) -> None:
    made = site("")
    seed(made, "feed.xml", FEED)
    done = made.run("import", "../feed.xml")
    assert (done.status, done.err) == (0, "")
    assert [draft.title for draft in drafts(made)] == ["First", "Second"]
    assert {draft.seed.entry for draft in drafts(made) if draft.seed} == {"urn:1", "urn:2"}
    before = files(made)
    done = made.run("import", "../feed.xml")
    assert done.out.splitlines()[0] == "../feed.xml: 2 entries skipped, imported before"
    assert files(made) == before
    third = "<item><title>Third</title><guid>urn:3</guid><description>Three.</description></item>"
    seed(
        made,
        "feed.xml",
        FEED.replace("Two.", "Two and a half.").replace("</channel>", f"{third}</channel>"),
    )
    done = made.run("import", "../feed.xml")
    assert done.out.splitlines() == [
        "content/articles/undated/second.md: its entry in ../feed.xml has changed since;"
        " the draft is left as it is",
        "content/articles/undated/third.md: new draft of ../feed.xml",
        "../feed.xml: 1 entry skipped, imported before",
        "1 new draft, 1 skipped, 1 changed",
    ]
    assert before.items() <= files(made).items()


def test_a_draft_that_was_thrown_away_comes_in_again(site: Build) -> None:
    made = site("")
    seed(made, "feed.xml", FEED)
    made.run("import", "../feed.xml")
    (made.root / "content/articles/undated/first.md").unlink()
    done = made.run("import", "../feed.xml")
    assert "content/articles/undated/first.md: new draft of ../feed.xml" in done.out


def test_an_entry_is_known_again_when_its_draft_was_renamed_and_edited(site: Build) -> None:
    made = site("")
    seed(made, "feed.xml", FEED)
    made.run("import", "../feed.xml")
    folder = made.root / "content/articles"
    made.edit("content/articles/undated/first.md", "title: First", "title: Another")
    (folder / "undated/first.md").rename(folder / "another.md")
    done = made.run("import", "../feed.xml")
    assert done.out.splitlines()[0] == "../feed.xml: 2 entries skipped, imported before"
