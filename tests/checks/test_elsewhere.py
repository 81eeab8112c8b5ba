"""Links to other sites are asked for politely, and only what is surely gone is found."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from conftest import Site

from generator.check import checked
from generator.checking.asking import Asked
from generator.plugins import fetch
from generator.plugins.checks import elsewhere
from generator.site_folder import plan_site

ARTICLE = """\
-- content/articles/first.md --
---
title: First report
date: 2025-03-27
source: { name: unknown, url: null }
tags: [drones]
status: reviewed
---
%s
"""


class Server(BaseHTTPRequestHandler):
    """Another site; `asked` on the server is what was asked for."""

    def do_HEAD(self) -> None:
        self.answer({"/no-head": 405, "/gone": 404, "/login": 401}.get(self.path, 200))

    def do_GET(self) -> None:
        self.answer({"/gone": 404, "/login": 401}.get(self.path, 200))

    def answer(self, status: int) -> None:
        self.server.asked.append(f"{self.command} {self.path}")  # type: ignore[attr-defined]
        data = b"User-agent: *\nDisallow: /private/\n" if self.path == "/robots.txt" else b"x"
        if self.path == "/moved":
            status = 301
        self.send_response(status)
        self.send_header("Location", "/gone")
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(fetch, "BETWEEN", 0.0)
    made = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    made.asked = []  # type: ignore[attr-defined]
    thread = Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def test_only_what_is_surely_gone_is_found(site: Callable[[str], Site], server: Any) -> None:
    address = f"http://127.0.0.1:{server.server_port}"
    paths = ("there", "gone", "moved", "no-head", "login", "private/x", "gone")
    lines = "\n".join(f"[{path}]({address}/{path})" for path in paths)
    made = site(ARTICLE % lines)
    planned = plan_site(made.root, drafts=False)
    with checked(made.root, planned, Asked(frozenset({"D001"}))) as (release, _):
        found = sorted(elsewhere.check(release, lambda _: True))
    assert [(each.file, each.line, each.message) for each in found] == [
        ("content/articles/first.md", 10, f"{address}/gone: the server answers 404 Not Found"),
        ("content/articles/first.md", 11, f"{address}/moved: the server answers 404 Not Found"),
    ]
    asked = server.asked
    assert asked.count("GET /robots.txt") == 1 and asked.count("HEAD /gone") == 2
    assert "HEAD /there" in asked and "GET /there" not in asked
    assert "GET /no-head" in asked
    assert not any("private" in each for each in asked)
