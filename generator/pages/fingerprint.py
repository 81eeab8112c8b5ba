"""What the generator itself adds to every key: its own files, and the versions it renders with."""

import re
import sys
from functools import cache
from pathlib import Path

import jinja2

from generator.model.digest import digest

RENDERERS = (
    *("css-inline", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins", "nh3"),
    *("pillow", "resvg", "uharfbuzz"),
)


@cache
def fingerprint() -> str:
    """A digest that changes whenever this generator could render the same inputs differently."""
    package = Path(__file__).parent.parent
    sources = [
        (path.relative_to(package).as_posix(), path.read_bytes())
        for room in ("model", "pages")
        for path in sorted((package / room).rglob("*"))
        if path.suffix in (".py", ".msgpack")
    ]
    return digest([sources, sorted(map(version_of, RENDERERS)), sys.version_info[:2]])


def version_of(name: str) -> str:
    """A package with its version."""
    installed = _installed()
    if name in installed:
        return installed[name]
    from importlib.metadata import version

    return f"{name}-{version(name)}"


@cache
def _installed() -> dict[str, str]:
    """Packages by the names of their metadata's folders, which have versions in them (PEP 376): to
    ask for the metadata itself takes longer than all the rest of a small build."""
    return {
        re.sub(r"[-_.]+", "-", path.name.partition("-")[0]).lower(): path.name
        for path in Path(jinja2.__file__).parent.parent.iterdir()
        if path.suffix in (".dist-info", ".egg-info")
    }
