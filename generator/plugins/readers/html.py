"""A saved or fetched web page: its article, and what the page says of it."""

from collections.abc import Iterator

from generator.model.document import Blob, Document

from ..languages import language
from ..webpage.about import (
    address_of,
    author_of,
    is_address,
    language_of,
    meta,
    outlet_of,
    site_names,
)
from ..webpage.article import article_in
from ..webpage.dates import date_of
from ..webpage.leftovers import leftovers
from ..webpage.linked_data import article_of, nodes_of, text_of
from ..webpage.titles import title_of
from ..webpage.tree import parsed, words

media_types = ("text/html", "application/xhtml+xml")

MOST_TEXT = 1_500_000  # characters; escaped, as a draft, it must still be small enough to be read


def read(blob: Blob) -> Iterator[Document]:
    """The one article of a page. Raises ValueError when there is none in it."""
    yield page(blob.data, blob.address, blob.charset)


def page(data: bytes, address: str | None, charset: str | None = None) -> Document:
    """The article of a page that came from an address, if that is known.

    `charset` is the encoding that the page was sent with. Nothing of the page is run, and nothing
    that it refers to is loaded. Raises ValueError, in an editor's words, when it holds no article.
    """
    address = address if is_address(address or "") else None
    tree = parsed(data, charset)
    nodes = nodes_of(tree)
    head = tree.find(".//head/title")
    titles = [meta(tree, "og:title"), words(head) if head is not None else ""]
    titles += [words(h1) for h1 in tree.iter("h1")]
    canonical = address_of(tree, {}, address or "")
    article = article_of(nodes, titles, [canonical or "", address or ""])
    url = address_of(tree, article, address or "")
    outlet = outlet_of(tree, article, nodes)
    stated = [meta(tree, "og:title"), text_of(article.get("headline")), meta(tree, "twitter:title")]
    title = title_of(tree, stated, site_names(tree, outlet, url or ""))
    author = author_of(tree, article, nodes, outlet)
    date = date_of(tree, article, title, url or "")
    kept, stripped = article_in(tree, title, url or "", author)
    if not kept:
        raise ValueError("there is no article text in it")
    text = "\n\n".join(block.text for block in kept if block.text)
    if len(text) > MOST_TEXT:
        raise ValueError(f"more than {MOST_TEXT:,} letters of text, which is no article; cut it")
    left = leftovers(tree, [title, text, *(piece.text for piece in stripped)])
    return Document(
        title=title or kept[0].text.split("\n")[0][:200],
        text=text,
        body="\n\n".join(block.markdown for block in kept),
        stripped=(*stripped, *left),
        date=date.day if date else None,
        date_basis=date.basis if date else None,
        lang=language(f"{title} {text}", language_of(tree, article)),
        author=author,
        outlet=outlet,
        url=url,
    )
