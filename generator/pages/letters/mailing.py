"""The filters for e-mail, and for text: what they need is loaded by the first page that asks."""

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator.model.selections import Edition

if TYPE_CHECKING:
    from css_inline import CSSInliner


def inlined(html: str) -> Markup:
    """An HTML document with its style sheet in the elements: many mail programs read no other.

    A `<style data-css-inline="keep">` stays, for those that know dark colours and narrow screens.
    """
    return Markup(_inliner().inline(str(html)))  # noqa: S704 (of a template that escapes)


@cache
def _inliner() -> "CSSInliner":
    from css_inline import CSSInliner

    return CSSInliner(load_remote_stylesheets=False, minify_css=True)


def plain(html: str) -> str:
    """HTML as plain text, its links numbered; see `plain_text`."""
    from .plain_text import plain as plainly

    return plainly(str(html))


@pass_context
def message(context: Context, html: str, text: str, edition: Edition) -> str:
    """The message of an edition, with its HTML and its text; see `mail`."""
    from .mail import message as composed

    return composed(context["site"], edition, str(html), str(text))


def weight(text: str) -> int:
    """How many bytes a text takes as UTF-8."""
    return len(str(text).encode())


MAIL: dict[str, Any] = {"inlined": inlined, "message": message, "plain": plain, "weight": weight}
