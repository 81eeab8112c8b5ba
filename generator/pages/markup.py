"""Markdown into HTML that is safe to publish: raw HTML off, then sanitised all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from generator.model.media import Album, Illustrated
from generator.model.unseen import may_have_controls, without_controls

from .illustrations import DRAWN, place_pictures
from .markup_limits import limit
from .plain_prose import rendered

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "blockquote", "pre", "hr", "br", "div", "section"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"),
    *("a", "abbr", "b", "cite", "code", "del", "em", "i", "s", "strong", "sub", "sup"),
}
ATTRIBUTES = {
    "a": {"href", "title", "class", "id"},
    "li": {"id", "class"},
    "ol": {"start", "class"},
    "section": {"class"},
    "sup": {"class"},
    "hr": {"class"},
    "td": {"class"},
    "th": {"class"},
}
SCHEMES = {"http", "https", "mailto"}
ILLUSTRATED = TAGS | {"figure", "figcaption", "picture", "source", "img"}
OF_PICTURES = {
    "img": {"src", "srcset", "sizes", "width", "height", "loading", "decoding", "alt"},
    "source": {"type", "srcset", "sizes"},
}


def to_html(text: str) -> str:
    """Markdown (CommonMark 0.31 with tables and footnotes) as sanitised HTML.

    Links to other sites send no referrer, so that they learn nothing of who reads here. An image
    becomes its alternative text: whose readers are sent to no other host, and whose pictures are
    known, is for `illustrated`.
    """
    return rendered(text, parsed)


def illustrated(text: str, album: Album) -> Illustrated:
    """The same with the site's own pictures, and what is wrong with them.

    Those of another host become their alternative text: nobody there is told of our readers.
    """
    if "![" not in text:
        return Illustrated(to_html(text))
    env: dict[str, object] = {}
    tokens = _parser().parse(text, env)
    media, wrong = place_pictures(tokens, album)
    html = _parser().renderer.render(tokens, _parser().options, env)
    return Illustrated(_clean(html, ILLUSTRATED, ATTRIBUTES | OF_PICTURES), media, wrong)


def parsed(text: str) -> str:
    """What the parser makes of a text, sanitised: the reference that plain prose is held to."""
    return _clean(_parser().render(text), TAGS, ATTRIBUTES)


def _clean(html: str, tags: set[str], attributes: Mapping[str, set[str]]) -> str:
    import nh3

    cleaned = nh3.clean(
        html,
        tags=tags,
        attributes=dict(attributes),
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    # An entity such as &#x202e; writes what a file may not hold.
    return without_controls(cleaned) if may_have_controls(cleaned.encode()) else cleaned


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # takes longer to import than most builds to render
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin)
    limit(parser)
    parser.core.ruler.push("headings_below_title", _lower_headings)
    parser.core.ruler.push("cells_by_class", _align_by_class)
    parser.add_render_rule("image", _image)
    parser.add_render_rule("footnote_anchor_name", _footnote)
    return parser


def _lower_headings(state: StateCore) -> None:
    """The page's title is its one first-level heading; the body's begin at the second."""
    headings = [token for token in state.tokens if token.type.startswith("heading_")]
    highest = min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + max(0, 2 - highest))}"


def _align_by_class(state: StateCore) -> None:
    """How a column is aligned, as a class: the policy of the pages forbids style attributes."""
    for token in state.tokens:
        style = token.attrs.pop("style", "") if token.type in ("th_open", "td_open") else ""
        if style:
            token.attrs["class"] = str(style).removeprefix("text-align:")


def _image(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    if DRAWN in tokens[idx].meta:
        return str(tokens[idx].meta[DRAWN])
    alternative = self.renderInlineAsText(tokens[idx].children or [], options, env)
    return f"<em>[{_escaped(alternative or 'image')}]</em>"


def _footnote(
    _: RendererHTML, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    """What the ids of a footnote end with: `fn_1`, which no claim or event can be called."""
    return f"_{tokens[idx].meta['id'] + 1}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
