"""Fetching an address that an editor gives: bounded, on the open web only, and only if asked to.

The address is resolved first, refused unless it is public, and the connection is made to exactly
the checked address: a name that resolves otherwise a moment later (DNS rebinding) is no way in.
The standard library's client is used because it lets the connection be made beforehand, follows
nothing by itself and knows of no proxies, cookies or credentials.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import msgspec

from generator.model.document import Blob

from . import robots
from .open_web import Address, is_public

LARGEST = 10_000_000  # bytes, unpacked
CONNECT, TOTAL = 10.0, 60.0  # seconds: to connect or to hear anything; for one address in all
MOST_REDIRECTS = 5
MOST_PLACES = 4  # addresses of one host that are tried, so that all of them have their time
LONGEST_SAID = 100  # characters of what a server says that are shown
BETWEEN = 1.0  # seconds between two requests to the same host
NAME = "conflict-digest"  # as robots.txt may name it

_REDIRECTS = (301, 302, 303, 307, 308)
_READ_HERE = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:xml|json)\b|message/rfc822|\Z")
_SUFFIXES = {"html": ".html", "xml": ".xml", "json": ".json", "rss": ".xml", "atom": ".xml"}


class _Answer(msgspec.Struct, frozen=True):
    status: int
    reason: str
    kind: str  # media type
    charset: str | None
    location: str
    data: bytes


class KeptOut(ValueError):  # noqa: N818 - no error of anybody's
    """What a robots.txt keeps programs from."""


class Fetching:
    """What holds for all addresses of one run, and what each host's robots.txt was."""

    def __init__(self, agent: str, may_visit: Callable[[Address], bool] = is_public) -> None:
        self.agent, self.may_visit = agent, may_visit
        self.robots: dict[str, str] = {}
        self.visited: dict[str, float] = {}

    def get(self, address: str) -> Blob:
        """The bytes at an address, where it ended after redirects. ValueError says why not."""
        return _blob(*self._followed(address, "GET"))

    def answer(self, address: str) -> tuple[int, str]:
        """What a server says of an address (RFC 9110, 15), without its bytes where it says so
        without them. ValueError says why there is no answer."""
        _, answer = self._followed(address, "HEAD")
        if answer.status >= http.client.BAD_REQUEST:  # many know nothing but GET
            _, answer = self._followed(address, "GET")
        return answer.status, _shown(answer.reason)

    def _followed(self, address: str, method: str) -> tuple[SplitResult, _Answer]:
        """The answer at an address, and where that was in the end."""
        deadline = time.monotonic() + TOTAL
        for _ in range(MOST_REDIRECTS + 1):
            parts = _checked(address)
            self._ask_robots(parts, deadline)
            answer = self._request(parts, deadline, LARGEST, method)
            if answer.status not in _REDIRECTS or not answer.location:
                return parts, answer
            address = _led_to(urlunsplit(parts), answer.location)
        raise ValueError(f"redirected more than {MOST_REDIRECTS} times")

    def _ask_robots(self, parts: SplitResult, deadline: float) -> None:
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self.robots:
            self.robots[site] = self._robots_of(site, deadline)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if not robots.allowed(self.robots[site], NAME, path):
            raise KeptOut(
                f"{site}/robots.txt asks programs not to fetch it; save the page yourself"
            )

    def _robots_of(self, site: str, deadline: float) -> str:
        """A site's robots.txt; empty where there is none (RFC 9309, 2.3.1)."""
        address = f"{site}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._request(_checked(address), deadline, robots.LARGEST)
            if answer.status not in _REDIRECTS or not answer.location:
                break
            address = _led_to(address, answer.location)
        if answer.status >= http.client.INTERNAL_SERVER_ERROR:
            raise ValueError(f"{site}/robots.txt cannot be read ({answer.status}); try again later")
        return answer.data.decode("utf-8", "replace") if answer.status == http.client.OK else ""

    def _request(
        self, parts: SplitResult, deadline: float, largest: int, method: str = "GET"
    ) -> _Answer:
        """One request, to an address that was checked. ValueError for whatever goes wrong."""
        host = parts.hostname or ""
        wait = self.visited.get(host, 0.0) + BETWEEN - time.monotonic()
        if wait > 0:
            time.sleep(min(wait, BETWEEN))
        try:
            connection = self._connected(parts, deadline)
            timer = Timer(max(0.0, deadline - time.monotonic()), _cut, [connection.sock])
            timer.daemon = True
            timer.start()
            try:
                if isinstance(connection.sock, ssl.SSLSocket):
                    connection.sock.do_handshake()
                answer = _answer(connection, parts, (method, self.agent), largest)
                if late := _late(deadline):
                    raise ValueError(late)  # what was cut off looks like an end
                return answer
            finally:
                timer.cancel()
                connection.close()
        except TimeoutError:
            raise ValueError(f"{host} does not answer") from None
        except ssl.SSLError as error:
            raise ValueError(f"{host}: no safe connection ({error.reason or error})") from None
        except http.client.HTTPException:
            raise ValueError(
                _late(deadline) or f"{host} answers with something that is no HTTP"
            ) from None
        except OSError as error:
            reason = _late(deadline) or f"{host} cannot be reached ({error.strerror or error})"
            raise ValueError(reason) from None
        finally:
            self.visited[host] = time.monotonic()

    def _connected(self, parts: SplitResult, deadline: float) -> http.client.HTTPConnection:
        """A connection to one of the host's addresses, all of which must be public."""
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError):
            raise ValueError(f"there is no host {host}") from None
        for _, _, _, _, place in found:
            if not self.may_visit(ipaddress.ip_address(str(place[0]).partition("%")[0])):
                raise ValueError(f"{host} is no address of the open web; such are not fetched")
        left = max(0.1, min(CONNECT, deadline - time.monotonic()))
        raw = _to_one_of([place[:2] for *_, place in found[:MOST_PLACES]], left)
        connection = http.client.HTTPConnection(host, port, timeout=left)
        connection.sock = raw
        if secure:
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(
                raw, server_hostname=host, do_handshake_on_connect=False
            )
        return connection


