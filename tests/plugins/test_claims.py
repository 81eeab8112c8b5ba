"""Claims: who says what is as the cases say, and nothing is attributed that nobody said."""

import pytest
from gold import Case, Gold, cases
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing.findings import Item, findings
from generator.model.document import Document, Known, Mark
from generator.model.registers import Actor
from generator.plugins.attribution.lexicon import forms, words
from generator.plugins.extractors import claims

CASES = cases("claims")
ENOUGH = 0.9  # of a claim's words in common with the case's
ACTS = {
    *("asserts", "estimates", "reports", "accuses", "denies", "forecasts", "declines", "withdraws")
}
KNOWN = Known(
    actors={
        actor.id: actor
        for actor in (
            Actor(id="south-korea", name="South Korea", aliases=("Seoul",), kind="state"),
            Actor(id="japan", name="Japan", aliases=("Tokyo",), kind="state"),
            Actor(id="jcs", name="Joint Chiefs of Staff", aliases=("JCS",), kind="armed-forces"),
            Actor(id="kcna", name="KCNA", kind="agency"),
            Actor(id="lim", name="Dana Lim", kind="person"),
            Actor(id="army-a", name="Northern Army", aliases=("the rebels",), kind="group"),
            Actor(id="army-b", name="Southern Army", aliases=("the rebels",), kind="group"),
        )
    }
)


def marks_of(text: str, title: str = "", known: Known = KNOWN) -> list[Mark]:
    return list(claims.extract(Document(title=title, text=text), known))


def values(text: str, part: str, known: Known = KNOWN) -> list[str]:
    return [m.value for m in marks_of(text, known=known) if m.field.endswith(f".{part}")]


def found_in(text: str) -> list[Item]:
    document = Document(title="", text=text, marks=tuple(marks_of(text)))
    return [item for item in findings(document) if item["kind"] == "claim"]


def span(item: object) -> tuple[int, int]:
    assert isinstance(item, dict)
    return item["start"], item["end"]


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, 2 * common) / (one[1] - one[0] + other[1] - other[0])


def agrees(item: Item, gold: Gold, claimed: list[Gold]) -> bool:
    """Whether a claim found is the case's: speaker and verb exactly, nearly all of its words."""
    source, cue = item["source"], item["cue"]
    answered = claimed[int(gold.fields["answers"]) - 1] if "answers" in gold.fields else None
    return (
        (span(source) if source else None) == gold.spans.get("speaker")
        and (not gold.spans.get("cue") or span(cue) == gold.spans["cue"])
        and overlap(span(item["content"]), gold.spans["content"]) >= ENOUGH
        and item["act"] == gold.fields["act"]
        and (span(item["answers"]) if item["answers"] else None)
        == (answered.spans["content"] if answered else None)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.name}")
def test_a_passage_says_who_says_what(case: Case) -> None:
    wanted, found = case.of("claim"), found_in(case.text)
    for gold in wanted:
        match = next((item for item in found if agrees(item, gold, wanted)), None)
        assert match, f"not found as the case has it: {gold.fields}\nfound: {found}"
        found.remove(match)
    assert not found, "nobody says this"


def test_the_cases_are_many_and_cover_every_act() -> None:
    golds = [gold for case in CASES for gold in case.of("claim")]
    assert len(CASES) >= 60
    assert {gold.fields["act"] for gold in golds} == ACTS
    assert any("answers" in gold.fields for gold in golds)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seoul said the bridge fell.", ["south-korea"]),
        ("The JCS said the bridge fell.", ["jcs"]),
        ("The Joint Chiefs of Staff (JCS) said the bridge fell.", ["jcs"]),
        ("Seoul and Tokyo said the bridge fell.", ["south-korea japan"]),
        ("Neither Seoul nor Tokyo has confirmed the deal.", ["south-korea japan"]),
        # Who belongs to an actor is not the actor, and half a pair is not the pair.
        ("Seoul’s mayor said the bridge fell.", []),
        ("A South Korea expert said the bridge fell.", []),
        ("The JCS report said the bridge fell.", []),
        ("Seoul and Lima said the bridge fell.", []),
        # A name of two entries is nobody's, and a pronoun is not resolved.
        ("The rebels said the bridge fell.", []),
        ("Dana Lim left Seoul. She said the bridge fell.", []),
    ],
)
def test_a_speaker_is_a_register_s_entry_only_when_that_is_certain(
    text: str, expected: list[str]
) -> None:
    assert values(text, "by") == expected


