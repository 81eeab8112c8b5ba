"""`publish` brings the site to its targets, says what it does, and gives nobody away."""

import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from conftest import Site
from hosts import Host, key, needs, ssh_host

pytestmark = pytest.mark.usefixtures("indexed")

ARTICLE = """\
-- content/articles/2025/first.md --
---
title: First report
date: 2025-03-27
source: { name: unknown, url: null }
tags: [drones]
status: reviewed
---
They said so.
-- content/articles/2025/hidden.md --
---
title: Canary of a draft
date: 2025-03-27
source: { name: unknown, url: null }
tags: [drones]
status: draft
---
Not yet.
"""
HEAD = "title: Test Digest\nbase_url: https://digest.example/\n"
EPOCH = {"SOURCE_DATE_EPOCH": "1743141600"}  # 2025-03-28 06:00 UTC


def with_targets(made: Site, targets: str, more: str = "") -> Site:
    text = HEAD + more + "targets:\n" + "".join(f"  {line}\n" for line in targets.splitlines())
    (made.root / "site.yaml").write_text(text, encoding="utf-8")
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cache" not in path.relative_to(folder).parts
    }


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with ssh_host(tmp_path_factory.mktemp("host")) as host:
        yield host


@needs("git", "ssh-keygen")
def test_a_site_is_published_to_all_its_targets_and_gives_nobody_away(
    site: Callable[[str], Site], tmp_path: Path
) -> None:
    made, signer = site(ARTICLE), key(tmp_path / "canary-key")
    remote, mirror = tmp_path / "pages.git", tmp_path / "mirror"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    subprocess.run(["git", "init", "-q", "-b", "main", str(made.root)], check=True)
    before = stat.S_IMODE((made.root / ".git").stat().st_mode), files(made.root / ".git")
    targets = f"mirror: {{ kind: directory, path: {mirror} }}\n" + (
        f"pages: {{ kind: git, remote: {remote}, branch: pages, cname: digest.example }}"
    )
    with_targets(made, targets, f"sign: {{ key: {signer} }}\n")
    done = made.run("publish", **EPOCH)
    assert (done.status, done.err) == (0, "")
    total = len(made.tree()) - 1 + len(("manifest.json", ".sig", "verify.txt", "signers.txt"))
    counts = f"{total} new, 0 changed, 0 deleted, 0 unchanged"
    searched, *said = done.out.splitlines()
    assert searched.startswith("search: all ")
    assert [line.rpartition(",")[0] for line in said] == [
        f"mirror: {counts}",
        f"pages: {counts}",
    ]
    shown = files(mirror / "current")
    built = {path: data for path, data in made.tree().items() if path != ".conflict-digest"}
    assert built.items() <= shown.items()
    manifest = msgspec.json.decode(shown["manifest.json"])
    assert manifest["files"].keys() == shown.keys() - {"manifest.json", "manifest.json.sig"}
    assert manifest["published"] == "2025-03-28T06:00:00Z"
    everything = b"".join(shown.values()) + _log(remote)
    for canary in (
        b"canary",
        b"Canary",
        str(tmp_path).encode(),
        b"@" + os.uname().nodename.encode(),
    ):
        assert canary not in everything, canary
    assert (stat.S_IMODE((made.root / ".git").stat().st_mode), files(made.root / ".git")) == before
    again = made.run("publish")
    assert again.out == "".join(
        f"{name}: nothing to do, {total} files are there\n" for name in ("mirror", "pages")
    )
    assert made.run("verify", str(mirror)).status == 0


