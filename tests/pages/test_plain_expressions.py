"""A plain expression has the value that Jinja gives it, and fails as Jinja does."""

from types import SimpleNamespace as Has
from typing import Any

import pytest
from jinja2 import UndefinedError

from generator.pages.compiled import Compiled, expression_of, pattern_of
from generator.pages.environment import environment_of
from generator.pages.plain_expressions import steps_of

ENVIRONMENT = environment_of(lambda _name: None, Compiled())
SCOPE = {
    "article": Has(title="A <b> & c", date=None, updated="2025", id="a", permalink="/a/"),
    "page": {"part": "2/", "get": "an item"},
    "items": ["x", "y"],
    "by_id": {"a": (1, 2)},
    "nothing": None,
    "zero": 0,
}
PLAIN = [
    "article", "article.title", "article.date", "page.part", "page.get", "page['part']",
    "by_id[article.id]", "items[1]", "items[-1]", "article.date or article.updated",
    "article.updated and article.title", "nothing or zero", "none", "true", "'a word'", "range",
    "zero or nothing or items",
]  # fmt: skip
WRONG = ["missing", "article.missing", "page.missing", "items[7]", "missing.title", "missing or 1"]
TEMPLATES_ONLY = ["items | length", "zero + 1", "items == []", "by_id.get('a')", "not zero"]


def by_jinja(expression: str) -> Any:
    return ENVIRONMENT.compile_expression(expression, undefined_to_none=False)(SCOPE)


def steps(expression: str) -> Any:
    [assigned] = ENVIRONMENT.parse(f"{{% set result = ({expression}) %}}").body
    return steps_of(assigned.node)  # type: ignore[attr-defined]


@pytest.mark.parametrize("expression", PLAIN)
def test_the_value_is_jinjas(expression: str) -> None:
    assert (steps(expression) is None) == expression.startswith("items[-")
    assert expression_of(expression, ENVIRONMENT, Compiled())[0](SCOPE) == by_jinja(expression)


@pytest.mark.parametrize("expression", WRONG)
def test_what_is_missing_is_missed_in_the_same_words(expression: str) -> None:
    value, *_ = expression_of(expression, ENVIRONMENT, Compiled())
    with pytest.raises(UndefinedError) as ours:
        str(value(SCOPE))
    with pytest.raises(UndefinedError) as jinjas:
        str(by_jinja(expression))
    assert str(ours.value) == str(jinjas.value)


@pytest.mark.parametrize("expression", TEMPLATES_ONLY)
def test_all_else_is_left_to_jinja(expression: str) -> None:
    assert steps(expression) is None
    assert expression_of(expression, ENVIRONMENT, Compiled())[0](SCOPE) == by_jinja(expression)


@pytest.mark.parametrize(
    "pattern",
    [
        "/plain/", "{{ article.permalink }}{{ page.part }}", "/x/{{ article.title }}/",
        "{{ zero }}",
        "/{{ nothing }}/", "/{{ items | length }}/", "/{# a remark #}x/", "/a/{{ 'b/' if zero }}",
    ],
)  # fmt: skip
def test_a_path_is_filled_in_as_a_template_would_be(pattern: str) -> None:
    template = ENVIRONMENT.from_string(pattern)
    assert pattern_of(pattern, ENVIRONMENT, Compiled())[0](SCOPE) == template.render(SCOPE)


@pytest.mark.parametrize(
    ("expression", "views"),
    [
        ("articles | cards | newest", {"articles | cards"}),
        ("(articles | cards)[:3] + (claims | list)", {"articles | cards", "claims"}),
        ("articles | newest | cards", {"articles"}),
        ("articles | cards | list + articles | list", {"articles", "articles | cards"}),
        ("retracted | cards", {"retracted | cards"}),
    ],
)
def test_cards_are_told_from_articles(expression: str, views: set[str]) -> None:
    assert expression_of(expression, ENVIRONMENT, Compiled())[2] == views
