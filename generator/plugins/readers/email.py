"""Letters: newsletters saved as `.eml` (RFC 5322), and pages that a browser saved as MHTML.

Nothing that a letter refers to is loaded: neither images nor what counts its readers.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_tz

from generator.model.document import Blob, Document
from generator.model.edtf import Edtf

from ..languages import language, language_tag
from ..webpage.about import web_address
from ..webpage.days import day_in_metadata
from ..webpage.decoding import decoded
from ..webpage.fragment import article_of_fragment
from . import html, text

media_types = ("message/rfc822", "multipart/related", "application/x-mimearchive")

LARGEST = 25_000_000  # bytes; what most mail servers carry, images included
LONGEST_HEADER = 10_000  # characters of a header that is read; long ones take for ever to parse
MOST_PARTS = 10_000

_READ = {"subject", "date", "from", "archived-at", "content-language", "content-type",
         "content-disposition", "content-transfer-encoding", "content-id", "mime-version",
         "snapshot-content-location"}  # fmt: skip
_PASSED_ON = re.compile(r"^(?:(?:fwd?|re|wg|aw|tr)\s*:\s*)+", re.IGNORECASE)


def read(blob: Blob) -> Iterator[Document]:
    """The one article of a letter. Raises ValueError when it has no text."""
    if len(blob.data) > LARGEST:
        raise ValueError(f"larger than {LARGEST // 1_000_000} MB, which is no letter")
    try:
        letter = message_from_bytes(blob.data, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        _check_bounds(letter)
        yield _page(letter) or _document(letter)
    except (MessageError, LookupError, AttributeError, TypeError, RecursionError):
        raise ValueError("not a letter that can be read; save it again as .eml") from None


def _check_bounds(letter: EmailMessage) -> None:
    """Raise ValueError for what no letter has, before anything of it is parsed."""
    for number, part in enumerate(letter.walk()):
        if number == MOST_PARTS:
            raise ValueError(f"a letter of more than {MOST_PARTS:,} parts")
        for name, value in part.raw_items():
            if name.lower() in _READ and len(str(value)) > LONGEST_HEADER:
                raise ValueError(f"its header “{name}” has more than {LONGEST_HEADER:,} characters")


def _page(letter: EmailMessage) -> Document | None:
    """A page that a browser saved with all that it shows, as one file."""
    address = _header(letter, "Snapshot-Content-Location")
    part = letter.get_body(("html",)) if address else None
    if part is None:
        return None
    return html.page(_bytes(part), web_address(address), part.get_content_charset())


def _document(letter: EmailMessage) -> Document:
    title = _PASSED_ON.sub("", _header(letter, "Subject"))
    read = _of_html(letter, title) or _of_text(letter, title)
    if not read.text:
        raise ValueError("there is no article text in it")
    day = _day(_header(letter, "Date"))
    archived = _header(letter, "Archived-At").strip("<>")  # RFC 5064
    return Document(
        title=title or read.title or "untitled",
        text=read.text,
        body=read.body,
        stripped=read.stripped,
        date=day,
        date_basis="stated" if day else None,
        lang=language(f"{title} {read.text}", language_tag(_header(letter, "Content-Language"))),
        outlet=_sender(letter),
        url=web_address(archived),
    )


def _of_html(letter: EmailMessage, title: str) -> Document | None:
    part = letter.get_body(("html",))
    if part is None:
        return None
    blocks, stripped = article_of_fragment(
        decoded(_bytes(part), part.get_content_charset()), "", title
    )
    if not blocks:
        return None
    return Document(
        title=title,
        text="\n\n".join(block.text for block in blocks if block.text),
        body="\n\n".join(block.markdown for block in blocks),
        stripped=tuple(stripped),
    )


def _of_text(letter: EmailMessage, title: str) -> Document:
    part = letter.get_body(("plain",))
    if part is None:
        raise ValueError("there is no article text in it")
    plain = decoded(_bytes(part), part.get_content_charset())
    whole = f"{title or 'untitled'}\n\n{plain}"
    return next(text.read(Blob("letter", whole.encode("utf-8", "replace"))))


def _bytes(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _header(letter: EmailMessage, name: str) -> str:
    try:
        value = letter[name]
    except (ValueError, IndexError):  # a header that the standard library cannot parse
        return ""
    return " ".join(str(value or "").split())


def _day(header: str) -> Edtf | None:
    """The day as the sender's clock had it, in the sender's zone."""
    parts = parsedate_tz(header)
    return day_in_metadata(f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}") if parts else None


def _sender(letter: EmailMessage) -> str | None:
    """The name that the letter comes from; without a name, the address."""
    try:
        addresses = letter["From"].addresses if letter["From"] else ()
    except (ValueError, IndexError, AttributeError):
        return None
    first = next(iter(addresses), None)
    return (first.display_name or first.addr_spec or None) if first else None
