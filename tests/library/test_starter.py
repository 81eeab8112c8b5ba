"""The starter register: ready to be named by any site, and seen only where it is named."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from conftest import Site

from generator.library.load import load
from generator.library.starter import FOLDER, STARTER, Starter, known, starter_known
from generator.model.frontmatter import compose
from generator.model.registers import Actor, Source
from generator.model.schema import Reading

ARTICLE = """\
-- content/articles/2025/talks.md --
---
title: Talks end
date: "2025-03-27"
source: reuters
tags: [talks]
status: reviewed
actors: [kr-government]
places: [{ id: seoul, precision: town }]
claims:
  - { id: c1, by: kr-government, via: yonhap, act: asserts, quote: the talks are over }
---
The government says that the talks are over.
"""


@pytest.mark.parametrize("kind", STARTER, ids=STARTER.get)
def test_every_entry_fits_the_schema_of_a_sites_own_registers(kind: type[Any]) -> None:
    file = f"{STARTER[kind]}.yaml"
    node = compose((FOLDER / file).read_text(encoding="utf-8"), file)
    assert not isinstance(node, list), node
    reading = Reading(file, 1)
    entries = {key.value: reading.record(kind, value, id=key.value) for key, value in node.value}
    assert reading.problems == []
    read_quickly = Starter(kind)
    assert list(read_quickly) == list(entries), "each entry stands on one line, as JSON"
    for id_, entry in entries.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)
        assert entry is not None
        assert msgspec.structs.replace(read_quickly[id_], line=entry.line, digest="") == entry


def test_no_name_stands_for_two() -> None:
    for entries in (starter_known().actors, starter_known().places):
        taken: dict[str, str] = {}
        for entry in entries.values():
            for name in (entry.name, *entry.aliases):
                assert name not in taken, f"{name}: {entry.id} and {taken[name]}"
                taken[name] = entry.id


def test_states_governments_and_capitals_are_complete() -> None:
    known_ = starter_known()
    states = [actor for actor in known_.actors.values() if actor.kind == "state"]
    countries = {place.id for place in known_.places.values() if place.kind == "country"}
    assert len(states) == 197, "193 members of the United Nations, 2 observers, Kosovo, Taiwan"
    assert {state.id for state in states} == countries
    assert len({state.country for state in states}) == len(states)
    cities = [place for place in known_.places.values() if place.kind in ("city", "site")]
    assert all(place.latitude is not None and place.longitude is not None for place in cities)
    regions = [place for place in known_.places.values() if place.kind in ("country", "sea")]
    assert all(place.latitude is None for place in regions), "a point would say more than is known"


@pytest.mark.parametrize(
    ("capital", "government"),
    [("Seoul", "kr-government"), ("Kyiv", "ua-government"), ("Kremlin", "ru-government")],
)
def test_a_capital_is_an_alias_of_its_government(capital: str, government: str) -> None:
    actor = starter_known().actors[government]
    assert capital in actor.aliases and actor.kind == "government"


def test_an_article_may_name_an_entry_that_the_site_does_not_define(
    site: Callable[[str], Site],
) -> None:
    made = site(ARTICLE)
    assert made.problems() == []
    made.build()
    assert "Government of South Korea" in made.page("/actors/kr-government/")
    assert "Seoul" in made.page("/places/seoul/")
    assert {path for path in made.tree() if re.match(r"actors/.*html", path)} == {
        "actors/index.html", "actors/kr-government/index.html", "actors/yonhap/index.html",
    }  # fmt: skip


def test_what_nobody_names_has_no_page(site: Callable[[str], Site]) -> None:
    made = site("-- content/pages/about.md --\n---\ntitle: About\n---\nWe.\n")
    made.build()
    pages = [path for path in made.tree() if re.match(r"(actors|places|sources)/.+/", path)]
    assert pages == []


def test_a_sites_own_entry_replaces_the_starters(site: Callable[[str], Site]) -> None:
    made = site(
        f"""{ARTICLE}-- content/registers/actors.yaml --
kr-government: {{ name: The cabinet in Seoul, kind: government, country: KR }}
-- content/registers/sources.yaml --
yonhap: {{ name: Our own Yonhap, kind: agency }}
"""
    )
    made.build()
    assert "The cabinet in Seoul" in made.page("/actors/kr-government/")
    library, _ = load(made.root)
    [claim] = library.articles[0].claims
    assert isinstance(claim.via, Source) and claim.via.name == "Our own Yonhap"
    names = known(library).actors
    assert names["kr-government"].aliases == () and "ru-government" in names
    assert next(iter(names)) == "kr-government", "a site's own names come first"


@pytest.mark.parametrize(
    ("id_", "hint"),
    [("kr-goverment", "did you mean “kr-government”?"), ("qqqqqq", "add it there")],
)
def test_an_id_that_neither_knows_is_a_problem(
    site: Callable[[str], Site], id_: str, hint: str
) -> None:
    made = site(ARTICLE.replace("by: kr-government", f"by: {id_}"))
    [problem] = made.problems()
    assert f"“{id_}” is not in content/registers/actors.yaml" in problem and hint in problem


def test_an_id_of_the_starter_is_none_of_another_register(site: Callable[[str], Site]) -> None:
    made = site(ARTICLE.replace("id: seoul", "id: kr-government"))
    [problem] = made.problems()
    assert "not in content/registers/places.yaml" in problem


def test_a_register_that_cannot_be_read_is_not_covered_up(site: Callable[[str], Site]) -> None:
    made = site(f"{ARTICLE}-- content/registers/actors.yaml --\nkr-government: [\n")
    assert all("content/registers/actors.yaml" in problem for problem in made.problems())
    assert made.problems()


def test_extractors_know_the_starter_without_a_site() -> None:
    everything = known(None)
    assert isinstance(everything.actors["un"], Actor)
    assert everything.places["kyiv"].latitude == 50.45
    assert everything.sources["kcna"].country == "KP"
