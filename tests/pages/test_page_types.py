"""A page type is one template file; a site's own adds one, or replaces a default one by name."""

from collections.abc import Callable
from textwrap import dedent

import pytest
from conftest import Site

from generator.model.problems import SiteError
from generator.releasing import build
from generator.site_folder import plan_site

TWO = """\
-- content/registers/actors.yaml --
jcs: { name: Joint Chiefs, kind: armed-forces }
-- content/articles/2025/first.md --
---
title: First report
date: 2025-03-27
source: { name: unknown, url: null }
tags: [drones, talks]
summary: What was said
status: reviewed
claims:
  - { id: c1, by: jcs, act: reports, quote: said so }
events:
  - { id: e1, date: 2025-02, what: Talks begin }
  - { id: e2, date: XXXX, what: Talks end }
---
They said so.
-- content/articles/2024/second.md --
---
title: Second report
date: 2024-11
source: { name: unknown, url: null }
tags: [drones]
status: reviewed
---
Nothing.
"""


def add_template(made: Site, text: str, name: str = "x.html") -> None:
    made.write(f"-- templates/{name} --\n{dedent(text)}")


def built(made: Site, jobs: int = 1) -> dict[str, str]:
    build(made.root, plan_site(made.root, drafts=False), made.root / "public", jobs)
    return {"/" + path: data.decode() for path, data in made.tree().items()}


def mistakes(made: Site) -> list[str]:
    """Every Problem that a build ends with, as it is shown."""
    with pytest.raises(SiteError) as caught:
        built(made)
    return [str(problem) for problem in caught.value.problems]


def test_a_new_file_adds_a_page_type(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    add_template(
        made,
        """\
        ---
        each: tag, found in articles | group("tags")
        path: "/topics/{{ tag.id }}/"
        with: { titles: found | newest | map(attribute="title") | list }
        ---
        {{ site.title }} {{ here }} {{ titles | join(", ") }}
        """,
    )
    pages = built(made)
    assert (
        pages["/topics/drones/index.html"]
        == "Test Digest /topics/drones/ First report, Second report\n"
    )
    assert pages["/topics/talks/index.html"] == "Test Digest /topics/talks/ First report\n"


def test_a_file_of_the_same_name_replaces_the_default_one_and_no_other(
    site: Callable[[str], Site],
) -> None:
    made = site(TWO)
    before = built(made)
    add_template(made, "---\npath: /tags/\n---\nours\n", "tags.html")
    add_template(made, "body { color: red }\n", "static/style.css")
    add_template(made, "<p>{{ card.title }}!</p>\n", "parts/card.html")
    after = built(made)
    assert after["/tags/index.html"] == "ours\n"
    assert after["/static/style.css"] == "body { color: red }\n"
    assert "<p>First report!</p>" in after["/archive/index.html"]
    assert after["/static/icon.svg"] == before["/static/icon.svg"]
    assert after["/404.html"] == before["/404.html"]


def test_each_nests_and_unpacks_and_pages_number_themselves(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    add_template(
        made,
        """\
        ---
        each:
          - tag, found in articles | group("tags")
          - page in found | newest | pages(1)
        path: "/one/{{ tag.id }}/{{ page.part }}"
        ---
        {{ page.number }} of {{ page.total }}: {{ page.items[0].title }} {{ page.parts }}
        """,
    )
    pages = built(made)
    assert sorted(path for path in pages if path.startswith("/one/")) == [
        "/one/drones/2/index.html",
        "/one/drones/index.html",
        "/one/talks/index.html",
    ]
    assert pages["/one/drones/2/index.html"] == "2 of 2: Second report (&#39;&#39;, &#39;2/&#39;)\n"


def test_what_with_binds_is_evaluated_once_unless_it_depends_on_the_turn(
    site: Callable[[str], Site],
) -> None:
    made = site(TWO)
    add_template(
        made,
        """\
        ---
        each: article in articles
        path: "/n/{{ article.id }}/"
        with:
          once: events | group("years")
          often: once | list + [article.id]
        ---
        {{ once | length }} {{ often | length }}
        """,
    )
    planned = plan_site(made.root, drafts=False)
    inputs = [page.inputs for page in planned.pages if page.template == "x.html"]
    assert len(inputs) == 2
    assert inputs[0]["once"] is inputs[1]["once"]
    assert inputs[0]["often"] is not inputs[1]["often"]


def test_a_chain_of_filters_that_is_read_as_it_goes_is_given_whole_to_every_page(
    site: Callable[[str], Site],
) -> None:
    made = site(TWO)
    add_template(
        made,
        """\
        ---
        each: article in articles | selectattr("title")
        path: "/n/{{ article.id }}/"
        with: { titles: articles | map(attribute="title") }
        ---
        {{ titles | join(", ") }}
        """,
    )
    pages = built(made)
    assert pages["/n/first/index.html"] == pages["/n/second/index.html"] != "\n"


def test_a_header_may_have_a_byte_order_mark_and_line_ends_of_windows(
    site: Callable[[str], Site],
) -> None:
    made = site(TWO)
    (made.root / "templates").mkdir()
    text = "\ufeff---\r\npath: /x/\r\n---\r\n{{ site.title }}\r\n"
    (made.root / "templates/x.html").write_bytes(text.encode())
    assert built(made)["/x/index.html"] == "Test Digest\n"


def test_what_an_editor_left_lying_about_is_not_published(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    for name in (".DS_Store", ".git/config", "x.css~", "a/.x.swp"):
        add_template(made, "secret", f"static/{name}")
        add_template(made, "---\npath: nonsense\n---\n", name)
    assert not [path for path, text in built(made).items() if "secret" in text]


def test_a_link_within_the_site_is_followed(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    add_template(made, "ours", "static/a.txt")
    (made.root / "templates/static/b.txt").symlink_to("a.txt")
    assert built(made)["/static/b.txt"] == "ours"


def test_the_sitemap_lists_what_is_listed_with_its_date(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    add_template(
        made,
        "---\neach: article in articles\npath: '/y/{{ article.id }}/'\nupdated: article.date\n"
        "---\n",
    )
    add_template(made, "---\npath: /unlisted/\nlisted: false\n---\n", "z.html")
    sitemap = built(made)["/sitemap.xml"]
    assert "<loc>https://digest.example/y/second/</loc><lastmod>2024-11</lastmod>" in sitemap
    assert "unlisted" not in sitemap


def test_text_of_an_article_is_never_read_as_a_template(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    made.edit("content/articles/2024/second.md", "Nothing.", "{{ site.title }} {% include 'x' %}")
    made.edit("content/articles/2024/second.md", "Second report", "'{{ 7 * 7 }} {# no #}'")
    made.approve()
    article = built(made)["/articles/second/index.html"]
    assert "{{ site.title }} {% include 'x' %}" in article
    assert "{{ 7 * 7 }} {# no #}" in article


def test_pictures_and_feeds_of_a_sites_own_are_escaped_as_pages_are(
    site: Callable[[str], Site],
) -> None:
    made = site(TWO)
    made.edit("content/articles/2024/second.md", "Second report", "'<b>&'")
    made.approve()
    for ending in ("html", "htm", "xml", "svg", "atom", "rss"):
        add_template(
            made,
            f"---\npath: /t.{ending}\nwith: {{ a: articles }}\n---\n"
            "{% for x in a %}{{ x.title }}{% endfor %}\n",
            f"t-{ending}.{ending}",
        )
    pages = built(made)
    for ending in ("html", "htm", "xml", "svg", "atom", "rss"):
        assert "&lt;b&gt;&amp;" in pages[f"/t.{ending}"], ending
