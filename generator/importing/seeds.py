"""What was given to `import`, as single seeds: files, those of folders and patterns, addresses."""

import glob
import mimetypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from generator.model.problems import Problem, SiteError

OWN = ("content", "templates", "public", "preview", ".cache")
BESIDE = re.compile(r"image/|audio/|video/|font/|text/css|(?:text|application)/javascript")
"""What a browser saves beside a page: no article, and passed over in folders."""


class Seeds(msgspec.Struct):
    """The seeds in the order they were given, those of a folder by name."""

    files: list[Path] = []
    addresses: list[str] = []
    problems: list[Problem] = []
    passed_over: Counter[str] = msgspec.field(default_factory=Counter)  # by the file's ending


def is_address(given: str) -> bool:
    """Whether an argument is a web address; a Windows drive (`c:`) is none."""
    return re.match(r"https?:", given, re.IGNORECASE) is not None


def seeds_of(given: Sequence[str], root: Path) -> Seeds:
    """Every single seed. What leads nowhere is noted, and the others are taken all the same."""
    seeds = Seeds()
    for argument in given:
        path = Path(argument)
        if is_address(argument):
            seeds.addresses.append(argument)
        elif path.is_dir():
            _take_folder(path, root, seeds)
        elif glob.has_magic(argument) and not path.exists():
            _take_pattern(argument, root, seeds)
        else:
            seeds.files.append(path)
    seeds.files = list(dict.fromkeys(seeds.files))
    seeds.addresses = list(dict.fromkeys(seeds.addresses))
    return seeds


def shown(file: Path | str) -> str:
    """A file's name as it can be shown on one line, whatever bytes it is made of."""
    name = click.format_filename(file)
    return "".join(each if each.isprintable() else "�" for each in name)


def _take_pattern(pattern: str, root: Path, seeds: Seeds) -> None:
    """What a pattern matches, where the shell has left it to us."""
    found = sorted(Path(name) for name in glob.glob(pattern, recursive=True))  # noqa: PTH207
    if not found:
        seeds.problems.append(Problem(shown(pattern), 0, "no file is called so"))
    for path in found:
        if path.is_dir():
            if "**" not in pattern:
                _take_folder(path, root, seeds)
        else:
            seeds.files.append(path)


def _take_folder(folder: Path, root: Path, seeds: Seeds) -> None:
    place = folder.resolve()
    if root.is_relative_to(place) or any(place.is_relative_to(root / own) for own in OWN):
        message = "this site's own folder; name a folder of seeds"
        seeds.problems.append(Problem(shown(folder), 0, message))
        return
    before = len(seeds.files) + sum(seeds.passed_over.values())
    for path in _below(folder):
        kind = mimetypes.guess_type(path.name)[0] or ""
        if BESIDE.match(kind):
            seeds.passed_over[path.suffix.lower()] += 1
        else:
            seeds.files.append(path)
    if len(seeds.files) + sum(seeds.passed_over.values()) == before:
        seeds.problems.append(Problem(shown(folder), 0, "a folder without files"))


def _below(folder: Path) -> Iterator[Path]:
    """The plain files below a folder, by name; hidden ones and links to folders are passed over."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise SiteError([Problem(shown(folder), 0, message)]) from None
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _below(entry)
        elif entry.is_file():
            yield entry
