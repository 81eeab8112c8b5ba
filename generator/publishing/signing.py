"""Signatures of manifests, made and checked by the system's own ssh-keygen.

An ssh key is what an editor has already, and `ssh-keygen -Y verify` is what a reader has already.
"""

import tempfile
from pathlib import Path

from generator.model.manifest import NAMESPACE
from generator.model.target import Refused
from generator.plugins.hosting.programs import Ended, run


def sign(data: bytes, key: Path) -> bytes:
    """The signature of these bytes. Refused when the key cannot be used."""
    with tempfile.TemporaryDirectory(prefix="digest-") as folder:
        file = Path(folder) / "manifest"
        file.write_bytes(data)
        _keygen("-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(file))
        return file.with_name("manifest.sig").read_bytes()


def public_part(key: Path) -> str:
    """The public key, such as `ssh-ed25519 AAAA…`, without the comment: that is mostly the name of
    a person and of a machine."""
    beside = key if key.suffix == ".pub" else key.with_name(f"{key.name}.pub")
    if beside.is_file():
        text = beside.read_text(encoding="utf-8", errors="replace")
    else:
        text = _keygen("-y", "-P", "", "-f", str(key)).decode()
    kind_and_key = text.split()[:2]
    if len(kind_and_key) < len(("kind", "key")):
        raise Refused(f"{beside} is no public key of ssh")
    return " ".join(kind_and_key)


def fingerprint_of(key: str) -> str:
    """What people compare a public key by: `SHA256:…`."""
    return _keygen("-l", "-f", "-", data=f"{key}\n".encode()).decode().split()[1]


def is_signed(data: bytes, signature: bytes, key: str) -> bool:
    """Whether a signature of these bytes is by that public key, and for a manifest of ours."""
    with tempfile.TemporaryDirectory(prefix="digest-") as folder:
        signers, file = Path(folder) / "signers", Path(folder) / "signature"
        signers.write_text(signers_line("it", key), encoding="utf-8")
        file.write_bytes(signature)
        known = ("-f", str(signers), "-I", "it", "-n", NAMESPACE, "-s", str(file))
        try:
            run(["ssh-keygen", "-Y", "verify", *known], data)
        except Ended:
            return False
        return True


def signers_line(name: str, key: str) -> str:
    """A line of an allowed-signers file (ssh-keygen(1)): who may sign what, with which key."""
    return f'{name} namespaces="{NAMESPACE}" {key}\n'


def _keygen(*arguments: str, data: bytes = b"") -> bytes:
    try:
        return run(["ssh-keygen", *arguments], data)
    except Ended as error:
        raise Refused(f"the key cannot be used: {error}") from None
