"""Onion addresses: a mistyped one leads readers nowhere, or to somebody else."""

from base64 import b32decode
from hashlib import sha3_256
from typing import Annotated

from msgspec import Meta

VERSION = b"\x03"

Onion = Annotated[
    str,
    Meta(
        pattern=r"^http://[a-z2-7]{56}\.onion/?\Z",
        description="the address of an onion service: http://, 56 letters and digits, .onion/",
    ),
]


def is_mistyped(address: str) -> bool:
    """Whether a letter is wrong: the address holds a sum of its own (Tor's rend-spec-v3, 6)."""
    name = address.removeprefix("http://").rstrip("/").removesuffix(".onion")
    data = b32decode(name.upper())
    key, told, version = data[:32], data[32:34], data[34:]
    return version != VERSION or sha3_256(b".onion checksum" + key + version).digest()[:2] != told
