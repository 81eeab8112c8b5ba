"""Plain text as Markdown that reads the same."""

import re

_LINE_STARTS = re.compile(
    r"^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+[ \t]*$|~~~|[-:|][-:| \t]*$)", re.MULTILINE
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|$)|[*`\[\]]|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~~"
)
_BLANKS = " \t\u00a0"


def as_markdown(text: str) -> str:
    """Escape whatever Markdown would take for markup; paragraphs stay parted by empty lines."""
    text = "\n".join(line.strip(_BLANKS) for line in text.split("\n"))
    text = _INLINE.sub(lambda match: "\\" + match[0], text)
    text = _LINE_STARTS.sub(lambda match: "\\" + match[0], text)
    return _NUMBERED.sub(r"\1\\\2", text)
