"""`/data/`: what researchers are given is all that was published, exactly, and nothing else.

The CSV is read as its published metadata says, and by nothing that this program knows of itself.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from conftest import MINIMAL, Site
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from generator.model.config import Site as Configuration
from generator.model.edtf import Edtf
from generator.model.records import Card, Claim, Figure
from generator.model.registers import Actor, Measure, Source
from generator.pages.data.registers import TABLES
from generator.pages.data.schemas import json_schema
from generator.pages.data.tables import as_csv, as_json
from generator.pages.render import render
from generator.site_folder import plan_site

Row = dict[str, Any]
NAMES = (
    "articles", "events", "claims", "figures", "corrections", "actors", "places", "sources",
    "measures", "tags",
)  # fmt: skip
HARBOUR = (46.482526, 30.723309)

CONTENT = """
-- content/registers/actors.yaml --
north: { name: The North, kind: state, country: KR, aliases: ["N|orth", "=HYPERLINK(0)"] }
envoy: { name: "@Envoy", kind: person, about: "Speaks for\\nhimself", as_of: 2024~ }
unnamed: { name: Canaryactor, kind: person }
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency, url: "https://wire.example/", reliability: B }
-- content/registers/measures.yaml --
dead: { name: Dead, definition: Soldiers killed, unit: people, not_comparable: with the wounded }
-- content/registers/places.yaml --
harbour: { name: Harbour, kind: site, country: UA, latitude: 46.482526, longitude: 30.723309 }
plain: { name: The plain, kind: region, country: UA, latitude: 47.123456, longitude: 31.654321 }
-- content/articles/2025/strike.md --
---
title: '=cmd|"/c calc"!A1, a "title" with, commas'
summary: "+1 \\t and 'apostrophes'"
date: 2025-03
updated: 2025-03-29
source: wire
tags: [ships, night-work]
places: [{ id: harbour, precision: exact }, { id: plain, precision: region }]
status: reviewed
events:
  - { id: hit, date: 2025-03-27~, what: "-- a ship was hit", where: harbour, said: about Thursday }
  - { id: some-time, date: XXXX, what: A ship sank }
claims:
  - { id: blamed, by: north, act: accuses, quote: the south hit the ship, event: hit }
  - { id: denied, by: [envoy, north], act: denies, answers: blamed, quote: "- we did not",
      via: wire }
  - { id: few, by: north, act: estimates, quote: some 300 died,
      figure: { measure: dead, low: 200, best: 300, approx: true, period: 2025-03/.. } }
  - { id: many, by: unattributed, act: reports, quote: 9000 died, credibility: 5,
      figure: { measure: dead, best: 9000 } }
  - { id: more, by: envoy, act: asserts, quote: 2.5 more, via: north,
      figure: { measure: dead, best: 2.5, kind: increment, unit: dozens, period: "2025-03-27" } }
corrections:
  - { at: 2025-03-29, why: We misread it., claim: few, was: "4000", now: "300" }
---
The north said the south hit the ship. - we did not, he said. Of them some 300 died; 9000 died;
2.5 more, he added.
-- content/articles/2025/again.md --
---
title: Said once more
date: "2025-04-02"
source: wire
status: reviewed
claims:
  - { id: few, by: north, act: estimates, quote: some 300 died,
      figure: { measure: dead, low: 200, best: 300, approx: true, period: 2025-03/.. } }
