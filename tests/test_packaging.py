"""What is installed is enough: the wheel holds the templates, and builds a site anywhere."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import REPOSITORY, Site

pytestmark = pytest.mark.usefixtures("indexed")

PAGE = """\
-- content/pages/about.md --
---
title: About
---
We.
-- templates/own.html --
---
path: /own/
---
{% extends "base.html" %}
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    [wheel] = folder.glob("*.whl")
    return wheel


def test_the_wheel_holds_the_program_and_its_templates_and_nothing_else(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    templates = {
        f"generator/{path.relative_to(REPOSITORY).as_posix()}"
        for path in (REPOSITORY / "templates").rglob("*")
        if path.is_file()
    }
    program = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "generator").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert templates and templates <= names
    assert program and program <= names
    assert {name for name in names - templates - program if ".dist-info/" not in name} == set()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet"),
            *("--disable-pip-version-check", "--target", folder, wheel),
        ],
        check=True,
    )
    return folder


def test_an_installed_copy_builds_a_site_anywhere(
    site: Callable[[str], Site], installed: Path
) -> None:
    made = site(PAGE)
    program = "import generator, sys; print(generator.__file__); import generator.__main__ as m; "
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"{program} sys.argv[1:] = ['build']; m.main()"],
        cwd=made.root,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(installed))
    assert "We." in made.page("/about/")
    assert made.page("/own/").startswith("<!doctype html>")
    assert made.page("/static/style.css") == (REPOSITORY / "templates/static/style.css").read_text()


def test_an_installed_copy_makes_the_same_bytes_as_the_checkout(
    site: Callable[[str], Site], installed: Path
) -> None:
    made = site(PAGE)
    made.build("--output", "ours")
    done = made.run("build", "--output", "theirs", PYTHONPATH=str(installed))
    assert done.status == 0, done.err
    assert made.tree("ours") == made.tree("theirs")
    assert "0 pages rendered" in done.out, "and knows what the other has rendered"


def test_the_script_is_called_by_its_own_name(installed: Path) -> None:
    done = subprocess.run(
        [sys.executable, installed / "bin/digest", "--help"],
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Usage: digest ")
