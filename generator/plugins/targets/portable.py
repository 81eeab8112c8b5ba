"""`kind: portable`: the whole site as one zip, to be handed on and read without a server.

The same release gives the same bytes. The site lies in a folder of its own, so that what is
unpacked can be verified as it is; beside it a README says in plain words how to read it.
"""

import os
import zipfile
import zlib
from collections.abc import Iterator
from glob import escape
from pathlib import Path
from typing import IO, Annotated
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from msgspec import Meta

from generator.model.fields import Record
from generator.model.manifest import MANIFEST, MOST, SIGNATURE, Sum, from_bytes
from generator.model.target import (
    MARK_SAYS,
    Outgoing,
    Plan,
    Refused,
    Target,
    There,
    path_of,
    refuse_if_other,
    sum_of,
    there,
)  # fmt: skip

FOLDER = "site/"
README = "README.txt"
START = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
FILE_MODE = 0o100644
UNIX = 3  # APPNOTE.TXT, 4.4.2.2
PACKED = (".jpg", ".png", ".webp", ".zip")  # packing them once more saves nothing

_README = """\
{title}

This folder holds the whole of {address}
as it was published on {published}. It needs no internet.

To read it
  1. Unpack all of the zip. Inside of it, nothing works as it should.
  2. Open the folder “site”, and in it the file index.html. Any browser will do.

What you should know
  - Reading here asks nobody for anything. Links to other sites do go to the internet; before you
    follow one, think about who may see that.
  - Your computer may remember that you opened these files: in the browser's history, and in lists
    of recent files. So may a printer.
  - It stays as it is. What was corrected or taken back since then is on the site only.

To check that it is whole, and ours
  See site/verify.txt. With our program: python -m generator verify site
"""


class Options(Record, frozen=True, kw_only=True):
    """Which file."""

    path: Annotated[
        str,
        Meta(
            pattern=r"(?s)^.*[^/]\.zip\Z",
            max_length=1000,
            description="a file's name that ends in .zip, such as digest.zip",
        ),
    ]


def look(target: Target) -> There:
    """What is in the zip that is there. What is not as its manifest says is not known."""
    path = path_of(target.options.path, target.root)
    if not path.parent.is_dir():
        raise Refused(f"there is no folder {path.parent}; is the stick not plugged in?")
    if not path.exists():
        return There()
    version = _version(path)
    try:
        with ZipFile(path) as packed:
            if packed.comment != MARK_SAYS.encode():
                raise Refused(f"{path} was not made by this program; name another file")
            names = [each for each in packed.namelist() if each.startswith(FOLDER)]
            own = {name: _read(packed, FOLDER + name, MOST) for name in (MANIFEST, SIGNATURE)}
            told = there(own[MANIFEST], own, version)
            files = dict.fromkeys(name.removeprefix(FOLDER) for name in names)
            found = {name: _sum(packed, FOLDER + name, told.files.get(name)) for name in files}
    except zipfile.BadZipFile:
        raise Refused(f"{path} is no zip that can be read; name another file") from None
    return There(found, told.manifest, version)


def publish(release: Outgoing, plan: Plan, target: Target) -> Iterator[str]:
    """Write the zip beside the one that is there, and put it in its place in one step."""
    path = path_of(target.options.path, target.root)
    for left in path.parent.glob(f".{escape(path.name)}.*.new"):  # by one that was killed
        left.unlink()
    staged = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with staged.open("xb") as file:
            yield from _write(file, release, plan.put)
        refuse_if_other(plan.version, _version(path))
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)
    yield from plan.gone


def _write(file: IO[bytes], release: Outgoing, put: frozenset[str]) -> Iterator[str]:
    with ZipFile(file, "w") as packed:
        packed.comment = MARK_SAYS.encode()
        _put(packed, README, _readme(release))
        for name in sorted(release.files):
            _put(packed, FOLDER + name, release.read(name))
            if name in put:
                yield name
    file.flush()
    os.fsync(file.fileno())


def _version(path: Path) -> str:
    """Another one whenever the file was written anew; empty where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return ""
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns}"


def _read(packed: ZipFile, name: str, most: int) -> bytes:
    """An entry's bytes; none where it is missing, damaged, or longer than it may be."""
    try:
        entry = packed.getinfo(name)
        return packed.read(entry) if entry.file_size <= most else b""
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return b""


def _sum(packed: ZipFile, name: str, listed: Sum | None) -> Sum | None:
    """What an entry is known by, where it is as it is listed."""
    found = listed and sum_of(_read(packed, name, listed.size))
    return found if found == listed else None


def _put(packed: ZipFile, name: str, data: bytes) -> None:
    entry = ZipInfo(name, START)
    entry.create_system = UNIX
    entry.external_attr = FILE_MODE << 16
    entry.compress_type = ZIP_STORED if name.endswith(PACKED) else ZIP_DEFLATED
    packed.writestr(entry, data)


def _readme(release: Outgoing) -> bytes:
    published = from_bytes(release.own[MANIFEST]).published
    words = {"title": release.title, "address": release.address}
    text = _README.format(**words, published=f"{published:%d %B %Y, %H:%M} UTC".lstrip("0"))
    return text.replace("\n", "\r\n").encode("utf-8-sig")
