"""`serve`: the site in the browser while it is edited, drafts included."""

import asyncio
import errno
import gc
import ipaddress
import resource
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from generator.model.problems import Problem, SiteError
from generator.previewing.answers import Answers, news_of
from generator.previewing.server import Server
from generator.previewing.shown import Change, Preview
from generator.previewing.watch import FILE, watching

HOST = "127.0.0.1"
OWN_NAMES = frozenset({HOST, "localhost", "::1"})  # with another one a page elsewhere reaches in
FILES = 1024  # that may be open at once: connections are files, and some systems allow 256
WAITING = 512  # connections that the system holds until they are taken
MOST_SAID = 20  # mistakes that are said in the terminal; the browser shows more
PORT = click.IntRange(0, 65535)


@click.command("serve")
@click.option(
    "--port",
    type=PORT,
    default=8000,
    show_default=True,
    help="The port of that address; 0: any that is free.",
)
@click.option("--open", "open_", is_flag=True, help="Open the site in the browser.")
@click.option(
    "--host",
    default=HOST,
    metavar="ADDRESS",
    help="Listen at another address, for other machines, too: all drafts can be read there.",
)
@click.pass_obj
def command(root: Path, port: int, open_: bool, host: str) -> None:
    """Show the site at this machine's own address, drafts included.

    A page in the browser changes as its files are saved. Nothing is written but the cache.
    Ctrl-C ends it.
    """
    if not (root / FILE).exists():
        message = "missing; go to a site's folder, or name it with --site"
        raise SiteError([Problem(FILE, 0, message)])
    if not _is_own(host):
        warning = "anyone who reaches this machine there can read all drafts"
        click.echo(f"Warning: listening at {host}; {warning}", err=True)
    with suppress(KeyboardInterrupt), listening(host, port) as socket_:
        address = _address(host, socket_.getsockname()[1])
        if open_:  # the system holds its question until the site is read
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        _open_enough()
        with serving(root, names_for(host)) as server:
            click.echo(f"{address} shows the site with its drafts; Ctrl-C ends it")
            asyncio.run(server.run(socket_))
    click.echo("\nended")


@contextmanager
def serving(root: Path, names: frozenset[str]) -> Iterator[Server]:
    """A server for a site, read and followed from now on; it is for the caller to run it."""
    preview = Preview(root)
    said: set[Problem] = set()

    def spoiled(problems: list[Problem]) -> None:
        new = [problem for problem in problems if problem not in said]
        said.update(new)
        _say_problems(new)

    server = Server(Answers(preview, spoiled), names, _say_bug)

    reading = threading.Lock()  # one at a time, so that the last reading saw the last change

    def read(files: Iterable[str]) -> None:
        with reading, _uncollected():
            said.clear()
            change = preview.refresh(files)
            server.tell(news_of(change))
            say(change)

    with watching(root, read):
        read(())
        yield server


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage while a site is read, nor ever through what was read: next to nothing of
    it goes in circles, and of ten thousand articles each look takes longer than an edit may."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def say(change: Change) -> None:
    """Say a change in one line: what was saved, what became of it, how long it took."""
    if change.problems:
        _say_problems(change.problems)
        return
    first, more = next(iter(change.files), "read"), len(change.files) - 1
    what = f"{first} and {more:,} more" if more > 0 else first
    pages, files = change.pages, len(change.static)
    parts = [f"{pages:,} page{'' if pages == 1 else 's'}"]
    parts += [f"{files:,} file{'' if files == 1 else 's'}"] if files and change.files else []
    _echo(f"{what}: {', '.join(parts)}, {_in_words(change.seconds)}")


def _say_problems(problems: Iterable[Problem]) -> None:
    lines = [str(problem) for problem in problems]
    more = len(lines) - MOST_SAID
    _echo("\n".join(lines[:MOST_SAID] + ([f"… and {more:,} more"] if more > 0 else [])), err=True)


def _say_bug(what: str) -> None:
    _echo(f"a bug in conflict-digest: {what}", err=True)


def _echo(text: str, err: bool = False) -> None:
    with suppress(OSError):  # a terminal that was closed
        if text:
            click.echo(text, err=err)


def _in_words(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; when the port is taken, at the next free one if the user likes that.

    Who cannot be asked gets no other port than the one that was named: something waits for it.
    """
    try:
        return _bound(host, port)
    except socket.gaierror:
        raise click.ClickException(f"“{host}” is no address of this machine") from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise click.ClickException(f"{host}, port {port}: {error.strerror}") from None
    free = _next_free(host, port)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.ClickException(f"port {port} is taken; try --port {free}")
    click.confirm(f"Port {port} is taken. Use {free or 'any other'}?", default=True, abort=True)
    return _bound(host, free)


def _bound(host: str, port: int) -> socket.socket:
    [(family, *_, address), *_] = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    return socket.create_server(address[:2], family=family, backlog=WAITING)


def _next_free(host: str, port: int) -> int:
    for candidate in range(port + 1, 65536):
        with suppress(OSError), _bound(host, candidate):
            return candidate
    return 0  # whichever the system has


def names_for(host: str) -> frozenset[str]:
    """The names by which a browser may call the address that is listened at."""
    if _is_own(host):
        return OWN_NAMES | {host}
    own = socket.gethostname().lower()
    names = {host.lower(), own, f"{own}.local"}
    if _is(host, "is_unspecified"):  # all of this machine's addresses
        with suppress(OSError):
            names |= {str(address[0]) for *_, address in socket.getaddrinfo(own, None)}
        with suppress(OSError):
            names.add(_outward())
    return OWN_NAMES | names


def _is_own(host: str) -> bool:
    return host in OWN_NAMES or _is(host, "is_loopback")


def _is(host: str, quality: str) -> bool:
    """Whether a host is an address, and one of that kind."""
    try:
        return bool(getattr(ipaddress.ip_address(host), quality))
    except ValueError:
        return False


def _outward() -> str:
    """The address that this machine has on its way to others; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737)
        return str(probe.getsockname()[0])


def _open_enough() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