def _to_one_of(places: Sequence[tuple[Any, ...]], timeout: float) -> socket.socket:
    """A connection to the first place that takes it, such as one of two versions of IP."""
    for number, place in enumerate(places, 1):
        try:
            return socket.create_connection((place[0], place[1]), timeout=timeout)
        except OSError:
            if number == len(places):
                raise
    raise OSError("no address")


def _led_to(address: str, location: str) -> str:
    """Where a redirect leads from an address."""
    try:
        return urljoin(address, location)
    except ValueError:
        raise ValueError("redirected to something that is no web address") from None


def _checked(address: str) -> SplitResult:
    """An address as it can be asked for. ValueError when it is none of the open web."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        raise ValueError("not a web address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("not a web address that begins with http:// or https://")
    if parts.username or parts.password:
        raise ValueError("an address with a name and password in it; leave them out")
    named = f"[{host}]" if ":" in host else host
    netloc = f"{named}:{port}" if port else named
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return SplitResult(
        parts.scheme, netloc, path, quote(parts.query, safe="/%:@!$&'()*+,;=~-._?"), ""
    )


def _answer(
    connection: http.client.HTTPConnection,
    parts: SplitResult,
    asking: tuple[str, str],
    largest: int,
) -> _Answer:
    method, agent = asking
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
    headers = {"Host": parts.netloc, "User-Agent": agent, "Accept": "text/html, */*;q=0.5"}
    for name, value in {**headers, "Accept-Encoding": "identity", "Connection": "close"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    with closing(connection.getresponse()) as response:
        said = response.headers
        kind = said.get_content_type() if "Content-Type" in said else ""
        wanted = response.status == http.client.OK and _READ_HERE.match(kind)
        packing = said.get("Content-Encoding", "").strip().lower()
        data = _body(response, packing, largest) if wanted else b""
    charset, location = said.get_content_charset(), said.get("Location", "")
    return _Answer(response.status, response.reason, kind, charset, location, data)


def _body(response: http.client.HTTPResponse, packing: str, largest: int) -> bytes:
    """The body, unpacked. ValueError as soon as it is larger than it may be."""
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise ValueError(f"packed as {_shown(packing)}, which was not asked for")
    unpacked = bytearray()
    unpacker = None if packing in ("", "identity") else zlib.decompressobj(32 + zlib.MAX_WBITS)
    while chunk := response.read1(65_536):
        try:
            unpacked += unpacker.decompress(chunk, largest + 1) if unpacker else chunk
        except zlib.error:
            raise ValueError("packed in a way that cannot be unpacked") from None
        if len(unpacked) > largest or (unpacker and unpacker.unconsumed_tail):
            raise ValueError(f"larger than {largest / 1_000_000:g} MB, which is no article")
    if response.length:
        raise http.client.IncompleteRead(bytes(unpacked), response.length)
    return bytes(unpacked)


def _blob(parts: SplitResult, answer: _Answer) -> Blob:
    if answer.status != http.client.OK:
        raise ValueError(f"the server answers {answer.status} {_shown(answer.reason)}".rstrip())
    if not _READ_HERE.match(answer.kind):
        raise ValueError(f"no reader for {_shown(answer.kind)}")
    last = re.sub(r"\.\w{1,5}$", "", parts.path.rstrip("/").rpartition("/")[2])
    suffix = next((end for kind, end in _SUFFIXES.items() if kind in answer.kind), ".txt")
    name = f"{parts.hostname}-{last}".rstrip("-") + suffix
    return Blob(name, answer.data, urlunsplit(parts), answer.charset)


def _shown(said: str) -> str:
    """What a server says, as it can be shown on one line of a terminal."""
    return "".join(each if each.isprintable() else "�" for each in said[:LONGEST_SAID])


def _cut(sock: socket.socket) -> None:
    """End a connection that takes too long, whatever it is just doing."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself


def _late(deadline: float) -> str:
    return f"took longer than {TOTAL:.0f} seconds" if time.monotonic() >= deadline else ""
