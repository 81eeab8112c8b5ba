"""`serve` shows the site while it is edited, to this machine only, and outlives every request."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from conftest import MINIMAL, REPOSITORY, Site

from generator.preview import Preview
from generator.serve import _server, _watching

DRAFT = """\
-- content/articles/2025/first.md --
---
title: First report
date: 2025-03-27
source: { name: unknown, url: null }
tags: [drones]
status: draft
---
Said so.
"""


class Reply(msgspec.Struct):
    """What the preview answered."""

    status: int
    headers: str
    text: str


class Browser:
    """Speaks to the preview as a browser does, or as no browser would."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, method: str = "GET", host: str | None = None) -> Reply:
        host = f"127.0.0.1:{self.port}" if host is None else host
        return self.say(f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())

    def say(self, request: bytes) -> Reply:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
        head, _, body = answer.decode().partition("\r\n\r\n")
        status = re.match(r"HTTP/1\.[01] (\d+)", head)
        return Reply(int(status[1]) if status else 0, head, body)

    def until(self, path: str, words: str) -> Reply:
        """The page once it shows some words; an edit must not take long to be seen."""
        deadline = time.monotonic() + 20
        while words not in (reply := self.get(path)).text:
            assert time.monotonic() < deadline, reply.text
            time.sleep(0.02)
        return reply


