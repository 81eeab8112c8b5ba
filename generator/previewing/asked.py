"""One HTTP request, read as strictly as it may be: what is not plainly well-formed is refused."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote

import msgspec

LONGEST_HEAD = 16_384  # bytes of the request line and all headers; browsers send some 800
_LINE = re.compile(r"([!#$%&'*+.^_`|~\w-]+) (\S+) HTTP/(\d)\.(\d)")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~\w-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")
_READING = ("GET", "HEAD")


class Asked(msgspec.Struct, frozen=True):
    """What a browser asks for."""

    method: str
    path: str  # without %-escapes
    query: dict[str, str]
    headers: Mapping[str, str]
    stays: bool  # whether the connection may be used again


class Refused(Exception):  # noqa: N818 - it is no error of ours
    """A request that is not answered, and the status that says so."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        self.status, self.why = status, why
        super().__init__(why)


def read(head: bytes) -> Asked:
    """The head of a request (RFC 9112), up to its empty line. Raises Refused."""
    first, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    found = _LINE.fullmatch(first)
    if found is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "not a request line")
    method, target, major, minor = found.groups()
    if major != "1":
        raise Refused(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "only HTTP/1.1 is spoken here")
    if method not in _READING:
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "pages can be read, and nothing else")
    headers = _headers(lines)
    path, _, query = target.partition("?")
    has_body = "content-length" in headers or "transfer-encoding" in headers
    closes = "close" in headers.get("connection", "").lower()
    stays = minor != "0" and not closes and not has_body  # a body is not read
    asked = dict(parse_qsl(query, keep_blank_values=True, errors="replace"))
    return Asked(method, unquote(path), asked, headers, stays)


def check_origin(asked: Asked, names: frozenset[str]) -> None:
    """Raise Refused for a page elsewhere that reaches in, under its own name or from its address.

    A name of its own that leads here (DNS rebinding) shows in `Host`, a page elsewhere in `Origin`,
    or where it only loads something in what browsers say of it (Fetch Metadata). A link may lead
    here from anywhere.
    """
    host = asked.headers.get("host", "")
    if host_name(host) not in names:
        raise Refused(HTTPStatus.FORBIDDEN, "this preview does not go by that name")
    if asked.headers.get("origin", f"http://{host}") != f"http://{host}":
        raise Refused(HTTPStatus.FORBIDDEN, "this preview is not for pages of another address")
    elsewhere = asked.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    if elsewhere and asked.headers.get("sec-fetch-dest") != "document":
        raise Refused(HTTPStatus.FORBIDDEN, "this preview is not for pages of another address")


def host_name(host: str) -> str:
    """The name in a `Host` header, without its port: `[::1]:8000` is ::1."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        found = _HEADER.fullmatch(line)
        if found is None:
            raise Refused(HTTPStatus.BAD_REQUEST, "not a header")
        name = found[1].lower()
        if name in headers and name in ("host", "origin", "content-length"):
            raise Refused(HTTPStatus.BAD_REQUEST, f"{name} is given twice")
        headers[name] = found[2].strip()
    return headers
