"""An address is fetched only from the open web, only where robots may, and never without end."""

import gzip
import ipaddress
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from generator import import_
from generator.library.load import load
from generator.plugins import fetch
from generator.plugins.fetch import Fetching
from generator.plugins.open_web import Address, is_public
from generator.plugins.robots import allowed

PAGE = "<!doctype html><title>Pumps arrive</title><h1>Pumps arrive</h1>" + "".join(
    f"<p>Engineer {n} said that the water in the lower town is falling by the hour.</p>"
    for n in range(6)
)
ITEM = "<item><guid>urn:1</guid><title>One</title></item>"
FEED = f"<rss version='2.0'><channel><title>W</title>{ITEM}</channel></rss>"
BOMB = gzip.compress(b" " * 60_000_000)
ROBOTS = "User-agent: *\nDisallow: /private/\n"


class Server(BaseHTTPRequestHandler):
    """Pages for a test; `asked` on the server is what was asked for."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["User-Agent"]))  # type: ignore[attr-defined]
        path, _, number = self.path.partition("?")
        port = self.server.server_port  # type: ignore[attr-defined]
        redirects = {
            "/round": f"/round?{int(number or 0) + 1}",
            "/to-page": "/page.html",
            "/to-private": "/private/page",
            "/to-other-host": f"http://127.0.0.2:{port}/page.html",
            "/to-file": "file:///etc/passwd",
        }
        koi8 = PAGE.replace("Pumps", "Насосы").encode("koi8-r")
        answers = {
            "/robots.txt": (ROBOTS.encode(), "text/plain", ""),
            "/packed": (gzip.compress(PAGE.encode()), "text/html", "gzip"),
            "/bomb": (BOMB, "text/html", "gzip"),
            "/large": (b" " * 11_000_000, "text/html", ""),
            "/koi8": (koi8, "text/html; charset=koi8-r", ""),
            "/film": (b"x" * 100, "video/mp4", ""),
            "/feed": (FEED.encode(), "application/rss+xml", ""),
            "/page.html": (PAGE.encode(), "text/html; charset=utf-8", ""),
            "/private/page": (PAGE.encode(), "text/html; charset=utf-8", ""),
        }
        if path in redirects:
            self.redirect(redirects[path])
        elif path in answers:
            self.answer(*answers[path])
        elif path == "/slow":
            self.slowly()
        else:
            self.send_error(404)

    def answer(self, data: bytes, kind: str, packing: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if packing:
            self.send_header("Content-Encoding", packing)
        self.end_headers()
        try:
            self.wfile.write(data)
        except OSError:
            return  # the reader has had enough

    def redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.end_headers()

    def slowly(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"<p>")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Nothing on the test's output."""


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    made.asked = []  # type: ignore[attr-defined]
    thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def here(server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The server's address; the pauses between requests are left out."""
    monkeypatch.setattr(fetch, "BETWEEN", 0.0)
    return f"http://127.0.0.1:{server.server_port}"


def this_server(address: Address) -> bool:
    return address == ipaddress.ip_address("127.0.0.1")


def fetching() -> Fetching:
    return Fetching("conflict-digest/0 (+https://x.example)", this_server)


def test_a_page_is_fetched_under_our_own_name(here: str, server: ThreadingHTTPServer) -> None:
    blob = fetching().get(f"{here}/page.html#part")
    assert (blob.data, blob.charset) == (PAGE.encode(), "utf-8")
    assert (blob.address, blob.name) == (f"{here}/page.html", "127.0.0.1-page.html")
    assert server.asked[-2:] == [  # type: ignore[attr-defined]
        ("/robots.txt", "conflict-digest/0 (+https://x.example)"),
        ("/page.html", "conflict-digest/0 (+https://x.example)"),
    ]


def test_robots_are_asked_once_for_a_host(here: str, server: ThreadingHTTPServer) -> None:
    server.asked.clear()  # type: ignore[attr-defined]
    one = fetching()
    for path in ("/page.html", "/feed", "/page.html"):
        one.get(here + path)
    assert [path for path, _ in server.asked].count("/robots.txt") == 1  # type: ignore[attr-defined]


def test_a_redirect_is_followed_and_where_it_ended_is_said(here: str) -> None:
    assert fetching().get(f"{here}/to-page").address == f"{here}/page.html"


def test_what_is_packed_is_unpacked(here: str) -> None:
    assert fetching().get(f"{here}/packed").data == PAGE.encode()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/private/page", "asks programs not to fetch it"),
        ("/to-private", "asks programs not to fetch it"),
        ("/round", "redirected more than 5 times"),
        ("/to-other-host", "127.0.0.2 is no address of the open web"),
        ("/to-file", "not a web address that begins with http"),
        ("/bomb", "larger than 10 MB"),
        ("/large", "larger than 10 MB"),
        ("/film", "no reader for video/mp4"),
        ("/nothing", "the server answers 404 Not Found"),
    ],
)
def test_what_is_not_fetched_is_said_in_words(here: str, path: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fetching().get(here + path)


def test_an_answer_without_end_is_ended(here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TOTAL", 0.5)
    with pytest.raises(ValueError, match=r"took longer|no HTTP"):
        fetching().get(f"{here}/slow")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "[::1]", "localhost", "169.254.169.254", "10.0.0.1", "192.168.1.1"),
        *("172.16.0.1", "100.64.0.1", "0.0.0.0", "0", "2130706433", "0x7f000001", "0x7f.1"),
        *("0177.0.0.1", "127.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "240.0.0.1"),
        *("[::]", "[fe80::1]", "[fc00::1]", "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
        *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "[2001:db8::1]"),
    ],
)
def test_an_address_that_is_not_of_the_open_web_is_refused(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(ValueError, match=r"no address of the open web|there is no host"):
        Fetching("x").get(f"http://{host}/latest/meta-data/")


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_address_of_the_open_web_may_be_visited(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("found", [["10.0.0.1"], ["93.184.215.14", "10.0.0.1"]])
def test_a_name_that_resolves_to_a_private_address_is_refused(
    found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in found]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
    with pytest.raises(ValueError, match="no address of the open web"):
        Fetching("x").get("http://news.example/")


def test_the_connection_is_made_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    tried: list[object] = []

    def resolve(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 80))]

    def connect(place: object, **_: object) -> None:
        tried.append(place)
        raise ConnectionRefusedError(111, "refused")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ValueError, match="cannot be reached"):
        Fetching("x").get("http://news.example/")
    assert tried == [("93.184.215.14", 80)]


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/", "file:///etc/passwd", "http://", "http://u:p@a.example/", "https://[::1"],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"not a web address|name and password"):
        Fetching("x").get(address)


