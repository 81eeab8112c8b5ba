"""A draft into a new file, and a seed into its keeping: nothing that exists is written over."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

import msgspec
from slugify import slugify

from generator.model.digest import sha256_of
from generator.model.document import Blob, Document, Mark
from generator.model.problems import Problem, SiteError

from .prose import as_markdown
from .quoting import flow, scalar

LONGEST_SLUG = 60


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What import found in a seed, ready to be written."""

    document: Document
    marks: Sequence[Mark]
    date: str  # EDTF; XXXX where the seed does not say
    basis: str | None  # what the date rests on
    source: str | None  # id of a register's entry
    seed: str  # the file it is kept in
    sha256: str
    received: str  # RFC 3339


def keep_seed(root: Path, blob: Blob, origin: Path) -> str:
    """Keep a seed's untouched bytes below `seeds/`; the file's path from the site's root."""
    resolved, seeds = origin.resolve(), (root / "seeds").resolve()
    if resolved.is_relative_to(seeds):
        return "seeds/" + resolved.relative_to(seeds).as_posix()
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", PurePosixPath(blob.name).name).lstrip(".-") or "seed"
    path = root / "seeds" / safe
    if path.exists() and path.read_bytes() != blob.data:
        path = path.with_stem(f"{path.stem}-{sha256_of(blob.data)[:12]}")
    if not path.exists():
        _create(path, blob.data)
    return path.relative_to(root).as_posix()


def imported_as(root: Path, sha256: str) -> str | None:
    """The article that a seed became earlier, whatever its name was; None for a new seed."""
    needle = sha256.encode()
    for path in sorted((root / "content/articles").rglob("*.md")):
        if path.is_file() and needle in path.read_bytes():
            return path.relative_to(root).as_posix()
    return None


def save_draft(root: Path, draft: Draft) -> str:
    """Write a draft as a new article; its path from the site's root."""
    year = draft.date[:4] if draft.date[:4].isdigit() else "undated"
    taken = {path.stem for path in (root / "content/articles").rglob("*.md")}
    slug = slugify(draft.document.title, max_length=LONGEST_SLUG, word_boundary=True) or "untitled"
    name, number = slug, 1
    while name in taken:
        number += 1
        name = f"{slug}-{number}"
    path = root / "content/articles" / year / f"{name}.md"
    _create(path, _written(draft).encode("utf-8", "replace"))
    return path.relative_to(root).as_posix()


def _create(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise SiteError([Problem(str(path), 0, "exists already and is not written over")]) from None


def _written(draft: Draft) -> str:
    document = draft.document
    lines = [
        "---",
        f"title: {scalar(document.title)}",
        f"date: {draft.date}{_date_comment(draft)}",
        f"source: {draft.source or '{ name: unknown, url: null }'}",
        f"tags: {flow(_values(draft.marks, 'tags'))}",
        f"lang: {document.lang}",
        "status: draft",
        *([f"date_basis: {draft.basis}"] if draft.basis else []),
        "seed:",
        f"  file: {scalar(draft.seed)}",
        f"  sha256: {scalar(draft.sha256)}",
        f"  received: {scalar(draft.received)}",
        *_stripped(document),
        f"actors: {flow(_values(draft.marks, 'actors'))}",
        *_suggested_dates(draft),
        "---",
        "",
        as_markdown(document.text),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _date_comment(draft: Draft) -> str:
    return "" if draft.basis else "  # the seed does not say; set the day of publication"


def _values(marks: Iterable[Mark], field: str) -> list[str]:
    return list(dict.fromkeys(mark.value for mark in marks if mark.field == field))


def _stripped(document: Document) -> list[str]:
    if not document.stripped:
        return []
    items = [
        f"    - {flow({'why': stripped.why, 'text': stripped.text})}"
        for stripped in document.stripped
    ]
    return ["  stripped:", *items]


def _suggested_dates(draft: Draft) -> list[str]:
    """Dates the text names, as comments: a suggestion is the editor's to take up."""
    dates = [mark for mark in draft.marks if mark.field == "events"]
    if not dates:
        return []
    text = draft.document.text
    words = [f"#   {m.value}: “{' '.join(text[m.start : m.end].split())}”" for m in dates]
    return [
        "# Dates that the text states; make events of those that matter, then delete this:",
        *words,
    ]
