"""Extractors suggest what the registers know and the text says; they invent nothing."""

import pytest
from conftest import soon

from generator.model.document import Document, Known
from generator.model.registers import Actor, Tag
from generator.plugins import plugins
from generator.plugins.extractors import actors, tags

NOBODY = Known(actors={}, sources={}, tags={})
KNOWN = Known(
    actors={
        "nk": Actor(id="nk", name="North Korea", aliases=("DPRK", "D.P.R.K."), kind="state"),
        "jcs": Actor(id="jcs", name="Joint Chiefs of Staff", aliases=("JCS",), kind="armed-forces"),
        "us": Actor(id="us", name="US", kind="state"),
    },
    sources={},
    tags={"drones": Tag(id="drones", name="Drones", aliases=("drone", "UAV"))},
)


def suggested(extractor: object, text: str, known: Known = KNOWN) -> list[tuple[str, str]]:
    marks = extractor.extract(Document(title="", text=text), known)  # type: ignore[attr-defined]
    return [(mark.value, text[mark.start : mark.end]) for mark in marks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North Korea’s army", [("nk", "North Korea")]),
        ("the DPRK and the D.P.R.K.", [("nk", "DPRK"), ("nk", "D.P.R.K.")]),
        ("wrapped North\nKorea", [("nk", "North\nKorea")]),
        (
            "the JCS, that is the Joint Chiefs of Staff",
            [("jcs", "JCS"), ("jcs", "Joint Chiefs of Staff")],
        ),
        ("North Koreans and us, JCSs", []),
        ("TUS, USA, status, us", []),
        ("the US.", [("us", "US")]),
        ("", []),
    ],
)
def test_an_actor_is_known_at_each_mention_by_any_of_its_names_written_whole(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert suggested(actors, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DRONES flew", [("drones", "DRONES")]),
        ("a drone flew", [("drones", "drone")]),
        ("droned on", []),
    ],
)
def test_a_tag_is_known_by_any_of_its_names_in_any_case(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert suggested(tags, text) == expected


def test_registers_that_are_empty_suggest_nothing() -> None:
    assert suggested(actors, "North Korea", NOBODY) == suggested(tags, "drones", NOBODY) == []


def test_a_name_is_a_name_and_no_pattern() -> None:
    known = Known(
        actors={"a": Actor(id="a", name="A+ (B)", aliases=("[C]*",), kind="group")},
        sources={},
        tags={},
    )
    assert suggested(actors, "AAA B and the A+ (B)", known) == [("a", "A+ (B)")]
    assert suggested(actors, "the [C]*", known) == [("a", "[C]*")]


def test_a_large_text_and_a_large_register_take_no_time() -> None:
    known = Known(
        actors={
            f"a{n}": Actor(id=f"a{n}", name=f"North {n} of Korea", kind="group") for n in range(100)
        },
        sources={},
        tags={},
    )
    with soon():
        suggested(actors, "North " + " " * 50_000 + "North Korea of " * 5_000, known)


def test_every_plugin_has_the_face_of_its_kind() -> None:
    faces = {
        "readers": ("media_types", "read"),
        "extractors": ("extract",),
        "checks": ("code", "severity", "mend"),
        "targets": ("Options", "look", "publish"),
    }
    for kind, names in faces.items():
        modules = plugins(kind)
        assert modules
        assert all(hasattr(module, name) for module in modules for name in names)
