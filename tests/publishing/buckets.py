"""Real hosts of objects on this machine, and a gate before them that closes at any request."""

import http.client
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
from releases import publish

from generator.model.target import MARK, Outgoing, Target
from generator.plugins.targets import s3

ACCESS, SECRET = "canary-access-0f3c", "canary-secret-9a1b"
BUCKET = "digest-site"
RCLONE = shutil.which("rclone", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
DENIED = b"<Error><Code>AccessDenied</Code><Message>No.</Message></Error>"

Answer = tuple[int, list[tuple[str, str]], bytes]


def needs_package(*names: str) -> None:
    """Skip a module whose tests are about a package that is missing."""
    missing = [name for name in names if not importlib.util.find_spec(name)]
    if missing:
        pytest.skip(f"needs {', '.join(missing)} (pip install)", allow_module_level=True)


class Gate:
    """What stands before a host: it lets so many writing requests through, then none at all."""

    def __init__(self, answer: "Callable[[Request, bytes], Answer]") -> None:
        self.host, self.lock = answer, threading.Lock()
        self.open()
        handler = type("_Request", (Request,), {"gate": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def open(self, left: int = sys.maxsize, lose: bool = False, refuse: str = "\0") -> None:
        """Let so many writing requests through; the answer to the last may get lost. An object
        whose name ends in `refuse` is never written."""
        with self.lock:
            self.left, self.lose, self.refuse = left, lose, refuse
            self.written: list[str] = []
            self.turned_away = False

    def answer(self, request: "Request", data: bytes) -> Answer:
        path = unquote(request.path.partition("?")[0])
        writing = request.command != "GET"
        with self.lock:
            if self.left <= 0 or (writing and path.endswith(self.refuse)):
                self.turned_away = True
                return 403, [], DENIED
            self.left -= writing
            lost = writing and not self.left and self.lose
            if writing:
                self.written.append(f"{request.command} {path.removeprefix(f'/{BUCKET}/')}")
        answer = self.host(request, data)
        if lost:
            self.turned_away = True
            return 403, [], DENIED
        return answer


class Request(BaseHTTPRequestHandler):
    """A request as it came."""

    protocol_version, disable_nagle_algorithm, wbufsize = "HTTP/1.1", True, -1
    gate: Gate
    upstream: http.client.HTTPConnection | None = None

    def _answer(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers, body = self.gate.answer(self, data)
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def finish(self) -> None:
        super().finish()
        if self.upstream is not None:
            self.upstream.close()

    do_GET = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815 - so they are called

    def log_message(self, *_: object) -> None: ...


def forwarded_to(port: int) -> Callable[[Request, bytes], Answer]:
    """What a host answers to a request that is passed on as it is, for it is signed."""

    def forward(request: Request, data: bytes) -> Answer:
        if request.upstream is None:
            request.upstream = http.client.HTTPConnection("127.0.0.1", port)
            request.upstream.connect()
            request.upstream.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ask = request.upstream
        ask.putrequest(request.command, request.path, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.items():
            ask.putheader(name, value)
        ask.endheaders(data)
        answer = ask.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    return forward


class Hosted(msgspec.Struct):
    """A host of objects, its gate, and what is in a bucket by another way than ours."""

    gate: Gate
    port: int
    shown: Callable[[str], dict[str, bytes]]  # every object below a prefix, as readers ask for it
    guards: bool  # whether it honours conditions on writing

    def put(self, name: str, data: bytes) -> None:
        """Write an object as somebody else would."""
        client(self.port).put_object(Bucket=BUCKET, Key=name, Body=data)


def without_mark(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not path.startswith(MARK)}


@contextmanager
def rclone(folder: Path) -> Iterator[Hosted]:
    """rclone's server, over files: it ignores conditions on writing, and looks at signatures."""
    www = folder / "www" / BUCKET
    www.mkdir(parents=True)
    port = free_port()
    keys = f"{ACCESS},{SECRET}"
    command = [str(RCLONE), "serve", "s3", str(www.parent), "--addr", f"127.0.0.1:{port}"]
    with running([*command, "--auth-key", keys, "--config", ""], port, folder / "log"):

        def shown(prefix: str) -> dict[str, bytes]:
            top = www / prefix
            found = (path for path in top.rglob("*") if path.is_file())
            return {path.relative_to(top).as_posix(): path.read_bytes() for path in found}

        yield Hosted(Gate(forwarded_to(port)), port, shown, guards=False)


@contextmanager
def moto(folder: Path) -> Iterator[Hosted]:
    """moto's server, which honours conditions on writing."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running(command, port, folder / "log"):
        s3 = client(port)
        s3.create_bucket(Bucket=BUCKET)

        def shown(prefix: str) -> dict[str, bytes]:
            names = []
            for page in s3.get_paginator("list_objects_v2").paginate(
                Bucket=BUCKET, Prefix=f"{prefix}/"
            ):
                names += [each["Key"] for each in page.get("Contents", ())]
            return {
                name.removeprefix(f"{prefix}/"): s3.get_object(Bucket=BUCKET, Key=name)[
                    "Body"
                ].read()
                for name in names
            }

        yield Hosted(Gate(forwarded_to(port)), port, shown, guards=True)


def client(port: int) -> Any:
    """Amazon's own client, to see with other eyes than ours."""
    import boto3

    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id=ACCESS,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """A server, from when it listens."""
    with log.open("wb") as file:
        server = subprocess.Popen(command, stdout=file, stderr=file)
    try:
        for _ in range(1000):
            if server.poll() is not None:
                pytest.skip(f"{command[0]} does not run here: {log.read_text()[-300:]}")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                break
        yield
    finally:
        server.terminate()
        server.wait()


class Place(msgspec.Struct):
    """A place in a bucket, and somebody who publishes to it."""

    host: Hosted
    target: Target

    def put(self, out: Outgoing) -> None:
        publish(s3, out, self.target)

    def shown(self) -> dict[str, bytes]:
        return without_mark(self.host.shown(self.target.options.prefix))

    def marks(self) -> dict[str, bytes]:
        found = self.host.shown(self.target.options.prefix)
        return {path: data for path, data in found.items() if path.startswith(MARK)}


def a_place(host: Hosted, tmp_path: Path, who: str, **options: Any) -> Place:
    given: dict[str, Any] = {
        "bucket": BUCKET,
        "prefix": tmp_path.name,
        "endpoint": host.gate.address,
        "alone": not host.guards,
    }
    chosen = s3.Options(**(given | options))
    return Place(host, Target("bucket", chosen, tmp_path, tmp_path / who))


def only_these_keys(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The keys in the environment, and none of a developer's own."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "no-such-file"))
