"""`check` finds what a machine can see is wrong with the site, and is silent when nothing is."""

from collections.abc import Callable

import pytest
from conftest import Site

SOUND = """\
-- content/registers/actors.yaml --
jcs: { name: Joint Chiefs, kind: armed-forces }
-- content/articles/2025/first.md --
---
title: First report
date: 2025-03-27
source: { name: unknown, url: null }
tags: [drones]
status: reviewed
claims:
  - { id: c1, by: jcs, act: reports, quote: said so }
---
They said so. See [the second](/articles/second/), its [note](/articles/second/#fn_1), all
[of it](../second/), [us](/about/?from=here) and [elsewhere](https://example.org/).

[In this one](#c1).
-- content/articles/2025/second.md --
---
title: Second report
date: 2025-03-28
source: { name: unknown, url: null }
tags: [drones]
status: reviewed
---
Nothing new.[^1]

[^1]: A note.
-- content/pages/about.md --
---
title: About
---
# us
"""


def test_a_sound_site_is_passed_in_silence(site: Callable[[str], Site]) -> None:
    made = site(SOUND)
    for _ in range(2):  # with nothing built, and again
        done = made.run("check")
        assert (done.status, done.err) == (0, "")
        assert done.out.endswith(" files checked, nothing found\n")
    assert not (made.root / "public").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("/articles/second/)", "/articles/secnd/)", "11: a link leads nowhere: /articles/secnd/"),
        ("#fn_1", "#fn_2", "11: a link leads nowhere: /articles/second/#fn_2"),
        ("../second/", "../thrid/", "12: a link leads nowhere: /articles/thrid/"),
        ("(#c1)", "(#c9)", "14: a link leads nowhere: /articles/first/#c9"),
        ("/about/?from=here", "/", ""),
        ("/about/?from=here", "/static/style.css", ""),
        ("/about/?from=here", "/static/styl.css", "12: a link leads nowhere: /static/styl.css"),
        ("/about/?from=here", "/articles", "12: a link leads nowhere: /articles"),
        ("/about/?from=here", "/about", "12: a link leads nowhere: /about"),
        ("/about/?from=here", "/../../etc/passwd", "12: a link leads nowhere: /../../etc/passwd"),
        ("/about/?from=here", "//example.org/", ""),
    ],
)
def test_a_dead_link_is_named_where_it_was_written(
    site: Callable[[str], Site], old: str, new: str, said: str
) -> None:
    made = site(SOUND.replace(old, new))
    done = made.run("check")
    found = [line for line in done.err.splitlines() if not line.endswith("see docs/checks.md.")]
    if said:
        assert done.status == 1 and len(found) == 1
        assert found[0].startswith(f"content/articles/2025/first.md:{said}")
        assert found[0].endswith(" [D002]")
    else:
        assert (done.status, found) == (0, [])


def test_a_dead_link_of_a_template_is_named_once_with_the_first_page_that_has_it(
    site: Callable[[str], Site],
) -> None:
    made = site(SOUND)
    made.write("""\
        -- site.yaml --
        title: Test Digest
        base_url: https://digest.example/
        menu:
          - { title: Gone, path: /gone/ }
        """)
    done = made.run("check")
    assert done.status == 1
    [line, count] = done.err.splitlines()
    assert line.startswith("404.html:") and line.endswith("a link leads nowhere: /gone/ [D002]")
    assert count.startswith("1 error in ") and count.endswith(" files; see docs/checks.md.")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "They said nothing",
            "the quote of claim “c1” occurs not at all in the body",
        ),
        ("They said so, and said so", "the quote of claim “c1” occurs 2 times in the body"),
    ],
)
def test_a_quote_that_does_not_stand_there_once_is_named_at_its_claim(
    site: Callable[[str], Site], body: str, said: str
) -> None:
    made = site(SOUND.replace("They said so", body))
    done = made.run("check")
    assert done.status == 1
    assert done.err.startswith(f"content/articles/2025/first.md:8: {said}")
    assert " [D001]\n" in done.err


def test_a_quote_may_run_over_the_end_of_a_line(site: Callable[[str], Site]) -> None:
    made = site(SOUND.replace("They said so", "said\nso"))
    assert made.run("check").status == 0


def test_every_mistake_of_a_template_is_shown_before_anything_is_checked(
    site: Callable[[str], Site],
) -> None:
    made = site(SOUND)
    made.write("-- templates/a.html --\n---\npath: /a/\n---\n{{ no }}\n")
    made.write("-- templates/b.html --\n---\npath: /b/\n---\n{{ no }}\n")
    done = made.run("check")
    assert done.status == 1
    assert [line.split(": ")[0] for line in done.err.splitlines()][:2] == [
        "templates/a.html:4",
        "templates/b.html:4",
    ]


def test_an_empty_file_among_the_static_ones_is_a_file(site: Callable[[str], Site]) -> None:
    made = site(SOUND)
    made.write("-- templates/static/empty.css --\n")
    assert made.run("check").status == 0
    made.build()
    assert made.page("/static/empty.css") == ""
