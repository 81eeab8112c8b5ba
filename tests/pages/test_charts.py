"""A measure with more figures than one page holds: every page's chart is its table."""

import re
from html import unescape

import pytest
from conftest import MINIMAL, Site

from generator.pages.render import render
from generator.site_folder import plan_site

REGISTERS = """
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/registers/measures.yaml --
dead: { name: Soldiers killed, definition: Soldiers who were killed., unit: people }
"""
REPORTS, EACH = 40, 4
GIVEN = [1000 + 137 * n for n in range(REPORTS * EACH)]


def report(number: int) -> str:
    claims = []
    for n in range(number * EACH, (number + 1) * EACH):
        kind = "increment" if n % 5 == 0 else "total"
        figure = f"best: {GIVEN[n]}, kind: {kind}" + (", unit: bodies" if n % 20 == 1 else "")
        claims.append(
            f"  - {{ id: c{n}, by: speaker-{n % 23}, act: reports, quote: q{n},"
            f" figure: {{ measure: dead, {figure} }} }}"
        )
        if n % 3 == 0:
            claims.append(f"  - {{ id: d{n}, by: other, act: denies, quote: n{n}, answers: c{n} }}")
    listed = "\n".join(claims)
    return (
        f"-- content/articles/report-{number}.md --\n---\ntitle: A report\n"
        f"date: 2024-{number % 12 + 1:02}\nsource: wire\nstatus: draft\nclaims:\n{listed}\n---\n"
        "Text.\n"
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The pages of a measure with 160 figures of 23 claimants, and a denial of every third."""
    made = Site(tmp_path_factory.mktemp("figures"))
    actors = "".join(f"speaker-{n}: {{ name: Speaker, kind: group }}\n" for n in range(23))
    actors = f"-- content/registers/actors.yaml --\n{actors}other: {{ name: Other, kind: group }}\n"
    made.write(MINIMAL + REGISTERS + actors + "".join(report(number) for number in range(REPORTS)))
    made.warm()
    site = plan_site(made.root, drafts=True)
    found = [page for page in site.pages if re.fullmatch(r"/figures/dead/(\d+/)?", page.path)]
    found.sort(key=lambda page: (len(page.path), page.path))
    assert [page.path for page in found] == [
        "/figures/dead/",
        "/figures/dead/2/",
        "/figures/dead/3/",
    ]
    return [render(page, site.templates).decode() for page in found]


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def views(page: str) -> list[tuple[str, str, str]]:
    """Each chart of a page, under its heading, with its table."""
    return re.findall(
        r'<h2[^>]*>(Given[^<]*)</h2>.*?(<div class="chart".*?</div>).*?(<table.*?</table>)',
        page,
        re.S,
    )


def numbers(html: str) -> list[int]:
    return [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", text_of(html))]


def test_the_chart_of_every_page_has_the_rows_of_its_table(pages: list[str]) -> None:
    for page in pages:
        assert views(page)
        for _, chart, table in views(page):
            drawn = re.findall(r'<p class="number">(.*?)</p>', chart)
            told = re.findall(r'<td class="number">(.*?)</td>', table)
            assert [text_of(each) for each in drawn] == [text_of(each) for each in told]


def test_every_mark_stands_where_its_number_belongs(pages: list[str]) -> None:
    for page in pages:
        for _, chart, _ in views(page):
            scale = re.findall(r'<text x="([\d.]+)%"[^>]*>([\d,]+)</text>', chart)
            place, most = float(scale[-1][0]), int(scale[-1][1].replace(",", ""))
            rows = re.findall(r'<p class="number">(.*?)</p>.*?<svg(.*?)</svg>', chart, re.S)
            for words, drawing in rows:
                marks = re.findall(r'<circle cx="([\d.]+)%"', drawing)
                expected = [numbers(words)[0] / most * place] if numbers(words) else []
                assert [float(mark) for mark in marks] == pytest.approx(expected, abs=0.06)


def test_a_chart_has_one_scale_on_all_of_its_pages(pages: list[str]) -> None:
    scales: dict[str, set[tuple[str, ...]]] = {}
    for page in pages:
        for heading, chart, _ in views(page):
            ticks = tuple(re.findall(r"<text[^>]*>[\d,]+</text>", chart))
            scales.setdefault(heading.removesuffix(", continued"), set()).add(ticks)
    assert sorted(scales) == [
        "Given as additions, in people",
        "Given as totals, in bodies",
        "Given as totals, in people",
    ]
    assert all(len(ticks) == 1 for ticks in scales.values())
    headings = [heading for page in pages for heading, _, _ in views(page)]
    assert "Given as totals, in people, continued" in headings


def test_all_pages_together_have_every_figure_once_and_no_other_number(pages: list[str]) -> None:
    found: list[int] = []
    for page in pages:
        for _, chart, table in views(page):
            rows = re.findall(r'<td class="number">(.*?)</td>', table)
            found += [number for row in rows for number in numbers(row)]
            assert set(numbers(chart)) - {0} <= set(GIVEN)
    assert sorted(found) == GIVEN


def test_a_denial_is_on_the_page_of_the_figure_that_it_denies(pages: list[str]) -> None:
    for page in pages:
        for _, _, table in views(page):
            for row in re.findall(r'<tr class="denies answer">.*?</tr>', table, re.S):
                claim = re.search(r"#d(\d+)", row)
                assert claim and f'#c{claim[1]}"' in table


def test_the_first_row_of_a_page_names_its_claimant(pages: list[str]) -> None:
    for page in pages:
        for _, chart, _ in views(page):
            first = chart.split("<li")[1]
            assert "<strong>Speaker</strong>" in first


def test_no_page_is_long(pages: list[str]) -> None:
    for page in pages:
        assert 1 < page.count('<td class="number">') <= 102
