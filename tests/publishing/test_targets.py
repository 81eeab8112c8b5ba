"""At every moment a target shows a whole site; what is interrupted is taken up again; and what is
not ours is left alone."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hosts import Host, needs, ssh_host
from releases import NEW, OLD, dead_ends, publish, release, survives, tree, whole

from generator.model.target import MARK, Outgoing, Refused, Target, mark, plan
from generator.plugins.targets import directory, git, rsync

FULL = bool(os.environ.get("TORTURE"))  # else a few of the moments at which a connection may end
PROGRAMS = ("subprocess.Popen",)
DAY = "-c user.name=x -c user.email=x@example.org"

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


class Place(msgspec.Struct):
    """A target of a kind, and how readers see it."""

    kind: Any
    target: Target
    shown: Callable[[], dict[str, bytes]]

    def put(self, out: Outgoing) -> None:
        publish(self.kind, out, self.target)


@pytest.fixture
def old(tmp_path: Path) -> Outgoing:
    return release(tmp_path / "built/old", OLD)


@pytest.fixture
def new(tmp_path: Path) -> Outgoing:
    return release(tmp_path / "built/new", NEW, at=1)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with ssh_host(tmp_path_factory.mktemp("host")) as host:
        yield host


def a_directory(tmp_path: Path, keep: int = 5) -> Place:
    target = Target("mirror", directory.Options(path="mirror", keep=keep), tmp_path, tmp_path / "k")
    return Place(directory, target, lambda: tree(tmp_path / "mirror/current"))


def a_branch(tmp_path: Path, **options: Any) -> Place:
    remote = tmp_path / "pages.git"
    if not remote.exists():
        subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    chosen = git.Options(remote=str(remote), branch="pages", **options)

    def shown() -> dict[str, bytes]:
        aside = tmp_path / "checkout"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        command = f"git --git-dir={remote} archive pages | tar -x -C {aside}"
        subprocess.run(["bash", "-o", "pipefail", "-c", command], check=True)
        return {p: d for p, d in tree(aside).items() if p not in (".nojekyll", "CNAME")}

    return Place(git, Target("pages", chosen, tmp_path, tmp_path / "kept"), shown)


def a_host(host: Host, tmp_path: Path, releases: int | None) -> Place:
    folder = host.www / tmp_path.name
    options = rsync.Options(
        to=f"webhost:{folder}",
        config=str(host.config),
        identity=str(host.folder / "own_key"),
        releases=releases,
    )
    target = Target("main", options, tmp_path, tmp_path / "kept")
    return Place(rsync, target, lambda: tree(folder / "current" if releases else folder))


@needs("git")
@pytest.mark.parametrize("kind", ["directory", "git", "git without history"])
def test_killed_at_any_step_it_shows_one_release_or_the_other_and_is_taken_up_again(
    tmp_path: Path, old: Outgoing, new: Outgoing, kind: str
) -> None:
    history = "none" if kind.endswith("history") else "append"
    place = a_directory(tmp_path) if kind == "directory" else a_branch(tmp_path, history=history)
    place.put(old)
    releases = (whole(old), whole(new))
    assert place.shown() == releases[0]
    for nth in count(1) if FULL or kind == "directory" else (*range(3, 16, 3), 99):
        before, after = (old, new) if nth % 2 else (new, old)
        place.put(before)
        done = survives(partial(place.put, after), nth)
        assert place.shown() in releases, f"torn at step {nth}"
        place.put(after)
        assert place.shown() == whole(after), f"not mended after step {nth}"
        if kind == "directory":
            left = sorted(path.name for path in (tmp_path / "mirror").iterdir())
            assert left == [MARK, "current", "releases"], f"something is left after step {nth}"
        if done:
            break


def test_a_reader_never_comes_at_a_moment_when_there_is_no_site(
    tmp_path: Path, old: Outgoing, new: Outgoing
) -> None:
    place, front = a_directory(tmp_path), tmp_path / "mirror/current/index.html"
    place.put(old)
    wanted, seen, over = {OLD["index.html"], NEW["index.html"]}, set[str](), threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                seen.add(front.read_text())
            except OSError as error:
                seen.add(str(error))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(10):
        place.put(new)
        place.put(old)
    over.set()
    reader.join()
    assert seen and seen <= wanted


@needs("rsync", "ssh", "/usr/sbin/sshd")
def test_a_host_whose_connection_ends_never_shows_a_page_that_leads_to_nothing(
    tmp_path: Path, host: Host, old: Outgoing, new: Outgoing
) -> None:
    place, folder = a_host(host, tmp_path, None), host.www / tmp_path.name
    place.put(old)
    theirs = {"n/b/theirs": b"theirs", ".well-known/proof": b"theirs"}
    for path, data in theirs.items():
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_bytes(data)
    for nth in count(1) if FULL else (9,):
        done = survives(partial(place.put, new), nth, PROGRAMS)
        assert not list(dead_ends(place.shown())), f"at call {nth}"
        place.put(new)
        assert place.shown() == whole(new) | theirs, f"not mended after call {nth}"
        survives(partial(place.put, old), nth, PROGRAMS)
        assert not list(dead_ends(place.shown())), f"on the way back at call {nth}"
        if FULL or done:
            place.put(old)
            assert place.shown() == whole(old) | theirs
        if done:
            break


@needs("rsync", "ssh", "/usr/sbin/sshd")
def test_a_new_page_that_was_perhaps_never_sent_is_sent_before_those_that_lead_to_it(
    tmp_path: Path, host: Host, old: Outgoing, new: Outgoing
) -> None:
    place = a_host(host, tmp_path, None)
    place.put(old)
    before = plan(rsync.look(place.target), new.files)
    assert before.new and before.changed
    (host.www / tmp_path.name / MARK).write_bytes(mark((*before.new, *before.changed)))
    again = plan(rsync.look(place.target), new.files)
    assert (again.new, again.changed) == (before.new, before.changed)


@needs("rsync", "ssh", "/usr/sbin/sshd")
def test_a_host_with_releases_shows_one_or_the_other_and_goes_back(
    tmp_path: Path, host: Host, old: Outgoing, new: Outgoing
) -> None:
    place, folder = a_host(host, tmp_path, 2), host.www / tmp_path.name / "releases"
    place.put(old)
    for nth in count(1) if FULL else (9,):
        done = survives(partial(place.put, new), nth, PROGRAMS)
        assert place.shown() in (whole(old), whole(new)), f"torn at call {nth}"
        place.put(new)
        assert place.shown() == whole(new), f"not mended after call {nth}"
        place.put(old)
        if done or not FULL:
            break
    last = sorted(int(path.name) for path in folder.iterdir())
    assert len(last) == 2
    same = [(folder / f"{number}/same/index.html").stat().st_ino for number in last]
    assert same[0] == same[1]
    assert place.kind.rollback(place.target, False) == f"release {last[0]}"
    assert place.shown() == whole(new)


def test_a_file_that_did_not_change_is_the_same_file_in_the_next_release(
    tmp_path: Path, old: Outgoing, new: Outgoing
) -> None:
    place, mirror = a_directory(tmp_path), tmp_path / "mirror"
    place.put(old)
    place.put(new)
    same = [(mirror / f"releases/{n}/same/index.html").stat().st_ino for n in (1, 2)]
    assert same[0] == same[1]
    (mirror / "current/same/index.html").write_text("touched")
    (mirror / "current/n/a.html").unlink()
    place.put(new)
    assert place.shown() == whole(new)
    assert (mirror / "releases/2/same/index.html").read_text() == "touched"


def test_the_last_releases_are_kept_for_the_way_back(
    tmp_path: Path, old: Outgoing, new: Outgoing
) -> None:
    place, folder = a_directory(tmp_path, keep=3), tmp_path / "mirror/releases"
    for out in (old, new, old, new):
        place.put(out)
    assert sorted(path.name for path in folder.iterdir()) == ["2", "3", "4"]
    assert place.kind.rollback(place.target, True) == "release 3"
    assert place.shown() == whole(new)  # it was only asked
    assert place.kind.rollback(place.target, False) == "release 3"
    assert place.shown() == whole(old)
    place.put(new)  # what was gone back from is no release to go back to
    assert sorted(path.name for path in folder.iterdir()) == ["2", "3", "4"]
    assert place.kind.rollback(place.target, False) == "release 3"
    assert place.kind.rollback(place.target, False) == "release 2"
    with pytest.raises(Refused, match="no release before this one"):
        place.kind.rollback(place.target, False)


@needs("git")
def test_somebody_elses_commit_is_put_right_and_their_files_stay(
    tmp_path: Path, old: Outgoing, new: Outgoing
) -> None:
    place, clone = a_branch(tmp_path, cname="d.example"), tmp_path / "clone"
    place.put(old)
    _shell(f"git clone -q -b pages {tmp_path}/pages.git {clone}")
    (clone / "index.html").write_text("defaced")
    (clone / "theirs.txt").write_text("theirs")
    _shell(f"git -C {clone} add -A && git -C {clone} {DAY} commit -qm x && git -C {clone} push -q")
    place.put(old)
    assert place.shown() == whole(old) | {"theirs.txt": b"theirs"}
    place.put(new)
    assert place.shown() == whole(new) | {"theirs.txt": b"theirs"}
    log = f"git --git-dir={tmp_path}/pages.git log --format=%an/%ae/%cn/%ce/%ci pages"
    ours = "A Digest/noreply@d.example/A Digest/noreply@d.example/2025-03-28 06:0%d:00 +0000"
    commits = _shell(log).splitlines()
    assert [commits[n] for n in (0, 1, 3)] == [ours % 1, ours % 0, ours % 0]


@needs("git")
def test_without_history_a_branch_has_one_commit(
    tmp_path: Path, old: Outgoing, new: Outgoing
) -> None:
    place = a_branch(tmp_path, history="none", author="Desk", email="desk@d.example")
    for out in (old, new):
        place.put(out)
        assert place.shown() == whole(out)
    log = _shell(f"git --git-dir={tmp_path}/pages.git log --format=%an/%ce pages")
    assert log.splitlines() == ["Desk/desk@d.example"]


@needs("git")
@pytest.mark.parametrize("history", ["append", "none"])
def test_what_was_pushed_meanwhile_is_not_overwritten(
    tmp_path: Path, old: Outgoing, new: Outgoing, history: str
) -> None:
    place, remote = a_branch(tmp_path, history=history), f"git --git-dir={tmp_path}/pages.git"
    place.put(old)
    todo = plan(git.look(place.target), new.files)
    steps = git.publish(new, todo, place.target)
    next(steps)  # it knows what is there, and has not pushed
    theirs = _shell(f"{remote} {DAY} commit-tree -p pages -m theirs pages^{{tree}}").strip()
    _shell(f"{remote} update-ref refs/heads/pages {theirs}")
    with pytest.raises(Refused, match="somebody else pushed to it meanwhile; publish again"):
        list(steps)
    assert _shell(f"{remote} rev-parse pages").strip() == theirs


@needs("git", "rsync", "ssh", "/usr/sbin/sshd")
@pytest.mark.parametrize(
    "kind", ["directory", "git", *(["rsync", "rsync with releases"] if FULL else [])]
)
def test_of_two_who_publish_at_a_time_the_second_is_refused(
    tmp_path: Path, host: Host, old: Outgoing, new: Outgoing, kind: str
) -> None:
    if kind.startswith("rsync"):
        place = a_host(host, tmp_path, 3 if "releases" in kind else None)
    else:
        place = a_directory(tmp_path) if kind == "directory" else a_branch(tmp_path)
    for first, second in ((old, new), (new, old)):  # to a new place, and to one that is ours
        todo = plan(place.kind.look(place.target), second.files)
        place.put(first)
        with pytest.raises(Refused, match="somebody else published there meanwhile"):
            list(place.kind.publish(second, todo, place.target))
        assert place.shown() == whole(first)


@needs("git", "rsync", "ssh", "/usr/sbin/sshd")
@pytest.mark.parametrize("kind", ["directory", "git", "rsync", "rsync with releases"])
def test_a_place_that_is_not_ours_is_refused(
    tmp_path: Path, host: Host, old: Outgoing, kind: str
) -> None:
    if kind == "git":
        place = a_branch(tmp_path)
        folder = tmp_path / "work"
        _shell(f"git init -q -b pages {folder} && echo mine > {folder}/mine")
        _shell(f"git -C {folder} add -A && git -C {folder} {DAY} commit -qm x")
        _shell(f"git -C {folder} push -q {tmp_path}/pages.git pages")
    else:
        place = (
            a_directory(tmp_path)
            if kind == "directory"
            else a_host(host, tmp_path, 3 if "releases" in kind else None)
        )
        folder = tmp_path / "mirror" if kind == "directory" else host.www / tmp_path.name
        folder.mkdir()
        (folder / "mine").write_text("mine\n")
    with pytest.raises(Refused, match="was not made by this program"):
        place.put(old)
    if kind == "git":
        assert place.shown() == {"mine": b"mine\n"}
    else:
        assert tree(folder) == {"mine": b"mine\n"}


def _shell(command: str) -> str:
    done = subprocess.run(["bash", "-c", command], check=True, capture_output=True, text=True)
    return done.stdout
