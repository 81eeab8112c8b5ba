"""Plain prose told apart from the rest of Markdown, so that most of a report need not be parsed.

A report is paragraphs, with a link or an emphasis here and there, a heading, a list. Each of these
has one reading only in CommonMark when it is written in its plainest form, and its HTML can be
written down at once. Whatever is not beyond doubt is left to the parser, block by block or as a
whole: the bytes are the parser's own (`tests/pages/test_plain_prose.py` holds the two together).
"""

import re
from collections.abc import Callable, Iterator

Rest = Callable[[str], str]

# What may end, begin or change anything but a run of text, beside what no text of ours should hold:
# control characters, and blanks that are neither a space nor a line end.
_SPECIAL = (
    r"\\`*_\[\]<>&~^\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
)
_TEXT = rf"[^{_SPECIAL}\n]"
_EDGE = r"[^\W_]"  # a letter or a digit
_WORDS = rf"[“‘\"'(]?{_EDGE}(?:{_TEXT}*{_EDGE}[.,!?”’)\"']{{0,2}})?"
_HREF = (
    r"(?:https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?=[/)]))?(?:/[A-Za-z0-9.~-]+)*/?(?:#[A-Za-z0-9-]+)?"
)
_LINK = rf"\[(?<!!\[)(?P<label>{_WORDS})\]\((?P<href>{_HREF})\)"
_BEHIND = r"(?=[ \n]|\Z|(?<=[^\W_]\*)[.,;:!?])"  # what may follow an emphasis that surely ends
_STRESS = rf"\*(?<![^ \n]\*)(?P<strong>\*?)(?P<stressed>{_WORDS})\*(?P=strong){_BEHIND}"
_INLINE = re.compile(f"{_LINK}|{_STRESS}")
_DOUBT = re.compile(f"[{_SPECIAL}]")
# What begins nothing where it stands: no entity, no tag, no link (that of a reference is far off).
_HARMLESS = re.compile(r"&(?=[ \n,.]|\Z)|<(?=[ \n\d])|>|\[|\](?=[^(\[:]|\Z)")
_OPENING = r"(?:[^\W\d_]|[“”‘’\"'(«»„—–…$€£]|\d(?!\d{0,8}[.)])|\[|\*\*?[^\W_])"
_LINE = rf"[^\W\d_]{_TEXT}*(?<! )"
_PROSE = re.compile(rf"{_LINE}(?:\n{_LINE})*")  # most paragraphs: words, and nothing but words
_PARAGRAPH = re.compile(rf"{_OPENING}[^\n]*(?:\n{_OPENING}[^\n]*)*")
_HEADING = re.compile(rf"(#{{2,6}}) ({_OPENING}[^\n]*[^\n #])")
_QUOTE = re.compile(rf"> {_OPENING}[^\n]*(?:\n> {_OPENING}[^\n]*)*")
_LIST = re.compile(rf"(?:- {_OPENING}[^\n]*(?:\n|\Z))+")
# A reference, a footnote or a fence reaches beyond its block, and a first-level heading moves the
# levels of all.
_FAR = (("]", "]:"), ("^", "[^"), ("^", "^["), ("`", "```"), ("~", "~~~"), ("\r", "\r"))
_FIRST_LEVEL = re.compile(r"^[ >*+.)\d-]*(?:#(?:[ \t]|$)|=+[ \t]*$)", re.MULTILINE)
_BLOCK = re.compile(r"(?! *$).+(?:\n(?! *$).+)*", re.MULTILINE)


def rendered(text: str, rest: Rest) -> str:
    """The HTML of a Markdown text; what is not plain prose is given to `rest`, which parses it."""
    for sign, mark in _FAR:  # a single sign is looked for in a tenth of the time
        if sign in text and mark in text:
            return rest(text)
    lone = text.count("#") != 2 * text.count("##")
    if (lone or "=" in text) and _FIRST_LEVEL.search(text):
        return rest(text)
    out: list[str] = []
    doubtful: list[re.Match[str]] = []  # blocks that may be read together
    for block in _BLOCK.finditer(text):
        html = _closed(block[0], rest)
        if html is None:
            doubtful.append(block)
            continue
        out += [_together(text, doubtful, rest), html]
        doubtful = []
    out.append(_together(text, doubtful, rest))
    return "".join(out)


def _together(text: str, blocks: list[re.Match[str]], rest: Rest) -> str:
    """A list that stands alone is what it seems; beside others it may be part of one."""
    if not blocks:
        return ""
    if len(blocks) == 1 and (html := _list(blocks[0][0])) is not None:
        return html
    return rest(text[blocks[0].start() : blocks[-1].end()] + "\n")


def _closed(block: str, rest: Rest) -> str | None:
    """The HTML of a block that neither continues the one before it nor goes on in the next."""
    if _PROSE.fullmatch(block):
        return f"<p>{block}</p>\n"
    if _PARAGRAPH.fullmatch(block):
        html = _inline(block)
        return rest(block) if html is None else f"<p>{html}</p>\n"
    if heading := _HEADING.fullmatch(block):
        html, level = _inline(heading[2]), len(heading[1])
        return None if html is None else f"<h{level}>{html}</h{level}>\n"
    if _QUOTE.fullmatch(block):
        html = _inline("\n".join(line[2:] for line in block.split("\n")))
        return None if html is None else f"<blockquote>\n<p>{html}</p>\n</blockquote>\n"
    return None


def _list(block: str) -> str | None:
    """The HTML of a list without empty lines, each of its items on one line."""
    if not _LIST.fullmatch(block):
        return None
    items = list(_items(block))
    if None in items:
        return None
    return "<ul>\n" + "".join(f"<li>{item}</li>\n" for item in items) + "</ul>\n"


def _items(block: str) -> Iterator[str | None]:
    return (_inline(line[2:]) for line in block.split("\n"))


def _inline(text: str) -> str | None:
    """Text with plain links and plain emphasis, sanitised; None where anything is in doubt."""
    if " \n" in text or text.endswith(" "):  # a line break, or a blank to be cut off
        return None
    if not _DOUBT.search(text):
        return text
    left = _INLINE.sub("", text)
    if _DOUBT.search(left):
        if _DOUBT.search(_HARMLESS.sub("", left)):
            return None
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _INLINE.sub(_tag, text)


def _tag(match: re.Match[str]) -> str:
    if match["label"]:
        return f'<a href="{match["href"]}" rel="noopener noreferrer">{match["label"]}</a>'
    tag = "strong" if match["strong"] else "em"
    return f"<{tag}>{match['stressed']}</{tag}>"
