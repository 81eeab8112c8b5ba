"""A mistake in a template is a Problem at its own line, and all of them are found in one run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MINIMAL, Site
from test_page_types import TWO, add_template, built, mistakes

from generator.library.load import load
from generator.model.library import Library
from generator.model.problems import SiteError
from generator.pages.plan import plan
from generator.pages.render import render_all
from generator.pages.templates import read_templates


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = Site(tmp_path_factory.mktemp("library"))
    made.write(MINIMAL)
    made.write(TWO)
    return load(made.root)[0]


def mistakes_in(folder: Path, library: Library, text: str) -> list[str]:
    """Every Problem of a template that stands alone, as it is shown."""
    (folder / "x.html").write_text(text)
    with pytest.raises(SiteError) as caught:
        templates = read_templates([(folder, "templates")])
        list(render_all(plan(templates, library, ""), templates, jobs=1))
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("path: /x/\neach: articles", "3: each: write “each: NAME in EXPRESSION”"),
        ("path: /x/\neach: a in ", "3: each: write “each: NAME in EXPRESSION”"),
        ("path: /x/\neach: a in articles |", "3: each: "),
        ("path: /x/\neach: a in articls", "3: each: 'articls' is undefined"),
        ("path: /x/\neach: a in 3", "3: each: takes a list of things, not one int"),
        ("path: /x/\neach: a in none", "3: each: takes a list of things, not none"),
        ("path: /x/\neach: a, b in articles", "3: each: 2 names for one Article"),
        ("path: /x/\neach:\n  - t in articles\n  - a, b, c in articles | group('tags')",
         "5: each: 3 names for 2 values"),
        ("path: /x/\neach: site in articles", "3: each: “site” is there in every body already"),
        ("path: /x/\nwith:\n  here: articles", "4: with: “here” is there in every body already"),
        ("path: /x/\nwith:\n  my-list: articles", "4: with: “my-list” is no name"),
        ("path: /x/\nwith:\n  a: articles\n  b: articles | nofilter", "5: with: No filter named"),
        ("path: /x/\nwith:\n  a: articles is notest", "4: with: No test named"),
        ("path: /x/\nwith:\n  a: 1 +", "4: with: unexpected"),
        ("path: /x/\nwith:\n  a: nothing.at.all", "4: with: 'nothing' is undefined"),
        ("path: /x/\nwith:\n  a: articles | where(colour=1)", "4: with: 'Article' object has no"),
        ("path: /x/\nwith:\n  a: articles | newest('colour')", "4: with: 'Article' object has no"),
        ("path: /x/\nwith:\n  a: articles | sort(attribute='summary')", "4: with: '<' not"),
        ("path: /x/\nwith:\n  a: articles | pages(0)", "4: with: a page of a list holds one"),
        ("path: /x/\nwith:\n  a: articles | map(attribute='no')", "4: with: Article has no attr"),
        ("path: /x/\neach: a in articles", "2: path: /x/ is made twice, here and by another turn"),
        ("path: \"/x\\n/\"", "2: path: “/x /” is no path"),
        ("path: /x/\nwith:\n  a: 1 / 0", "4: with: division by zero"),
        ("path: /x/\nwith:\n  a: '\"/x/\" | link'", "4: with: links are made in a body"),
        ("path: /x/\nwith:\n  used: range", "4: with: “used” cannot be given to a body: func"),
        (f"path: /x/\nwith:\n  a: {'(' * 400}1{')' * 400}", "4: with: nested too deeply"),
        ("path: /x/\nupdated: site.title", "3: updated: takes a date, such as article.date"),
        ("path: '{{ nowhere }}'", "2: path: 'nowhere' is undefined"),
        ("path: '{% if %}'", "2: path: Expected an expression"),
        ("path: /../x/", "2: path: “/../x/” is no path"),
        ("path: /a/../x/", "2: path: “/a/../x/” is no path"),
        ("path: x/", "2: path: “x/” is no path"),
        ("path: //x/", "2: path: “//x/” is no path"),
        ("path: /.hidden/", "2: path: “/.hidden/” is no path"),
        ("path: /a b/", "2: path: “/a b/” is no path"),
        ("path: '/a%2e/'", "2: path: “/a%2e/” is no path"),
        (f"path: /{'x' * 256}/", "2: path: "),
        ("each: a in articles", "2: a header needs “path”"),
        ("path: /x/\npth: /y/", "3: unknown key “pth”; did you mean “path”?"),
        ("path: /x/\nlisted: maybe", "3: “listed”: “maybe” is neither true nor false"),
        ("path: /x/\npath: /y/", "3: “path” is given twice"),
        ("path: [", ""),
        ("path: /about/\nupdated: &a none", "3: anchors and aliases"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_header_is_named_at_its_line(
    tmp_path: Path, library: Library, header: str, said: str
) -> None:
    [mistake] = mistakes_in(tmp_path, library, f"---\n{header}\n---\n{{{{ used }}}}\n")
    assert mistake.startswith(f"templates/x.html:{said}")


def test_a_header_that_is_not_closed_is_no_partial(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    add_template(made, "---\npath: /x/\n<p>Text</p>\n")
    assert mistakes(made) == [
        "templates/x.html:1: the header is not closed; put a line of three hyphens (---) after it"
    ]


def test_a_picture_among_the_templates_is_sent_to_where_it_belongs(
    site: Callable[[str], Site],
) -> None:
    made = site(TWO)
    (made.root / "templates").mkdir()
    (made.root / "templates/logo.png").write_bytes(b"\x89PNG\xff")
    assert mistakes(made) == [
        "templates/logo.png: not a text in UTF-8; pictures and fonts belong in templates/static/"
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{% if %}", "5: Expected an expression"),
        ("{{ 'a }}", "5: unexpected char"),
        ("{{ site.title | nofilter }}", "5: No filter named 'nofilter'."),
        ("{{ site is notest }}", "5: No test named 'notest'."),
        ("{% block a %}{% endblock %}{% block a %}{% endblock %}", "5: block 'a' defined twice"),
        ("{% include 'parts/crd.html' %}", "5: there is no template “parts/crd.html”; did you"),
        ("{% extends 'bse.html' %}", "5: there is no template “bse.html”; did you mean “base"),
        ("{% include ['a', 'b'] %}", "5: there is no template “a”"),
        ("{% for a in b %}", "5: Unexpected end of template"),
        (
            "{{ articles }}",
            "5: 'articles' is undefined; bound here: here, here_in_text, site, on /x/",
        ),
        ("{{ site.colour }}", "5: Site has no attribute 'colour', on /x/"),
        ("{% include 'x.html' %}", "5: includes itself without end, on /x/"),
        ("{% extends 'x.html' %}", "5: includes itself without end, on /x/"),
        ("{% include 'no' ~ 'thing' %}", "5: there is no template “nothing”, on /x/"),
        ("{{ 1 / 0 }}", "5: division by zero, on /x/"),
        ("{{ [1] | random }}", "5: No filter named 'random'."),
        ("{{ lipsum() }}", "5: 'lipsum' is undefined"),
        ("{% break %}", "1: 'break' outside loop"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_body_is_named_at_its_line(
    tmp_path: Path, library: Library, body: str, said: str
) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/card.html").write_text("")
    (tmp_path / "base.html").write_text("")
    [mistake] = mistakes_in(tmp_path, library, f"---\npath: /x/\n---\n\n{body}\n")
    assert mistake.startswith(f"templates/x.html:{said}")


def test_a_mistake_in_a_partial_is_named_where_it_is(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    add_template(made, "---\npath: /x/\n---\n{% include 'parts/y.html' %}\n")
    add_template(made, "\n\n{{ nothing }}\n", "parts/y.html")
    assert mistakes(made) == [
        "templates/parts/y.html:3: 'nothing' is undefined; bound here: here, here_in_text, site, "
        "on /x/"
    ]


def test_what_may_be_missing_is_no_mistake(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    add_template(
        made,
        "---\npath: /x/\n---\n{% include 'no.html' ignore missing %}"
        "{% include ['no.html', 'yes.html'] %}",
    )
    add_template(made, "yes", "yes.html")
    assert built(made)["/x/index.html"] == "yes"


def test_a_mistake_that_spoils_many_pages_is_one_problem(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    add_template(made, "---\neach: a in articles\npath: '/x/{{ a.id }}/'\n---\n{{ a.no }}{{ 1 }}\n")
    [mistake] = mistakes(made)
    assert mistake.endswith(", on /x/first/ and 1 more")


def test_every_mistake_of_every_template_is_named_in_one_run(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    built(made)
    whole = made.tree()
    add_template(made, "---\npath: /a/\neach: x\nwith: { y: '|' }\n---\n", "a.html")
    add_template(made, "---\npath: /b/\nwith: { y: nowhere }\n---\n", "b.html")
    add_template(made, "---\npath: /tags/\n---\n", "c.html")
    done = made.run("build")
    assert done.status == 1
    places = [line.split(": ")[0] for line in done.err.splitlines()]
    assert places == [
        "templates/a.html:3",
        "templates/a.html:4",
        "templates/b.html:3",
        "templates/c.html:2",
        "4 problems; nothing was changed.",
    ]
    assert made.tree() == whole


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/tags/", "/tags/ is made twice, here and by (default templates)/tags.html"),
        ("/tags/index.html", "/tags/index.html is made twice, here and by (default templates)"),
        ("/Tags/", "many disks cannot tell /Tags/ from /tags/, made by (default templates)/tags"),
        ("/static/style.css", "/static/style.css is made twice, here and by templates/static/sty"),
        ("/tags", "needs a folder where templates/x.html makes the file /tags"),
        ("/feed.xml/", "/feed.xml/ needs a folder where (default templates)/feed.xml makes"),
    ],
)
def test_two_files_at_one_place_are_refused_with_both_named(
    site: Callable[[str], Site], path: str, said: str
) -> None:
    made = site(TWO)
    add_template(made, f"---\npath: {path}\n---\n")
    lines = mistakes(made)
    assert any(said in line for line in lines), lines
    assert all("x.html" in line for line in lines)


def test_an_alias_cannot_take_the_place_of_a_page(site: Callable[[str], Site]) -> None:
    made = site(TWO.replace("status: reviewed", "status: reviewed\naliases: [/archive]", 1))
    [mistake] = mistakes(made)
    assert "/archive/ is made twice" in mistake


def test_a_static_file_has_a_name_that_every_host_can_serve(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    (made.root / "templates/static").mkdir(parents=True)
    (made.root / "templates/static/my photo.jpg").write_text("x")
    assert mistakes(made)[0].startswith("templates/static/my photo.jpg: no name for a published")


def test_two_static_files_may_not_differ_in_case_only(site: Callable[[str], Site]) -> None:
    made = site(TWO)
    add_template(made, "x", "static/STYLE.css")
    assert mistakes(made) == [
        "templates/static/style.css: many disks cannot tell it from /static/STYLE.css"
    ]


@pytest.mark.parametrize("name", ["static/leak.txt", "leak.html", "static/leak"])
def test_a_link_never_publishes_what_lies_outside_the_site(
    site: Callable[[str], Site], name: str
) -> None:
    made = site(TWO)
    outside = made.root.parent / "outside"
    outside.mkdir()
    (outside / "key.txt").write_text("---\npath: /leak/\n---\nsecret")
    (made.root / "templates/static").mkdir(parents=True)
    target = outside if name.endswith("leak") else outside / "key.txt"
    (made.root / "templates" / name).symlink_to(target)
    assert mistakes(made) == [
        f"templates/{name}: a link to something that is no file of this site; put the file itself "
        "here"
    ]
