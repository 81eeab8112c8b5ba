"""`site.yaml`: what the site is called, where it lives, what its menu says."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, field

from .fields import Derived, Digest, Elsewhere, Language, Path, Record, Text
from .onion import Onion


class MenuItem(Record, frozen=True, kw_only=True):
    """A word in the site's menu and the page it leads to."""

    title: Text
    path: Path


MENU = (
    MenuItem(title="Timeline", path="/timeline/"),
    MenuItem(title="Articles", path="/archive/"),
    MenuItem(title="Tags", path="/tags/"),
    MenuItem(title="Actors", path="/actors/"),
    MenuItem(title="Sources", path="/sources/"),
)


class Verbatim(Record, frozen=True, kw_only=True):
    """How much of a body may stand in its seed word for word; see `model/verbatim.py`."""

    share: Annotated[int, Meta(ge=0, le=100)] = 15  # percent of its phrases of six words
    run: Annotated[int, Meta(ge=6, le=100_000)] = 15  # words in a row


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAILBOX = rf"^{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\Z"  # RFC 5322, a dot-atom


def is_mailbox(text: str) -> bool:
    """Whether a text is an address that e-mail can be sent from and to."""
    return re.match(_MAILBOX, text) is not None


class Email(Record, frozen=True, kw_only=True):
    """What is said in the e-mail of an edition, beside the edition."""

    sender: Annotated[
        str | None,
        Meta(
            pattern=_MAILBOX,
            max_length=254,
            description="an e-mail address without a name, such as editors@digest.example",
        ),
    ] = field(name="from", default=None)  # the site's contact, when absent
    unsubscribe: Annotated[
        str | None,
        Meta(
            pattern=r"^(https://|mailto:)[^\s<>\"]+\Z",
            max_length=900,
            description="an address that begins with https:// or mailto:",
        ),
    ] = None
    why: Text | None = None  # why somebody gets it


class Site(Record, frozen=True, kw_only=True):
    """The configuration of a site, as templates see it."""

    title: Text
    base_url: Annotated[
        str,
        Meta(
            pattern=r"^https?://[^\s/?#<>\"\\@:\[\]]+(:\d{1,5})?(/[^\s?#<>\"\\]*)?\Z",
            max_length=1000,
            description="the site's own address, such as https://digest.example/",
        ),
    ]
    onion: Onion | None = None  # where the same site is an onion service
    description: str = ""
    publisher: str | None = None
    contact: str | None = None
    licence: str | None = None
    lang: Language = "en"
    output: Annotated[
        str, Meta(min_length=1, pattern=r"^[^\n\r\t]+\Z", description="a folder's name")
    ] = "public"
    menu: tuple[MenuItem, ...] = MENU
    cards: Literal["all", "site", "none"] = "all"  # what links to its pages show elsewhere
    search: bool = True  # whether it has a page to search in
    text: bool = True  # whether there is a text edition of all pages below /text/
    verbatim: Verbatim = Verbatim()
    email: Email = Email()
    targets: Annotated[None, Elsewhere] = None  # read by `publishing/`: no template
    sign: Annotated[None, Elsewhere] = None  # sees where a site goes, or with whose key
    checks: Annotated[None, Elsewhere] = None  # nor what it is held against, read by `checking/`
    more: Annotated[tuple[MenuItem, ...], Derived] = ()  # pages it has that the menu leaves out
    drafts: Annotated[bool, Derived] = False
    digest: Digest = ""

    def card(self, path: str = "") -> str:
        """The full address of the card at a path; of the site's own, where pages have none
        themselves; nothing where there are no cards."""
        if self.cards == "none":
            return ""
        return self.absolute(path if path and self.cards == "all" else "/cards/site.png")

    @property
    def root(self) -> str:
        """The path that the site has on its host: `/`, or `/digest/` in a subfolder."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"

    def absolute(self, path: str) -> str:
        """The full address of a path of this site."""
        return self.base_url.rstrip("/") + path
