"""A site being served, and one who asks it as a browser does, or as no browser would."""

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
from conftest import Site

from generator.previewing.server import Server
from generator.serve import OWN_NAMES, listening, serving

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
FIRST = "content/articles/2025/first.md"


class Reply(msgspec.Struct):
    """What the preview answered."""

    status: int
    headers: str
    text: str


class Asker:
    """Speaks to the preview over a connection of its own for each question."""

    def __init__(self, port: int, server: Server | None = None) -> None:
        self.port = port
        self.server = server

    def get(self, path: str, method: str = "GET", **headers: str) -> Reply:
        said = {"Host": f"127.0.0.1:{self.port}"} | headers
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in said.items())
        return self.say(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode())

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
    def news(self) -> Iterator[Callable[[], dict[str, object]]]:
        """What a browser is told of changes, one call after the other."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(
                f"GET /_preview/events HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()
            )
            with connection.makefile("rb") as lines:
                said = (line for line in lines if line.startswith(b"data: "))
                yield lambda: msgspec.json.decode(next(said)[6:])


@contextmanager
def served(made: Site, port: int = 0) -> Iterator[Asker]:
    made.warm()
    with listening("127.0.0.1", port) as socket_, serving(made.root, OWN_NAMES) as server:
        thread = threading.Thread(target=lambda: asyncio.run(server.run(socket_)))
        thread.start()
        asker = Asker(socket_.getsockname()[1], server)
        try:
            asker.get("/_preview/state")
            yield asker
        finally:
            server.end()
            thread.join()
