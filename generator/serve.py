"""`serve`: the site in the browser while it is edited, drafts included. Nothing is written."""

import errno
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import click
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from generator.model.problems import Problem, SiteError
from generator.preview import SCRIPT, Answer, Preview, Shown

HOST = "127.0.0.1"
OWN_NAMES = (HOST, "localhost")  # another name means a page elsewhere that reaches in
SETTLED = 0.05  # seconds without a further change, after which the site is read again
FOLDERS = ("content", "templates")
FILE = "site.yaml"


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD from this machine's own browser, and nothing else."""

    preview: Preview
    timeout = 60
    server_version, sys_version = "conflict-digest", ""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if self.headers.get("Host", "").partition(":")[0] not in OWN_NAMES:
            self.send_error(HTTPStatus.FORBIDDEN, "This preview is for this machine only")
            return
        path, _, query = self.path.partition("?")
        if path == "/_preview/script.js":
            self._send(Answer(HTTPStatus.OK, "text/javascript", SCRIPT))
        elif path == "/_preview/news":
            asked = parse_qs(query)
            known = (asked.get(name, [""])[0] for name in ("path", "key"))
            news = self.preview.wait_for_news(*known)
            status = HTTPStatus.RESET_CONTENT if news else HTTPStatus.NO_CONTENT
            self._send(Answer(status, "text/plain", b""))
        else:
            self._send(self.preview.answer(unquote(path)))

    def _send(self, answer: Answer) -> None:
        charset = "; charset=utf-8" if answer.kind.startswith("text/") else ""
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind + charset)
        self.send_header("Content-Length", str(len(answer.data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(answer.data)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not news; changes are."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_request: Any) -> None:
        error = sys.exception()
        if not isinstance(error, OSError):  # a browser that goes away is nothing to report
            click.echo(f"a bug in conflict-digest: {type(error).__name__}: {error}", err=True)


class _Watcher(FileSystemEventHandler):
    """Reads the site again once a burst of changes has settled."""

    def __init__(self, preview: Preview, observer: BaseObserver) -> None:
        self.preview = preview
        self.observer = observer
        self.timer = threading.Timer(0, lambda: None)
        self.watched: dict[str, tuple[int, ObservedWatch]] = {}
        observer.schedule(self, str(preview.root), recursive=False)
        self.watch_folders()

    def watch_folders(self) -> None:
        """Watch the site's own folders, those included that were made since."""
        for name in FOLDERS:
            path = self.preview.root / name
            inode = path.stat().st_ino if path.is_dir() else 0
            known, watch = self.watched.pop(name, (0, None))
            if watch and known != inode:
                with suppress(KeyError, OSError):
                    self.observer.unschedule(watch)
                watch = None
            if inode:
                watch = watch or self.observer.schedule(self, str(path), recursive=True)
                self.watched[name] = (inode, watch)

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write"):
            return
        if self._is_of_the_site(event.src_path) or self._is_of_the_site(event.dest_path):
            self.timer.cancel()
            self.timer = threading.Timer(SETTLED, self._settled)
            self.timer.daemon = True
            self.timer.start()

    def _is_of_the_site(self, path: str | bytes) -> bool:
        changed = Path(os.fsdecode(path))
        if not changed.is_relative_to(self.preview.root):
            return False
        return changed.relative_to(self.preview.root).parts[:1] in {(n,) for n in (*FOLDERS, FILE)}

    def _settled(self) -> None:
        with suppress(OSError):  # a folder that is gone again, a terminal that was closed
            self.watch_folders()
            _say(self.preview.refresh())


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port of that address; 0: any that is free.",
)
@click.option("--open", "open_", is_flag=True, help="Open the site in the browser.")
@click.pass_obj
def command(root: Path, port: int, open_: bool) -> None:
    """Show the site at this machine's own address, drafts included.

    A page in the browser reloads when what it shows has changed. Nothing is written. Ctrl-C ends
    it.
    """
    if not (root / FILE).exists():
        message = "missing; go to a site's folder, or name it with --site"
        raise SiteError([Problem(FILE, 0, message)])
    preview = Preview(root)
    with _server(preview, port) as server, _watching(preview):
        address = f"http://{HOST}:{server.server_address[1]}/"
        try:
            _say(preview.refresh())
            click.echo(f"{address} shows the site with its drafts; Ctrl-C ends it")
            if open_:
                webbrowser.open(address)
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("\nended")


def _say(shown: Shown) -> None:
    if shown.wrong:
        click.echo("\n".join(shown.wrong), err=True)
    else:
        click.echo(f"read: {len(shown.pages):,} pages")


def _server(preview: Preview, port: int) -> ThreadingHTTPServer:
    handler = type("Handler", (_Handler,), {"preview": preview})
    try:
        return _Server((HOST, port), handler)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise click.ClickException(f"port {port}: {error.strerror}") from None
        free = _next_free(port)
        raise click.ClickException(f"port {port} is taken; try --port {free}") from None


def _next_free(port: int) -> int:
    for candidate in range(port + 1, 65536):
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, candidate))
            return candidate
    return 0  # whichever the system has


@contextmanager
def _watching(preview: Preview) -> Iterator[None]:
    observer = Observer()
    _Watcher(preview, observer)
    observer.start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()
