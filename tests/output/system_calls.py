"""The system calls by which files are changed and looked at, and a filter that holds them.

The filter tells another process of each call, which says what becomes of it (seccomp_unotify(2)).
"""

import ctypes
import os
import platform
import struct
import sys

import msgspec

MACHINE = platform.machine()
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}.get(MACHINE, 0)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Call(msgspec.Struct, frozen=True):
    """A system call: its number on x86_64 and on aarch64, and where its arguments name a file."""

    name: str
    numbers: tuple[int, int]  # -1: there is none
    path: int = 0  # the argument that is the path, or the open file
    folder: int = -1  # the argument that is the folder from which the path leads
    is_open: bool = False  # whether that argument is an open file
    flags: int = -1  # the argument that says how to open


CALLS = [
    Call("open", (2, -1), flags=1),
    Call("creat", (85, -1)),
    Call("openat", (257, 56), path=1, folder=0, flags=2),
    Call("openat2", (437, 437), path=1, folder=0),
    Call("write", (1, 64), is_open=True),
    Call("pwrite64", (18, 68), is_open=True),
    Call("writev", (20, 66), is_open=True),
    Call("pwritev", (296, 70), is_open=True),
    Call("pwritev2", (328, 287), is_open=True),
    Call("sendfile", (40, 71), is_open=True),
    Call("copy_file_range", (326, 285), path=2, is_open=True),
    Call("fallocate", (285, 47), is_open=True),
    Call("ftruncate", (77, 46), is_open=True),
    Call("truncate", (76, 45)),
    Call("mkdir", (83, -1)),
    Call("mkdirat", (258, 34), path=1, folder=0),
    Call("mknodat", (259, 33), path=1, folder=0),
    Call("link", (86, -1), path=1),
    Call("linkat", (265, 37), path=3, folder=2),
    Call("symlink", (88, -1), path=1),
    Call("symlinkat", (266, 36), path=2, folder=1),
    Call("rename", (82, -1), path=1),
    Call("renameat", (264, 38), path=3, folder=2),
    Call("renameat2", (316, 276), path=3, folder=2),
    Call("unlink", (87, -1)),
    Call("unlinkat", (263, 35), path=1, folder=0),
    Call("rmdir", (84, -1)),
    Call("chmod", (90, -1)),
    Call("fchmod", (91, 52), is_open=True),
    Call("fchmodat", (268, 53), path=1, folder=0),
    Call("fchmodat2", (452, 452), path=1, folder=0),
    Call("utimensat", (280, 88), path=1, folder=0),
    Call("fsync", (74, 82), is_open=True),
    Call("fdatasync", (75, 83), is_open=True),
    Call("sync_file_range", (277, 84), is_open=True),
    Call("syncfs", (306, 267), is_open=True),
    Call("sync", (162, 81), path=-1),
]
READING = [
    Call("read", (0, 63), is_open=True),
    Call("pread64", (17, 67), is_open=True),
    Call("getdents64", (217, 61), is_open=True),
    Call("newfstatat", (262, 79), path=1, folder=0),
    Call("statx", (332, 291), path=1, folder=0),
    Call("stat", (4, -1)),
    Call("lstat", (6, -1)),
    Call("fstat", (5, 80), is_open=True),
    Call("flock", (73, 32), is_open=True),
]
SYNCING = frozenset({"fsync", "fdatasync", "sync_file_range", "syncfs", "sync"})
GIVING_ROOM = frozenset(
    {
        "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "truncate", "ftruncate",
        "chmod", "fchmod", "fchmodat", "fchmodat2", "utimensat", "sync_file_range", "sync",
    }
)  # fmt: skip
CREATING = frozenset(call.name for call in CALLS) - GIVING_ROOM
WRITES = ("write", "pwrite64")
HERE = -100  # AT_FDCWD

_NOTIFY, _ALLOW = 0x7FC00000, 0x7FFF0000  # SECCOMP_RET_USER_NOTIF, SECCOMP_RET_ALLOW
_LOAD, _EQUAL, _ANY, _RETURN = 0x20, 0x15, 0x45, 0x06  # of the kernel's packet filters


def column() -> int:
    """Which of a call's numbers are this machine's."""
    return ("x86_64", "aarch64").index(MACHINE)


def is_available() -> bool:
    """Whether this system can hold system calls as we need it."""
    if sys.platform != "linux" or not ARCHITECTURE:
        return False
    action = ctypes.c_uint32(_NOTIFY)
    return _seccomp(2, 0, ctypes.byref(action)) == 0  # SECCOMP_GET_ACTION_AVAIL


def filtered(calls: list[Call], reads: bool) -> int:
    """Put this process under the filter; the open file that its calls are told to."""
    program = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, ARCHITECTURE), (_RETURN, 0, 0, _ALLOW)]
    for call in calls:
        number = call.numbers[column()]
        if number < 0:
            continue
        inner = [(_RETURN, 0, 0, _NOTIFY)]
        if call.flags >= 0 and not reads:  # what opens a file to read it goes on at once
            flags = 16 + 8 * call.flags
            inner = [(_LOAD, 0, 0, flags), (_ANY, 0, 1, WRITING), *inner, (_RETURN, 0, 0, _ALLOW)]
        program += [(_LOAD, 0, 0, 0), (_EQUAL, 0, len(inner), number), *inner]
    program.append((_RETURN, 0, 0, _ALLOW))
    code = b"".join(struct.pack("=HBBI", *each) for each in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    pointer = ctypes.create_string_buffer(
        struct.pack("HxxxxxxQ", len(program), ctypes.addressof(buffer))
    )
    ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    listener = _seccomp(1, 8, pointer)  # SET_MODE_FILTER, FILTER_FLAG_NEW_LISTENER
    assert listener >= 0, os.strerror(ctypes.get_errno())
    return listener


def _seccomp(operation: int, flags: int, given: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    number = 317 if MACHINE == "x86_64" else 277
    return int(libc.syscall(number, operation, flags, given))
