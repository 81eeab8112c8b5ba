"""Rendering gives the same bytes with any number of processes, and outlives them."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site

from generator.model.problems import SiteError
from generator.pages.plan import Page
from generator.pages.render import WORTH_A_PROCESS, render_all, render_into
from generator.site_folder import Planned, plan_site

# What a template of the site's own can do to its process, the system can do as well.
KILLER = "{% if n == 99 %}{{ cycler.__init__.__globals__.os._exit(9) }}{% endif %}"
MANY = 3 * WORTH_A_PROCESS

# Forking beside the test runner's own threads is what Python 3.12 warns of; nothing here holds
# a lock over it.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

NUMBERS = f"""\
-- templates/number.html --
---
each: n in range({MANY})
path: "/n/{{{{ n }}}}/"
---
{{% include "parts/body.html" %}}
-- templates/parts/body.html --
{{{{ n }}}} of {MANY}
"""


def planned_with(made: Site, body: str) -> Planned:
    made.write(f"-- templates/parts/body.html --\n{body}\n")
    return plan_site(made.root, drafts=False)


def rendered(planned: Planned, jobs: int) -> dict[str, bytes]:
    return dict(render_all(planned.pages, planned.templates, jobs))


def test_the_bytes_are_the_same_for_any_number_of_processes(site: Callable[[str], Site]) -> None:
    planned = plan_site(site(NUMBERS).root, drafts=False)
    alone = rendered(planned, 1)
    assert len(alone) == len(planned.pages) > MANY
    assert rendered(planned, 2) == rendered(planned, 7) == alone


def test_the_mistakes_of_all_processes_are_gathered(site: Callable[[str], Site]) -> None:
    planned = planned_with(
        site(NUMBERS), "{{ 1 // (n % 100) }}\n{% if n == 7 %}{{ no }}{% endif %}"
    )
    said = []
    for jobs in (1, 3):
        with pytest.raises(SiteError) as caught:
            rendered(planned, jobs)
        said.append([str(problem) for problem in caught.value.problems])
    assert said[0] == said[1]
    assert said[0] == [
        "templates/parts/body.html:1: integer division or modulo by zero, on /n/0/ and 5 more",
        "templates/parts/body.html:2: 'no' is undefined; "
        "bound here: here, here_in_text, n, site, on /n/7/",
    ]


def test_the_other_pages_are_rendered_all_the_same(site: Callable[[str], Site]) -> None:
    planned = planned_with(site(NUMBERS), "{{ 1 // n }}")
    done = []
    with pytest.raises(SiteError):
        for key, _ in render_all(planned.pages, planned.templates, 3):
            done.append(key)
    assert len(done) == len(planned.pages) - 1


def test_a_process_that_dies_is_said_in_one_line(site: Callable[[str], Site]) -> None:
    made = site(NUMBERS)
    made.edit("templates/parts/body.html", "{{ n }}", KILLER)
    done = made.run("build", "--jobs", "3")
    assert done.status == 1
    assert done.out == ""
    assert done.err == (
        "a rendering process ended before its work; was it out of memory? Try again with --jobs 1\n"
    )
    assert not (made.root / "public").exists()


@pytest.mark.parametrize("jobs", [1, 3])
def test_bytes_are_used_where_they_are_rendered(site: Callable[[str], Site], jobs: int) -> None:
    planned = plan_site(site(NUMBERS).root, drafts=False)
    alone = rendered(planned, 1)

    def use(page: Page, data: bytes) -> tuple[int, bytes]:
        assert alone[page.key] == data
        return os.getpid(), data[:3]

    made = dict(render_into(use, planned.pages, planned.templates, jobs))
    assert {key: start for key, (_, start) in made.items()} == {k: d[:3] for k, d in alone.items()}
    processes = {process for process, _ in made.values()}
    assert processes == {os.getpid()} if jobs == 1 else len(processes - {os.getpid()}) == jobs


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_disk_that_refuses_ends_the_work_at_once(site: Callable[[str], Site], jobs: int) -> None:
    planned = plan_site(site(NUMBERS).root, drafts=False)

    def use(page: Page, _data: bytes) -> None:
        raise OSError(28, "No space left on device", page.path)

    with pytest.raises(OSError, match="No space left on device"):
        list(render_into(use, planned.pages, planned.templates, jobs))
    assert not _children()


def test_no_process_is_left_when_the_work_is_given_up(site: Callable[[str], Site]) -> None:
    planned = plan_site(site(NUMBERS).root, drafts=False)
    results = render_all(planned.pages, planned.templates, 3)
    next(results)
    children = _children()
    assert len(children) == 3
    results.close()  # type: ignore[attr-defined]
    assert not children & _children()


def _children() -> set[int]:
    listed = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    if not listed.exists():
        pytest.skip("this system does not list processes")
    return set(map(int, listed.read_text().split()))
