"""A page's key changes exactly when something that the page is made of does."""

from collections.abc import Callable

import pytest
from conftest import Site

from generator.library.load import load
from generator.library.publication import preview
from generator.pages.plan import plan
from generator.pages.templates import read_templates
from generator.site_folder import plan_site

PAGES = """\
-- site.yaml --
title: Test Digest
base_url: https://digest.example/
text: false
menu: [{ title: One, path: /one/ }, { title: Two, path: /two/ }]
-- content/pages/one.md --
---
title: One
---
First body.
-- content/pages/two.md --
---
title: Two
---
Second body.
-- templates/base.html --
<title>{% block title %}{% endblock %}</title>{% include "parts/foot.html" %}
-- templates/parts/foot.html --
{{ site.title }}
-- templates/parts/other.html --
Other.
-- templates/one.html --
---
each: page in pages
path: "/one/{{ page.id }}/"
with:
  read: pages | where(id="two") | map(attribute="title") | list
  unread: pages | map(attribute="body") | list
---
{% extends "base.html" %}{% block title %}{{ page.title }} {{ read }}{% endblock %}
-- templates/chosen.html --
---
path: /chosen/
with: { name: '"other.html"' }
---
{% include "parts/" ~ name %}
-- templates/alone.html --
---
path: /alone/
---
Nothing.
"""


def keys(made: Site) -> dict[str, str]:
    """The keys of the site's own page types."""
    templates = read_templates([(made.root / "templates", "templates")])
    return {page.path: page.key for page in plan(templates, preview(load(made.root)[0]), "1")}


def changed(made: Site, file: str, old: str, new: str) -> set[str]:
    before = keys(made)
    made.edit(file, old, new)
    after = keys(made)
    assert before.keys() == after.keys()
    return {path for path, key in after.items() if before[path] != key}


EVERY = {"/one/one/", "/one/two/", "/chosen/", "/alone/"}


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        pytest.param(
            "content/pages/one.md", "First", "Other", {"/one/one/"},
            id="a body touches the page that takes the whole record",
        ),
        pytest.param(
            "content/pages/two.md", "title: Two", "title: Zwei", {"/one/one/", "/one/two/"},
            id="a title touches those that read it",
        ),
        pytest.param(
            "content/pages/two.md", "title: Two", "# a remark\ntitle: Two", set(),
            id="a remark touches nothing",
        ),
        pytest.param(
            "templates/parts/foot.html", "site.title", "here",
            {"/one/one/", "/one/two/", "/chosen/"},
            id="a partial touches what includes it, and what may",
        ),
        pytest.param(
            "templates/base.html", "<title>", "<title lang=en>",
            {"/one/one/", "/one/two/", "/chosen/"},
            id="a layout touches what extends it, and what may",
        ),
        pytest.param(
            "templates/parts/other.html", "Other.", "Another.", {"/chosen/"},
            id="a template chosen while rendering touches those that choose",
        ),
        pytest.param(
            "templates/alone.html", "Nothing.", "Something.", {"/alone/", "/chosen/"},
            id="a template touches its own pages",
        ),
        pytest.param(
            "site.yaml", "Test Digest", "Another Digest", EVERY,
            id="the configuration touches every page",
        ),
    ],
)  # fmt: skip
def test_a_change_touches_the_pages_it_shows_on_and_no_other(
    site: Callable[[str], Site], file: str, old: str, new: str, expected: set[str]
) -> None:
    assert changed(site(PAGES), file, old, new) == expected


def test_another_generator_makes_every_page_anew(site: Callable[[str], Site]) -> None:
    made = site(PAGES)
    templates = read_templates([(made.root / "templates", "templates")])
    library = preview(load(made.root)[0])
    one, two = ({p.key for p in plan(templates, library, version)} for version in ("1", "2"))
    assert len(one) == len(EVERY) and not one & two


def test_a_template_that_comes_to_be_touches_those_that_asked_for_it(
    site: Callable[[str], Site],
) -> None:
    made = site(PAGES)
    made.edit("templates/alone.html", "Nothing.", "{% include 'late.html' ignore missing %}")
    before = keys(made)
    made.write("-- templates/late.html --\nHere I am.\n")
    after = keys(made)
    assert before["/alone/"] != after["/alone/"]
    assert before["/one/one/"] == after["/one/one/"]


def test_the_body_sees_what_it_reads_and_nothing_else(site: Callable[[str], Site]) -> None:
    made = site(PAGES)
    inputs = {page.path: page.inputs for page in plan_site(made.root, drafts=False).pages}
    assert set(inputs["/one/one/"]) == {"page", "read", "site", "here", "here_in_text"}
    assert set(inputs["/alone/"]) == {"site", "here", "here_in_text"}


def test_keys_are_the_same_under_any_hash_seed_and_time_zone(site: Callable[[str], Site]) -> None:
    made = site(PAGES)
    made.build(PYTHONHASHSEED="1", TZ="Asia/Seoul")
    assert "0 pages rendered" in made.build(PYTHONHASHSEED="2", TZ="America/Lima").out
