"""The cases below `tests/cases/`: passages, and what should be found in them; see its README."""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from generator.model.edtf import Edtf

FOLDER = Path(__file__).parent / "cases"

_NAME = re.compile(r"^-- (.+) --\n", re.MULTILINE)
_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_TOKEN = re.compile(
    rf'\s*(?:(?P<key>\w+)={_QUOTED}(?:\s*#(?P<nth_of>\d+))?|(?P<bare>\w+)=(?P<value>[^\s"]+)'
    rf'|{_QUOTED}(?:\s*#(?P<nth>\d+))?|=\s*(?P<is>[^\s()"]+)|\((?P<role>[\w-]+)\)|(?P<flag>[\w-]+))'
)


class Gold(Struct, frozen=True):
    """One thing to be found: a line of a case."""

    kind: str  # date, claim, figure, actor, place, … or not
    start: int = 0  # of its words, in code points of the passage
    end: int = 0
    value: str = ""  # what follows `=`; empty when it is open or not given
    role: str = ""
    fields: dict[str, str] = {}  # `key=value`; a flag holds "true"
    spans: dict[str, tuple[int, int]] = {}  # of the values in quotes, where the passage has them


class Case(Struct, frozen=True):
    """A passage, and all that should be found in it."""

    name: str
    file: str
    text: str
    date: Edtf | None
    gold: tuple[Gold, ...]

    def of(self, *kinds: str) -> list[Gold]:
        return [each for each in self.gold if each.kind in kinds]


def cases(folder: str) -> list[Case]:
    """Every case of a folder, such as `dates`, in the order of files and lines."""
    return [case for path in sorted((FOLDER / folder).glob("*.txt")) for case in _cases(path)]


def _cases(path: Path) -> Iterator[Case]:
    pieces = _NAME.split(path.read_text(encoding="utf-8"))[1:]
    for name, piece in zip(pieces[::2], pieces[1::2], strict=True):
        place = f"{path.name}: {name}"
        passage, parted, lines = piece.partition("\n---\n")
        assert parted, f"{place}: no line --- after the passage"
        header, _, text = f"\n{passage}".partition("\n\n")
        keys = dict(line.split(": ", 1) for line in header.splitlines() if line)
        text = text.strip("\n")
        gold = tuple(_gold(line, text, place) for line in lines.splitlines() if line.strip())
        date = Edtf.parse(keys["date"]) if "date" in keys else None
        yield Case(name, path.name, text, date, gold)


def _gold(line: str, text: str, place: str) -> Gold:
    kind, _, rest = line.strip().partition(" ")
    words, value, role = (0, 0), "", ""
    fields: dict[str, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    at = 0
    while at < len(rest):
        found = _TOKEN.match(rest, at)
        assert found, f"{place}: cannot read “{rest[at:]}”"
        at = found.end()
        key, quoted, nth_of = found.group("key", 2, "nth_of")
        if key:
            fields[key] = _plain(quoted)
            if fields[key] in text:
                spans[key] = _span(fields[key], int(nth_of or 1), text, place)
        elif found["bare"]:
            fields[found["bare"]] = found["value"]
        elif found["is"]:
            value = "" if found["is"] == "open" else found["is"]
        elif found["role"]:
            role = found["role"]
        elif found["flag"]:
            fields[found["flag"]] = "true"
        else:
            words = _span(_plain(found[6]), int(found["nth"] or 1), text, place)
    return Gold(kind, *words, value, role, fields, spans)


def _plain(quoted: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], quoted)


def _span(words: str, nth: int, text: str, place: str) -> tuple[int, int]:
    at = -1
    for _ in range(nth):
        at = text.find(words, at + 1)
        assert at >= 0, f"{place}: “{words}” does not stand {nth} times in the passage"
    return at, at + len(words)
