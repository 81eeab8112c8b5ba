"""A site of which there are two versions, and what may lie about after a build of either."""

import os
import sys
import time
from functools import partial
from pathlib import Path

from conftest import MINIMAL, Site
from kernel_faults import KILLED, Fault, Outcome, under

import generator.build
import generator.check
import generator.releasing
from generator import remembered
from generator.cli import main
from generator.library import files, memo
from generator.output.marked import MARK
from generator.output.store import MOST_PACKS
from generator.pages import render
from generator.workers import in_order

LOADED = (generator.build, generator.check, generator.releasing)
NEVER = Fault(KILLED, 0)

SITE = """\
-- content/registers/actors.yaml --
north: {{ name: The North, kind: state, about: {word} in the register. }}
-- content/registers/sources.yaml --
wire: {{ name: The Wire, kind: agency }}
-- content/articles/2025/report.md --
---
title: A report
date: 2025-01-05
source: wire
actors: [north]
status: reviewed
---
{word} and nothing else.
-- content/articles/2025/{moved}.md --
---
title: About {moved}
date: 2025-02-05
source: wire
status: reviewed
---
{moved}.
-- templates/number.html --
---
each: n in range(12)
path: "/n/{{{{ n }}}}/"
---
{{{{ "{word}" if n else "always the same" }}}}
-- templates/static/word.txt --
{word}
"""
VERSIONS = ({"word": "First", "moved": "only-first"}, {"word": "Then", "moved": "only-then"})


def new_desk(folder: Path) -> "Desk":
    """A desk with a site of its own in a folder, for all tests of a module."""
    made = Site(folder / "site")
    made.root.mkdir()
    made.write(MINIMAL)
    return Desk(made)


class Desk:
    """A site that is built in one version and the other; `wanted` is what each comes out as."""

    def __init__(self, made: Site) -> None:
        self.made, self.root = made, made.root
        self.temporary = made.root.with_name("temporary")  # as the system's
        self.temporary.mkdir()
        self.version, self.wanted = 0, [dict[str, bytes](), dict[str, bytes]()]
        for number in (0, 1, 0):
            self.take(number)
            done = self.run()
            assert done.status == 0, done.said
            self.wanted[number] = self.tree()
        assert self.wanted[0] != self.wanted[1]
        self.quiet = self.names()

    def take(self, number: int) -> None:
        """Have the site's files be those of a version."""
        self.version = number
        articles = self.root / "content/articles/2025"
        (articles / f"{VERSIONS[1 - number]['moved']}.md").unlink(missing_ok=True)
        self.made.write(SITE.format(**VERSIONS[number]))
        self.made.approve()
        self.settle()

    def settle(self) -> None:
        """Wait until what was written has settled, by the clock of `run`."""
        time.sleep(0.02)

    def run(self, fault: Fault = NEVER, jobs: int = 1, *options: str) -> Outcome:
        """`digest build` in a process of its own, with all imported; as if it were on a disk with
        a fine clock, and the site a large one."""
        return under(partial(_build, self.root, self.temporary, jobs, *options), fault)

    def tree(self) -> dict[str, bytes]:
        """The published site, which any web server can read."""
        output = self.root / "public"
        found = {path.relative_to(output).as_posix(): path for path in output.rglob("*")}
        assert all(path.stat().st_mode & 0o777 in (0o644, 0o755) for path in found.values())
        return {n: p.read_bytes() for n, p in sorted(found.items()) if p.is_file() and n != MARK}

    def names(self) -> set[str]:
        """All that lies about, but for the pages of the site and one's own articles."""
        found = [path for path in self.root.rglob("*") if "public" not in path.parts]
        found += [*self.root.parent.iterdir(), *self.temporary.iterdir()]
        names = {path.as_posix() for path in found if "spare" not in path.parts}
        packs = {name for name in names if "/pack-" in name}
        assert len(packs) <= 2 * (MOST_PACKS + 2), packs
        moved = tuple(f"{each['moved']}.md" for each in VERSIONS)
        return {name for name in names - packs if not name.endswith(moved)}

    def check(self, outcome: Outcome, old: dict[str, bytes], what: str) -> None:
        """What must be so after any fault, and after the build that follows it."""
        new, found = self.wanted[self.version], self.tree()
        assert outcome.status in (None, 0, 1, 2), f"{what}: {outcome.said}"
        assert "Traceback" not in outcome.said, f"{what}: {outcome.said}"
        if outcome.status == 1:
            assert 0 < len(outcome.said.splitlines()) <= 2, f"{what}: {outcome.said}"
        if outcome.status == 0:
            assert found == new, f"{what}: it said that all was well"
        assert found in (old, new), f"{what}: torn"
        mended = self.run()
        assert mended.status == 0, f"{what}: {mended.said}"
        assert self.tree() == new, f"{what}: not mended"
        left = self.names() - self.quiet
        assert not left, f"{what}: {left} is left"


def _build(root: Path, temporary: Path, jobs: int, *options: str) -> None:
    os.environ["TMPDIR"] = str(temporary)
    os.chdir(root)
    files.COARSEST = 5_000_000
    memo.AT_ONCE, render.WORTH_A_PROCESS = 1, 2
    vars(remembered)["in_order"] = partial(in_order, worth_it=2)
    sys.argv = ["digest", "build", "--jobs", str(jobs), *options]
    main()
