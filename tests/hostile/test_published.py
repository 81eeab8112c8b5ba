"""Whatever is written into content, what is published stays as our templates made it.

No script, event, form, style, frame or address of another kind comes into a page, a feed or a file
from a title, a name, a quote, a body, a register, `site.yaml` or the name under which an approval
was given: in none of the finished files, drafts and the preview included.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import browsing
import msgspec
import pytest
from conftest import MINIMAL, Site
from payloads import FORBIDDEN, WHOLE, chosen, in_bytes, payloads, quoted
from playwright.sync_api import Browser, Dialog, Page, expect
from scanning import Scanned, foreign, scan
from serving import Asker, served
from writing import (
    HIDDEN,
    PICTURE,
    TEMPLATES,
    WIDE,
    WORD,
    Texts,
    approve_all,
    configuration,
    narrow_site,
    wide_site,
    without_refused,
)

from generator.library.load import load

pytestmark = pytest.mark.usefixtures("indexed")

PART = 60  # records of each kind in a site; where there are more, there are more sites
MAILS = (".eml", "/email.html")  # which say less where they would be too long
FRONTS = ("text/index.html", "text/more.html")  # without the names that nothing leads to
RECORDS = 14  # of each kind; over all their fields every text is used
HARMLESS = """word *a* **b** `c` [d](https://e.example/ "f") [g](/archive/) <m@i.example> l[^1]

[^1]: m

# n

## o

### p

#### q

##### r

###### s

t\\
u

> v

- w

7. x

---

| a | b | c |
|:--|--:|:-:|
| d | e | f |

    g

```h
i
```
"""


class Sites(msgspec.Struct):
    """A site full of hostile texts, and one of the same shape with nothing but harmless ones."""

    hostile: Site
    harmless: Site
    known: dict[str, Scanned]  # of the harmless one, by output
    numbers: range  # of the records; those of the first pair of sites begin with 0

    def foreign(self, tree: dict[str, bytes], output: str, browser: Browser | None) -> list[str]:
        return foreign(scan(tree, browser), self.known[output])


def made(folder: Path, name: str) -> Site:
    site = Site(folder / name)
    site.root.mkdir()
    site.write(MINIMAL)
    return site


class Taken(msgspec.Struct):
    """The payloads that a field of words may hold, and those that a body may."""

    fields: list[str]
    bodies: list[str]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """The others are refused, each for a reason: a body shows no picture that is not there."""
    site, found = made(tmp_path_factory.mktemp("taken"), "site"), payloads()
    pages = site.root / "content/pages"
    pages.mkdir(parents=True)
    for number, text in enumerate(found):
        field = f"---\ntitle: {quoted(f'x {text} x')}\n---\n"
        body = f"---\ntitle: x\n---\n> {text}\n\nx {text} x\n\n{text}\n"
        (pages / f"field{number}.md").write_bytes(in_bytes(field))
        (pages / f"body{number}.md").write_bytes(in_bytes(body))
    refused = without_refused(site)
    fields, bodies = (
        [text for n, text in enumerate(found) if f"content/pages/{kind}{n}.md" not in refused]
        for kind in ("field", "body")
    )
    assert not [text for text in (*fields, *bodies) if FORBIDDEN.search(text)]
    assert not [text for text in found if text.isprintable() and text not in fields]
    left_out = [text for text in found if text.isprintable() and text not in bodies]
    assert all("](" in text and "![" in text for text in left_out)
    return Taken(fields, bodies)


@pytest.fixture(scope="module")
def texts(taken: Taken) -> list[str]:
    return taken.fields


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser | None]:
    """A real browser, whose parser is asked, too; without one libxml2 is asked alone."""
    with ExitStack() as stack:
        yield None if browsing.MISSING else stack.enter_context(browsing.chromium())


@pytest.fixture(scope="module", params=range(0, len(payloads()) if WHOLE else 1, PART))
def sites(
    request: pytest.FixtureRequest,
    taken: Taken,
    browser: Browser | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Sites]:
    texts, bodies = taken.fields, taken.bodies
    records = len(texts) if WHOLE else RECORDS
    part = range(request.param, min(records, request.param + PART))
    if not part:
        pytest.skip("no more texts")
    folder = tmp_path_factory.mktemp("hostile")
    found = Sites(made(folder, "hostile"), made(folder, "harmless"), {}, part)
    harmless = [HARMLESS, "word"]
    for site, dealt in (
        (found.hostile, Texts(texts, bodies, records, part)),
        (found.harmless, Texts(harmless, harmless, records, part)),
    ):
        site.write(f"-- site.yaml --\n{configuration(['word'])}")
        wide_site(site, dealt)
        approve_all(site, dealt.texts)
        site.build()
        site.build("--drafts")
    for output in ("public", "preview"):
        found.known[output] = scan(found.harmless.tree(output), browser)
    yield found
    for site in (found.hostile, found.harmless):
        shutil.rmtree(site.root)


@pytest.mark.parametrize("output", ["public", "preview"])
def test_nothing_in_any_finished_file_is_what_a_text_put_there(
    sites: Sites, browser: Browser | None, output: str
) -> None:
    tree = sites.hostile.tree(output)
    assert sites.foreign(tree, output, browser) == []
    assert _names(tree) == _names(sites.harmless.tree(output))


def _names(tree: dict[str, bytes]) -> set[str]:
    """The files of a site; those of a search index are named by what is in them."""
    return {re.sub(r"_[0-9a-f]+(\.pf_\w+)\Z", r"\1", path) for path in tree}


def _unfolded(tree: dict[str, bytes]) -> bytes:
    """All that is in a site, the lines of calendars and of messages in one piece."""
    return b"".join(
        data.replace(b"\r\n ", b"")
        if path.endswith(".ics")
        # In a message a word may be cut anywhere, and it says what two other files say.
        else b""
        if path.endswith(".eml")
        else data
        for path, data in tree.items()
    )


@pytest.mark.parametrize("output", ["public", "preview"])
def test_every_field_got_through_but_those_for_editors_only(sites: Sites, output: str) -> None:
    """The test above looked at pages that really hold the texts."""
    words = set(WORD.findall(_unfolded(sites.hostile.tree(output))))
    found = Counter(re.sub(r"zq\d+", "", word.decode()) for word in words)
    entries = {f"{kind}{field}" for kind in "apst" for field in WIDE["entry"]}
    measures = {f"m{field.replace('_', '')}" for field in WIDE["measure"]}
    own = {f"{kind}{field}" for kind in TEMPLATES for field in (*WIDE[kind], "body", *PICTURE)}
    assert found.keys() == (entries | measures | own) - set(HIDDEN)
    assert len(set(found.values())) == 1


def test_what_a_text_would_do_is_found_where_it_is_not_escaped(
    sites: Sites, browser: Browser | None
) -> None:
    """The scan would see it: put as they are into a page, these texts change it."""
    page = sites.harmless.tree()["archive/index.html"].decode()
    doings = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="java\tscript:alert(1)">x</a>',
        '<a href="https://hostile.example/">x</a>',
        '<svg><a xlink:href="javascript:alert(1)">x</a></svg>',
        "<p style=color:red>x</p>",
        "<!-- x -->",
        '<meta http-equiv=refresh content="0; url=https://hostile.example/">',
        "<template><form></form></template>",
        "<p class=preview>x</p>",
        '<p id="main_">x</p>' if browser else "<base href=x>",
    ]
    tree = {f"{n}.html": page.replace("</main>", f"{t}</main>") for n, t in enumerate(doings)}
    found = sites.foreign({path: text.encode() for path, text in tree.items()}, "public", browser)
    assert {finding.partition(":")[0] for finding in found} == tree.keys()
    feed = sites.harmless.tree()["feed.xml"].decode()
    inside = feed.replace("&lt;p", "&lt;p onclick=alert(1)", 1)
    assert sites.foreign({"feed.xml": inside.encode()}, "public", browser)
    headers = {"_headers": sites.harmless.tree()["_headers"] + b"  X: y\n"}
    assert sites.foreign(headers, "public", browser)


def test_what_no_file_may_hold_is_refused_in_every_field(tmp_path: Path) -> None:
    """NUL and other controls, half characters and bytes that are no UTF-8."""
    site = made(tmp_path, "site")
    bad = [text for text in payloads() if FORBIDDEN.search(text)]
    expected = set()
    for number, text in enumerate(bad):
        for kind, template in TEMPLATES.items():
            for field in (*WIDE[kind], "body"):
                words = dict.fromkeys((*WIDE[kind], "body"), "word")
                words[field] = text if field == "body" else quoted(text)
                path = site.root / f"content/pages/x{number}-{kind}-{field}.md"
                path.parent.mkdir(parents=True, exist_ok=True)
                data = template.format(n=0, sha="a" * 64, **words)
                path.write_bytes(in_bytes(data))
                expected.add(path.relative_to(site.root).as_posix())
    assert len(bad) > 20
    assert expected <= {problem.file for problem in load(site.root)[1]}


def test_what_is_no_word_but_an_id_a_date_or_an_address_is_refused_or_harmless(
    sites: Sites, browser: Browser | None, tmp_path: Path
) -> None:
    if sites.numbers[0]:
        pytest.skip("done with the first pair of sites")
    site = made(tmp_path, "site")
    narrow_site(site, payloads() if WHOLE else chosen())
    before = len(list(site.root.rglob("n*.md")))
    refused = without_refused(site)
    left = len(list(site.root.rglob("n*.md")))
    assert len(refused) + left == before and left > 0
    for problems in refused.values():
        assert all(str(problem).isprintable() for problem in problems)
    (tmp_path / "plain").mkdir()
    plain = made(tmp_path / "plain", "site")
    narrow_site(plain, ["2025", "ar", "sv"])  # a language that pages speak, and one they don't
    without_refused(plain)
    for each in (site, plain):
        each.write(f"-- site.yaml --\n{configuration(['word'])}")
        approve_all(each, ["Desk"])
        each.build("--drafts")
    known = _together(sites.known["preview"], scan(plain.tree("preview"), browser))
    assert foreign(scan(site.tree("preview"), browser), known) == []


def _together(known: Scanned, more: Scanned) -> Scanned:
    elements = {f"more/{path}": found for path, found in more.elements.items()}
    return Scanned(known.elements | elements, [], known.others)


def test_a_site_may_be_called_anything(
    sites: Sites, browser: Browser | None, texts: Sequence[str], tmp_path: Path
) -> None:
    if sites.numbers[0]:
        pytest.skip("done with the first pair of sites")
    site = made(tmp_path, "site")
    site.write(f"-- site.yaml --\n{configuration(['word'])}")
    wide_site(site, Texts(["word"], ["word"], 1))
    approve_all(site, ["Desk"])
    (site.root / "site.yaml").write_text(configuration(["word " * 4_000]), encoding="utf-8")
    site.build()
    mails = {path: data for path, data in site.tree().items() if path.endswith(MAILS)}
    sites.known["long"] = _together(sites.known["public"], scan(mails, browser))
    for batch in [[text] for text in texts] if WHOLE else [texts]:
        (site.root / "site.yaml").write_text(configuration(batch), encoding="utf-8")
        site.build()
        tree = site.tree()
        assert sites.foreign(tree, "long", browser) == []
        words = set(re.findall(rb"zqsite[a-z]+", tree["feed.xml"] + tree["archive/index.html"]))
        assert len(words) == 6


def test_a_file_with_a_hostile_name_is_refused(tmp_path: Path, texts: Sequence[str]) -> None:
    site = made(tmp_path, "site")
    folder = site.root / "content/articles"
    folder.mkdir(parents=True)
    expected = set()
    for text in texts:
        name = text.replace("/", "_")[:60] + ".md"
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.md", name) or name.startswith("."):
            continue
        (folder / name).write_text(
            "---\ntitle: x\ndate: 2025\nsource: {name: x, url: null}\n---\nx"
        )
        expected.add(f"content/articles/{name}")
    done = site.run("check")
    assert done.status == 1
    assert all(line.isprintable() for line in (done.out + done.err).splitlines())
    assert expected <= {problem.file for problem in load(site.root)[1]}


@pytest.mark.skipif(browsing.MISSING, reason="there is no chromium")
def test_a_browser_that_obeys_no_policy_runs_and_asks_for_nothing(
    sites: Sites, browser: Browser
) -> None:
    """Without the Content-Security-Policy, which is the second line of defence only."""
    largest: dict[str, tuple[int, str]] = {}
    for path, data in sites.hostile.tree("preview").items():
        kind = re.sub(r"\d+", "", path)
        searched = path == "search/index.html"  # a preview has no index
        if path.endswith(".html") and not searched and len(data) > largest.get(kind, (0, ""))[0]:
            largest[kind] = (len(data), path)
    host = _quiet(str(sites.hostile.root / "preview"))
    with browsing.served(host) as address, browsing.opened(browser, bypass_csp=True) as page:
        asked = _dialogs(page)
        for _, path in largest.values():
            page.goto(f"{address}/{path}", wait_until="load")
            if not path.endswith("/email.html"):  # a file to hand on, with no page around it
                main = page.evaluate("document.getElementById('main_')?.localName")
                assert main == (None if path in FRONTS else "main"), path
    assert asked == []
    assert len(largest) > 25


@pytest.mark.skipif(browsing.MISSING, reason="there is no chromium")
def test_what_a_search_finds_is_shown_as_words(sites: Sites, browser: Browser) -> None:
    host = _quiet(str(sites.hostile.root / "public"))
    with browsing.served(host) as address, browsing.opened(browser, bypass_csp=True) as page:
        asked = _dialogs(page)
        page.goto(f"{address}/search/#q=x", wait_until="load")
        expect(page.locator("#search_said")).to_contain_text("Results: ")
        more = page.get_by_role("button", name="Show more")
        for _ in range(3):
            shown = page.locator("#search_found > li").count()
            more.click()
            expect(page.locator("#search_found > li").nth(shown)).to_be_visible()
        found = page.locator("#search_found *").evaluate_all(
            "all => all.map(each => each.localName + [...each.attributes].map(a => `[${a.name}]`))"
        )
    assert asked == []
    assert set(found) <= {
        "li",
        "div",
        "p[class]",
        "p[class],[lang],[dir]",
        "h3[lang],[dir]",
        "a[href]",
        "mark",
    }, set(found)


@pytest.mark.skipif(browsing.MISSING, reason="there is no chromium")
def test_the_preview_shows_texts_and_mistakes_as_words(
    sites: Sites, browser: Browser, texts: Sequence[str]
) -> None:
    site = sites.hostile
    first = sites.numbers[0]
    page = f"content/pages/page{first}.md"
    before = site.read(page)
    with served(site) as asker, browsing.opened(browser, bypass_csp=True) as shown:
        asked = _dialogs(shown)
        _show(shown, asker, [f"/articles/article{first}/", f"/editions/edition{first + 1}/"])
        site.edit(page, "---\n", f"---\n{quoted('<img src=x onerror=alert(1)>')}: x\n")
        asker.until("/_preview/state", "onerror")
        _show(shown, asker, [f"/articles/article{first + 1}/"])
        overlay = shown.get_by_role("region", name="To mend")
        expect(overlay).to_contain_text("<img src=x onerror=alert(1)>")
        (site.root / page).write_bytes(before.encode())
    assert asked == []


def _show(page: Page, asker: Asker, paths: list[str]) -> None:
    for path in paths:
        page.goto(f"http://127.0.0.1:{asker.port}{path}", wait_until="load")


def _dialogs(page: Page) -> list[str]:
    """What scripts ask of a reader, from now on."""
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return asked


def _quiet(folder: str) -> type[SimpleHTTPRequestHandler]:
    class Host(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=folder)

        def do_GET(self) -> None:
            if self.path == "/favicon.ico":  # asked for where no policy forbids it: no part of this
                self.send_response(204)
                self.end_headers()
            else:
                super().do_GET()

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    return Host


def test_each_text_stands_in_each_field_when_there_are_as_many_records() -> None:
    """How the texts are dealt out, on which all of the above rests."""
    texts = [str(number) for number in range(9)]
    for records in (4, 9):
        written = Texts(texts, texts, records)
        dealt = Counter(
            (written.field(number, field).split()[0], field)
            for number in range(records)
            for field in "abcde"
        )
        assert {text.strip('"') for text, _ in dealt} == set(texts)
        assert len(dealt) == records * 5