---
And some 300 died, it repeats.
-- content/articles/2025/taken-back.md --
---
title: Never was
date: "2025-03-20"
source: { name: Canarysource, url: null }
tags: [canarytag]
status: retracted
claims: [{ id: c, by: unnamed, act: asserts, quote: Canaryquote }]
---
Canaryquote
-- content/articles/2025/canary-draft.md --
---
title: Canarydraft
date: "2025-03-20"
source: { name: Canarysource, url: null }
tags: [canarytag]
status: draft
actors: [unnamed]
events: [{ id: e, date: "2025-03-20", what: Canaryevent }]
claims: [{ id: c, by: unnamed, act: asserts, quote: Canaryquote, event: e }]
---
Canaryquote
-- content/articles/2025/canary-embargoed.md --
---
title: Canaryembargo
date: "2025-03-20"
source: wire
status: reviewed
embargo: 2999-01-01T00:00:00Z
claims: [{ id: c, by: north, act: asserts, quote: Canaryquote }]
---
Canaryquote
-- content/editions/2025-04-02.md --
---
title: That day
date: "2025-04-02"
lead: What there was.
items: [{ article: again, why: It matters. }]
status: published
corrections: [{ at: "2025-04-03", kind: clarification, why: It was said before. }]
---
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A published site with a row of every kind, and much that is not public."""
    made = Site(tmp_path_factory.mktemp("data"))
    made.write(MINIMAL + "publisher: The Desk\nlicence: CC BY 4.0\n" + CONTENT)
    made.approve()
    made.build()
    return made


def table(world: Site, name: str) -> Row:
    return json.loads(world.page(f"/data/{name}.json"))  # type: ignore[no-any-return]


def rows(world: Site, name: str) -> dict[str, Row]:
    """The rows of a table, by their ids."""
    found = table(world, name)["rows"]
    by_id = {row["id"]: row for row in found}
    assert len(by_id) == len(found)
    return by_id


def validator(text: str) -> Draft202012Validator:
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


# ---- against what is published about them ----
@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_as_its_schema_says(world: Site, name: str) -> None:
    schema = world.page(f"/data/{name}.schema.json")
    said = table(world, name)
    validator(schema).validate(said)
    assert said["$schema"] == json.loads(schema)["$id"]
    assert said["rows"], "a table without a row shows nothing"


OPEN = """
-- content/articles/open.md --
---
title: Not settled yet
date: XXXX
source: { name: unknown, url: null }
claims: [{ id: c, act: asserts, quote: nobody knows }]
---
So far nobody knows.
"""


@pytest.mark.parametrize("content", [CONTENT + OPEN, ""], ids=["with drafts", "empty"])
def test_a_preview_and_an_empty_site_are_as_the_schemas_say(
    site: Callable[[str], Site], content: str
) -> None:
    planned = plan_site(site(content).root, drafts=True)
    made = {page.path: page for page in planned.pages if page.path.startswith("/data/")}
    for name in NAMES:
        schema = render(made[f"/data/{name}.schema.json"], planned.templates).decode()
        said = json.loads(render(made[f"/data/{name}.json"], planned.templates))
        validator(schema).validate(said)
        assert said["drafts"] and bool(said["rows"]) == bool(content)


def broken(row: Row, schema: Row) -> Iterator[Row]:
    """The row with each of its columns missing, of another type, and with one column more."""
    yield row | {"credibility": 5}
    for name, column in schema["properties"].items():
        yield {key: value for key, value in row.items() if key != name}
        yield row | {name: {}}
        if "enum" in column:
            yield row | {name: "another word"}
        elif "null" not in column["type"]:
            yield row | {name: None}


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_refuses_a_row_that_is_otherwise(world: Site, name: str) -> None:
    check = validator(world.page(f"/data/{name}.schema.json"))
    row_schema = check.schema["$defs"]["row"]
    one = check.evolve(schema=row_schema)
    for row in broken(table(world, name)["rows"][0], row_schema):
        with pytest.raises(ValidationError):
            one.validate(row)


def described(metadata: Row) -> dict[str, Row]:
    """The schemas of CSV files by their addresses, as CSV on the Web has them."""
    tables = metadata.get("tables", [metadata])
    return {each["url"]: each["tableSchema"] for each in tables}


def cells(data: bytes, schema: Row) -> list[Row]:
    """A CSV file, read as its metadata says. Fails where it is not as that says."""
    text = data.decode()
    assert not text.startswith("\ufeff") and text.endswith("\r\n")
    header, *lines = csv.reader(StringIO(text, newline=""), strict=True)
    columns = schema["columns"]
    assert header == [column["name"] for column in columns]
    found = [
        {column["name"]: value_of(cell, column) for cell, column in zip(line, columns, strict=True)}
        for line in lines
    ]
    assert len({row[schema["primaryKey"]] for row in found}) == len(found)
    return found


def value_of(cell: str, column: Row) -> Any:
    """A cell's value, of the type and form that its column has."""
    type_ = column["datatype"]
    base, form = (type_, None) if isinstance(type_, str) else (type_["base"], type_["format"])
    if separator := column.get("separator"):
        return [of_type(each, base, form) for each in words_of(cell).split(separator) if each]
    if cell == "":
        assert not column.get("required"), column["name"]
        return None
    return of_type(cell, base, form)


def of_type(cell: str, base: str, form: str | None) -> Any:
    if base == "number":
        return json.loads(cell)
    if base == "boolean":
        return {"true": True, "false": False}[cell]
    if base == "string" and form is None:
        return words_of(cell)
    assert not form or re.search(form, cell), (form, cell)
    return cell


def words_of(cell: str) -> str:
    """As the page says: one apostrophe at the beginning is not part of the words."""
    return cell.removeprefix("'")


def assert_same(found: list[Row], exact: list[Row]) -> None:
    """The CSV says what the JSON says; a | within a name is another sign there."""
    for row in exact:
        row |= {k: [e.replace("|", "｜") for e in v] for k, v in row.items() if isinstance(v, list)}
    assert found == exact


