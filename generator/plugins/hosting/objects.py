"""A site as objects of a bucket: what is there, and how it becomes another release.

Many requests are under way at a time; yet a step of the plan begins when the one before it is
done. Nothing is told from what hosts say of their objects (an ETag is not a digest everywhere):
the manifest there says what was published, and the list of steps under way what came after it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore
from typing import Any

import msgspec

from generator.model.digest import sha256_of
from generator.model.manifest import MANIFEST, UNLISTED, Sum
from generator.model.target import (
    MARK,
    Outgoing,
    Plan,
    Refused,
    There,
    refuse_if_other,
    there,
)  # fmt: skip

from .bucket import Bucket, Taken
from .bucket_answers import NoAnswer
from .under_way import BEAT, Hold, Said, Step, alone_here, said_in, steps_under_way, take
from .web_headers import web_headers

AT_ONCE = 32  # requests under way
LARGE, LARGE_AT_ONCE = 1_000_000, 4  # bytes; on a slow line many large ones would all take too long

Work = Callable[[str], object]


class _Seen(msgspec.Struct, frozen=True):
    """What is in a bucket."""

    there: There
    manifest: Any = None  # its version in the bucket
    sent: Collection[str] = ()  # what no manifest tells of yet


def look(bucket: Bucket) -> There:
    """What readers see there. Refused where it is somebody else's."""
    return _seen(bucket).there


def publish(
    release: Outgoing, plan: Plan, bucket: Bucket, kept: Path, max_age: int
) -> Iterator[str]:
    """Bring what differs there, while nobody else does."""
    with alone_here(kept) as holder:
        seen = _seen(bucket)
        refuse_if_other(plan.version, seen.there.version)
        hold = take(bucket, holder)
        try:
            seen = _seen(bucket)  # nobody changes it from now on
            refuse_if_other(plan.version, seen.there.version)
            _refuse_theirs(bucket, plan, seen)
            yield from _published(release, plan, seen, hold, max_age)
            hold.finish()
        except NoAnswer:
            raise
        except BaseException:
            hold.leave()
            raise


def _published(
    release: Outgoing, plan: Plan, seen: _Seen, hold: Hold, max_age: int
) -> Iterator[str]:
    bucket = hold.bucket
    before = [Step(path, "~", release.files[path]) for path in plan.same if path in seen.sent]
    todo = [step for steps in plan.steps() for step in _marked(release, plan, steps)]
    removed = [Step(path, "-") for path in plan.gone]
    hold.begin([*before, *todo, *removed], len(before))
    large = BoundedSemaphore(LARGE_AT_ONCE)

    def put(path: str) -> object:
        with large if release.files[path].size > LARGE else nullcontext():
            data = release.read(path)
            return bucket.put(path, data, web_headers(path, data, max_age))

    start = len(before)
    for steps in plan.steps():
        files = [path for path in steps if path != MANIFEST]
        hold.beat()
        yield from _each(files, put, hold, start)
        start += len(files)
        if MANIFEST in steps:
            hold.beat()
            _swap_manifest(release, bucket, seen.manifest)
            hold.note(start)
            start += 1
            yield MANIFEST
    hold.beat()
    yield from _each(plan.gone, bucket.delete, hold, start)


def _marked(release: Outgoing, plan: Plan, paths: Sequence[str]) -> Iterator[Step]:
    new = set(plan.new)
    for path in paths:
        yield Step(path, "+" if path in new else "~", release.files[path])


def _each(paths: Sequence[str], work: Work, hold: Hold, start: int) -> Iterator[str]:
    """Each path, when the work on it is done. The first failure ends it, when those that are under
    way have come to their end."""
    told = SimpleQueue[tuple[int, BaseException | None]]()

    def one(number: int) -> None:
        try:
            hold.check()
            work(paths[number])
        except BaseException as error:
            told.put((number, error))
        else:
            told.put((number, None))

    pool = ThreadPoolExecutor(min(AT_ONCE, len(paths) or 1))
    try:
        for number in range(len(paths)):
            pool.submit(one, number)
        for _ in paths:
            number, error = _next(told, hold)
            if error is not None:
                raise error
            hold.note(start + number)
            yield paths[number]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        while not told.empty():
            number, error = told.get()
            if error is None:
                hold.also.add(start + number)


def _next(
    told: SimpleQueue[tuple[int, BaseException | None]], hold: Hold
) -> tuple[int, BaseException | None]:
    while True:
        try:
            return told.get(timeout=BEAT)
        except Empty:
            hold.beat_if_due()


def _swap_manifest(release: Outgoing, bucket: Bucket, before: Any) -> None:
    data = release.read(MANIFEST)
    try:
        bucket.swap(MANIFEST, data, web_headers(MANIFEST, data, 0), before)
    except Taken:
        raise Refused("somebody else published there meanwhile; publish again") from None


def _seen(bucket: Bucket) -> _Seen:
    mark = bucket.read(MARK)
    if mark is None and next(bucket.names(), None) is not None:
        mark = bucket.read(MARK)  # somebody may just have begun
        if mark is None:
            message = f"{bucket.place} was not made by this program (it lacks {MARK})"
            raise Refused(f"{message}; name another bucket, or a “prefix”")
    if mark is None:
        return _Seen(There(version=_version({}, Said())))
    found = {name: bucket.read(name) for name in UNLISTED}
    own = {name: each.data for name, each in found.items() if each is not None}
    said = said_in(mark.data)
    known: dict[str, Sum | None] = {}
    unsure, removed = set[str](), set[str]()
    for step, done in steps_under_way(bucket, said):
        if step.path in UNLISTED:
            continue
        known[step.path] = step.sum if done else None
        if done and step.mark == "-":
            removed.add(step.path)
        elif not done and step.mark != "~":
            unsure.add(step.path)
    told = there(own.get(MANIFEST, b""), own, _version(own, said))
    files = {path: file for path, file in {**told.files, **known}.items() if path not in removed}
    manifest = found[MANIFEST]
    sent = {path for path, file in known.items() if file is not None}
    return _Seen(
        There(files, told.manifest, told.version, frozenset(unsure)),
        manifest and manifest.version,
        sent,
    )


def _version(own: Mapping[str, bytes], said: Said) -> str:
    """Another one wherever somebody published, or began to."""
    progress = msgspec.json.encode([said.todo, said.done, said.also])
    return sha256_of(b"".join([*own.values(), progress]))


def _refuse_theirs(bucket: Bucket, plan: Plan, seen: _Seen) -> None:
    """Refused where an object has the name of a new file and is not ours. Where no manifest is
    left that tells what is ours, the mark does for all."""
    new = frozenset(plan.new) - seen.there.unsure
    if new and seen.there.files.keys() - set(UNLISTED):
        theirs = next((name for name in bucket.names() if name in new), None)
        if theirs is not None:
            message = f"{theirs} is there and was not published by this program"
            raise Refused(f"{message}; remove it, or give the page another address")
