"""`kind: rsync`: a folder of a web server, over ssh, with the system's own rsync.

Either the folder holds the site, and files are brought there in such an order that no reader meets
a page which leads to what is missing; or, with `releases`, each release is a folder of its own and
`current` leads to the one that readers see.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Annotated

from msgspec import Meta

from generator.model.digest import sha256_of
from generator.model.fields import Record, Text
from generator.model.manifest import MANIFEST, SIGNATURE
from generator.model.target import (
    MARK,
    Outgoing,
    Plan,
    Refused,
    Target,
    There,
    mark,
    pending_in,
    refuse_if_other,
    there,
)  # fmt: skip
from generator.plugins.hosting.connection import Connection, connected
from generator.plugins.hosting.numbered import (
    CURRENT,
    RELEASES,
    before,
    expired,
    link_to,
    number_of,
    numbers_in,
)  # fmt: skip
from generator.plugins.hosting.programs import ssh_command

AT_ONCE = 500  # files sent between two signs of life


class Options(Record, frozen=True, kw_only=True):
    """Where to, and how ssh gets there."""

    to: Annotated[
        str,
        Meta(
            pattern=r"^([A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:"
            r"[A-Za-z0-9_./~][A-Za-z0-9_./@+~-]*\Z",
            max_length=500,
            description="a host and a folder, such as name@host.example:/srv/www/digest",
        ),
    ]
    releases: Annotated[int, Meta(ge=1, le=1000)] | None = None
    identity: Text | None = None  # the file with the private key
    config: Text | None = None  # a configuration of ssh other than one's own
    port: Annotated[int, Meta(ge=1, le=65_535)] | None = None


def look(target: Target) -> There:
    """What readers see there, by the manifest there."""
    with _connected(target) as host:
        return _look(host, _names(host), target.options)


def publish(release: Outgoing, plan: Plan, target: Target) -> Iterator[str]:
    """Bring what differs there."""
    with _connected(target) as host:
        names = _names(host)
        refuse_if_other(plan.version, _look(host, names, target.options).version)
        if target.options.releases:
            yield from _as_release(release, plan, host, names, target.options.releases)
        else:
            yield from _in_place(release, plan, host)


def _look(host: Connection, names: dict[str, str], options: Options) -> There:
    inside = f"{link_to(_current(names))}/" if options.releases and CURRENT in names else ""
    if not names or (options.releases and not inside):
        return There()
    told = host.fetch((inside + MANIFEST, inside + SIGNATURE, MARK))
    own = {name: told[inside + name] for name in (MANIFEST, SIGNATURE)}
    pending = () if inside else pending_in(told[MARK])
    version = sha256_of(b"".join([inside.encode(), *own.values(), *map(str.encode, pending)]))
    return there(own[MANIFEST], own, version, pending)


def rollback(target: Target, dry_run: bool) -> str:
    """Lead readers back to the release before the one they see."""
    if not target.options.releases:
        raise Refused("there is nothing to go back to: set “releases” in site.yaml")
    with _connected(target) as host:
        number = before(_current(_names(host)), numbers_in(host.names(f"{RELEASES}/")))
        if not dry_run:
            host.send_link(CURRENT, link_to(number))
    return f"release {number}"


def _in_place(release: Outgoing, plan: Plan, host: Connection) -> Iterator[str]:
    """Step by step. The mark says what is under way, so that whoever goes on after an interruption
    knows what may be there."""
    host.send_bytes({MARK: mark((*plan.new, *plan.changed, *plan.gone))})
    for step in plan.steps():
        files = [path for path in step if path not in release.own]
        for start in range(0, len(files), AT_ONCE):
            host.send(release.folder, files[start : start + AT_ONCE])
            yield from files[start : start + AT_ONCE]
        own = {path: release.own[path] for path in step if path in release.own}
        manifest = own.pop(MANIFEST, None)
        if own:
            host.send_bytes(own)
            yield from own
        if manifest is not None:  # last, since it speaks of all of them
            host.send_bytes({MANIFEST: manifest})
            yield MANIFEST
    if plan.gone:
        touched = {folder for path in plan.gone for folder in _folders(path)}
        needed = {folder for path in release.files for folder in _folders(path)}
        host.remove(plan.gone, touched & needed)
        yield from plan.gone
    host.send_bytes({MARK: mark()})


def _folders(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _as_release(
    release: Outgoing, plan: Plan, host: Connection, names: dict[str, str], keep: int
) -> Iterator[str]:
    """The whole release into a folder of its own, unchanged files linked; then the link to it."""
    current = _current(names)
    there = numbers_in(host.names(f"{RELEASES}/"))
    host.send_bytes({MARK: mark()})
    number = current + 1  # where an unfinished one is gone on with, or one gone back from renewed
    host.make(RELEASES)
    linked = [f"--link-dest=../{current}"] if current else []
    host.send_tree(release.folder, link_to(number), [f"--exclude=/{MARK}", *linked])
    host.send_bytes(dict(release.own), f"{link_to(number)}/")
    host.send_link(CURRENT, link_to(number))
    yield from (*plan.new, *plan.changed, *plan.gone)
    old = expired(number, there, keep)
    if old:
        host.remove_folders((str(n) for n in old), f"{RELEASES}/")


def _names(host: Connection) -> dict[str, str]:
    """What is there. Refused where it is somebody else's."""
    names = host.names()
    if names and MARK not in names:
        raise Refused(f"{host.host}: the folder was not made by this program (it lacks {MARK})")
    return names


def _current(names: dict[str, str]) -> int:
    """The number of the release that readers see, 0 where they see none."""
    return number_of(names[CURRENT]) if CURRENT in names else 0


def _connected(target: Target) -> AbstractContextManager[Connection]:
    options: Options = target.options
    ssh = ssh_command(target.root, options.identity, options.config, options.port)
    return connected(options.to, ssh)
