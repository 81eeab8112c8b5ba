"""Values as YAML that reads back as exactly what was meant."""

import re
from collections.abc import Mapping

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _.’–-]*[A-Za-z0-9]|[A-Za-z]")
WORDS_WITH_MEANING = re.compile(r"null|true|false|yes|no|on|off|y|n", re.IGNORECASE)
ESCAPED = re.compile(
    '["\\\\\x00-\x1f\x7f-\xa0\xad\u061c\u2000-\u200f\u2028-\u202f\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]'
)


def scalar(text: str) -> str:
    """Text as a YAML scalar: plain where that is safe in every reader, else in double quotes."""
    if PLAIN.fullmatch(text) and not WORDS_WITH_MEANING.fullmatch(text):
        return text
    return '"' + ESCAPED.sub(_escape, text) + '"'


def flow(value: object) -> str:
    """A value on one line: a scalar, a list or a mapping; None is `null`."""
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(str(value))


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in '"\\':
        return "\\" + character
    return f"\\u{ord(character):04X}"
