"""`extract`: what the extractors find in a text, as JSON lines for scoring and other programs."""

import base64
import binascii
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from generator.given import EdtfType
from generator.importing.explain import explained
from generator.importing.findings import Item, findings
from generator.library.load import load
from generator.library.starter import known
from generator.model.document import Document, Known
from generator.model.edtf import Edtf
from generator.model.problems import Problem, SiteError
from generator.plugins.extraction import marked

STDIN = "-"


class _Line(msgspec.Struct):
    """A line of `--batch`: a text and its date, or the bytes of a page in base 64."""

    id: str | int | None = None
    text: str | None = None
    date: str | None = None
    b64: str | None = None
    url: str | None = None


@click.command("extract")
@click.option("--date", type=EdtfType(), help="When it was published, such as 2025-03-27.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "text"]),
    default="jsonl",
    show_default=True,
    help="One JSON object a line, or the text with the marks in its margin.",
)
@click.option(
    "--html",
    metavar="[FILE]",
    is_flag=False,
    flag_value=STDIN,
    help="Read a saved page, not a text; print its title, date, body and the rest.",
)
@click.option("--batch", is_flag=True, help="Many documents: a JSON object a line, in and out.")
@click.pass_obj
def command(root: Path, date: Edtf | None, form: str, html: str | None, batch: bool) -> None:
    """Print what is found in a text (standard input): dates, claims, figures, actors, places, tags.

    Each comes with the places of its words. The registers are the site's own, where this is a
    site, and those that come with the program. Nothing is written.

    \b
    With --batch, a line in is {"id", "text", "date"} or, for a page, {"id", "b64", "url"},
    and a line out is {"id", "items"}, in the same order; for a line that cannot be read,
    {"id", "error"}, and the exit status is 1.
    """
    if batch:
        _batch(_known(root), date)
    elif html:
        data = sys.stdin.buffer.read() if html == STDIN else Path(html).read_bytes()
        click.echo(_json(_page(data, "")))
    else:
        document = _marked(_decoded(sys.stdin.buffer.read()), date, _known(root))
        if form == "text":
            lines: Iterator[str] = explained(document)
        else:
            lines = map(_json, findings(document))
        for line in lines:
            click.echo(line)


def _batch(registers: Known, date: Edtf | None) -> None:
    """Answer every line of standard input as it comes."""
    failed = False
    for number, raw in enumerate(sys.stdin.buffer, 1):
        if not raw.strip():
            continue
        line = _Line(number)
        try:
            line = msgspec.json.decode(raw, type=_Line)
            answer: Item = {"id": line.id, "items": _items(line, registers, date)}
        except (ValueError, SiteError) as error:  # msgspec's own mistakes are ValueErrors
            failed = True
            answer = {"id": line.id, "error": " ".join(str(error).split())}
        sys.stdout.write(_json(answer) + "\n")
        sys.stdout.flush()
    if failed:
        raise SystemExit(1)


def _items(line: _Line, registers: Known, date: Edtf | None) -> list[Item]:
    if line.b64 is not None:
        try:
            data = base64.b64decode(line.b64, validate=True)
        except binascii.Error as error:
            raise ValueError(f"“b64” is not base 64: {error}") from None
        return [_page(data, line.url or "")]
    if line.text is None:
        raise ValueError("neither “text” nor “b64” is given")
    day = Edtf.parse(line.date) if line.date else date
    return findings(_marked(line.text, day, registers))


def _known(root: Path) -> Known:
    """What may be recognised: a site's own entries, where this is a site, and the starter's."""
    library = load(root)[0] if (root / "site.yaml").is_file() else None
    return known(library)


def _marked(text: str, date: Edtf | None, registers: Known) -> Document:
    day = date if date and date.known else None
    return marked(Document(title="", text=text, date=day), registers)


def _page(data: bytes, address: str) -> Item:
    from generator.plugins.readers.html import page  # slow to load, and not always needed

    document = page(data, address)
    return {
        "title": document.title,
        "date": str(document.date) if document.date else None,
        "body": document.text,
        "author": document.author,
        "outlet": document.outlet,
        "url": document.url,
        "lang": document.lang,
    }


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SiteError([Problem("standard input", line, "not UTF-8")]) from None


def _json(item: Item) -> str:
    return msgspec.json.encode(item).decode()
