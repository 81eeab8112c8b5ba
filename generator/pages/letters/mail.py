"""An edition as a message that can be sent.

The message is a draft (`X-Unsent`): whoever opens it adds who gets it, and sends it. All of it is
made of the edition, so the same edition is always the same bytes.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote, urlsplit

from generator.model.config import Site, is_mailbox
from generator.model.digest import digest
from generator.model.selections import Edition

IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"  # RFC 3986, 2.2, and what is encoded already
_NOT_IN_HOSTS = re.compile(r"[^A-Za-z0-9.-]")


def message(site: Site, edition: Edition, html: str, text: str) -> str:
    """The message of an edition (RFC 5322), with a text and its HTML (multipart/alternative).

    `From` is who sends it by `email` of site.yaml, else its contact, where that is an address; else
    the line is left to the mail program that sends it. `Date` is when an editor approved the
    edition, which is when it was ready to be sent; a draft has none.
    """
    made = EmailMessage(policy=SMTP)
    made["Subject"] = " ".join(edition.title.split())
    _set_people(made, site)
    if edition.review:
        made["Date"] = format_datetime(edition.review.at)
    made["X-Unsent"] = "1"
    made.set_content(text, cte="quoted-printable")
    made.add_alternative(html, subtype="html", cte="quoted-printable")
    made["Content-Language"] = edition.lang
    content = digest([edition.title, text, html])[:32]
    made.set_boundary(f"=_{content}")  # which stands in no quoted-printable text
    addresses = _addresses(site, edition, _message_id(site, edition, content))
    return "".join(f"{line}\r\n" for line in addresses) + made.as_bytes().decode("ascii")


def _addresses(site: Site, edition: Edition, id_: str) -> Iterator[str]:
    """Header lines that are one address. `EmailMessage` would take a long one apart, as prose."""
    yield f"Message-ID: {id_}"
    yield f"Archived-At: <{quote(site.absolute(edition.permalink), safe=IN_ADDRESSES)}>"  # RFC 5064
    if site.email.unsubscribe:
        yield f"List-Unsubscribe: <{quote(site.email.unsubscribe, safe=IN_ADDRESSES)}>"  # RFC 2369


def _set_people(made: EmailMessage, site: Site) -> None:
    contact = site.contact if site.contact and is_mailbox(site.contact) else None
    sender = site.email.sender or contact
    if sender:
        made["From"] = Address(" ".join(site.title.split()), addr_spec=sender)
    if contact and contact != sender:
        made["Reply-To"] = contact


def _message_id(site: Site, edition: Edition, content: str) -> str:
    """An id for exactly this content (RFC 5322, 3.6.4): what is corrected is another message."""
    host = urlsplit(site.base_url).hostname or ""
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    return f"<{edition.id}.{content}@{_NOT_IN_HOSTS.sub('-', host)}>"
