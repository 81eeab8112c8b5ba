"""What an editor may have meant by a text that is not the notation of `edtf_parse`."""

import re
from collections.abc import Callable, Iterator

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WIDEST = 40  # characters of a text that a message repeats
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}

_NAME = r"(?P<m>[a-z]{3,9})\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?"
# Compiled when a date is first wrong, which most runs never see.
_ORDERS = (
    r"(?P<y>\d{4})[-./ ](?P<m>\d{1,2})(?:[-./ ](?P<d>\d{1,2}))?",  # 2025/3/27
    r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",  # 20250327
    r"(?:(?P<d>\d{1,2})[-./ ]{1,2})?(?P<m>\d{1,2})[-./ ]{1,2}(?P<y>\d{4})",  # 27.03.2025
    r"(?P<m>\d{1,2})[-./ ](?P<d>\d{1,2})[-./ ](?P<y>\d{4})",  # 03/27/2025
    rf"(?:{_DAY}[ -])?{_NAME},?[ -](?P<y>\d{{4}})",  # 27 March 2025
    rf"{_NAME} {_DAY},? (?P<y>\d{{4}})",  # March 27, 2025
    rf"(?P<y>\d{{4}}),?[ -]{_NAME}(?:[ -]{_DAY})?",  # 2025 March 27
)
_REWRITES = (
    (r"(?:c\.?|ca\.?|circa|about|around) ?(\S+)", r"\1~"),
    (r"([?~%])(\S+)", r"\2\1"),
    (r"(\d{4})([?~%])(-\S+)", r"\1\3\2"),
    (r"(\d{4}-\d\d)([?~%])(-\S+)", r"\1\3\2"),
    (r"(?:the )?(\d{3})0s", r"\1X"),
    (r"(\d{4})-(\d{4})", r"\1/\2"),
    (r"(\S+)(?: - | to |\.\.)(\S+)", r"\1/\2"),
    (r"(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d)", r"\1T\2:00"),
    (r"(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d) ?(z|[+-]\d\d:?\d\d)", r"\1T\2:00\3"),
    (r"(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d:\d\d)(?:\.\d+)? ?(z|[+-]\d\d:?\d\d)?", r"\1T\2\3"),
)


def shown(text: str) -> str:
    """The text in quotation marks for a message: on one line, and no longer than it helps."""
    clear = "".join(each if each.isprintable() else "�" for each in text)
    return f"“{clear}”" if len(clear) <= _WIDEST else f"“{clear[: _WIDEST - 1]}…”"


def advice(text: str, piece: str, reads: Callable[[str], bool]) -> str:
    """One sentence on what to write instead of a text of which `piece` cannot be read.

    `reads` tells whether a text is a date; nothing that is not one is ever proposed.
    """
    if piece != text and reads(piece):
        instead = piece[:10] if "T" in piece else "a single date"
        return f"{shown(piece)} cannot stand in an interval or a set; write {instead} there"
    for each in dict.fromkeys((text, piece)):
        meant = [guess for guess in dict.fromkeys(_guesses(each)) if reads(guess)]
        if meant:
            return (
                f"{shown(each)} is not how dates are written here; write {' or '.join(meant[:2])}"
            )
    subject = f"{shown(text)} is not a date" if text.strip() else "the date is missing"
    return f"{subject}; write 2025-03-27, 2025-03 or 2025, or XXXX if the year is unknown"


def _guesses(text: str) -> Iterator[str]:
    """Texts that may be what was meant: for 03/04/2025, which is ambiguous, both readings."""
    plain = " ".join("".join(map(_ascii, text)).split())
    yield from (guess for guess in (plain, plain.replace(" ", "").upper()) if guess != text)
    small = plain.lower()
    for order in _ORDERS:
        if found := re.fullmatch(order, small):
            yield from _in_order(**found.groupdict())
    for pattern, template in _REWRITES:
        if found := re.fullmatch(pattern, small):
            yield re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", found.expand(template).upper())


def _ascii(character: str) -> str:
    if character in "‐‑‒–—−":
        return "-"
    return str(int(character)) if character.isdecimal() else character


def _in_order(y: str, m: str, d: str | None = None) -> Iterator[str]:
    month = m.zfill(2) if m.isdigit() else _named(m)
    if month:
        yield "-".join((y, month, *((d.zfill(2),) if d else ())))


def _named(word: str) -> str | None:
    for number, name in enumerate(MONTHS, start=1):
        if name.lower().startswith(word):
            return f"{number:02}"
    return _SEASONS.get(word)
