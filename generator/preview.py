"""What `serve` shows: the site in memory, drafts included, or what has to be mended in it."""

import html
import threading
from http import HTTPStatus
from mimetypes import guess_type
from pathlib import Path

import msgspec

from generator.model.digest import digest
from generator.model.problems import SiteError
from generator.pages.plan import Page
from generator.pages.render import render
from generator.site_folder import Planned, plan_site

PATIENCE = 25.0  # seconds that a browser's question for news is held open
SCRIPT = b"""\
const here = document.currentScript.dataset;
const asked = `/_preview/news?${new URLSearchParams({ path: here.path, key: here.key })}`;
async function listen() {
  for (;;) {
    const answer = await fetch(asked).catch(() => null);
    if (answer?.status === 205) return location.reload();
    if (answer?.status !== 204) await new Promise(resume => setTimeout(resume, 1000));
  }
}
listen();
"""


class Shown(msgspec.Struct, frozen=True):
    """The site as it can be shown now: the last sound plan, and what is wrong since."""

    planned: Planned | None = None
    pages: dict[str, Page] = {}
    static: dict[str, bytes] = {}
    look: str = ""  # the digest of the static files
    wrong: tuple[str, ...] = ()

    def key(self, path: str) -> str:
        """What changes whenever a page would look different."""
        page = self.pages.get(path)
        return digest([page.key if page else "", self.look, list(self.wrong)])


class Answer(msgspec.Struct, frozen=True):
    """What a browser gets for a path."""

    status: HTTPStatus
    kind: str
    data: bytes


class Preview:
    """The site in memory; a page is rendered when it is asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.shown = Shown()
        self._news = threading.Condition()
        self._reading = threading.Lock()

    def refresh(self) -> Shown:
        """Read the site again; a mistake leaves the last sound site in place and is said."""
        with self._reading:  # one at a time, so that the last reading saw the last change
            shown = self._read()
            with self._news:
                self.shown = shown
                self._news.notify_all()
        return shown

    def wait_for_news(self, path: str, key: str) -> bool:
        """Whether a page's key differs from the one given, waiting a while for it to."""
        with self._news:
            return self._news.wait_for(lambda: self.shown.key(path) != key, PATIENCE)

    def answer(self, path: str) -> Answer:
        """The page or the file at a path, or the list of what has to be mended."""
        shown = self.shown
        if path in shown.static:
            kind = guess_type(path)[0] or "application/octet-stream"
            return Answer(HTTPStatus.OK, kind, shown.static[path])
        path = path.removesuffix("index.html") if path.endswith("/index.html") else path
        if shown.wrong or shown.planned is None:
            return _to_mend(shown.wrong, shown, path)
        page = shown.pages.get(path) or shown.pages.get("/404.html")
        status = HTTPStatus.OK if path in shown.pages else HTTPStatus.NOT_FOUND
        if page is None:
            return Answer(status, "text/plain", b"no such page")
        try:
            data = render(page, shown.planned.templates)
        except SiteError as error:
            return _to_mend(_lines(error), shown, path)
        kind = guess_type(page.path)[0] or "text/html"
        return Answer(status, kind, _with_script(data, shown, path) if "html" in kind else data)

    def _read(self) -> Shown:
        try:
            planned = plan_site(self.root, drafts=True)
        except SiteError as error:
            return msgspec.structs.replace(self.shown, wrong=_lines(error))
        except Exception as error:  # such as a file that is gone while it is read
            wrong = (f"{type(error).__name__}: {error}",)
            return msgspec.structs.replace(self.shown, wrong=wrong)
        pages = {page.path: page for page in planned.pages}
        return Shown(planned, pages, planned.static, digest(planned.static))


def _lines(error: SiteError) -> tuple[str, ...]:
    return tuple(map(str, error.problems))


def _to_mend(wrong: tuple[str, ...], shown: Shown, path: str) -> Answer:
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in wrong)
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>To mend</title>'
        '<link rel="stylesheet" href="/static/style.css">'
        f"<body><main><h1>To mend</h1><ul>{lines}</ul></main></body></html>"
    ).encode()
    return Answer(HTTPStatus.OK, "text/html", _with_script(page, shown, path))


def _with_script(page: bytes, shown: Shown, path: str) -> bytes:
    """The page with the preview's script, which no built page ever has."""
    tag = (
        f'<script src="/_preview/script.js" data-path="{html.escape(path)}" '
        f'data-key="{shown.key(path)}"></script></body>'
    )
    head, allowed = page.partition(b"</head>")[0], b"default-src 'none'"
    for kind in (b"script-src", b"connect-src"):  # a site's own base.html may have none
        if kind + b" " not in head:
            allowed += b"; " + kind + b" 'self'"
    return page.replace(b"default-src 'none'", allowed, 1).replace(b"</body>", tag.encode(), 1)
