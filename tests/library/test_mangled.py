"""However a file is mangled, reading it ends in a record or in Problems at lines that exist."""

import pytest
from conftest import Site
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.library.files import decode
from generator.library.load import load
from generator.library.parse import parse
from generator.model.problems import Problem
from generator.model.records import Article, PlainPage
from generator.model.registers import Actor, Measure, Place, Registers, Source, Tag
from generator.model.selections import Edition, Story

REGISTERS: Registers = {
    Actor: {"jcs": Actor(id="jcs", name="Joint Chiefs", kind="armed-forces")},
    Measure: {"troops": Measure(id="troops", name="Troops", definition="x", unit="people")},
    Place: {"russia": Place(id="russia", name="Russia", kind="country")},
    Source: {"wire": Source(id="wire", name="The Wire")},
    Tag: {"war": Tag(id="war", name="War")},
}
TEXT = """\
---
# a comment
title: "A: title"
date: 2025-03-27~
source: wire
tags: [war]
lang: en
status: reviewed
summary: >-
  two

  lines
aliases:
- /old/
embargo: 2025-03-28T06:00:00+09:00
seed:
  file: seeds/a.txt
  sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
places: [{ id: russia, precision: country }]
events:
  - { id: sent, date: 2025-01/2025-02, what: They go, where: russia }
claims:
  - id: c1
    by: jcs
    act: estimates
    quote: 'sent 3,000'
    event: sent
    figure: { measure: troops, best: 3000, approx: true, period: 2025 }
  - { id: c2, by: unattributed, via: wire, act: denies, quote: we deny, answers: c1 }
review:
  by: Ann
  at: 2025-03-28T08:00:00Z
  sha256: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
corrections: [{ at: 2025-03-30, claim: c1, why: Misread }]
---
The body.
"""
SCRAPS = st.sampled_from(
    ["", " ", "\n", "\t", "-", "- ", ":", ": ", "'", '"', "[", "]", "{", "}", "#", " #", "&a ",
     "*a", "!x ",
     "|", ">", "?", "? ", ",", "~", "null", "---\n", "...\n", "%", "@", "\\", "\r", "\x00", "\x85",
     "\u2028",
     "\ufeff", "é", "😀", "<<: ", "XXXX", "0", "-1", "1e9", "yes", "  ", "\n\n", "title: x\n", "[]",
     "{}"]
)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn, text: str = TEXT) -> str:
    """The text after a handful of slips of hand: pieces deleted, doubled, moved, typed anew."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 5, 40])))
        scrap = draw(st.one_of(SCRAPS, st.text(max_size=3), st.just(text[start:end] * 2)))
        text = text[:start] + scrap + text[end:]
    return text


def check(problems: list[Problem], text: str) -> None:
    last = text.count("\n") + 1
    for problem in problems:
        assert 0 <= problem.line <= last, problem
        assert len(str(problem).splitlines()) == 1, problem
        assert str(problem).isprintable(), problem
        assert len(problem.message) < 600, problem


@settings(max_examples=300, deadline=None)
@given(mangled(), st.sampled_from([Article, Edition, Story, PlainPage]))
def test_a_mangled_article_is_an_article_or_problems(text: str, kind: type) -> None:
    decoded = decode(text.encode("utf-8", "replace"), "content/articles/a.md")
    if isinstance(decoded, Problem):
        check([decoded], text)
        return
    read = parse(kind, decoded, "content/articles/a.md", REGISTERS)
    if isinstance(read, list):
        assert read
        check(read, text)
    else:
        assert read.digest


ACTORS = """\
# who speaks
jcs:
  name: Joint Chiefs
  aliases: [JCS, "the Chiefs"]
  kind: armed-forces
  country: KR
moscow: { name: Moscow, kind: government, url: https://a.example }
"""
SITE = """\
title: A digest
base_url: https://digest.example/
menu:
  - { title: Timeline, path: /timeline/ }
"""


@settings(max_examples=100, deadline=None)
@given(mangled(ACTORS), mangled(SITE))
def test_a_mangled_register_and_configuration_are_read_or_problems(
    tmp_path_factory: pytest.TempPathFactory, actors: str, site: str
) -> None:
    made = Site(tmp_path_factory.mktemp("site"))
    (made.root / "content/registers").mkdir(parents=True)
    files = {"content/registers/actors.yaml": actors, "site.yaml": site}
    for name, text in files.items():
        (made.root / name).write_bytes(text.encode("utf-8", "replace"))
    _, problems = load(made.root)
    for name, text in files.items():
        check([problem for problem in problems if problem.file == name], text)
    assert {problem.file for problem in problems} <= set(files)


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_text_or_a_problem_at_their_line(data: bytes) -> None:
    read = decode(data, "a.md")
    if isinstance(read, Problem):
        assert 1 <= read.line <= data.count(b"\n") + 1
    else:
        assert read.encode() in (data, data.removeprefix(b"\xef\xbb\xbf"))


def test_the_text_that_is_mangled_is_sound() -> None:
    assert isinstance(parse(Article, TEXT, "content/articles/a.md", REGISTERS), Article)
