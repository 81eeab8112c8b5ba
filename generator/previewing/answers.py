"""What a browser gets for a path: a page, a file, or what has to be mended first."""

import threading
from collections.abc import Callable, Mapping
from html import escape
from http import HTTPStatus
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import msgspec

from generator.library.publication import is_public
from generator.model.problems import Problem, SiteError
from generator.model.selections import Approvable, Edition
from generator.pages.pictures import Derivative
from generator.pages.plan import Page
from generator.pages.render import render
from generator.picturing import picture_bytes
from generator.site_folder import now, template_folders

from .embedding import with_client
from .excerpts import Excerpt, excerpt
from .points import Desk, Points, points_of
from .shown import Change, Preview, Shown

KEPT = 64  # pages whose bytes are kept, since a browser asks for each more than once; and pictures
MOST_NAMED = 500  # paths that a change names; of more, each browser asks whether its own is one
MOST_EXCERPTS = 20  # mistakes that are shown with their lines

_CLIENT = Path(__file__).parent / "client"
_OWN = "/_preview/"


class Answer(msgspec.Struct, frozen=True):
    """What is sent for a path."""

    status: HTTPStatus
    kind: str
    data: bytes
    key: str = ""  # changes whenever the page would look different


class State(msgspec.Struct, frozen=True):
    """What is to be said beside a page: what has to be mended, what is open in its article."""

    version: str
    problems: list[Excerpt]
    more: int  # mistakes beyond those
    review: Points | None = None


class News(msgspec.Struct, frozen=True):
    """What browsers are told of a change."""

    version: str
    since: str
    files: tuple[str, ...] | None  # that were saved
    paths: tuple[str, ...] | None  # None: too many to name
    moved: dict[str, str]
    static: tuple[str, ...]
    wrong: bool


def news_of(change: Change) -> News:
    """A change in the words that go to browsers."""
    paths = change.paths if len(change.paths) <= MOST_NAMED else None
    files = change.files if len(change.files) <= MOST_NAMED else None
    moved = change.moved if len(change.moved) <= MOST_NAMED else {}
    wrong = bool(change.problems)
    return News(change.version, change.since, files, paths, moved, change.static, wrong)


