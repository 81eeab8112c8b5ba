"""Whatever a seed says, `import` writes a draft that says the same, and nothing but that draft.

Texts, pages, feeds, letters and saved pages in which every title, name, address, date and paragraph
is hostile; names of files that are; and seeds that are made to cost time, memory or other files.
"""

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import MINIMAL, REPOSITORY, Done, Site
from payloads import WHOLE, payloads, writable
from scanning import Scanned, foreign, scan

from generator.library.load import load
from generator.model.digest import sha256_of
from generator.model.document import Blob, Document
from generator.model.prose import as_markdown
from generator.model.records import Article
from generator.plugins.reading import documents
from seeds import FILLER, KINDS, Dealt

SEEDS = 16  # of each kind; over all their places every text is used
BUILT = ("html", "json")  # of these the pages, too; the others become Markdown by the same ways
MEMORY = 2_000_000_000  # bytes that each process of an import may have of address space
LONGEST = 240  # seconds; a seed is given up after 120


def made(folder: Path) -> Site:
    site = Site(folder / "site")
    site.root.mkdir(parents=True)
    site.write(MINIMAL)
    return site


def texts_for(kind: str) -> list[str]:
    """JSON and encoded headers can say what no other file can."""
    return payloads() if kind in ("json", "eml") else writable()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    """What the pages of drafts hold that were made of harmless seeds."""
    site = made(tmp_path_factory.mktemp("plain"))
    text = "[a](https://e.example/) *b* **c** `d`"
    for kind in ("txt", "html"):
        marked = "<a href='https://e.example/'>a</a> <i>b</i> <b>c</b><ul><li>d</li></ul>"
        marked += "<ol><li>e</li></ol><table><tr><td>f</td><td>g</td></tr><tr><td>h</td><td>i</td>"
        marked += "</tr></table><blockquote>j</blockquote><pre>k</pre><h2>l</h2><hr>"
        data = KINDS[kind](Dealt([text if kind == "txt" else marked], 1, 0))
        (site.root.parent / f"a.{kind}").write_bytes(data)
        site.run("import", f"../a.{kind}")
    for draft in [*(site.root / "content").rglob("*.md")]:
        rich = "\n# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f\n\n```\ng\n```\n\n---\n\n"
        rich += (
            "[h](https://e.example/) [i](/archive/) *j* **k** `l`\\\nm\n\n> n\n\n- o\n\n7. p\n\n"
        )
        rich += "|a|b|\n|-|-|\n|c|d|\n\n    e\n"
        draft.write_bytes(draft.read_bytes() + rich.encode())
        for number in range(len(payloads()) if WHOLE else 0):  # so many fill several pages
            shutil.copy(draft, draft.with_stem(f"{draft.stem}-{number}"))
    other = draft.with_stem("other")
    other.write_bytes(re.sub(rb"lang: \w+", b"lang: ar", draft.read_bytes()))
    site.build("--drafts")
    return scan(site.tree("preview"), None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_says_what_its_seed_says_and_nothing_else_is_written(
    kind: str, tmp_path: Path, plain: Scanned
) -> None:
    site, given = made(tmp_path), tmp_path / "given"
    given.mkdir()
    texts = texts_for(kind)
    count = len(texts) if WHOLE else SEEDS
    for number in range(count):
        (given / f"{number:03}.{kind}").write_bytes(KINDS[kind](Dealt(texts, count, number)))
    before = _files(tmp_path)
    done = site.run("import", "../given")
    assert all(line.isprintable() for line in (done.out + done.err).splitlines())
    new = {path for path in _files(tmp_path) if path not in before}
    assert all(path.startswith(("site/content/articles/", "site/seeds/")) for path in new)
    assert before == {path: data for path, data in _files(tmp_path).items() if path in before}
    read = dict(_documents(given))
    drafts = _drafts(site)
    assert len(drafts) > 0.8 * count
    for draft in drafts:
        assert draft.seed is not None
        _check_said(draft, read[draft.seed.sha256, draft.seed.entry])
        assert (site.root / draft.seed.file).resolve().parent == site.root / "seeds"
    assert "alert(" in "".join(draft.title for draft in drafts)
    if WHOLE or kind in BUILT:
        site.build("--drafts")
        found = foreign(scan(site.tree("preview"), None), plain)
        assert found == [], "\n".join(found)


def _check_said(draft: Article, said: Document) -> None:
    seed = draft.seed
    assert seed is not None
    body = as_markdown(said.text) if said.body is None else said.body
    assert draft.title == said.title
    assert draft.body.strip() == body.strip()
    assert (draft.status, draft.review, draft.slug, draft.aliases) == ("draft", None, None, ())
    assert (draft.corrections, draft.embargo, draft.updated) == ((), None, None)
    assert draft.source.name == ((said.outlet or "").strip() or "unknown")
    assert (draft.source.url, seed.url, seed.author) == (said.url, said.url, said.author)
    assert (draft.lang, seed.entry) == (said.lang, said.entry)
    assert draft.date.text == (str(said.date) if said.date else "XXXX")


NAMES = [
    *("..%2f..%2fx.txt", "..\\..\\x.txt", "C:\\x.txt", "~root.txt", "-rf.txt", "--help.txt"),
    *("$(id).txt", "`id`.txt", "a;b|c&d.txt", "a\nb.txt", "a\rb.txt", "a\x1b[31mb.txt", "\x7f.txt"),
    *("<img src=x onerror=alert(1)>.txt", "\"'.txt", "{{ 7*7 }}.txt", "---.txt", "con.txt"),
    *("a..b.txt", "...txt", "\u202egnp.txt", "\u2028.txt", "é\u0301.txt", "x.txt.", "x.txt "),
    *("x..txt", " .txt"),
    *("# x.txt", "a: b.txt", "!!python.txt", "&a.txt", "*.txt", "[x].txt", "null.txt", "x" * 240),
    *("\udcff\udcfe.txt", "index.html.txt", "a%00b.txt", "x.php.txt", ".htaccess.txt"),
]  # fmt: skip


def test_a_seed_with_a_hostile_name_is_kept_under_a_harmless_one(tmp_path: Path) -> None:
    site, given = made(tmp_path), tmp_path / "given"
    given.mkdir()
    for number, name in enumerate(NAMES):
        text = f"Title {number}\n\n{FILLER.format(number)}\n"
        (
            given / name.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
        ).write_text(text)
    before = _files(tmp_path)
    done = site.run("import", *(f"../given/{name}" for name in NAMES))
    assert all(line.isprintable() for line in (done.out + done.err).splitlines())
    new = [path for path in _files(tmp_path) if path not in before]
    assert all(path.startswith(("site/content/articles/", "site/seeds/")) for path in new)
    drafts = _drafts(site)
    assert len(drafts) == len(NAMES), done.err
    for draft in drafts:
        assert draft.seed is not None
        kept = site.root / draft.seed.file
        assert sha256_of(kept.read_bytes()) == draft.seed.sha256
        assert kept.parent == site.root / "seeds"
        assert kept.name.isascii() and not kept.name.startswith((".", "-"))


def test_a_folder_of_the_site_that_leads_elsewhere_is_not_written_to(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "a.txt").write_text(f"Title\n\n{FILLER}\n")
    for place in ("seeds", "content", "content/articles", "content/articles/undated"):
        site = made(tmp_path / place.replace("/", "-"))
        (site.root / place).parent.mkdir(parents=True, exist_ok=True)
        (site.root / place).symlink_to(outside)
        done = site.run("import", str(tmp_path / "a.txt"))
        assert done.status == 1, place
        assert "outside" in done.err
        assert list(outside.iterdir()) == []


# ---- what is made to cost ----

DEEP = 100_000


def _nested_letter(depth: int) -> bytes:
    parts = [
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'.encode() for n in range(depth)
    ]
    head = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
    return head + b"".join(parts) + b"Content-Type: text/plain\n\nWords.\n"


def _laughs(kind: str) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    own = {
        "laughs": f'<!ENTITY l0 "ha">{entities}',
        "quadratic": f'<!ENTITY l11 "{"a" * 100_000}">',
        "external": '<!ENTITY l11 SYSTEM "file:///etc/passwd">',
        "parameter": '<!ENTITY % p SYSTEM "file:///etc/passwd">%p;<!ENTITY l11 "x">',
    }[kind]
    many = "&l11;" * (1_000 if kind == "quadratic" else 1)
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{own}]><rss version="2.0"><channel><title>t</title>'
        f"<item><title>x {many}</title><description>{FILLER} {many}</description></item>"
        "</channel></rss>"
    ).encode()


