"""Two releases of a small site whose pages link to each other, and what a reader can see of it."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from generator.model.manifest import (
    FORMAT,
    HOW_TO,
    MANIFEST,
    SIGNATURE,
    Inputs,
    Manifest,
    Sum,
    to_bytes,
)  # fmt: skip
from generator.model.target import MARK, Outgoing, Target, plan, sum_of

INPUTS = Inputs("c", "t", "s", "g", "0", "3", {})
LINK = re.compile(r'href="([^"]+)"')

OLD = {
    "index.html": '<link href="static/one.css"><a href="n/a.html"><a href="n/old.html">',
    "n/a.html": '<link href="../static/one.css">first words',
    "n/old.html": '<a href="a.html">will go',
    "same/index.html": '<link href="../static/one.css">as ever',
    "static/one.css": "one",
    "feed.xml": '<a href="n/a.html"/>',
}
NEW = {
    "index.html": '<link href="static/two.css"><a href="n/a.html"><a href="n/b/index.html">',
    "n/a.html": '<link href="../static/two.css">other words <a href="b/index.html">',
    "n/b/index.html": '<link href="../../static/two.css"><a href="../a.html">new',
    "same/index.html": '<link href="../static/one.css">as ever',
    "static/one.css": "one",
    "static/two.css": "two",
    "static/a [2] b*.css": "odd",
    "#odd.css": "odd",
    '"quoted" é.css': "odd",
    "feed.xml": '<a href="n/b/index.html"/>',
}


def release(folder: Path, files: dict[str, str], at: int = 0) -> Outgoing:
    """A release that was built in a folder, published so many minutes after the first."""
    sums: dict[str, Sum] = {}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
        sums[path] = sum_of(text.encode())
    moment = datetime(2025, 3, 28, 6, at, tzinfo=UTC)
    how_to = b"How to check it\n"
    sums[HOW_TO] = sum_of(how_to)
    manifest = to_bytes(Manifest(FORMAT, "https://d.example/", moment, None, INPUTS, sums))
    own = {HOW_TO: how_to, SIGNATURE: b"signed " + manifest[-20:], MANIFEST: manifest}
    listed = sums | {path: sum_of(data) for path, data in own.items()}
    return Outgoing("A Digest", "https://d.example/", moment, listed, folder, own)


def publish(kind: Any, out: Outgoing, target: Target) -> None:
    """Bring a release to a target, as the verb does."""
    todo = plan(kind.look(target), out.files)
    if todo:
        for _ in kind.publish(out, todo, target):
            pass


def whole(out: Outgoing) -> dict[str, bytes]:
    """Every file of a release."""
    return {path: out.read(path) for path in out.files}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file that readers can ask for."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARK
    }


def dead_ends(files: dict[str, bytes]) -> Iterator[str]:
    """What a reader who comes in by the front page or the feed is led to and does not find."""
    met, ahead = set[str](), ["index.html", "feed.xml"]
    while ahead:
        path = ahead.pop()
        if path in met:
            continue
        met.add(path)
        if path not in files:
            yield path
            continue
        if path.endswith((".html", ".xml")):
            links = LINK.findall(files[path].decode())
            ahead += [normpath(join(dirname(path), link)) for link in links]


CHANGING = (
    "open", "os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.symlink",
    "os.chmod", "subprocess.Popen",
)  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def survives(work: Callable[[], object], nth: int, events: tuple[str, ...] = CHANGING) -> bool:
    """Do work in a process of its own that is killed before its nth change of a file, or its nth
    call of a program, with all that it called; whether it came to its end."""
    child = os.fork()
    if not child:
        code, left = 1, nth

        def hear(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal left
            if event not in events or (event == "open" and not (arguments[2] or 0) & WRITING):
                return
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(hear)
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return False
    assert os.waitstatus_to_exitcode(status) == 0, "it ended with an error of its own"
    return True
