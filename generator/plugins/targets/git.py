"""`kind: git`: a branch that a host such as GitHub Pages or GitLab Pages serves.

Only what changed is written, as one commit on top of what is there (`history: append`) or in its
place (`history: none`). Nobody who works on the site is named in it: author and committer are the
site.
"""

from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta

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
    refuse_if_other,
    sum_of,
    there,
)  # fmt: skip
from generator.plugins.hosting.programs import ssh_command
from generator.plugins.hosting.repository import Repository, blob, quoted, secret_of

TRAILER = "Manifest: "


Remote = Annotated[
    str,
    Meta(
        pattern=r"^(https://|ssh://|file://|/|[A-Za-z0-9_][A-Za-z0-9._-]*@)[^\s\"'\\]+\Z",
        max_length=500,
        description="a repository, such as git@host.example:team/site.git or https://…",
    ),
]
Branch = Annotated[
    str,
    Meta(
        pattern=r"^(?!.*(?:\.\.|//|\.lock(?:/|\Z)|/\Z|\.\Z))[A-Za-z0-9_][A-Za-z0-9_./-]*\Z",
        max_length=100,
        description="the name of a branch, such as gh-pages",
    ),
]
Host = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+\Z",
        description="the site's own host, such as digest.example",
    ),
]
Name = Annotated[
    str, Meta(pattern=r"^[^<>\n]+\Z", max_length=100, description="a name without < and >")
]
Address = Annotated[
    str, Meta(pattern=r"^[^<>\s]*\Z", max_length=100, description="an address without < and >")
]


class Options(Record, frozen=True, kw_only=True):
    """Which branch, of which repository, and as whom."""

    remote: Remote
    branch: Branch
    cname: Host | None = None
    history: Literal["append", "none"] = "append"
    author: Name | None = None  # else the site's title
    email: Address | None = None  # else noreply@ the site's host
    identity: Text | None = None  # the file with the private key
    config: Text | None = None  # a configuration of ssh other than one's own
    token: Text | None = None  # an environment variable by its name; it holds one for https


def look(target: Target) -> There:
    """What the branch has. After a commit that is none of ours, nobody knows what is in a file."""
    repository = _repository(target)
    tip = _tip(repository, target.options)
    if not tip:
        return There()
    own = {name: repository.read(f"{tip}:{name}") for name in (MANIFEST, SIGNATURE)}
    told = there(own[MANIFEST], own, tip)
    said = repository.git("cat-file", "commit", tip).decode("utf-8", "replace")
    if f"{TRAILER}{sum_of(told.manifest).sha256}" in said.splitlines():
        return told
    return There(dict.fromkeys(told.files), told.manifest, tip)


def publish(release: Outgoing, plan: Plan, target: Target) -> Iterator[str]:
    """One commit, made aside and pushed."""
    options: Options = target.options
    repository = _repository(target)
    tip = _tip(repository, options)
    refuse_if_other(plan.version, tip)
    base = f"from {tip}\n" if tip else ""
    if tip and options.history == "none":
        tree = repository.git("rev-parse", f"{tip}^{{tree}}").decode().strip()
        base = f'M 040000 {tree} ""\n'
    commit = repository.write(_stream(release, plan, options, base))
    yield from (*plan.new, *plan.changed, *plan.gone)
    repository.push(commit, options.branch, tip if options.history == "none" else None)


def _stream(release: Outgoing, plan: Plan, options: Options, base: str) -> Iterator[bytes]:
    """The commit in the language of git-fast-import(1)."""
    host = urlsplit(release.address).hostname
    email = f"noreply@{host}" if options.email is None else options.email
    name = options.author or "".join(c for c in release.title if c.isprintable() and c not in "<>")
    who = f"{name.strip()} <{email}> {int(release.moment.timestamp())} +0000"
    digest = release.files[MANIFEST].sha256
    yield b"feature done\ncommit refs/heads/made\n"
    yield f"author {who}\ncommitter {who}\n".encode()
    yield blob(
        f"{release.title}, {release.moment:%Y-%m-%d %H:%M} UTC\n\n{TRAILER}{digest}\n".encode()
    )
    yield base.encode()
    for path in plan.gone:
        yield b"D %b\n" % quoted(path)
    for path in (*plan.new, *plan.changed):
        yield _put(path, release.read(path))
    yield _put(MARK, mark())
    yield _put(".nojekyll", b"")
    yield _put("CNAME", f"{options.cname}\n".encode()) if options.cname else b""
    yield b"done\n"


def _put(path: str, data: bytes) -> bytes:
    return b"M 100644 inline %b\n%b" % (quoted(path), blob(data))


def _tip(repository: Repository, options: Options) -> str:
    """The last commit of the branch, fetched. Refused where somebody else's work is on it."""
    tip = repository.tip(options.branch)
    if tip:
        repository.fetch(options.branch, tip)
        if not repository.has(f"{tip}:{MARK}") and repository.git("ls-tree", tip):
            message = f"the branch “{options.branch}” was not made by this program"
            raise Refused(f"{message} (it lacks {MARK}); name another")
    return tip


def _repository(target: Target) -> Repository:
    options: Options = target.options
    ssh = ssh_command(target.root, options.identity, options.config)
    repository = Repository(target.kept, options.remote, ssh, secret_of(options.token))
    repository.open()
    return repository