@pytest.mark.parametrize(
    ("robots", "path", "may"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /*?print", "/x?print=1", False),
        ("User-agent: conflict-digest\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: other\nDisallow: /\n", "/a", True),
        ("user-agent: one\nUser-Agent: conflict-digest/1\ndisallow: /a # mine", "/a", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /" + "*a" * 5_000, "/" + "a" * 5_000, True),
        ("<html>no robots here</html>", "/a", True),
    ],
)
def test_robots_txt_is_read_as_its_standard_says(robots: str, path: str, may: bool) -> None:
    assert allowed(robots, "conflict-digest", path) is may


def test_an_address_becomes_a_draft_that_says_where_it_is_from(
    here: str, server: ThreadingHTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_, "Fetching", lambda agent: Fetching(agent, this_server))
    (tmp_path / "site.yaml").write_text(
        "title: x\nbase_url: https://x.example\ncontact: desk@x.example\n"
    )
    server.asked.clear()  # type: ignore[attr-defined]

    def run(*given: str) -> str:
        done = CliRunner().invoke(import_.command, given, obj=tmp_path)
        assert done.exit_code == 0, done.output
        return done.stdout

    run(f"{here}/to-page")
    [draft] = load(tmp_path)[0].articles
    assert draft.seed is not None
    assert (draft.seed.origin, draft.title) == (f"{here}/page.html", "Pumps arrive")
    assert (tmp_path / draft.seed.file).read_bytes() == PAGE.encode()
    assert draft.seed.received is not None
    agent = server.asked[-1][1]  # type: ignore[attr-defined]
    assert agent.startswith("conflict-digest/")
    assert agent.endswith("(+https://x.example; desk@x.example)")
    server.asked.clear()  # type: ignore[attr-defined]
    assert "skipped, imported before as" in run(f"{here}/page.html")
    assert server.asked == []  # type: ignore[attr-defined]
    assert "new draft" in run(f"{here}/feed")
    assert "1 entry skipped, imported before" in run(f"{here}/feed")


def test_a_page_is_read_in_the_encoding_that_it_was_sent_with(here: str) -> None:
    from generator.plugins.reading import documents

    [made] = documents(fetching().get(f"{here}/koi8"))
    assert made.title == "Насосы arrive"
