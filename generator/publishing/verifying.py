"""What a published site says of itself, held against what it is and what was seen of it before."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from generator.model.digest import digest, sha256_of
from generator.model.manifest import (
    MANIFEST,
    MOST,
    SIGNATURE,
    SIGNERS,
    UNSERVED,
    Manifest,
    from_bytes,
)
from generator.output.kept import read_kept, write_kept
from generator.plugins.hosting.published import MISSING, Folder, Found, Web
from generator.progress import Progress
from generator.publishing.signing import fingerprint_of, is_signed

LARGEST = 20_000  # bytes of a signature or a key
VERSION = "1"


class Claim(msgspec.Struct, frozen=True):
    """A manifest, and who is said to have signed it."""

    data: bytes
    listed: Manifest
    signature: bytes
    key: str  # the public key that the site calls its own


class Seen(msgspec.Struct, frozen=True):
    """The last sound manifest of a site that was seen, and the key it was signed with."""

    published: datetime
    sha256: str
    key: str


def opened(place: str) -> Folder | Web:
    """The site at an address or in a folder. ValueError when there is none."""
    if "://" in place:
        return Web(place)
    folder = Path(place)
    if not folder.is_dir():
        raise ValueError("neither a folder nor an address that begins with https://")
    inside = folder / "current"  # as the kinds of targets that keep releases have it
    return Folder(inside if inside.is_dir() and not (folder / MANIFEST).exists() else folder)


def claim_of(site: Folder | Web, own: Path | None) -> Claim:
    """What a site says of itself, or a manifest of one's own says of it. ValueError when neither
    is a manifest."""
    if own is not None:
        beside = own.with_name(f"{own.name}.sig")
        data = own.read_bytes()
        signature = beside.read_bytes() if beside.is_file() else b""
    else:
        data = site.read(MANIFEST, MOST) or b""
        signature = site.read(SIGNATURE, LARGEST) or b""
    if not data:
        raise ValueError(f"there is no {MANIFEST}")
    signers = site.read(SIGNERS, LARGEST) or b""
    return Claim(data, from_bytes(data), signature, public_key(signers.decode("utf-8", "replace")))


def public_key(text: str) -> str:
    """The key of a line of an allowed-signers file, or of a file such as `id_ed25519.pub`."""
    words = text.split()
    kinds = ("ssh-", "ecdsa-", "sk-")
    at = next((n for n, word in enumerate(words) if word.startswith(kinds)), len(words))
    return " ".join(words[at : at + 2])


def doubts(claim: Claim, before: Seen | None, trusted: str) -> Iterator[str]:
    """Why a manifest is not to be believed, whatever the files are. `trusted` is the key that it
    must be signed with, empty where any will do."""
    key = trusted or claim.key
    if not claim.signature:
        if trusted:
            yield f"not signed, where {fingerprint_of(trusted)} should have"
    elif not key:
        yield "signed, and there is no key to hold that against; name one with --key"
    elif not is_signed(claim.data, claim.signature, key):
        yield f"the signature is not that of {fingerprint_of(key)} for this manifest"
    if before is None:
        return
    then, now = before.published, claim.listed.published
    if now < then:
        yield f"older than what was seen before: of {_told(now)}, where {_told(then)} was seen"
    elif now == then and sha256_of(claim.data) != before.sha256:
        yield f"another manifest of {_told(now)} than the one that was seen before"


def differences(site: Folder | Web, claim: Claim, own: bool) -> Iterator[str]:
    """What is not as it is listed."""
    listed = claim.listed.files
    if own and site.read(MANIFEST, MOST) != claim.data:
        yield f"differs: {MANIFEST}"
    progress = Progress("Verifying", len(listed))
    try:
        for path, found in site.sums(listed):
            progress.advance()
            if isinstance(site, Web) and _is_the_hosts_way(site, claim.listed, path, found):
                continue
            if isinstance(found, str):
                yield f"{found}: {path}"
            elif found != listed[path]:
                yield f"differs: {path}"
    finally:
        progress.finish()
    yield from (f"extra: {path}" for path in site.others(listed))


def _is_the_hosts_way(site: Web, listed: Manifest, path: str, found: Found) -> bool:
    """Whether a host keeps a file to itself that it reads, or leads on from an old address instead
    of giving out the page that would."""
    if path in UNSERVED:
        return found == MISSING
    there = listed.files.get(listed.moved.get(path, ""))
    if there is None or found == listed.files[path]:
        return False
    return dict(site.sums({path: there}))[path] == there


def last_seen(memory: Path, site: str) -> Seen | None:
    """What was seen of a site the last time."""
    data = read_kept(memory, VERSION).get(digest(site))
    return msgspec.msgpack.decode(data, type=Seen) if data else None


def remember(memory: Path, claim: Claim, key: str) -> None:
    """Remember a sound manifest."""
    seen = Seen(claim.listed.published, sha256_of(claim.data), key)
    kept = read_kept(memory, VERSION)
    kept[digest(claim.listed.site)] = msgspec.msgpack.encode(seen)
    write_kept(memory, VERSION, kept)


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
