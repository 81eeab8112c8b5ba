"""What the documents say is so: links lead somewhere, lists are complete, examples work."""

import re
import tomllib
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest
from conftest import Site
from msgspec.structs import fields

from generator.cli import VERBS
from generator.pages.filters import FILTERS, filters_in
from generator.pages.interface.languages import ENGLISH, Language
from generator.pages.interface.wording import Wording
from generator.pages.template_file import Header

REPOSITORY = Path(__file__).parent.parent
DOCUMENTS = sorted(
    [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/*.md"), REPOSITORY / "tests/cases/README.md"]
)
TEMPLATES = (REPOSITORY / "docs/templates.md").read_text(encoding="utf-8")
REPORT = """
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/registers/measures.yaml --
out: { name: Boats out of use, definition: Boats that nobody could use., unit: boats }
-- content/articles/ferry.md --
---
title: The ferry stops
date: 2025-03-27
source: wire
lang: ko
status: reviewed
claims:
  - { id: c1, by: unattributed, act: reports, quote: 14 boats, figure: { measure: out, best: 14 } }
events:
  - { id: stop, date: 2025-03, what: The ferry stops }
---
It stopped, and so did 14 boats.
"""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_of_documents_lead_to_files(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r'\]\(([^)\s]+)\)|<img src="([^"]+)"', text)
    paths = [(link or image).partition("#")[0] for link, image in links]
    own = [path for path in paths if path and "://" not in path]
    assert [path for path in own if not (document.parent / path).exists()] == []


def test_every_document_can_be_reached_from_the_first_one() -> None:
    first = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    linked = {path.name for path in DOCUMENTS if path.parent.name == "docs"}
    assert {name for name in linked if f"](docs/{name})" not in first} == set()


def test_every_test_that_a_promise_of_security_rests_on_is_there() -> None:
    text = (REPOSITORY / "docs/security.md").read_text(encoding="utf-8")
    promised = text.partition("## What is not promised")[0]
    promises = re.split(r"^### ", promised, flags=re.MULTILINE)[1:]
    for promise in promises:
        named = re.findall(r"`(tests/[\w/]+\.py)`", promise)
        assert named, f"nothing tests “{promise.splitlines()[0]}”"
        assert [file for file in named if not (REPOSITORY / file).is_file()] == []


def test_every_filter_has_its_line() -> None:
    named = {
        name
        for row in re.findall(r"^\|([^|]*)\|", TEMPLATES, re.MULTILINE)
        for name in re.findall(r"`(\w+)(?:\([^`]*\))?`", row)
    }
    assert {*FILTERS, *filters_in(Wording(Language(ENGLISH)))} <= named


def test_every_key_of_a_header_has_its_line() -> None:
    keys = re.findall(r"^\| `(\w+)` \|", TEMPLATES.partition("## Filters")[0], re.MULTILINE)
    assert {each.encode_name for each in fields(Header)} - {"lines"} <= {*keys}


def test_every_module_has_its_place_in_the_house() -> None:
    house = (REPOSITORY / "docs/architecture.md").read_text(encoding="utf-8")
    places = [*(module for module, _ in VERBS.values()), "__main__", "cli"]
    for row in re.findall(r"^\| `([^`]+)` \|", house, re.MULTILINE):
        room, _, _ = row.partition(", ")[0].rpartition("/")
        named = (each if "/" in each else f"{room}/{each}" for each in row.split(", "))
        places += [each.strip("/") for each in named]
    code = REPOSITORY / "generator"
    files = (path for path in code.rglob("*.py") if path.name != "__init__.py")
    modules = {path.relative_to(code).with_suffix("").as_posix() for path in files}
    known = {
        each
        for each in modules
        for place in places
        if fnmatch(each, place) or each.startswith(f"{place}/")  # a room is one place
    }
    assert modules - known == set()


def test_every_verb_is_explained_to_newcomers() -> None:
    first = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert {verb for verb in VERBS if f"- **{verb}** " not in first} == set()


def test_every_dependency_says_why_it_is_there() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=~!\[ ;]", each)[0] for each in asked}
    rows = re.findall(
        r"^\| ([^|]+) \|",
        (REPOSITORY / "docs/dependencies.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert names <= {name for row in rows for name in row.split(", ")}


def test_the_page_types_of_the_guide_work_as_they_stand(site: Callable[[str], Site]) -> None:
    made = site(REPORT)
    data = (REPOSITORY / "docs/data.md").read_text(encoding="utf-8")
    for name, example in re.findall(
        r"`templates/([\w-]+\.\w+)`[^`]*\n```jinja\n(---\n.*?)```", TEMPLATES + data, re.DOTALL
    ):
        assert len(example.splitlines()) <= 15
        made.write(f"-- templates/{name} --\n{example}")
    made.build()
    pages = made.tree()
    assert "The ferry stops" in pages["languages/ko/index.html"].decode()
    assert "Timeline: The Wire" in pages["sources/wire/timeline/index.html"].decode()
    assert pages["banner.png"].startswith(b"\x89PNG")
    assert b",14," in pages["sources/wire/figures.csv"]
