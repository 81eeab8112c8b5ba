"""Whoever fetches pages while the site is built again and again gets each of them, and whole: by
its path, as a web server opens it, and over HTTP."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import REPOSITORY, Site
from system_calls import is_available
from two_versions import Desk

pytestmark = [
    pytest.mark.usefixtures("indexed"),
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
    pytest.mark.skipif(not is_available(), reason="this system cannot hold system calls"),
]

TORTURE = bool(os.environ.get("TORTURE"))
BY_PATH, OVER_HTTP, BUILDS = (80_000, 20_000, 100) if TORTURE else (1_500, 300, 3)

Fetch = Callable[[str], bytes]

BUILDING = """
import sys
from pathlib import Path

sys.path.append(sys.argv[1])
from conftest import Site
from system_calls import is_available
from two_versions import SITE, VERSIONS

from generator.cli import digest

made, options, number = Site(Path(sys.argv[2])), sys.argv[3:], 0
while Path(sys.argv[2], "go-on").exists():
    number += 1
    version = VERSIONS[number % 2]
    for each in VERSIONS:
        (made.root / f"content/articles/2025/{each['moved']}.md").unlink(missing_ok=True)
    made.write(SITE.format(**version))
    made.approve()
    digest.main(["--site", sys.argv[2], "build", *options], standalone_mode=False)
    Path(sys.argv[2], "builds").write_text(str(number))
"""


@contextmanager
def building(root: Path, output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that edits the site and builds it, until nobody reads any more."""
    (root / "go-on").touch()
    command = [sys.executable, "-c", BUILDING, str(REPOSITORY / "tests/output"), str(root)]
    paths = f"{REPOSITORY}:{REPOSITORY / 'tests'}"
    with subprocess.Popen(
        [*command, "--output", str(output)],
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process
        finally:
            (root / "go-on").unlink()
            process.wait(60)


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[Fetch]:
    """Files over HTTP from a folder that is looked up anew for each."""
    serve = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=60)

        def fetch(path: str) -> bytes:
            connection.request("GET", f"/{path.removesuffix('index.html')}")
            answer = connection.getresponse()
            data = answer.read()
            assert answer.status == 200, f"{path}: {answer.status}"
            return data

        try:
            yield fetch
        finally:
            connection.close()
            server.shutdown()


class Reader(NamedTuple):
    """What a reader has met: pages, which of the two sites, and pages broken or missing."""

    pages: int
    sites: set[int]
    wrong: set[str]


def read(fetch: Fetch, wanted: list[dict[str, bytes]], least: int, root: Path) -> Reader:
    """Read at least so many pages, while the site is built at least so many times."""
    both = sorted(wanted[0].keys() & wanted[1].keys())
    met, wrong, last = set[int](), set[str](), _builds(root) + BUILDS
    for count, path in enumerate(cycle(both)):
        if count >= least and not count % 100 and _builds(root) >= last:
            return Reader(count, met, wrong)
        try:
            data = fetch(path)
        except (OSError, AssertionError) as error:
            wrong.add(f"{path}: {error}")
            continue
        version = [each for each in (0, 1) if wanted[each][path] == data]
        if not version:
            wrong.add(f"{path}: torn")
        elif len(version) == 1:
            met.update(version)
    raise AssertionError


def _builds(root: Path) -> int:
    file = root / "builds"
    return int(file.read_text() or 0) if file.exists() else 0


@pytest.fixture
def other_disk() -> Iterator[Path]:
    """A folder that is on another disk than the sites of tests."""
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == Path(tempfile.gettempdir()).stat().st_dev:
        pytest.skip("there is no other disk")
    with tempfile.TemporaryDirectory(dir=shared) as folder:
        yield Path(folder)


def read_while_built(made: Site, output: Path) -> None:
    wanted = Desk(made).wanted
    made.build("--output", str(output))

    def by_path(path: str) -> bytes:
        return (output / path).read_bytes()

    with building(made.root, output) as process, served(output) as over_http:
        readers = [
            read(by_path, wanted, BY_PATH, made.root),
            read(over_http, wanted, OVER_HTTP, made.root),
        ]
    assert process.returncode == 0
    pages = " and ".join(f"{reader.pages:,}" for reader in readers)
    print(f"{pages} pages, by path and over HTTP, in {_builds(made.root)} builds")
    for reader in readers:
        assert not reader.wrong
        assert reader.sites == {0, 1}


def test_each_page_that_is_fetched_while_the_site_is_built_is_there_and_whole(
    site: Callable[[str], Site],
) -> None:
    made = site("")
    read_while_built(made, made.root / "public")


def test_where_the_output_is_on_another_disk_so_it_is_there(
    site: Callable[[str], Site], other_disk: Path
) -> None:
    read_while_built(site(""), other_disk / "public")
