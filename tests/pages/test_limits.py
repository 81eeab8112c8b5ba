"""A template that was meant otherwise comes to an end, at its own line, with the memory it had."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site, soon
from test_page_types import TWO, add_template, mistakes
from test_template_mistakes import library, mistakes_in

from generator.model.library import Library
from generator.model.problems import SiteError
from generator.pages import limits
from generator.pages.plan import plan
from generator.pages.render import render_all
from generator.pages.templates import read_templates

__all__ = ["library"]

Build = Callable[[str], Site]
BODY = "---\npath: /x/\n---\n\n"
FOREVER = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BODY + "{% for n in range(10**9) %}x{% endfor %}", "5: a range of more than 100,000 numb"),
        (BODY + "{{ range(10**40) }}", "5: a range of more than 100,000 numbers, on /x/"),
        (BODY + "{{ 'x' * 10**10 }}", "5: 10,000,000,000 characters or items are made here at onc"),
        (BODY + "{{ [1] * 10**8 }}", "5: 100,000,000 characters or items are made here at once"),
        (BODY + "{{ 10**10000000 }}", "5: a power of 10,000,000 is beyond measure, on /x/"),
        (BODY + FOREVER, "5: not done after 0.5 s; is there a loop without end?, on /x/"),
        (BODY + "{% set a = [1] %}{% for n in range(99) %}{% set _ = a.extend(a) %}{% endfor %}",
         "5: takes more than 100 MB of memory; is there a loop without end?, on /x/"),
        (BODY + "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}", "5: includes itself w"),
        ("---\npath: '/{{ n }}/'\neach: n in range(10**8)\n---\n", "3: each: a range of more than"),
        ("---\npath: /x/\nwith:\n  n: '[1] * 10**9'\n---\n{{ n }}", "4: with: 1,000,000,000 chara"),
        ("---\npath: '/{{ a }}/{{ b }}/{{ c }}/'\neach:\n  - a in range(99)\n  - b in range(99)\n"
         "  - c in range(99)\n---\n", "3: each: more than 5,000 pages; does it go over more than"),
    ],
    ids=lambda text: text[-30:],
)  # fmt: skip
def test_what_has_no_end_is_ended_and_said_at_its_line(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.setattr(limits, "LONGEST", 0.5)
    monkeypatch.setattr(limits, "MOST_MEMORY", 100_000_000)
    monkeypatch.setattr("generator.pages.page_type.MOST_PAGES", 5_000)
    with soon():
        [mistake] = mistakes_in(tmp_path, library, text)
    gc.collect()  # or each process that is forked later is as large as this one was
    assert mistake.startswith(f"templates/x.html:{said}")


def test_a_template_without_end_is_tried_once_and_not_for_each_of_its_pages(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LONGEST", 0.5)
    text = "---\npath: '/{{ n }}/'\neach: n in range(500)\n---\n"
    (tmp_path / "x.html").write_text(text + FOREVER)
    templates = read_templates([(tmp_path, "templates")])
    with soon(), pytest.raises(SiteError) as caught:
        list(render_all(plan(templates, library, ""), templates, jobs=1))
    [problem] = caught.value.problems
    assert problem.line == 5 and problem.message.endswith(", on /0/ and 499 more")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("\n" + "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "5: brackets, loops or conditions "),
        ("\n" + "{% if 1 %}" * 3000 + "{% endif %}" * 3000, "5: brackets, loops or conditions are"),
        ("a\0b", "4: control character U+0000; delete it"),
        ("\n{{ site.titel }}", "5: Site has no attribute 'titel', on /x/"),
        ("\n{{ '\\ud800' }}", "1: half of a character (U+D800) is in the page; write the whole on"),
        ("\n{% from 'base.html' import no %}{{ no() }}", "5: “site” is not seen there: import it "),
        ("\n{% include 'parts/card.html' %}", "5: 'card' is undefined; bound here: here, here_in"),
        ("\n" + "{{ 1 }}" * 100_000, ": larger than 500 kB; what is long belongs in templates/sta"),
    ],
    ids=lambda text: text[-30:],
)  # fmt: skip
def test_a_mistake_is_said_at_the_line_of_the_sites_own_template(
    site: Build, body: str, said: str
) -> None:
    made = site(TWO)
    add_template(made, f"---\npath: /x/\n---\n{body}\n")
    [mistake] = mistakes(made)
    place = "templates/x.html" + ("" if said.startswith(":") else ":")
    assert mistake.startswith(place + said), mistake


@pytest.mark.parametrize(
    "path", ["/con/", "/a/NUL.txt", "/a./", f"/{'a' * 201}/", f"/{'a/' * 600}"], ids=lambda p: p[:9]
)
def test_a_path_that_some_disk_cannot_hold_is_none(site: Build, path: str) -> None:
    made = site(TWO)
    add_template(made, f"---\npath: {path}\n---\n")
    [mistake] = mistakes(made)
    assert mistake.startswith("templates/x.html:2: path: “/")
    assert " is no path: it begins with / " in mistake or " is too long; a part may " in mistake


def test_the_limits_are_far_from_what_pages_need(site: Build) -> None:
    made = site(TWO)
    body = "{{ 'x' * 1000000 }}{% for n in range(100000) %}{% endfor %}{{ 2**10 }}{{ 3 * 2.5 }}"
    add_template(made, f"---\npath: /x/\n---\n{body}")
    made.build()
    assert made.page("/x/").endswith("x10247.5")


def test_a_short_range_is_pythons_own() -> None:
    assert list(limits.short_range(3)) == [0, 1, 2]
    assert list(limits.short_range(5, -1, -2)) == [5, 3, 1]
    assert len(limits.short_range(100_000)) == 100_000
