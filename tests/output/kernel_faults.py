"""Work that is killed, or refused something, at its nth operation on any file: by the kernel.

A filter of system calls (seccomp_unotify(2), Linux 5.5) holds the work, and every process that it
starts, before each operation until this process says what becomes of it. So nothing is missed:
neither what the interpreter does not announce (`renameat2` by way of ctypes, writes to files that
are open) nor what worker processes do. It needs no rights and nothing to be installed.
"""

import ctypes
import errno
import fcntl
import os
import select
import signal
import socket
import struct
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from system_calls import (
    CALLS,
    CREATING,
    HERE,
    READING,
    SYNCING,
    WRITES,
    Call,
    column,
    filtered,
)  # fmt: skip

KILLED = "killed"  # the process and all that it has started, with half of a write done
LEFT_ALONE = "killed, its workers not"
FULL = "disk full"  # and stays so; of a write, half still goes in
READ_ONLY = "read-only"  # from then on, as a disk is after an error
BROKEN = "one operation fails"  # with EIO
UNREADABLE = "one look fails"  # with EIO: opened, read, listed, asked about
EDITED = "meanwhile"  # at a change or a look, something else happens, and nothing fails
LOOKS = (UNREADABLE, EDITED)


class Outcome(msgspec.Struct):
    """What became of work: its exit status, None where it was killed; and what it did."""

    status: int | None
    said: str
    count: int  # operations that could have failed
    calls: list[tuple[str, str]]  # each with the path
    met: bool  # whether the fault came to pass


class Fault(msgspec.Struct):
    """What happens at the nth operation below some folders, with some kinds from then on."""

    kind: str
    nth: int
    below: tuple[str, ...] = ("/",)
    names: tuple[str, ...] = ()  # of the calls that are meant; none: all
    error: int = 0  # instead of the one that belongs to the kind
    meanwhile: Callable[[], object] = lambda: None

    def number(self, call: Call) -> int:
        """The error that an operation meets at the nth and after it; 0 where it is done."""
        if self.error:
            return self.error
        if self.kind == FULL:
            return errno.ENOSPC if call.name in CREATING else 0
        if self.kind == READ_ONLY:
            return 0 if call.name in SYNCING else errno.EROFS
        return errno.EIO

    def comes_at(self, number: int) -> bool:
        """Whether it comes to pass at an operation; at none where `nth` is 0."""
        stays = self.kind in (FULL, READ_ONLY)
        return 0 < self.nth <= number if stays else self.nth == number


def under(work: Callable[[], object], fault: Fault, longest: float = 60) -> Outcome:
    """Do work in a process of its own, with a fault; what it prints is what it said."""
    ours, theirs = socket.socketpair()
    said = os.memfd_create("said")
    child = os.fork()
    if not child:
        _begin(work, theirs, ours, said, reads=fault.kind in LOOKS)
    theirs.close()
    _, handles, _, _ = socket.recv_fds(ours, 1, 1)
    ours.close()
    assert handles, "the system has no such filter"
    watched = _Watched(handles[0], child, fault)
    try:
        watched.follow(longest)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(handles[0])
    os.lseek(said, 0, os.SEEK_SET)
    text = os.read(said, 1 << 20).decode()
    os.close(said)
    code = None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
    return Outcome(code, text, watched.count, watched.calls, watched.met)


