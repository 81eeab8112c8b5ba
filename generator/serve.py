"""`serve`: the site in the browser while it is edited, drafts included. Nothing is written."""

import html
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import click
import msgspec
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.model.problems import SiteError
from generator.pages.plan import Page
from generator.pages.render import render
from generator.pages.templates import static_files
from generator.site_folder import Planned, plan_site, template_folders

SETTLED = 0.05  # seconds without a further change, after which the site is read again
PATIENCE = 25.0  # seconds that a browser's question for news is held open
WATCHED = ("content", "templates", "site.yaml")
SCRIPT = b"""\
const here = document.currentScript.dataset;
async function listen() {
  for (;;) {
    const asked = `/_preview/news?path=${here.path}&key=${here.key}`;
    const answer = await fetch(asked).catch(() => null);
    if (answer?.status === 205) return location.reload();
    if (!answer) await new Promise(resume => setTimeout(resume, 1000));
  }
}
listen();
"""


class Shown(msgspec.Struct, frozen=True):
    """The site as it can be shown now: the last sound plan, and what is wrong since."""

    planned: Planned
    pages: dict[str, Page]
    static: dict[str, bytes]
    wrong: tuple[str, ...] = ()

    def key(self, path: str) -> str:
        """What changes whenever a page would look different."""
        page = self.pages.get(path)
        return f"{page.key if page else '-'}{abs(hash(self.wrong)) if self.wrong else ''}"


class Preview:
    """The site in memory; pages are rendered when they are asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.news = threading.Condition()
        self.shown = self._read()

    def _read(self) -> Shown:
        planned = plan_site(self.root, drafts=True)
        pages = {page.path: page for page in planned.pages}
        return Shown(planned, pages, static_files(template_folders(self.root)))

    def refresh(self) -> None:
        """Read the site again; a mistake leaves the last sound site in place and is said."""
        try:
            shown = self._read()
            click.echo(f"read again: {len(shown.pages):,} pages")
        except SiteError as error:
            wrong = tuple(map(str, error.problems))
            click.echo("\n".join(wrong), err=True)
            shown = msgspec.structs.replace(self.shown, wrong=wrong)
        with self.news:
            self.shown = shown
            self.news.notify_all()

    def wait_for_news(self, path: str, key: str) -> bool:
        """Whether a page's key differs from the one given, waiting a while for it to."""
        with self.news:
            return self.news.wait_for(lambda: self.shown.key(path) != key, PATIENCE)

    def answer(self, path: str) -> tuple[HTTPStatus, str, bytes]:
        """The status, media type and bytes for a path."""
        shown = self.shown
        if path in shown.static:
            kind = guess_type(path)[0] or "application/octet-stream"
            return HTTPStatus.OK, kind, shown.static[path]
        path = path.removesuffix("index.html") if path.endswith("/index.html") else path
        if shown.wrong:
            return HTTPStatus.OK, "text/html", _with_script(_mistakes(shown), shown, path)
        page = shown.pages.get(path) or shown.pages.get("/404.html")
        status = HTTPStatus.OK if path in shown.pages else HTTPStatus.NOT_FOUND
        if page is None:
            return status, "text/plain", b"no such page"
        try:
            data = render(page, shown.planned.templates)
        except SiteError as error:
            shown = msgspec.structs.replace(shown, wrong=tuple(map(str, error.problems)))
            return HTTPStatus.OK, "text/html", _with_script(_mistakes(shown), self.shown, path)
        kind = guess_type(page.path)[0] or "text/html"
        return status, kind, _with_script(data, shown, path) if kind == "text/html" else data


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD from this machine's own browser, and nothing else."""

    preview: Preview
    timeout = 60
    server_version, sys_version = "conflict-digest", ""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        port = self.server.server_port  # type: ignore[attr-defined]
        if self.headers.get("Host") not in {f"127.0.0.1:{port}", f"localhost:{port}"}:
            self.send_error(HTTPStatus.FORBIDDEN, "This preview is for this machine only")
            return
        address = urlsplit(self.path)
        path = unquote(address.path)
        if path == "/_preview/script.js":
            self._send(HTTPStatus.OK, "text/javascript", SCRIPT)
        elif path == "/_preview/news":
            asked = parse_qs(address.query)
            news = self.preview.wait_for_news(asked["path"][0], asked["key"][0])
            self._send(
                HTTPStatus.RESET_CONTENT if news else HTTPStatus.NO_CONTENT, "text/plain", b""
            )
        else:
            self._send(*self.preview.answer(path))

    def _send(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        self.send_response(status)
        self.send_header("Content-Type", kind + charset)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not news; changes are."""


class _Watcher(FileSystemEventHandler):
    """Reads the site again once a burst of changes has settled."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self.timer = threading.Timer(0, lambda: None)

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write"):
            return
        first = Path(str(event.src_path)).relative_to(self.preview.root).parts[:1]
        if first and first[0] in WATCHED:
            self.timer.cancel()
            self.timer = threading.Timer(SETTLED, self.preview.refresh)
            self.timer.daemon = True
            self.timer.start()


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--open", "open_", is_flag=True, help="Open the site in the browser.")
@click.pass_obj
def command(root: Path, port: int, open_: bool) -> None:
    """Show the site at this machine's own address, drafts included.

    A page in the browser reloads when what it shows has changed. Ctrl-C ends it.
    """
    preview = Preview(root)
    with _server(preview, port) as server, _watching(preview):
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        click.echo(f"{address} shows the site with its drafts; Ctrl-C ends it")
        if open_:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("\nended")


def _server(preview: Preview, port: int) -> ThreadingHTTPServer:
    handler = type("Handler", (_Handler,), {"preview": preview})
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        raise click.ClickException(f"port {port} is taken; try --port {port + 1}") from None
    server.daemon_threads = True
    return server


@contextmanager
def _watching(preview: Preview) -> Iterator[None]:
    observer = Observer()
    watcher = _Watcher(preview)
    observer.schedule(watcher, str(preview.root), recursive=False)
    for name in WATCHED:
        if (preview.root / name).is_dir():
            observer.schedule(watcher, str(preview.root / name), recursive=True)
    observer.start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()


def _with_script(page: bytes, shown: Shown, path: str) -> bytes:
    """The page with the preview's script, which no built page ever has."""
    tag = (
        f'<script src="/_preview/script.js" data-path="{html.escape(path)}" '
        f'data-key="{shown.key(path)}"></script></body>'
    )
    allowed = b"default-src 'none'; script-src 'self'; connect-src 'self'"
    return page.replace(b"default-src 'none'", allowed, 1).replace(b"</body>", tag.encode(), 1)


def _mistakes(shown: Shown) -> bytes:
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in shown.wrong)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Mistakes</title>'
        '<link rel="stylesheet" href="/static/style.css">'
        f"<body><main><h1>To mend</h1><ul>{lines}</ul></main></body></html>"
    ).encode()