class Answers:
    """Answers for a preview; pages are rendered when they are asked for.

    `spoiled` is told of the mistakes that show only then.
    """

    def __init__(self, preview: Preview, spoiled: Callable[[list[Problem]], None]) -> None:
        self.preview = preview
        self._spoiled = spoiled
        self._rendered: dict[str, bytes] = {}
        self._rendering = threading.Lock()
        self._encoded: dict[str, bytes] = {}
        self._encoding = threading.Lock()  # a picture takes longer than pages may wait
        self._client = {
            f"{_OWN}{path.name}": path.read_bytes()
            for path in _CLIENT.iterdir()
            if path.suffix in (".js", ".css")
        }

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        """The answer for a path, be it one of the site or one of the preview's own."""
        if path in self._client:
            return Answer(HTTPStatus.OK, _kind(path), self._client[path])
        if path == f"{_OWN}state":
            state = msgspec.json.encode(self.state(query.get("path", "/")))
            return Answer(HTTPStatus.OK, "application/json", state)
        shown = self.preview.shown
        if path in shown.static:
            return Answer(HTTPStatus.OK, _kind(path), shown.static[path])
        if shown.planned and path in shown.planned.pictures:
            return self._picture(shown.planned.pictures[path], shown)
        return self._page(shown, _path_of_page(path))

    def state(self, path: str) -> State:
        """What is wrong with the site as it is, or with that page; what is open in its article."""
        shown, root = self.preview.shown, self.preview.root
        page = shown.pages.get(path)
        problems = list(shown.problems) or self._mistakes_of(shown, page)
        folders = _folders(root)
        excerpts = [excerpt(problem, folders) for problem in problems[:MOST_EXCERPTS]]
        record = _record_of(page) if page else None
        review = points_of(_desk(root, shown, record), record) if record and shown.planned else None
        return State(shown.version, excerpts, len(problems) - len(excerpts), review)

    def _page(self, shown: Shown, path: str) -> Answer:
        if shown.planned is None:
            return _to_mend(HTTPStatus.INTERNAL_SERVER_ERROR, list(shown.problems), shown, path)
        page = shown.pages.get(path) or shown.pages.get("/404.html")
        status = HTTPStatus.OK if path in shown.pages else HTTPStatus.NOT_FOUND
        if page is None:
            data = with_client(b"No such page.", **_said(shown, path, "", status))
            return Answer(status, "text/html", data)
        try:
            data = self._bytes(page, shown)
        except SiteError as error:
            self._spoiled(error.problems)
            return _to_mend(HTTPStatus.INTERNAL_SERVER_ERROR, error.problems, shown, path)
        kind = "text/html" if page.path.endswith("/") else _kind(page.path)
        if "html" in kind:
            data = with_client(data, **_said(shown, path, page.key, status))
        return Answer(status, kind, data, page.key)

    def _picture(self, picture: Derivative, shown: Shown) -> Answer:
        try:
            with self._encoding:
                data = self._encoded.get(picture.key) or picture_bytes(self.preview.root, picture)
                _keep(self._encoded, picture.key, data)
        except SiteError as error:
            self._spoiled(error.problems)
            return _to_mend(HTTPStatus.INTERNAL_SERVER_ERROR, error.problems, shown, picture.path)
        return Answer(HTTPStatus.OK, _kind(picture.path), data)

    def _mistakes_of(self, shown: Shown, page: Page | None) -> list[Problem]:
        try:
            if page:
                self._bytes(page, shown)
        except SiteError as error:
            return error.problems
        return []

    def _bytes(self, page: Page, shown: Shown) -> bytes:
        assert shown.planned
        with self._rendering:
            data = self._rendered.get(page.key)
            if data is None:
                data = render(page, shown.planned.templates)
                _keep(self._rendered, page.key, data)
            return data


def _keep(kept: dict[str, bytes], key: str, data: bytes) -> None:
    if key not in kept and len(kept) >= KEPT:
        del kept[next(iter(kept))]
    kept[key] = data


def _path_of_page(path: str) -> str:
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def _kind(path: str) -> str:
    return guess_type(path)[0] or "application/octet-stream"


def _folders(root: Path) -> list[tuple[Path, str]]:
    """Where the files lie that Problems name, by how those names begin."""
    own = root / "templates"
    default = [(folder, name) for folder, name in template_folders(root) if folder != own]
    return [*default, (root, "")]


def _record_of(page: Page) -> Any:
    """The article, edition or story that a page shows by itself, if it shows one."""
    for value in page.inputs.values():
        if getattr(value, "permalink", "") == page.path and hasattr(value, "review"):
            return value
    return None


def _desk(root: Path, shown: Shown, record: Approvable) -> Desk:
    """What an editor holds a record against."""
    assert shown.planned
    library, moment = shown.planned.library, now()
    named = {item.article for item in record.items} if isinstance(record, Edition) else set()
    articles = (article for article in library.articles if article.id in named)
    public = {article.id for article in articles if is_public(article, moment)}
    return Desk(root, library.site.verbatim, public)


def _to_mend(status: HTTPStatus, problems: list[Problem], shown: Shown, path: str) -> Answer:
    """A page for what cannot be shown; the list is for those who read without the script."""
    lines = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>To mend</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"></head>'
        f"<body><h1>To mend</h1><ul>{lines}</ul></body></html>"
    ).encode()
    return Answer(status, "text/html", with_client(page, **_said(shown, path, "", status)))


def _said(shown: Shown, path: str, key: str, status: HTTPStatus) -> dict[str, str]:
    """What a page says of itself to the script in it."""
    return {"path": path, "key": key, "version": shown.version, "status": str(status.value)}