@contextmanager
def serving(made: Site) -> Iterator[Browser]:
    preview = Preview(made.root)
    preview.refresh()
    with _server(preview, 0) as server, _watching(preview):
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield Browser(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def draft(site: Callable[[str], Site]) -> Iterator[tuple[Site, Browser]]:
    """A site with one draft, being served."""
    made = site(DRAFT)
    with serving(made) as browser:
        yield made, browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The same, for those who only ask."""
    made = Site(tmp_path_factory.mktemp("served"))
    made.write(MINIMAL)
    made.write(DRAFT)
    with serving(made) as browser:
        yield browser


def test_a_draft_is_shown_as_one_and_nothing_is_written(draft: tuple[Site, Browser]) -> None:
    made, browser = draft
    reply = browser.get("/articles/first/index.html")
    assert reply.status == 200
    assert "Content-Type: text/html; charset=utf-8" in reply.headers
    assert "First report" in reply.text and "Not for publication" in reply.text
    assert "noindex" in reply.text
    assert browser.get("/articles/first/").text == reply.text
    assert sorted(path.name for path in made.root.iterdir()) == ["content", "site.yaml"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/style.css", "text/css; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml"),
        ("/feed.xml", "xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_other_files_come_as_what_they_are(browser: Browser, path: str, kind: str) -> None:
    reply = browser.get(path)
    assert reply.status == 200
    assert re.search(f"Content-Type: .*{re.escape(kind)}", reply.headers)
    assert "_preview" not in reply.text


def test_the_previews_script_is_never_in_a_built_page(draft: tuple[Site, Browser]) -> None:
    made, browser = draft
    assert '<script src="/_preview/script.js"' in browser.get("/").text
    assert "fetch(asked)" in browser.get("/_preview/script.js").text
    for output, arguments in (("public", []), ("preview", ["--drafts"])):
        made.build(*arguments)
        for path, data in made.tree(output).items():
            assert b"_preview" not in data, path


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("content/articles/2025/first.md", "Said so.", "Said otherwise.", "Said otherwise."),
        ("content/articles/2025/first.md", "First report", "Another title", "Another title"),
        ("site.yaml", "Test Digest", "Another name", "Another name"),
    ],
)
def test_an_edit_shows_up(
    draft: tuple[Site, Browser], name: str, old: str, new: str, words: str
) -> None:
    made, browser = draft
    made.edit(name, old, new)
    browser.until("/articles/first/", words)


def test_an_edit_shows_up_however_an_editor_saves(draft: tuple[Site, Browser]) -> None:
    made, browser = draft
    for name in ("site.yaml", "content/articles/2025/first.md"):
        beside = made.root / f"{name}.tmp"
        text = made.read(name).replace("Test Digest", "Renamed").replace("First", "Renamed, too")
        beside.write_text(text)
        beside.replace(made.root / name)
    browser.until("/articles/first/", "Renamed, too")
    browser.until("/articles/first/", "Renamed</a>")


def test_a_folder_made_later_is_watched_as_well(draft: tuple[Site, Browser]) -> None:
    made, browser = draft
    made.write("-- templates/x.html --\n---\npath: /x/\n---\n<body>One</body>\n")
    browser.until("/x/", "<body>One")
    made.edit("templates/x.html", "One", "Two")
    browser.until("/x/", "<body>Two")
    (made.root / "templates").rename(made.root / "gone")
    browser.until("/x/", "No such page")
    (made.root / "gone").rename(made.root / "templates")
    browser.until("/x/", "<body>Two")
    made.edit("templates/x.html", "Two", "Three")
    browser.until("/x/", "<body>Three")


def test_a_mistake_is_shown_with_its_place_until_it_is_mended(
    draft: tuple[Site, Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    made, browser = draft
    made.edit("content/articles/2025/first.md", "date: 2025", "date: <2025>")
    page = browser.until("/", "content/articles/2025/first.md:3: ")
    assert "&lt;2025&gt;" in page.text and "<2025>" not in page.text
    assert browser.get("/static/style.css").status == 200
    made.edit("content/articles/2025/first.md", "date: <2025>", "date: 2025")
    browser.until("/", "First report")


def test_a_mistake_in_a_body_is_shown_on_the_pages_it_spoils(draft: tuple[Site, Browser]) -> None:
    made, browser = draft
    made.write("-- templates/x.html --\n---\npath: /x/\n---\n{{ no }}\n")
    browser.until("/x/", "templates/x.html:4: &#x27;no&#x27; is undefined, on /x/")
    assert "First report" in browser.get("/").text


def test_a_site_with_a_mistake_can_be_served_from_the_start(site: Callable[[str], Site]) -> None:
    made = site(DRAFT.replace("title: First", "titel: First"))
    with serving(made) as browser:
        assert "unknown key “titel”" in browser.get("/").text
        made.edit("content/articles/2025/first.md", "titel", "title")
        browser.until("/", "First report")


def test_the_browser_hears_of_a_change_to_what_it_shows(draft: tuple[Site, Browser]) -> None:
    made, browser = draft
    shown = re.search(r'data-path="([^"]*)" data-key="([^"]*)"', browser.get("/about/").text)
    assert shown and shown[1] == "/about/"
    heard: list[int] = []
    ask = f"/_preview/news?path={shown[1]}&key={shown[2]}"
    listening = threading.Thread(target=lambda: heard.append(browser.get(ask).status))
    listening.start()
    made.edit("content/articles/2025/first.md", "Said so.", "That is elsewhere.")
    browser.until("/articles/first/", "That is elsewhere.")
    assert listening.is_alive() and not heard
    made.write("-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n")
    listening.join(20)
    assert heard == [205]


def test_a_new_look_is_news_for_every_page(draft: tuple[Site, Browser]) -> None:
    made, browser = draft
    before = re.search(r'data-key="([^"]*)"', browser.get("/").text)
    made.write("-- templates/static/style.css --\nbody { color: red }\n")
    browser.until("/static/style.css", "color: red")
    after = re.search(r'data-key="([^"]*)"', browser.get("/").text)
    assert before and after and before[1] != after[1]


@pytest.mark.parametrize(
    "query", ["", "?", "?path", "?path=", "?key=x", "?path=/&path=/&key", "?%ff%00&&;=", "?a=%zz"]
)
def test_a_question_for_news_that_makes_no_sense_is_answered(browser: Browser, query: str) -> None:
    assert browser.get(f"/_preview/news{query}").status == 205


@pytest.mark.parametrize(
    "path",
    [
        "/../site.yaml", "/%2e%2e/site.yaml", "/..%2fsite.yaml", "/static/../../site.yaml",
        "/static/..%5c..%5csite.yaml", "\\..\\site.yaml", "/site.yaml", "//etc/passwd",
        "/etc/passwd", "/static/%00", "/%00", "/static/style.css%00.html", "//[", "http://[::/",
        "*", "/%ff%fe", "/static", "/static/", "/templates/base.html",
        "/content/articles/2025/first.md", "?", "/articles/first", f"/{'x' * 5000}",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_site(browser: Browser, path: str) -> None:
    reply = browser.get(path)
    assert reply.status == 404
    assert "base_url" not in reply.text and "root:" not in reply.text


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil"]
)
def test_a_page_elsewhere_cannot_read_it_under_its_own_name(browser: Browser, host: str) -> None:
    reply = browser.get("/", host=host)
    assert reply.status == 403
    assert "First report" not in reply.text
    assert browser.get("/", host="localhost:1").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "BREW"])
def test_it_can_be_read_and_nothing_else(browser: Browser, method: str) -> None:
    assert browser.get("/", method).status == 501


def test_head_is_answered_without_a_body(browser: Browser) -> None:
    reply = browser.get("/", "HEAD")
    assert (reply.status, reply.text) == (200, "")
    assert "Cache-Control: no-store" in reply.headers


def test_nothing_that_is_said_to_it_ends_it(
    browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    host = f"Host: 127.0.0.1:{browser.port}\r\n".encode()
    for request in (
        b"",
        b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + host + b"\r\n",
        b"GET / HTTP/9.9\r\n" + host + b"\r\n",
        b"GET /\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\nHost",
        b"GET \xff\xfe HTTP/1.1\r\n" + host + b"\r\n",
    ):
        browser.say(request)
    half_open = [socket.create_connection(("127.0.0.1", browser.port)) for _ in range(20)]
    for connection in half_open[:10]:
        connection.send(b"GET / HTT")
    rude = socket.create_connection(("127.0.0.1", browser.port))
    rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    rude.send(b"GET / HTTP/1.1\r\n" + host + b"\r\n")
    rude.close()
    assert browser.get("/").status == 200
    for connection in half_open:
        connection.close()
    assert capsys.readouterr().err == ""


# ---- the command ----


@contextmanager
def started(made: Site, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", *arguments],
        cwd=made.root,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_ctrl_c_ends_it_cleanly(site: Callable[[str], Site]) -> None:
    with started(site(DRAFT), "--port", "0") as process:
        assert process.stdout
        said = next(line for line in process.stdout if "http" in line)
        address = re.match(r"http://127\.0\.0\.1:(\d+)/ shows the site with its drafts", said)
        assert address
        port = int(address[1])
        assert Browser(port).get("/").status == 200
        with socket.create_connection(("127.0.0.1", port)) as waiting:
            ask = f"GET /_preview/news?path=/&key= HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
            waiting.sendall(ask.encode())
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert (out.strip(), err) == ("ended", "")


def test_it_listens_to_this_machine_only(site: Callable[[str], Site]) -> None:
    with _server(Preview(site("").root), 0) as server:
        assert server.socket.getsockname()[0] == "127.0.0.1"


def test_a_taken_port_is_said_with_one_that_is_free(site: Callable[[str], Site]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = site("").run("serve", "--port", str(port))
        assert done.status == 1
        said = re.fullmatch(rf"Error: port {port} is taken; try --port (\d+)\n", done.err)
        assert said
        if int(said[1]):
            socket.create_server(("127.0.0.1", int(said[1]))).close()


def test_a_folder_with_a_link_to_elsewhere_shows_a_mistake_and_not_the_file(
    site: Callable[[str], Site], tmp_path: Path
) -> None:
    made = site(DRAFT)
    (tmp_path / "key.txt").write_text("secret")
    (made.root / "templates/static").mkdir(parents=True)
    (made.root / "templates/static/key.txt").symlink_to(tmp_path / "key.txt")
    with serving(made) as browser:
        reply = browser.get("/static/key.txt")
    assert "secret" not in reply.text
    assert "templates/static/key.txt: a link to something" in reply.text
