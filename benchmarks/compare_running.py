"""One run of a program: how long it took, or how much memory all its processes had together."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from compare_sides import OUTPUT, environment

LONGEST = 3600  # seconds a run may take
EVERY = 0.03  # seconds between two looks at the memory
SESSION = 3  # of what /proc/PID/stat says behind the program's name
LAST_LINES = 15


class FailedError(Exception):
    """A program ended with an error, or what it made is not what was asked for."""


class Run(msgspec.Struct, frozen=True):
    """What one run took."""

    seconds: float
    peak: int = 0  # bytes (PSS), where memory was looked at


def run(command: Sequence[str], folder: Path, memory: bool = False) -> Run:
    """Run a program in a folder. Raises FailedError with its last lines when it does not end well.

    What was written before is on the disk by then, so that no side pays for the other's writing.
    A run whose memory is looked at is slower for it: its time means nothing.
    """
    os.sync()
    command = [part.replace("{folder}", str(folder)) for part in command]
    with tempfile.TemporaryFile("w+", errors="replace") as log:
        start = time.perf_counter()
        with _started(command, folder, log.fileno()) as process:
            peak = _peak(process.pid) if memory else 0
            process.wait()
            seconds = time.perf_counter() - start
        if process.returncode:
            log.seek(0)
            last = "".join(log.readlines()[-LAST_LINES:])
            raise FailedError(f"{' '.join(command)} ended with {process.returncode}:\n{last}")
    return Run(seconds, peak)


@contextmanager
def _started(command: Sequence[str], folder: Path, log: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A program in a session of its own; nothing of it outlives the run."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )

    def end() -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(LONGEST, end)
    timer.daemon = True
    timer.start()
    try:
        yield process
    finally:
        timer.cancel()
        end()
        if process.returncode is None:
            process.wait()


def can_see_memory() -> bool:
    """Whether this system says how much memory each process has (Linux does)."""
    return sys.platform == "linux" and Path("/proc/self/smaps_rollup").exists()


def _peak(leader: int) -> int:
    """The most that all processes of a session had together, in bytes, until its leader ended.

    PSS counts what several processes share once. A peak shorter than the pause is not seen.
    """
    peak = 0
    while not _ended(leader):
        peak = max(peak, sum(_pss(pid) for pid in _session(leader)))
        time.sleep(EVERY)
    return peak


def _ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _session(leader: int) -> Iterator[int]:
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError):
                stat = Path(entry.path, "stat").read_bytes()
                if int(stat[stat.rindex(b")") + 2 :].split()[SESSION]) == leader:
                    yield int(entry.name)


def _pss(pid: int) -> int:
    with suppress(OSError, StopIteration):  # it has just ended
        lines = Path(f"/proc/{pid}/smaps_rollup").read_bytes().splitlines()
        return int(next(line for line in lines if line.startswith(b"Pss:")).split()[1]) * 1024
    return 0


def warm(folder: Path) -> None:
    """Read all that a build would read, so that it comes from memory on every side."""
    for base, folders, files in os.walk(folder):
        if Path(base) == folder and OUTPUT in folders:
            folders.remove(OUTPUT)
        for name in files:
            Path(base, name).read_bytes()


def clear(folder: Path, names: Sequence[str]) -> None:
    """Delete what a side made and what it kept."""
    for name in names:
        shutil.rmtree(folder / name, ignore_errors=True)
