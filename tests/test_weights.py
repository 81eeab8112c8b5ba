"""How heavy pages are for whoever reads them over a slow line: in bytes, compressed as hosts do."""

import gzip
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import MINIMAL, REPOSITORY, Site

from generator.pages.render import render
from generator.site_folder import plan_site

ARTICLE = 14_000  # with the style sheet
TIMELINE = 100_000  # of 2,000 events
EVENTS = 2_000
PER_ARTICLE = 8


def phrases(text: str) -> list[str]:
    return text.strip().replace("\n", " ").split("; ")


# What a newsroom would write of a war on a river, in pieces to make sentences of.
WHO = phrases("""
the southern army; the northern army; the river mission; border guards; the coast guard; engineers;
the foreign minister; the interior ministry; the harbour master; relief workers; the mayor of Arn;
volunteers from the hills; the third brigade; the seventh brigade; farmers; the railway company;
the government in exile; observers of the mission; the president; negotiators of both sides;
a militia; reservists; the port police; the constitutional court; doctors at the central hospital;
families of the missing; the power company; an envoy of the neighbours; the general staff; pilots
""")
DO = phrases("""
shell; accuse the other side of shelling; repair; leave; search; close; take back; evacuate;
promise not to attack; report losses near; agree to open; cut off; rebuild; blow up; inspect;
hold an exercise close to; land troops at; bring supplies to; say that they control; give up;
fly drones over; lay mines around; count the dead at; halt all traffic to; fortify; surround
""")
WHAT = phrases("""
the bridge at Arn; the upper dam; the grain harbour; the old fortress; three villages on the left
bank; the oil depot; the railway junction; the islands in the delta; the airfield of Tessel; a
school and a clinic; the ferry crossing; the power station; the customs house; both lighthouses;
the prison camp; the water works; the quarry road; a column of forty trucks; the border market;
the southern suburbs; the radio mast; the main canal; two tankers; the cathedral square; a depot
of shells; the pass above Merin; the hospital of Orsa; the embassy quarter; the paper mill
""")
SYLLABLES = ("ar", "be", "dor", "fan", "gol", "hi", "ka", "mer", "na", "pel", "qui", "sa")
AND_MORE = phrases("""
near {place}; in {place}, killing {number}; with {number} vehicles; from {place} to {other} on;
and leave {place}; after {number} days; as {other} had warned; while {place} is in the dark
""")
REGISTERS = """
-- content/registers/places.yaml --
{places}
-- content/registers/actors.yaml --
{actors}
-- content/registers/sources.yaml --
wire: {{ name: The Wire, kind: agency }}
"""
EVERYTHING = """
-- templates/everything.html --
---
each: page in events | newest | pages(2000)
path: "/everything/{{ page.part }}"
---
{% extends "base-timeline.html" %}
{% set name = "Everything" %}
{% set root = "/everything/" %}
"""


def compressed(page: bytes) -> int:
    """The bytes of a page as a host sends them."""
    return len(gzip.compress(page, 9))


def place_name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).capitalize()


def sentence(chance: random.Random) -> str:
    """What happened, in the ten to fifteen words that it takes; names and numbers are its own."""
    who, do, what = (chance.choice(phrases) for phrases in (WHO, DO, WHAT))
    names = {"place": place_name(chance), "other": place_name(chance)}
    text = f"{who} {do} {what} {chance.choice(AND_MORE)}".format(
        number=chance.randint(2, 900), **names
    )
    return text[0].upper() + text[1:]


def slug(text: str, words: int, number: int) -> str:
    """An id as editors give them: the longer words of what it names."""
    kept = [word for word in text.lower().split() if len(word) > 3 and word.isalpha()]
    return "-".join([*kept[:words], str(number)])


def dated(day: date, chance: random.Random) -> str:
    """A date as it comes in reports: a day mostly, a month, a span, an end that is not known."""
    others = ("{day}/{later}", "../{day}", "{month}", "{month}~", "{year}")
    shape = chance.choice(("{day}", "{day}", "{day}", *others))
    return shape.format(day=day, month=f"{day:%Y-%m}", year=day.year, later=day + timedelta(9))


def eventful_article(number: int, chance: random.Random) -> str:
    """A report of eight events, most of them of the weeks before it, each with who speaks of it."""
    title = sentence(chance)
    reported = date(2024, 1, 1) + timedelta(number * 4)
    events, claims, quotes = [], [], []
    for n in range(PER_ARTICLE):
        what = sentence(chance)
        name = slug(what, 2, n)
        day = reported - timedelta(chance.choice((1, 2, 3, 5, 8, 13, 21, 90, 400)))
        quotes.append(f"{sentence(chance).lower()}, report {number}, part {n}")
        events.append(
            f'  - {{ id: {name}, date: "{dated(day, chance)}", what: "{what}",'
            f' said: "as of {day:%A}", where: place-{chance.randrange(len(WHAT))},'
            f" status: {chance.choice(('claimed', 'confirmed', 'disputed'))} }}"
        )
        claims.append(
            f"  - {{ id: c{n}, by: actor-{chance.randrange(len(WHO))}, act: reports, event: {name},"
            f' quote: "{quotes[-1]}" }}'
        )
    return "\n".join(
        (
            f"-- content/articles/{slug(title, 4, number)}.md --",
            f'---\ntitle: "{title}"\ndate: {reported}\nsource: wire\nstatus: reviewed\nevents:',
            *events,
            "claims:",
            *claims,
            f"---\n{'. '.join(quotes)}.\n",
        )
    )


@pytest.fixture(scope="module")
def eventful(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The timeline pages of a site of 2,000 events, and one page that has all of them."""
    chance = random.Random(3)
    made = Site(tmp_path_factory.mktemp("eventful"))
    registers = REGISTERS.format(
        places="\n".join(
            f'place-{n}: {{ name: "{w}", kind: city }}' for n, w in enumerate(WHAT * 2)
        ),
        actors="\n".join(f'actor-{n}: {{ name: "{w}", kind: group }}' for n, w in enumerate(WHO)),
    )
    articles = (eventful_article(n, chance) for n in range(EVENTS // PER_ARTICLE))
    made.write("\n".join((MINIMAL, registers, EVERYTHING, *articles)))
    made.warm()
    site = plan_site(made.root, drafts=True)
    wanted = ("/timeline/", "/everything/")
    pages = [page for page in site.pages if page.path.startswith(wanted)]
    return {page.path: render(page, site.templates) for page in pages}


def test_a_page_of_two_thousand_events_stays_light(eventful: dict[str, bytes]) -> None:
    page = eventful["/everything/"]
    assert page.count(b'class="what"') == EVENTS
    assert compressed(page) <= TIMELINE


def test_no_timeline_page_of_a_site_with_two_thousand_events_is_heavier(
    eventful: dict[str, bytes],
) -> None:
    assert {p: compressed(d) for p, d in eventful.items() if compressed(d) > TIMELINE} == {}
    assert len(eventful) > 30


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("weighed") / "site"
    for name in ("content", "seeds"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "site.yaml", root)
    made = Site(root)
    made.build()
    return made


def test_every_article_of_the_demo_is_light_with_its_style_sheet(demo: Site) -> None:
    files = demo.tree()
    style = compressed(files["static/style.css"])
    articles = {name: data for name, data in files.items() if Path(name).match("articles/*/*.html")}
    assert len(articles) >= 7
    heavy = {n: compressed(d) + style for n, d in articles.items()}
    assert {name: weight for name, weight in heavy.items() if weight > ARTICLE} == {}
