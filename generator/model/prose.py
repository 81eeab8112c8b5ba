"""Prose: plain text as Markdown that reads the same, and a text that knows its HTML."""

import re


class Prose(str):
    """Markdown that was rendered when it was read, so that its pages need not render it again."""

    __slots__ = ("html",)
    html: str

    def __new__(cls, text: str, html: str) -> "Prose":
        prose = super().__new__(cls, text)
        prose.html = html
        return prose

    def __reduce__(self) -> tuple[type["Prose"], tuple[str, str]]:
        return Prose, (str.__str__(self), self.html)


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
    return line_starts_escaped(inline_escaped(text))


def inline_escaped(text: str) -> str:
    """Text for the inside of a line: what would be emphasis, code, a link or HTML is escaped."""
    return _INLINE.sub(lambda match: "\\" + match[0], text)


def line_starts_escaped(text: str) -> str:
    """Lines whose beginning would be a heading, a list, a quote or a rule are escaped there."""
    text = _LINE_STARTS.sub(lambda match: "\\" + match[0], text)
    return _NUMBERED.sub(r"\1\\\2", text)
