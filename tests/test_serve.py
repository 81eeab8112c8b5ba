"""`serve` shows the site while it is edited, to this machine only, and outlives every request."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import msgspec
import pytest
from conftest import MINIMAL, REPOSITORY, Site
from serving import DRAFT, FIRST, Asker, served

from generator.serve import OWN_NAMES, listening, names_for


@pytest.fixture
def draft(site: Callable[[str], Site]) -> Iterator[tuple[Site, Asker]]:
    """A site with one draft, being served."""
    made = site(DRAFT)
    with served(made) as asker:
        yield made, asker


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """The same, for those who only ask."""
    made = Site(tmp_path_factory.mktemp("served"))
    made.write(MINIMAL)
    made.warm()
    made.write(DRAFT)
    with served(made) as asker:
        yield asker


# ---- what is shown ----


def test_a_draft_is_shown_as_one_and_nothing_is_written_but_the_cache(
    site: Callable[[str], Site],
) -> None:
    made = site(DRAFT)
    made.cold()
    with served(made) as asker:
        reply = asker.get("/articles/first/index.html")
        assert reply.status == 200
        assert "Content-Type: text/html; charset=utf-8" in reply.headers
        assert "First report" in reply.text and "Not for publication" in reply.text
        assert "noindex" in reply.text
        assert asker.get("/articles/first/").text == reply.text
    assert {path.name for path in made.root.iterdir()} - {".cache"} == {"content", "site.yaml"}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/style.css", "text/css; charset=utf-8"),
        ("/static/style.css?preview=2", "text/css; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml"),
        ("/feed.xml", "xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_other_files_come_as_what_they_are(asker: Asker, path: str, kind: str) -> None:
    reply = asker.get(path)
    assert reply.status == 200
    assert re.search(f"Content-Type: .*{re.escape(kind)}", reply.headers)
    assert "_preview" not in reply.text


def test_the_previews_script_is_never_in_a_built_page(draft: tuple[Site, Asker]) -> None:
    made, asker = draft
    assert '<script type="module" src="/_preview/client.js"' in asker.get("/").text
    for name in ("client.js", "idiomorph.esm.js", "worker.js", "preview.css"):
        assert asker.get(f"/_preview/{name}").status == 200
    for output, arguments in (("public", []), ("preview", ["--drafts"])):
        made.build(*arguments)
        for path, data in made.tree(output).items():
            assert b"_preview" not in data, path


def test_a_page_that_is_known_is_not_sent_again(asker: Asker) -> None:
    key = re.search(r'data-key="(\w+)"', asker.get("/").text)
    assert key
    reply = asker.get("/", If_None_Match=f'"{key[1]}"')
    assert (reply.status, reply.text) == (304, "")
    assert asker.get("/about/", If_None_Match=f'"{key[1]}"').status == 404


# ---- what changes ----


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (FIRST, "Said so.", "Said otherwise.", "Said otherwise."),
        (FIRST, "First report", "Another title", "Another title"),
        ("site.yaml", "Test Digest", "Another name", "Another name"),
    ],
)
def test_an_edit_shows_up(
    draft: tuple[Site, Asker], name: str, old: str, new: str, words: str
) -> None:
    made, asker = draft
    made.edit(name, old, new)
    asker.until("/articles/first/", words)


def test_a_folder_made_later_is_watched_as_well(draft: tuple[Site, Asker]) -> None:
    made, asker = draft
    made.write("-- templates/x.html --\n---\npath: /x/\n---\n<body>One</body>\n")
    asker.until("/x/", "<body>One")
    made.edit("templates/x.html", "One", "Two")
    asker.until("/x/", "<body>Two")
    (made.root / "templates").rename(made.root / "gone")
    asker.until("/x/", "No such page")
    (made.root / "gone").rename(made.root / "templates")
    asker.until("/x/", "<body>Two")
    made.edit("templates/x.html", "Two", "Three")
    asker.until("/x/", "<body>Three")


def test_browsers_are_told_which_pages_changed_and_which_went_elsewhere(
    draft: tuple[Site, Asker],
) -> None:
    made, asker = draft
    with asker.news() as heard:
        first = heard()
        made.edit(FIRST, "Said so.", "Said otherwise.")
        edited = heard()
        (made.root / FIRST).rename(made.root / "content/articles/2025/second.md")
        renamed = heard()
        made.write("-- templates/static/style.css --\nbody { color: red }\n")
        restyled = heard()
        (made.root / "content/articles/2025/second.md").unlink()
        deleted = heard()
    feeds = [f"{home}feed.{form}" for home in ("/", "/tags/drones/") for form in ("json", "xml")]
    assert edited["paths"] == ["/articles/first/", *feeds]
    assert edited["since"] == first["version"]
    assert renamed["moved"] == {"/articles/first/": "/articles/second/"}
    assert (restyled["paths"], restyled["static"]) == ([], ["/static/style.css"])
    assert deleted["moved"] == {} and "/articles/second/" in str(deleted["paths"])


def test_the_terminal_says_each_change_in_a_line(
    draft: tuple[Site, Asker], capsys: pytest.CaptureFixture[str]
) -> None:
    made, asker = draft
    made.edit(FIRST, "date: 2025", "date: <2025>")
    with asker.news() as heard:
        while not heard()["wrong"]:
            pass
        made.edit(FIRST, "date: <2025>", "date: 2026")
        while heard()["wrong"]:
            pass
    asker.get("/")
    for out, err in iter(capsys.readouterr, ("", "")):
        assert re.fullmatch(
            rf"({re.escape(FIRST)}: \d+ pages, (\d+ ms|\d\.\d s)\n)?", out[out.find(FIRST) :]
        )
        assert re.fullmatch(rf"({re.escape(FIRST)}:3: .+\n)?", err)


# ---- what is wrong ----


def state(asker: Asker, path: str) -> dict[str, list[dict[str, object]]]:
    answer: dict[str, list[dict[str, object]]] = msgspec.json.decode(
        asker.get(f"/_preview/state?path={path}").text
    )
    return answer


def test_a_mistake_leaves_the_last_good_page_and_is_said_with_its_lines(
    draft: tuple[Site, Asker],
) -> None:
    made, asker = draft
    made.edit(FIRST, "title: First", "titel: First")
    asker.until("/_preview/state", "unknown key")
    page = asker.get("/articles/first/")
    assert page.status == 200 and "First report" in page.text
    problem = next(p for p in state(asker, "/")["problems"] if p["line"] == 2)
    assert problem["file"] == FIRST
    assert problem["message"] == "unknown key “titel”"
    assert problem["hint"] == "did you mean “title”?"
    assert (problem["first"], problem["lines"][1]) == (1, "titel: First report")  # type: ignore[index]
    made.edit(FIRST, "titel", "title")
    asker.until("/_preview/state", '"problems":[]')


def test_a_mistake_in_a_body_is_shown_on_the_pages_it_spoils(
    draft: tuple[Site, Asker], capsys: pytest.CaptureFixture[str]
) -> None:
    made, asker = draft
    made.write("-- templates/x.html --\n---\npath: /x/\n---\n{{ no }}\n")
    bound = "bound here: here, here_in_text, site, on /x/"
    said = f"templates/x.html:4: &#x27;no&#x27; is undefined; {bound}"
    assert asker.until("/x/", said).status == 500
    [problem] = state(asker, "/x/")["problems"]
    assert (problem["line"], problem["lines"]) == (4, ["---", "path: /x/", "---", "{{ no }}"])
    assert state(asker, "/")["problems"] == []
    asker.get("/x/")
    assert capsys.readouterr().err.count("templates/x.html:4: 'no' is undefined") == 1


def test_a_mistake_that_shows_in_a_default_template_comes_with_its_lines(
    draft: tuple[Site, Asker],
) -> None:
    made, asker = draft
    made.write("-- templates/base.html --\n{% block main %}{% endblock %}{{ card.title.x.y }}\n")
    asker.until("/articles/first/", "templates/base.html:1")
    made.write("-- templates/base.html --\n{% block main %}{% endblock %}\n")
    made.write("-- templates/parts/date.html --\n{{ 1 // 0 }}\n")
    asker.until("/articles/first/", "templates/parts/date.html:1")
    (made.root / "templates/parts/date.html").write_text("")
    made.write("-- templates/y.html --\n---\npath: /y/\n---\n{% include 'parts/card.html' %}\n")
    asker.until("/y/", "(default templates)/parts/card.html")
    [problem] = state(asker, "/y/")["problems"]
    assert problem["line"] and "card" in str(problem["lines"])


def test_a_site_with_a_mistake_can_be_served_from_the_start(site: Callable[[str], Site]) -> None:
    made = site(DRAFT.replace("title: First", "titel: <First>"))
    with served(made) as asker:
        reply = asker.get("/")
        assert reply.status == 500 and "unknown key “titel”" in reply.text
        made.edit(FIRST, "titel", "title")
        asker.until("/", "&lt;First&gt;")


def test_a_folder_with_a_link_to_elsewhere_shows_a_mistake_and_not_the_file(
    site: Callable[[str], Site], tmp_path: Path
) -> None:
    made = site(DRAFT)
    (tmp_path / "key.txt").write_text("secret\n" * 9)
    (made.root / "templates/static").mkdir(parents=True)
    (made.root / "templates/static/key.txt").symlink_to(tmp_path / "key.txt")
    (made.root / "content/articles/2025/key.md").symlink_to(tmp_path / "key.txt")
    with served(made) as asker:
        for path in ("/static/key.txt", "/", "/_preview/state", "/content/articles/2025/key.md"):
            assert "secret" not in asker.get(path).text
        assert "templates/static/key.txt: a link to something" in asker.get("/").text


# ---- who may ask, and what ----


@pytest.mark.parametrize(
    "path",
    [
        "/../site.yaml", "/%2e%2e/site.yaml", "/..%2fsite.yaml", "/static/../../site.yaml",
        "/static/..%5c..%5csite.yaml", "\\..\\site.yaml", "/site.yaml", "//etc/passwd",
        "/etc/passwd", "/static/%00", "/%00", "/static/style.css%00.html", "//[", "http://[::/",
        "*", "/%ff%fe", "/static", "/static/", "/templates/base.html", "/_preview/",
        "/content/articles/2025/first.md", "?", "/articles/first", f"/{'x' * 5000}",
        "/_preview/../answers.py", "/_preview/%2e%2e/answers.py", "/_preview/idiomorph.LICENSE",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_site(asker: Asker, path: str) -> None:
    reply = asker.get(path)
    assert reply.status == 404
    assert "base_url" not in reply.text and "root:" not in reply.text


@pytest.mark.parametrize(
    "query", ["", "?", "?path", "?path=%ff%00&&;=", "?a=%zz&path=../site.yaml"]
)
def test_a_question_that_makes_no_sense_is_answered(asker: Asker, query: str) -> None:
    reply = asker.get(f"/_preview/state{query}")
    assert (reply.status, msgspec.json.decode(reply.text)["problems"]) == (200, [])


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil", "[::2]"],
)
def test_a_page_elsewhere_cannot_read_it_under_its_own_name(asker: Asker, host: str) -> None:
    for path in ("/", "/_preview/events", "/_preview/state"):
        reply = asker.get(path, Host=host)
        assert reply.status == 403
        assert "First report" not in reply.text
    for own in ("localhost:1", "LOCALHOST", "[::1]:8000"):
        assert asker.get("/", Host=own).status == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:1", "https://"]
)
def test_a_page_of_another_address_cannot_read_it(asker: Asker, origin: str) -> None:
    for path in ("/", "/_preview/events"):
        assert asker.get(path, Origin=origin).status == 403
    assert asker.get("/", Origin=f"http://127.0.0.1:{asker.port}").status == 200


@pytest.mark.parametrize(
    ("site", "dest", "status"),
    [
        ("cross-site", "image", 403),
        ("cross-site", "script", 403),
        ("cross-site", "iframe", 403),
        ("same-site", "empty", 403),
        ("cross-site", "document", 200),
        ("same-origin", "script", 200),
        ("none", "document", 200),
    ],
)
def test_a_page_elsewhere_can_lead_here_and_load_nothing(
    asker: Asker, site: str, dest: str, status: int
) -> None:
    """As browsers say it of each request (fetch metadata); none may show it in a frame."""
    reply = asker.get("/", Sec_Fetch_Site=site, Sec_Fetch_Dest=dest)
    assert reply.status == status
    assert "Content-Security-Policy: frame-ancestors 'none'" in reply.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "BREW"])
def test_it_can_be_read_and_nothing_else(asker: Asker, method: str) -> None:
    reply = asker.get("/", method)
    assert reply.status == 405 and "Allow: GET, HEAD" in reply.headers


def test_head_is_answered_without_a_body(asker: Asker) -> None:
    reply = asker.get("/", "HEAD")
    assert (reply.status, reply.text) == (200, "")
    assert "Cache-Control: no-store" in reply.headers


def test_several_questions_may_come_over_one_connection(asker: Asker) -> None:
    head = f"Host: localhost:{asker.port}\r\n"
    ask = f"GET /robots.txt HTTP/1.1\r\n{head}\r\n".encode()
    with_body = f"GET / HTTP/1.1\r\n{head}Content-Length: 5\r\n\r\n".encode()
    assert asker.say(ask * 3).text.count("HTTP/1.1 200 OK") == 2, "and the first one in the head"
    assert "404" not in asker.say(with_body + b"GET /no HTTP/1.1\r\n").text, "a body is no request"


LONG = "x" * 20_000


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"", 0),
        (b"\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00", 0),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (f"GET /{LONG} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), 431),
        (f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {LONG}\r\n\r\n".encode(), 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 5000 + b"\r\n", 431),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505),
        (b"GET /\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost", 0),
        (b"GET \xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: yes\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: local\x00host\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: localhost\n\n", 0),
        (b"GET / HTTP/1.1\r\n\r\n", 403),
    ],
)
def test_what_is_not_plainly_well_formed_is_refused(
    asker: Asker, request_: bytes, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asker.say(request_).status == status
    assert asker.get("/").status == 200
    assert capfd.readouterr().err == ""


def silent(asker: Asker) -> socket.socket:
    """A connection that says nothing yet."""
    connection = socket.socket()
    connection.setblocking(False)
    connection.connect_ex(("127.0.0.1", asker.port))
    return connection


def test_it_answers_while_hundreds_of_connections_say_nothing(
    asker: Asker, capfd: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as open_:
        half = [open_.enter_context(silent(asker)) for _ in range(300)]
        assert asker.get("/").status == 200
        for number, connection in enumerate(half):
            select.select([], [connection], [], 20)  # until it stands
            connection.send(b"GET / HTT"[: number % 10])
        for _ in range(30):
            open_.enter_context(asker.news())
        assert asker.get("/").status == 200
        rude = socket.create_connection(("127.0.0.1", asker.port))
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        rude.send(f"GET / HTTP/1.1\r\nHost: localhost:{asker.port}\r\n\r\n".encode())
        rude.close()
        assert asker.get("/").status == 200
    assert capfd.readouterr().err == ""


def test_of_too_many_connections_the_oldest_silent_one_is_let_go(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.previewing.server.MOST_CONNECTIONS", 40)
    with ExitStack() as open_:
        connections = [open_.enter_context(silent(asker)) for _ in range(50)]
        assert asker.get("/").status == 200
        for connection in (connections[0], connections[-1]):
            connection.settimeout(20)
        with suppress(ConnectionResetError):
            assert connections[0].recv(1) == b""
        ask = f"HEAD / HTTP/1.1\r\nHost: localhost:{asker.port}\r\n\r\n"
        connections[-1].sendall(ask.encode())
        assert connections[-1].recv(15) == b"HTTP/1.1 200 OK"


# ---- the command ----


@contextmanager
def started(made: Site, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    made.warm()
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
        asker = Asker(int(address[1]))
        assert asker.get("/").status == 200
        with asker.news() as heard:
            heard()
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert (out.strip(), err) == ("ended", "")


def test_a_taken_port_is_said_with_one_that_is_free(site: Callable[[str], Site]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = site("").run("serve", "--port", str(port))
        assert done.status == 1
        said = re.fullmatch(rf"port {port} is taken; try --port (\d+)\n", done.err)
        assert said
        if int(said[1]):
            socket.create_server(("127.0.0.1", int(said[1]))).close()


def test_in_a_terminal_the_next_free_port_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr("click.confirm", lambda words, **_: asked.append(words))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listening("127.0.0.1", port) as other:
            assert other.getsockname()[1] != port
            assert asked == [f"Port {port} is taken. Use {other.getsockname()[1]}?"]


def test_it_listens_to_this_machine_only_unless_it_is_told_to(site: Callable[[str], Site]) -> None:
    with listening("127.0.0.1", 0) as socket_:
        assert socket_.getsockname()[0] == "127.0.0.1"
    assert names_for("127.0.0.1") == names_for("localhost") == OWN_NAMES
    assert names_for("0.0.0.0") > OWN_NAMES | {socket.gethostname().lower()}
    with started(site(DRAFT), "--port", "0", "--host", "0.0.0.0") as process:
        assert process.stderr
        assert (
            "anyone who reaches this machine there can read all drafts" in process.stderr.readline()
        )
