"""A bare repository of our own, in which the commits of a branch are made: no checkout is touched.

It lies below .cache and may be deleted at any time; the remote is the only truth.
"""

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from generator.model.target import Refused

from .programs import SSH_REASONS, Ended, in_a_line, run, without_secrets

# Read from the environment by git's own credential protocol: no argument has a secret in it.
_CREDENTIALS = '!f() { echo "username=$DIGEST_USER"; echo "password=$DIGEST_TOKEN"; }; f'
_PLAIN = tuple(
    word
    for setting in (
        "core.hooksPath=/dev/null",
        "core.compression=1",  # half the time of a first commit, for a seventh more to send
        "gc.auto=0",
        "fastimport.unpackLimit=1",
        "fetch.unpackLimit=1",
    )
    for word in ("-c", setting)
)
MOST_PACKS = 100  # one a release; then it is made anew

_MEANWHILE = "somebody else pushed to it meanwhile; publish again"
_REASONS = SSH_REASONS | {
    "(non-fast-forward)": _MEANWHILE,
    "(fetch first)": _MEANWHILE,
    "(stale info)": _MEANWHILE,
    "could not read Username": "it asks for a name and a password; see “token” in site.yaml",
    "Authentication failed": "it does not accept this token",
}


class Repository:
    """git, in this repository and no other. `ssh` is how ssh is called, `token` a password."""

    def __init__(self, folder: Path, remote: str, ssh: list[str], token: str) -> None:
        self.folder, self.remote = folder, remote
        self.environment = {
            "GIT_DIR": str(folder),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_SSH_COMMAND": shlex.join(ssh),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
        }
        self.credentials: tuple[str, ...] = ()
        if token:
            self.environment |= {"DIGEST_USER": "x-access-token", "DIGEST_TOKEN": token}
            self.credentials = (
                "-c",
                "credential.helper=",
                "-c",
                f"credential.helper={_CREDENTIALS}",
            )

    def open(self) -> None:
        """Make it, where there is none, and free it of the locks of a git that was killed."""
        if len(list((self.folder / "objects/pack").glob("*.pack"))) > MOST_PACKS:
            shutil.rmtree(self.folder)
        if not (self.folder / "HEAD").is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            self.git("init", "--quiet", "--bare", "--template=")
        for lock in (*self.folder.glob("*.lock"), *(self.folder / "refs").rglob("*.lock")):
            lock.unlink()

    def tip(self, branch: str) -> str:
        """The last commit of a branch of the remote; empty where there is no such branch."""
        listed = self.afar("ls-remote", "--", self.remote, f"refs/heads/{branch}").decode()
        return listed.partition("\t")[0]

    def fetch(self, branch: str, tip: str) -> None:
        """Have the last commit of a branch here, and none before it."""
        if not self.has(tip):
            reference = f"+refs/heads/{branch}:refs/remotes/there"
            self.afar("fetch", "--quiet", "--no-tags", "--depth=1", "--", self.remote, reference)

    def has(self, name: str) -> bool:
        """Whether an object is here."""
        try:
            self.git("cat-file", "-e", name)
        except Ended:
            return False
        return True

    def read(self, name: str) -> bytes:
        """The bytes of a blob, such as `<commit>:manifest.json`; empty where there is none."""
        return self.git("cat-file", "blob", name) if self.has(name) else b""

    def write(self, stream: Iterable[bytes]) -> str:
        """Make the commit that a stream of git-fast-import(1) describes; its name."""
        reference = "refs/heads/made"
        self.git("update-ref", "-d", reference)
        with tempfile.TemporaryFile(dir=self.folder) as file:  # a site may be larger than memory
            file.writelines(stream)
            file.seek(0)
            self.git("fast-import", "--quiet", "--force", "--done", data=file)
        return self.git("rev-parse", reference).decode().strip()

    def push(self, commit: str, branch: str, lease: str | None) -> None:
        """Bring a commit there. Without a lease only after what is there; with one, in the place of
        exactly that commit."""
        options = [] if lease is None else [f"--force-with-lease=refs/heads/{branch}:{lease}"]
        reference = f"{commit}:refs/heads/{branch}"
        self.afar("push", "--quiet", *options, "--", self.remote, reference)

    def git(self, *arguments: str, data: bytes | IO[bytes] = b"") -> bytes:
        return run(["git", *_PLAIN, *arguments], data, self.folder, self.environment)

    def afar(self, *arguments: str) -> bytes:
        """A command that talks to the remote. Refused with one line when it fails."""
        try:
            return self.git(*self.credentials, *arguments)
        except Ended as error:
            said = in_a_line(error.said, _REASONS)
            raise Refused(f"{without_secrets(self.remote)}: {said}") from None


def blob(data: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(data), data)


def quoted(path: str) -> bytes:
    """A path as git-fast-import(1) takes it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode()


def secret_of(name: str | None) -> str:
    """What an environment variable holds that site.yaml names. Refused where it is not set.
    Whoever wrote the secret itself into site.yaml is not shown it."""
    if not name:
        return ""
    if not os.environ.get(name):
        raise Refused("“token” in site.yaml must name an environment variable that is set")
    return os.environ[name]