class _Watched:
    """A process and those that it starts, with what they ask of the kernel."""

    def __init__(self, listener: int, process: int, fault: Fault) -> None:
        self.listener, self.process, self.fault = listener, process, fault
        self.by_number = {call.numbers[column()]: call for call in (*CALLS, *READING)}
        self.count, self.met, self.calls = 0, False, list[tuple[str, str]]()

    def follow(self, longest: float) -> None:
        """Answer until the last of the processes has ended."""
        poll = select.poll()
        poll.register(self.listener, select.POLLIN)
        while True:
            events = poll.poll(longest * 1000)
            assert events, f"nothing happened for {longest} s"
            if not events[0][1] & select.POLLIN:
                return  # POLLHUP: nobody is under the filter any more
            asked = bytearray(80)
            try:
                fcntl.ioctl(self.listener, 0xC0502100, asked)  # SECCOMP_IOCTL_NOTIF_RECV
            except OSError as error:  # it was killed in the meantime
                assert error.errno in (errno.ENOENT, errno.EINTR)
                continue
            ident, pid, _, number, _, _, *arguments = struct.unpack("=QIIiIQ6Q", asked)
            refusal = self._refusal(pid, self.by_number[number], arguments)
            # SECCOMP_USER_NOTIF_FLAG_CONTINUE where nothing is wrong
            answer = struct.pack("=QqiI", ident, 0, -refusal, 0 if refusal else 1)
            with suppress(OSError):  # killed, by us perhaps
                fcntl.ioctl(self.listener, 0xC0182101, answer)  # SECCOMP_IOCTL_NOTIF_SEND

    def _refusal(self, pid: int, call: Call, arguments: list[int]) -> int:
        """The error that a call is answered with; 0 lets it be done."""
        try:
            path = _path(pid, call, arguments)
        except (OSError, ValueError):  # the process has gone
            return 0
        if not path.startswith(self.fault.below) or "/__pycache__/" in path or path == "/dev/null":
            return 0
        if self.fault.names and call.name not in self.fault.names:
            return 0
        self.count += 1
        self.calls.append((call.name, path))
        if not self.fault.comes_at(self.count):
            return 0
        self.met = True
        if call.name in WRITES and self.fault.kind in (KILLED, LEFT_ALONE, FULL):
            _tear(pid, call, arguments)
        if self.fault.kind == KILLED:
            os.killpg(self.process, signal.SIGKILL)
            return 0
        if self.fault.kind == LEFT_ALONE:
            os.kill(self.process, signal.SIGKILL)
            return 0
        if self.fault.kind == EDITED:
            self.fault.meanwhile()
            return 0
        return self.fault.number(call)


def _path(pid: int, call: Call, arguments: list[int]) -> str:
    """Which file a call is about; for pipes, sockets and what else is no file, no path."""
    if call.path < 0:
        return "/"
    if call.is_open:
        return str(Path(f"/proc/{pid}/fd/{_signed(arguments[call.path])}").readlink())
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(arguments[call.path])
        name = os.fsdecode(memory.read(4096).split(b"\0")[0])
    if name.startswith("/"):
        return name
    folder = _signed(arguments[call.folder]) if call.folder >= 0 else HERE
    base = Path(f"/proc/{pid}/cwd" if folder == HERE else f"/proc/{pid}/fd/{folder}").readlink()
    return f"{base}/{name}" if name else str(base)


def _tear(pid: int, call: Call, arguments: list[int]) -> None:
    """Do half of a write."""
    file, address, size = _signed(arguments[0]), arguments[1], arguments[2]
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        half = memory.read(size // 2)
    place = arguments[3]
    if call.name == "write":
        place = int(Path(f"/proc/{pid}/fdinfo/{file}").read_text().split()[1])
    opened = os.open(f"/proc/{pid}/fd/{file}", os.O_WRONLY)
    try:
        os.pwrite(opened, half, place)
    finally:
        os.close(opened)


def _signed(argument: int) -> int:
    return ctypes.c_int(argument & 0xFFFFFFFF).value


def _begin(
    work: Callable[[], object], to: socket.socket, other: socket.socket, said: int, reads: bool
) -> None:
    """The process that does the work; it never returns."""
    code = 99
    try:
        os.setpgid(0, 0)
        other.close()
        for stream in (1, 2):
            os.dup2(said, stream)
        sys.stdout, sys.stderr = (os.fdopen(n, "w", closefd=False) for n in (1, 2))
        listener = filtered([*CALLS, *READING] if reads else CALLS, reads)
        socket.send_fds(to, [b"x"], [listener])
        os.close(listener)
        to.close()
        work()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def tally(calls: list[tuple[str, str]]) -> str:
    """Which operations there were, the most frequent first."""
    counts = Counter(name for name, _ in calls).most_common()
    return ", ".join(f"{name} {count}" for name, count in counts)