def _log(remote: Path) -> bytes:
    command = ["git", f"--git-dir={remote}", "log", "-p", "--format=raw", "pages"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def test_a_dry_run_says_what_would_be_done_and_touches_nothing(
    site: Callable[[str], Site], tmp_path: Path
) -> None:
    made = with_targets(site(ARTICLE), f"mirror: {{ kind: directory, path: {tmp_path}/mirror }}")
    before = files(made.root)
    done = made.run("publish", "--dry-run")
    assert done.status == 0 and "+ articles/first/index.html\n" in done.out
    assert done.out.splitlines()[-1].endswith("0 unchanged, not done")
    assert files(made.root) == before and not (tmp_path / "mirror").exists()


def test_what_the_checks_find_stops_it_unless_told_otherwise(
    site: Callable[[str], Site], tmp_path: Path
) -> None:
    made = with_targets(
        site(ARTICLE.replace("They said so.", "[They](/gone/) said so.")),
        f"mirror: {{ kind: directory, path: {tmp_path}/mirror }}",
    )
    done = made.run("publish")
    assert done.status == 1 and "a link leads nowhere: /gone/ [D002]" in done.err
    assert not (tmp_path / "mirror").exists()
    done = made.run("publish", "--unchecked")
    assert done.status == 0 and "a link leads nowhere: /gone/ [D002]" in done.err
    assert (tmp_path / "mirror/current/index.html").is_file()


@needs("rsync", "ssh", "/usr/sbin/sshd")
def test_where_one_target_fails_it_says_why_and_the_others_are_published(
    site: Callable[[str], Site], tmp_path: Path, host: Host
) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/mine").write_text("mine")
    stranger = key(tmp_path / "stranger")
    (tmp_path / "unknown").write_text(
        host.config.read_text().replace("known_hosts", "no_such_file"), encoding="utf-8"
    )
    to = f"kind: rsync, to: 'webhost:{host.www}"
    made = with_targets(
        site(ARTICLE),
        f"a: {{ kind: directory, path: {tmp_path}/theirs }}\n"
        f"b: {{ kind: git, remote: {tmp_path}/nowhere.git, branch: pages }}\n"
        f"c: {{ {to}/x', config: {host.config}, identity: {stranger} }}\n"
        f"d: {{ {to}/x', config: {tmp_path}/unknown, identity: {host.folder}/own_key }}\n"
        f"e: {{ {to}/no/such', config: {host.config}, identity: {host.folder}/own_key }}\n"
        f"f: {{ kind: directory, path: {tmp_path}/mirror }}\n",
    )
    done = made.run("publish")
    assert done.status == 1
    said = [line for line in done.err.splitlines() if not line.startswith("content/")]
    assert [line[:2] for line in said] == ["a:", "b:", "c:", "d:", "e:"]
    for line, why in zip(
        said,
        [
            "was not made by this program (it lacks .conflict-digest)",
            "does not appear to be a git repository",
            "(it does not accept this key; see “identity” in site.yaml)",
            "(this machine does not know its key; connect once by hand and compare)",
            "No such file or directory",
        ],
        strict=True,
    ):
        assert why in line, line
    assert (
        done.out.splitlines()[-1].startswith("f: ")
        and (tmp_path / "mirror/current/index.html").is_file()
    )


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ("a: { kind: directory, pth: x }", "site.yaml:4: unknown key “pth”; did you mean “path”?"),
        ("a:\n  kind: directory\n  path: x\n  keep: 0", "site.yaml:7: “keep”: “0” is not a whole"),
        ("a: { kind: direktory, path: x }", "site.yaml:4: there is no kind of target “direktory”"
         "; did you mean “directory”?"),
        ("a: { path: x }", "site.yaml:4: a target needs a “kind”; known here: azure, directory"),
        ("a: { kind: git, remote: x@y:z }", "site.yaml:4: a target of this kind needs “branch”"),
        ("a: { kind: git, branch: -f, remote: x@y:z }", "“branch”: “-f” does not fit"),
        ("a: { kind: git, branch: a..b, remote: x@y:z }", "“branch”: “a..b” does not fit"),
        ("a: { kind: git, branch: a, remote: --upload-pack=x }", "“remote”: “--upload-pack=x”"),
        ("a: { kind: git, branch: a, remote: 'ext::sh' }", "“remote”: “ext::sh” does not fit"),
        ("a: { kind: rsync, to: '-oProxyCommand=x:y' }", "“to”: “-oProxyCommand=x:y” does not fit"),
        ("a: { kind: rsync, to: 'host:/a b' }", "“to”: “host:/a b” does not fit"),
        ("a: { kind: rsync, to: 'host::module' }", "“to”: “host::module” does not fit"),
        ("A B: { kind: directory, path: x }", "site.yaml:4: a target's name must be small letters"),
        ("a: elsewhere", "site.yaml:4: the target “a” needs a “kind”: azure, directory, git"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named_at_its_line(
    site: Callable[[str], Site], targets: str, said: str
) -> None:
    done = with_targets(site(""), targets).run("publish")
    assert done.status == 1 and said in done.err.splitlines()[0], done.err


def test_a_target_that_there_is_not_is_named(site: Callable[[str], Site], tmp_path: Path) -> None:
    made = with_targets(site(""), f"mirror: {{ kind: directory, path: {tmp_path}/m }}")
    done = made.run("publish", "mirorr")
    assert done.status == 1
    assert done.err.startswith("site.yaml: there is no target “mirorr”; did you mean “mirror”?")
    (made.root / "site.yaml").write_text(HEAD)
    assert "there is no “targets” in it" in made.run("publish").err


CANARY = "canary-0f3c9a"


@needs("git")
@pytest.mark.parametrize(
    "options",
    [
        f"remote: https://{CANARY}@127.0.0.1:9/x.git",
        f"remote: https://x:{CANARY}@127.0.0.1:9/x.git",
        f"remote: ssh://x:{CANARY}@127.0.0.1:9/x.git",
        f"remote: https://127.0.0.1:9/x.git, token: {CANARY}",
        "remote: https://127.0.0.1:9/x.git, token: PAGES_TOKEN",
    ],
)
def test_a_secret_is_on_no_command_line_and_in_no_message(
    site: Callable[[str], Site], tmp_path: Path, options: str
) -> None:
    made = with_targets(site(""), f"pages: {{ kind: git, branch: pages, {options} }}")
    programs, log = tmp_path / "programs", tmp_path / "log"
    programs.mkdir()
    for name in ("git", "ssh"):
        real = shutil.which(name) or name
        (programs / name).write_text(f'#!/bin/sh\necho "{name} $@" >> {log}\nexec {real} "$@"\n')
        (programs / name).chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    done = made.run("publish", PATH=path, PAGES_TOKEN=CANARY)
    assert done.status == 1 and done.err
    called = log.read_text() if log.exists() else ""
    kept = b"".join(files(made.root / ".cache").values())
    assert CANARY not in done.out + done.err + called and CANARY.encode() not in kept
    if options.endswith("PAGES_TOKEN"):
        assert "git " in called and "127.0.0.1" in done.err
