"""Plain text as Markdown that reads the same."""

import re

_LINE_STARTS = re.compile(r"^(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|=+\s*$|-+\s*$|~~~|\|)", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|$)|[*`\[\]]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
)
_INDENT = re.compile(r"^[ \t\u00a0]+|[ \t]+$", re.MULTILINE)


def as_markdown(text: str) -> str:
    """Escape whatever Markdown would take for markup; paragraphs stay parted by empty lines."""
    text = _INDENT.sub("", text)
    text = _INLINE.sub(lambda match: "\\" + match[0], text)
    text = _LINE_STARTS.sub(lambda match: "\\" + match[0], text)
    return _NUMBERED.sub(r"\1\\\2", text)
