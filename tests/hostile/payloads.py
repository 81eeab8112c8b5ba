"""The hostile texts, and how they are written where YAML expects a value."""

import os
import re
from pathlib import Path

FILE = Path(__file__).with_name("payloads.txt")
WHOLE = bool(os.environ.get("TORTURE"))
SLICE = 13  # in the suite every thirteenth, which is of each kind several; all with TORTURE=1

# What no file of content may hold: no XML can (1.0, 2.2), and nobody sees it.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")

_CODE = re.compile("‹(?:U\\+([0-9A-F]{4,6})|([0-9A-F]{2}))›")


def payloads() -> list[str]:
    """All of them; a byte that is no UTF-8 is a lone surrogate, as `surrogateescape` has it."""
    lines = FILE.read_text(encoding="utf-8").split("\n")
    return [_meant(line) for line in lines if line and not line.startswith("== ")]


def writable() -> list[str]:
    """Those that are text in any file."""
    return [text for text in payloads() if not FORBIDDEN.search(text)]


def chosen() -> list[str]:
    """Those that this run is about."""
    return payloads() if WHOLE else payloads()[::SLICE]


def quoted(text: str) -> str:
    """A YAML value that says exactly this, whatever is in the text (YAML 1.2, 5.7)."""
    return '"' + "".join(_escaped(each) for each in text) + '"'


def in_bytes(text: str) -> bytes:
    """A text as a file holds it: half characters and stray bytes are no UTF-8 there either."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _meant(line: str) -> str:
    return _CODE.sub(lambda f: chr(int(f[1], 16)) if f[1] else chr(0xDC00 + int(f[2], 16)), line)


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    code = ord(character)
    return character if character.isprintable() else rf"\U{code:08x}"
