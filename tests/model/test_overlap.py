"""How much of a body repeats its seed: held against the plainest way to find that out."""

import random
from collections.abc import Sequence

import pytest
from conftest import soon
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.common_runs import common_runs
from generator.model.verbatim import PHRASE, overlap
from generator.model.words import words_of

SIGNS = st.text("abc", max_size=40)
OWN = [f"own{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
THEIRS = [f"their{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]


def every_run(text: str, other: str, least: int) -> list[tuple[int, int]]:
    """The runs, by trying each beginning and each end."""
    longest = [
        max((n for n in range(len(text) - at + 1) if text[at : at + n] in other), default=0)
        for at in range(len(text))
    ]
    ends = [at + length for at, length in enumerate(longest)]
    return [
        (at, length)
        for at, length in enumerate(longest)
        if length >= least and (at == 0 or ends[at - 1] < ends[at])
    ]


@settings(max_examples=300)
@given(SIGNS, SIGNS, st.integers(1, 6))
def test_the_runs_in_common_are_those_that_trying_everything_finds(
    text: str, other: str, least: int
) -> None:
    assert list(common_runs(text, other, least)) == every_run(text, other, least)


@given(st.lists(st.sampled_from(THEIRS[:4]), max_size=40), st.lists(st.sampled_from(THEIRS[:4])))
def test_the_share_is_that_of_the_phrases_which_stand_in_the_seed(
    ours: list[str], theirs: list[str]
) -> None:
    def phrases(words: Sequence[str]) -> list[tuple[str, ...]]:
        return [tuple(words[n : n + PHRASE]) for n in range(len(words) - PHRASE + 1)]

    found = overlap(" ".join(ours), " ".join(theirs))
    shared = [phrase in phrases(theirs) for phrase in phrases(ours)]
    assert found.phrases == len(shared)
    assert found.share == pytest.approx(sum(shared) / max(len(shared), 1))


@given(st.integers(PHRASE, 26), st.integers(0, 26), st.randoms(use_true_random=False))
def test_whatever_is_copied_is_found_however_it_is_dressed_up(
    length: int, before: int, chance: random.Random
) -> None:
    copied = THEIRS[:length]
    dressed = [chance.choice([w, w.upper(), f"*{w}*", f"[{w}](/x/)", f"{w},"]) for w in copied]
    body = chance.choice([" ", "\n", "\u00a0"]).join([*OWN[:before], *dressed, *OWN[before:]])
    found = overlap(body, "Once: " + " ".join(THEIRS))
    assert [each.words for each in found.stretches] == [length]
    [stretch] = found.stretches
    inside = [word for word in words_of(body) if stretch.start <= word.start < stretch.end]
    assert [word.said for word in inside] == copied
    assert stretch.end == inside[-1].end


QUOTING = [
    "“{}”", '"{}"', "„{}“", "„{}”", "«{}»", "»{}«", "‹{}›", "‘{}’", "'{}'", "”{}”", "「{}」",
    "> {}", "“It’s *so*: {}.”", "“{0}\n\n“{0}”",
]  # fmt: skip


@pytest.mark.parametrize("marks", QUOTING)
def test_what_is_quoted_is_not_counted(marks: str) -> None:
    theirs = " ".join(THEIRS)
    quoted = "\n\n".join(["Own words before:", marks.format(theirs), "and own words behind."])
    assert overlap(quoted, theirs).stretches == ()
    assert overlap(f"{quoted}\n\n{theirs}", theirs).longest is not None


@pytest.mark.parametrize(
    "body",
    ["“{}", "The workers’ {} and the miners’", '12" {}', "{}”", "It’s {}. It’s", "a > {}"],
)
def test_one_mark_alone_quotes_nothing(body: str) -> None:
    assert overlap(body.format(" ".join(THEIRS)), " ".join(THEIRS)).stretches != ()


def test_what_a_claim_quotes_is_not_counted_and_parts_the_words_around_it() -> None:
    theirs = " ".join(THEIRS)
    found = overlap(theirs, theirs, quotes=[" ".join(THEIRS[8:14])])
    assert [each.words for each in found.stretches] == [8, 12]


def test_names_neither_lengthen_a_run_nor_end_it() -> None:
    seed = "the troops of North Veldia’s General Staff took all nine posts along the river Ister"
    body = "the troops of Staff took all nine posts NORTH VELDIA along the river"
    found = overlap(body, seed, names=["North Veldia", "General Staff", "Staff", "Ister"])
    assert [each.words for each in found.stretches] == [10]
    assert overlap(body, seed).stretches == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It’s THE army's 3,000 cafe\u0301s of 1\u00a0000", "it's the army 3.000 CAFÉs of 1,000"),
        ("ﬁve sol\u00addiers were in the naïve town", "five soldiers were in the NAÏVE town"),
        ("북한이 3000명을 더 보냈다고 군이 말했다", "북한이, 3000명을 더 보냈다고 군이 말했다"),
        ("कि सेना ने नौ चौकियाँ ले लीं", "कि सेना ने नौ चौकियाँ — ले लीं"),
        ("軍は九つの拠点を", "軍は九つの、拠点を"),
    ],
)
def test_case_marks_and_spaces_do_not_matter(one: str, other: str) -> None:
    assert overlap(one, other).share == 1


@pytest.mark.parametrize(
    "sign", ["a ", "“", "'", "a'", "‘a ", "1,", "[", "[a](", "<a", "&", "_", "> \n", "軍", '"\n\n']
)
def test_a_text_of_one_sign_takes_no_time(sign: str) -> None:
    text = (sign * 100_000)[:100_000]
    with soon():
        overlap(text, text, quotes=[sign, sign * 9], names=[sign, sign * 2])
