"""Pagefind, the program that makes an index: where it is, and how it is spoken to.

It is spoken to as its own packages do (`pagefind --service`): a JSON message in Base64 and a comma,
and an answer to each in the same form.
"""

import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import msgspec

from generator.pages.fingerprint import version_of
from generator.unchanged import SEARCHERS

PACKAGES = ("pagefind_bin_extended", "pagefind_bin")  # the first one also parts Chinese into words
PATIENCE = 30.0  # seconds for an index, beside those for each of its entries
PATIENCE_EACH = 0.03
LONGEST = 110.0  # seconds; `workers` would end all of it a little later
_CHUNK = 1 << 20  # bytes


class Failed(Exception):  # noqa: N818 - how it ended, for the build to put in a line
    """Pagefind made no index, and why."""


class Entry(msgspec.Struct, frozen=True):
    """What is found: where it leads, the words it is found by, and what is shown of it."""

    url: str
    content: str
    meta: dict[str, str]
    filters: dict[str, list[str]]


class Made(msgspec.Struct, frozen=True):
    """An index as files, and what it took: the most memory the program had, in bytes."""

    files: dict[str, bytes]
    memory: int


class Program(msgspec.Struct, frozen=True):
    """Pagefind on this machine."""

    path: Path
    version: str  # another one makes other files


def find_program() -> Program | None:
    """Pagefind in one of its packages, else on the path; None where it is not.

    Raises Failed where it does not say its version.
    """
    for package in PACKAGES:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for name in SEARCHERS:
                if (found := Path(folder, name)).is_file():
                    return Program(found, _version(package, found))
    there = next(filter(None, map(shutil.which, SEARCHERS)), None)
    return Program(Path(there), _said(Path(there))) if there else None


def _version(package: str, program: Path) -> str:
    try:
        return version_of(package.replace("_", "-"))
    except ImportError:  # a folder of this name that nobody installed
        return _said(program)


def _said(program: Path) -> str:
    try:
        said = subprocess.run(  # noqa: S603 - no shell, nothing of a site's in it
            [program, "--version"], capture_output=True, timeout=PATIENCE, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise Failed(f"it does not start ({type(error).__name__})") from None
    return f"{program.name} {said.decode('utf-8', 'replace').strip()}"


def make_index(program: Program, entries: Iterable[Entry], count: int, language: str) -> Made:
    """The files of an index of so many entries, by their names. Raises Failed.

    All are taken for one language, so that one index holds them and one search finds them. The
    program is given no longer than `count` entries may take, and ends when this does.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PAGEFIND")}
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, nothing of a site's in it
            [program.path, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",  # it would read a configuration that it found where it is started
            env=environment,
        )
    except OSError as error:
        raise Failed(f"it does not start ({error.strerror})") from None
    wrong: list[Exception] = []
    told = threading.Thread(target=_tell, args=(process, _messages(entries, language), wrong))
    told.start()
    deadline = time.monotonic() + min(LONGEST, PATIENCE + count * PATIENCE_EACH)
    try:
        files = _files(_answers(process, deadline), count)
    except Failed:
        if wrong:
            raise wrong[0] from None
        raise
    finally:
        most = _most_yet(process.pid)
        os.kill(process.pid, signal.SIGKILL)  # it is done, or it would not be
        told.join()
        memory = _end(process)
    return Made(files, most or memory)


def _messages(entries: Iterable[Entry], language: str) -> Iterator[dict[str, object]]:
    yield {"type": "NewIndex", "config": {"force_language": language}}
    for entry in entries:
        yield {
            "type": "AddRecord",
            "index_id": 0,
            "language": language,
            "sort": {},
            **msgspec.structs.asdict(entry),
        }
    yield {"type": "GetFiles", "index_id": 0}


def _tell(
    process: "subprocess.Popen[bytes]",
    messages: Iterator[dict[str, object]],
    wrong: list[Exception],
) -> None:
    """Tell it all; what is wrong with an entry ends it, and is raised by who waits for it."""
    encode = msgspec.json.Encoder().encode
    assert process.stdin
    try:
        for number, payload in enumerate(messages):
            message = encode({"message_id": number + 1, "payload": payload})
            process.stdin.write(b64encode(message) + b",")
        process.stdin.flush()
    except BrokenPipeError:  # it ended before it had heard all: who listens to it will notice
        return
    except Exception as error:
        wrong.append(error)
        process.stdin.close()


def _answers(process: "subprocess.Popen[bytes]", deadline: float) -> Iterator[bytes]:
    """What it answers, one message after the other, for as long as it may take."""
    assert process.stdout
    rest: list[bytes] = []
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not waiting.select(max(0.0, deadline - time.monotonic())):
                raise Failed("it took too long")
            data = os.read(process.stdout.fileno(), _CHUNK)
            if not data:
                raise Failed("it ended before its work; was it out of memory?")
            first, *more = data.split(b",")
            rest.append(first)
            for part in more:
                yield b64decode(b"".join(rest))
                rest = [part]


class _File(msgspec.Struct):
    path: str
    content: str


class _Payload(msgspec.Struct):
    type: str
    message: str = ""
    files: list[_File] = []


class _Answer(msgspec.Struct):
    payload: _Payload


def _files(answers: Iterable[bytes], count: int) -> dict[str, bytes]:
    decode = msgspec.json.Decoder(_Answer).decode
    taken = 0
    try:
        for answer in answers:
            payload = decode(answer).payload
            if payload.type == "Error":
                raise Failed(f"it says: {payload.message[:200]}")
            taken += payload.type == "IndexedFile"
            if payload.type == "GetFiles":
                if taken != count:
                    raise Failed(f"it took {taken} of {count} entries")
                return {each.path: b64decode(each.content) for each in payload.files}
    except (ValueError, msgspec.MsgspecError):
        raise Failed("it says something that is no answer") from None
    raise Failed("it gave no files")


def _most_yet(pid: int) -> int:
    """The most memory that it had until now, in bytes, where the system tells (Linux: VmHWM).

    What Linux tells of it after its end is never less than what this process had at its start.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.M)
    return int(found[1]) * 1024 if found else 0


def _end(process: "subprocess.Popen[bytes]") -> int:
    """The most memory that it had at once, in bytes, after it ended."""
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    most: int = used.ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
