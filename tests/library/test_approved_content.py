"""What an approval is bound to: SHA-256 over a form that anybody can make again, for years."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.library.parse import approval_sha256, sha256_of_content

TEXTS = st.text(st.characters(), max_size=12)  # controls and halves of characters included
CONTENT = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(TEXTS | st.sampled_from(["status", "review"]), CONTENT, max_size=4), TEXTS)
def test_it_is_the_sum_of_plain_json_as_any_program_writes_it(
    content: dict[str, Any], body: str
) -> None:
    covered = {key: value for key, value in content.items() if key not in ("status", "review")}
    data = json.dumps([covered, body], ensure_ascii=False, sort_keys=True)
    expected = hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()
    assert approval_sha256(content, body) == expected


BEFORE = "---\ntitle: Fire & “ash”!\ntags: [a, b]\nstatus: draft\n---\nWords.\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("title: Fire & “ash”!\ntags: [a, b]", "tags:\n- a\n- b\ntitle: 'Fire & “ash”!'  # so"),
        ("status: draft", "status: reviewed\nreview: { by: Ann }"),
        ("\n", "\r\n"),
        ("---\ntitle", "\ufeff---\ntitle"),
    ],
    ids=["as it is", "spacing and comments", "the approval itself", "windows", "byte order mark"],
)
def test_an_approval_holds_for_years_whatever_the_spacing(old: str, new: str) -> None:
    data = '[{"tags": ["a", "b"], "title": "Fire & “ash”!"}, "Words.\\n"]'
    text = BEFORE.replace(old, new) if old else BEFORE
    assert sha256_of_content(text, "a.md") == hashlib.sha256(data.encode()).hexdigest()
