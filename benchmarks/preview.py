"""How soon an edit is seen: from the moment a file is saved until the browser shows its words.

    python benchmarks/preview.py [--articles 1000] [--edits 40] [--hugo PATH]

makes a corpus, serves it with `serve` and with `hugo server`, opens an article in chromium, and
saves it again and again, each time with other words at its end. The
page is asked for the words at every frame, so up to 16 ms of each time are the screen's. It
prints the median, the 95th percentile and the longest time, and the seconds from the start of the
program to its first page. Linux and macOS; Hugo is left out where it is not installed.
"""

import argparse
import math
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import corpus
from playwright.sync_api import Page, sync_playwright

REPOSITORY = Path(__file__).parent.parent
WARM = 3  # edits before those that count
LONGEST = 15.0  # seconds until an edit is given up: a browser that was just loading missed the news
PAUSE = (800, 1200)  # milliseconds between edits
SEEN = """
(() => {
  const look = () => {
    const found = /seen-(\\d+)-end/.exec(document.body?.textContent ?? "");
    if (found && window.said !== found[1]) {
      window.said = found[1];
      window.seen(found[1], performance.timeOrigin + performance.now());
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


class Side(NamedTuple):
    """A generator that serves: how it is started, what it serves, and the article to be edited."""

    name: str
    command: list[str]
    folder: Path
    article: Path
    path: str


def main() -> None:
    """Measure each side, one after the other, and print a line for each."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = options.corpus or Path(folder)
        if not options.corpus:
            articles = list(corpus.made(options.articles, 1))
            corpus.write_all(root, articles, kinds=("ours", "hugo"))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for side in _sides(root, options):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            with _started(side):
                pass  # once before, so that both have kept what they keep
            with _started(side) as (address, seconds):
                times = _edits(page, address, side, options.edits)
            page.close()
            print(_line(side.name, seconds, times), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--hugo", default=shutil.which("hugo") or "", help="if not on the PATH")
    parser.add_argument("--corpus", type=Path, help="one that is there, with ours/ and hugo/")
    return parser.parse_args()


def _sides(root: Path, options: argparse.Namespace) -> Iterator[Side]:
    name = "report-7.md"
    ours = [sys.executable, "-m", "generator", "--site", str(root / "ours"), "serve", "--port", "0"]
    [article] = (root / "ours/content").rglob(name)
    yield Side("ours", ours, root / "ours", article, "/articles/report-7/")
    if not options.hugo:
        print("hugo: not measured; install Hugo, or name it with --hugo")
        return
    port = _free_port()
    hugo = [options.hugo, "server", "--port", str(port), "--renderToMemory", "--noBuildLock"]
    [article] = (root / "hugo/content").rglob(name)
    yield Side("hugo", hugo, root / "hugo", article, "/articles/report-7/")


@contextmanager
def _started(side: Side) -> Iterator[tuple[str, float]]:
    """The address that a side serves at, and how long it took until there was a page."""
    start = time.perf_counter()
    process = subprocess.Popen(
        side.command,
        cwd=side.folder,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        said = (re.search(r"http://[\w.]+:\d+", line) for line in process.stdout)
        address = next(found[0] for found in said if found).replace("localhost", "127.0.0.1")
        with urlopen(address + side.path) as answer:
            answer.read()
        yield address, time.perf_counter() - start
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _edits(page: Page, address: str, side: Side, count: int) -> list[float]:
    """Seconds from each save until its words were there to be seen; infinite if they never were."""
    seen: dict[str, float] = {}
    page.expose_function("seen", lambda number, at: seen.setdefault(number, at / 1000))
    page.add_init_script(SEEN)
    page.goto(address + side.path)
    page.wait_for_timeout(1000)
    text = side.article.read_text(encoding="utf-8")
    chance, times = random.Random(1), []
    for number in range(WARM + count):
        saved = time.time()
        side.article.write_text(f"{text}\n\nIt was seen-{number}-end.\n", encoding="utf-8")
        while str(number) not in seen and time.time() - saved < LONGEST:
            page.wait_for_timeout(2)
        if str(number) not in seen:
            page.reload()
        times.append(seen.get(str(number), math.inf) - saved)
        page.wait_for_timeout(chance.uniform(*PAUSE))
    side.article.write_text(text, encoding="utf-8")
    return times[WARM:]


def _line(name: str, seconds: float, times: list[float]) -> str:
    seen = [each for each in times if each < math.inf]
    cuts = statistics.quantiles(seen, n=20, method="inclusive")
    words = zip(("p50", "p95", "longest"), (cuts[9], cuts[18], max(seen)), strict=True)
    said = ", ".join(f"{word} {value * 1000:.0f} ms" for word, value in words)
    missed = f", {len(times) - len(seen)} never seen" if len(seen) < len(times) else ""
    return f"{name}: first page after {seconds:.2f} s; {len(seen)} edits seen: {said}{missed}"


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
