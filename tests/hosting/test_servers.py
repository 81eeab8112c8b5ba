"""Behind the web servers of docs/hosting a site is given out as its own `_headers` asks for."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import browsing
import pytest
from conftest import Site
from harbour import EPOCH, WORKS, a_page_of_each_type, harbour
from observatory import A_PLUS, TESTS, given, score
from playwright.sync_api import Browser
from servers import PROGRAMS, Answer, Server, caddy, nginx

pytestmark = pytest.mark.usefixtures("indexed")

KINDS = {"nginx": nginx, "caddy": caddy}
NEEDS_NGINX = pytest.mark.skipif(
    not PROGRAMS["nginx"], reason="needs nginx (apt-get install nginx)"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = harbour(tmp_path_factory.mktemp("hosting") / "site")
    done = site.run("publish", **EPOCH)
    assert done.status == 0, done.err
    (site.root / "www/current/.env").write_text("canary")
    return site


@pytest.fixture(scope="module", params=[*KINDS])
def server(request: pytest.FixtureRequest, made: Site) -> Iterator[Server]:
    if not PROGRAMS[request.param]:
        pytest.skip(f"needs {request.param} (apt-get install {request.param})")
    with (
        TemporaryDirectory() as folder,
        KINDS[request.param](Path(folder), made.root / "www/current") as running,
    ):
        yield running


def test_the_front_page_gets_an_a_plus_of_the_observatory(server: Server) -> None:
    page, plain = server.get("/"), server.get("/", "plain")
    assert page.status == 200
    points = given(page, plain)
    assert points == {name: most for name, (_, most) in TESTS.items()}
    assert score(points) >= A_PLUS
    for name in ("Content-Security-Policy", "Referrer-Policy", "Strict-Transport-Security"):
        value = page.headers[name]
        del page.headers[name]
        assert score(given(page, plain)) < score(points), f"{name} counts for nothing"
        page.headers[name] = value


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/articles/losses/", 200, "text/html; charset=utf-8"),
        ("/articles/losses/index.html", 200, "text/html; charset=utf-8"),
        ("/articles/convoy/", 200, "text/html; charset=utf-8"),  # taken back: it says so
        ("/feed.xml", 200, "application/atom+xml; charset=utf-8"),
        ("/tags/harbour/feed.xml", 200, "application/atom+xml; charset=utf-8"),
        ("/feed.json", 200, "application/feed+json"),
        ("/tags/harbour/feed.json", 200, "application/feed+json"),
        ("/timeline/events.ics", 200, "text/calendar; charset=utf-8"),
        ("/timeline/timelinejs.json", 200, "application/json"),
        ("/opensearch.xml", 200, "application/opensearchdescription+xml"),
        ("/sitemap.xml", 200, "(text|application)/xml; charset=utf-8"),
        ("/robots.txt", 200, "text/plain; charset=utf-8"),
        ("/verify.txt", 200, "text/plain; charset=utf-8"),
        ("/manifest.json", 200, "application/json"),
        ("/static/style.css", 200, "text/css; charset=utf-8"),
        ("/static/enhance.js", 200, "(text|application)/javascript; charset=utf-8"),
        ("/static/icon.svg", 200, "image/svg+xml(; charset=utf-8)?"),
        ("/no/such/page/", 404, "text/html; charset=utf-8"),
        ("/media/none.jpg", 404, "text/html; charset=utf-8"),
        ("/static/", 404, "text/html; charset=utf-8"),  # no list of what is in a folder
        ("/.env", 404, "text/html; charset=utf-8"),
        ("/articles/../.env", 404, "text/html; charset=utf-8"),
    ],
)
def test_each_kind_of_file_is_named_and_what_is_not_there_is_said(
    server: Server, path: str, status: int, kind: str
) -> None:
    answer = server.get(path)
    assert answer.status == status
    assert re.fullmatch(kind.replace("+", r"\+"), _kind(answer))
    assert b"canary" not in answer.body
    if status == 404:
        assert b"No such page" in answer.body
        assert answer.headers["Cache-Control"] == "no-cache"
    assert not re.search(r"\d", answer.headers["Server"] or ""), "it tells its version"


def _kind(answer: Answer) -> str:
    return answer.headers["Content-Type"] or ""


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/old/losses/", "/articles/losses/"),
        ("/2025/losses.html", "/articles/losses/"),
        ("/old/convoy/", "/articles/convoy/"),
        ("/articles/losses", "/articles/losses/"),
    ],
)
def test_an_old_address_leads_on(server: Server, path: str, there: str) -> None:
    answer = server.get(path)
    assert answer.status in ((301, 308) if path == "/articles/losses" else (301,))
    assert answer.headers["Location"] == there
    assert answer.headers["Content-Security-Policy"]


def test_plain_http_leads_to_https_and_to_nothing_else(server: Server) -> None:
    answer = server.get("/articles/losses/?x", "plain")
    assert answer.status in (301, 308)
    where = r"https://digest\.example(:\d+)?/articles/losses/\?x"
    assert re.fullmatch(where, answer.headers["Location"])


def test_every_file_comes_as_the_sites_own_headers_ask_for(server: Server, made: Site) -> None:
    rules = _rules(made.page("/_headers", "www/current"))
    old = {line.split()[0] for line in made.page("/_redirects", "www/current").splitlines()[1:]}
    for path, data in made.tree("www/current").items():
        address = f"/{path}".removesuffix("index.html")
        if address in old or path.startswith("."):
            continue
        answer = server.get(address)
        assert (answer.status, answer.body) == (200, data), path
        wanted = {"Cache-Control": "no-cache"}  # what those hosts say who read `_headers`
        for pattern, headers in rules:
            if pattern.fullmatch(address):
                wanted |= headers
        for name, value in wanted.items():
            assert answer.headers.get_all(name) == [value], (path, name)
        allowed = answer.headers["Access-Control-Allow-Origin"]
        assert allowed == wanted.get("Access-Control-Allow-Origin"), path


def _rules(text: str) -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """A `_headers` file as its hosts read it, the later and narrower rule above the former."""
    rules: list[tuple[re.Pattern[str], dict[str, str]]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            pattern = re.sub(r":\w+", "[^/]+", re.escape(line).replace(r"\*", ".*"))
            rules.append((re.compile(pattern), {}))
        elif line.startswith("  ") and not line.startswith("  ! "):  # “!” takes the former away
            name, _, value = line.strip().partition(": ")
            rules[-1][1][name] = value
    return rules


def test_texts_come_compressed_and_pictures_as_they_are(server: Server, made: Site) -> None:
    for path in ("/articles/losses/", "/static/style.css", "/static/enhance.js", "/feed.xml"):
        answer = server.get(path, **{"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip", path
        assert "Accept-Encoding" in answer.headers["Vary"]
    picture = next(path for path in made.tree("www/current") if path.endswith(".webp"))
    answer = server.get(f"/{picture}", **{"Accept-Encoding": "gzip"})
    assert (answer.headers["Content-Encoding"], _kind(answer)) == (None, "image/webp")


def test_what_has_not_changed_is_not_sent_again(server: Server) -> None:
    before = server.get("/articles/losses/")
    again = server.get("/articles/losses/", **{"If-None-Match": before.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


def test_the_onion_service_gives_out_the_same_site_and_sends_nobody_away(server: Server) -> None:
    here, there = (server.get("/articles/losses/", kind) for kind in ("onion", "secure"))
    assert (here.status, here.body) == (200, there.body)
    assert here.headers["Strict-Transport-Security"] is None
    assert here.headers["Content-Security-Policy"] == there.headers["Content-Security-Policy"]
    assert server.get("/old/losses/", "onion").headers["Location"] == "/articles/losses/"
    assert server.get("/none/", "onion").status == 404


@NEEDS_NGINX
def test_a_host_may_lead_on_from_an_old_address_and_from_no_other(
    made: Site, tmp_path: Path
) -> None:
    """As far as `verify` is concerned; it may keep `_headers` to itself, too."""
    copy = shutil.copytree(made.root / "www/current", tmp_path / "copy")
    with TemporaryDirectory() as folder:
        (Path(folder) / "digest-moved-elsewhere.map").write_text("/about/ /articles/losses/;")
        with nginx(Path(folder), copy) as server:
            (copy / "_headers").unlink()
            assert server.get("/old/losses/").status == 301
            address = f"https://127.0.0.1:{server.secure}/"
            done = made.run("verify", address, SSL_CERT_FILE=str(server.certificate))
    assert done.status == 1
    assert re.findall(r"(?:differs|missing): \S+", done.out + done.err) == [
        "differs: about/index.html"
    ]


@pytest.mark.skipif(browsing.MISSING, reason="needs chromium (apt-get install chromium)")
@NEEDS_NGINX
def test_no_page_is_forbidden_what_it_needs(made: Site, browser: Browser) -> None:
    """In a real browser under the real headers, which also part it from all other sites."""
    site = made.root / "www/current"
    with (
        TemporaryDirectory() as folder,
        nginx(Path(folder), site) as server,
        browsing.opened(browser, ignore_https_errors=True) as page,
    ):
        for template, path in a_page_of_each_type(made).items():
            if template != "alias.html":  # which leads elsewhere at once
                page.goto(f"https://127.0.0.1:{server.secure}/{path}")
                pictures = int(template == "article.html")
                assert page.evaluate(WORKS) == ["dark", True, pictures], template
                assert page.evaluate("crossOriginIsolated"), template
