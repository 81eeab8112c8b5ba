"""What the generator itself adds to every key: its own files, and the versions it renders with."""

import sys
from importlib.metadata import version
from pathlib import Path

from generator.model.digest import digest

RENDERERS = ("jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins", "nh3")


def fingerprint() -> str:
    """A digest that changes whenever this generator could render the same inputs differently."""
    package = Path(__file__).parent.parent
    sources = [
        (path.name, path.read_bytes())
        for room in ("model", "pages")
        for path in sorted((package / room).iterdir())
        if path.suffix in (".py", ".msgpack")
    ]
    versions = [(name, version(name)) for name in RENDERERS]
    return digest([sources, versions, sys.version_info[:2]])
