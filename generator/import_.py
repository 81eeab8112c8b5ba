"""`import`: seed articles become drafts; what was handed in is kept untouched."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path

import click

from generator.library.load import load
from generator.library.save import Draft, imported_as, keep_seed, save_draft
from generator.model.digest import sha256_of
from generator.model.document import Blob, Document, Known, Mark
from generator.model.edtf import Edtf
from generator.model.library import Library
from generator.model.problems import Problem, SiteError, near
from generator.plugins import plugins
from generator.site_folder import now

LARGEST = 20_000_000  # bytes


class _Date(click.ParamType[Edtf]):
    name = "EDTF"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Edtf:
        try:
            return Edtf.parse(str(value))
        except ValueError as error:
            return self.fail(str(error), param, ctx)


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--date", type=_Date(), help="When it was published, such as 2025-03-27.")
@click.option("--source", metavar="ID", help="Who published it: an id of registers/sources.yaml.")
@click.pass_obj
def command(root: Path, files: tuple[Path, ...], date: Edtf | None, source: str | None) -> None:
    """Make a draft of each seed article (plain text).

    The untouched bytes are kept below seeds/. A seed that was imported before is skipped, and
    nothing is ever written over. A date that the text does not state stays open (XXXX).
    """
    library, _ = load(root)  # a mistake in other content is no reason to refuse a seed
    _check_source(library, source)
    problems: list[Problem] = []
    for file in files:
        try:
            for line in _imported(root, file, library, (date, source)):
                click.echo(line)
        except SiteError as error:
            problems += error.problems
        except OSError as error:
            problems.append(Problem(str(file), 0, f"cannot be read: {error.strerror}"))
    if problems:
        raise SiteError(problems)


def _imported(
    root: Path, file: Path, library: Library, given: tuple[Edtf | None, str | None]
) -> Iterator[str]:
    blob = _blob(file)
    sha256 = sha256_of(blob.data)
    earlier = imported_as(root, sha256)
    if earlier:
        yield f"{file}: skipped, imported before as {earlier}"
        return
    documents = _documents(blob, file)
    seed = keep_seed(root, blob, file)
    known = _known(library)
    for document in documents:
        marks = [m for e in plugins("extractors") for m in e.extract(document, known)]
        path = save_draft(root, _draft(document, marks, given, (seed, sha256)))
        yield f"{path}: new draft of {file}{_left_out(document)}"


def _blob(file: Path) -> Blob:
    if not file.is_file():
        raise SiteError([Problem(str(file), 0, "there is no such file")])
    if file.stat().st_size > LARGEST:
        raise SiteError([Problem(str(file), 0, f"larger than {LARGEST // 1_000_000} MB")])
    return Blob(file.name, file.read_bytes())


def _documents(blob: Blob, file: Path) -> list[Document]:
    kind = mimetypes.guess_type(blob.name)[0] or "text/plain"
    readers = plugins("readers")
    reader = next((reader for reader in readers if kind in reader.media_types), None)
    if reader is None:
        known = ", ".join(sorted(kind for reader in readers for kind in reader.media_types))
        raise SiteError([Problem(str(file), 0, f"no reader for {kind}; read here: {known}")])
    try:
        return list(reader.read(blob))
    except ValueError as error:
        raise SiteError([Problem(str(file), 0, str(error))]) from None


def _draft(
    document: Document,
    marks: list[Mark],
    given: tuple[Edtf | None, str | None],
    seed: tuple[str, str],
) -> Draft:
    date, basis = (given[0], "editor") if given[0] else (document.date, "stated")
    return Draft(
        document=document,
        marks=marks,
        date=str(date or "XXXX"),
        basis=basis if date else None,
        source=given[1],
        seed=seed[0],
        sha256=seed[1],
        received=now().replace(microsecond=0).isoformat(),
    )


def _known(library: Library) -> Known:
    return Known(
        actors={actor.id: actor for actor in library.actors},
        sources={source.id: source for source in library.sources},
        tags={tag.id: tag for tag in library.tags},
    )


def _check_source(library: Library, source: str | None) -> None:
    ids = [entry.id for entry in library.sources]
    if source and source not in ids:
        file = "content/registers/sources.yaml"
        message = f"has no entry “{source}”{near(source, ids) or '; add it there'}"
        raise SiteError([Problem(file, 0, message)])


def _left_out(document: Document) -> str:
    kinds = sorted({stripped.why for stripped in document.stripped})
    return f" (left out: {', '.join(kinds)})" if kinds else ""
