"""An approval is written in place: nothing else in the file changes, to the last byte."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.library.approval import approve
from generator.library.parse import parse
from generator.library.splice import splice
from generator.model.frontmatter import compose, plain, split
from generator.model.problems import SiteError
from generator.model.records import Article

AT = datetime(2025, 3, 28, 6, tzinfo=UTC)
VALUES = {"status": "reviewed", "review": {"by": "Ann", "at": "2025-03-28", "sha256": "abc"}}
NEW = '{ by: Ann, at: "2025-03-28", sha256: abc }'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("status: draft\n", f"status: reviewed\nreview: {NEW}\n"),
        ("title: x\n", f"title: x\nreview: {NEW}\nstatus: reviewed\n"),
        ("", f"review: {NEW}\nstatus: reviewed\n"),
        ("# empty\n", f"# empty\nreview: {NEW}\nstatus: reviewed\n"),
        ("status: draft   # not yet\n", f"status: reviewed   # not yet\nreview: {NEW}\n"),
        ("status:    draft\n", f"status:    reviewed\nreview: {NEW}\n"),
        ("status:\n", f"status: reviewed\nreview: {NEW}\n"),
        ("status:   \n", f"status: reviewed   \nreview: {NEW}\n"),
        ("status: # open\ntitle: x\n", f"status: reviewed # open\ntitle: x\nreview: {NEW}\n"),
        ("status:\n  draft\n", f"status:\n  reviewed\nreview: {NEW}\n"),
        ("status: 'draft'\n", f"status: reviewed\nreview: {NEW}\n"),
        ('"status": "draft"\n', f'"status": reviewed\nreview: {NEW}\n'),
        ("'status' : draft\n", f"'status' : reviewed\nreview: {NEW}\n"),
        ("status: >-\n  draft\n\n# c\na: 1\n", f"status: reviewed\n\n# c\na: 1\nreview: {NEW}\n"),
        ("status: |-\n  draft\na: 1\n", f"status: reviewed\na: 1\nreview: {NEW}\n"),
        ("? status\n: draft\n", f"? status\n: reviewed\nreview: {NEW}\n"),
        ("  status: draft\n  a: 1\n", f"  status: reviewed\n  a: 1\n  review: {NEW}\n"),
        ("{ status: draft, a: 1 }\n", f"{{ status: reviewed, a: 1 , review: {NEW}}}\n"),
        ("status: ~\nreview: null\n", f"status: reviewed\nreview: {NEW}\n"),
        ("status: d\nreview:\n# c\na: 1\n", f"status: reviewed\nreview: {NEW}\n# c\na: 1\n"),
        (
            "review: { by: Bo, at: x, sha256: y }  # phone\nstatus: draft\n",
            'review: { by: Ann, at: "2025-03-28", sha256: abc }  # phone\nstatus: reviewed\n',
        ),
        (
            "review:\n    # told\n    sha256: y\n\n    by: Bo # chief\n    at: x\n"
            "\n# c\nstatus: d\n",
            "review:\n    # told\n    sha256: abc\n\n    by: Ann # chief\n"
            '    at: "2025-03-28"\n\n# c\nstatus: reviewed\n',
        ),
        (
            "review: { by: Bo,\n  at: x,   # late\n  sha256: y\n}\nstatus: draft\n",
            'review: { by: Ann,\n  at: "2025-03-28",   # late\n  sha256: abc\n}\n'
            "status: reviewed\n",
        ),
        ("review: { by: Bo }\nstatus: d\n", f"review: {NEW}\nstatus: reviewed\n"),
        ("review:\n  by: Bo\nstatus: d\n", f"review:\n  {NEW}\nstatus: reviewed\n"),
        ("status: 😀\n# 한 😀\na: é\n", f"status: reviewed\n# 한 😀\na: é\nreview: {NEW}\n"),
        ("a: |+\n  x\n\nstatus: d\n", f"a: |+\n  x\n\nstatus: reviewed\nreview: {NEW}\n"),
        ("status: d\na: |+\n  x\n\n", f"status: reviewed\na: |+\n  x\n\nreview: {NEW}\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "marked"])
@pytest.mark.parametrize("body", ["", "status: draft\n---\nBody without an end"])
def test_only_the_values_are_written(
    before: str, after: str, line_end: str, mark: str, body: str
) -> None:
    text = f"{mark}---\n{before}---\n{body}".replace("\n", line_end)
    assert splice(text, "a.md", VALUES) == f"{mark}---\n{after}---\n{body}".replace("\n", line_end)


def test_front_matter_may_end_where_the_file_does() -> None:
    assert splice("---\nstatus: draft\n---", "a.md", {"status": "reviewed"}) == (
        "---\nstatus: reviewed\n---"
    )


@pytest.mark.parametrize("before", ["? status\n", "{ a: 1, }\n", "a: 1\n...\n", "{}\n"])
def test_where_no_value_can_be_set_safely_nothing_is_written(before: str) -> None:
    with pytest.raises(SiteError) as caught:
        splice(f"---\n{before}---\n", "a.md", VALUES)
    [problem] = caught.value.problems
    assert str(problem).startswith("a.md:2: “status” and “review” cannot be set in front matter")


def test_a_file_without_front_matter_is_refused_in_words() -> None:
    with pytest.raises(SiteError) as caught:
        splice("no front matter", "a.md", VALUES)
    assert "no front matter between two lines of hyphens" in str(caught.value)


NAMES = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=12
).filter(str.strip)
COMMENTS = st.sampled_from(["", "  # c", "   ", " # status: draft", " # 😀 'it\"s"])
LINES = st.sampled_from(
    ["# a comment\n", "\n", "tags: [a, b]\n", "tags:\n- a\n- b # c\n",
     "summary: >-\n  two\n\n  lines\n\n", "lang: en\n",
     "summary: 'it''s'\n", "summary: \"a\\u2028b\"\n", "sensitive:\n    - a\n\n\n"]
)  # fmt: skip
STATUS = st.sampled_from(
    [
        "",
        "status: draft",
        "'status':   draft",
        "status:\n   draft",
        "status: >-\n  draft\n",
        "status:",
    ]
)
REVIEW = st.sampled_from(
    ["", "review:", "review: ~",
     "review: { by: A, at: 2025-03-28T00:00:00Z, sha256: " + "a" * 64 + "}",
     "review:\n   by: A # x\n   at: 2025-03-28T00:00:00Z\n\n   # y\n   sha256: " + "b" * 64]
)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> str:
    """An article as editors write them: keys in any order, comments and spacing anywhere."""
    keyed = {line.partition(":")[0]: line for line in draw(st.lists(LINES, max_size=5))}
    parts = [
        "title: A title\n",
        "date: 2025-03-27\n",
        "source: { name: A }\n",
        *keyed.values(),
        *[
            part if part.endswith("\n") else f"{part}{draw(COMMENTS)}\n"
            for part in (draw(STATUS), draw(REVIEW))
            if part
        ],
    ]
    header = "".join(draw(st.permutations(parts)))
    body = draw(st.text(st.sampled_from("ab \n#-:é😀"), max_size=20))
    text = f"---\n{header}---\n{body}"
    return draw(st.sampled_from(["", "\ufeff"])) + (
        text.replace("\n", "\r\n") if draw(st.booleans()) else text
    )


def read(text: str) -> Article:
    article = parse(Article, text.removeprefix("\ufeff"), "content/articles/a.md", {})
    assert isinstance(article, Article), list(map(str, article))
    return article


def header_of(text: str) -> dict[str, object]:
    parts = split(text.removeprefix("\ufeff"))
    assert parts is not None
    node = compose(parts.header, "a.md")
    assert not isinstance(node, list)
    content = plain(node)
    assert isinstance(content, dict)
    return content


@settings(max_examples=200, deadline=None)
@given(files(), NAMES)
def test_an_approval_changes_nothing_but_itself(text: str, name: str) -> None:
    before = read(text)
    approved = approve(text, before, name, AT)
    after = read(approved)
    assert after.status == "reviewed"
    assert after.approved
    assert after.review is not None
    assert (after.review.by, after.review.at) == (name, AT)
    ours = ("status", "review")
    assert {k: v for k, v in header_of(text).items() if k not in ours} == {
        k: v for k, v in header_of(approved).items() if k not in ours
    }
    assert (after.body, after.sha256, after.title) == (before.body, before.sha256, before.title)
    kept = [line for line in text.splitlines(keepends=True) if line.strip()[:1] == "#"]
    assert all(line in approved.splitlines(keepends=True) for line in kept)
    assert ("\r\n" in approved) == ("\r\n" in text)
    assert approved.replace("\r\n", "").count("\n") in (0, approved.count("\n"))


@settings(max_examples=100, deadline=None)
@given(files(), NAMES, NAMES)
def test_a_second_approval_writes_over_the_first_and_leaves_the_rest(
    text: str, first: str, second: str
) -> None:
    once = approve(text, read(text), first, AT)
    again = approve(once, read(once), second, AT)
    assert approve(again, read(again), second, AT) == again
    assert len(again.splitlines()) == len(once.splitlines())
    assert read(again).review is not None
    assert read(again).review.by == second  # type: ignore[union-attr]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_any_text_can_stand_in_a_value(value: str) -> None:
    text = splice("---\na: 1\n---\n", "a.md", {"a": value, "b": {"c": value}})
    assert header_of(text) == {"a": value, "b": {"c": value}}
    assert len(text.split("\n")) == 5


@pytest.mark.parametrize(
    "value",
    ["null", "~", "", " x ", "yes", "No", "12:30", "007", "1e3", "- a", "a: b", "a #b", "#a", "@a",
     "*a", "&a", "!a", "%a", "`a", "'a", '"a', "\\", "[a]", "{a}", "a,b", "|", ">", "?", "=", "<<",
     "---", "...", "2025-03-27", "0x1F", ".inf", "\u2028", "\ufeff", "\u00a0", "\u202ex",
     "\t", "😀"],
)  # fmt: skip
def test_a_value_that_yaml_would_take_for_something_else_is_quoted(value: str) -> None:
    assert header_of(splice("---\na: 1\n---\n", "a.md", {"a": value})) == {"a": value}
