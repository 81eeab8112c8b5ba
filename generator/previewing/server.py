"""The preview on the wire: HTTP/1.1 for a few browsers on one machine, and changes told to them.

Every connection is a coroutine of one thread, so that those which say nothing cost nothing; pages
are rendered in other threads. Nothing that is sent here can end it.
"""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec

from .answers import Answer, Answers, News
from .asked import LONGEST_HEAD, Asked, Refused, check_origin, read

T = TypeVar("T")

PATIENCE = 30.0  # seconds that a request may take to be said, or an answer to be taken
PING = 20.0  # seconds after which a silent stream says that it is still there
MOST_CONNECTIONS = 400  # of more, the one that has kept us waiting longest is closed
EVENTS = "/_preview/events"
_HEADERS = (
    "Cache-Control: no-store\r\nCross-Origin-Resource-Policy: same-origin\r\n"
    "Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: frame-ancestors 'none'\r\n"
)


class Server:
    """Gives answers out, and news of changes to whoever listens."""

    def __init__(self, answers: Answers, names: frozenset[str], bug: Callable[[str], None]) -> None:
        self._answers = answers
        self._names = names  # that a browser may call this address by
        self._bug = bug  # is told of what should never have happened
        self._silent: dict[asyncio.StreamWriter, None] = {}  # connections without a request
        self._news = News(answers.preview.shown.version, "", None, None, {}, (), False)
        self._loop: asyncio.AbstractEventLoop | None = None  # while it runs
        self._told: asyncio.Future[None]
        self._ended: asyncio.Future[None]

    async def run(self, listening: socket.socket) -> None:
        """Answer until `end`."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._note)
        self._told, self._ended = loop.create_future(), loop.create_future()
        self._loop = loop
        server = await asyncio.start_server(self._converse, sock=listening, limit=LONGEST_HEAD)
        try:
            await self._ended
        finally:
            server.close()

    def tell(self, news: News) -> None:
        """Tell every browser of a change, those included that come later; from any thread."""
        self._news = news
        self._soon(self._wake)

    def end(self) -> None:
        """Answer no more; from any thread."""
        self._soon(self._end)

    def _end(self) -> None:
        if not self._ended.done():
            self._ended.set_result(None)

    def _soon(self, act: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # it has just ended
            if self._loop:
                self._loop.call_soon_threadsafe(act)

    def _wake(self) -> None:
        told, self._told = self._told, asyncio.get_running_loop().create_future()
        told.set_result(None)

    def _note(self, _loop: object, what: dict[str, Any]) -> None:
        error = what.get("exception")
        gone = (OSError, asyncio.CancelledError)  # a browser that goes away is no news, nor our end
        if error and not isinstance(error, gone):
            self._bug(f"{type(error).__name__}: {error}")

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._answered(reader, writer):
                pass
        except (OSError, EOFError, TimeoutError):
            pass  # it went away, or says nothing
        except Exception as error:
            self._bug(f"{type(error).__name__}: {error}")
        finally:
            self._silent.pop(writer, None)
            writer.close()

    async def _answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether a request was answered and another one may follow."""
        try:
            asked = read(await self._head(reader, writer))
            check_origin(asked, self._names)
        except Refused as refused:
            answer = Answer(refused.status, "text/plain", refused.why.encode())
            await _send(writer, answer, None)
            return False
        if asked.path == EVENTS and asked.method == "GET":
            await self._stream(reader, writer)
            return False
        try:
            answer = await asyncio.to_thread(self._answers.answer, asked.path, asked.query)
        except Exception as error:
            self._bug(f"{type(error).__name__}: {error}")
            answer = Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain", b"a bug of the preview")
        await _send(writer, answer, asked)
        return asked.stays

    async def _head(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        if len(self._silent) >= MOST_CONNECTIONS:
            oldest = next(iter(self._silent))
            del self._silent[oldest]
            oldest.transport.abort()
        self._silent[writer] = None
        try:
            return await _in_time(reader.readuntil(b"\r\n\r\n"))
        except asyncio.LimitOverrunError:
            status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise Refused(status, f"more than {LONGEST_HEAD} bytes") from None
        finally:
            self._silent.pop(writer, None)

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Server-sent events (HTML standard, 9.2): what changed, as it changes, until it is gone.

        Who was busy hears of the last change only, and sees by `since` that there were others.
        """
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{_HEADERS}\r\nretry: 300\n\n"
        writer.write(head.encode())
        gone = asyncio.ensure_future(reader.read(1))
        last = ""
        try:
            while not gone.done():
                news, told = self._news, self._told
                said = b": still here" if news.version == last else b"data: " + _json(news)
                last = news.version
                writer.write(said + b"\n\n")
                await _in_time(writer.drain())
                waiting: set[asyncio.Future[Any]] = {gone, told}
                await asyncio.wait(waiting, timeout=PING, return_when="FIRST_COMPLETED")
        finally:
            gone.cancel()


async def _send(writer: asyncio.StreamWriter, answer: Answer, asked: Asked | None) -> None:
    known = asked.headers.get("if-none-match", "") if asked else ""
    fresh = bool(answer.key) and known == f'"{answer.key}"'
    status = HTTPStatus.NOT_MODIFIED if fresh else answer.status
    charset = "; charset=utf-8" if answer.kind.startswith("text/") else ""
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        f"Content-Type: {answer.kind}{charset}\r\n"
        f"{_HEADERS}"
        + (f'ETag: "{answer.key}"\r\n' if answer.key else "")
        + ("" if fresh else f"Content-Length: {len(answer.data)}\r\n")
        + ("Allow: GET, HEAD\r\n" if status == HTTPStatus.METHOD_NOT_ALLOWED else "")
        + ("" if asked and asked.stays else "Connection: close\r\n")
        + "\r\n"
    )
    has_body = not fresh and (asked is None or asked.method == "GET")
    writer.write(head.encode() + (answer.data if has_body else b""))
    await _in_time(writer.drain())


async def _in_time(work: Coroutine[Any, Any, T]) -> T:
    async with asyncio.timeout(PATIENCE):
        return await work


def _json(news: News) -> bytes:
    return msgspec.json.encode(news)
