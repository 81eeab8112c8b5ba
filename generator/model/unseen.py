"""Characters that nobody sees and that change what is read.

An override makes a headline say something else than its letters (Unicode TR 36, 2.11, and
CVE-2021-42574), a zero-width space between two letters makes a name that no search finds, and tag
characters carry a text that no reader is shown (Unicode TR 51). What scripts and emoji need stays:
joiners in Persian, Indic and emoji, directional marks (U+200E, U+200F), flags of regions.
"""

import re
import unicodedata

# Neither XML 1.0 (2.2) nor a reader can do anything with these; line ends and tabs are no part.
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff"
# Embeddings, overrides and isolates; what Unicode has deprecated; invisible operators, annotations.
_NEVER = rf"{_CONTROLS}\u2061-\u206f\u202a-\u202e\ufff9-\ufffb"
_JOINERS = r"\u200b-\u200d\u2060"
_LETTERS = r"A-Za-z\u00c0-\u024f\u0370-\u052f"  # of scripts that have no use for joiners
_TAGS = r"\U000e0000-\U000e007f"
_VARIANTS = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"

CONTROLS = re.compile(
    rf"[{_NEVER}{_JOINERS}\ufeff{_TAGS}{_VARIANTS}]"
    rf"(?:(?<=[{_NEVER}])"
    rf"|(?<=\ufeff)(?<!\A\ufeff)"  # the mark that a file may begin with
    rf"|(?<=[{_LETTERS}{_JOINERS}][{_JOINERS}])(?=[{_LETTERS}{_JOINERS}])"
    rf"|(?<=[{_TAGS}])(?<![\U0001f3f4{_TAGS}].)"  # a flag is followed by its region
    rf"|(?<=[{_TAGS}]{{8}})|(?<=[{_VARIANTS}]{{2}}))",
    re.DOTALL,
)

_BLANK = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f"
    rf"\u2060-\u206f\u2800\u3164\ufeff\uffa0{_VARIANTS}{_TAGS}]*"
)
_MAYBE_UNSEEN = re.compile(
    rb"\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8d\xaa-\xae]|\xe2\x81[\xa0-\xaf]"
    rb"|\xef\xb8[\x80-\x8f]|\xef\xbb\xbf|\xef\xbf[\xb9-\xbf]|\xf3\xa0"
)
_C0 = bytes(sorted({*range(32), 127} - {9, 10, 13}))


def without_controls(text: str) -> str:
    """A text without them: what stood behind one that was taken out may be the next one."""
    while (less := CONTROLS.sub("", text)) != text:
        text = less
    return text


def may_have_controls(data: bytes) -> bool:
    """Whether UTF-8 bytes have any of CONTROLS, or what begins as some of them do."""
    if len(data.translate(None, _C0)) < len(data):
        return True
    return not data.isascii() and _MAYBE_UNSEEN.search(data) is not None


def is_blank(text: str) -> bool:
    """Whether a text shows nothing at all."""
    return _BLANK.fullmatch(text) is not None


def named(character: str) -> str:
    """A character that cannot be seen, by its number and its name."""
    number = f"U+{ord(character):04X}"
    name = "CARRIAGE RETURN" if character == "\r" else unicodedata.name(character, "")
    name = "NEXT LINE" if character == "\x85" else name
    return (
        f"an invisible character ({number}, {name.lower()})"
        if name
        else f"control character {number}"
    )
