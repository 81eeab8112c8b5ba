"""A draft into a new file, and a seed into its keeping: nothing that exists is written over."""

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path, PurePosixPath

import msgspec
from slugify import slugify

from generator.model.digest import sha256_of
from generator.model.document import Blob, Document, Mark
from generator.model.edtf import Edtf
from generator.model.fields import CONTROLS, SeedFile
from generator.model.library import Library
from generator.model.problems import Problem, SiteError

from .prose import as_markdown
from .quoting import flow, scalar

LONGEST_SLUG = 60
LONGEST_NAME = 100
MOST_LISTED = 50  # pieces of furniture, and dates, that a draft lists; the seed has them all


SHA256 = re.compile(rb"\bsha256:\s*[\"']?([0-9a-f]{64})\b")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What import found in a seed, ready to be written."""

    document: Document
    marks: Sequence[Mark]
    date: Edtf | None  # None where neither the seed nor an editor says
    basis: str | None  # what the date rests on
    source: str | None  # id of a register's entry
    seed: str  # the file it is kept in
    sha256: str
    received: str  # RFC 3339


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
    year = (draft.date.year if draft.date else None) or ""
    path = root / "content/articles" / (year if year.isdigit() else "undated") / f"{name}.md"
    _create(path, _written(draft).encode())
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


def _written(draft: Draft) -> str:
    document = draft.document
    lines = [
        "---",
        f"title: {scalar(_clean(document.title))}",
        f"date: {_date(draft)}",
        f"source: {scalar(draft.source) if draft.source else '{ name: unknown, url: null }'}",
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
        as_markdown(_clean(document.text)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _date(draft: Draft) -> str:
    if draft.date:
        return scalar(str(draft.date))
    return "XXXX  # the seed does not say; set the day of publication"


def _clean(text: str) -> str:
    """The text without what a content file may not hold."""
    return CONTROLS.sub("", text)


def _values(marks: Iterable[Mark], field: str) -> list[str]:
    return list(dict.fromkeys(mark.value for mark in marks if mark.field == field))


def _stripped(document: Document) -> list[str]:
    pieces = list(
        dict.fromkeys((s.why, " ".join(_clean(s.text).split())) for s in document.stripped)
    )
    if len(pieces) > MOST_LISTED:
        more = f"{len(pieces) - MOST_LISTED + 1:,} further pieces, all in the seed"
        pieces = [*pieces[: MOST_LISTED - 1], ("more", more)]
    items = [f"    - {flow({'why': why, 'text': text})}" for why, text in pieces]
    return ["  stripped:", *items] if items else []


def _suggested_dates(draft: Draft) -> list[str]:
    """Dates the text names, as comments: a suggestion is the editor's to take up."""
    text = draft.document.text
    said = (
        f"#   {mark.value}: “{' '.join(_clean(text[mark.start : mark.end]).split())}”"
        for mark in draft.marks
        if mark.field == "events"
    )
    dates = list(dict.fromkeys(said))
    if len(dates) > MOST_LISTED:
        dates = [*dates[: MOST_LISTED - 1], f"#   … and {len(dates) - MOST_LISTED + 1:,} more"]
    first = "# Dates that the text states; make events of those that matter, then delete this:"
    return [first, *dates] if dates else []
