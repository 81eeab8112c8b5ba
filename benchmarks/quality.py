"""Valid HTML and Lighthouse's four categories, measured on the demo: `make quality`.

Every page type of the demo, and a moved and a retracted article beside it, goes through the Nu
HTML checker; the article, the timeline and the front page go through Lighthouse, on loopback, with
its own settings for a phone on a slow line. Exit status 1 when a page has an error or a category is
below 99. Needs Debian's chromium, node with npm, and Java; what it fetches lies in .cache/quality.
"""

import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from generator.releasing import build  # noqa: E402
from generator.site_folder import plan_site  # noqa: E402

TOOLS = REPOSITORY / ".cache/quality"
PACKAGES = ("vnu-jar@26.9.27", "lighthouse@12.8.2")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 99
LIGHTHOUSE_PAGES = ("/", "/timeline/", "/articles/3000-more-north-korean-soldiers/")
RETRACTED = """---
title: A report that was taken back
date: 2025-03-20
source: { name: The Wire, url: null }
status: retracted
aliases: [/old/report/]
corrections: [{ at: 2025-03-21, why: It was wrong., kind: retraction }]
---
Text.
"""


def main() -> None:
    """Measure and print. Exits with 1 where a promise is not kept."""
    _install()
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder) / "public") as address:
        _build(Path(folder), address)
        ok = _valid(Path(folder) / "public")
        for path in LIGHTHOUSE_PAGES:
            ok &= _rated(address, path)
    sys.exit(not ok)


def _install() -> None:
    npm = shutil.which("npm") or sys.exit("npm is not installed")
    TOOLS.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(TOOLS), "--no-save", "--no-audit", "--no-fund"]
    subprocess.run([*command, "--silent", *PACKAGES], check=True)


def _build(root: Path, address: str) -> None:
    """The demo at the address it is measured at, with the pages that the demo has no need of."""
    shutil.copytree(REPOSITORY / "content", root / "content")
    settings = (REPOSITORY / "site.yaml").read_text()
    settings = settings.replace("https://conflict-digest.example/", address)
    (root / "site.yaml").write_text(settings)
    (root / "content/articles/taken-back.md").write_text(RETRACTED)
    planned = plan_site(root, drafts=False)
    build(root, planned, root / "public", jobs=1)


def _valid(output: Path) -> bool:
    java = shutil.which("java") or sys.exit("java is not installed")
    jar = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
    pages = sorted(output.rglob("*.html"))
    command = [java, "-jar", str(jar), "--format", "json", *map(str, pages)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [each for each in json.loads(result.stderr)["messages"] if not _is_known(each)]
    for message in found:
        page = message.get("url", "").removeprefix(f"file:{output}")
        print(f"{page}:{message.get('lastLine', 0)}: {message['type']}: {message['message']}")
    print(f"valid HTML: {len(pages)} pages, {len(found)} messages")
    return not found


def _is_known(message: dict[str, str]) -> bool:
    """Whether a message is about what is as it should be.

    A file has no “self” that a policy could name, JSON-LD is no script that a policy could stop
    (HTML, 4.12.1: a data block), and mail programs lay out by attributes that HTML gave up, one of
    them by names of its own.
    """
    page, text = message.get("url", ""), message["message"]
    if page.endswith("/email.html") and ("is obsolete" in text or "“mso-" in text):
        return True
    return text.startswith(
        (
            "Resource violates Content Security Policy",
            "Inline script violates Content Security Policy",
        )
    )


def _rated(address: str, path: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            str(TOOLS / "node_modules/.bin/lighthouse"),
            address.rstrip("/") + path,
            "--quiet",
            "--output=json",
            "--skip-audits=robots-txt",  # asked from within the page, whose policy lets it not ask
            f"--output-path={report}",
            "--chrome-flags=--headless=new --no-sandbox",
        ]
        chromium = shutil.which("chromium") or sys.exit("chromium is not installed")
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium})
        read = json.loads(report.read_text())
    scores = {name: round(read["categories"][name]["score"] * 100) for name in CATEGORIES}
    print(f"lighthouse {path}: " + ", ".join(f"{name} {n}" for name, n in scores.items()))
    for audit in _short_of(read):
        print(f"  {audit}")
    return min(scores.values()) >= LEAST


def _short_of(report: dict[str, object]) -> Iterator[str]:
    """What cost points, in Lighthouse's words."""
    categories, audits = report["categories"], report["audits"]
    assert isinstance(categories, dict)
    assert isinstance(audits, dict)
    for name in CATEGORIES:
        for reference in categories[name]["auditRefs"]:
            audit = audits[reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < LEAST / 100:
                yield f"{name}: {audit['title']} {audit.get('displayValue', '')}".rstrip()


class _Host(http.server.SimpleHTTPRequestHandler):
    """A host as hosts are: compressed text, and assets that may be kept."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing: the figures are what is printed."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        data = gzip.compress(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(file)}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        if "/static/" in self.path:
            self.send_header("Cache-Control", "max-age=31536000, immutable")
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    def handler(*arguments: object) -> _Host:
        return _Host(*arguments, directory=str(folder))  # type: ignore[arg-type]

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