BOMBS: dict[str, Callable[[], bytes]] = {
    "nested.eml": lambda: _nested_letter(1_000),
    "nested-deeper.eml": lambda: _nested_letter(50_000),
    "boundaries.eml": lambda: b"From: a\nSubject: x\nDate: x\n"
    b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 200_000,
    "heads.eml": lambda: b"From: a\nSubject: x\nDate: x\n" + b"X: y\n" * 400_000 + b"\nWords.\n",
    "folded.eml": lambda: b"From: a\nDate: x\nMessage-ID: x\nSubject:"
    + b" =?utf-8?q?x?=\n" * 20_000 + b"\nWords.\n",
    "laughs.xml": lambda: _laughs("laughs"),
    "quadratic.xml": lambda: _laughs("quadratic"),
    "external.xml": lambda: _laughs("external"),
    "parameter.xml": lambda: _laughs("parameter"),
    "deep.xml": lambda: b'<rss version="2.0"><channel>' + b"<a>" * DEEP,
    "deep.html": lambda: b"<!doctype html><body>" + b"<div>" * DEEP + FILLER.encode(),
    "deep-inline.html": lambda: b"<!doctype html><body><p>" + b"<b><i>" * DEEP + FILLER.encode(),
    "deep-lists.html": lambda: b"<!doctype html><body>" + b"<ul><li>x" * 20_000,
    "deep-tables.html": lambda: b"<!doctype html><body>" + b"<table><tr><td>" * 20_000,
    "deep-quotes.html": lambda: b"<!doctype html><body>" + b"<blockquote><p>x" * 20_000,
    "attributes.html": lambda: b"<!doctype html><body><p "
    + b" ".join(b"a%d=b" % n for n in range(DEEP)) + b">" + FILLER.encode(),
    "comments.html": lambda: b"<!doctype html><body>" + b"<!-- " * DEEP + FILLER.encode(),
    "entities.html": lambda: b"<!doctype html><body><p>" + b"&amp;" * 1_000_000,
    "laughs.html": lambda: _laughs("laughs").replace(b"rss", b"html"),
    "large.html": lambda: b"<!doctype html><body>" + b"<p>Words.</p>" * 4_000_000,
    "long.html": lambda: b"<!doctype html><body><p>" + b"w" * 20_000_000,
    "metadata.html": lambda: b'<!doctype html><head><script type="application/ld+json">'
    + b'{"a":' * DEEP + b"</script></head><body><p>" + FILLER.encode(),
    "deep.json": lambda: b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * DEEP,
    "many.json": lambda: b'{"version": "https://jsonfeed.org/version/1.1", "items": ['
    + b",".join(b'{"id": %d, "content_text": "x"}' % n for n in range(50_000)) + b"]}",
    "packed.html": lambda: gzip.compress(b"<!doctype html>" + b" " * 50_000_000),
    "packed.txt": lambda: gzip.compress(b"x" * 50_000_000),
    "stars.txt": lambda: b"Title\n\n" + b"*_[`" * 250_000,
    "lines.txt": lambda: b"Title\n\n" + b"\n\n".join([b"x"] * 400_000),
    "quotes.txt": lambda: b"Title\n\n" + b'said "x" ' * 100_000,
    "spaces.txt": lambda: b"Title\n\n" + b" " * 1_000_000 + b"x",
    "numbers.txt": lambda: b"Title\n\n" + b"1,000,000 " * 100_000,
    "digits.txt": lambda: b"Title\n\n" + b"9" * 1_000_000 + b" soldiers died",
    "dates.txt": lambda: b"Title\n\n" + b"on 1 May 2025 " * 70_000,
}  # fmt: skip