@pytest.mark.parametrize("name", NAMES)
def test_the_csv_says_what_the_json_says(world: Site, name: str) -> None:
    schemas = described(json.loads(world.page("/data/csv-metadata.json")))
    data = (world.root / f"public/data/{name}.csv").read_bytes()
    assert_same(cells(data, schemas[f"{name}.csv"]), table(world, name)["rows"])


def test_every_id_that_is_referred_to_has_a_row(world: Site) -> None:
    """In the metadata's foreign keys, which are never empty, and wherever the page says so."""
    for file, schema in described(json.loads(world.page("/data/csv-metadata.json"))).items():
        name = file.removesuffix(".csv")
        here = rows(world, name).values()
        for key in schema.get("foreignKeys", ()):
            there = rows(world, key["reference"]["resource"].removesuffix(".csv"))
            assert {row[key["columnReference"]] for row in here} <= there.keys(), (file, key)
        for column in TABLES[name].columns:
            if column.refers:
                values = [row[column.name] for row in here if row[column.name]]
                used = {id_ for v in values for id_ in (v if isinstance(v, list) else [v])}
                assert used <= rows(world, column.refers).keys(), (file, column.name)


def test_each_measure_has_its_own_figures(world: Site) -> None:
    metadata = json.loads(world.page("/figures/dead/figures.csv-metadata.json"))
    data = (world.root / "public/figures/dead/figures.csv").read_bytes()
    assert_same(cells(data, described(metadata)["figures.csv"]), table(world, "figures")["rows"])


# ---- what they say ----
FEW = {"measure": "dead", "low": 200, "best": 300, "high": None, "approx": True, "unit": "people",
       "kind": "total", "period": "2025-03/..", "period_first": "2025-03-01", "period_last": None,
       "first": "strike#few", "by": ["north"]}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "id_", "said"),
    [
        ("figures", "strike#few", FEW),
        ("figures", "again#few", FEW | {"article": "again", "article_date": "2025-04-02"}),
        ("figures", "strike#many", {"best": 9000, "attribution": "unattributed", "by": [],
                                    "first": "strike#many", "quote": "9000 died"}),
        ("figures", "strike#more", {"kind": "increment", "unit": "dozens", "best": 2.5,
                                    "via_actor": "north", "via_source": None}),
        ("claims", "strike#denied", {"act": "denies", "answers": "strike#blamed", "measure": None,
                                     "by": ["envoy", "north"], "via_source": "wire",
                                     "attribution": "named", "quote": "- we did not",
                                     "url": "https://digest.example/articles/strike/#denied"}),
        ("events", "strike#hit", {"date": "2025-03-27~", "date_first": "2025-03-27",
                                  "date_precision": "day", "date_qualifier": "approximate",
                                  "said": "about Thursday", "place": "harbour",
                                  "claims": ["strike#blamed", "strike#denied"]}),
        ("events", "strike#some-time", {"date": "XXXX", "date_first": None, "date_last": None,
                                        "date_precision": "unknown", "place": None}),
        ("articles", "strike", {"date": "2025-03", "date_first": "2025-03-01",
                                "date_last": "2025-03-31", "date_precision": "month",
                                "updated": "2025-03-29", "source": "wire", "status": "reviewed",
                                "tags": ["ships", "night-work"], "places": ["harbour", "plain"]}),
        ("articles", "taken-back", {"status": "retracted", "source": None, "source_name": None,
                                    "tags": [], "actors": [], "title": "Never was"}),
        ("corrections", "articles/strike#correction_1", {
            "article": "strike", "edition": None, "claim": "strike#few", "was": "4000",
            "now": "300", "kind": "correction", "date": "2025-03-29", "why": "We misread it."}),
        ("corrections", "articles/taken-back#correction_1", {"kind": "retraction", "why": None}),
        ("corrections", "editions/2025-04-02#correction_1", {
            "edition": "2025-04-02", "article": None, "kind": "clarification"}),
        ("actors", "north", {"aliases": ["N|orth", "=HYPERLINK(0)"], "country": "KR"}),
        ("measures", "dead", {"not_comparable": "with the wounded"}),
    ],
)  # fmt: skip
def test_a_row_says_what_was_published(world: Site, name: str, id_: str, said: Row) -> None:
    row = rows(world, name)[id_]
    assert {key: row[key] for key in said} == said


def test_figures_that_contradict_each_other_stand_beside_each_other(world: Site) -> None:
    found = {id_: row["best"] for id_, row in rows(world, "figures").items()}
    assert found == {"again#few": 300, "strike#few": 300, "strike#many": 9000, "strike#more": 2.5}


def test_nothing_that_is_not_public_is_in_any_file(world: Site) -> None:
    for path, data in world.tree().items():
        if path.startswith("data/") or "csv" in path:
            assert not re.search(rb"canary|credibilit|reliabilit", data, re.IGNORECASE), path


