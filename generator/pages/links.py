"""Links between pages are relative: a mirror, a subfolder or a USB stick needs no rewriting."""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urljoin

from generator.model.config import Site

NOWHERE = "/404.html"  # served at any address

# Only what stands in a tag: prose may speak of ` href="/x/"`, too.
_LINK = re.compile(r'(<a(?: [a-z]+="[^"]*")*? href=")([^"]*)')
# As `pictures` writes them: a quotation mark in one of their attributes is `&quot;`.
_SOURCE = re.compile(r'(<source type="image/webp" srcset=")([^"]*)')
_IMAGE = re.compile(r'(<img src=")([^"]*)((?:" srcset=")?)([^"]*)')
_PICTURE = re.compile(r'<picture><source [^>]*>(<img src="[^"]*") srcset="[^"]*" sizes="[^"]*"')
_ONE_IMAGE = re.compile(r'<img(?: (?!alt)[a-z]+="[^"]*")*(?: alt="([^"]*)")?(?: [a-z]+="[^"]*")*>')
_PATH = re.compile(r"/(?![/\\])")
_QUERY = re.compile("[?#]")


def relative(path: str, here: str, root: str = "/") -> str:
    """The path of one page as seen from another, both from the site's root.

    A folder's address gets its `index.html`, because a disk does not serve one for a folder. The
    404 page is served at any address, so its links begin at `root`, the path that the site has on
    its host. What is no path of this site, `//host/` included, stays as it is.
    """
    if not _PATH.match(path):
        return path
    target, rest = path, ""
    if "?" in path or "#" in path:
        cut = _QUERY.search(path)
        assert cut
        target, rest = path[: cut.start()], path[cut.start() :]
    if target.endswith("/"):
        target += "index.html"
    if here == NOWHERE:
        return f"{root}{target[1:]}{rest}"
    return f"{'../' * (here.count('/') - 1)}{target[1:]}{rest}"


def address(href: str, page: str, site: Site) -> str:
    """The full address of a link that stands on a page, both paths from the site's root."""
    if _PATH.match(href):
        return site.absolute(href)
    try:
        return urljoin(site.absolute(page), href)
    except ValueError:  # no address at all, such as `http://[`
        return href


def localised(html: str, rewrite: Callable[[str], str]) -> str:
    """Rewrite every link of rendered content, and where its pictures are."""
    html = _LINK.sub(lambda match: match[1] + escape(rewrite(unescape(match[2]))), html)
    if "<img " not in html:
        return html

    def each(sizes: str) -> str:
        pairs = (size.split(" ") for size in sizes.split(", "))
        return ", ".join(f"{rewrite(path)} {width}" for path, width in pairs)

    html = _SOURCE.sub(lambda match: match[1] + each(match[2]), html)
    return _IMAGE.sub(lambda m: m[1] + rewrite(m[2]) + (m[3] and m[3] + each(m[4])), html)


def in_words(html: str) -> str:
    """Pictures as what they show, in words: where nothing may be loaded from anywhere."""
    return _ONE_IMAGE.sub(lambda m: f"<em>[{m[1] or 'picture'}]</em>", in_one_size(html))


def in_one_size(html: str) -> str:
    """Pictures as plain images, for feed readers: many know no other kind or size."""
    return _PICTURE.sub(r"\1", html).replace("</picture>", "")
