"""The web servers of docs/hosting, real ones, with the very files that stand there."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import msgspec
import pytest
from conftest import REPOSITORY

RECIPES = REPOSITORY / "docs/hosting"
HOST = "digest.example"
PROGRAMS = {
    name: shutil.which(name) or shutil.which(f"/usr/sbin/{name}") for name in ("nginx", "caddy")
}


class Answer(msgspec.Struct):
    """What a server said."""

    status: int
    headers: Message
    body: bytes


class Server(msgspec.Struct):
    """A server that gives out a site by https, tells http to go there, and is an onion service."""

    secure: int  # its ports
    plain: int
    onion: int
    certificate: Path
    log: Path

    def get(self, path: str, kind: str = "secure", **headers: str) -> Answer:
        """Ask it, as a browser would that trusts the certificate."""
        connection = http.client.HTTPConnection(HOST)
        connection.sock = socket.create_connection(("127.0.0.1", getattr(self, kind)), timeout=30)
        if kind == "secure":
            trust = ssl.create_default_context(cafile=str(self.certificate))
            connection.sock = trust.wrap_socket(connection.sock, server_hostname=HOST)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer


@contextmanager
def nginx(folder: Path, site: Path) -> Iterator[Server]:
    """Debian's nginx with docs/hosting/nginx.conf."""
    secure, plain, onion = _free_ports(3)
    site_file = _with(
        RECIPES / "nginx-site.conf",
        {"/srv/www/digest/current": str(site), "/var/log/nginx": str(folder)},
    )
    (folder / "digest-site.conf").write_text(site_file, encoding="utf-8")
    certificate = _certificate(folder)
    text = _with(
        RECIPES / "nginx.conf",
        {
            "/etc/nginx/snippets/digest.conf": f"{folder}/digest-site.conf",
            "/etc/nginx/digest-moved": f"{folder}/digest-moved",
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            f"/etc/letsencrypt/live/{HOST}/fullchain.pem": str(certificate),
            f"/etc/letsencrypt/live/{HOST}/privkey.pem": str(folder / "key.pem"),
            "listen 127.0.0.1:8081;": f"listen 127.0.0.1:{onion};",
        },
    )
    _moved(site, folder / "digest-moved.map")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    own = "user root;\n" * (os.geteuid() == 0)  # the site lies where nobody else may read
    main = f"daemon off;\n{own}pid {folder}/pid;\nevents {{}}\nhttp {{\n{paths}{text}}}\n"
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    command = [str(PROGRAMS["nginx"]), "-e", f"{folder}/log", "-c", f"{folder}/nginx.conf"]
    server = Server(secure, plain, onion, certificate, folder / "log")
    with _running(command, server):
        yield server


@contextmanager
def caddy(folder: Path, site: Path) -> Iterator[Server]:
    """Debian's Caddy with docs/hosting/Caddyfile."""
    secure, plain, onion = _free_ports(3)
    certificate = _certificate(folder)
    text = _with(
        RECIPES / "Caddyfile",
        {
            "/srv/www/digest/current": str(site),
            "/etc/caddy/digest-moved": f"{folder}/digest-moved",
            f"\n{HOST} {{": f"\n{HOST} {{\n\tbind 127.0.0.1\n\ttls {certificate} {folder}/key.pem",
            "http://:8081": f"http://:{onion}",
        },
    )
    _moved(site, folder / "digest-moved.caddy")
    main = f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {secure}\n}}\n{text}"
    (folder / "Caddyfile").write_text(main, encoding="utf-8")
    command = [str(PROGRAMS["caddy"]), "run", "--config", f"{folder}/Caddyfile"]
    server = Server(secure, plain, onion, certificate, folder / "log")
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with _running(command, server, **homes):
        yield server


def _with(file: Path, own: dict[str, str]) -> str:
    """A recipe, with this machine's places instead of a server's."""
    text = file.read_text(encoding="utf-8")
    for theirs, ours in own.items():
        assert theirs in text, f"{file.name} lacks {theirs}"
        text = text.replace(theirs, ours)
    return text


def _moved(site: Path, made: Path) -> None:
    """The old addresses, by the command of docs/hosting.md."""
    manual = (REPOSITORY / "docs/hosting.md").read_text(encoding="utf-8")
    command = re.search(rf"^(awk .*) >(.*/{made.name})$", manual, re.MULTILINE)
    assert command, f"no command for {made.name} in docs/hosting.md"
    asked = command[1].replace("/srv/www/digest/current", str(site))
    with made.open("wb") as file:
        subprocess.run(asked, shell=True, check=True, stdout=file)


def _certificate(folder: Path) -> Path:
    """A certificate that is its own authority."""
    names = f"subjectAltName=DNS:{HOST},IP:127.0.0.1"
    command = f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
        -subj /CN={HOST} -addext {names} -keyout key.pem -out cert.pem"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem"


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@contextmanager
def _running(command: list[str], server: Server, **environment: str) -> Iterator[None]:
    with server.log.open("wb") as log:
        process = subprocess.Popen(command, env=os.environ | environment, stderr=log)
    try:
        _wait_for(process, server)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", server: Server) -> None:
    for _ in range(1000):
        if process.poll() is not None:
            pytest.fail(server.log.read_text(errors="replace")[-2000:])
        try:
            socket.create_connection(("127.0.0.1", server.secure), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("it does not listen")
