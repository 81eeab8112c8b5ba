"""Work that is killed, or finds the disk full, at its nth change of any file or folder."""

import errno
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CREATING = ("open", "os.mkdir", "os.link", "write")
CHANGING = (
    *CREATING, "os.remove", "os.rename", "os.rmdir", "os.chmod", "os.truncate", "os.utime",
    "ctypes.dlsym",
)  # fmt: skip

KILLED, FULL = "killed", "disk full"
REFUSED = 3


class Fault:
    """What happens at the nth change; a disk that is full stays so."""

    def __init__(self, nth: int, kind: str) -> None:
        self.left, self.kind = nth, kind

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in CHANGING or (event == "open" and not arguments[2] & WRITING):
            return
        self.left -= 1
        if self.left > 0:
            return
        if self.kind == KILLED:
            os.kill(os.getpid(), signal.SIGKILL)
        elif event in CREATING:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def survives(work: Callable[[], object], nth: int, kind: str) -> bool:
    """Do work in a process of its own, with a fault at its nth change; whether it came to its end.

    Every change is one that the interpreter announces (sys.addaudithook), or a write.
    """
    child = os.fork()
    if not child:
        _with_fault(work, Fault(nth, kind))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert kind == KILLED and os.WTERMSIG(status) == signal.SIGKILL
        return False
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, REFUSED), "it ended with an error that is none of the disk's"
    return code == 0


def _with_fault(work: Callable[[], object], fault: Fault) -> None:
    plain = os.pwrite

    def write(file: int, data: bytes, offset: int) -> int:
        half = data[: len(data) // 2]
        if fault.left == 1:
            plain(file, half, offset)  # torn
        fault.hear("write", ())
        return plain(file, data, offset)

    code = 1
    try:
        os.pwrite = write  # type: ignore[assignment]
        sys.addaudithook(fault.hear)
        work()
        code = 0
    except OSError as error:
        code = REFUSED if error.errno == errno.ENOSPC else 1
    finally:
        os._exit(code)
