"""Links between pages are relative: a mirror, a subfolder or a USB stick needs no rewriting."""

import re
from collections.abc import Callable
from html import escape, unescape

_LOCAL = re.compile(r'(?<= href=")/(?!/)[^"]*(?=")')


def relative(path: str, here: str) -> str:
    """The path of one page as seen from another, both from the site's root.

    A folder's address gets its `index.html`, because a disk does not serve one for a folder. The
    404 page is served at any address, so its links keep the root.
    """
    target, mark, anchor = path.partition("#")
    if not target.startswith("/"):
        return path
    target += "index.html" if target.endswith("/") else ""
    if here == "/404.html":
        return target + mark + anchor
    return "../" * (here.count("/") - 1) + target[1:] + mark + anchor


def localised(html: str, rewrite: Callable[[str], str]) -> str:
    """Rewrite every link of rendered content that leads to a path of this site."""
    return _LOCAL.sub(lambda match: escape(rewrite(unescape(match[0]))), html)
