"""A site that is edited at random, step by step, and held against a clean build after each."""

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from conftest import REPOSITORY
from editing import EDITS
from worlds import WAYS, all_of, fresh, some_world, written

from generator import site_folder, unchanged
from generator.cli import digest
from generator.library import files
from generator.model.problems import SiteError
from generator.output.marked import MARK

MOVED = ": moved here from "
TICK = 20_000_000  # ns; the clock of the disk that tests run on is finer


class Said(NamedTuple):
    """What a build came to: the mistakes that it found, none where it built; and its notices."""

    mistakes: tuple[str, ...]
    notices: str

    @property
    def without_moves(self) -> "Said":
        """What a build without any memory can say, too."""
        lines = self.notices.splitlines(keepends=True)
        return Said(self.mistakes, "".join(line for line in lines if MOVED not in line))


@contextmanager
def clock_at(now: datetime) -> Iterator[None]:
    """Builds in this process take an instant for the present, and files for settled soon."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return now

    with (
        mock.patch.object(site_folder, "now", lambda: now),
        mock.patch.object(unchanged, "datetime", Clock),
        mock.patch.object(files, "COARSEST", TICK),
    ):
        yield


def build_at(now: datetime, root: Path, *options: str) -> Said:
    """The real command, in this process, at an instant."""
    said = io.StringIO()
    with clock_at(now), redirect_stdout(io.StringIO()), redirect_stderr(said):
        try:
            digest.main(["--site", str(root), "build", *options], standalone_mode=False)
        except SiteError as error:
            return Said(tuple(map(str, error.problems)), said.getvalue())
    return Said((), said.getvalue())


def keys_at(now: datetime, root: Path) -> dict[str, str]:
    """The key of each page that is planned."""
    with clock_at(now):
        return {page.path: page.key for page in site_folder.plan_site(root, drafts=False).pages}


class Endurance:
    """A site, its values, and a folder for clean builds of them. A step is a number: it says all
    that happens in it, so that a run can be had again, or without some of its steps."""

    def __init__(self, folder: Path, seed: int, real: bool) -> None:
        self.root, self.beside = fresh(folder / "site"), folder / "clean"
        self.world = some_world(random.Random(seed))
        self.real = real  # whether processes are begun, and killed
        self.refused = self.built = 0
        written(self.root, self.world.files(), "plain", random.Random(seed))
        self._build(random.Random(seed))

    def step(self, seed: int) -> str:
        """Edit, disturb, build and compare. Returns what was done. Raises AssertionError."""
        chance = random.Random(seed)
        before, world = self.world, self.world.copy()
        edits = chance.sample(EDITS, k=chance.choice([0, 1, 1, 1, 1, 2, 3]))
        for edit in edits:
            edit(world, chance)
        if chance.random() < 0.85:
            world.approve()
        way, disturb = chance.choice(WAYS), chance.choice(DISTURBANCES)
        done = f"{seed}: {', '.join(e.__name__ for e in edits)}; {way}; {disturb.__name__}"
        self.world = world
        written(self.root, world.files(), way, chance)
        try:
            disturb(self, chance)
            accepted = self._build(chance)
            if accepted and chance.random() < 0.25:
                self.world.now += timedelta(hours=chance.randrange(1, 12))
                self._build(chance)
        except AssertionError as error:
            raise AssertionError(f"{done}\n{error}") from error
        if not accepted:
            before.now = world.now
            self.world = before
        return f"{done}; {'built' if accepted else 'refused'}"

    def _build(self, chance: random.Random) -> bool:
        """Build here and clean, and compare. Whether there was anything but mistakes."""
        now, output = self.world.now, self.root / self.world.output
        before = all_of(output)
        if chance.random() < 0.5:
            time.sleep(TICK / 10**9)  # what was written so long ago is known at a glance
        said = build_at(now, self.root, "--jobs", chance.choice("1112"))
        clean = self._clean(now, chance, "--jobs", "1")
        assert said.without_moves == clean, f"said {said}\nnot  {clean}"
        if said.mistakes:
            self.refused += 1
            assert_same(all_of(output), before, "refused, and yet changed")
            return False
        self.built += 1
        assert_same(all_of(output), all_of(self.beside / self.world.output), "not as built clean")
        if chance.random() < 0.2:
            assert_same(keys_at(now, self.root), keys_at(now, self.beside), "keys are others")
        return True

    def _clean(self, now: datetime, chance: random.Random, *options: str) -> Said:
        written(fresh(self.beside), self.world.files(), "plain", chance)
        return build_at(now, self.beside, *options)

    def nothing(self, chance: random.Random) -> None:
        """Nobody disturbs."""

    def lose_memory(self, chance: random.Random) -> None:
        """Some of the cache is deleted, cut or spoilt; or all of it."""
        if chance.random() < 0.2:
            shutil.rmtree(self.root / ".cache")
            return
        kept = [path for path in sorted((self.root / ".cache").rglob("*")) if path.is_file()]
        for path in chance.sample(kept, k=min(len(kept), 2)):
            data = path.read_bytes()
            spoilt = [None, b"", data[: len(data) // 2], data[::-1], b"\0" * len(data)]
            keep = chance.choice(spoilt)
            path.unlink() if keep is None else path.write_bytes(keep)

    def tamper(self, chance: random.Random) -> None:
        """Somebody changes, deletes or adds something in the output."""
        output = self.root / self.world.output
        files = (path for path in sorted(output.rglob("*")) if path.is_file())
        there = [path for path in files if path.name != MARK]  # without it, nothing is ever written
        if not there:
            return
        what, path = chance.randrange(6), chance.choice(there)
        if what == 0:
            (output / "alien").mkdir(parents=True, exist_ok=True)
        elif what == 1:
            path.write_bytes(path.read_bytes() + b"more")
        elif what == 2:
            path.unlink()
        elif what == 3:
            path.with_name("alien.html").write_bytes(b"alien")
        elif what == 4:
            path.chmod(0o600)
        elif path.parent != output:
            shutil.rmtree(path.parent)

    def build_drafts(self, chance: random.Random) -> None:
        """Drafts are built into a folder of their own."""
        now = self.world.now
        said = build_at(now, self.root, "--drafts", "--jobs", "1")
        clean = self._clean(now, chance, "--drafts", "--jobs", "1")
        assert said.without_moves == clean, f"drafts: said {said}\nnot  {clean}"
        if not said.mistakes:
            assert_same(all_of(self.root / "preview"), all_of(self.beside / "preview"), "drafts")

    def build_elsewhere(self, chance: random.Random) -> None:
        """The same site goes into another folder, too."""
        now, elsewhere = self.world.now, self.root / "elsewhere"
        said = build_at(now, self.root, "--output", str(elsewhere), "--jobs", "1")
        if not said.mistakes:
            self._clean(now, chance, "--jobs", "1")
            assert_same(all_of(elsewhere), all_of(self.beside / self.world.output), "elsewhere")

    def kill(self, chance: random.Random) -> None:
        """A real build is killed at some moment: readers have the old site or the new one."""
        if not self.real:
            return
        output = self.root / self.world.output
        before = all_of(output)
        process = subprocess.Popen(
            [sys.executable, "-m", "generator", "build", "--jobs", chance.choice("12")],
            cwd=self.root, env=self._environment(), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.05, 0.6))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        after = all_of(output)
        if after != before:
            assert not self._clean(self.world.now, chance, "--jobs", "1").mistakes
            assert_same(after, all_of(self.beside / self.world.output), "killed")

    def compare_with_another_process(self) -> None:
        """What this process has in its memory is no part of the result either."""
        self._build(random.Random(0))
        written(fresh(self.beside), self.world.files(), "plain", random.Random(1))
        command = [sys.executable, "-m", "generator", "build"]
        subprocess.run(
            command, cwd=self.beside, env=self._environment(), check=True, capture_output=True
        )
        output = self.world.output
        assert_same(all_of(self.root / output), all_of(self.beside / output), "another process")

    def _environment(self) -> dict[str, str]:
        epoch = str(int(self.world.now.timestamp()))
        return os.environ | {"PYTHONPATH": str(REPOSITORY), "SOURCE_DATE_EPOCH": epoch}


DISTURBANCES = (
    *[Endurance.nothing] * 6,
    Endurance.lose_memory,
    Endurance.tamper,
    Endurance.tamper,
    Endurance.build_drafts,
    Endurance.build_elsewhere,
    Endurance.kill,
)


def assert_same(found: dict[str, Any], expected: dict[str, Any], what: str) -> None:
    """Two folders are alike to the last byte and mode; else say in which files they differ."""
    differ = [
        f"{path}: {_in_short(found.get(path))} instead of {_in_short(expected.get(path))}"
        for path in sorted(found.keys() | expected.keys())
        if found.get(path) != expected.get(path)
    ]
    assert not differ, "\n".join([what, *differ[:8], f"{len(differ)} files"])


def _in_short(entry: Any) -> str:
    if isinstance(entry, tuple):
        return f"{entry[0]:o} {len(entry[1] or b'')} bytes"
    return entry or "nothing"


def endure(folder: Path, seed: int, steps: list[int], real: bool) -> Endurance:
    """Take steps, one after the other. Raises AssertionError with the fewest that fail."""
    endurance = Endurance(folder, seed, real)
    for number, step in enumerate(steps):
        try:
            endurance.step(step)
        except AssertionError as error:
            brief = shortest(folder, seed, steps[: number + 1], real)
            message = f"step {number}, {error}\n\nThe fewest steps that fail:\n{brief}"
            raise AssertionError(message) from error
    if real:
        endurance.compare_with_another_process()
    return endurance


def shortest(folder: Path, seed: int, steps: list[int], real: bool) -> str:
    """The fewest of some failing steps that fail, as far as they are found in ten minutes."""
    until = time.monotonic() + 600
    failure, size = "none: it does not fail again", len(steps)
    while size and time.monotonic() < until:
        for start in range(0, len(steps), size):
            fewer = steps[:start] + steps[start + size :]
            found = _failure(folder, seed, fewer, real)
            if found:
                failure, steps = found, fewer
                break
        else:
            size //= 2
        size = min(size, len(steps))
    return failure


def _failure(folder: Path, seed: int, steps: Sequence[int], real: bool) -> str:
    endurance, done = Endurance(folder, seed, real), ""
    try:
        for step in steps:
            done += f"{endurance.step(step)}\n"
    except AssertionError as error:
        return f"{done}{error}"
    return ""
