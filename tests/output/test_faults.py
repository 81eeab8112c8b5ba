"""Killed or out of room at any moment, a build leaves the old site or the new one, entirely; the
next one makes good whatever was left, and nothing piles up."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import msgspec
import pytest
from conftest import Site
from faults import FULL, KILLED, survives
from system_calls import is_available

from generator.output.marked import MARK
from generator.releasing import build
from generator.site_folder import Planned, plan_site

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

# Where the kernel can be asked, test_kernel_faults.py tries more than the interpreter announces.
STEP = 4 if is_available() and not os.environ.get("TORTURE") else 1

NUMBERS = """\
-- templates/number.html --
---
each: n in range(3)
path: "/n/{{ n }}/"
---
{{ site.title if n else "always the same" }}
-- templates/moved.html --
---
path: "/{{ site.title }}/page/"
---
In only one of the two.
"""


@pytest.fixture
def releases(site: Callable[[str], Site]) -> tuple[Path, list[Planned]]:
    """A site's folder, and two releases of it that differ: pages are changed, one is moved."""
    made, planned = site(NUMBERS), []
    for word in ("one", "two"):
        made.write(f"-- site.yaml --\ntitle: {word}\nbase_url: https://e.example/\ntext: false\n")
        whole = plan_site(made.root, drafts=False)
        pages = [page for page in whole.pages if page.template in ("number.html", "moved.html")]
        planned.append(msgspec.structs.replace(whole, pages=pages, static={"/a.txt": b"static"}))
    return made.root, planned


def tree(output: Path) -> dict[str, str]:
    paths = [path for path in output.rglob("*") if path.is_file() and path.name != MARK]
    return {path.relative_to(output).as_posix(): path.read_text() for path in paths}


def release(root: Path, planned: Planned) -> dict[str, str]:
    build(root, planned, root / "public", jobs=1)
    return tree(root / "public")


def names(root: Path) -> Iterator[str]:
    """What lies about in the site's folder, and in what it remembers."""
    yield from (path.name for path in root.iterdir())
    for folder in ("outputs", "outputs/*"):
        yield from (path.name for path in (root / ".cache").glob(f"{folder}/*"))


@pytest.mark.parametrize("kind", [KILLED, FULL])
def test_at_whatever_step_a_build_ends_the_site_is_whole(
    releases: tuple[Path, list[Planned]], kind: str
) -> None:
    root, planned = releases
    wanted = [release(root, planned[0]), release(root, planned[1])]
    release(root, planned[0])
    assert wanted[0] != wanted[1]
    quiet = sorted(names(root))
    for turn, nth in enumerate(count(1, STEP), 1):
        old, new = wanted[(turn - 1) % 2], wanted[turn % 2]
        following = planned[turn % 2]
        done = survives(partial(release, root, following), nth, kind)
        assert tree(root / "public") in (old, new), f"torn at change {nth}"
        assert release(root, following) == new, f"not mended after change {nth}"
        assert sorted(names(root)) == quiet, f"something is left after change {nth}"
        assert len(list((root / ".cache/store").glob("pack-*"))) <= 3
        if done:
            break
    assert nth > 12


@pytest.mark.parametrize("kind", [KILLED, FULL])
def test_at_whatever_step_a_first_build_ends_there_is_no_site_or_all_of_it(
    releases: tuple[Path, list[Planned]], kind: str
) -> None:
    root, planned = releases
    for nth in count(1, STEP):
        output = root / f"out-{nth}"
        done = survives(partial(build, root, planned[0], output, jobs=1), nth, kind)
        found = tree(output) if output.exists() else None
        build(root, planned[0], output, jobs=1)
        assert found in (None, tree(output))
        assert len(tree(output)) == 5
        if done:
            break
    assert nth > 20
    assert not list(root.glob(".out*"))
