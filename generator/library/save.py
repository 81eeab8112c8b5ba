"""A draft into a new file, and a seed into its keeping: nothing that exists is written over."""

import re
from collections.abc import Collection
from pathlib import Path, PurePosixPath

import msgspec
from slugify import slugify

from generator.model.digest import sha256_of
from generator.model.document import Blob
from generator.model.fields import RESERVED, SeedFile
from generator.model.frontmatter import compose, plain, split
from generator.model.library import Library
from generator.model.problems import Problem, SiteError

from .draft import Draft, written

LONGEST_SLUG = 60
LONGEST_NAME = 100


SHA256 = re.compile(rb"\bsha256:\s*[\"']?([0-9a-f]{64})\b")
NAMED = re.compile(rb"\b(?:origin|entry):")


class Imported(msgspec.Struct, frozen=True):
    """What the site's drafts and articles were made of; each maps to the article's file."""

    seeds: dict[str, str]  # by the seed's SHA-256
    origins: dict[str, str]  # by the address that it was fetched from, feeds apart
    entries: dict[str, tuple[str, str]]  # by a feed's entry; with the entry's SHA-256


def keep_seed(root: Path, blob: Blob, origin: Path | None = None) -> str:
    """Keep a seed's untouched bytes below `seeds/`; the file's path from the site's root."""
    resolved, seeds = origin.resolve() if origin else None, (root / "seeds").resolve()
    if resolved and resolved.is_relative_to(seeds):
        inside = "seeds/" + resolved.relative_to(seeds).as_posix()
        if _can_be_named(inside):
            return inside
    name = _safe(blob.name)
    path = root / "seeds" / name
    if path.exists() and not _holds(path, blob.data):
        path = path.with_stem(f"{path.stem}-{sha256_of(blob.data)[:12]}")
    if not path.exists() or not _holds(path, blob.data):
        _create(root, path, blob.data)
    return path.relative_to(root).as_posix()


def imported(root: Path) -> Imported:
    """What was imported earlier, as the articles themselves say it, whatever they are called now.

    A seed's SHA-256 is found in any file, even one that an editor has half changed.
    """
    found = Imported({}, {}, {})
    for path in sorted((root / "content/articles").rglob("*.md")):
        if not path.is_file():
            continue
        data, file = path.read_bytes(), path.relative_to(root).as_posix()
        named = _seed_of(data, file) if NAMED.search(data) else {}
        entry, sha256, origin = (named.get(key) for key in ("entry", "entry_sha256", "origin"))
        if entry:
            found.entries.setdefault(entry, (sha256 or "", file))
            continue  # of a feed that is known, another entry may be new
        if origin:
            found.origins.setdefault(origin, file)
        for seed in SHA256.findall(data):
            found.seeds.setdefault(seed.decode(), file)
    return found


def _seed_of(data: bytes, file: str) -> dict[str, str]:
    """What an article says of its seed; nothing where its front matter cannot be read."""
    parts = split(data.decode("utf-8", "replace").replace("\r\n", "\n"))
    node = compose(parts.header, file) if parts else []
    header = plain(node) if not isinstance(node, list) else {}
    seed = header.get("seed") if isinstance(header, dict) else None
    return {key: str(value) for key, value in seed.items()} if isinstance(seed, dict) else {}


def taken_names(root: Path, library: Library) -> set[str]:
    """The names that a new article may not have: those of files, addresses and old addresses."""
    names = {path.stem for path in (root / "content/articles").rglob("*.md")}
    names |= {article.id for article in library.articles}
    return names | {alias.path.strip("/").rpartition("/")[2] for alias in library.aliases}


def save_draft(root: Path, draft: Draft, taken: Collection[str]) -> str:
    """Write a draft as a new article, under a name not yet taken; its path from the root."""
    slug = _slug(draft.document.title)
    name, number = slug, 1
    while name in taken or re.fullmatch(RESERVED, name):
        number += 1
        name = f"{slug}-{number}"
    year = (draft.document.date.year if draft.document.date else None) or ""
    path = root / "content/articles" / (year if year.isdigit() else "undated") / f"{name}.md"
    _create(root, path, written(draft).encode())
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
    stem = f"seed-{stem}" if re.fullmatch(RESERVED, stem.partition(".")[0]) else stem
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


def _create(root: Path, path: Path, data: bytes) -> None:
    folder = path.parent.resolve()
    if not folder.is_relative_to(root.resolve()):
        message = f"leads out of the site, to {folder}; nothing is written there"
        raise SiteError([Problem(path.parent.relative_to(root).as_posix(), 0, message)])
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise SiteError([Problem(str(path), 0, "exists already and is not written over")]) from None
    except OSError:
        path.unlink(missing_ok=True)  # half a file is worse than none
        raise
