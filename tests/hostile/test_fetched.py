"""A host that is fetched from may say anything, send for ever, and lead elsewhere."""

import gzip
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.plugins import fetch
from generator.plugins.fetch import Fetching
from generator.plugins.open_web import Address, is_public

PAGE = b"<!doctype html><title>x</title><p>Words enough to be an article, said the office."
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
Send = Callable[[bytes], None]


class Host:
    """A server on loopback that answers each request as the test says, and keeps what it was asked.

    robots.txt is never there.
    """

    def __init__(self, answer: Callable[[str, Send], None], tls: ssl.SSLContext | None) -> None:
        self.answer = answer
        self.asked: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http{'s' if tls else ''}://127.0.0.1:{self.socket.getsockname()[1]}"
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except ssl.SSLError:
                continue
            except OSError:
                return  # the test is over
            with connection:
                try:
                    self._converse(connection)
                except OSError:
                    continue  # the reader has had enough

    def _converse(self, connection: socket.socket) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += connection.recv(65_536) or b"\r\n\r\n"
        self.asked.append(asked)
        path = asked.split(b" ", 2)[1].decode() if b" " in asked else "/"
        if path == "/robots.txt":
            connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        else:
            self.answer(path, connection.sendall)


@contextmanager
def host(answer: Callable[[str, Send], None], tls: ssl.SSLContext | None = None) -> Iterator[Host]:
    made = Host(answer, tls)
    threading.Thread(target=made.serve, daemon=True).start()
    try:
        yield made
    finally:
        made.socket.close()


def only(data: bytes) -> Callable[[str, Send], None]:
    return lambda _, send: send(data)


def for_ever(head: bytes, piece: bytes) -> Callable[[str, Send], None]:
    def answer(_: str, send: Send) -> None:
        send(head)
        while True:
            send(piece)

    return answer


def here(address: Address) -> bool:
    return address == ipaddress.ip_address("127.0.0.1")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "BETWEEN", 0.0)


def refusal(made: Host) -> str:
    with pytest.raises(ValueError) as caught:
        Fetching("x", here).get(made.address + "/page")
    said = str(caught.value)
    assert said.isprintable() and len(said) < 300, said
    return said


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1"),
        *("127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1"),
        *("192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255"),
        *("198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8"),
        *("::ffff:0:7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::808:808"),
        *("100::1", "2001::1", "2001:0:7f00:1::", "2001:10::1", "2001:db8::1", "2002:7f00:1::"),
        *("2002:a00:1::", "2002:c0a8:1::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00::1"),
        *("fe00::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1"),
    ],
)
def test_no_address_but_those_of_the_open_web_is_visited(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "64:ff9b::808:808"]
)
def test_those_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://10.0.0.1/", "no address of the open web"),
        ("//169.254.169.254/latest/meta-data/", "no address of the open web"),
        ("http://2130706434/", "no address of the open web"),
        ("http://[::ffff:10.0.0.1]/", "no address of the open web"),
        ("http://127.0.0.1.:22@10.0.0.1/", "name and password"),
        ("file:///etc/passwd", "not a web address"),
        ("ftp://ftp.example/", "not a web address"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "not a web address"),
        ("javascript:alert(1)", "not a web address"),
        ("data:text/html,x", "not a web address"),
        ("http://", "redirected more than 5 times"),
        ("http://[::1", "no web address"),
        ("http://127.0.0.1:99999/", "not a web address"),
        ("/page", "redirected more than 5 times"),
        ("?x", "redirected more than 5 times"),
        ("/" + "x" * 60_000, "redirected more than 5 times"),
    ],
)
def test_a_redirect_leads_nowhere_that_an_address_would_not(location: str, said: str) -> None:
    head = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
    with host(only(head.encode())) as made:
        assert said in refusal(made)


