"""What pages say to machines is schema.org's own language, and no more than the page says."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL, Site

TERMS = json.loads((Path(__file__).parent.parent / "schema_org/terms.json").read_text())
HOSTILE = "</script><script>alert(1)</script> <!-- & \\u2028 \"quoted\" 'twice'"
Node = dict[str, Any]

CONTENT = f"""
-- content/registers/actors.yaml --
north: {{ name: The North, kind: state }}
envoy: {{ name: Envoy Park, kind: person }}
-- content/registers/sources.yaml --
wire: {{ name: The Wire, kind: agency, url: "https://wire.example/?a=1&b=2" }}
-- content/registers/places.yaml --
harbour: {{ name: Harbour, kind: site, latitude: 46.482526, longitude: 30.723309 }}
-- content/articles/2025/strike.md --
---
title: {json.dumps(HOSTILE)}
summary: {json.dumps(HOSTILE)}
lang: ko
date: 2025-03
updated: 2025-03-29~
source: wire
tags: [ships]
actors: [north]
places: [{{ id: harbour, precision: town }}]
status: reviewed
seed:
  file: seeds/strike.txt
  sha256: {"ab" * 32}
  archived: ["https://archive.example/1"]
claims:
  - {{ id: blamed, by: [north, envoy], act: accuses, quote: the south hit the ship }}
  - {{ id: denied, by: unattributed, act: denies, answers: blamed, quote: it did not, via: wire }}
corrections:
  - {{ at: 2025-03-28, why: We misread it., claim: blamed }}
  - {{ at: 2025-03~, why: The port has another name., kind: clarification }}
---
The north said the south hit the ship; it did not, said somebody.
-- content/articles/2025/taken-back.md --
---
title: Never was
date: "2025-03-20"
source: {{ name: unknown, url: null }}
status: retracted
corrections: [{{ at: "2025-03-22", kind: retraction, why: It was an exercise. }}]
---
Gone.
-- content/editions/2025-03-29.md --
---
title: That day
date: "2025-03-29"
lead: What there was.
items: [{{ article: strike, why: It matters. }}]
status: published
---
-- content/stories/harbour.md --
---
title: The harbour
lead: What goes on there.
tags: [ships]
status: published
---
It goes on.
"""


class Scripts(HTMLParser):
    """The scripts of a page that hold data for machines."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("ld"))
    made.write(MINIMAL + "publisher: The Desk\nlicence: CC BY 4.0\n" + CONTENT)
    made.approve()
    made.build()
    return made


PAGES = {
    "/articles/strike/": "NewsArticle",
    "/articles/taken-back/": "NewsArticle",
    "/editions/2025-03-29/": "PublicationIssue",
    "/stories/harbour/": "LiveBlogPosting",
    "/data/": "DataCatalog",
    "/": "WebSite",
}


def said_on(world: Site, path: str) -> Node:
    [text] = Scripts(world.page(path)).found
    return json.loads(text)  # type: ignore[no-any-return]


def kinds(type_: str) -> set[str]:
    """A type and all that it is one of."""
    assert type_ in TERMS["types"], f"schema.org has no type {type_}, or cut.py does not know it"
    return {type_}.union(*map(kinds, TERMS["types"][type_]))


def wrong(node: Node, at: str = "") -> Iterator[str]:
    """Each property that its type may not have, each value that the property may not have."""
    types = kinds(node["@type"])
    for name, value in node.items():
        if name.startswith("@"):
            continue
        term, where = TERMS["properties"].get(name), f"{at}/{node['@type']}.{name}"
        if term is None or not types & {*term["of"]}:
            yield f"{where} is none of its properties"
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and "@type" in each:
                if not kinds(each["@type"]) & {*term["values"]}:
                    yield f"{where} is no {each['@type']}"
                yield from wrong(each, where)
            elif not isinstance(each, dict) and not fits(each, term["values"]):
                yield f"{where} is not {each!r}"


FORMS = {
    "Text": r"(?s).+",
    "URL": r"https?://\S+",
    "Date": r"\d{4}(-\d\d(-\d\d)?)?",
    "DateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*",
}  # ISO 8601, which also knows a year and a month


