"""A site that nobody touched is known at a glance; whatever is touched is built."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site

from generator import one_reading, site_folder
from generator.cli import digest
from generator.library import files
from generator.model.problems import SiteError

pytestmark = pytest.mark.usefixtures("indexed")

SITE = """
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/articles/one.md --
---
title: One
date: 2025-03-01
source: wire
status: reviewed
---
First body.
-- content/articles/later.md --
---
title: Later
date: 2025-03-01
source: wire
status: reviewed
embargo: 2125-01-01T00:00:00Z
---
Not yet.
-- content/pages/about.md --
---
title: About
---
About us.
-- templates/parts/own.html --
Nobody includes this.
"""


class Builds:
    """Builds of one site in this process, and how many of them planned it."""

    def __init__(self, made: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made, self.root, self.planned = made, made.root, 0
        plan_site = site_folder.plan_site

        def noted(*arguments: object) -> site_folder.Planned:
            self.planned += 1
            return plan_site(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(one_reading, "plan_site", noted)

    def build(self, *options: str) -> bool:
        """Build; whether that planned anything."""
        before = self.planned
        digest.main(["--site", str(self.root), "build", *options], standalone_mode=False)
        return self.planned > before


@pytest.fixture
def built(site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch) -> Builds:
    """A site that was built, long after its files were written."""
    monkeypatch.setattr(files, "COARSEST", -(10**15))
    made = Builds(site(SITE), monkeypatch)
    assert made.build()
    assert not made.build()
    time.sleep(0.02)  # longer than a tick of the disk's clock
    return made


def edit(path: Path) -> None:
    """Change a byte, and hide it: the same size, the same time of change."""
    before, data = path.stat(), bytearray(path.read_bytes())
    data[-2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "touch",
    [
        pytest.param(lambda root: edit(root / "content/articles/one.md"), id="an article"),
        pytest.param(lambda root: edit(root / "content/pages/about.md"), id="a page"),
        pytest.param(lambda root: edit(root / "templates/parts/own.html"), id="a template"),
        pytest.param(lambda root: (root / "content/pages/about.md").unlink(), id="a file gone"),
        pytest.param(
            lambda root: (root / "content/pages/new.md").write_text("---\ntitle: New\n---\nx\n"),
            id="a file more",
        ),
        pytest.param(
            lambda root: (root / "site.yaml").write_text(
                (root / "site.yaml").read_text().replace("title: ", "title: A ")
            ),
            id="the configuration",
        ),
        pytest.param(lambda root: (root / "public/index.html").write_text("x"), id="a built page"),
        pytest.param(lambda root: (root / "public/about/index.html").unlink(), id="one gone"),
        pytest.param(lambda root: (root / "public/stray.html").write_text("x"), id="a stray file"),
        pytest.param(lambda root: (root / "public/stray").mkdir(), id="a stray folder"),
        pytest.param(
            lambda root: (root / ".cache/last").write_bytes(b"damaged"), id="what is remembered"
        ),
    ],
)
def test_what_is_touched_is_built(built: Builds, touch: Callable[[Path], object]) -> None:
    touch(built.root)
    assert built.build()
    fresh = built.root / "elsewhere"
    built.build("--output", str(fresh))
    assert built.made.tree() == built.made.tree("elsewhere")
    assert not (built.root / "public/stray").exists()


def test_what_is_asked_for_is_part_of_it(built: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    assert built.build("--why", "/")
    assert built.build("--drafts")
    assert not built.build("--drafts")
    assert not built.build()
    assert built.build("--output", str(built.root / "elsewhere"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4900000000")
    assert built.build()
    assert "later" in " ".join(built.made.tree())
    assert not built.build()
    (built.root / "bin").mkdir()
    (built.root / "bin/pagefind").write_text("#!/bin/sh\n")  # as if it was only installed now
    monkeypatch.setenv("PATH", str(built.root / "bin"), prepend=os.pathsep)
    assert built.build()


def test_an_embargo_ends_without_anybody_touching_a_file(
    site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "COARSEST", -(10**15))
    soon = time.time() + 2
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(soon))
    made = Builds(site(SITE.replace("2125-01-01T00:00:00Z", when)), monkeypatch)
    assert made.build()
    while time.time() < soon:
        time.sleep(0.1)
    assert made.build()
    assert "Not yet." in made.made.page("/articles/later/")


def test_what_is_left_out_is_said_each_time_and_is_an_error_where_asked_for(
    built: Builds, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        capsys.readouterr()
        assert not built.build()
        assert "later.md:6: left out: under embargo" in capsys.readouterr().err
    with pytest.raises(SiteError, match="left out: under embargo"):
        built.build("--strict")


def test_a_file_of_a_moment_ago_might_still_change_and_look_the_same(
    site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Builds(site(SITE), monkeypatch)
    assert [made.build(), made.build()] == [True, True]


def test_what_a_link_leads_to_may_change_unseen(
    site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "COARSEST", -(10**15))
    made = Builds(site(SITE), monkeypatch)
    (made.root / "templates/parts/linked.html").symlink_to("own.html")
    assert [made.build(), made.build()] == [True, True]
