"""Files that are saved while a build runs, and clocks that cannot be relied on: what is published
is of one time, or it is said that it is not, and the following build has every edit."""

import os
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from conftest import Site
from kernel_faults import EDITED, UNREADABLE, Fault
from system_calls import is_available
from two_versions import Desk, new_desk

from generator import remembered, unchanged
from generator.library import files
from generator.one_reading import plan_as_one
from generator.output.kept import disk_clock

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
    pytest.mark.skipif(not is_available(), reason="this system cannot hold system calls"),
]

TRIED = 10_000 if os.environ.get("TORTURE") else 6
DAY = 86_400 * 10**9  # ns


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return new_desk(tmp_path_factory.mktemp("desk"))


def test_a_build_is_of_one_time_whenever_the_files_are_saved(desk: Desk) -> None:
    """At each operation of a build all files become another version's."""
    below = (f"{desk.root}/",)
    desk.take(1 - desk.version)
    count = desk.run(Fault(UNREADABLE, 0, below)).count
    step = max(1, count // TRIED)
    met, wrong = [0, 0], []
    for nth in range(1, count, step):
        first, then = 1 - desk.version, desk.version
        desk.take(first)
        edit = Fault(EDITED, nth, below, meanwhile=partial(desk.take, then))
        done = desk.run(edit)
        if not done.met:  # with these files there is less to do
            desk.version = first
            break
        at = f"{nth} of {count}, {done.calls[nth - 1 : nth]}"
        published = desk.tree()
        if done.status or published not in (desk.wanted[first], desk.wanted[then]):
            wrong.append(f"{at}: {done.said or 'of two times'}")
        met[published == desk.wanted[then]] += 1
        done = desk.run()
        if done.status or desk.tree() != desk.wanted[then]:
            wrong.append(f"{at}: {done.said}, the edit is missed")
    print(f"{sum(met)} of {count} operations; of the files before {met[0]}, after {met[1]}")
    assert not wrong, "\n".join(wrong)
    assert all(met)


def test_where_the_files_never_rest_it_is_said(
    site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site("")
    about = made.root / "content/pages/about.md"
    about.parent.mkdir(parents=True)
    about.write_text("---\ntitle: About\n---\nUs.\n")
    desk_sees = files.Listing.changed

    def saved(listing: files.Listing, folders: tuple[str, ...]) -> str:
        about.write_text(f"---\ntitle: About\n---\n{time.monotonic_ns()}\n")
        return desk_sees(listing, folders)

    monkeypatch.setattr(files.Listing, "changed", saved)
    planned, problems = plan_as_one(made.root, False, 1, files.Listing(made.root))
    assert [str(problem) for problem in problems] == [
        "content/pages/about.md: changed while it was read; build again, so that all of the site "
        "is of one time"
    ]
    assert [page.title for page in planned.library.pages] == ["About"]


def _in_place(path: Path, text: str) -> None:
    path.write_text(text)


def _renamed(path: Path, text: str) -> None:
    """As `git checkout` and most editors do it."""
    staged = path.with_name(".new")
    staged.write_text(text)
    staged.replace(path)


def _with_its_time(path: Path, text: str) -> None:
    """As `cp -p`, `rsync -t` and the unpacking of archives do it."""
    staged, before = path.with_name(".new"), path.stat()
    staged.write_text(text)
    os.utime(staged, ns=(before.st_atime_ns, before.st_mtime_ns))
    shutil.copy2(staged, path)
    staged.unlink()


def _at(seconds: int) -> Callable[[Path, str], None]:
    """As `touch -d` does it, or a machine whose clock is wrong."""

    def save(path: Path, text: str) -> None:
        path.write_text(text)
        os.utime(path, (seconds, seconds))

    return save


WAYS = [_in_place, _renamed, _with_its_time, _at(0), _at(1), _at(4_102_444_800)]


@pytest.mark.parametrize("clock", [0, DAY, -DAY, 50 * 365 * DAY])
def test_an_edit_of_the_same_size_is_never_missed_whatever_the_clocks_say(
    site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch, clock: int
) -> None:
    """Each way to save follows on each other; the clock jumps forth and back between builds."""
    made, jumped = site(""), [0]
    about = made.root / "content/pages/about.md"
    about.parent.mkdir(parents=True)
    about.write_text("---\ntitle: About\n---\n0000\n")
    for module in (unchanged, remembered):
        monkeypatch.setattr(module, "disk_clock", lambda path: disk_clock(path) + jumped[0])
    for number, save in enumerate([way for first in WAYS for way in (first, *WAYS)], 1):
        save(about, f"---\ntitle: About\n---\n{number:04}\n")
        jumped[0] = clock * (number % 2)
        body = remembered.read_site(made.root)[0].pages[0].body
        assert body == f"{number:04}\n", save
        if number % 3 == 0:
            time.sleep(0.005)


def test_after_a_build_with_any_clock_the_next_one_sees_the_edit(desk: Desk) -> None:
    article = desk.root / "content/pages/about.md"
    article.parent.mkdir(exist_ok=True)
    for number, save in enumerate(WAYS):
        save(article, f"---\ntitle: About\n---\nEdit {number}.\n")
        assert desk.run().status == 0
        assert f"Edit {number}." in (desk.root / "public/about/index.html").read_text()
