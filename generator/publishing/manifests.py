"""The manifest of a release: what it says, who signed it, and how readers are told to check it."""

import platform
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from generator import __version__
from generator.model.digest import digest, sha256_of
from generator.model.manifest import (
    FORMAT,
    HOW_TO,
    MANIFEST,
    NAMESPACE,
    OWN,
    SIGNATURE,
    SIGNERS,
    Inputs,
    Manifest,
    Sum,
    from_bytes,
    to_bytes,
    whole_seconds,
)  # fmt: skip
from generator.model.problems import Problem, SiteError
from generator.model.target import Outgoing, sum_of
from generator.output.kept import read_kept, replace_file, write_kept
from generator.pages.fingerprint import RENDERERS
from generator.pages.plan import file_of
from generator.publishing.signing import fingerprint_of, public_part, sign, signers_line
from generator.publishing.targets import KEPT
from generator.site_folder import Planned, now

SUMS = f"{KEPT}/sums"
VERSION = "1"

_HOW_TO = """\
How to check that this site is whole, and ours

{manifest} lists every file of {site}
with its SHA-256 and its size, when it was published, what it was built from, and the SHA-256 of
the list before it.

With our program, which also tells whether you are shown an older site than the last time:

    python -m generator verify {site}
"""
_SIGNED = """
The list is signed. With nothing but curl and ssh (OpenSSH 8.1 or newer):

    curl -O {site}{manifest} \\
         -O {site}{signature} \\
         -O {site}{signers}
    ssh-keygen -Y verify -f {signers} -I {name} \\
               -n {namespace} -s {signature} < {manifest}

A site that was tampered with may bring a key of its own. Compare ours with the one you saw before,
or in another place, before you rely on it:

    {key}
    {fingerprint}
"""


class Built(msgspec.Struct, frozen=True):
    """A built site: where it lies, and what its files are known by."""

    folder: Path
    sums: Mapping[str, Sum]


def sums(root: Path, files: Mapping[str, str], read: Callable[[str], bytes]) -> dict[str, Sum]:
    """Each file's SHA-256 and size. A key stands for its bytes, so they are summed up once."""
    _refuse_taken(files)
    kept = read_kept(root / SUMS, VERSION)
    known, found = {}, {}
    for path, key in files.items():
        packed = kept.get(key)
        if packed is None:
            packed = msgspec.msgpack.encode(sum_of(read(path)))
        known[key] = packed
        found[path] = msgspec.msgpack.decode(packed, type=Sum)
    if known.keys() != kept.keys():
        write_kept(root / SUMS, VERSION, known)
    return found


def _refuse_taken(files: Iterable[str]) -> None:
    taken = sorted(set(files).intersection(OWN))
    if taken:
        message = "this address is taken by what `publish` adds to the site; name the page another"
        raise SiteError([Problem(path, 0, message) for path in taken])


def how_to(site: str, key: Path | None) -> dict[str, bytes]:
    """The texts that tell readers how to check the site."""
    site = site.rstrip("/") + "/"
    words = {"site": site, "manifest": MANIFEST}
    if key is None:
        return {HOW_TO: _HOW_TO.format(**words).encode()}
    public, name = public_part(key), urlsplit(site).hostname or "site"
    text = (_HOW_TO + _SIGNED).format(
        **words,
        signature=SIGNATURE,
        signers=SIGNERS,
        name=name,
        namespace=NAMESPACE,
        key=public,
        fingerprint=fingerprint_of(public),
    )
    return {HOW_TO: text.encode(), SIGNERS: signers_line(name, public).encode()}


def inputs_of(planned: Planned) -> Inputs:
    """What a planned site is made of."""
    library, site = planned.library, planned.library.site
    templates = [(t.name, t.digest) for _, t in sorted(planned.templates.by_name.items())]
    files = sorted((path, digest(data)) for path, data in planned.static.items())
    content = [getattr(library, name) for name in library.__struct_fields__ if name != "site"]
    return Inputs(
        content=digest(content),
        templates=digest([templates, files]),
        config=site.digest,
        generator=planned.version,
        version=__version__,
        python=platform.python_version(),
        packages={name: version(name) for name in sorted(RENDERERS)},
    )


def newest(manifests: Iterable[bytes]) -> bytes:
    """The manifest that was published last; empty where none can be read."""
    found: list[tuple[datetime, bytes]] = []
    for data in manifests:
        try:
            found.append((from_bytes(data).published, data))
        except ValueError:
            continue
    return max(found, default=(None, b""))[1]


def outgoing(
    root: Path, planned: Planned, built: Built, before: bytes, key: Path | None
) -> Outgoing:
    """The release with its manifest, which follows on the one before. Where nothing differs for
    readers from that one, it stands. Refused when the key cannot be used."""
    site, moment = planned.library.site, whole_seconds(now())
    texts = how_to(site.base_url, key)
    files = {**built.sums, **{name: sum_of(data) for name, data in texts.items()}}
    last = from_bytes(before) if before else None
    if last is not None and last.files == files and last.site == site.base_url:
        data = before
    else:
        previous = sha256_of(before) if before else None
        inputs = inputs_of(planned)
        moved = {file_of(old.path): file_of(old.permalink) for old in planned.library.aliases}
        data = to_bytes(Manifest(FORMAT, site.base_url, moment, previous, inputs, files, moved))
    own = {**texts, **_signed(root, data, key), MANIFEST: data}
    listed = {**files, **{name: sum_of(data) for name, data in own.items()}}
    return Outgoing(site.title, site.base_url, moment, listed, built.folder, own)


def _signed(root: Path, data: bytes, key: Path | None) -> dict[str, bytes]:
    """The signature; the one that was made before, where there is one. Some keys sign otherwise
    each time."""
    if key is None:
        return {}
    kept = read_kept(root / KEPT / SIGNATURE, digest([data, public_part(key)]))
    return {SIGNATURE: kept.get(SIGNATURE) or sign(data, key)}


def last_issued(root: Path) -> bytes:
    """The manifest that was last published from here; empty where none is remembered."""
    try:
        return (root / KEPT / MANIFEST).read_bytes()
    except OSError:
        return b""


def remember(root: Path, own: Mapping[str, bytes], key: Path | None) -> None:
    """Remember what was published."""
    replace_file(root / KEPT / MANIFEST, own[MANIFEST])
    if key is not None:
        known = digest([own[MANIFEST], public_part(key)])
        write_kept(root / KEPT / SIGNATURE, known, {SIGNATURE: own[SIGNATURE]})