def fits(value: object, values: list[str]) -> bool:
    return isinstance(value, str) and any(
        re.fullmatch(FORMS[each], value) for each in values if each in FORMS
    )


def ids(value: Any) -> Iterator[tuple[str, bool]]:
    """Every `@id`, and whether something is said of it there."""
    if isinstance(value, dict):
        if "@id" in value:
            yield value["@id"], "@type" in value
        for each in value.values():
            yield from ids(each)
    elif isinstance(value, list):
        for each in value:
            yield from ids(each)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_to_the_definitions_of_schema_org(world: Site, path: str) -> None:
    said = said_on(world, path)
    assert (said["@context"], said["@type"]) == ("https://schema.org", PAGES[path])
    assert [*wrong(said)] == []
    found = [*ids(said)]
    assert {id_ for id_, _ in found} == {id_ for id_, defined in found if defined}
    assert "ClaimReview" not in str(said) and "reviewRating" not in str(said)


def test_the_definitions_would_find_what_they_forbid() -> None:
    said = {"@type": "Claim", "headline": 3, "liveBlogUpdate": "x", "author": {"@type": "Place"}}
    assert [each.split(" ", 1)[0] for each in wrong(said)] == [
        "/Claim.headline", "/Claim.liveBlogUpdate", "/Claim.author",
    ]  # fmt: skip


def test_who_says_what_and_what_is_denied(world: Site) -> None:
    blamed, denied = said_on(world, "/articles/strike/")["hasPart"]
    assert [(each["@type"], each["name"]) for each in blamed["author"]] == [
        ("Organization", "The North"),
        ("Person", "Envoy Park"),
    ]
    assert blamed["text"] == "the south hit the ship" and "about" not in blamed
    assert (denied["keywords"], denied["about"]) == ("denies", {"@id": blamed["@id"]})
    assert "author" not in denied and denied["creditText"] == "unattributed"
    assert denied["publisher"]["name"] == "The Wire"
    assert blamed["appearance"] == {"@id": "https://digest.example/articles/strike/"}
    ids_on_page = set(re.findall(r' id="([^"]+)"', world.page("/articles/strike/")))
    assert {each["@id"].partition("#")[2] for each in (blamed, denied)} <= ids_on_page


def test_no_date_is_finer_than_it_is_known_and_none_is_made_up(world: Site) -> None:
    said = said_on(world, "/articles/strike/")
    assert said["datePublished"] == "2025-03" and "dateModified" not in said
    dates = [correction.get("datePublished") for correction in said["correction"]]
    assert dates == ["2025-03-28", None]


def test_what_was_put_right_and_taken_back_is_said(world: Site) -> None:
    corrections = said_on(world, "/articles/strike/")["correction"]
    assert [(each["name"], each["text"]) for each in corrections] == [
        ("correction", "We misread it."),
        ("clarification", "The port has another name."),
    ]
    gone = said_on(world, "/articles/taken-back/")
    assert gone["creativeWorkStatus"] == "Retracted"
    assert gone["correction"][0]["text"] == "It was an exercise."


def test_a_running_story_has_its_reports_and_an_edition_what_was_in_it(world: Site) -> None:
    [update] = said_on(world, "/stories/harbour/")["liveBlogUpdate"]
    [item] = said_on(world, "/editions/2025-03-29/")["hasPart"]
    assert update["headline"] == item["headline"] == HOSTILE
    assert update["url"] == item["url"] == "https://digest.example/articles/strike/"
    assert update["datePublished"] == "2025-03"


def test_no_words_end_the_script_and_all_come_back(world: Site) -> None:
    """A browser ends a script at `</script`, and begins to look otherwise at `<!--`."""
    said = said_on(world, "/articles/strike/")
    assert said["headline"] == said["description"] == HOSTILE
    assert said["inLanguage"] == "ko"
    [text] = Scripts(world.page("/articles/strike/")).found
    assert not re.search("[<>&\u2028\u2029]", text)


def test_a_place_is_named_and_not_pinned_down(world: Site) -> None:
    said = said_on(world, "/articles/strike/")
    assert [place["name"] for place in said["contentLocation"]] == ["Harbour"]
    assert "46.4" not in json.dumps(said)
