"""A site with every page type, on a disk and on a loopback server, and a browser to open it in."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import takewhile
from pathlib import Path
from typing import Any

import msgspec
from conftest import REPOSITORY, Site
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from generator.releasing import build
from generator.site_folder import plan_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
OWN = ("file://", "http://127.0.0.1:", "https://127.0.0.1:")
MISSING = not CHROMIUM and not os.environ.get("CI")
# What the demo has none of: reports that were taken back, that moved, that list many claims.
MORE = (
    """\
-- content/articles/2025/taken-back.md --
---
title: A convoy that was not one
date: "2025-03-20"
source: { name: unknown, url: null }
tags: [drones]
status: retracted
corrections:
  - { at: "2025-03-22", kind: retraction, why: The pictures were of an exercise. }
---
Nothing of this holds.
-- content/articles/2025/moved.md --
---
title: A bridge is closed
date: "2025-03-21"
source: { name: unknown, url: null }
tags: [drones]
status: draft
aliases: [/old/bridge/]
corrections:
  - { at: "2025-03-23", kind: correction, was: two bridges, now: one, why: We counted one twice. }
events:
  - { id: closed, date: "2025-03-21", what: The bridge is closed, status: confirmed }
claims:
  - { id: shut, by: unattributed, act: asserts, quote: The bridge is shut, event: closed }
---
The bridge is shut. See the table.

| when | what |
|---|---|
| at night | from_kilometre_one_to_kilometre_twenty_two_and_a_half |
-- content/articles/2025/witnesses.md --
---
title: Fourteen witnesses
date: "2025-03-22"
source: { name: unknown, url: null }
tags: [drones]
status: draft
events:
  - { id: fire, date: "2025-03-22", what: A depot burns, status: claimed }
claims:
"""
    + "".join(
        f"  - {{ id: w{number}, by: unattributed, act: {act}, quote: Witness {number} {words} }}\n"
        for number, act, words in [
            *((number, "reports", "saw smoke") for number in range(1, 14)),
            (14, "declines", "did not answer at the Café Zoë"),
        ]
    )
    + """\
  - { id: no, by: unattributed, act: denies, quote: Nothing of witness 3 is true, answers: w3 }
---
Witness 1 saw smoke. Witness 2 saw smoke. Witness 3 saw smoke. Witness 4 saw smoke.
Witness 5 saw smoke. Witness 6 saw smoke. Witness 7 saw smoke. Witness 8 saw smoke.
Witness 9 saw smoke. Witness 10 saw smoke. Witness 11 saw smoke. Witness 12 saw smoke.
Witness 13 saw smoke. Witness 14 did not answer at the Café Zoë. Nothing of witness 3 is true.

![Grey noise, as a camera sees in the dark](/media/dark.png "The depot at night. Photo: nobody")
"""
)
WITNESSES = "/articles/witnesses/"


class House(msgspec.Struct):
    """A built site, on disk and on a loopback server."""

    root: Path
    output: Path
    pages: dict[str, str]  # the path of the largest page of each type, by its template
    address: str = ""
    only: str = ""  # a path; while there is one, no other page is given out
    tail: threading.Event | None = None  # until it is set, the second half of a page stays out

    def file(self, template: str) -> str:
        """A page's address on the disk."""
        path = self.pages[template]
        return (self.output / (path[1:] + "index.html" * path.endswith("/"))).as_uri()


def handler(house: House) -> type[SimpleHTTPRequestHandler]:
    """A static host that obeys the site's own `_headers`, and answers with 404.html."""
    text = (house.output / "_headers").read_text(encoding="utf-8")
    block = text.partition("\n/*\n")[2].splitlines()  # what it says of every file
    lines = takewhile(lambda line: line.startswith("  "), block)
    headers = [line.strip().split(": ", 1) for line in lines]

    class Host(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(house.output))

        def do_GET(self) -> None:
            if (
                house.only not in ("", self.path)
                and not self.path.startswith("/static/")
                and not self.path.endswith(".css")
            ):
                self.send_response(204)  # where an alias leads to: the browser stays
                self.end_headers()
            elif house.tail and self.path.endswith("/"):
                whole = Path(self.translate_path(self.path), "index.html").read_bytes()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(whole[: len(whole) // 2])
                house.tail.wait(60)
                self.wfile.write(whole[len(whole) // 2 :])
            else:
                super().do_GET()

        def translate_path(self, path: str) -> str:
            found = super().translate_path(path)
            return found if Path(found).exists() else str(house.output / "404.html")

        def end_headers(self) -> None:
            for name, value in headers:
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to say."""

    return Host


@contextmanager
def served(kind: type[SimpleHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def demo(folder: Path) -> Iterator[House]:
    """The demo site, drafts included, and what it has none of."""
    root = folder / "site"
    shutil.copytree(REPOSITORY / "content", root / "content")
    shutil.copy(REPOSITORY / "site.yaml", root)
    Site(root).write(MORE)
    Site(root).warm()
    (root / "content/media").mkdir(exist_ok=True)
    Image.effect_noise((1200, 800), 60).save(root / "content/media/dark.png")
    planned = plan_site(root, drafts=True)
    house = House(root, root / "preview", {})
    build(root, planned, house.output, jobs=1)
    size: dict[str, int] = {}
    for page in planned.pages:
        if page.template.endswith(".html") and not page.whole:
            file = house.output / (page.path[1:] + "index.html" * page.path.endswith("/"))
            if file.stat().st_size > size.get(page.template, 0):
                house.pages[page.template] = page.path
                size[page.template] = file.stat().st_size
    with served(handler(house)) as house.address:
        yield house


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, url: str = "", **options: Any) -> Iterator[Page]:
    """A browser of its own. It asks nobody elsewhere, and no script fails, no policy is broken."""
    context = browser.new_context(**{"reduced_motion": "reduce"} | options)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    if url:
        page.goto(url)
    yield page
    context.close()
    elsewhere = [url for url in asked if not url.startswith(OWN)]
    assert not elsewhere, elsewhere
    assert not said, said


def visit(page: Page, house: House, template: str) -> None:
    """Open the page of a type, and stay there even if it leads elsewhere at once."""
    house.only = house.pages[template]
    page.goto(house.address + house.only)