@pytest.mark.parametrize(
    ("head", "piece", "said"),
    [
        (OK + b"\r\n", b"x" * 65_536, "larger than 10 MB"),
        (
            OK + b"Transfer-Encoding: chunked\r\n\r\n",
            b"ffff\r\n" + b"x" * 65_535 + b"\r\n",
            "larger than 10 MB",
        ),
        (OK + b"Content-Length: 99999999999\r\n\r\n", b"x" * 65_536, "larger than 10 MB"),
        (CHUNKED + b"1;", b"x" * 65_536, "no HTTP"),
        (OK, b"X: y\r\n" * 100, "no HTTP"),
        (OK + b"X: ", b"y" * 65_536, "no HTTP"),
        (b"HTTP/1.1 200 ", b"O" * 65_536, "no HTTP"),
        (b"", b"x" * 65_536, "no HTTP"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100, "longer than"),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b" " * 20_000_000), b"x", "larger"),
        (OK + b"Content-Encoding: gzip\r\n\r\nno gzip", b"x", "cannot be unpacked"),
        (OK + b"Content-Encoding: gzip, gzip\r\n\r\n", b"x", "packed as gzip, gzip"),
        (OK + b"Content-Encoding: br\r\n\r\n", b"x", "packed as br"),
    ],
)
def test_what_is_sent_for_ever_is_ended(
    head: bytes, piece: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "TOTAL", 0.5 if said == "longer than" else 30.0)
    with host(for_ever(head, piece)) as made:
        assert said in refusal(made)


def test_a_body_that_ends_early_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with host(only(OK + b"Content-Length: 5000\r\n\r\n" + PAGE)) as made:
        assert "no HTTP" in refusal(made)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 500 \x1b[2J\x1b]0;owned\x07" + b"x" * 5_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: video/\x1b[31mx\x9b\r\n\r\n",
        OK + b"Content-Encoding: \x1b[31m\xe2\x80\xae\r\n\r\n",
        b"\x1b[2J HTTP\r\n\r\n",
    ],
)
def test_what_a_host_says_does_nothing_to_a_terminal(head: bytes) -> None:
    with host(only(head)) as made:
        refusal(made)


def test_nothing_is_said_to_a_host_but_who_asks() -> None:
    """No cookie, no referrer, no name and password; not even after a redirect that set some."""

    def answer(path: str, send: Send) -> None:
        if path == "/page":
            send(
                b"HTTP/1.1 302 Found\r\nLocation: /next\r\nSet-Cookie: a=b; Path=/\r\n"
                b'WWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'
            )
        else:
            send(OK + b"\r\n" + PAGE)

    with host(answer) as made:
        assert Fetching("our name", here).get(f"{made.address}/page").data == PAGE
        assert len(made.asked) == 3
        for asked in made.asked:
            names = {line.split(b":")[0].lower() for line in asked.split(b"\r\n")[1:] if line}
            assert names == {b"host", b"user-agent", b"accept", b"accept-encoding", b"connection"}


@pytest.mark.parametrize(
    "path",
    ["/a b", "/a\r\nX: y", "/\u2028", "/é?ü=ß", "/a\tb", "/%0d%0aX:y", "/a#b\r\nX: y", "/?a\nb"],
)
def test_an_address_cannot_add_to_what_is_asked(path: str) -> None:
    with host(only(OK + b"\r\n" + PAGE)) as made:
        Fetching("x", here).get(made.address + path)
        for asked in made.asked:
            assert asked.count(b"\r\n") == 7 and b"\r\nX" not in asked
            assert asked.split(b"\r\n")[0].count(b" ") == 2


def test_of_a_host_with_many_addresses_a_few_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", (f"93.184.215.{n}", 80)) for n in range(200)]
    tried = []

    def connect(place: object, **_: object) -> None:
        tried.append(place)
        raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ValueError, match="does not answer"):
        Fetching("x").get("http://many.example/")
    assert len(tried) * fetch.CONNECT <= fetch.TOTAL


@pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl to make a certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made += [
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
    ]
    made += ["-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(made, cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with host(only(OK + b"\r\n" + PAGE), context) as server:
        assert "no safe connection" in refusal(server)
        assert server.asked == []