def test_no_position_is_finer_than_its_map(world: Site) -> None:
    found = rows(world, "places")
    assert [found["harbour"][key] for key in ("latitude", "longitude", "within_km")] == [
        46.5, 30.7, 0,
    ]  # fmt: skip
    assert [found["plain"][key] for key in ("latitude", "longitude")] == [47, 32]
    digits = "".join(world.tree()[f"data/places.{form}"].decode() for form in ("csv", "json"))
    assert "46.48" not in digits and "47.12" not in digits


def test_the_page_says_how_many_rows_there_are_and_what_each_column_is(world: Site) -> None:
    page = world.page("/data/")
    for name in NAMES:
        said = table(world, name)
        assert re.search(rf'{len(said["rows"])} rows?</p>\s*<div>\s*<h3 id="{name}">', page)
        for column in said["rows"][0]:
            assert f"<code>{column}</code>" in page
    assert "must not be added up" in page and "CC BY 4.0" in page


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ("/articles/strike/", "../../data/index.html"),
        ("/figures/", "../data/index.html#figures"),
        ("/figures/dead/", "figures.csv"),
        ("/timeline/", "../data/index.html#events"),
        ("/corrections/", "../data/index.html#corrections"),
    ],
)
def test_who_looks_for_data_is_led_there(world: Site, page: str, leads_to: str) -> None:
    assert re.search(f'href="[^"]*{re.escape(leads_to)}"', world.page(page))


# ---- what changes them ----
def keys(made: Site) -> dict[str, str]:
    pages = plan_site(made.root, drafts=False).pages
    return {page.path: page.key for page in pages if page.path.startswith("/data/")}


def changed(made: Site, before: dict[str, str]) -> set[str]:
    now = keys(made)
    return {path.removeprefix("/data/") for path in now if now[path] != before.get(path)}


def both(*names: str) -> set[str]:
    return {f"{name}.{form}" for name in names for form in ("csv", "json")}


@pytest.mark.parametrize(
    ("old", "new", "files"),
    [
        ("he added.", "he added later.", set()),
        ("by: unattributed, act", "by: envoy, act", both("claims", "figures")),
        ("quote: the south", "quote: south", both("claims", "events")),
        ("what: A ship sank", "what: A ship went down", both("events")),
        ("why: We misread it.", "why: It was misread.", both("corrections")),
    ],
    ids=["a body", "a figure", "a claim about an event", "an event", "a correction"],
)
def test_an_edit_makes_only_the_tables_anew_that_show_it(
    site: Callable[[str], Site], old: str, new: str, files: set[str]
) -> None:
    made = site(CONTENT)
    before = keys(made)
    made.edit("content/articles/2025/strike.md", old, new)
    made.approve()
    assert changed(made, before) == files


# ---- whatever somebody wrote ----
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'", "''=", '"', '",\r\n"', "|",
     "\n", "a\rb", "\ufeff", "\u2028", "</script>", "NULL", "1e9", ";=1"]
)  # fmt: skip
NUMBERS = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
HERE = Configuration(title="T", base_url="https://digest.example/")


def claim_of(text: str, number: float | None) -> Claim:
    """A claim in which every word that somebody may write is the same."""
    source = Source(id="wire", name=text)
    card = Card(id="one", permalink="/articles/one/", title=text, date=Edtf.parse("2025"),
                updated=None, summary=text, lang="en", status="reviewed", source=source, tags=(),
                actors=(), places=())  # fmt: skip
    measure = Measure(id="m", name=text, definition=text, unit=text)
    figure = Figure(measure=measure, best=number, unit=text)
    actor = Actor(id="a", name=text, kind="state", aliases=(text,), about=text)
    return Claim(id="c", by=(actor,), act="asserts", quote=text, figure=figure, article=card)


@settings(max_examples=60, deadline=None)
@given(TEXTS, NUMBERS)
def test_any_words_come_back_as_they_were_and_run_nowhere(text: str, number: float | None) -> None:
    claim = claim_of(text, number)
    assert claim.by and claim.article and claim.figure
    listed = {"figures": [claim], "actors": claim.by, "articles": [claim.article]}
    for name, records in listed.items():
        exact = json.loads(as_json(TABLES[name], records, HERE))
        VALID[name].validate(exact)
        data = as_csv(TABLES[name], records, HERE)
        header, line = csv.reader(StringIO(data, newline=""), strict=True)
        [row] = exact["rows"]
        assert len(header) == len(line) == len(row)
        for cell, (column, value) in zip(line, row.items(), strict=True):
            if value == text:
                assert words_of(cell) == text
            if not isinstance(value, int | float):
                assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠")), column


VALID = {name: validator(json_schema(table, HERE)) for name, table in TABLES.items()}
