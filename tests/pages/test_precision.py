"""No page shows a date more precisely than it is stored: not in words, not in the drawing, not in
`<time>`, and not by the heading or the page that it stands under."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from conftest import Site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.library.load import load
from generator.library.publication import preview
from generator.model.edtf import Edtf
from generator.model.edtf_words import short, words
from generator.model.library import Library
from generator.pages.plan import plan
from generator.pages.render import render
from generator.pages.templates import Templates, read_templates
from generator.site_folder import template_folders

SITE = """
-- site.yaml --
title: Test
base_url: https://digest.example/
-- content/articles/report.md --
---
title: A report
date: 2025-03-27
source: { name: unknown, url: null }
tags: [river]
status: draft
events: [{ id: e, date: 2025, what: Event 0 }]
---
Text.
"""
UNITS = ("year", "season", "month", "day", "time")
MONTHS = "January February March April May June July August September October November December"
MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS.split())


@st.composite
def singles(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
    shape = draw(
        st.sampled_from(
            ("%Y-%m-%d", "%Y-%m", "%Y", "%Y-XX", "%Y-%m-XX", "%Y-XX-XX", "decade", "season")
        )
    )
    text = day.strftime(shape)
    if shape == "decade":
        text = f"{day.year // 10}X"
    elif shape == "season":
        text = f"{day.year}-{21 + day.month % 4}"
    return text + draw(st.sampled_from(("", "", "~", "?", "%")))


@st.composite
def spans(draw: st.DrawFn) -> str:
    one, other = draw(singles()), draw(singles())
    shape = draw(
        st.sampled_from(
            ("{}/{}", "../{}", "{}/..", "/{}", "{}/", "[{},{}]", "{{{},{}}}", "[{}..{}]", "[..{}]")
        )
    )
    return shape.format(one, other)


def accepted(text: str) -> bool:
    try:
        Edtf.parse(text)
    except ValueError:
        return False
    return True


INSTANTS = st.datetimes().map(lambda each: f"{each:%Y-%m-%dT%H:%M:%S}".rjust(19, "0"))
UNKNOWN = st.sampled_from(("XXXX", "XXXX-03", "XXXX-12-25", "XXXX-24"))
TEXTS = st.one_of(singles(), spans(), INSTANTS, UNKNOWN).filter(accepted)


def stored(text: str) -> int:
    """The finest unit that a stored date names, as its place among UNITS."""
    if "T" in text:
        return UNITS.index("time")
    if re.search(r"[\dX]{4}-\d\d-\d\d", text):
        return UNITS.index("day")
    if re.search(r"[\dX]{4}-(0\d|1[0-2])", text):
        return UNITS.index("month")
    return UNITS.index("season" if re.search(r"[\dX]{4}-2[1-4]", text) else "year")


def said(text: str) -> int:
    """The finest unit that some words name, or digits that stand for words."""
    if machine := re.search(r"\d{4}(-\d\d)+(T\d)?", text):
        return claimed(machine[0])
    if re.search(r"\d:\d\d", text):
        return UNITS.index("time")
    if re.search(rf"\d (?:{MONTH})\b", text):
        return UNITS.index("day")
    if re.search(rf"\b(?:{MONTH})\b", text):
        return UNITS.index("month")
    return UNITS.index("season" if re.search("spring|summer|autumn|winter", text) else "year")


def claimed(machine: str) -> int:
    """The unit of a `<time datetime>`."""
    return UNITS.index("time" if "T" in machine else ("year", "month", "day")[machine.count("-")])


@given(TEXTS)
def test_words_name_no_finer_unit_than_is_stored(text: str) -> None:
    for words_of in (words, short):
        assert said(words_of(Edtf.parse(text))) <= stored(text)


# ---- on the page ----
class Row(msgspec.Struct):
    """A date on a page: what it says, what it draws, and the events that it is the date of."""

    path: str
    heading: str
    when: str
    machine: str | None
    strip: ElementTree.Element | None
    events: list[str]


def rows(path: str, page: bytes) -> Iterator[Row]:
    """The dates on a page that are drawn or said of events."""
    main = page.decode().partition("<main")[2].partition("</main>")[0]
    for section in ElementTree.fromstring(f"<main{main}</main>").iter("section"):
        if "year" not in section.get("class", "").split():
            continue
        heading = "".join(section.find("./div[@class='scale']/*").itertext())  # type: ignore[union-attr]
        for item in section.findall("./ol[@class='timeline']/li"):
            when, moment = item.find("./p[@class='when']"), item.find(".//time")
            yield Row(
                path=path,
                heading=heading,
                when="" if when is None else "".join(when.itertext()),
                machine=None if moment is None else moment.get("datetime"),
                strip=item.find("./svg"),
                events=["".join(each.itertext()) for each in item.iterfind(".//p[@class='what']")],
            )


class Base:
    """A site of one article with one event, and the templates of timelines and articles."""

    def __init__(self, root: Path) -> None:
        Site(root).write(SITE)
        library, problems = load(root)
        assert not problems
        self.library: Library = preview(library)
        found = read_templates(template_folders(root))
        by_name = {
            name: template
            if name.startswith(("timeline", "article"))
            else msgspec.structs.replace(template, header=None)
            for name, template in found.by_name.items()
        }
        self.templates: Templates = msgspec.structs.replace(found, by_name=by_name)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return Base(tmp_path_factory.mktemp("precise"))


def rendered(base: Base, texts: list[str]) -> list[Row]:
    """Every date of every timeline of a library whose events have these dates; of the article."""
    library, templates = base.library, base.templates
    (article,) = library.articles
    events = tuple(
        msgspec.structs.replace(article.events[0], id=f"e{n}", date=Edtf.parse(text), what=text)
        for n, text in enumerate(texts)
    )
    article = msgspec.structs.replace(article, events=events)
    pages = plan(templates, msgspec.structs.replace(library, articles=(article,)), "1")
    read = (article.permalink, "/timeline/")  # what is read on pages, not by machines
    wanted = [page for page in pages if page.path.startswith(read) and page.path.endswith("/")]
    return [row for page in wanted for row in rows(page.path, render(page, templates))]


@given(texts=st.lists(TEXTS, min_size=1, max_size=9, unique=True))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_page_shows_a_date_more_precisely_than_it_is_stored(
    base: Base, texts: list[str]
) -> None:
    found = rendered(base, texts)
    assert {text for row in found for text in row.events} == set(texts)
    for row in found:
        (text,) = set(row.events)
        assert said(row.when) <= stored(text), row
        assert said(row.heading) <= stored(text), row
        if row.machine is not None:
            assert claimed(row.machine) <= stored(text), row
            assert not set(text) & set("~?%/[{"), "a span or a guess is no machine's date"
        if re.fullmatch(r"/timeline/\d{4}/\d\d/", row.path):
            parts = re.findall(r"\d{3}[\dX][-\dX]*", text)
            assert all(stored(part) >= UNITS.index("month") for part in parts), row
        if row.strip is not None:
            check_strip(row, Edtf.parse(text))


def check_strip(row: Row, stored_date: Edtf) -> None:
    """Every mark is as wide as its time at least, and a point stands for a single day only."""
    assert row.strip is not None
    text = stored_date.text
    guessed = any(sign in text for sign in ("~", "?", "%", "-XX")) or text[0] == "["
    assert ("soft" in row.strip.get("class", "")) is guessed, row
    marks = list(drawn(row.strip))
    times = [span for span in stored_date.spans if span != (None, None)]
    assert len(marks) == len(times), row
    for (shape, left, right), (first, last) in zip(marks, times, strict=True):
        begins = None if first is None else place(row, first)
        ends = None if last is None else place(row, last + 1)
        if shape == "circle":
            assert first is not None and first == last, row
            assert begins is not None and ends is not None
            assert begins - 0.1 <= left <= ends + 0.1, row
            continue
        assert begins is None or begins - 0.11 <= left <= begins + 1e-6, row
        assert ends is None or ends - 1e-6 <= right <= ends + 0.11, row
        assert right - left > 0, row


def drawn(strip: ElementTree.Element) -> Iterator[tuple[str, float, float]]:
    """The marks of a strip: their shape, and from where to where they reach, open ends included."""

    def number(element: ElementTree.Element, name: str) -> float:
        return float(element.get(name, "").removesuffix("%"))

    band: list[float] = []
    for element in [*strip, None]:
        if element is not None and element.tag == "line":
            band += number(element, "x1"), number(element, "x2")
            continue
        if band:
            yield "rect", min(band), max(band)
            band = []
        if element is not None and element.tag == "rect":
            band = [number(element, "x"), number(element, "x") + number(element, "width")]
        elif element is not None:
            yield "circle", number(element, "cx"), number(element, "cx")


def place(row: Row, day: int) -> float:
    """Where a day begins on the row's scale, in per cent: a month's, or that of its heading."""
    of_month = re.fullmatch(r"/timeline/(\d{4})/(\d\d)/", row.path)
    of_year = re.fullmatch(r"/timeline/(\d{4})/", row.path)
    when = date.fromordinal(day)
    months = when.year * 12 + when.month - 1
    months_and_days = months + (when.day - 1) / monthrange(when.year, when.month)[1]
    if of_month:
        return (months_and_days - int(of_month[1]) * 12 - int(of_month[2]) + 1) * 100
    years = re.findall(r"\d{4}", of_year[1] if of_year else row.heading)
    span = int(years[-1]) - int(years[0]) + 1
    return (months_and_days - int(years[0]) * 12) / (12 * span) * 100


@pytest.mark.parametrize(
    ("text", "under"),
    [
        ("2024", {"/timeline/2024/"}),
        ("2024-22", {"/timeline/2024/"}),
        ("2024-24", {"/timeline/2024/", "/timeline/2025/"}),
        ("2024-XX", {"/timeline/2024/"}),
        ("2024-03", {"/timeline/2024/", "/timeline/2024/03/"}),
        ("2024-03-XX", {"/timeline/2024/", "/timeline/2024/03/"}),
        ("2024-02-28/2024-03", {"/timeline/2024/", "/timeline/2024/02/", "/timeline/2024/03/"}),
        ("../2024-03", {"/timeline/2024/", "/timeline/2024/03/"}),
        ("{2024-03,2025}", {"/timeline/2024/", "/timeline/2025/"}),
        ("XXXX-03", {"/timeline/unknown/"}),
        ("1914/2025", set[str]()),
    ],
)
def test_an_event_stands_under_the_periods_that_its_date_names(
    base: Base, text: str, under: set[str]
) -> None:
    paths = {row.path for row in rendered(base, [text]) if row.path.startswith("/timeline/")}
    assert paths - {"/timeline/", "/timeline/status/claimed/"} == under
    assert "/timeline/" in paths
