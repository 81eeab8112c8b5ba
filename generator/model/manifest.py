"""`manifest.json`: every file of a published site with its SHA-256, and what it was built from.

Canonical, so that the same content is the same bytes and one digest stands for all of it: UTF-8,
keys sorted, no spaces, whole numbers and strings only (as RFC 8785 has it). `docs/publishing.md`
describes each key.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

MANIFEST, SIGNATURE = "manifest.json", "manifest.json.sig"
HOW_TO, SIGNERS = "verify.txt", "signers.txt"
OWN = (HOW_TO, SIGNERS, SIGNATURE, MANIFEST)
"""What publishing adds to a site, in the order in which it is put in place."""

UNLISTED = (SIGNATURE, MANIFEST)  # what a manifest cannot name, being there after it
UNSERVED = ("_headers", "_redirects")  # what some hosts read themselves and give to nobody
NAMESPACE = "conflict-digest"  # what a signature is good for (ssh-keygen(1), -n)
FORMAT = "conflict-digest manifest 1"
MOST = 200_000_000  # bytes of a manifest, some million files

# Nothing absolute, no part that is empty or leads up, no control characters.
_PATH = re.compile(r"(?!.*(?:^|/)(?:\.{0,2})(?:/|\Z))[^\\\x00-\x1f\x7f]{1,1000}\Z")


class Sum(msgspec.Struct, frozen=True):
    """What a file's bytes are known by."""

    sha256: str
    size: int  # bytes


class Inputs(msgspec.Struct, frozen=True):
    """What a site was built from. The digests are ours (`model/digest.py`): equal where the inputs
    are, and no way back to them."""

    content: str  # what is public of it; a draft leaves no trace
    templates: str
    config: str
    generator: str  # the program's own files
    version: str
    python: str
    packages: Mapping[str, str]


class Manifest(msgspec.Struct, frozen=True):
    """What was published at an instant. Nothing in it names a machine, a person or a draft."""

    format: str
    site: str  # its address
    published: datetime  # UTC, whole seconds
    previous: str | None  # SHA-256 of the manifest.json before this one
    inputs: Inputs
    files: Mapping[str, Sum]  # every file but the manifest itself and its signature
    moved: Mapping[str, str] = {}  # of them those at old addresses, with what they lead to


def to_bytes(manifest: Manifest) -> bytes:
    """A manifest as it is published and signed."""
    return msgspec.json.encode(manifest, order="sorted")


def from_bytes(data: bytes) -> Manifest:
    """A manifest that somebody sent, checked. ValueError says what it is not."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"not a manifest of this program ({error})") from None
    if manifest.format != FORMAT:
        raise ValueError("a manifest in another format; use the version that wrote it")
    if manifest.published.tzinfo is None:
        raise ValueError("a manifest whose time has no zone")
    wrong = next((path for path in manifest.files if not _PATH.match(path)), None)
    if wrong is not None:
        raise ValueError(f"a manifest with a path that no site has: {ascii(wrong)[:80]}")
    return manifest


def whole_seconds(moment: datetime) -> datetime:
    """The instant as manifests hold it."""
    return moment.astimezone(UTC).replace(microsecond=0)
