"""Real counterparts on this machine: an ssh server with rsync behind it, a bare git repository."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

SSHD = shutil.which("sshd") or "/usr/sbin/sshd"


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip where a program is missing that the test is about."""
    missing = [name for name in programs if not shutil.which(name) and not Path(name).is_file()]
    return pytest.mark.skipif(bool(missing), reason=f"needs {', '.join(missing)} (apt-get install)")


class Host(msgspec.Struct):
    """An ssh server, and the configuration of ssh by which it is known as `webhost`."""

    folder: Path
    config: Path
    www: Path  # what it has on its disk


def key(path: Path) -> Path:
    """A new key of ssh, with a name in it that nobody is to see."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "canary@desk", "-f", str(path)]
    subprocess.run(command, check=True)
    return path


@contextmanager
def ssh_host(folder: Path) -> Iterator[Host]:
    """A server that lets one key in."""
    host_key, own_key = key(folder / "host_key"), key(folder / "own_key")
    shutil.copy(f"{own_key}.pub", folder / "authorized_keys")
    port = _free_port()
    host_line = Path(f"{host_key}.pub").read_text(encoding="utf-8")
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_line}", encoding="utf-8")
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {host_key}\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nStrictModes no\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\n"
        "PermitRootLogin prohibit-password\n"
        "SetEnv SHLVL=2\n",  # as in a shell within a shell: whoever's .bashrc is not read
        encoding="utf-8",
    )
    (folder / "config").write_text(
        f"Host webhost\n HostName 127.0.0.1\n Port {port}\n User {getpass.getuser()}\n"
        f" UserKnownHostsFile {folder}/known_hosts\n GlobalKnownHostsFile none\n",
        encoding="utf-8",
    )
    if os.geteuid() == 0:  # Debian's sshd drops its rights there; its service makes the folder
        Path("/run/sshd").mkdir(exist_ok=True)
    log = (folder / "log").open("wb")
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "sshd_config")], stderr=log)
    try:
        _wait_for(port, server, folder / "log")
        (folder / "www").mkdir()
        yield Host(folder, folder / "config", folder / "www")
    finally:
        server.terminate()
        server.wait()
        log.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(500):
        if server.poll() is not None:
            pytest.skip(f"sshd does not run here: {log.read_text(errors='replace')[-300:]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("sshd does not listen")
