"""What the generator itself adds to every key: its own files, and the versions it renders with."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2

from generator.model.digest import digest

RENDERERS = ("jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins", "nh3")


@cache
def fingerprint() -> str:
    """A digest that changes whenever this generator could render the same inputs differently."""
    package = Path(__file__).parent.parent
    sources = [
        (path.name, path.read_bytes())
        for room in ("model", "pages")
        for path in sorted((package / room).iterdir())
        if path.suffix in (".py", ".msgpack")
    ]
    return digest([sources, sorted(_versions()), sys.version_info[:2]])


def _versions() -> Iterator[str]:
    """The renderers with their versions, as their metadata's folders are called (PEP 376): to ask
    for the metadata itself takes longer than all the rest of a small build."""
    installed = {
        re.sub(r"[-_.]+", "-", path.name.partition("-")[0]).lower(): path.name
        for path in Path(jinja2.__file__).parent.parent.iterdir()
        if path.suffix in (".dist-info", ".egg-info")
    }
    for name in RENDERERS:
        if name in installed:
            yield installed[name]
        else:
            from importlib.metadata import version

            yield f"{name}-{version(name)}"
