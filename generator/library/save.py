"""A draft into a new file, and a seed into its keeping: nothing that exists is written over."""

import re
from collections.abc import Collection
from pathlib import Path, PurePosixPath

import msgspec
from slugify import slugify

from generator.model.digest import sha256_of
from generator.model.document import Blob
from generator.model.fields import SeedFile
from generator.model.library import Library
from generator.model.problems import Problem, SiteError

from .draft import Draft, written

LONGEST_SLUG = 60
LONGEST_NAME = 100


SHA256 = re.compile(rb"\bsha256:\s*[\"']?([0-9a-f]{64})\b")


def keep_seed(root: Path, blob: Blob, origin: Path) -> str:
    """Keep a seed's untouched bytes below `seeds/`; the file's path from the site's root."""
    resolved, seeds = origin.resolve(), (root / "seeds").resolve()
    if resolved.is_relative_to(seeds):
        inside = "seeds/" + resolved.relative_to(seeds).as_posix()
        if _can_be_named(inside):
            return inside
    name = _safe(blob.name)
    path = root / "seeds" / name
    if path.exists() and not _holds(path, blob.data):
        path = path.with_stem(f"{path.stem}-{sha256_of(blob.data)[:12]}")
    if not path.exists() or not _holds(path, blob.data):
        _create(path, blob.data)
    return path.relative_to(root).as_posix()


def imported(root: Path) -> dict[str, str]:
    """The articles that seeds became earlier, by the seeds' SHA-256, whatever their names were."""
    found: dict[str, str] = {}
    for path in sorted((root / "content/articles").rglob("*.md")):
        if path.is_file():
            for sha256 in SHA256.findall(path.read_bytes()):
                found.setdefault(sha256.decode(), path.relative_to(root).as_posix())
    return found


def taken_names(root: Path, library: Library) -> set[str]:
    """The names that a new article may not have: those of files, addresses and old addresses."""
    names = {path.stem for path in (root / "content/articles").rglob("*.md")}
    names |= {article.id for article in library.articles}
    return names | {alias.path.strip("/").rpartition("/")[2] for alias in library.aliases}


def save_draft(root: Path, draft: Draft, taken: Collection[str]) -> str:
    """Write a draft as a new article, under a name not yet taken; its path from the root."""
    slug = _slug(draft.document.title)
    name, number = slug, 1
    while name in taken:
        number += 1
        name = f"{slug}-{number}"
    year = (draft.document.date.year if draft.document.date else None) or ""
    path = root / "content/articles" / (year if year.isdigit() else "undated") / f"{name}.md"
    _create(path, written(draft).encode())
    return path.relative_to(root).as_posix()


def _can_be_named(file: str) -> bool:
    try:
        file.encode()
        msgspec.convert(file, SeedFile)
    except (UnicodeEncodeError, msgspec.ValidationError):
        return False
    return True


def _safe(name: str) -> str:
    """A file name that every system can hold: of the given one, what is plain in it."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", PurePosixPath(name).name)
    stem, dot, suffix = re.sub(r"\.{2,}", ".", plain).rpartition(".")
    stem = (stem or suffix).strip("-.") or "seed"
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:10] if dot else ''}".rstrip("-.")


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _slug(title: str) -> str:
    words = slugify(
        title,
        entities=False,  # a title is no HTML
        decimal=False,
        hexadecimal=False,
        max_length=LONGEST_SLUG,
        word_boundary=True,
        save_order=True,
    )
    return words or "untitled"


def _create(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise SiteError([Problem(str(path), 0, "exists already and is not written over")]) from None
    except OSError:
        path.unlink(missing_ok=True)  # half a file is worse than none
        raise
