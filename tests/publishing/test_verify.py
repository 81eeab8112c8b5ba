"""`verify` tells a reader whether a site is whole, ours, and no older than it was."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from hosts import key, needs
from releases import INPUTS

from generator.model.manifest import (
    FORMAT,
    MANIFEST,
    SIGNATURE,
    Manifest,
    Sum,
    from_bytes,
    to_bytes,
)  # fmt: skip
from generator.model.target import sum_of
from generator.publishing.manifests import how_to
from generator.publishing.signing import sign
from generator.verify import command

FILES = {
    "index.html": b"front <a href='n/a/index.html'>",
    "n/a/index.html": b"words",
    "static/a b.css": b"style",
    "404.html": b"not here",
    "empty.txt": b"",
}
pytestmark = needs("ssh-keygen")

Verify = Callable[..., Result]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("keys")
    return key(folder / "ours"), key(folder / "other")


@pytest.fixture
def place(tmp_path: Path, keys: tuple[Path, Path]) -> Path:
    """A folder with a published site."""
    return published(tmp_path / "site", keys[0])


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    """The verb, with a memory of its own."""

    def run(*arguments: object) -> Result:
        words = [*map(str, arguments), "--seen", str(tmp_path / "seen")]
        return CliRunner().invoke(command, words, obj=tmp_path, catch_exceptions=False)

    return run


def published(folder: Path, signer: Path | None, minute: int = 0) -> Path:
    files = FILES | how_to("https://d.example", signer)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    sums = {path: sum_of(data) for path, data in files.items()}
    issue(folder, sums, signer, minute)
    return folder


def issue(folder: Path, sums: dict[str, Sum], signer: Path | None, minute: int = 0) -> None:
    moment = msgspec.convert(
        f"2025-03-28T06:{minute:02}:00Z", Manifest.__annotations__["published"]
    )
    data = to_bytes(Manifest(FORMAT, "https://d.example/", moment, None, INPUTS, sums))
    (folder / MANIFEST).write_bytes(data)
    (folder / SIGNATURE).unlink(missing_ok=True)
    if signer:
        (folder / SIGNATURE).write_bytes(sign(data, signer))


@contextmanager
def served(
    folder: Path, kind: type[BaseHTTPRequestHandler] = SimpleHTTPRequestHandler
) -> Iterator[str]:
    class Quiet(kind):  # type: ignore[misc, valid-type]
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_whole_site_is_told_from_one_that_is_not(place: Path, verify: Verify) -> None:
    with served(place) as address:
        for where in (place, address):
            done = verify(where)
            assert done.exit_code == 0, done.output
            assert "https://d.example/: 7 files of 2025-03-28 06:00 UTC, signed with SHA256:" in (
                done.output
            )
            assert done.output.endswith("; all as listed\n")
        (place / "index.html").write_bytes(b"front of somebody else's whole long page")
        (place / "static/a b.css").write_bytes(b"Style")
        (place / "404.html").unlink()
        (place / "n/extra.html").write_bytes(b"theirs")
        (place / "n/a/index.html").unlink()
        (place / "n/a/index.html").symlink_to("/dev/null")
        wrong = ["differs: index.html", "differs: static/a b.css", "missing: 404.html"]
        done = verify(address)
        assert done.exit_code == 1
        assert sorted(done.output.splitlines()[:-1]) == sorted([*wrong, "differs: n/a/index.html"])
        wrong += ["extra: n/extra.html"]
        wrong += ["cannot be read (Too many levels of symbolic links): n/a/index.html"]
        done = verify(place)
        assert done.exit_code == 1 and done.output.endswith("; 5 wrong\n")
        assert sorted(done.output.splitlines()[:-1]) == sorted(wrong)


def test_a_reader_can_do_without_this_program_as_the_site_says(place: Path) -> None:
    said = (place / "verify.txt").read_text()
    command = said[said.index("ssh-keygen -Y verify") :].split("\n\n")[0]
    good = 'Good "conflict-digest" signature for d.example with ED25519'
    assert subprocess.check_output(["bash", "-c", command], cwd=place, text=True).startswith(good)
    (place / MANIFEST).write_bytes((place / MANIFEST).read_bytes() + b" ")
    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run(["bash", "-c", command], cwd=place, capture_output=True, check=True)


def test_an_older_site_than_the_last_time_is_named(
    place: Path, tmp_path: Path, keys: tuple[Path, Path], verify: Verify
) -> None:
    newer = published(tmp_path / "newer", keys[0], minute=5)
    assert "(never seen before; compare it)" in verify(place).output
    assert verify(newer).exit_code == 0
    done = verify(place)
    assert done.exit_code == 1
    assert done.output.startswith(
        "older than what was seen before: of 2025-03-28 06:00:00 UTC, "
        "where 2025-03-28 06:05:00 UTC was seen\n"
    )
    assert verify(newer).exit_code == 0
    issue(newer, {path: sum_of(data) for path, data in FILES.items()}, keys[0], minute=5)
    assert "another manifest of 2025-03-28 06:05:00 UTC" in verify(newer).output


def test_the_signature_must_be_by_the_key_that_is_known(
    place: Path, tmp_path: Path, keys: tuple[Path, Path], verify: Verify
) -> None:
    ours, other = keys
    forged = published(tmp_path / "forged", other, minute=9)
    done = verify(forged, "--key", f"{ours}.pub")
    assert done.exit_code == 1 and done.output.startswith("the signature is not that of SHA256:")
    assert verify(place, "--key", f"{ours}.pub").exit_code == 0
    assert verify(forged).exit_code == 1  # the key of the last time is trusted, not the site's own
    assert verify(place).exit_code == 0
    (place / SIGNATURE).unlink()
    assert verify(place).output.startswith("not signed, where SHA256:")
    done = CliRunner().invoke(command, [str(place)], obj=tmp_path)  # nothing is known there
    assert done.exit_code == 0 and "not signed" in done.output
    assert "what was seen is not remembered here" in done.output


def test_a_manifest_of_ones_own_is_held_against_a_mirror(
    place: Path, tmp_path: Path, keys: tuple[Path, Path], verify: Verify
) -> None:
    mirror = published(tmp_path / "mirror", keys[1], minute=9)
    with served(mirror) as address:
        done = verify(address, "--manifest", place / MANIFEST)
        assert done.exit_code == 1
        assert f"differs: {MANIFEST}" in done.output and "differs: signers.txt" in done.output
        assert "index.html" not in done.output
    shutil.copy(place / MANIFEST, mirror)
    assert f"differs: {MANIFEST}" not in verify(mirror, "--manifest", place / MANIFEST).output


def test_a_redirect_is_followed_on_the_same_host_alone(place: Path, verify: Verify) -> None:
    asked: list[str] = []

    class Elsewhere(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

    with served(place, Elsewhere) as elsewhere:

        class Redirecting(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                to = {"/n/a/": "/n/a/index.html?", "/404.html": f"{elsewhere}404.html"}
                if self.path not in to:
                    super().do_GET()
                    return
                self.send_response(302)
                self.send_header("Location", to[self.path])
                self.send_header("Content-Length", "0")
                self.end_headers()

        with served(place, Redirecting) as address:
            done = verify(address)
    assert done.output.splitlines()[0] == "missing: 404.html" and not asked
    assert "1 wrong" in done.output


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "n/../../x", "a\\..\\b", "a\nb", ""])
def test_a_manifest_that_leads_out_of_the_site_is_refused(
    place: Path, verify: Verify, path: str
) -> None:
    listed = dict(from_bytes((place / MANIFEST).read_bytes()).files)
    issue(place, listed | {path: Sum("0" * 64, 1)}, None)
    done = verify(place)
    assert done.exit_code == 1 and "a manifest with a path that no site has" in done.output


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("no/such/folder", "neither a folder nor an address"),
        ("https://name:pass@d.example/", "there is a name or a password in the address"),
        ("ftp://d.example/", "not an address that begins with http:// or https://"),
        ("http://127.0.0.1:9/", "Connection refused"),
        ("{place}/n", "there is no manifest.json"),
    ],
)
def test_what_is_no_site_is_named(place: Path, verify: Verify, where: str, said: str) -> None:
    done = verify(where.format(place=place))
    assert done.exit_code == 1 and said in done.output


def test_a_damaged_manifest_is_named(place: Path, verify: Verify) -> None:
    (place / MANIFEST).write_bytes((place / MANIFEST).read_bytes()[:-10])
    assert "not a manifest of this program" in verify(place).output