def test_a_person_is_known_behind_a_title_by_the_mark_of_the_actors() -> None:
    text = "Foreign Minister Dana Lim said the bridge fell."
    named = Mark("actors", "lim", text.index("Dana"), text.index(" said"), "")
    document = Document(title="", text=text, marks=(named,))
    by = [m for m in claims.extract(document, KNOWN) if m.field == "claims.c1.by"]
    assert [m.value for m in by] == ["lim"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KCNA reported that the general had said the test was over.", ["kcna"]),
        ("The minister was quoted as saying by KCNA that the test was over.", ["kcna"]),
        ("KCNA quoted the minister as saying the test was over.", ["kcna"]),
        ("The envoy told Radio Merin that the test was over.", []),
        ("The envoy told state television that the test was over.", ["state television"]),
        ("The envoy told reporters that the test was over.", []),
    ],
)
def test_who_only_carries_a_statement_stands_apart_from_its_speaker(
    text: str, expected: list[str]
) -> None:
    assert values(text, "via") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("About 40 men are believed to have fled.", ["are believed", "About"]),
        ("Experts suggest it may be new.", ["suggest", "may"]),
        ("The army said about 300 guns were lost.", ["about"]),
        ("The army said it was about the guns.", []),
        ("The army said in May it lost no guns.", []),
    ],
)
def test_words_that_hedge_are_kept(text: str, expected: list[str]) -> None:
    assert values(text, "hedge") == expected


def test_nobody_is_the_speaker_of_what_is_believed() -> None:
    text = "Some 40 men are believed to have fled."
    assert values(text, "unattributed") == ["unattributed"]
    assert values(text, "speaker") == []


def test_a_headline_may_be_the_document_s_title() -> None:
    marks = marks_of("The night was quiet.", title="Two boats crossed the river: Seoul")
    said = {m.field: m.value for m in marks}
    assert said["claims.c1.by"] == "south-korea"
    assert said["claims.c1.quote"] == "Two boats crossed the river"


def test_a_denial_is_tied_to_what_it_denies_by_the_claim_s_name() -> None:
    text = "Tokyo accused Seoul of spying, a claim Seoul denied."
    said = {m.field: m.value for m in marks_of(text)}
    assert (said["claims.c1.act"], said["claims.c2.act"]) == ("accuses", "denies")
    assert said["claims.c2.answers"] == "c1"


def hold(text: str, marks: list[Mark]) -> None:
    for mark in marks:
        assert 0 <= mark.start < mark.end <= len(text)
        if mark.field.rpartition(".")[2] in ("speaker", "quote", "hedge"):
            assert mark.value == text[mark.start : mark.end]
            assert mark.value.strip()
        if mark.field.endswith(".act"):
            assert mark.value in ACTS


PIECES = sorted(
    {"“", "”", '"', "’", "‘", "«", "»", "„", "'", ",", ".", ":", ";", "—", "(", ")", "?", "\n\n"}
    | {"Lee", "Seoul", "the army", "officials", "who", "and", "as", "by", "of", "with", "that"}
    | {"on Monday", "in a statement", "3,000", "not", "neither", "nor", "a claim", "to", "it"}
    | {"said", "according to", "accused", "denied", "are believed", "was quoted", "saying"}
    | {"has", "confirmed", "told", "reporters", "declined", "comment", "which", "fell", "adding"}
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_order_of_words_leaves_marks_that_hold(pieces: list[str]) -> None:
    text = " ".join(pieces)
    hold(text, marks_of(text))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_leaves_marks_that_hold(text: str) -> None:
    hold(text, marks_of(text))
    around = f"Lee said {text} said Lee"
    hold(around, marks_of(around))


@pytest.mark.parametrize(
    "piece",
    ["“", '"', "said ", "Lee said that ", ", ", "\n\n“", "‘a ", "and the ", "accused of ", "( ",
     "A. ", "—", " " * 50, "\n", "x", "Lee, a man, ", "neither nor ", "“a” "],
)  # fmt: skip
def test_a_text_without_end_is_read_to_the_end(piece: str) -> None:
    text = (piece * 20_000)[:25_000]
    hold(text, marks_of(text))


def test_a_verb_is_one_line_of_the_list_and_its_forms_follow() -> None:
    known = forms()
    for form in (
        "denies",
        "denied",
        "denying",
        "told",
        "admitted",
        "bragged",
        "agreed",
        "foreseen",
    ):
        assert form in known
    assert all(form.cue.act in ACTS for found in known.values() for form in found)
    assert "claim" in words("statement nouns")
