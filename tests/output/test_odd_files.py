"""What is no file is never waited for, and no link leads out of the site: each is named."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site

from generator.library.load import load
from generator.model.problems import SiteError
from generator.pages.files import links_out

SITE = """\
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/articles/2025/report.md --
---
title: A report
date: 2025-01-05
source: wire
status: reviewed
---
Words.
-- templates/static/a.txt --
a
"""
FILES = (
    "site.yaml", "content/articles/2025/report.md", "content/articles/2025/odd.md",
    "content/articles/odd", "content/registers/actors.yaml", "content/registers/odd.txt",
    "content/media/odd.png", "content/odd", "templates/odd.html", "templates/static/odd.css",
)  # fmt: skip
FOLDERS = (
    "content", "content/articles", "content/articles/2025", "content/registers", "content/media",
    "content/pages", "content/stories", "content/editions", "templates", "templates/static",
)  # fmt: skip

Kind = Callable[[Path], object]


def fifo(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # an address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


def device(path: Path) -> None:
    """What never ends, where the one who tests may make it."""
    try:
        os.mknod(path, 0o020600, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root may make devices")


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def link_out(path: Path) -> None:
    path.symlink_to(os.environ["OUTSIDE"])


def folder_out(path: Path) -> None:
    path.symlink_to(Path(os.environ["OUTSIDE"]).parent)


def link_up(path: Path) -> None:
    path.symlink_to("..")


KINDS = [fifo, a_socket, device, circle, link_out, folder_out, link_up]


@pytest.fixture
def made(site: Callable[[str], Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    secret = tmp_path / "outside/secret.md"
    secret.parent.mkdir()
    secret.write_text("---\ntitle: Secret\n---\nA secret.\n")
    monkeypatch.setenv("OUTSIDE", str(secret))
    return site(SITE)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_no_file_is_named_and_nothing_is_published(made: Site, kind: Kind) -> None:
    """One build for each kind: in all places for files at once, since all are named in one run."""
    for name in FILES:
        path = made.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        kind(path)
    done = made.run("build")
    assert done.status == 1
    named = {line.partition(":")[0] for line in done.err.splitlines()}
    assert set(FILES) <= named
    assert not (made.root / "public").exists()


@pytest.mark.parametrize("kind", [fifo, circle, folder_out, link_up])
def test_nothing_takes_a_folders_place(made: Site, kind: Kind) -> None:
    """A site would else come out empty."""
    for name in FOLDERS:
        path = made.root / name
        aside = made.root.parent / "aside"
        if path.is_dir():
            path.rename(aside)
        path.parent.mkdir(exist_ok=True)
        kind(path)
        try:
            problems = [*load(made.root)[1], *links_out(made.root)]
        except SiteError as error:
            problems = error.problems
        assert any(f"{problem.file}/".startswith(f"{name}/") for problem in problems), name
        path.unlink()
        if aside.is_dir():
            aside.rename(path)


def test_a_site_does_not_come_out_empty_when_its_articles_are_moved_elsewhere(made: Site) -> None:
    made.build()
    before = made.tree()
    shutil.rmtree(made.root / "content/articles")
    (made.root / "content/articles").symlink_to(made.root.parent / "outside")
    done = made.run("build")
    assert done.status == 1
    assert "content/articles: not a folder of this site" in done.err
    assert made.tree() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_that_is_no_file_is_refused(made: Site, kind: Kind) -> None:
    kind(made.root / "odd.txt")
    done = made.run("import", "odd.txt")
    if kind in (link_out, folder_out):  # what somebody names is what they mean
        assert done.status == 0
        return
    assert done.status == 1
    assert "odd.txt" in done.err
