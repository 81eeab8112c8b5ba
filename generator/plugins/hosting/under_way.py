"""Who is publishing to a bucket, and how far that is: what the mark there says.

The mark is small, and written again every few seconds. What is to be sent and removed is listed in
an object of its own, which is written once; the mark says how much of that list is done. So a
publish that was interrupted is gone on with by whoever comes next, from any machine, and what was
sent is not sent again, but for the last seconds.
"""

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any, Literal

import msgspec

from generator.model.digest import sha256_of
from generator.model.manifest import Sum
from generator.model.target import MARK, MARK_SAYS, Refused

from .bucket import Bucket, Found, Taken
from .bucket_answers import ALONE
from .web_headers import web_headers

TODO = f"{MARK}-under-way"
LEASE = 120  # seconds after its last sign of life when a publisher is taken for dead
BEAT = 2.0  # seconds between two signs of life
MARGIN = 10  # seconds before the lease is over when nothing more is sent

_ELSEWHERE = "somebody else published there meanwhile; publish again"


class Step(msgspec.Struct, frozen=True, array_like=True):
    """A file to be sent, or to be removed."""

    path: str
    mark: Literal["+", "~", "-"]  # as `--dry-run` shows it
    sum: Sum | None = None  # of what is sent


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the mark says besides that a place is ours."""

    holder: str = ""  # who is at work; empty where nobody is
    until: int = 0  # seconds since 1970
    beat: int = 0  # counted, so that no two marks are the same
    todo: str = ""  # SHA-256 of the list of steps; empty where all is done
    done: int = 0  # so many of them, from the first
    also: tuple[int, ...] = ()  # those further on, by their places: many are under way at a time


class Hold:
    """A place while one publisher has it."""

    def __init__(self, bucket: Bucket, holder: str, found: Found | None) -> None:
        self.bucket, self.holder = bucket, holder
        self.version: Any = found.version if found else None
        self.said = said_in(found.data if found else b"")
        self.also = set(self.said.also)
        self.last = 0.0

    def begin(self, steps: list[Step], done: int) -> None:
        """Say what is about to be done, of which so much is done. Only then may it be."""
        data = msgspec.json.encode(steps)
        self.bucket.put(TODO, data, web_headers(TODO, b"", 0))
        self.also.clear()
        self.said = msgspec.structs.replace(self.said, todo=sha256_of(data), done=done)
        self.beat()

    def note(self, number: int) -> None:
        """A step is done."""
        done = self.said.done
        self.also.add(number)
        while done in self.also:
            self.also.discard(done)
            done += 1
        self.said = msgspec.structs.replace(self.said, done=done)
        self.beat_if_due()

    def beat_if_due(self) -> None:
        if time.monotonic() - self.last > BEAT:
            self.beat()

    def beat(self) -> None:
        """Give a sign of life. Refused where somebody else has the place by now."""
        self._say(self.holder, int(time.time()) + LEASE)

    def check(self) -> None:
        """Refused where a machine slept too long: somebody else may have the place by now."""
        if time.time() > self.said.until - MARGIN:
            raise Refused("it was interrupted for too long; publish again")

    def leave(self) -> None:
        """Leave the place as it is to whoever goes on."""
        with suppress(Refused):
            self._say("", 0)

    def finish(self) -> None:
        """Leave the place: all is done."""
        self.said, self.also = Said(beat=self.said.beat), set()
        self._say("", 0)
        self.bucket.delete(TODO)

    def data(self) -> bytes:
        """The mark."""
        free = self.said == Said(beat=self.said.beat)
        return MARK_SAYS.encode() + (b"" if free else msgspec.json.encode(self.said))

    def _say(self, holder: str, until: int) -> None:
        also = tuple(sorted(self.also))
        self.said = msgspec.structs.replace(
            self.said, holder=holder, until=until, beat=self.said.beat + 1, also=also
        )
        data, headers = self.data(), web_headers(MARK, b"", 0)
        try:
            self.version = self.bucket.swap(MARK, data, headers, self.version)
        except Taken:
            raise Refused(_ELSEWHERE) from None
        self.last = time.monotonic()


def take(bucket: Bucket, holder: str) -> Hold:
    """Take the place for oneself. Refused where somebody has it, or where the host would let two
    have it."""
    found = bucket.read(MARK)
    hold = Hold(bucket, holder, found)
    if hold.said.holder not in ("", holder) and hold.said.until > time.time():
        free = time.strftime("%H:%M:%S", time.gmtime(hold.said.until))
        message = "somebody else is publishing there; if they were interrupted, try again after"
        raise Refused(f"{message} {free} UTC")
    hold.beat()
    if bucket.guarded and not bucket.is_guarding(MARK, hold.data(), web_headers(MARK, b"", 0)):
        bucket.guarded = False  # only to leave it
        hold.leave()
        message = "the host ignores conditions on writing, so two publishers might mix"
        raise Refused(f"{bucket.place}: {message}; {ALONE}")
    return hold


def said_in(data: bytes) -> Said:
    """What a mark says."""
    try:
        return msgspec.json.decode(data.partition(b"\n")[2], type=Said)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Said()


def steps_under_way(bucket: Bucket, said: Said) -> Iterator[tuple[Step, bool]]:
    """What a publish was about that did not come to its end, and what of it was done."""
    found = bucket.read(TODO) if said.todo else None
    if found is None:
        return
    try:
        steps = msgspec.json.decode(found.data, type=list[Step])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        steps = None
    if steps is None or not all(step.path.isprintable() for step in steps):
        raise Refused(f"{bucket.place}: {TODO} there was damaged; remove it")
    known = sha256_of(found.data) == said.todo  # else the list of one who came no further
    also = set(said.also)
    for number, step in enumerate(steps):
        yield step, known and (number < said.done or number in also)


@contextmanager
def alone_here(folder: Path) -> Iterator[str]:
    """By which name this checkout on this machine is known, while no other process of it publishes
    to the same place. It says nothing about either."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "holder").open("a+", encoding="ascii", errors="replace") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused("somebody else is publishing there; try again when it is done") from None
        file.seek(0)
        own = file.read()
        if not re.fullmatch("[0-9a-f]{32}", own):
            own = token_hex(16)
            file.truncate(0)
            file.write(own)
            file.flush()
        # A .cache may be copied to a second machine.
        yield sha256_of(f"{own} {os.uname().nodename}".encode())[:32]
