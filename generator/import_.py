"""`import`: seed articles become drafts; what was handed in is kept untouched."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from generator.library.draft import Draft
from generator.library.load import load
from generator.library.save import imported, keep_seed, save_draft, taken_names
from generator.model.digest import sha256_of
from generator.model.document import Blob, Document, Known
from generator.model.edtf import Edtf
from generator.model.edtf_advice import shown
from generator.model.problems import Problem, SiteError, near
from generator.plugins import plugins
from generator.plugins.extraction import marked
from generator.site_folder import now

LARGEST = 1_500_000  # bytes; escaped, as a draft, it must still be small enough to be read


class _Date(click.ParamType[Edtf]):
    name = "EDTF"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Edtf:
        try:
            return Edtf.parse(str(value))
        except ValueError as error:
            return self.fail(str(error), param, ctx)


class _Desk(msgspec.Struct, frozen=True):
    """What holds for all seeds of one run, and what it has taken in so far."""

    root: Path
    known: Known
    date: Edtf | None  # as an editor gave it
    source: str | None
    taken: set[str]  # names of articles
    earlier: dict[str, str]  # SHA-256 of a seed → the article it became


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
    desk = _desk(root, date, source)
    problems: list[Problem] = []
    for file in files:
        try:
            for line in _imported(desk, file):
                click.echo(line)
        except SiteError as error:
            problems += error.problems
        except OSError as error:
            reason = error.strerror or str(error)
            problems.append(Problem(_name(file), 0, f"cannot be imported: {reason}"))
    if problems:
        for problem in problems:
            click.echo(str(problem), err=True)
        count = f"{len(problems)} of {len(files)} files" if len(files) > 1 else "It"
        click.echo(f"{count} could not be imported.", err=True)
        raise SystemExit(1)


def _desk(root: Path, date: Edtf | None, source: str | None) -> _Desk:
    """What is known before the first seed. Raises SiteError where nothing may be written."""
    library, wrong = load(root)  # a mistake in other content is no reason to refuse a seed
    if not (root / "site.yaml").is_file():
        raise SiteError(problem for problem in wrong if problem.file == "site.yaml")
    ids = [entry.id for entry in library.sources]
    if source and source not in ids:
        file = "content/registers/sources.yaml"
        message = f"has no entry {shown(source)}{near(source, ids) or '; add it there'}"
        own = [problem for problem in wrong if problem.file == file]
        raise SiteError(own or [Problem(file, 0, message)])
    return _Desk(
        root=root,
        known=Known(
            actors={actor.id: actor for actor in library.actors},
            places={place.id: place for place in library.places},
            sources={entry.id: entry for entry in library.sources},
            measures={measure.id: measure for measure in library.measures},
            tags={tag.id: tag for tag in library.tags},
        ),
        date=date if date and date.known else None,
        source=source,
        taken=taken_names(root, library),
        earlier=imported(root),
    )


def _imported(desk: _Desk, file: Path) -> Iterator[str]:
    blob = _blob(file)
    sha256 = sha256_of(blob.data)
    if sha256 in desk.earlier:
        yield f"{_name(file)}: skipped, imported before as {desk.earlier[sha256]}"
        return
    documents = _documents(blob, file)
    seed = keep_seed(desk.root, blob, file)
    for document in documents:
        draft = _draft(desk, document, (seed, sha256))
        path = save_draft(desk.root, draft, desk.taken)
        desk.taken.add(Path(path).stem)
        desk.earlier.setdefault(sha256, path)
        yield f"{path}: new draft of {_name(file)}{_left_out(document)}"


def _blob(file: Path) -> Blob:
    if file.is_dir():
        raise SiteError([Problem(_name(file), 0, "a folder; name the files in it")])
    if not file.exists():
        raise SiteError([Problem(_name(file), 0, "there is no such file")])
    if not file.is_file():
        raise SiteError([Problem(_name(file), 0, "not a plain file; devices are not read here")])
    if file.stat().st_size > LARGEST:
        message = f"larger than {LARGEST / 1e6} MB, which is no article; cut it first"
        raise SiteError([Problem(_name(file), 0, message)])
    return Blob(file.name, file.read_bytes())


def _name(file: Path) -> str:
    """A file's name as it can be shown on one line, whatever bytes it is made of."""
    name = click.format_filename(file)
    return "".join(each if each.isprintable() else "�" for each in name)


def _documents(blob: Blob, file: Path) -> list[Document]:
    kind = mimetypes.guess_type(blob.name)[0] or "text/plain"
    readers = plugins("readers")
    reader = next((reader for reader in readers if kind in reader.media_types), None)
    if reader is None:
        known = ", ".join(sorted(kind for reader in readers for kind in reader.media_types))
        raise SiteError([Problem(_name(file), 0, f"no reader for {kind}; read here: {known}")])
    try:
        return list(reader.read(blob))
    except ValueError as error:
        raise SiteError([Problem(_name(file), 0, str(error))]) from None


def _draft(desk: _Desk, document: Document, seed: tuple[str, str]) -> Draft:
    if desk.date:
        document = msgspec.structs.replace(document, date=desk.date, date_basis="editor")
    return Draft(
        document=marked(document, desk.known),
        source=desk.source,
        seed=seed[0],
        sha256=seed[1],
        received=now().replace(microsecond=0).isoformat(),
    )


def _left_out(document: Document) -> str:
    kinds = sorted({stripped.why for stripped in document.stripped})
    return f" (left out: {', '.join(kinds)})" if kinds else ""
