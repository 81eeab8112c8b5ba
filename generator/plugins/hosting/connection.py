"""One connection to a host for all that rsync has to do there, and folders on both its ends.

Everything is asked and done through rsync itself, so that an account which may do nothing else
(rrsync, a forced command) is enough.
"""

import re
import shlex
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.model.target import Refused

from .programs import SSH_REASONS, Ended, in_a_line, plain_environment, run

CONNECT, IDLE = 30, 60  # seconds: to connect; without anything to do, before it ends by itself
MODES = ("--perms", "--chmod=D755,F644")

_REASONS = SSH_REASONS | {
    "No space left on device": "its disk is full",
    "Disk quota exceeded": "its disk is full for this account",
    "rsync: command not found": "rsync is not installed there",
    "rsync: not found": "rsync is not installed there",
}


class Connection:
    """A folder on another machine; every path is relative to it."""

    def __init__(self, to: str, ssh: Sequence[str], folder: Path) -> None:
        self.host, _, self.path = to.partition(":")
        self.path = self.path.rstrip("/") + "/"
        self.shell = shlex.join(ssh)
        self.folder = folder  # of this machine, for what is on its way; removed afterwards

    def names(self, path: str = "") -> dict[str, str]:
        """The names in a folder there, those of links with where they lead; none where it is not.

        Each line is what `ls -l` says: mode, size, day, time, name.
        """
        try:
            listed = self.rsync(["--list-only", "--dirs", "--links"], self._there(path))
        except Refused as error:
            if "No such file or directory" in str(error):
                return {}
            raise
        rows = (line.split(maxsplit=4) for line in listed.splitlines())
        names = (row[4].partition(" -> ") for row in rows if len(row) > len("mslt"))
        return {name: link for name, _, link in names if name != "."}

    def fetch(self, names: Iterable[str]) -> dict[str, bytes]:
        """The bytes of files there, empty of those that are missing."""
        wanted = list(names)
        with self._aside() as folder:
            options = ["--ignore-missing-args", "--files-from=-"]
            self.rsync(options, self._there(), f"{folder}/", stdin=wanted)
            return {
                name: (folder / name).read_bytes() if (folder / name).is_file() else b""
                for name in wanted
            }

    def send(self, folder: Path, names: Sequence[str], to: str = "") -> None:
        """Put files of a folder there, each in one step; those that are there already stay."""
        options = ["--checksum", *MODES, "--files-from=-"]
        self.rsync(options, f"{folder}/", self._there(to), stdin=names)

    def send_bytes(self, files: dict[str, bytes], to: str = "") -> None:
        with self._aside() as folder:
            for name, data in files.items():
                (folder / name).write_bytes(data)
            self.send(folder, list(files), to)

    def send_tree(self, folder: Path, to: str, options: Sequence[str]) -> None:
        """Make a folder there hold what a folder here does, and nothing else."""
        options = ["--recursive", "--checksum", "--delete", *MODES, *options]
        self.rsync(options, f"{folder}/", self._there(f"{to}/"))

    def make(self, name: str) -> None:
        """Make a folder there, if there is none."""
        with self._aside() as folder:
            (folder / name).mkdir()
            self.rsync(["--dirs", *MODES], f"{folder}/{name}", self._there())

    def send_link(self, name: str, leads_to: str) -> None:
        """Put a link there, in the place of the one before in one step."""
        with self._aside() as folder:
            (folder / name).symlink_to(leads_to)
            self.rsync(["--links"], f"{folder}/{name}", self._there())

    def remove(self, names: Iterable[str], stay: Collection[str]) -> None:
        """Remove files, and with them the folders they are in, but for those that stay. What else
        is in a folder there stays, and so does the folder then."""
        rules = {f"/{_literal(name)}" for name in names}
        with self._aside() as aside:
            for name in list(rules):
                while name := name.rpartition("/")[0]:
                    rules.add(f"{name}/")
            source = aside / "source"
            source.mkdir()
            for folder in stay:
                (source / folder).mkdir(parents=True, exist_ok=True)
            (aside / "rules").write_text("".join(f"+ {rule}\n" for rule in sorted(rules)) + "- *\n")
            options = ["--recursive", "--delete", f"--filter=merge {aside}/rules"]
            self.rsync(options, f"{source}/", self._there())

    def remove_folders(self, names: Iterable[str], inside: str) -> None:
        """Remove whole folders inside of another, and nothing else there."""
        keep = [f"--include=/{name}{rest}" for name in names for rest in ("/", "/**")]
        with self._aside() as folder:
            options = ["--recursive", "--delete", "--force", *keep, "--exclude=*"]
            self.rsync(options, f"{folder}/", self._there(inside))

    def rsync(self, options: Sequence[str], *places: str, stdin: Iterable[str] = ()) -> str:
        """Run rsync over this connection. Refused with one line when it fails."""
        data = "".join(f"./{name}\n" for name in stdin).encode()  # a name with # is no comment then
        try:
            command = ["rsync", "-e", self.shell, *options, "--", *places]
            return run(command, data).decode("utf-8", "surrogateescape")
        except Ended as error:
            raise Refused(f"{self.host}: {in_a_line(error.said, _REASONS)}") from None

    def _there(self, path: str = "") -> str:
        return f"{self.host}:{self.path}{path}"

    @contextmanager
    def _aside(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            yield Path(folder)


@contextmanager
def connected(to: str, ssh: Sequence[str]) -> Iterator[Connection]:
    """A connection that is made once, and asked for its key once. Were this process killed, it
    would end by itself."""
    with tempfile.TemporaryDirectory(prefix="digest-") as name:
        folder, host = Path(name), to.partition(":")[0]
        through = [*ssh, "-S", str(folder / "ssh")]
        options = [
            "-M",
            "-N",
            "-f",
            "-o",
            f"ConnectTimeout={CONNECT}",
            "-o",
            f"ControlPersist={IDLE}",
        ]
        _call([*through, *options, "--", host], folder / "said", host)
        try:
            yield Connection(to, through, folder)
        finally:
            with suppress(Refused):  # it ended already
                _call([*through, "-O", "exit", "--", host], folder / "said", host)


def _call(command: list[str], said: Path, host: str) -> None:
    """Run ssh. What stays in the background has no pipe of ours, which would never be closed."""
    try:
        with said.open("wb") as file:
            done = subprocess.run(  # noqa: S603 - arguments are a list, and no shell reads them
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=file,
                env=plain_environment({}),
                start_new_session=True,
                check=False,
            )
    except FileNotFoundError:
        raise Refused("ssh is not installed on this machine") from None
    if done.returncode:
        raise Refused(f"{host}: {in_a_line(said.read_bytes(), _REASONS)}")


def _literal(name: str) -> str:
    """A name as a pattern of rsync that nothing else fits."""
    return re.sub(r"[*?\[]", r"\\\g<0>", name)
