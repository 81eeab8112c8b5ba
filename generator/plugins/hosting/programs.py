"""Other programs that do a target's work, such as rsync, git and ssh.

Nothing secret is ever among their arguments, which every user of a machine can read; and what they
say when they fail becomes one line.
"""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from generator.model.target import Refused, path_of

WIDEST = 300  # characters of what a program said

_SECRET = re.compile(r"(\w+://)[^/@\s]*@")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
# What says least of why it failed: the last word of rsync, warnings, the farewell of a remote git.
_NOISE = re.compile(
    r"rsync error:|To \S+$|rsync: connection unexpectedly closed|warning:|hint:|\*\*\*|@@@|"
    r"fatal: Could not read from remote repository|Please make sure|and the repository exists|"
    r"fatal: the remote end hung up|error: failed to push some refs",
    re.IGNORECASE,
)


SSH_REASONS = {
    "REMOTE HOST IDENTIFICATION HAS CHANGED": "it has another key than before; find out why",
    "host key is known": "this machine does not know its key; connect once by hand and compare",
    "Host key verification failed": "this machine does not know its key",
    "Permission denied (": "it does not accept this key; see “identity” in site.yaml",
}


class Ended(Exception):  # noqa: N818 - how a program ended, for the target to put in words
    """A program that failed, and all that it said."""

    def __init__(self, said: bytes) -> None:
        self.said = said
        super().__init__(in_a_line(said, {}))


def run(
    arguments: Sequence[str],
    data: bytes | IO[bytes] = b"",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """What a program prints. `Ended` when it fails, `Refused` when it is not installed.

    It has no terminal to ask anything on: who publishes from a timer would wait for ever.
    """
    given: dict[str, Any] = {"input": data} if isinstance(data, bytes) else {"stdin": data}
    try:
        done = subprocess.run(  # noqa: S603 - arguments are a list, and no shell reads them
            arguments,
            **given,
            cwd=folder,
            env=plain_environment(environment or {}),
            capture_output=True,
            start_new_session=True,
            check=False,
        )
    except FileNotFoundError:
        raise Refused(f"{arguments[0]} is not installed on this machine") from None
    if done.returncode:
        raise Ended(done.stderr)
    printed: bytes = done.stdout
    return printed


def plain_environment(more: Mapping[str, str]) -> dict[str, str]:
    """The environment of a program: in English, and not in the middle of another git's work."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return own | {"LC_ALL": "C", **more}


def in_a_line(said: bytes, reasons: Mapping[str, str]) -> str:
    """What a program said of its failure: the line that tells why, nothing secret in it, and what
    that means where it is among the reasons, which are known by words of such a line."""
    lines = [
        _CONTROLS.sub(" ", line).strip() for line in said.decode("utf-8", "replace").split("\n")
    ]
    lines = [without_secrets(line)[:WIDEST] for line in lines if line]
    for words, why in reasons.items():
        for line in lines:
            if words in line:
                return f"{line.strip('@ ')} ({why})"
    telling = [line for line in lines if not _NOISE.match(line)]
    return next(iter(telling or lines[-1:]), "it said nothing")


def without_secrets(text: str) -> str:
    """A text without the names and passwords that an address may have in it."""
    return _SECRET.sub(r"\1", text)


def ssh_command(
    root: Path, identity: str | None, config: str | None, port: int | None = None
) -> list[str]:
    """ssh as it is used here: it never asks, and never talks to a host it does not know."""
    command = ["ssh", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes"]
    if config:
        command += ["-F", str(path_of(config, root))]
    if identity:
        command += ["-i", str(path_of(identity, root)), "-o", "IdentitiesOnly=yes"]
    return [*command, "-p", str(port)] if port else command