QUICK = ("nested.eml", "folded.eml", "laughs.xml", "external.xml", "deep.html", "large.html",
         "metadata.html", "deep.json", "packed.html", "spaces.txt")  # fmt: skip


@pytest.mark.parametrize(
    "names",
    [[name] for name in BOMBS] if WHOLE else [QUICK],
    ids=lambda names: names[0],
)
def test_seeds_that_are_made_to_cost_end_soon_and_in_little_memory(
    names: Sequence[str], tmp_path: Path
) -> None:
    """Each is a draft that can be read, or one line that says why there is none."""
    site = made(tmp_path)
    for name in names:
        (tmp_path / name).write_bytes(BOMBS[name]())
    done = _within_bounds(site, "import", *(f"../{name}" for name in names))
    assert done.status in (0, 1), done.err
    assert "a bug" not in done.err
    said = done.out + done.err
    assert all(line.isprintable() and len(line) < 300 for line in said.splitlines())
    for name in names:
        assert f"../{name}" in said
    drafts = _drafts(site)
    assert len(drafts) == said.count("new draft of")
    secret = Path("/etc/passwd").read_text().splitlines()[0]
    assert not [draft.file for draft in drafts if secret in site.read(draft.file)]


def _within_bounds(site: Site, *arguments: str) -> Done:
    """The real command line with so much memory and so much time."""
    bounded = (
        "import resource, runpy, sys;"
        f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}));"
        "runpy.run_module('generator', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", bounded, *arguments],
        cwd=site.root,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def _documents(folder: Path) -> Iterator[tuple[tuple[str, str | None], Document]]:
    """What the readers find, by the seed and, of a feed, the entry."""
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        with suppress(ValueError):
            for said in documents(Blob(path.name, data)):
                yield (sha256_of(data), said.entry), said


def _drafts(site: Site) -> list[Article]:
    library, problems = load(site.root)
    assert problems == [], [str(problem) for problem in problems[:5]]
    return list(library.articles)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".cache" not in path.parts and "compiled" not in path.parts
    }
