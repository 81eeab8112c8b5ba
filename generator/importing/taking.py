"""One seed taken in: read, marked, kept, and its articles written as drafts."""

import resource
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import parent_process
from pathlib import Path

import msgspec

from generator.library.draft import Draft
from generator.library.save import Imported, keep_seed, save_draft
from generator.model.digest import sha256_of
from generator.model.document import Blob, Document, Known
from generator.model.edtf import Edtf
from generator.model.problems import Problem, SiteError
from generator.plugins.extraction import marked
from generator.plugins.reading import documents
from generator.site_folder import now

from .explain import explained

LARGEST = 25_000_000  # bytes of any seed; readers have limits of their own


class Desk(msgspec.Struct, frozen=True):
    """What holds for all seeds of one run, and what it has taken in so far."""

    root: Path
    known: Known
    date: Edtf | None  # as an editor gave it
    source: str | None
    agent: str  # who we are, to those we fetch from
    taken: set[str]  # names of articles
    earlier: Imported
    explain: bool = False  # print each text with its marks


class Read(msgspec.Struct, frozen=True):
    """A seed as read: its documents with their marks, or why there are none."""

    blob: Blob | None = None
    sha256: str = ""
    documents: tuple[Document, ...] = ()
    wrong: str = ""


MEMORY = 2_000_000_000  # bytes of address space for reading a seed
TOO_MUCH = "reading it takes more memory than any article needs; cut it"
LOST = Read(wrong="reading it ended the process or took too long; cut it, or report it")


class Tally(msgspec.Struct):
    """What a run has come to."""

    drafts: int = 0
    skipped: int = 0
    changed: int = 0


def read_file(desk: Desk, file: Path) -> Read:
    """A file as read. Whatever is wrong with it is a value, so that the next one gets its turn."""
    try:
        if not file.exists():
            return Read(wrong="there is no such file")
        if not file.is_file():
            return Read(wrong="not a plain file; devices are not read here")
        if file.stat().st_size > LARGEST:
            return Read(wrong=f"larger than {LARGEST // 1_000_000} MB, which is no article; cut it")
        blob = Blob(file.name, file.read_bytes())
    except OSError as error:
        return Read(wrong=f"cannot be imported: {error.strerror or error}")
    return read_blob(desk, blob)


def read_apart(desk: Desk, seed: Path | Blob) -> Read:
    """A seed as read in a process of its own, which may be ended, and may not take all memory."""
    if parent_process():
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        limits = [each for each in (MEMORY, soft, hard) if each != resource.RLIM_INFINITY]
        with suppress(ValueError, OSError):  # a system that has no such limit
            resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    return read_blob(desk, seed) if isinstance(seed, Blob) else read_file(desk, seed)


def read_blob(desk: Desk, blob: Blob) -> Read:
    """The bytes of a seed as documents with their marks; those imported before are not read."""
    sha256 = sha256_of(blob.data)
    if sha256 in desk.earlier.seeds:
        return Read(blob, sha256)
    try:
        try:
            found = documents(blob)
        except ValueError as error:
            return Read(blob, sha256, wrong=str(error))
        return Read(blob, sha256, tuple(_marked(desk, document) for document in found))
    except MemoryError:
        return Read(blob, sha256, wrong=TOO_MUCH)
    except Exception as error:  # a bug of ours costs the one seed that shows it
        kind = f"{type(error).__name__}: {error}"
        return Read(blob, sha256, wrong=f"a bug in conflict-digest; please report it ({kind})")


def taken_in(
    desk: Desk, read: Read, name: str, tally: Tally, file: Path | None = None
) -> Iterator[str | Problem]:
    """Keep a seed that was read and write its drafts; a line for each, or what is wrong with it."""
    if read.wrong or read.blob is None:
        yield Problem(name, 0, read.wrong)
        return
    earlier = desk.earlier.seeds.get(read.sha256) or desk.earlier.origins.get(
        read.blob.address or ""
    )
    if earlier:
        tally.skipped += 1
        yield f"{name}: skipped, imported before as {earlier}"
        return
    old = 0
    try:
        for document in read.documents:
            path = _before(desk, document)
            if path is None:
                yield (
                    _drafted(desk, read.blob, read.sha256, document, file)
                    + f" of {name}{_left_out(document)}"
                )
                tally.drafts += 1
                yield from explained(document) if desk.explain else ()
            elif desk.earlier.entries[document.entry or ""][0] == document.entry_sha256:
                old += 1
            else:
                tally.changed += 1
                yield f"{path}: its entry in {name} has changed since; the draft is left as it is"
    except SiteError as error:
        yield from error.problems
    except OSError as error:
        yield Problem(name, 0, f"cannot be imported: {error.strerror or error}")
    if old:
        tally.skipped += old
        yield f"{name}: {old:,} {'entry' if old == 1 else 'entries'} skipped, imported before"


def _before(desk: Desk, document: Document) -> str | None:
    """The article that a feed's entry became earlier."""
    known = desk.earlier.entries.get(document.entry or "")
    return known[1] if known else None


def _drafted(desk: Desk, blob: Blob, sha256: str, document: Document, file: Path | None) -> str:
    """Write one document as a draft, and remember it for the seeds that follow."""
    draft = Draft(
        document=document,
        source=desk.source or _registered(desk, document.outlet),
        seed=keep_seed(desk.root, blob, file),
        sha256=sha256,
        received=now().replace(microsecond=0).isoformat(),
        origin=blob.address,
    )
    path = save_draft(desk.root, draft, desk.taken)
    desk.taken.add(Path(path).stem)
    if document.entry:
        desk.earlier.entries[document.entry] = (document.entry_sha256 or "", path)
    else:
        desk.earlier.seeds.setdefault(sha256, path)
        if blob.address:
            desk.earlier.origins.setdefault(blob.address, path)
    return f"{path}: new draft"


def _marked(desk: Desk, document: Document) -> Document:
    if desk.date:
        document = msgspec.structs.replace(document, date=desk.date, date_basis="editor")
    return marked(document, desk.known)


def _registered(desk: Desk, outlet: str | None) -> str | None:
    """The register's entry with an outlet's name, if there is exactly one."""
    name = (outlet or "").casefold()
    ids = [
        entry.id
        for entry in desk.known.sources.values()
        if name and name in {each.casefold() for each in (entry.name, *entry.aliases)}
    ]
    return ids[0] if len(ids) == 1 else None


def _left_out(document: Document) -> str:
    kinds = sorted({stripped.why for stripped in document.stripped})
    return f" (left out: {', '.join(kinds)})" if kinds else ""
